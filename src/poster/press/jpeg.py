"""JPEG files, for previews."""

from __future__ import annotations

from functools import cache
from typing import BinaryIO, Final

from PIL import Image, ImageCms

from poster.errors import RequestError

QUALITY: Final = 88
#: The longest side that the format can say.
MAX_SIDE_PX: Final = 65_535
#: Where an ICC profile says when it was made: year, month, day, hour, minute, second.
MADE_AT: Final = slice(24, 36)
FIRST_OF_2000: Final = bytes.fromhex("07d0 0001 0001 0000 0000 0000")


def write_jpeg(
    stream: BinaryIO, image: Image.Image, pixels_per_metre: int, *, quality: int = QUALITY
) -> None:
    """Write an RGB picture in sRGB to `stream`, its resolution and the profile of sRGB with it.

    Colour is kept at full resolution: red letters on yellow would blur otherwise.
    Raises RequestError `jpeg-too-large`.
    """
    if max(image.size) > MAX_SIDE_PX:
        raise RequestError("jpeg-too-large", pixels=max(image.size), limit=MAX_SIDE_PX)
    per_inch = round(pixels_per_metre * 0.0254)
    image.save(
        stream,
        "JPEG",
        quality=quality,
        subsampling=0,
        dpi=(per_inch, per_inch),
        icc_profile=srgb_profile(),
    )


@cache
def srgb_profile() -> bytes:
    """The ICC profile of sRGB, the same bytes on every day."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile[: MADE_AT.start] + FIRST_OF_2000 + profile[MADE_AT.stop :]
