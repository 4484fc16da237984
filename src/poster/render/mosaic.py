"""Pictures of several pieces laid out on one sheet to be looked at, and single ones as PNG."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from PIL import Image, ImageChops

from poster.geometry import Rect
from poster.render.strips import Raster
from poster.svg.artwork import Artwork
from poster.svg.nodes import Node, to_artwork

#: Pixels along the longer side of what is looked at for covered type.
SIDE_PX = 600
#: From this difference of a channel on (0 to 255) a pixel of type is not what it was.
_CHANGED = 60


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


def covered_share(letters: Sequence[Node], later: Sequence[Node], region: Rect) -> float:
    """The share (0 to 1) of `letters`' pixels in `region` (mm) that `later` nodes change."""
    own, both = _drawn(letters, region), _drawn((*letters, *later), region)
    inside = own.convert("L").point(lambda value: 255 if value < 250 else 0)
    red, green, blue = ImageChops.difference(own, both).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    changed = ImageChops.darker(most.point(lambda value: 255 if value > _CHANGED else 0), inside)
    count = inside.histogram()[255]
    return changed.histogram()[255] / count if count else 0.0


def _drawn(nodes: Iterable[Node], region: Rect) -> Image.Image:
    scale = SIDE_PX / max(region.width, region.height)
    size = (max(1, round(region.width * scale)), max(1, round(region.height * scale)))
    return Raster(to_artwork(nodes, region, region), region, *size).image()


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
