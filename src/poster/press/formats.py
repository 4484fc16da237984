"""The table of output formats: how each file is named, written, and checked before it appears.

The command line's choices come from here too, so engines are imported only when one writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from poster.errors import PreflightError
from poster.geometry import Rect
from poster.press.order import Details, Order, inks_of, raster_size
from poster.units import MM_PER_INCH, plain

if TYPE_CHECKING:
    from poster.press.plates import Plates
    from poster.press.tiff import Label

#: The longer side of a preview in pixels: enough to judge, too little to print.
PREVIEW_PX: Final = 1600
PREVIEW_QUALITY: Final = 88


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
    from poster.press.vector import write_pdf

    return write_pdf(order, stream)


def _check_pdf(order: Order, path: Path) -> None:
    from poster.press.vector import check_pdf

    check_pdf(order, path)


# ---------------------------------------------------------------- png


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
        **inks_of(order),
    }  # fmt: skip


def _check_print(order: Order, path: Path) -> None:
    """The finished file, read again by another program: its size, its inks, its profile."""
    from poster.press.preflight import check_order
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
    check_order(order, path, 1)


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
