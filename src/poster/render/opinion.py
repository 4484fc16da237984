"""What the second engine drew, laid beside what ours did: for people to look at, and for blends."""

from __future__ import annotations

import io
import math
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from poster.geometry import Affine, Rect
from poster.render.compare import AREA_PX, MAX_WIDTH_PX, Difference, difference
from poster.render.strips import Raster
from poster.svg import resvg
from poster.svg.artwork import Artwork

#: The share of pixels in which two engines may mix a fine picture differently.
PICTURE_NOISE: Final = 1e-4
#: Between two pictures.
GAP_PX: Final = 12
_MARK: Final = (255, 0, 255)


def size_px(page: Rect) -> tuple[int, int]:
    """Width and height of a picture of `page` (mm) that is compared: about a million pixels."""
    width = min(MAX_WIDTH_PX, math.ceil(math.sqrt(AREA_PX * page.ratio)))
    return width, max(1, round(width / page.ratio))


def against(artwork: Artwork, reference: bytes) -> Difference:
    """Where our drawing of `artwork` differs from `reference`, a PNG of the same page."""
    picture = _on_white(reference)
    ours = Raster(artwork, artwork.printed, *picture.size).image()
    found = difference(ours, picture, artwork.printed)
    noise = b"<image" in artwork.svg and found.share < PICTURE_NOISE
    return Difference(found.share, None) if noise else found


def side_by_side(artwork: Artwork, found: Difference, reference: bytes | None = None) -> bytes:
    """A PNG with our drawing on the left and the second engine's on the right, what differs framed.

    `reference` is the second engine's where that drew another file; else it draws `artwork`.
    """
    width, height = size_px(artwork.printed)
    other = _on_white(reference or resvg.draw(artwork.svg, width, height))
    ours = Raster(artwork, artwork.printed, *other.size).image()
    # Wide pieces one above the other: both stay large enough to see.
    wide = other.width > 1.6 * other.height
    step = (0, other.height + GAP_PX) if wide else (other.width + GAP_PX, 0)
    sheet = Image.new("RGB", (other.width + step[0], other.height + step[1]), "white")
    for place, picture in enumerate((ours, other)):
        marked = picture.copy()
        if found.box is not None:
            _frame(marked, found.box, artwork.printed)
        sheet.paste(marked, (step[0] * place, step[1] * place))
    return _png(sheet)


def _frame(picture: Image.Image, box: Rect, page: Rect) -> None:
    seen = Affine.between(page, Rect(0, 0, *picture.size)).box(box)
    sides = (seen.x - 4, seen.y - 4, seen.right + 4, seen.bottom + 4)
    ImageDraw.Draw(picture).rectangle(sides, outline=_MARK, width=3)


def unblended(both: bytes, below: bytes, alone: bytes) -> bytes:
    """What, laid over `below`, gives `both`, as thick as `alone` is; all PNG of one size.

    A blend mode's result as an ordinary picture: both = alone's alpha x this + the rest x below.
    """
    result, ground, own = (_premultiplied(png) for png in (both, below, alone))
    alpha = own.getchannel("A")
    thin = ImageChops.invert(alpha)
    channels = [
        ImageChops.darker(
            ImageChops.subtract(
                result.getchannel(name), ImageChops.multiply(ground.getchannel(name), thin)
            ),
            alpha,
        )
        for name in "RGB"
    ]
    return _png(Image.merge("RGBa", (*channels, alpha)).convert("RGBA"))


def _premultiplied(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png)) as picture:
        premultiplied = picture.convert("RGBA").convert("RGBa")
    return Image.merge("RGBA", premultiplied.split())


def _on_white(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png)) as drawn:
        picture = drawn.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
