"""A limited child process for whatever reads files that strangers made.

`call` runs one named function of this package in a fresh interpreter: JSON in, JSON out, then the
process is gone. What holds it, from the outside in:

- the parent kills the child's whole process group when the time is over, and reads a bounded reply;
- the child has no environment, no open file but its three pipes, and (Linux, macOS) kernel limits
  on processor time, file size (nothing can be written), open files, new processes and core dumps;
  on Linux also on memory, which macOS does not enforce;
- an audit hook refuses sockets, other programs, signals, changes to files, and reading outside the
  import path and the folders that the caller names. A hook is no wall against native code: it is
  the second fence behind a function that has no use for any of these.

**On Windows only the time limit and the hook hold**: there are no kernel limits and no process
groups to kill.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from poster.errors import Finding, PosterError, RequestError, Severity

#: What may be called, as "module:function". Each takes and returns a mapping of JSON values, and
#: needs nothing but its argument and the folders that its caller opens to it.
ALLOWED: Final = frozenset({"poster.fill.sandbox:render"})

MAX_REPLY: Final = 64 * 2**20

#: -I: no environment, no current folder, no user packages. -S: no .pth files; the parent passes its
#: own import path instead, so that wheels, editable installs and plain checkouts all work.
_PYTHON: Final = (sys.executable, "-I", "-S", "-X", "utf8", "-c")
_START: Final = (
    "import json, sys; settings = json.loads(sys.argv[1]); sys.path += settings['path'];"
    "from poster import jail; jail.serve(settings)"
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


# What follows runs in the child.


class _OutsideError(PermissionError):
    """The function reached for something that the jail holds back."""


def serve(settings: Mapping[str, Any]) -> None:
    """The child's life: load the function, lock the door, read, answer."""
    reply_pipe, sys.stdout = sys.stdout, sys.stderr  # a stray print must not spoil the reply
    module, _, name = settings["function"].partition(":")
    function = getattr(importlib.import_module(module), name)
    _limit(settings["seconds"], settings["memory_mb"])
    sys.dont_write_bytecode = True
    folders = [os.path.realpath(folder) for folder in (*sys.path, *settings["readable"])]
    sys.addaudithook(_guard(tuple(folder + os.sep for folder in folders)))
    reply = json.dumps(_answer(function, sys.stdin.buffer.read()))
    reply_pipe.write(reply)
    reply_pipe.flush()


def _answer(function: Callable[[Any], Mapping[str, Any]], payload: bytes) -> dict[str, Any]:
    try:
        return {"result": function(json.loads(payload))}
    except PosterError as error:
        findings = [
            {name: getattr(finding, name) for name in Finding.__slots__}
            for finding in error.findings
        ]
        faults = {"code": error.code, "params": dict(error.params), "findings": findings}
        return {"error": type(error).__name__, **json.loads(json.dumps(faults, default=str))}
    except MemoryError:
        return {"fault": "jail-memory", "params": {}}
    except _OutsideError as error:
        return {"fault": "jail-outside", "params": {"why": str(error)}}
    except BaseException as error:
        return {"fault": "jail-crash", "params": {"why": f"{type(error).__name__}: {error}"[:300]}}


def _limit(seconds: float, memory_mb: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    limits = {
        resource.RLIMIT_CPU: math.ceil(seconds),
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 32,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform == "linux":
        limits[resource.RLIMIT_AS] = memory_mb * 2**20
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))


#: Audit events (by their beginnings) that no function in the jail has a use for.
_REFUSED: Final = (
    "socket.",
    "subprocess.",
    "pty.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.system",
    "os.kill",
    "signal.pthread_kill",
    "os.chdir",
    "os.chmod",
    "os.chown",
    "os.link",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.symlink",
    "os.truncate",
    "os.utime",
    "shutil.",
    "winreg.",
)
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _guard(folders: tuple[str, ...]) -> Callable[[str, tuple[Any, ...]], None]:
    """The audit hook: `folders` (each ending in a separator) may be read."""

    def guard(event: str, details: tuple[Any, ...]) -> None:
        if event.startswith(_REFUSED):
            raise _OutsideError(event)
        if event in ("open", "os.listdir", "os.scandir", "ctypes.dlopen"):
            _look(event, details, folders)

    return guard


def _look(event: str, details: tuple[Any, ...], folders: tuple[str, ...]) -> None:
    place = details[0]
    if event == "open" and details[2] & _WRITES:
        raise _OutsideError(f"write {place!r}")
    if isinstance(place, int) or (event == "ctypes.dlopen" and place is None):
        return  # something already open; or the interpreter itself, which `import ctypes` opens
    real = os.path.realpath(os.fsdecode(place if place is not None else "."))
    if not (real + os.sep).startswith(folders):
        raise _OutsideError(f"{event} {real}")
