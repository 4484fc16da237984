"""Small JPEG pictures: previews to look at and to send."""

from __future__ import annotations

from typing import BinaryIO

from poster.render.strips import Raster
from poster.units import MM_PER_INCH


def write_jpeg(
    stream: BinaryIO, raster: Raster, pixels_per_metre: int, *, quality: int, jobs: int = 1
) -> None:
    """Write `raster` as a JPEG in sRGB; the density is written in whole pixels an inch, at least 1."""
    density = max(1, round(pixels_per_metre * MM_PER_INCH / 1000))
    raster.image(jobs).save(
        stream, "JPEG", quality=quality, subsampling=0, optimize=True, dpi=(density, density)
    )
