"""An artwork as the four plates of a press, drawn in two passes of one engine.

One pass paints rgb(1 - cyan, 1 - magenta, 1 - yellow), the other grey(1 - black). What is half
transparent, and every gradient, is thereby mixed in the inks themselves, as in a press PDF.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from PIL import Image, ImageChops

from poster.geometry import Rect
from poster.press.separate import Separation
from poster.render.strips import Raster, Strip, together
from poster.svg.artwork import Artwork

if TYPE_CHECKING:
    from poster.render.surface import Colour, Repaint

T = TypeVar("T")

#: Rows that are handed on at once: what a program must hold to read any row of our TIFF.
BAND_ROWS: Final = 16


@dataclass(frozen=True, slots=True)
class Plates:
    """A request: `region` of an artwork (in mm) in CMYK, on `width_px` by `height_px` pixels."""

    artwork: Artwork
    region: Rect
    width_px: int
    height_px: int
    separation: Separation

    def bands(self, finish: Callable[[Image.Image], T], jobs: int = 1) -> Iterator[T]:
        """What `finish` makes of each band of `BAND_ROWS` rows (the last may have fewer), in CMYK.

        In order from the top, `jobs` of them at work at once. Raises RenderError, RequestError.
        """
        rasters = [self._raster(repaint) for repaint in _passes(self.separation)]
        for done in together(rasters, lambda strips: [*map(finish, _merged(strips))], jobs):
            yield from done

    def image(self) -> Image.Image:
        """The whole raster as one CMYK picture, for sizes that fit in memory."""
        whole, top_px = Image.new("CMYK", (self.width_px, self.height_px)), 0
        for band in self.bands(lambda band: band):
            whole.paste(band, (0, top_px))
            top_px += band.height
        return whole

    def _raster(self, repaint: Repaint) -> Raster:
        return Raster(self.artwork, self.region, self.width_px, self.height_px, repaint)


def _passes(separation: Separation) -> tuple[Repaint, Repaint]:
    """What is painted: red, green, blue for cyan, magenta, yellow; and grey for black."""
    from poster.render.surface import Repaint  # loads cairo, which only drawing needs

    def plate(*inks: int) -> Repaint:
        def colour(given: Colour) -> Colour:
            levels = (round(255 * part) for part in given[:3])
            percent = separation.colour("#" + "".join(f"{level:02x}" for level in levels))
            red, green, blue = (1 - percent[ink] / 100 for ink in inks)
            return (red, green, blue, given[3])

        def picture(given: Image.Image) -> Image.Image:
            plates = ImageChops.invert(separation.picture(_opaque(given))).split()
            painted = [plates[ink] for ink in inks]
            if given.mode == "RGB":
                return Image.merge("RGB", painted)
            return Image.merge("RGBA", (*painted, given.getchannel("A")))

        return Repaint(colour, picture)

    return plate(0, 1, 2), plate(3, 3, 3)


def _opaque(picture: Image.Image) -> Image.Image:
    """The colours of a picture, black where nothing of them is seen: so a PDF holds them, too."""
    if picture.mode == "RGBA":
        picture = picture.convert("RGBa").convert("RGBA")
    return picture.convert("RGB")


def _merged(strips: Sequence[Strip]) -> Iterator[Image.Image]:
    """The bands of a strip. A whole strip of a banner in four inks would take 70 MB on the way."""
    width, height = strips[0].image.size
    for top in range(0, height, BAND_ROWS):
        part = (0, top, width, min(top + BAND_ROWS, height))
        coloured, black = (strip.image.crop(part) for strip in strips)
        paper = Image.merge("CMYK", (*coloured.split(), black.getchannel(0)))
        yield ImageChops.invert(paper)
