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
from poster.units import MM_PER_INCH, MM_PER_PX, pitch, pixels, plain

if TYPE_CHECKING:
    from poster.press.plates import Plates
    from poster.press.separate import Separation
    from poster.press.tiff import Label
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
    """All that a writer needs. `ppi` is at the finished size; `bigtiff`: the shop opens them."""

    artwork: Artwork
    sheet: Sheet
    separation: Separation
    bigtiff: bool
    ppi: float
    title: str
    day: dt.date
    jobs: int
    progress: Progress


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its name behind the piece's, what writes it, whether a press prints it."""

    ending: Callable[[Order], str]
    write: Callable[[Order, BinaryIO], Details]
    check: Callable[[Order, Path], None]
    is_print: bool


def _finished(order: Order) -> str:
    trim = order.sheet.trim
    if order.sheet.size.is_screen:
        return str(order.sheet.size.dimensions)
    return f"{plain(trim.width)}x{plain(trim.height)}mm"


# ---------------------------------------------------------------- pdf


def _pdf_ending(order: Order) -> str:
    scale = "" if order.sheet.scale == 1 else f"_TL1-{order.sheet.scale}"
    return f"_{_finished(order)}{scale}_CMYK.pdf"


def _write_pdf(order: Order, stream: BinaryIO) -> Details:
    from poster.press.pdf import Boxes, Info, finish_pdf
    from poster.press.pdfx import STANDARD, press_passes
    from poster.render.surface import draw_pdf

    sheet, scale = order.sheet, 1 / order.sheet.scale
    drawn = draw_pdf(order.artwork, scale)
    boxes = Boxes(trim=sheet.trim, printed=sheet.printed, scale=scale)
    passes = press_passes(order.separation, f"{order.artwork.sha256} 1:{sheet.scale}")
    stream.write(finish_pdf(drawn, boxes, Info(order.title, order.day), passes))
    page = sheet.printed.scaled(scale)
    return {
        "scale": f"1:{sheet.scale}",
        "page_mm": [float(plain(page.width)), float(plain(page.height))],
        "standard": STANDARD,
        **_inks(order),
    }


def _inks(order: Order) -> Details:
    return {"colour": "CMYK", "condition": order.separation.condition.identifier}


def _check_pdf(order: Order, path: Path) -> None:
    """The finished file, read again: one page, the ordered size, no fonts, inks only."""
    from poster.press.pdf import inspect_pdf
    from poster.press.pdfx import foreign_colours

    data = path.read_bytes()
    found = inspect_pdf(data)
    wanted = order.sheet.trim.scaled(1 / order.sheet.scale)
    sides = ((found.trim.width, wanted.width), (found.trim.height, wanted.height))
    if found.pages != 1 or any(abs(is_ - should) > 0.001 for is_, should in sides):
        size = f"{wanted.width:g} x {wanted.height:g}"
        raise PreflightError("pdf-size", file=path.name, wanted=size)
    if found.fonts:
        raise PreflightError("pdf-fonts", file=path.name, count=found.fonts)
    if foreign := foreign_colours(data):
        raise PreflightError("pdf-rgb", file=path.name, found=foreign)


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


# ---------------------------------------------------------------- tiff and jpeg to print


def _print_ending(order: Order) -> str:
    """A print raster holds the printed size; its name says the finished size, too."""
    printed = order.sheet.printed
    sides = f"{plain(printed.width)}x{plain(printed.height)}mm"
    return f"_{_finished(order)}_in{sides}_{plain(order.ppi)}ppi_CMYK"


def _plates(order: Order) -> tuple[Plates, Label]:
    from poster.press.plates import Plates
    from poster.press.tiff import Label

    region = order.sheet.printed
    width, height, per_metre = raster_size(order, region)
    plates = Plates(order.artwork, region, width, height, order.separation)
    return plates, Label(per_metre, order.separation.profile, order.day)


def _write_tiff(order: Order, stream: BinaryIO) -> Details:
    from poster.press.tiff import write_tiff

    plates, label = _plates(order)
    write_tiff(
        stream, plates, label, bigtiff=order.bigtiff, jobs=order.jobs, progress=order.progress
    )
    return _print_details(order)


def _write_jpeg(order: Order, stream: BinaryIO) -> Details:
    from poster.press.bandjpeg import write_cmyk_jpeg

    plates, label = _plates(order)
    write_cmyk_jpeg(stream, plates, label, jobs=order.jobs, progress=order.progress)
    return _print_details(order)


def _print_details(order: Order) -> Details:
    width, height, per_metre = raster_size(order, order.sheet.printed)
    return {
        "width_px": width, "height_px": height, "pixels_per_metre": per_metre, "ppi": order.ppi,
        **_inks(order),
    }  # fmt: skip


def _check_print(order: Order, path: Path) -> None:
    """The finished file, read again by another program: its size, its inks, its profile."""
    from poster.press.readback import inspect_raster

    found = inspect_raster(path)
    width, height, per_metre = raster_size(order, order.sheet.printed)
    is_whole = (found.width_px, found.height_px, found.mode) == (width, height, "CMYK")
    has_labels = (
        found.profile == order.separation.profile
        and abs(found.ppi - per_metre * MM_PER_INCH / 1000) <= 0.5
    )
    if not (is_whole and has_labels):
        raise PreflightError("raster-wrong", file=path.name, wanted=f"{width} x {height} CMYK")


#: What `--format` takes.
FORMATS: Final[Mapping[str, Format]] = {
    "pdf": Format(_pdf_ending, _write_pdf, _check_pdf, is_print=True),
    "tiff": Format(lambda o: f"{_print_ending(o)}.tif", _write_tiff, _check_print, is_print=True),
    "jpg": Format(lambda o: f"{_print_ending(o)}.jpg", _write_jpeg, _check_print, is_print=True),
    "png": Format(_png_ending, _write_png, _check_png, is_print=False),
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
    return {"width_px": width, "height_px": height, "colour": "sRGB", "preview": True}
