"""A slogan shaped once, on one long line, from which every way of breaking it is measured.

Measures are in em along that line. Skylines hold, for each column of the line, how far ink reaches
above and below the baseline.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, starmap
from typing import Final, NamedTuple

from poster.errors import RequestError
from poster.geometry import Rect
from poster.typeset.case import upper
from poster.typeset.fonts import Face
from poster.typeset.shape import Placed, ink_of, shape
from poster.typeset.skyline import COLUMNS, NOTHING
from poster.words.break_marks import Joint, Word

#: Columns of a skyline kept free before the pen's start, for ink that lies left of it.
LEAD_IN: Final = 16
#: Ink is taken to reach at least so far above the baseline.
LEAST_EM: Final = 0.01
#: Signs at a line's end or start that hang outside an optically straight margin: how much of them.
HANGING: Final = {",": 1.0, ".": 1.0, "-": 0.6, "”": 0.8, "“": 0.8, "’": 0.8, ";": 0.5, ":": 0.5}

#: Typed for mypy, as fast as the C function that it is.
_sum: Final[Callable[[float, float], float]] = operator.add

#: A line: words from the first up to, not including, the second.
Line = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One word on the long line, and the dash after it, in em.

    `hang_left` and `hang_right` are the parts of `ink` that hang outside an optical margin;
    `emphasis` are the places of emphasised letters in the long text.
    """

    text: str
    dash: str
    glyphs: tuple[Placed, ...]
    dash_glyphs: tuple[Placed, ...]
    ink: Rect
    hang_left: float
    hang_right: float
    emphasis: range


class Extent(NamedTuple):
    """Of a line, in em along the long line: ink, optical margins, reach above and below."""

    left: float
    right: float
    eye_left: float
    eye_right: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        """Width of the ink."""
        return self.right - self.left

    def scaled(self, factor: float) -> Extent:
        """Every length times `factor`."""
        return Extent(*(length * factor for length in self))


class Reach(NamedTuple):
    """Extremes of the ink of some words, in em."""

    highest: float
    least_high: float
    deepest: float
    hang_left: float
    hang_right: float


@dataclass(frozen=True, slots=True)
class Galley:
    """Words shaped in one face; `tops` and `bottoms` are the skylines of the long line.

    `reaches` holds for each beginning, by its last word, what of its ink is at most so high, at
    least so high, at most so deep, and hangs so far outside a left and a right margin.
    """

    face: Face
    stretches: tuple[Stretch, ...]
    reaches: tuple[Reach, ...]
    tops: tuple[float, ...]
    bottoms: tuple[float, ...]
    _touching: dict[tuple[Line, Line, int], float] = field(
        default_factory=dict, compare=False, repr=False
    )
    _extents: dict[Line, Extent] = field(default_factory=dict, compare=False, repr=False)

    def extent(self, line: Line) -> Extent:
        """Where a line's ink and optical margins lie."""
        if line not in self._extents:
            words = self.stretches[line[0] : line[1]]
            first, last = words[0], words[-1]
            self._extents[line] = Extent(
                first.ink.x,
                last.ink.right,
                first.ink.x + first.hang_left,
                last.ink.right - last.hang_right,
                max(-word.ink.y for word in words),
                max(word.ink.bottom for word in words),
            )
        return self._extents[line]

    def glyphs(self, line: Line) -> tuple[tuple[Placed, ...], tuple[Placed, ...]]:
        """A line's glyphs, the emphasised ones apart; a dash at the end is dropped."""
        begin, end = line
        plain: list[Placed] = []
        emphasised: list[Placed] = []
        for place in range(begin, end):
            stretch = self.stretches[place]
            for glyph in stretch.glyphs:
                (emphasised if glyph.index in stretch.emphasis else plain).append(glyph)
            if place + 1 < end:
                both = stretch.emphasis and self.stretches[place + 1].emphasis
                (emphasised if both else plain).extend(stretch.dash_glyphs)
        return tuple(plain), tuple(emphasised)

    def text(self, line: Line) -> str:
        """A line as it is drawn; a dash at the end is dropped."""
        *before, last = self.stretches[line[0] : line[1]]
        return " ".join([*(s.text + (s.dash and f" {s.dash}") for s in before), last.text])

    def touching(self, upper: Line, lower: Line, shift: float) -> float:
        """Baseline distance at which the inks of two lines touch, in em.

        A letter of the lower line at x on the long line stands under x + `shift` of the upper one.
        """
        offset = round(shift * COLUMNS)
        asked = (upper, lower, offset)
        if asked not in self._touching:
            self._touching[asked] = self._reach(upper, lower, offset)
        return self._touching[asked]

    def _reach(self, upper: Line, lower: Line, offset: int) -> float:
        first, last = _columns(self.extent(upper))
        begin, end = _columns(self.extent(lower))
        low, high = max(first, begin + offset), min(last, end + offset)
        if high <= low:
            return 0.0
        upper_ink, lower_ink = self.bottoms[low:high], self.tops[low - offset : high - offset]
        return max(map(_sum, upper_ink, lower_ink))


def _columns(extent: Extent) -> tuple[int, int]:
    first, last = math.floor(extent.left * COLUMNS), math.ceil(extent.right * COLUMNS)
    return first + LEAD_IN, last + LEAD_IN + 1


def galley(words: Sequence[Word], face: Face, *, capitals: bool, tracking_em: float) -> Galley:
    """Shape `words` in `face`. Raises RequestError for a letter that the face lacks."""
    texts = _cased(words) if capitals else [word.text for word in words]
    starts, text = [], ""
    for word, drawn in zip(words, texts, strict=True):
        starts.append(len(text))
        text += drawn + (f" {word.dash} " if word.dash else " ")
    run = shape(face, text.rstrip(), tracking_em)
    by_place: list[list[Placed]] = [[] for _ in words]
    place = 0
    for glyph in run.glyphs:
        while place + 1 < len(starts) and glyph.index >= starts[place + 1]:
            place += 1
        by_place[place].append(glyph)
    stretches = tuple(
        _stretch(word, drawn, start, glyphs)
        for word, drawn, start, glyphs in zip(words, texts, starts, by_place, strict=True)
    )
    tops, bottoms = _skylines(run.glyphs, run.advance_em)
    return Galley(face, stretches, _reaches(stretches), tops, bottoms)


def _reaches(stretches: Sequence[Stretch]) -> tuple[Reach, ...]:
    highs = accumulate((-stretch.ink.y for stretch in stretches), max)
    lows = accumulate((max(LEAST_EM, -stretch.ink.y) for stretch in stretches), min)
    deeps = accumulate((max(0.0, stretch.ink.bottom) for stretch in stretches), max)
    lefts = accumulate((stretch.hang_left for stretch in stretches), max)
    rights = accumulate((stretch.hang_right for stretch in stretches), max)
    return tuple(starmap(Reach, zip(highs, lows, deeps, lefts, rights, strict=True)))


def _cased(words: Sequence[Word]) -> list[str]:
    previous = ["", *(word.text for word in words[:-1])]
    return [upper(word.text, before) for word, before in zip(words, previous, strict=True)]


def _stretch(word: Word, drawn: str, start: int, glyphs: Sequence[Placed]) -> Stretch:
    dash = word.dash
    if dash and word.joint is Joint.INSIDE:
        # The dash of a span of dates is part of the word, at the end of a line too.
        drawn, dash = f"{drawn} {dash}", ""
    end = start + len(drawn)
    own = tuple(glyph for glyph in glyphs if glyph.index < end)
    rest = tuple(glyph for glyph in glyphs if glyph.index >= end and glyph.ink is not None)
    ink = ink_of(own)
    if ink is None:
        raise RequestError("text-no-ink", text=drawn)
    emphasis = range(start + word.emphasis[0], start + word.emphasis[1])
    hangs = _hang(own, drawn, 0), _hang(own, drawn, -1)
    return Stretch(drawn, dash, own, rest, ink, *hangs, emphasis)


def _hang(glyphs: Sequence[Placed], text: str, end: int) -> float:
    """How far inside the ink of a word the eye sees its left (0) or right (-1) end."""
    outer = glyphs[end]
    share = HANGING.get(text[end], 0.0)
    inner = glyphs[1 if end == 0 else -2] if len(glyphs) > 1 else outer
    if not share or inner is outer or outer.ink is None or inner.ink is None:
        return outer.glyph.insets[end]
    hung = inner.ink.x - outer.ink.x if end == 0 else outer.ink.right - inner.ink.right
    return share * (hung + inner.glyph.insets[end])


def _skylines(
    glyphs: Sequence[Placed], advance: float
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    count = math.ceil(advance * COLUMNS) + 3 * LEAD_IN
    tops, bottoms = [NOTHING] * count, [NOTHING] * count
    for placed in glyphs:
        column = math.floor(placed.x_em * COLUMNS) + LEAD_IN
        for at, top, bottom in placed.glyph.profile:
            # A glyph stands between two columns: it counts in both.
            for place in (column + at, column + at + 1):
                tops[place] = max(tops[place], top - placed.y_em)
                bottoms[place] = max(bottoms[place], bottom + placed.y_em)
    return tuple(tops), tuple(bottoms)
