"""The second opinion: our drawing of an artwork against resvg's, which shares no code with it.

Two engines never agree on the pixels of an edge. So what counts is a difference that fills a square
of three pixels: thinner ones are edges, and a shape, a clip or an opacity that got lost is not.
Nor do two engines agree on how fine pixels of a photo are mixed. So pictures are reduced first, the
same for both: whether one is there, upright, in its place and colours shows as well.
"""

from __future__ import annotations

import base64
import io
import math
from dataclasses import dataclass, replace
from typing import Final

from PIL import Image, ImageChops, ImageFilter, ImageOps

from poster.geometry import Affine, Rect
from poster.render.boxes import matrix
from poster.render.strips import Raster
from poster.svg import resvg, xml
from poster.svg.artwork import Artwork

#: Pixels of a picture that is compared, about, and of its width at most.
AREA_PX: Final = 1_000_000
MAX_WIDTH_PX: Final = 2_400
#: By how much pictures are reduced before they are compared, and from which difference (of 255) on
#: a pixel counts there. Right drawings of all features reach 26 at full size and 21 at half; what
#: fills less room must differ more to count.
LOOKS: Final = ((1, 40), (2, 28))
#: Pixels of a picture for each pixel in which it is drawn, at most.
FINENESS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two drawings differ: the share of their pixels (0 to 1), and the box around, in mm."""

    share: float
    box: Rect | None

    @property
    def agrees(self) -> bool:
        """Whether both drew the same picture."""
        return self.box is None

    @property
    def where(self) -> str:
        """The box in words that need no translation, as "x 15-18 mm, y 29-36 mm"."""
        if self.box is None:
            return ""
        left, top, right, bottom = self.box.x, self.box.y, self.box.right, self.box.bottom
        return f"x {left:.0f}-{right:.0f} mm, y {top:.0f}-{bottom:.0f} mm"


def compare(artwork: Artwork, width_px: int | None = None) -> Difference:
    """Draw the whole of `artwork` with both engines, and see where they differ.

    The pictures are `width_px` wide, or as wide as makes about a million pixels.
    Raises RenderError where one of them fails.
    """
    printed = artwork.printed
    width = width_px or min(MAX_WIDTH_PX, math.ceil(math.sqrt(AREA_PX * printed.ratio)))
    height = max(1, round(width / printed.ratio))
    artwork = _with_coarse_pictures(artwork, width / printed.width)
    ours = Raster(artwork, printed, width, height).image()
    return difference(ours, _on_white(resvg.draw(artwork.svg, width, height)), printed)


def _with_coarse_pictures(artwork: Artwork, px_per_mm: float) -> Artwork:
    """The artwork with pictures no finer than they can be compared."""
    root = xml.parse(artwork.svg, "artwork")
    pictures = [e for e in xml.in_document_order(root) if xml.local_name(e) == "image"]
    for element in pictures:
        placed = matrix(element.get("transform"))
        sides = [float(element.get(key, "0")) * px_per_mm for key in ("width", "height")]
        across, down = math.hypot(placed.a, placed.b), math.hypot(placed.c, placed.d)
        wanted = (FINENESS * sides[0] * across, FINENESS * sides[1] * down)
        element.set("href", _coarse(element.get("href", ""), wanted))
    return replace(artwork, svg=xml.serialise(root)) if pictures else artwork


def _coarse(href: str, wanted: tuple[float, float]) -> str:
    _, _, data = href.partition(",")
    with Image.open(io.BytesIO(base64.b64decode(data))) as opened:
        size = tuple(
            max(1, min(side, math.ceil(most)))
            for side, most in zip(opened.size, wanted, strict=True)
        )
        if size == opened.size:
            return href
        picture = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
        small = picture.resize((size[0], size[1]), Image.Resampling.BOX)
    stream = io.BytesIO()
    small.save(stream, "PNG")
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


def _on_white(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png)) as drawn:
        picture = drawn.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")


def difference(one: Image.Image, other: Image.Image, region: Rect) -> Difference:
    """Where two RGB pictures of `region` (in mm), equal in size, differ."""
    found = Image.new("L", one.size)
    for factor, least in LOOKS:
        apart = ImageChops.difference(one.reduce(factor), other.reduce(factor))
        red, green, blue = apart.split()
        most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
        mask = _least_around(most).point([0] * least + [255] * (256 - least))
        found = ImageChops.lighter(found, mask.resize(one.size, Image.Resampling.NEAREST))
    box = found.getbbox()
    share = found.histogram()[255] / (one.width * one.height)
    return Difference(share, None if box is None else _in_mm(box, one.size, region))


def _least_around(picture: Image.Image) -> Image.Image:
    """The least of each square of three pixels; beyond the rim of the picture nothing differs.

    Pillow's filter repeats the rim, where it would take a line of two pixels for a square.
    """
    width, height = picture.size
    framed = ImageOps.expand(picture, border=1, fill=0).filter(ImageFilter.MinFilter(3))
    return framed.crop((1, 1, width + 1, height + 1))


def _in_mm(box: tuple[int, int, int, int], size: tuple[int, int], region: Rect) -> Rect:
    left, top, right, bottom = box
    # The filter took one pixel off each side.
    around = Rect.from_sides(left - 1, top - 1, right + 1, bottom + 1)
    return Affine.between(Rect(0, 0, *size), region).box(around).intersect(region)
