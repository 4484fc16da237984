"""Pictures of several pieces laid out on one sheet to be looked at, and single ones as PNG."""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image

from poster.geometry import Rect
from poster.render.strips import Raster
from poster.svg.artwork import Artwork


def png(artwork: Artwork, region: Rect, width_px: int) -> bytes:
    """`region` (mm) of an artwork as a PNG `width_px` wide. Raises RenderError."""
    height = max(1, round(width_px / region.ratio))
    return _png(Raster(artwork, region, width_px, height).image())


def mosaic(sheet: Artwork, pictures: Iterable[tuple[float, float, bytes]]) -> bytes:
    """A PNG of `sheet`, a pixel for each of its mm, with `pictures` (left, top, PNG) laid on it."""
    page = sheet.printed
    whole = Raster(sheet, page, round(page.width), round(page.height)).image()
    for left, top, data in pictures:
        with Image.open(io.BytesIO(data)) as picture:
            whole.paste(picture, (round(left), round(top)))
    return _png(whole)


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
