"""A composition at its size put into the frame: baselines, margins, and the glyphs of each line."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from poster.geometry import Rect
from poster.svg.paths import Path
from poster.typeset.composing import AIR_EM, GAP_CAPS
from poster.typeset.composition import Align, Composition, composed, line_offsets
from poster.typeset.fonts import Face
from poster.typeset.galley import Galley
from poster.typeset.shape import Placed, outline
from poster.typeset.style import VAlign

#: Of the height left over, how much goes between the lines.
OPENED: Final = 0.6
#: With sizes of their own, lines are at most so much larger than the smallest.
LARGEST_LINE: Final = 1.6
GROWING_STEPS: Final = 20


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know about a setting; `code` is an id of the message catalogue."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line; lengths in mm of the frame's coordinates, `x_mm` being the origin of its glyphs."""

    text: str
    x_mm: float
    baseline_mm: float
    size_mm: float
    ink: Rect
    plain: tuple[Placed, ...]
    emphasised: tuple[Placed, ...]

    @property
    def path(self) -> Path:
        """The outlines that are not emphasised, in mm, to be filled nonzero."""
        return outline(self.plain, self.size_mm, self.x_mm, self.baseline_mm)

    @property
    def emphasis_path(self) -> Path:
        """The emphasised outlines, in mm; empty without emphasis."""
        return outline(self.emphasised, self.size_mm, self.x_mm, self.baseline_mm)


@dataclass(frozen=True, slots=True)
class Setting:
    """Text set in a frame.

    `size_mm` is the em and `cap_mm` the height of capitals without accents, both of the smallest
    line; `leading_mm` the least distance of baselines. All of `ink` lies inside the frame.
    """

    lines: tuple[SetLine, ...]
    face: Face
    size_mm: float
    cap_mm: float
    leading_mm: float
    ink: Rect
    penalty: float
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a composition goes."""

    frame: Rect
    align: Align
    valign: VAlign
    own_sizes: bool = False

    def set(
        self,
        galley: Galley,
        composition: Composition,
        cap_mm: float,
        notes: tuple[Note, ...],
    ) -> Setting:
        """The composition with capitals `cap_mm` high."""
        size = cap_mm / galley.face.cap_height_em
        if self.own_sizes:
            composition = self._grown(galley, composition, size)
        drops = self._drops(composition, size, cap_mm)
        baselines = self._baselines(composition, size, drops, cap_mm)
        lines = tuple(
            self._line(galley, composition, at, size, baseline)
            for at, baseline in enumerate(baselines)
        )
        return Setting(
            lines,
            galley.face,
            size,
            cap_mm,
            min(drops, default=0.0),
            Rect.around(corner for line in lines for corner in line.ink.corners),
            composition.penalty,
            notes,
        )

    def _drops(self, composition: Composition, size: float, cap_mm: float) -> list[float]:
        """Distances of baselines in mm: opened a little where the frame leaves room."""
        drops = [drop * size for drop in composition.drops]
        if not drops:
            return drops
        spare = self.frame.height - composition.height * size
        room = max(0.0, (1 + GAP_CAPS[1]) * cap_mm - min(drops))
        more = max(0.0, min(room, OPENED * spare / len(drops)))
        return [drop + more for drop in drops]

    def _baselines(
        self, composition: Composition, size: float, drops: list[float], cap_mm: float
    ) -> list[float]:
        """Centred on the capitals, but no ink outside the frame."""
        rest = sum(drops)
        highest = self.frame.y + composition.top * size
        lowest = self.frame.bottom - composition.bottom * size - rest
        centred = self.frame.cy + (cap_mm * composition.scales[0] - rest) / 2
        middle = max(highest, min(lowest, centred))
        first = {"top": highest, "middle": middle, "bottom": lowest}[self.valign]
        return list(accumulate(drops, initial=first))

    def _line(
        self,
        galley: Galley,
        composition: Composition,
        at: int,
        base: float,
        baseline: float,
    ) -> SetLine:
        line, size = composition.lines[at], composition.scales[at] * base
        spare = self.frame.width - composition.width * base
        block = self.frame.x + {"left": 0.0, "center": spare / 2, "right": spare}[self.align]
        x = block + composition.offsets[at] * base
        extent = galley.extent(line)
        ink = Rect.from_sides(
            x + extent.left * size,
            baseline - extent.top * size,
            x + extent.right * size,
            baseline + extent.bottom * size,
        )
        return SetLine(galley.text(line), x, baseline, size, ink, *galley.glyphs(line))

    def _grown(self, galley: Galley, composition: Composition, size: float) -> Composition:
        """Short lines made larger, each towards the width of the widest, as the height allows."""
        low, high = 0.0, 1.0
        for _ in range(GROWING_STEPS):
            share = (low + high) / 2
            if self._scaled(galley, composition, share).size(self.frame) < size:
                high = share
            else:
                low = share
        return self._scaled(galley, composition, low)

    def _scaled(self, galley: Galley, plain: Composition, share: float) -> Composition:
        """Lines made larger by `share` (0 to 1) of what brings them to the widest line's width."""
        extents = list(map(galley.extent, plain.lines))
        widest = max(extent.width for extent in extents)
        scales = tuple(min(LARGEST_LINE, widest / extent.width) ** share for extent in extents)
        grown = [extent.scaled(scale) for extent, scale in zip(extents, scales, strict=True)]
        drops = tuple(
            max(drop * scale, upper.bottom + lower.top + AIR_EM * scale)
            for drop, scale, (upper, lower) in zip(
                plain.drops, scales[1:], pairwise(grown), strict=True
            )
        )
        offsets = line_offsets(grown, self.align)
        return composed(galley, plain.lines, scales, offsets, drops, plain.penalty)
