"""A limited child process for whatever reads files that strangers made.

`call` runs one named function of this package in a fresh interpreter: JSON in, JSON out, then the
process is gone. What holds it, from the outside in:

- the parent kills the child's whole process group when the time is over, and reads a bounded reply;
- the child (`poster.cell`) has no environment, no open file but its three pipes, and (Linux, macOS)
  kernel limits on processor time, file size (nothing can be written), open files, new processes and
  core dumps; on Linux also on memory, which macOS does not enforce;
- an audit hook refuses sockets, other programs, signals, changes to files, and reading outside the
  import path and the folders that the caller names. A hook is no wall against native code: it is
  the second fence behind a function that has no use for any of these.

**On Windows only the time limit and the hook hold**: there are no kernel limits and no process
groups to kill.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from poster.errors import Finding, PosterError, RequestError, Severity

#: What may be called, as "module:function". Each takes and returns a mapping of JSON values, and
#: needs nothing but its argument and the folders that its caller opens to it.
ALLOWED: Final = frozenset(
    {
        *("poster.fill.sandbox:render", "poster.office.documents:read"),
        *("poster.images.decode:look", "poster.images.decode:cut"),
        *("poster.workshop.ingest:digest", "poster.workshop.ingest:draw"),
        *("poster.office.workbook:read", "poster.office.workbook:mark"),
        *("poster.press.document_code:read", "poster.press.preflight.inside:look"),
    }
)

MAX_REPLY: Final = 64 * 2**20

#: -I: no environment, no current folder, no user packages. -S: no .pth files; the parent passes its
#: own import path instead, so that wheels, editable installs and plain checkouts all work.
_PYTHON: Final = (sys.executable, "-I", "-S", "-X", "utf8", "-c")
_START: Final = (
    "import json, sys; settings = json.loads(sys.argv[1]); sys.path += settings['path'];"
    "from poster import cell; cell.serve(settings)"
)


def call(
    function: str,
    payload: Mapping[str, Any],
    seconds: float = 5,
    memory_mb: int = 1024,
    *,
    what: str = "",
    readable: Sequence[Path] = (),
) -> dict[str, Any]:
    """Run `function` ("module:function", one of ALLOWED) on `payload` in a child process.

    `what` names to a person what is being worked on; `readable` are folders that the function may
    read. Raises the PosterError that the function raised, or RequestError `jail-time`,
    `jail-memory`, `jail-outside` (it reached for the network or other files), `jail-output`,
    `jail-crash`.
    """
    if function not in ALLOWED:
        raise ValueError(f"{function} is not registered for the jail")
    what = what or function
    settings = {
        "function": function,
        "path": _import_path(),
        "seconds": seconds,
        "memory_mb": memory_mb,
        "readable": [str(folder.resolve()) for folder in readable],
    }
    with _child(settings, seconds) as (child, timed_out):
        reply = _exchange(child, json.dumps(payload).encode())
        code = child.wait()
    if timed_out.is_set():
        raise RequestError("jail-time", what=what, seconds=seconds)
    return _judged(reply, code, what, seconds)


def _import_path() -> list[str]:
    own = str(Path(__file__).resolve().parents[1])
    return [own, *(entry for entry in sys.path if Path(entry).is_absolute() and entry != own)]


@contextmanager
def _child(
    settings: Mapping[str, Any], seconds: float
) -> Iterator[tuple[subprocess.Popen[bytes], threading.Event]]:
    """A child that is dead when the block ends, and after `seconds` at the latest."""
    root = os.environ.get("SYSTEMROOT")  # without it Windows cannot start Python
    child = subprocess.Popen(
        [*_PYTHON, _START, json.dumps(settings)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"SYSTEMROOT": root} if root else {},
        start_new_session=True,
    )
    timed_out = threading.Event()

    def stop() -> None:
        timed_out.set()
        _kill(child)

    watch = threading.Timer(seconds, stop)
    watch.start()
    try:
        yield child, timed_out
    finally:
        watch.cancel()
        _kill(child)
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):  # what the dead child did not read
                    pipe.close()
        child.wait()


def _kill(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is not None:
        return
    if sys.platform == "win32":
        child.kill()
    else:
        os.killpg(child.pid, signal.SIGKILL)


def _exchange(child: subprocess.Popen[bytes], payload: bytes) -> bytes:
    """Send all, then read all, up to one byte more than is allowed."""
    assert child.stdin is not None and child.stdout is not None
    try:
        child.stdin.write(payload)
        child.stdin.close()
    except BrokenPipeError:  # it died before it had read everything; its exit code says how
        return b""
    reply = bytearray()
    while len(reply) <= MAX_REPLY and (piece := child.stdout.read(65_536)):
        reply += piece
    if len(reply) > MAX_REPLY:
        _kill(child)
    return bytes(reply)


def _judged(reply: bytes, code: int, what: str, seconds: float) -> dict[str, Any]:
    if len(reply) > MAX_REPLY:
        raise RequestError("jail-output", what=what, limit_mb=MAX_REPLY // 2**20)
    if code == 0 and reply:
        answer = json.loads(reply)
        if "result" not in answer:
            raise _revived(answer, what)
        return dict(answer["result"])
    if sys.platform != "win32" and code == -signal.SIGXCPU:
        raise RequestError("jail-time", what=what, seconds=seconds)
    if sys.platform != "win32" and code == -signal.SIGKILL:  # the kernel's answer to a full memory
        raise RequestError("jail-memory", what=what)
    raise RequestError("jail-crash", what=what, why=f"exit {code}")


def _revived(answer: Mapping[str, Any], what: str) -> PosterError:
    """The error that a child reports."""
    if "fault" in answer:
        return RequestError(answer["fault"], what=what, **answer["params"])
    findings = tuple(
        Finding(**{**finding, "severity": Severity(finding["severity"])})
        for finding in answer["findings"]
    )
    kinds = {kind.__name__: kind for kind in PosterError.__subclasses__()}
    return kinds[answer["error"]](answer["code"], findings=findings, **answer["params"])
