"""Job and piece: what is asked for, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from poster.errors import Finding
from poster.model.layouts import Layout, Picture
from poster.model.press import Shop
from poster.model.sizes import Finishing, Panel, Sheet, Size
from poster.model.slogans import Slogan


@dataclass(frozen=True, slots=True)
class OrderLine:
    """What a shop and those who hang a piece must know beside the picture: facts for the ticket.

    `sides` 1 or 2; days are calendar days, None where nothing was said.
    """

    sides: int = 1
    material: str = ""
    wind_slits: bool = False
    place: str = ""
    hang: dt.date | None = None
    take_down: dt.date | None = None
    needed_by: dt.date | None = None
    deliver_to: str = ""
    contact: str = ""
    telephone: str = ""
    hung_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One request: what to make, entirely resolved. `values` and `pictures` are by slot name."""

    slogan: Slogan
    layout: Layout
    size: Size
    shop: Shop
    values: Mapping[str, str]
    day: dt.date
    formats: tuple[str, ...]
    quantity: int = 1
    ppi: float | None = None
    findings: tuple[Finding, ...] = ()
    finishing: Finishing = Finishing()
    line: OrderLine = OrderLine()
    pictures: Mapping[str, Picture] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def text(self) -> str:
        """The words on the piece."""
        return self.values["slogan"]


@dataclass(frozen=True, slots=True)
class PieceFile:
    """One finished file; sizes in mm are of the finished piece, pixels where it has them."""

    path: Path
    format: str
    bytes: int
    sha256: str
    details: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Piece:
    """What a job made."""

    name: str
    job: Job
    sheet: Sheet
    lines: tuple[str, ...]
    cap_mm: float
    artwork_sha256: str
    files: tuple[PieceFile, ...]
    findings: tuple[Finding, ...]
    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True, slots=True)
class Campaign:
    """What many pieces have in common: for the proof that people sign and for the ticket.

    `proof_paper` is the paper that the proof is laid out for, "a4" or "a3".
    """

    title: str
    unit: str
    day: dt.date
    contact: str = ""
    telephone: str = ""
    note: str = ""
    proof_paper: str = "a4"
