"""Small pictures for documents, made from previews, and where two of them differ."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageChops

from poster.errors import RequestError
from poster.geometry import Rect

#: Quality of a picture in a document: clean edges of letters at a third of the bytes.
QUALITY: Final = 82
#: Levels (of 255) by which compression alone may move a pixel.
NOISE: Final = 40
#: The largest preview that is opened, in pixels.
MOST_PIXELS: Final = 30_000_000


def thumbnail(jpeg: bytes, longest_px: int) -> tuple[bytes, int, int]:
    """A JPEG in RGB of at most `longest_px` a side, and its width and height.

    Raises RequestError `raster-unreadable`.
    """
    with _opened(jpeg) as picture:
        small = picture.convert("RGB")
        small.thumbnail((longest_px, longest_px), Image.Resampling.LANCZOS)
        stream = io.BytesIO()
        small.save(stream, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
        return stream.getvalue(), *small.size


def changed_region(old: bytes, new: bytes) -> Rect | None:
    """What differs between two pictures, as shares of the width and height; None where nothing.

    A picture of another shape differs all over. Raises RequestError `raster-unreadable`.
    """
    with _opened(old) as one, _opened(new) as two:
        if one.size != two.size:
            return Rect(0, 0, 1, 1)
        apart = ImageChops.difference(one.convert("RGB"), two.convert("RGB")).convert("L")
        box = apart.point(lambda level: 255 if level > NOISE else 0).getbbox()
        if box is None:
            return None
        left, top, right, bottom = box
        return Rect.from_sides(
            left / one.width, top / one.height, right / one.width, bottom / one.height
        )


def _opened(jpeg: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(jpeg), formats=("JPEG",))
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        picture.load()
    except (OSError, ValueError, SyntaxError) as error:
        raise RequestError("raster-unreadable", file="preview.jpg", why=str(error)) from error
    return picture
