"""A piece cut into sheets of A4 or A3, for a printer at home: what each sheet shows.

Printers do not reach the edge of the paper, so each sheet keeps a margin; neighbours overlap, and
the right and the lower of two is glued over the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from poster.errors import RequestError
from poster.geometry import Edges, Rect
from poster.model import Size

#: White all round, which no printer prints, and what two neighbours share, mm.
MARGIN_MM: Final = 10.0
OVERLAP_MM: Final = 10.0
#: Half a ream: whoever glues more sheets than that wants a print shop.
MOST_SHEETS: Final = 250
#: Papers by name, upright, mm.
PAPERS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {"a4": (210.0, 297.0), "a3": (297.0, 420.0)}
)


@dataclass(frozen=True, slots=True)
class HomeSheet:
    """One sheet: `region` of the piece (mm) at `place` on the paper (mm); row and column from 0."""

    row: int
    column: int
    region: Rect
    place: Rect

    @property
    def code(self) -> str:
        """As in a spreadsheet turned round: a letter for the row, a number for the column."""
        letters, left = "", self.row + 1
        while left:
            left, digit = divmod(left - 1, 26)
            letters = chr(ord("A") + digit) + letters
        return f"{letters}{self.column + 1}"


@dataclass(frozen=True, slots=True)
class HomePlan:
    """All sheets of a piece, row by row, on `paper` (mm) of the name `name`."""

    name: str
    paper: Rect
    rows: int
    columns: int
    sheets: tuple[HomeSheet, ...]

    def at(self, row: int, column: int) -> HomeSheet | None:
        """The sheet in that place; None beyond the piece."""
        if not (0 <= row < self.rows and 0 <= column < self.columns):
            return None
        return self.sheets[row * self.columns + column]


def plan_home(size: Size, paper: str) -> HomePlan:
    """The fewest equal sheets of `paper` ("a4", "a3"), upright or across, for a finished size.

    Raises RequestError `home-screen`, `home-too-many`.
    """
    if size.is_screen:
        raise RequestError("home-screen", size=size.name)
    plans = [_plan(size, paper, across) for across in (False, True)]
    best = min(plans, key=lambda plan: plan.rows * plan.columns)
    count = best.rows * best.columns
    if count > MOST_SHEETS:
        raise RequestError(
            "home-too-many", size=size.name, count=count, paper=paper.upper(), most=MOST_SHEETS
        )
    return best


def _plan(size: Size, name: str, across: bool) -> HomePlan:
    width, height = PAPERS[name][::-1] if across else PAPERS[name]
    paper = Rect(0, 0, width, height)
    live = paper.inset(Edges.all(MARGIN_MM))
    columns = list(_cuts(size.width_mm, live.width))
    rows = list(_cuts(size.height_mm, live.height))
    sheets = tuple(
        HomeSheet(row, column, region, _centred(region, paper))
        for row, (top, bottom) in enumerate(rows)
        for column, (left, right) in enumerate(columns)
        for region in (Rect.from_sides(left, top, right, bottom),)
    )
    return HomePlan(name, paper, len(rows), len(columns), sheets)


def _cuts(length_mm: float, most_mm: float) -> Iterator[tuple[float, float]]:
    """Equal parts that overlap, none longer than `most_mm`."""
    count = max(1, math.ceil(round((length_mm - OVERLAP_MM) / (most_mm - OVERLAP_MM), 9)))
    part = (length_mm + (count - 1) * OVERLAP_MM) / count
    for number in range(count):
        start = number * (part - OVERLAP_MM)
        yield start, start + part


def _centred(region: Rect, paper: Rect) -> Rect:
    left, top = paper.cx - region.width / 2, paper.cy - region.height / 2
    return Rect(left, top, region.width, region.height)
