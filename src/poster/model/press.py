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
class Shop(Noun):
    """What a print shop takes. Above `one_to_one_up_to_mm` of outer size files are 1:`scale`.

    `condition` names a print condition; all inks of a place together stay within
    `ink_limit_percent`; a TIFF of more than 4 GB is made only where `bigtiff` says that it opens.
    `printable_mm` is what a print can be wide at most (None: as wide as any piece); wider pieces
    are welded from panels with `overlap_mm`. Eyelets stand at most `eyelet_gap_mm` apart.
    `confirmed_by` and `confirmed_on` say who of the shop answered for these figures.
    """

    name: str
    title: str
    generic: bool = False
    formats: tuple[str, ...] = ("pdf",)
    ppi: float | None = None
    one_to_one_up_to_mm: float = 5000.0
    scale: int = 10
    condition: str = "fogra39"
    ink_limit_percent: float = 300.0
    bigtiff: bool = False
    roll_widths_mm: tuple[float, ...] = ()
    printable_mm: float | None = None
    overlap_mm: float = 20.0
    eyelet_gap_mm: float = 1000.0
    confirmed_by: str = ""
    confirmed_on: dt.date | None = None
    note: str = ""
