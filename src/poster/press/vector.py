"""Pages of PDF: the print file and the technical page, written as PDF/X-4 and read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from poster.errors import PreflightError
from poster.geometry import Rect
from poster.press.order import Details, Order, inks_of
from poster.press.overlay import overlay_pass, spots
from poster.press.pdf import Boxes, Info, finish_pdf, inspect_pdf
from poster.press.pdfx import STANDARD, foreign_colours, press_passes
from poster.press.preflight import check_order, check_own
from poster.press.preflight.faults import Expectation
from poster.render.surface import draw_pdf
from poster.svg.artwork import Artwork
from poster.svg.nodes import Group, to_artwork
from poster.svg.paths import rectangle
from poster.units import plain


def write_pdf(order: Order, stream: BinaryIO) -> Details:
    """The print file: the piece at its scale, and round it slug and marks. Raises PosterError."""
    sheet, scale = order.sheet, 1 / order.sheet.scale
    boxes = Boxes(sheet.trim, sheet.printed, scale, sheet.page)
    stream.write(finished_pdf(order, _page_artwork(order), boxes))
    page = sheet.page.scaled(scale)
    return {
        "scale": f"1:{sheet.scale}",
        "page_mm": [float(plain(page.width)), float(plain(page.height))],
        "standard": STANDARD,
        **inks_of(order),
        **({"spots": list(spots(order.overlays))} if spots(order.overlays) else {}),
    }


def _page_artwork(order: Order) -> Artwork:
    """What the page shows: the artwork, cut to the printed size where the page is larger."""
    sheet = order.sheet
    if sheet.page == sheet.printed:
        return order.artwork
    kept = Group(order.nodes, clip=rectangle(sheet.printed))
    return to_artwork((kept,), sheet.trim, sheet.page)


def finished_pdf(order: Order, artwork: Artwork, boxes: Boxes) -> bytes:
    """A page of PDF/X-4; its identity is that of the order's artwork and its scale."""
    page = boxes.page or boxes.printed
    passes = press_passes(order.separation, f"{order.artwork.sha256} 1:{order.sheet.scale}")
    over = (overlay_pass(order.overlays, page, boxes.scale),) if order.overlays else ()
    drawn = draw_pdf(artwork, boxes.scale)
    return finish_pdf(drawn, boxes, Info(order.title, order.day), (*passes, *over))


def check_pdf(order: Order, path: Path) -> None:
    """The finished file, read again: one page, the ordered sizes, no fonts, inks only."""
    sheet = order.sheet
    check_page(path, 1 / sheet.scale, trim=sheet.trim, bleed=sheet.printed, media=sheet.page)
    check_order(order, path, sheet.scale)


def check_page(path: Path, scale: float, **wanted: Rect) -> None:
    """A page read again: its `wanted` boxes (mm of the piece), no fonts, inks only.

    Raises PreflightError.
    """
    data = path.read_bytes()
    found = inspect_pdf(data)
    for name, box in wanted.items():
        is_, should = getattr(found, name), box.scaled(scale)
        off = max(abs(is_.width - should.width), abs(is_.height - should.height))
        if found.pages != 1 or off > 0.001:
            size = f"{should.width:g} x {should.height:g}"
            raise PreflightError("pdf-size", file=path.name, wanted=size)
    if found.fonts:
        raise PreflightError("pdf-fonts", file=path.name, count=found.fonts)
    if foreign := foreign_colours(data):
        raise PreflightError("pdf-rgb", file=path.name, found=foreign)


def write_technical(order: Order, page: Artwork, stream: BinaryIO) -> Details:
    """The technical page as PDF/X-4, whose drawing `page` is; no slug and no marks."""
    own = replace(order, artwork=page, overlays=())
    stream.write(finished_pdf(own, page, Boxes(page.trim, page.printed)))
    return {"page_mm": [page.printed.width, page.printed.height], **inks_of(order)}


def check_technical(page: Artwork, path: Path) -> None:
    """The technical page, read again. Raises PreflightError."""
    check_page(path, 1.0, trim=page.trim)
    size_mm = (page.trim.width, page.trim.height)
    check_own(path, path.name, Expectation(size_mm=size_mm, pixels=False))
