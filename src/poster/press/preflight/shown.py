"""The first page as a picture, for marks to be drawn on. Runs in the jail."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Final

from poster.press.preflight.raster import MOST_PIXELS, small_picture
from poster.press.readback import MOST_JPEG_PIXELS, RasterFacts, cmyk_bands, inspect_raster

#: The longer side of the picture in pixels.
LONGEST_PX: Final = 1800
QUALITY: Final = 90


def draw(path: Path, kind: str) -> bytes:
    """A JPEG of what the file shows; nothing where it cannot be drawn here."""
    picture = _page(path) if kind == "pdf" else _raster(path)
    if picture is None:
        return b""
    stream = io.BytesIO()
    picture.convert("RGB").save(stream, "JPEG", quality=QUALITY)
    return stream.getvalue()


def _page(path: Path) -> Any:
    """Drawn by pdfium, which is an extra: None without it, or where it cannot read the file."""
    try:
        import pypdfium2
    except ImportError:
        return None
    try:
        with pypdfium2.PdfDocument(path.read_bytes()) as document:
            page = document[0]
            return page.render(scale=LONGEST_PX / max(page.get_size())).to_pil()
    except (pypdfium2.PdfiumError, ValueError, ZeroDivisionError):
        return None


def _raster(path: Path) -> Any:
    facts = inspect_raster(path)
    bands = cmyk_bands(path, MOST_PIXELS)
    if bands is not None:
        return small_picture(facts, bands)[0]
    if facts.kind == "tiff":
        return _small_tiff(path, facts)
    return _jpeg(path) if facts.width_px * facts.height_px <= MOST_JPEG_PIXELS else None


def _jpeg(path: Path) -> Any:
    from PIL import JpegImagePlugin

    with path.open("rb") as stream, JpegImagePlugin.JpegImageFile(stream) as opened:
        opened.draft("RGB", (LONGEST_PX, LONGEST_PX))
        opened.thumbnail((LONGEST_PX, LONGEST_PX))
        return opened.copy()


def _small_tiff(path: Path, facts: RasterFacts) -> Any:
    """A TIFF in other colours, where it is small enough to be unpacked whole."""
    from PIL import TiffImagePlugin

    if facts.width_px * facts.height_px > MOST_PIXELS:
        return None
    try:
        with path.open("rb") as stream, TiffImagePlugin.TiffImageFile(stream) as opened:
            opened.thumbnail((LONGEST_PX, LONGEST_PX))
            return opened.copy()
    except (OSError, SyntaxError, ValueError):
        return None
