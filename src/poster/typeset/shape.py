"""Text into outlines: HarfBuzz in Vietnamese, each glyph's outline drawn once and kept.

With `fonts`, the one home of uharfbuzz. Measures are in em, y grows downwards, the origin is the
pen on the baseline.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import uharfbuzz as hb

from poster.errors import RequestError
from poster.geometry import Affine, Rect
from poster.svg.paths import Path, Point, Step
from poster.typeset.fonts import Face, engine, scan
from poster.typeset.skyline import Profile, insets, profile

#: Outlines of more steps than this are no letters but an attack on the memory.
MOST_STEPS: Final = 20_000
#: Letters shown on each side of a faulty one.
AROUND: Final = 8


@dataclass(frozen=True, slots=True)
class Glyph:
    """One outline in em; `ink` is None for a space, `insets` are its optical margins."""

    path: Path
    ink: Rect | None
    profile: Profile
    insets: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Placed:
    """A glyph at `x_em` (and `y_em`, for a mark) that draws the letter at `index` of the text."""

    glyph: Glyph
    x_em: float
    y_em: float
    index: int

    @property
    def ink(self) -> Rect | None:
        """Box of the ink where it stands."""
        ink = self.glyph.ink
        return ink and Rect(ink.x + self.x_em, ink.y + self.y_em, ink.width, ink.height)


@dataclass(frozen=True, slots=True)
class Run:
    """A shaped line of text."""

    glyphs: tuple[Placed, ...]
    advance_em: float

    @property
    def ink(self) -> Rect | None:
        """Box of all ink, None where there is none."""
        return ink_of(self.glyphs)

    @property
    def path(self) -> Path:
        """All outlines as one path."""
        return outline(self.glyphs)


def ink_of(glyphs: Iterable[Placed]) -> Rect | None:
    """Box around the ink of `glyphs`, None where there is none."""
    boxes = [ink for ink in (placed.ink for placed in glyphs) if ink is not None]
    if not boxes:
        return None
    return Rect.from_sides(
        min(box.x for box in boxes),
        min(box.y for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def outline(glyphs: Iterable[Placed], scale: float = 1.0, dx: float = 0.0, dy: float = 0.0) -> Path:
    """The outlines of `glyphs`, times `scale`, moved by (dx, dy), as one path."""
    steps: list[Step] = []
    for placed in glyphs:
        x, y = placed.x_em * scale + dx, placed.y_em * scale + dy
        steps += placed.glyph.path.transformed(Affine(a=scale, d=scale, e=x, f=y)).steps
    return Path(tuple(steps))


def shape(face: Face, text: str, tracking_em: float = 0.0) -> Run:
    """`text` (NFC, one line) in `face`, `tracking_em` of air added between letters.

    Raises RequestError: "mark-left" for a combining mark that NFC could not compose,
    "letter-missing" or "letter-nowhere" for a letter that the face lacks.
    """
    _refuse(face, text)
    font = engine(face.path, face.digest, face.axes)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.script, buffer.language, buffer.direction = "Latn", "vi", "ltr"
    ligatures = tracking_em <= 0
    hb.shape(font, buffer, {"kern": True, "liga": ligatures, "clig": ligatures})
    return _place(face, buffer, float(font.face.upem), tracking_em)


def _place(face: Face, buffer: hb.Buffer, upem: float, tracking_em: float) -> Run:
    pen, placed = 0.0, []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyph = _glyph(face, info.codepoint)
        x, y = pen + position.x_offset / upem, -position.y_offset / upem
        placed.append(Placed(glyph, x, y, info.cluster))
        pen += position.x_advance / upem
        if position.x_advance:
            pen += tracking_em
    return Run(tuple(placed), pen - tracking_em if placed else 0.0)


def _refuse(face: Face, text: str) -> None:
    for place, letter in enumerate(text):
        if unicodedata.combining(letter):
            around = text[max(0, place - AROUND) : place + AROUND]
            raise RequestError("mark-left", code=_code(letter), around=around)
    for letter in face.missing(text):
        code, fonts = _code(letter), ", ".join(scan(face.library).having(letter))
        if not fonts:
            raise RequestError("letter-nowhere", letter=letter, codepoint=code, font=face.name)
        raise RequestError(
            "letter-missing", letter=letter, codepoint=code, font=face.name, fonts=fonts
        )


def _code(letter: str) -> str:
    return f"U+{ord(letter):04X}"


class _Pen:
    """Collects one glyph from HarfBuzz, in em with y downwards; quadratics become cubics."""

    def __init__(self, upem: float) -> None:
        self.upem = upem
        self.steps: list[Step] = []
        self.at: Point = (0.0, 0.0)

    def _em(self, point: Point) -> Point:
        return (point[0] / self.upem, -point[1] / self.upem)

    def moveTo(self, point: Point) -> None:  # the names are HarfBuzz's pen protocol
        self.at = self._em(point)
        self.steps.append(("M", (self.at,)))

    def lineTo(self, point: Point) -> None:
        self.at = self._em(point)
        self.steps.append(("L", (self.at,)))

    def curveTo(self, one: Point, two: Point, point: Point) -> None:
        self.at = self._em(point)
        self.steps.append(("C", (self._em(one), self._em(two), self.at)))

    def qCurveTo(self, control: Point, point: Point) -> None:
        (x0, y0), (cx, cy), (x, y) = self.at, self._em(control), self._em(point)
        one = (x0 + (cx - x0) * 2 / 3, y0 + (cy - y0) * 2 / 3)
        two = (x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3)
        self.at = (x, y)
        self.steps.append(("C", (one, two, self.at)))

    def closePath(self) -> None:
        self.steps.append(("Z", ()))


@lru_cache(maxsize=8192)
def _glyph(face: Face, number: int) -> Glyph:
    font = engine(face.path, face.digest, face.axes)
    pen = _Pen(float(font.face.upem))
    font.draw_glyph_with_pen(number, pen)
    if len(pen.steps) > MOST_STEPS:
        raise RequestError("font-broken", path=face.path)
    path = Path(tuple(pen.steps))
    return Glyph(path, path.bounds, profile(path), insets(path))
