"""How a figure is written: qualifier, large number, unit, years. Lengths are in cap heights of the
number unless they end in _mm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from poster.fill.blocks import THINNEST_MM
from poster.fill.lettering import Line
from poster.model.values import Figure
from poster.svg.nodes import Node
from poster.typeset.fonts import Face

#: Sizes beside the number's: captions, qualifiers and years, units below or (short ones) beside.
CAPTION: Final = 0.4
SMALL: Final = 0.34
UNIT_BELOW: Final = 0.36
UNIT_BESIDE: Final = 0.62
#: Units of so many letters at most stand beside their number.
SHORT_UNIT: Final = 2
#: Air between rows, more of it above a unit, whose small type has tall accents; air before a unit
#: that stands beside.
ROW_AIR: Final = 0.3
UNIT_AIR: Final = 0.18
BESIDE_AIR: Final = 0.14
#: Room for the accents of the first row, as a share of its size, and for tails below the last.
ACCENTS: Final = 0.25
TAILS: Final = 0.12


@dataclass(frozen=True, slots=True)
class Colours:
    """sRGB of numbers and units, of bars, and of captions, qualifiers and years."""

    number: str
    mark: str
    caption: str


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces of numbers, and of everything else."""

    number: Face
    caption: Face


@dataclass(frozen=True, slots=True)
class Look:
    """The size of numbers in mm, colours, and faces: the same in all panels."""

    cap_mm: float
    colours: Colours
    faces: Faces

    @property
    def caption_mm(self) -> float:
        """Cap height of captions."""
        return CAPTION * self.cap_mm

    def hair_mm(self, caps: float) -> float:
        """A thin length, never thinner than what may be drawn."""
        return max(THINNEST_MM, caps * self.cap_mm)


@lru_cache(maxsize=512)
def _line(text: str, face: Face) -> Line:
    return Line(text, face)


@dataclass(frozen=True)
class Label:
    """A figure as it is written over its bar: qualifier, number, unit."""

    figure: Figure
    faces: Faces

    @cached_property
    def rows(self) -> tuple[tuple[tuple[Line, float, str], ...], ...]:
        """From the top: lines that stand beside each other, with their sizes and what they are."""
        number, caption, unit = self.faces.number, self.faces.caption, self.figure.unit
        rows: list[tuple[tuple[Line, float, str], ...]] = []
        if self.figure.qualifier:
            rows.append(((_line(self.figure.qualifier, caption), SMALL, "qualifier"),))
        value = (_line(self.figure.shown, number), 1.0, "value")
        if unit and len(unit) <= SHORT_UNIT:
            rows.append((value, (_line(unit, number), UNIT_BESIDE, "unit")))
        else:
            rows.append((value,))
        if unit and len(unit) > SHORT_UNIT:
            rows.append(((_line(unit, caption), UNIT_BELOW, "unit"),))
        return tuple(rows)

    @cached_property
    def years(self) -> Line | None:
        """The year or span of years."""
        if self.figure.years is None:
            return None
        first, last = self.figure.years
        return _line(f"{first}" if first == last else f"{first}-{last}", self.faces.caption)

    @property
    def width(self) -> float:
        """The width of the widest row, the years below included."""
        own = self.years.width * SMALL if self.years else 0.0
        return max(own, *(_row_width(row) for row in self.rows))

    @property
    def height(self) -> float:
        """From the top of the capitals of the first row to the last baseline, and a tail."""
        sizes = [row[0][1] for row in self.rows]
        airs = sum(self._air(place) for place in range(1, len(self.rows)))
        return sum(sizes) + airs + ACCENTS * sizes[0] + TAILS

    def _air(self, place: int) -> float:
        """Air above a row: small type with tall accents needs more."""
        return ROW_AIR + (UNIT_AIR if self.rows[place][0][2] == "unit" else 0.0)

    def nodes(self, cx_mm: float, bottom_mm: float, look: Look, name: str) -> Iterator[Node]:
        """The rows, centred on `cx_mm`, the last one's baseline at `bottom_mm`."""
        baseline = bottom_mm
        for place in reversed(range(len(self.rows))):
            row = self.rows[place]
            left = cx_mm - _row_width(row) * look.cap_mm / 2
            for line, size, what in row:
                colour = look.colours.number if what != "qualifier" else look.colours.caption
                cap_mm = size * look.cap_mm
                yield line.node(left, baseline, cap_mm, colour, f"{name}-{what}")
                left += (line.width * size + BESIDE_AIR) * look.cap_mm
            baseline -= (row[0][1] + self._air(place)) * look.cap_mm


def _row_width(row: tuple[tuple[Line, float, str], ...]) -> float:
    return sum(line.width * size for line, size, _ in row) + BESIDE_AIR * (len(row) - 1)
