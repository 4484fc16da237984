"""Pieces wider than the cloth: into how many panels, across or down, and where the seams lie.

Rotating comes first: cloth runs along either side of a piece. Then there are as few panels as can
be, their seams off type and symbols; they are equal unless a seam must leave its place for that.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from poster.errors import Finding, RequestError, Severity
from poster.geometry import Rect
from poster.model import Panel, Sheet, Shop, Side
from poster.press.tiles_ink import Axis, Ink, Span
from poster.svg.artwork import Artwork
from poster.svg.nodes import Node

#: How far a seam may leave the place that makes panels equal, as a share of an equal panel.
MOST_SHIFT: Final = 0.2
#: Places for a seam that are tried, this far from one another, mm.
STEP_MM: Final = 5.0
#: What must be free on both sides of an overlap for a seam to miss what it should, mm.
AIR_MM: Final = 10.0

Runs = Literal["width", "height"]
_GLUED: Final[dict[Axis, tuple[Side, Side]]] = {"x": ("left", "right"), "y": ("top", "bottom")}


@dataclass(frozen=True, slots=True)
class PanelPlan:
    """How a piece is printed: `runs` names the side of it that lies along the roll.

    `panels` is empty where one width of cloth is enough. They stand in the order in which they are
    welded, from the left or from the top.
    """

    runs: Runs
    panels: tuple[Panel, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Split:
    """Equal panels along `axis`, each `panel_mm` wide; the first starts at `start_mm`."""

    axis: Axis
    count: int
    panel_mm: float
    overlap_mm: float
    start_mm: float
    printable_mm: float

    def equal_mm(self, seam: int) -> float:
        """Where the overlap of that seam (from 1) begins when all panels are equal."""
        return round(self.start_mm + seam * (self.panel_mm - self.overlap_mm))

    @property
    def reach_mm(self) -> float:
        """How far a seam may move: a panel must stay printable, and two seams may both move."""
        spare_mm = self.printable_mm - self.panel_mm
        return min(spare_mm if self.count == 2 else spare_mm / 2, MOST_SHIFT * self.panel_mm)


def plan_panels(sheet: Sheet, shop: Shop, artwork: Artwork, nodes: Sequence[Node]) -> PanelPlan:
    """The panels of `sheet` as `shop` can print it; `nodes` are what `artwork` was written from.

    A note tells of every seam that crosses type or a symbol all the same. Raises RenderError,
    RequestError `overlap-too-wide`.
    """
    printed = sheet.printed
    runs: Runs = "width" if printed.width >= printed.height else "height"
    if sheet.size.is_screen or shop.printable_mm is None:
        return PanelPlan(runs)
    if min(printed.width, printed.height) <= shop.printable_mm:
        return PanelPlan(runs)
    if 2 * shop.overlap_mm >= shop.printable_mm:
        raise RequestError(
            "overlap-too-wide",
            shop=shop.name,
            overlap_mm=shop.overlap_mm,
            printable_mm=shop.printable_mm,
        )
    splits = list(_splits(printed, shop))
    fewest = min(split.count for split in splits)
    plans = [_plan(sheet, split, artwork, nodes) for split in splits if split.count == fewest]
    return min(plans, key=lambda plan: sum("names" in found.params for found in plan.findings))


def _plan(sheet: Sheet, split: _Split, artwork: Artwork, nodes: Sequence[Node]) -> PanelPlan:
    seams: list[float] = []
    findings: list[Finding] = []
    ink = Ink(artwork, nodes, split.axis)
    for number in range(1, split.count):
        seam_mm, crossed = _best_place(split, number, ink)
        seams.append(seam_mm)
        findings += _told(split, number, seam_mm, crossed)
    panels = tuple(_panels(sheet.printed, split, seams))
    return PanelPlan("height" if split.axis == "x" else "width", panels, tuple(findings))


def _splits(printed: Rect, shop: Shop) -> Iterator[_Split]:
    """Both ways, the one with the shorter seams first."""
    sides: list[tuple[Axis, float, float]] = [
        ("x", printed.x, printed.width), ("y", printed.y, printed.height)
    ]  # fmt: skip
    if printed.width < printed.height:
        sides.reverse()
    for axis, start_mm, length_mm in sides:
        printable_mm, overlap_mm = shop.printable_mm or length_mm, shop.overlap_mm
        count = math.ceil(round((length_mm - overlap_mm) / (printable_mm - overlap_mm), 9))
        panel_mm = (length_mm + (count - 1) * overlap_mm) / count
        yield _Split(axis, count, panel_mm, overlap_mm, start_mm, printable_mm)


def _best_place(split: _Split, seam: int, ink: Ink) -> tuple[float, tuple[Span, ...]]:
    """Where a seam's overlap begins, mm, and what it crosses there that it should have missed.

    Of the places that cross neither type nor a symbol (else: no type) the one with the least other
    ink, and of those the nearest to equal panels, which is also where it stays if there is none.
    """
    equal_mm = split.equal_mm(seam)
    steps = int(split.reach_mm // STEP_MM)
    shifts = sorted((step * STEP_MM for step in range(-steps, steps + 1)), key=abs)
    crossed = {
        shift: ink.crossed(equal_mm + shift - AIR_MM, equal_mm + shift + split.overlap_mm + AIR_MM)
        for shift in shifts
    }
    clear = [shift for shift in shifts if not crossed[shift]]
    legible = [shift for shift in shifts if not any(span.is_slot for span in crossed[shift])]
    best = min(
        clear or legible or [0.0],
        key=lambda shift: ink.busy(equal_mm + shift, split.overlap_mm),
    )
    return equal_mm + best, crossed[best]


def _told(split: _Split, number: int, seam_mm: float, crossed: Sequence[Span]) -> Iterator[Finding]:
    code, middle_m = f"{number}-{number + 1}", (seam_mm + split.overlap_mm / 2) / 1000
    moved_mm = seam_mm - split.equal_mm(number)
    if moved_mm:
        yield Finding(
            "seam-moved", Severity.NOTE, code, found=f"{moved_mm:+g} mm",
            params={"seam": code, "moved_cm": abs(moved_mm) / 10},
        )  # fmt: skip
    if crossed:
        names = sorted({span.name for span in crossed})
        message = "seam-crosses-x" if split.axis == "x" else "seam-crosses-y"
        yield Finding(
            message, Severity.NOTE, code, found=", ".join(names),
            params={"seam": code, "at_m": middle_m, "names": names,
                    "reach_cm": split.reach_mm / 10},
        )  # fmt: skip


def _panels(printed: Rect, split: _Split, seams: Sequence[float]) -> Iterator[Panel]:
    first = printed.x if split.axis == "x" else printed.y
    last = printed.right if split.axis == "x" else printed.bottom
    starts = [first, *seams]
    ends = [*(seam + split.overlap_mm for seam in seams), last]
    before, after = _GLUED[split.axis]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        if split.axis == "x":
            region = Rect.from_sides(start, printed.y, end, printed.bottom)
        else:
            region = Rect.from_sides(printed.x, start, printed.right, end)
        glued = (before,) * (number > 1) + (after,) * (number < split.count)
        yield Panel(f"{number}/{split.count}", region, glued)
