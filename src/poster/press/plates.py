"""An artwork as the four plates of a press, drawn in two passes of one engine.

One pass paints rgb(1 - cyan, 1 - magenta, 1 - yellow), the other grey(1 - black). What is half
transparent, and every gradient, is thereby mixed in the inks themselves, as a press file asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from PIL import Image, ImageChops

from poster.geometry import Rect
from poster.inks import Cmyk
from poster.press.separate import Separation
from poster.render.strips import Raster, Strip, together
from poster.svg.artwork import Artwork

T = TypeVar("T")
Colour = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Plates:
    """A request: `region` of an artwork (in mm) in CMYK, on `width_px` by `height_px` pixels."""

    artwork: Artwork
    region: Rect
    width_px: int
    height_px: int
    separation: Separation

    def strips(self, finish: Callable[[Strip], T], jobs: int = 1) -> Iterator[T]:
        """What `finish` makes of each strip (a CMYK picture), in order, `jobs` at work at once.

        Raises RenderError, RequestError.
        """
        return together(
            [self._raster(_coloured), self._raster(_black)],
            lambda strips: finish(_merged(*strips)),
            jobs,
        )

    def image(self, jobs: int = 1) -> Image.Image:
        """The whole raster as one CMYK picture, for sizes that fit in memory."""
        whole = Image.new("CMYK", (self.width_px, self.height_px))
        for strip in self.strips(lambda strip: strip, jobs):
            whole.paste(strip.image, (0, strip.top_px))
        return whole

    def _raster(self, plate: Callable[[Cmyk], tuple[float, float, float]]) -> Raster:
        from poster.render.surface import Repaint
