"""Fonts on disk: what each file is called, which weights and widths it holds, which letters.

With `shape`, the one home of uharfbuzz. Nothing is ever substituted: a font that is not there is
an error that names the nearest ones.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import uharfbuzz as hb

from poster.errors import RequestError

#: The largest font file that is read. Full Latin families are under 1 MB, CJK ones under 20.
MOST_BYTES: Final = 32_000_000
#: First four bytes of a single TrueType or OpenType font.
MAGIC: Final = (b"\x00\x01\x00\x00", b"OTTO", b"true")
#: Ids of the name table: typographic and plain family; copyright; licence and its address.
_FAMILY, _COPYRIGHT, _LICENCE = (16, 1), (0,), (13, 14)


@dataclass(frozen=True, slots=True)
class Face:
    """One cut of a family: a file and, in a variable font, where on its axes.

    `digest` is the file's SHA-256, so that a changed file is another face; `library` is the folder
    that was scanned.
    """

    family: str
    weight: int
    style: str
    path: Path
    digest: str
    library: Path
    axes: tuple[tuple[str, float], ...] = ()

    @property
    def name(self) -> str:
        """What people call it: "Roboto Condensed 800", "Archivo 700, width 75"."""
        width = f", width {self.width:g}" if self.width is not None else ""
        return f"{self.family} {self.weight}{width}"

    @property
    def width(self) -> float | None:
        """Place on the width axis (100 is normal), None in a font without one."""
        return dict(self.axes).get("wdth")

    @property
    def cap_height_em(self) -> float:
        """Height of the ink of H, in em."""
        return _cap_height(self)

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters of `text` that this face has no glyph for, each once; spaces are fine."""
        known = _letters(self.path, self.digest)
        return tuple(dict.fromkeys(c for c in text if not c.isspace() and c not in known))


@dataclass(frozen=True, slots=True)
class Cut:
    """One font file: the weights and widths that it can be set to."""

    family: str
    style: str
    weights: tuple[int, int]
    widths: tuple[float, float] | None
    path: Path
    digest: str

    @property
    def variable(self) -> bool:
        """Whether the file holds a range of weights or widths."""
        return self.weights[0] != self.weights[1] or self.widths is not None


@dataclass(frozen=True, slots=True)
class FontIndex:
    """The fonts of one folder."""

    folder: Path
    cuts: tuple[Cut, ...]

    @property
    def families(self) -> tuple[str, ...]:
        """Names of the families, sorted."""
        return tuple(sorted({cut.family for cut in self.cuts}))

    def having(self, character: str) -> tuple[str, ...]:
        """The families that have this letter in every file, sorted."""
        lacking = {c.family for c in self.cuts if character not in _letters(c.path, c.digest)}
        return tuple(family for family in self.families if family not in lacking)

    def face(
        self, family: str, weight: int, width: float | None = None, style: str = "normal"
    ) -> Face:
        """The face asked for, width 100 being a variable font's normal one.

        Raises RequestError "font-missing" with the nearest names or weights, or "font-width" with
        the widths that the family has.
        """
        cuts = [c for c in self.cuts if _same(c.family, family) and c.style == style]
        fitting = [c for c in cuts if c.weights[0] <= weight <= c.weights[1]]
        if not fitting:
            raise RequestError(
                "font-missing", family=family, weight=weight, nearest=self._nearest(family, cuts)
            )
        cut = next((c for c in fitting if _has_width(c, width)), None)
        if cut is None:
            widths = ", ".join(f"{c.widths[0]:g}-{c.widths[1]:g}" for c in fitting if c.widths)
            raise RequestError("font-width", family=family, width=width, widths=widths or "100")
        return face_of(cut, weight, width, self.folder)

    def _nearest(self, family: str, cuts: Iterable[Cut]) -> str:
        weights = [f"{c.family} {_range(c.weights)}" for c in cuts]
        return ", ".join(weights or difflib.get_close_matches(family, self.families, 3, 0.4))


def _same(one: str, other: str) -> bool:
    return one.replace(" ", "").casefold() == other.replace(" ", "").casefold()


def _range(weights: tuple[int, int]) -> str:
    return str(weights[0]) if weights[0] == weights[1] else f"{weights[0]}-{weights[1]}"


def _has_width(cut: Cut, width: float | None) -> bool:
    if cut.widths is None:
        return width in (None, 100)
    return width is None or cut.widths[0] <= width <= cut.widths[1]


def _axes(cut: Cut, weight: int, width: float | None) -> tuple[tuple[str, float], ...]:
    wght = (("wght", float(weight)),) if cut.weights[0] != cut.weights[1] else ()
    wdth = (("wdth", 100.0 if width is None else float(width)),) if cut.widths else ()
    return (*wdth, *wght)


def face_of(cut: Cut, weight: int, width: float | None, library: Path) -> Face:
    """A place on the axes of a cut, which must have it."""
    axes = _axes(cut, weight, width)
    return Face(cut.family, weight, cut.style, cut.path, cut.digest, library, axes)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a font file says of itself. `embedding` is OS/2's fsType; heights are in em."""

    copyright: str
    licence: str
    embedding: int
    ascent_em: float
    descent_em: float


def declared(cut: Cut) -> Declared:
    """The names, embedding bits and line heights written in a font file."""
    font = engine(cut.path, cut.digest, ())
    face, extents = font.face, font.get_font_extents("ltr")
    os2 = bytes(face.reference_table("OS/2").data)
    return Declared(
        _name(face, _COPYRIGHT),
        _name(face, _LICENCE),
        int.from_bytes(os2[8:10], "big"),
        extents.ascender / face.upem,
        -extents.descender / face.upem,
    )


def cut_of(path: Path) -> Cut:
    """What one font file holds. Raises RequestError where it is no usable font."""
    stat = path.stat()
    return _cut(path, stat.st_mtime_ns, stat.st_size)


def scan(folder: Path) -> FontIndex:
    """The fonts in `folder/<Family>/*.ttf` and `*.otf`; read again only when a file has changed.

    Raises RequestError ("font-broken", "font-huge", "font-kind") for a file that is no usable font.
    """
    files = sorted(p for p in folder.glob("*/*") if p.suffix.lower() in (".ttf", ".otf"))
    stamps = tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
    return _index(folder, stamps)


@lru_cache(maxsize=32)
def _index(folder: Path, stamps: tuple[tuple[Path, int, int], ...]) -> FontIndex:
    return FontIndex(folder, tuple(_cut(*stamp) for stamp in stamps))


@lru_cache(maxsize=512)
def _cut(path: Path, _mtime_ns: int, size: int) -> Cut:
    if size > MOST_BYTES:
        raise RequestError("font-huge", path=path, mb=size // 1_000_000)
    data = path.read_bytes()
    face = open_face(data, path)
    ranges = {axis.tag: (axis.min_value, axis.max_value) for axis in face.axis_infos}
    font = hb.Font(face)
    weight = round(font.get_style_value(hb.StyleTag.WEIGHT))
    low, high = ranges.get("wght", (weight, weight))
    style = "italic" if font.get_style_value(hb.StyleTag.ITALIC) else "normal"
    return Cut(
        _name(face, _FAMILY) or path.parent.name,
        style,
        (round(low), round(high)),
        ranges.get("wdth"),
        path,
        hashlib.sha256(data).hexdigest(),
    )


def open_face(data: bytes, path: Path) -> Any:
    """HarfBuzz's view of a font file. Raises RequestError where it is no usable font."""
    if data[:4] not in MAGIC:
        raise RequestError("font-kind", path=path)
    face = hb.Face(hb.Blob(data))
    if not face.glyph_count or not face.unicodes or not 16 <= face.upem <= 16384:
        raise RequestError("font-broken", path=path)
    return face


def _name(face: Any, identifiers: tuple[int, ...]) -> str:
    names = (face.get_name(identifier) for identifier in identifiers)
    return next((name for name in names if name), "")


@lru_cache(maxsize=64)
def engine(path: Path, digest: str, axes: tuple[tuple[str, float], ...]) -> Any:
    """The HarfBuzz font of a face; raises RequestError when the file is no longer the same."""
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise RequestError("font-changed", path=path)
    font = hb.Font(open_face(data, path))
    if axes:
        font.set_variations(dict(axes))
    return font


@lru_cache(maxsize=256)
def _letters(path: Path, digest: str) -> frozenset[str]:
    return frozenset(map(chr, engine(path, digest, ()).face.unicodes))


@lru_cache(maxsize=256)
def _cap_height(face: Face) -> float:
    font = engine(face.path, face.digest, face.axes)
    glyph = font.get_nominal_glyph(ord("H"))
    extents = font.get_glyph_extents(glyph) if glyph else None
    if extents is None or extents.y_bearing <= 0:
        raise RequestError("font-capitals", font=face.name)
    return float(extents.y_bearing) / float(font.face.upem)
