"""Ink, print condition and shop: what a file is printed with, and by whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from poster.model.noun import Noun


@dataclass(frozen=True, slots=True)
class Ink(Noun):
    """A named colour: `cmyk` in percent for the press, `srgb` "#rrggbb" for screens."""

    name: str
    title: str
    cmyk: tuple[float, float, float, float]
    srgb: str
    aliases: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class PrintCondition(Noun):
    """The printing that a file is separated for: an ICC output profile, and its registered name."""

    name: str
    title: str
    profile: Path
    identifier: str
    description: str = ""
    registry: str = ""


@dataclass(frozen=True, slots=True)
class Terms(Noun):
    """What a shop calls the parts of finishing, for the notes that it works from."""

    edge: str = "chừa biên"
    hem: str = "may biên"
    pocket: str = "luồn cây"
    eyelet: str = "khuy"


@dataclass(frozen=True, slots=True)
class Shop(Noun):
    """What a print shop takes, in mm, at the finished size.

    Above `one_to_one_up_to_mm` of outer size files are 1:`scale`. `condition` names a print
    condition; all inks of a place together stay within `ink_limit_percent`; a TIFF of more than
    4 GB is made only where `bigtiff` says that it opens, and sides beyond `longest_px` are warned
    of. `printable_mm` is what a print can be wide at most (None: as wide as any piece); wider
    pieces are welded from panels with `overlap_mm`. No piece may have less edge than `edge_mm`.

    Eyelets have a ring of `eyelet_ring_mm` round a hole of `eyelet_hole_mm` and stand at most
    `eyelet_gap_mm` apart; `eyelet_ticks` marks them in the edge. What a PDF holds outside the
    printed size: `slug`, crop and registration `marks`; and for machines inside it: ISO 19593-1
    `processing_steps`, and the `cut_contour` of shops that cut by a spot colour of that name.
    `confirmed_by` and `confirmed_on` say who of the shop answered for these figures.
    """

    name: str
    title: str
    generic: bool = False
    formats: tuple[str, ...] = ("pdf",)
    ppi: float | None = None
    longest_px: int | None = None
    one_to_one_up_to_mm: float = 5000.0
    scale: int = 10
    condition: str = "fogra39"
    ink_limit_percent: float = 300.0
    bigtiff: bool = False
    roll_widths_mm: tuple[float, ...] = ()
    printable_mm: float | None = None
    overlap_mm: float = 20.0
    edge_mm: float = 0.0
    eyelet_gap_mm: float = 1000.0
    eyelet_ring_mm: float = 22.0
    eyelet_hole_mm: float = 12.0
    eyelet_ticks: bool = False
    slug: bool = False
    marks: bool = False
    processing_steps: bool = False
    cut_contour: bool = False
    terms: Terms = Terms()
    confirmed_by: str = ""
    confirmed_on: dt.date | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for a figure that no shop can have."""
        for name in ("scale", "one_to_one_up_to_mm", "eyelet_gap_mm", "eyelet_hole_mm"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} > 0")
        if self.eyelet_ring_mm <= self.eyelet_hole_mm:
            raise ValueError("eyelet_ring_mm > eyelet_hole_mm")
        if min(self.edge_mm, self.overlap_mm) < 0:
            raise ValueError("edge_mm, overlap_mm >= 0")
