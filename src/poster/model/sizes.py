"""Kind, size and sheet: how large a piece is, and what its finishing does to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from poster.geometry import Edges, Rect
from poster.model.noun import Noun
from poster.units import Dimensions

#: Where eyelets go: nowhere, at the four corners, or all round at equal gaps.
EyeletPlan = Literal["none", "corners", "around"]
Side = Literal["top", "right", "bottom", "left"]
SIDES: Final[tuple[Side, ...]] = ("top", "right", "bottom", "left")


@dataclass(frozen=True, slots=True)
class Finishing(Noun):
    """What an order asks of the finishing; None leaves the habit of the kind and of the shop.

    Lengths in mm. `pocket_mm` is the whole plan of pockets, 0 where there is none; `edge_mm` holds
    only the sides that were named. `eyelet_gap_mm` is the greatest distance between the centres of
    two neighbours.
    """

    hem_mm: float | None = None
    pocket_mm: Edges | None = None
    eyelets: EyeletPlan | None = None
    eyelet_gap_mm: float | None = None
    edge_mm: tuple[tuple[Side, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Eyelet:
    """The centre of one eyelet in mm from the finished size's top left corner."""

    x_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True)
class EyeletRow:
    """The eyelets along one side, corners included, from the left or from the top; at least two."""

    side: Side
    eyelets: tuple[Eyelet, ...]

    @property
    def gaps(self) -> int:
        """How many equal gaps lie between them."""
        return len(self.eyelets) - 1

    @property
    def gap_mm(self) -> float:
        """From centre to centre of two neighbours, mm."""
        first, last = self.eyelets[0], self.eyelets[-1]
        return (last.x_mm - first.x_mm + last.y_mm - first.y_mm) / self.gaps


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of a piece that is wider than a roll: what is printed of it.

    `region` in mm of the finished size's system, overlap included; `glued` names the sides on
    which the next panel is welded over or under.
    """

    code: str
    region: Rect
    glued: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind(Noun):
    """A family of sizes that are read, edged and finished alike.

    `read_at_m` metres; edges in mm, by side where they differ; `least_cap_share` of the height is
    the floor for kinds without a reading distance (screens). `cassette_mm` at the foot disappear in
    the case of a roll-up; the edge of a `wrapped` kind is folded round a frame.
    """

    name: str
    title: str
    read_at_m: float | None = None
    least_cap_share: float = 0.0
    edge_mm: Edges = Edges()
    hem_mm: float = 0.0
    pocket_mm: Edges = Edges()
    clear_mm: Edges = Edges()
    cassette_mm: float = 0.0
    wrapped: bool = False
    eyelets: EyeletPlan = "none"
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
    stand that must be read; `hem` and `pocket` are folded behind. `slug` is what a page of PDF adds
    outside the printed size for slug and marks, at the finished piece's scale.
    """

    size: Size
    edge: Edges
    safe: Edges
    hem: Edges
    pocket: Edges
    scale: int
    eyelet_rows: tuple[EyeletRow, ...] = ()
    slug: Edges = Edges()

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

    @property
    def page(self) -> Rect:
        """What a page of PDF holds: the printed size, and around it slug and marks."""
        return self.printed.outset(self.slug)

    @property
    def cut(self) -> Rect:
        """Where the knife goes: round the edge where it is folded behind, else round the piece."""
        folded = {side: getattr(self.edge, side) if self.folds(side) else 0.0 for side in SIDES}
        return self.trim.outset(Edges(**folded))

    def folds(self, side: Side) -> bool:
        """Whether the edge of that side is folded behind: for a hem, a pocket or a frame."""
        sewn: float = getattr(self.hem, side) + getattr(self.pocket, side)
        return sewn > 0 or self.size.kind.wrapped

    @property
    def eyelets(self) -> tuple[Eyelet, ...]:
        """Every eyelet once, clockwise from the top left corner."""
        turned = {"bottom", "left"}
        rows = {row.side: row.eyelets for row in self.eyelet_rows}
        clockwise = (
            eyelet
            for side in SIDES
            for eyelet in (rows.get(side, ())[::-1] if side in turned else rows.get(side, ()))
        )
        return tuple(dict.fromkeys(clockwise))

    @property
    def has_finishing(self) -> bool:
        """Whether somebody must do more than cut: sew, punch, stretch, or mount in a case."""
        kind = self.size.kind
        return bool(self.eyelet_rows or kind.cassette_mm or any(map(self.folds, SIDES)))
