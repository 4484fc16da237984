"""Colour spaces of a PDF, as inks where that can be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

#: Percent of cyan, magenta, yellow and black, then of each further ink.
Inks = tuple[float, ...]
Kind = Literal["cmyk", "grey", "rgb", "lab", "spot", "all", "nothing", "pattern", "unknown"]

#: How deep spaces may stand in one another: an indexed one of a spot of an ICC one is three.
_DEEPEST: Final = 6
_PROCESS: Final = {"/Cyan": 0, "/Magenta": 1, "/Yellow": 2, "/Black": 3}


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space: what `name` a person would look for, and how many parts a colour has.

    `slots` says for each part which ink it is (0 to 3, from 4 on for spots); `table` holds the
    colours of an indexed space, each of `parts` bytes, with the `base` that reads them.
    """

    kind: Kind
    name: str
    parts: int
    slots: tuple[int, ...] = ()
    spots: tuple[str, ...] = ()
    base: Space | None = None
    table: bytes = b""

    def inks(self, colour: Sequence[float]) -> Inks | None:
        """The inks of a colour, None where only a profile could say."""
        if self.base is not None and self.table and colour:
            count = self.base.parts
            entry = self.table[int(colour[0]) * count : (int(colour[0]) + 1) * count]
            return self.base.inks([level / 255 for level in entry])
        if len(colour) != self.parts or self.kind in ("rgb", "lab", "unknown", "pattern"):
            return None
        if self.kind == "grey":
            return (0.0, 0.0, 0.0, 100 * (1 - colour[0]))
        if self.kind == "all":
            return (100 * colour[0],) * 4
        inks = [0.0] * max(4, *(slot + 1 for slot in self.slots), 4)
        for slot, part in zip(self.slots, colour, strict=True):
            inks[slot] += 100 * part
        return tuple(inks)


GREY: Final = Space("grey", "DeviceGray", 1)
CMYK: Final = Space("cmyk", "DeviceCMYK", 4, (0, 1, 2, 3))
RGB: Final = Space("rgb", "DeviceRGB", 3)
PATTERN: Final = Space("pattern", "Pattern", 0)
UNKNOWN: Final = Space("unknown", "?", 0)

_BY_NAME: Final[Mapping[str, Space]] = {
    "/DeviceGray": GREY, "/G": GREY, "/DeviceRGB": RGB, "/RGB": RGB, "/DeviceCMYK": CMYK,
    "/CMYK": CMYK, "/Pattern": PATTERN, "/CalGray": Space("grey", "CalGray", 1),
    "/CalRGB": Space("rgb", "CalRGB", 3), "/CalCMYK": CMYK, "/Lab": Space("lab", "Lab", 3),
}  # fmt: skip


def read_space(given: Any, named: Any, depth: int = 0) -> Space:
    """The space that `given` (a name or an array of a PDF) stands for.

    `named` is the /ColorSpace dictionary of the resources, or None.
    """
    if given is None or depth > _DEEPEST:
        return UNKNOWN
    if not _is_array(given):
        name = str(given)
        if name in _BY_NAME:
            return _BY_NAME[name]
        inner = None if named is None else named.get(name)
        return UNKNOWN if inner is None else read_space(inner, None, depth + 1)
    if not len(given):
        return UNKNOWN
    family = str(given[0])
    if family in _BY_NAME and family != "/Pattern":
        return _BY_NAME[family]
    reader = _READERS.get(family)
    return PATTERN if reader is None else reader(given, named, depth)


def _is_array(thing: Any) -> bool:
    return isinstance(thing, list) or getattr(thing, "_type_name", "") == "array"


def _icc(given: Any, _named: Any, _depth: int) -> Space:
    parts = int(given[1].get("/N", 0)) if len(given) > 1 else 0
    kinds: dict[int, Kind] = {1: "grey", 3: "rgb", 4: "cmyk"}
    slots = (0, 1, 2, 3) if parts == 4 else ()
    name = {1: "ICC grey", 3: "ICC RGB", 4: "ICC CMYK"}.get(parts, "ICC")
    return Space(kinds.get(parts, "unknown"), name, parts, slots)


def _indexed(given: Any, named: Any, depth: int) -> Space:
    base = read_space(given[1] if len(given) > 1 else None, named, depth + 1)
    table = _bytes(given[3]) if len(given) > 3 else b""
    return Space(base.kind, base.name, 1, base.slots, base.spots, base, table)


def _bytes(thing: Any) -> bytes:
    return bytes(thing.read_bytes() if hasattr(thing, "read_bytes") else thing)


def _separation(given: Any, named: Any, depth: int) -> Space:
    name = str(given[1]) if len(given) > 1 else "?"
    return _colorants((name,), given, named, depth)


def _device_n(given: Any, named: Any, depth: int) -> Space:
    names = tuple(str(name) for name in given[1]) if len(given) > 1 else ()
    return _colorants(names, given, named, depth)


def _colorants(names: tuple[str, ...], given: Any, named: Any, depth: int) -> Space:
    """Inks by name. One whose stand-in is RGB is drawn in RGB wherever the ink is not known."""
    spots = tuple(name for name in names if name not in _PROCESS and name != "/None")
    slots = tuple(
        _PROCESS.get(name, 4 + (spots.index(name) if name in spots else 0)) for name in names
    )
    other = read_space(given[2] if len(given) > 2 else None, named, depth + 1)
    if "/All" in spots:
        return Space("all", "All", len(names))
    if not spots:
        kind: Kind = "cmyk" if set(names) <= set(_PROCESS) else "nothing"
        return Space(kind, "+".join(names), len(names), slots)
    plain = tuple(name.removeprefix("/") for name in spots)
    shown = " + ".join(plain)
    if other.kind == "rgb":
        return Space("rgb", f"{shown} ({other.name})", len(names), slots, plain)
    return Space("spot", shown, len(names), slots, plain)


_READERS: Final = {
    "/ICCBased": _icc, "/Indexed": _indexed, "/I": _indexed, "/Separation": _separation,
    "/DeviceN": _device_n,
}  # fmt: skip


def function_inks(function: Any, space: Space) -> list[Inks] | None:
    """The inks at the knots of a gradient's function, None where it is not of a simple kind."""
    if _is_array(function):
        return None
    kind = int(function.get("/FunctionType", -1))
    if kind == 2:
        ends = (function.get(key, [default]) for key, default in (("/C0", 0), ("/C1", 1)))
        inks = [space.inks([float(part) for part in end]) for end in ends]
    elif kind == 3:
        parts = [function_inks(part, space) for part in function.Functions]
        inks = [one for part in parts if part is not None for one in part]
        inks += [None for part in parts if part is None]
    elif kind == 0 and int(function.get("/BitsPerSample", 0)) == 8:
        samples, count = function.read_bytes(), max(1, space.parts)
        inks = [
            space.inks([level / 255 for level in samples[at : at + count]])
            for at in range(0, len(samples) - count + 1, count)
        ]
    else:
        return None
    return [one for one in inks if one is not None] if None not in inks else None
