"""An order to the press: all that any writer of a file needs to know of a piece."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from poster.errors import Finding, RequestError, Severity
from poster.geometry import Rect
from poster.model import Sheet
from poster.units import MM_PER_PX, pitch, pixels

if TYPE_CHECKING:
    from poster.press.overlay import Overlay
    from poster.press.separate import Separation
    from poster.svg.artwork import Artwork
    from poster.svg.nodes import Node

#: Rows done of all rows.
Progress = Callable[[int, int], None]
#: Facts of a finished file for reports.
Details = Mapping[str, object]

#: Pixels of the largest raster that is drawn: 12 x 4 m at 150 ppi has 1.7 thousand million.
MOST_PIXELS: Final = 4_000_000_000


@dataclass(frozen=True, slots=True)
class Order:
    """All that a writer needs. `ppi` is at the finished size; `bigtiff`: the shop opens them.

    `nodes` are the artwork's; `overlays` lie over a page of PDF: slug, marks, processing steps.
    """

    artwork: Artwork
    nodes: tuple[Node, ...]
    overlays: tuple[Overlay, ...]
    sheet: Sheet
    separation: Separation
    bigtiff: bool
    ppi: float
    title: str
    day: dt.date
    jobs: int
    progress: Progress


def inks_of(order: Order) -> Details:
    """What a report says of a print file's colours."""
    return {"colour": "CMYK", "condition": order.separation.condition.identifier}


def raster_size(order: Order, region: Rect) -> tuple[int, int, int]:
    """Width and height in pixels, and pixels a metre, of `region` (mm).

    Raises RequestError `raster-too-large`.
    """
    size = order.sheet.size
    if size.is_screen:
        width, height = int(size.dimensions.width), int(size.dimensions.height)
        return width, height, round(1000 / MM_PER_PX)
    per_metre = pitch(order.ppi)
    width, height = (max(1, pixels(side, per_metre)) for side in (region.width, region.height))
    if width * height > MOST_PIXELS:
        raise RequestError(
            "raster-too-large",
            size=size.name,
            width=width,
            height=height,
            most=MOST_PIXELS // 10**6,
        )
    return width, height, per_metre


def pixel_findings(
    order: Order, formats: Sequence[str], longest_px: int | None
) -> tuple[Finding, ...]:
    """A warning where a print raster has a longer side than the shop's programs open."""
    if longest_px is None or not {"tiff", "jpg"} & set(formats):
        return ()
    width, height, _ = raster_size(order, order.sheet.printed)
    found = max(width, height)
    if found <= longest_px:
        return ()
    params = {"pixels": found, "limit": longest_px, "size": order.sheet.size.name}
    return (Finding("pixels-beyond-shop", Severity.WARNING, params=params),)
