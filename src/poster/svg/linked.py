"""Pictures that a drawing holds or names: a PNG or JPEG over the box that is given for it."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Final

from poster.files import inside, read_bytes
from poster.geometry import Rect
from poster.svg import css, xml
from poster.svg.nodes import Image

MAX_BYTES: Final = 32 * 2**20
_DATA: Final = re.compile(r"data:image/(?:png|jpeg);base64,", re.IGNORECASE)
_HREFS: Final = ("href", f"{{{xml.XLINK}}}href")
#: Parts of a PNG that say what is drawn.
_DRAWN: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"sRGB"})
MOST_PX: Final = 100_000_000
#: JPEG markers that say how large a picture is, and in how many plates.
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def read_image(element: xml.Element, folder: Path | None) -> Image:
    """The picture of an image element, in the element's own space, in its own proportions.

    A file must lie in `folder`. Raises ValueError where it is none that can be drawn, RequestError
    `file-…` where there is no such file.
    """
    href = next((str(element.get(key)) for key in _HREFS if element.get(key)), "")
    data = plain(_data(href, folder))
    width_px, height_px = size_px(data)
    sides = (css.length(element.get(key, "0")) for key in ("x", "y", "width", "height"))
    frame = Rect(*sides)
    if frame.width <= 0 or frame.height <= 0:
        raise ValueError("no width or no height")
    fit = element.get("preserveAspectRatio", "xMidYMid meet").split()
    box = frame if fit[0] == "none" else _fitted(frame, width_px / height_px, fit)
    return Image(box, data, id=element.get("id", ""))


def _data(href: str, folder: Path | None) -> bytes:
    uri = _DATA.match(href)
    if uri is not None:
        return base64.b64decode("".join(href[uri.end() :].split()), validate=True)
    if folder is None or ":" in href[:10] or not href:
        raise ValueError(f"{href[:40]} is no picture of this layout")
    return read_bytes(inside(folder, href), MAX_BYTES)


def _fitted(frame: Rect, ratio: float, fit: list[str]) -> Rect:
    """A picture of `ratio` inside its frame, as `xMidYMid meet` says."""
    place = re.fullmatch(r"x(Min|Mid|Max)Y(Min|Mid|Max)", fit[0])
    if place is None or (len(fit) > 1 and fit[1] != "meet"):
        raise ValueError(f"preserveAspectRatio {' '.join(fit)[:30]}")
    width = min(frame.width, frame.height * ratio)
    height = width / ratio
    across, down = ({"Min": 0.0, "Mid": 0.5, "Max": 1.0}[word] for word in place.groups())
    left = frame.x + (frame.width - width) * across
    return Rect(left, frame.y + (frame.height - height) * down, width, height)


def size_px(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG, or of a JPEG in grey or RGB. Raises ValueError for all else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        size = (int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"))
    elif data.startswith(b"\xff\xd8"):
        size = _jpeg_size(data)
    else:
        raise ValueError("neither PNG nor JPEG")
    if min(size) < 1 or max(size) > 32_000 or size[0] * size[1] > MOST_PX:
        raise ValueError(f"{size[0]} x {size[1]} pixels")
    return size


def plain(data: bytes) -> bytes:
    """A PNG without what is no picture (texts, dates); all else as it is.

    Raises ValueError for a PNG with a colour profile of its own, which would be left out silently.
    """
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return data
    kept, at = [data[:8]], 8
    while at + 12 <= len(data):
        kind, end = data[at + 4 : at + 8], at + 12 + int.from_bytes(data[at : at + 4], "big")
        if kind == b"iCCP":
            raise ValueError("a PNG with a colour profile; save it in sRGB without one")
        if kind in _DRAWN:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in _FRAMES:
            if data[at + 9] not in (1, 3):
                raise ValueError(f"a JPEG of {data[at + 9]} plates; save it in RGB")
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(
                data[at + 5 : at + 7], "big"
            )
        at += 1 if marker == 0xFF else 2 + length
    raise ValueError("a broken JPEG")
