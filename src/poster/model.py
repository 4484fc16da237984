"""The nouns of the program, frozen. `product` words: slogan, layout, master, slot, ink, shop,
size, sheet, job, piece. Lengths carry their unit in the name."""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar, Literal

from poster.errors import Finding
from poster.geometry import Edges, Rect
from poster.units import Dimensions


class Noun:
    """Base of what a library's tables hold: unknown fields in a table are refused."""

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


# ---------------------------------------------------------------- slogans


@dataclass(frozen=True, slots=True)
class Origin(Noun):
    """The document that a slogan comes from."""

    document: str = ""
    number: str = ""
    date: dt.date | str = ""
    issuer: str = ""
    place: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Approval(Noun):
    """Who approved which words."""

    by: str
    role: str
    date: dt.date
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Validity(Noun):
    """The days between which a slogan may be shown, both included."""

    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Slogan(Noun):
    """Words with their source. `text` keeps mixed case; " / " forces a line break."""

    id: str
    text: str
    short: tuple[str, ...] = ()
    origin: Origin = Origin()
    taken_from: Origin = Origin()
    tags: tuple[str, ...] = ()
    status: Literal["draft", "approved"] = "draft"
    approved: Approval | None = None
    valid: Validity = Validity()
    note: str = ""

    @property
    def text_sha256(self) -> str:
        """The hash of the words, by which an approval is bound to them."""
        return text_sha256(self.text)

    @property
    def is_approved(self) -> bool:
        """Approved by somebody named, and not a letter changed since."""
        bound = self.approved is not None and self.approved.text_sha256 == self.text_sha256
        return self.status == "approved" and bound


def text_sha256(text: str) -> str:
    """SHA-256 of the composed (NFC) text in UTF-8."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


# ---------------------------------------------------------------- layouts


@dataclass(frozen=True, slots=True)
class Slot(Noun):
    """A named frame that a value fills. Tracking is in em; `fill` names an ink.

    `narrower` are families with a width (100 is normal), tried in turn before a word is broken.
    """

    type: Literal["text", "choice"]
    required: bool = False
    font: str = ""
    weight: int = 700
    width: float | None = None
    narrower: tuple[tuple[str, float], ...] = ()
    case: Literal["as-is", "upper"] = "as-is"
    align: Literal["left", "center", "right"] = "center"
    valign: Literal["top", "middle", "bottom"] = "middle"
    fill: str = ""
    accent: str = ""
    tracking: float = 0.0
    max_lines: int | None = None
    own_line_sizes: bool = False
    options: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class Master(Noun):
    """One SVG for the aspect ratios (width by height) in the half-open range `ratio`."""

    ratio: tuple[float, float]
    max_lines: int | None = None

    def serves(self, ratio: float) -> bool:
        """Whether a piece of that aspect ratio is made from this master."""
        return self.ratio[0] <= ratio < self.ratio[1]


@dataclass(frozen=True, slots=True)
class Layout:
    """A designer's folder. `masters` is by file name, `slots` by slot name."""

    name: str
    title: str
    folder: Path
    slots: Mapping[str, Slot]
    masters: Mapping[str, Master]
    pins: Mapping[str, str]
    use: str = ""
    credits: str = ""

    @property
    def ratios(self) -> tuple[float, float]:
        """The narrowest and the widest aspect ratio that any master serves."""
        ranges = [master.ratio for master in self.masters.values()]
        return (min(low for low, _ in ranges), max(high for _, high in ranges))


# ---------------------------------------------------------------- inks, shops, sizes


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
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kind(Noun):
    """A family of sizes that are read, edged and finished alike.

    `read_at_m` metres; edges in mm, by side where they differ; `least_cap_share` of the height is
    the floor for kinds without a reading distance (screens).
    """

    name: str
    title: str
    read_at_m: float | None = None
    least_cap_share: float = 0.0
    edge_mm: Edges = Edges()
    hem_mm: float = 0.0
    pocket_mm: Edges = Edges()
    clear_mm: Edges = Edges()
    ppi: float = 72.0

    def floor_mm(self, height_mm: float) -> float:
        """Cap height in mm below which the slogan is refused (distance / 300)."""
        if self.read_at_m is None:
            return height_mm * self.least_cap_share
        return self.read_at_m * 1000 / 300

    def comfort_mm(self) -> tuple[float, float] | None:
        """Cap heights in mm below which to warn (distance / 200) and to note (distance / 120)."""
        if self.read_at_m is None:
            return None
        return (self.read_at_m * 1000 / 200, self.read_at_m * 1000 / 120)


@dataclass(frozen=True, slots=True)
class Size:
    """A piece of the trade: a name, a kind, and finished dimensions."""

    name: str
    kind: Kind
    dimensions: Dimensions
    title: str = ""

    @property
    def width_mm(self) -> float:
        """Finished width in mm."""
        return self.dimensions.width_mm

    @property
    def height_mm(self) -> float:
        """Finished height in mm."""
        return self.dimensions.height_mm

    @property
    def is_screen(self) -> bool:
        """Whether this is shown on a screen, its size being in pixels."""
        return self.dimensions.pixels


@dataclass(frozen=True, slots=True)
class Sheet:
    """The geometry of one piece in mm, the origin being the finished size's top left corner.

    `edge` is what stands beyond the finished size (bleed), `safe` how far inside it nothing may
    stand that must be read; `hem` and `pocket` are folded away or sewn behind.
    """

    size: Size
    edge: Edges
    safe: Edges
    hem: Edges
    pocket: Edges
    scale: int

    @property
    def trim(self) -> Rect:
        """The finished size."""
        return Rect(0, 0, self.size.width_mm, self.size.height_mm)

    @property
    def printed(self) -> Rect:
        """The printed size: finished size and edge."""
        return self.trim.outset(self.edge)

    @property
    def safe_area(self) -> Rect:
        """Where text, stars and logos may stand."""
        return self.trim.inset(self.safe)


# ---------------------------------------------------------------- jobs and pieces


@dataclass(frozen=True, slots=True)
class Job:
    """One request: what to make, entirely resolved. `values` is by slot name."""

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
