"""Type on a slant: lines that rise or fall by an angle inside an upright frame.

The letters are turned, and every line keeps to the frame's upright sides: it begins at the left
one, ends at the right one, or stands in the middle between both. So the lines fill a band from side
to side, and two triangles stay free above and below it. A frame too low for a band of its whole
width gets one that takes half of its height.

Lengths are mm. A setting's own coordinates are those before the turn about the frame's centre.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from poster.geometry import Affine, Rect
from poster.typeset.composing import AIR_EM
from poster.typeset.composition import Align
from poster.typeset.fit import SetLine, Setting, Style, fit
from poster.typeset.shape import Glyph, Placed
from poster.typeset.skyline import COLUMNS, NOTHING
from poster.typeset.style import VAlign

#: Rounds in which lines are opened: each moves them along themselves a little, too.
ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Slant:
    """An upright frame and the turn of its lines in degrees, clockwise: not 0, and 45 at most."""

    box: Rect
    turn_deg: float

    @property
    def turn(self) -> Affine:
        """The turn about the frame's centre."""
        back = Affine.translate(-self.box.cx, -self.box.cy)
        there = Affine.translate(self.box.cx, self.box.cy)
        return there @ Affine.rotate(self.turn_deg) @ back

    @property
    def levelled(self) -> tuple[Affine, Rect]:
        """The shear that makes the lines level and keeps plumb what is plumb, and what the lines
        may then fill."""
        fall = math.tan(math.radians(self.turn_deg))
        width, height = self._room(self._most_mm)
        level = Affine(b=-fall, f=self.box.cx * fall)
        return level, _about(self.box, width * self._cos, height / self._cos)

    def set(self, text: str, style: Style) -> Setting:
        """`text` as large as the band allows, all ink in the frame. Raises what `fit` raises.

        What the first and last letters need beyond the ends of their lines, because they lean, is
        known from a first setting.
        """
        first = fit(text, _about(self.box, *self._room(self._most_mm)), style)
        tallest_mm = max(line.ink.height for line in first.lines)
        leaning = self._cos + tallest_mm * self._sin / self._most_mm
        width_mm = min(self._most_mm, self.box.width / leaning)
        setting = fit(text, _about(self.box, *self._room(width_mm)), style)
        return self._inside(self._opened(self._slanted(setting, style), style), style)

    # ------------------------------------------------------------ the band

    @property
    def _cos(self) -> float:
        return math.cos(math.radians(self.turn_deg))

    @property
    def _sin(self) -> float:
        """How much a line rises or falls by its length."""
        return abs(math.sin(math.radians(self.turn_deg)))

    @property
    def _most_mm(self) -> float:
        """The longest line: from side to side, or as long as half of the height lets it rise."""
        return min(self.box.width / self._cos, self.box.height / (2 * self._sin))

    def _room(self, width_mm: float) -> tuple[float, float]:
        """Width and height of a band with lines of that length."""
        return width_mm, (self.box.height - width_mm * self._sin) * self._cos

    # ------------------------------------------------------------ lines

    def _slanted(self, setting: Setting, style: Style) -> Setting:
        """Every line moved along itself until its ink stands at its side of the frame."""

        def along_mm(line: SetLine) -> float:
            ink = self._ink([line])
            sides = (ink.x, ink.right), (self.box.x, self.box.right)
            return _shift(style.align, *sides) / self._cos

        return _moved(setting, lambda line: (along_mm(line), 0.0))

    def _opened(self, setting: Setting, style: Style) -> Setting:
        """Lines farther apart where moving them brought ink of two too near."""
        for _ in range(ROUNDS):
            missing_mm = max(map(_missing_mm, pairwise(setting.lines)), default=0.0)
            if missing_mm <= 0:
                break
            setting = self._slanted(_spread(setting, missing_mm), style)
        return setting

    def _inside(self, setting: Setting, style: Style) -> Setting:
        """Made smaller where the ink is larger than the frame, and moved to where it belongs."""
        ink = self._ink(setting.lines)
        share = min(1.0, self.box.width / ink.width, self.box.height / ink.height)
        if share < 1:
            setting = self._slanted(_shrunk(setting, share, self.box), style)
            ink = self._ink(setting.lines)
        sides = (ink.y, ink.bottom), (self.box.y, self.box.bottom)
        down = Affine.rotate(-self.turn_deg).apply(0.0, _shift(style.valign, *sides))
        return _moved(setting, lambda _: down)

    def _ink(self, lines: Iterable[SetLine]) -> Rect:
        """The box around the ink of lines once they are turned."""
        return Rect.around(
            corner
            for line in lines for placed in (*line.plain, *line.emphasised)
            if (ink := _turned(placed.glyph, self.turn_deg)) is not None
            for corner in self._placed(line, placed).box(ink).corners
        )  # fmt: skip

    def _placed(self, line: SetLine, placed: Placed) -> Affine:
        """Where the turned outline of a glyph (em) stands on the sheet."""
        size, x, y = line.size_mm, placed.x_em, placed.y_em
        at = self.turn.apply(line.x_mm + x * size, line.baseline_mm + y * size)
        return Affine(size, 0, 0, size, *at)


@lru_cache(maxsize=4096)
def _turned(glyph: Glyph, turn_deg: float) -> Rect | None:
    """The box (em) around an outline that is turned about its origin."""
    return glyph.path.transformed(Affine.rotate(turn_deg)).bounds


def _about(box: Rect, width: float, height: float) -> Rect:
    """A rectangle with the centre of `box`."""
    return Rect(box.cx - width / 2, box.cy - height / 2, width, height)


def _shift(side: Align | VAlign, ink: tuple[float, float], room: tuple[float, float]) -> float:
    """How far ink moves on one axis: to its side, to the middle of the width, or, in the height,
    only so far that it lies in the room: there capitals are centred, not ink."""
    to_start, to_end = room[0] - ink[0], room[1] - ink[1]
    if side in ("left", "top"):
        return to_start
    if side in ("right", "bottom"):
        return to_end
    if side == "center":
        return (to_start + to_end) / 2
    return max(to_start, min(0.0, to_end))


def _missing_mm(pair: tuple[SetLine, SetLine]) -> float:
    """What the baselines of two lines lack so that air is left between their inks."""
    upper, lower = pair
    size_mm = min(upper.size_mm, lower.size_mm)
    lowest: dict[int, float] = {}
    for column, _, below in _reach_mm(upper, size_mm):
        lowest[column] = max(below, lowest.get(column, NOTHING))
    needed_mm = [above + lowest.get(at, NOTHING) for at, above, _ in _reach_mm(lower, size_mm)]
    return max(needed_mm) + AIR_EM * size_mm - (lower.baseline_mm - upper.baseline_mm)


def _reach_mm(line: SetLine, size_mm: float) -> Iterator[tuple[int, float, float]]:
    """How far a line reaches above and below its baseline, by columns of a part of `size_mm`."""
    for placed in (*line.plain, *line.emphasised):
        start_mm = line.x_mm + placed.x_em * line.size_mm
        for at, above, below in placed.glyph.profile:
            reach = (above - placed.y_em) * line.size_mm, (below + placed.y_em) * line.size_mm
            first = (start_mm + at * line.size_mm / COLUMNS) * COLUMNS / size_mm
            last = first + line.size_mm / size_mm
            for column in range(math.floor(first), math.ceil(last)):
                yield column, *reach


def _spread(setting: Setting, more_mm: float) -> Setting:
    """The setting with all baselines farther apart, its middle where it was."""
    middle = (len(setting.lines) - 1) / 2
    places = {line.baseline_mm: place - middle for place, line in enumerate(setting.lines)}
    spread = _moved(setting, lambda line: (0.0, places[line.baseline_mm] * more_mm))
    return replace(spread, leading_mm=setting.leading_mm + more_mm)


def _moved(setting: Setting, shift: Callable[[SetLine], tuple[float, float]]) -> Setting:
    """The setting with each line moved by its own (x, y)."""
    lines = []
    for line in setting.lines:
        x, y = shift(line)
        ink = Affine.translate(x, y).box(line.ink)
        lines.append(replace(line, x_mm=line.x_mm + x, baseline_mm=line.baseline_mm + y, ink=ink))
    return _with(setting, lines)


def _shrunk(setting: Setting, share: float, box: Rect) -> Setting:
    """The setting made smaller about the centre of `box`."""
    about = Affine(share, 0, 0, share, box.cx * (1 - share), box.cy * (1 - share))
    lines = []
    for line in setting.lines:
        x, baseline = about.apply(line.x_mm, line.baseline_mm)
        size = line.size_mm * share
        lines.append(
            replace(line, x_mm=x, baseline_mm=baseline, size_mm=size, ink=about.box(line.ink))
        )
    return replace(
        _with(setting, lines), size_mm=setting.size_mm * share, cap_mm=setting.cap_mm * share,
        leading_mm=setting.leading_mm * share,
    )  # fmt: skip


def _with(setting: Setting, lines: Iterable[SetLine]) -> Setting:
    lines = tuple(lines)
    ink = Rect.around(corner for line in lines for corner in line.ink.corners)
    return replace(setting, lines=lines, ink=ink)


def pieces(ink: Rect) -> Iterator[Rect]:
    """A line's box cut into parts about as long as high: boxes around them stay close to the type
    when they are turned."""
    count = max(1, round(ink.width / ink.height))
    width = ink.width / count
    for place in range(count):
        yield Rect(ink.x + place * width, ink.y, width, ink.height)
