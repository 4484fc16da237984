"""Page geometry: what a size's finishing leaves for type, before anything is filled."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

from poster.errors import RequestError
from poster.geometry import Edges
from poster.messages import Term
from poster.model import SIDES, Eyelet, EyeletPlan, EyeletRow, Finishing, Sheet, Shop, Side, Size

#: Air between a seam, pocket or eyelet and the nearest type, mm.
SEAM_AIR_MM: Final = 10.0
#: Cloth that is welded behind a pole pocket, mm; the edge must hold it beside the pocket.
WELD_MM: Final = 30.0
#: From the edge to the centre of an eyelet where there is no hem to stand in the middle of, mm.
BARE_INSET_MM: Final = 15.0
#: The longest side of a PDF page: 14,400 pt.
PAGE_LIMIT_MM: Final = 5080.0
#: On the page, outside the printed size, mm: crop and registration marks; the slug's strip; and how
#: long that strip is at least, so that the ruler and a line of text have room.
MARKS_MM: Final = 12.0
SLUG_MM: Final = 15.0
SLUG_LENGTH_MM: Final = 160.0
#: What people call the sides.
SIDE_TERMS: Final = {
    "top": Term("side-top"),
    "right": Term("side-right"),
    "bottom": Term("side-bottom"),
    "left": Term("side-left"),
}


@dataclass(frozen=True, slots=True)
class _Plan:
    """A kind's finishing after the order has had its say, mm."""

    edge: Edges
    hem: Edges
    pocket: Edges
    eyelets: EyeletPlan
    gap_mm: float
    ring_mm: float


def make_sheet(size: Size, shop: Shop, finishing: Finishing = Finishing()) -> Sheet:
    """The sheet of a piece of `size` as `shop` makes it and the order wants it finished.

    A screen has no finishing, whatever is asked. Raises RequestError `edge-too-small`,
    `edge-below-shop`, `eyelets-no-room`, `sheet-no-room`, `piece-too-large`.
    """
    if size.is_screen:
        return Sheet(size, Edges(), size.kind.clear_mm, Edges(), Edges(), 1)
    plan = _plan(size, shop, finishing)
    _check_edge(size, shop, plan)
    rows = _eyelet_rows(size, plan)
    safe = Edges(**{side: _safe_mm(size, plan, rows, side) for side in SIDES})
    sheet = Sheet(size, plan.edge, safe, plan.hem, plan.pocket, 1, rows)
    if min(sheet.safe_area.width, sheet.safe_area.height) <= 0:
        raise RequestError("sheet-no-room", size=size.name)
    scale = _scale(sheet, shop)
    sheet = replace(sheet, scale=scale, slug=_slug(sheet, shop, scale))
    longest = max(sheet.page.width, sheet.page.height)
    if longest / scale > PAGE_LIMIT_MM:
        raise RequestError("piece-too-large", size=size.name, longest_m=longest / 1000, scale=scale)
    return sheet


def _plan(size: Size, shop: Shop, asked: Finishing) -> _Plan:
    kind = size.kind
    pocket = kind.pocket_mm if asked.pocket_mm is None else asked.pocket_mm
    hem_mm = kind.hem_mm if asked.hem_mm is None else asked.hem_mm
    # Where a pocket is sewn, its fold is the hem.
    hem = Edges(**{side: 0.0 if getattr(pocket, side) else hem_mm for side in SIDES})
    return _Plan(
        edge=replace(kind.edge_mm, **dict(asked.edge_mm)),
        hem=hem,
        pocket=pocket,
        eyelets=asked.eyelets or kind.eyelets,
        gap_mm=asked.eyelet_gap_mm or shop.eyelet_gap_mm,
        ring_mm=shop.eyelet_ring_mm,
    )


def _check_edge(size: Size, shop: Shop, plan: _Plan) -> None:
    for side in SIDES:
        edge_mm, pocket_mm = getattr(plan.edge, side), getattr(plan.pocket, side)
        needed_mm = max(getattr(plan.hem, side), pocket_mm + WELD_MM if pocket_mm else 0.0)
        if edge_mm < needed_mm:
            raise RequestError(
                "edge-too-small", size=size.name, side=SIDE_TERMS[side], edge_mm=edge_mm,
                needed_mm=needed_mm,
            )  # fmt: skip
        if edge_mm < shop.edge_mm:
            raise RequestError(
                "edge-below-shop", size=size.name, side=SIDE_TERMS[side], edge_mm=edge_mm,
                needed_mm=shop.edge_mm, shop=shop.name,
            )  # fmt: skip


# ---------------------------------------------------------------- eyelets


def _eyelet_rows(size: Size, plan: _Plan) -> tuple[EyeletRow, ...]:
    """A row along each side without a pocket: centres in the middle of the hem, equal gaps."""
    if plan.eyelets == "none":
        return ()
    left, top = _inset_mm(plan, "left"), _inset_mm(plan, "top")
    right = size.width_mm - _inset_mm(plan, "right")
    bottom = size.height_mm - _inset_mm(plan, "bottom")
    if min(right - left, bottom - top) < 2 * plan.ring_mm:
        raise RequestError("eyelets-no-room", size=size.name)
    xs, ys = _places(left, right, plan), _places(top, bottom, plan)
    rows = (
        EyeletRow("top", tuple(Eyelet(x, top) for x in xs)),
        EyeletRow("right", tuple(Eyelet(right, y) for y in ys)),
        EyeletRow("bottom", tuple(Eyelet(x, bottom) for x in xs)),
        EyeletRow("left", tuple(Eyelet(left, y) for y in ys)),
    )
    return tuple(row for row in rows if not getattr(plan.pocket, row.side))


def _inset_mm(plan: _Plan, side: Side) -> float:
    """From the finished edge to the centres of that side's eyelets; a pocket is never pierced."""
    pocket_mm: float = getattr(plan.pocket, side)
    hem_mm: float = getattr(plan.hem, side)
    return pocket_mm + (hem_mm / 2 or BARE_INSET_MM)


def _places(first: float, last: float, plan: _Plan) -> tuple[float, ...]:
    """The fewest equal steps from `first` to `last` that are none longer than the gap allowed."""
    # Half a micrometre less, so that 1000 / 1000 is one step and not two.
    gaps = max(1, math.ceil((last - first) / plan.gap_mm - 1e-6))
    if plan.eyelets == "corners":
        gaps = 1
    return tuple(round(first + (last - first) * step / gaps, 4) for step in range(gaps + 1))


# ---------------------------------------------------------------- room for type


def _safe_mm(size: Size, plan: _Plan, rows: tuple[EyeletRow, ...], side: Side) -> float:
    """How far inside the finished size type must stay on `side`, mm."""
    sewn_mm = max(getattr(plan.hem, side), getattr(plan.pocket, side))
    clear_mm: float = getattr(size.kind.clear_mm, side)
    cassette_mm = size.kind.cassette_mm if side == "bottom" else 0.0
    seam_mm = sewn_mm + SEAM_AIR_MM if sewn_mm else 0.0
    return max(seam_mm, clear_mm, cassette_mm, _ring_mm(size, plan, rows, side))


def _ring_mm(size: Size, plan: _Plan, rows: tuple[EyeletRow, ...], side: Side) -> float:
    """What the rings of eyelets take on `side`, mm.

    Eyelets in the corners alone take a strip along the two shorter sides: type between them keeps
    its whole width.
    """
    if not rows:
        return 0.0
    shorter = ("top", "bottom") if size.height_mm >= size.width_mm else ("left", "right")
    has_row = any(row.side == side for row in rows)
    if side in shorter if plan.eyelets == "corners" else has_row:
        return _inset_mm(plan, side) + plan.ring_mm / 2 + SEAM_AIR_MM
    return 0.0


# ---------------------------------------------------------------- the page


def _scale(sheet: Sheet, shop: Shop) -> int:
    """1, or the shop's scale for a piece whose outer size no page can hold 1:1."""
    longest = max(sheet.printed.width, sheet.printed.height)
    return 1 if longest <= shop.one_to_one_up_to_mm else shop.scale


def _slug(sheet: Sheet, shop: Shop, scale: int) -> Edges:
    """What the page adds outside the printed size, mm: marks all round, a strip along a long side.

    The strip stands below a wide piece and to the right of a tall one.
    """
    marks_mm = MARKS_MM * scale if shop.marks else 0.0
    if not shop.slug:
        return Edges.all(marks_mm)
    printed, strip_mm = sheet.printed, marks_mm + SLUG_MM * scale
    longest = max(printed.width, printed.height) + 2 * marks_mm
    lacking_mm = max(0.0, SLUG_LENGTH_MM * scale - longest)
    if printed.width >= printed.height:
        return Edges(marks_mm, marks_mm + lacking_mm, strip_mm, marks_mm)
    return Edges(marks_mm + lacking_mm, strip_mm, marks_mm, marks_mm)
