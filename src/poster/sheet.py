"""Page geometry: what a size's finishing leaves for type, before anything is filled."""

from __future__ import annotations

from typing import Final

from poster.errors import RequestError
from poster.geometry import Edges
from poster.model import Sheet, Shop, Size

#: Air between a hem's or pocket's seam and the nearest type, mm.
SEAM_AIR_MM: Final = 10.0
#: Cloth that is welded behind a pole pocket, mm; the edge must hold it beside the pocket.
WELD_MM: Final = 30.0
#: The longest side of a PDF page: 14,400 pt.
PAGE_LIMIT_MM: Final = 5080.0

_SIDES: Final = ("top", "right", "bottom", "left")


def make_sheet(size: Size, shop: Shop) -> Sheet:
    """The sheet of a piece of `size` as `shop` makes it.

    Raises RequestError `edge-too-small` where the edge cannot hold hem or pocket.
    """
    kind = size.kind
    hem = Edges.all(kind.hem_mm)
    edge = kind.edge_mm
    _check_edge(size, edge, hem)
    safe = Edges(*(_safe_mm(size, side) for side in _SIDES))
    sheet = Sheet(size, edge, safe, hem, kind.pocket_mm, 1)
    return Sheet(size, edge, safe, hem, kind.pocket_mm, _scale(sheet, shop))


def _check_edge(size: Size, edge: Edges, hem: Edges) -> None:
    for side in _SIDES:
        pocket = getattr(size.kind.pocket_mm, side)
        needed = max(getattr(hem, side), pocket + WELD_MM if pocket else 0.0)
        if getattr(edge, side) < needed:
            raise RequestError(
                "edge-too-small",
                size=size.name,
                side=side,
                edge_mm=getattr(edge, side),
                needed_mm=needed,
            )


def _safe_mm(size: Size, side: str) -> float:
    """How far inside the finished size type must stay on `side`, mm."""
    sewn = max(size.kind.hem_mm, getattr(size.kind.pocket_mm, side))
    clear: float = getattr(size.kind.clear_mm, side)
    return max(sewn + SEAM_AIR_MM if sewn else 0.0, clear)


def _scale(sheet: Sheet, shop: Shop) -> int:
    """1, or the shop's scale for a piece whose outer size no page can hold 1:1."""
    longest = max(sheet.printed.width, sheet.printed.height)
    if longest <= shop.one_to_one_up_to_mm:
        return 1
    if longest / shop.scale > PAGE_LIMIT_MM:
        raise RequestError(
            "piece-too-large", size=sheet.size.name, longest_m=longest / 1000, scale=shop.scale
        )
    return shop.scale
