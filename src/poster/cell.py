"""The inside of the jail: what the child process does, from its start to its answer.

See `poster.jail` for what holds it. It imports little: every child pays for it anew.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, Final

from poster.errors import Finding, PosterError


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
        # One more as the hard limit: at the soft one the kernel says which limit it was (SIGXCPU).
        hard = most + 1 if kind == resource.RLIMIT_CPU else most
        resource.setrlimit(kind, (most, hard))


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
