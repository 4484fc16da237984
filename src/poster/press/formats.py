"""The table of output formats: how each file is named, written, and checked before it appears.

The command line's choices come from here too, so engines are imported only when one writes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from poster.errors import PreflightError, RequestError
from poster.geometry import Rect
from poster.model import Sheet
from poster.units import MM_PER_PX, pitch, pixels, plain

if TYPE_CHECKING:
    from poster.svg.artwork import Artwork

#: Rows done of all rows.
Progress = Callable[[int, int], None]
#: Facts of a finished file for reports.
Details = Mapping[str, object]

#: Pixels of the largest raster that is drawn: 12 x 4 m at 150 ppi has 1.7 thousand million.
MOST_PIXELS: Final = 4_000_000_000
#: The longer side of a preview in pixels: enough to judge, too little to print.
PREVIEW_PX: Final = 1600
PREVIEW_QUALITY: Final = 88


@dataclass(frozen=True, slots=True)
class Order:
    """All that a writer needs. `ppi` is at the finished size; `preview` carries the stamp."""

    artwork: Artwork
    sheet: Sheet
    ppi: float
    title: str
    day: dt.date
    jobs: int
    progress: Progress


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its ending, its name after the piece's, and what writes it."""

    ending: Callable[[Order], str]
    write: Callable[[Order, BinaryIO], Details]
    check: Callable[[Order, Path], None]


def _finished(order: Order) -> str:
    trim = order.sheet.trim
    if order.sheet.size.is_screen:
        return str(order.sheet.size.dimensions)
    return f"{plain(trim.width)}x{plain(trim.height)}mm"


# ---------------------------------------------------------------- pdf


def _pdf_ending(order: Order) -> str:
    scale = "" if order.sheet.scale == 1 else f"_TL1-{order.sheet.scale}"
    return f"_{_finished(order)}{scale}_RGB.pdf"


def _write_pdf(order: Order, stream: BinaryIO) -> Details:
    from poster.press.pdf import Boxes, Info, finish_pdf
    from poster.render.surface import draw_pdf

    sheet, scale = order.sheet, 1 / order.sheet.scale
    drawn = draw_pdf(order.artwork, scale)
    boxes = Boxes(trim=sheet.trim, printed=sheet.printed, scale=scale)
    stream.write(finish_pdf(drawn, boxes, Info(order.title, order.day)))
    page = sheet.printed.scaled(scale)
    return {
        "scale": f"1:{sheet.scale}",
        "page_mm": [float(plain(page.width)), float(plain(page.height))],
        "colour": "RGB",
    }


def _check_pdf(order: Order, path: Path) -> None:
    """The finished file, read again: one page, the ordered size, no fonts."""
    from poster.press.pdf import inspect_pdf

    found = inspect_pdf(path.read_bytes())
    wanted = order.sheet.trim.scaled(1 / order.sheet.scale)
    sides = ((found.trim.width, wanted.width), (found.trim.height, wanted.height))
    if found.pages != 1 or any(abs(is_ - should) > 0.001 for is_, should in sides):
        raise PreflightError(
            "pdf-size", file=path.name, wanted=f"{wanted.width:g} x {wanted.height:g}"
        )
    if found.fonts:
        raise PreflightError("pdf-fonts", file=path.name, count=found.fonts)


# ---------------------------------------------------------------- png


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


def _png_ending(order: Order) -> str:
    ppi = "" if order.sheet.size.is_screen else f"_{plain(order.ppi)}ppi"
    return f"_{_finished(order)}{ppi}_RGB.png"


def _write_png(order: Order, stream: BinaryIO) -> Details:
    from poster.press.png import write_png
    from poster.render.strips import Raster

    width, height, per_metre = raster_size(order, order.sheet.trim)
    raster = Raster(order.artwork, order.sheet.trim, width, height)
    write_png(stream, raster, per_metre, jobs=order.jobs, progress=order.progress)
    details: dict[str, object] = {
        "width_px": width, "height_px": height, "pixels_per_metre": per_metre, "colour": "sRGB"
    }  # fmt: skip
    return details if order.sheet.size.is_screen else {**details, "ppi": order.ppi}


def _check_png(order: Order, path: Path) -> None:
    from poster.press.png import read_png_size

    wanted = raster_size(order, order.sheet.trim)
    if read_png_size(path) != wanted:
        raise PreflightError("png-size", file=path.name, wanted=f"{wanted[0]} x {wanted[1]}")


#: What `--format` takes.
FORMATS: Final[Mapping[str, Format]] = {
    "pdf": Format(_pdf_ending, _write_pdf, _check_pdf),
    "png": Format(_png_ending, _write_png, _check_png),
}


# ---------------------------------------------------------------- preview


def write_preview(order: Order, region: Rect, stream: BinaryIO) -> Details:
    """A small JPEG of `region` (mm) of the order's (stamped) artwork."""
    from poster.press.jpeg import write_jpeg
    from poster.render.strips import Raster

    scale = PREVIEW_PX / max(region.width, region.height)
    width, height = (max(1, round(side * scale)) for side in (region.width, region.height))
    raster = Raster(order.artwork, region, width, height)
    write_jpeg(stream, raster, round(scale * 1000), quality=PREVIEW_QUALITY, jobs=order.jobs)
    return {"width_px": width, "height_px": height, "colour": "sRGB"}
