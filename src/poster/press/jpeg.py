"""Small JPEG pictures: previews to look at and to send."""

from __future__ import annotations

import io
from functools import cache
from typing import BinaryIO, Final

from PIL import ImageCms

from poster.errors import RequestError
from poster.press.density import exif, set_density
from poster.render.strips import Raster

#: The longest side that the format can say.
MAX_SIDE_PX: Final = 65_535
#: Where an ICC profile says when it was made: year, month, day, hour, minute, second.
MADE_AT: Final = slice(24, 36)
FIRST_OF_2000: Final = bytes.fromhex("07d0 0001 0001 0000 0000 0000")


def write_jpeg(
    stream: BinaryIO, raster: Raster, pixels_per_metre: int, *, quality: int, jobs: int = 1
) -> None:
    """Write `raster` as a JPEG with the profile of sRGB and its resolution.

    Colour is kept at full resolution: red letters on yellow would blur otherwise.
    Raises RequestError `jpeg-too-large`, RenderError.
    """
    longest = max(raster.width_px, raster.height_px)
    if longest > MAX_SIDE_PX:
        raise RequestError("jpeg-too-large", pixels=longest, limit=MAX_SIDE_PX)
    # Pillow writes to a real file by its number and does not see when the disk took only a part.
    whole = io.BytesIO()
    raster.image(jobs).save(
        whole,
        "JPEG",
        quality=quality,
        subsampling=0,
        optimize=True,
        exif=exif(pixels_per_metre, raster.width_px, raster.height_px, srgb=True),
        icc_profile=srgb_profile(),
    )
    data = bytearray(whole.getbuffer())
    set_density(data, pixels_per_metre)
    stream.write(data)


@cache
def srgb_profile() -> bytes:
    """The ICC profile of sRGB, the same bytes on every day."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile[: MADE_AT.start] + FIRST_OF_2000 + profile[MADE_AT.stop :]
