"""Photos and logos from files: tried, cut to a frame, and brought to sRGB, all inside the jail.

`look` and `cut` run in the child (`poster.jail`), which may read that one file and nothing else.
What comes out carries no metadata: a telephone's photo says where its owner lives.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from poster import jail
from poster.geometry import Rect
from poster.model import Picture

#: Time and memory that reading a picture may take: the largest one that is read needs half of both.
SECONDS: Final = 20
MEMORY_MB: Final = 2048
#: Pixels and bytes that are handed on, at most (3 x 4 m at 36 ppi); what is finer is reduced. An
#: artwork holds its pictures, and no more than 32 MB.
MOST_CUT_PX: Final = 24_000_000
MOST_CUT_BYTES: Final = 18 * 2**20
#: The longest side of what is handed on; cairo takes no longer one.
MOST_SIDE_PX: Final = 32_000


@dataclass(frozen=True, slots=True)
class Grid:
    """The extremes of a picture, cell by cell, row after row: sRGB of the darkest and lightest."""

    columns: int
    rows: int
    darkest: bytes
    lightest: bytes

    def cell(self, column: int, row: int) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
        """The darkest and the lightest colour (0 to 255 each) of one cell."""
        at = 3 * (row * self.columns + column)
        dark, light = self.darkest[at : at + 3], self.lightest[at : at + 3]
        return (dark[0], dark[1], dark[2]), (light[0], light[1], light[2])


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a picture, ready for an artwork: JPEG or PNG `data` in sRGB, without metadata."""

    data: bytes
    width_px: int
    height_px: int
    grid: Grid


def inspect(path: Path, name: str, focus: tuple[float, float]) -> Picture:
    """The picture in `path`, called `name` to people; nothing of it is decoded yet.

    Raises RequestError `picture-…`, `file-…`, `jail-…`.
    """
    found = _call("look", path, name, {})
    return Picture(path, found["width_px"], found["height_px"], found["sha256"], focus)


def cut(picture: Picture, box: Rect, most_px: tuple[int, int]) -> Cut:
    """The part `box` (shares of width and height, 0 to 1), reduced to `most_px` where it is finer.

    Raises RequestError `picture-…`, `jail-…`.
    """
    return _cut(picture, box, most_px)


@lru_cache(maxsize=8)
def _cut(picture: Picture, box: Rect, most_px: tuple[int, int]) -> Cut:
    wanted = {
        "box": [box.x, box.y, box.right, box.bottom],
        "most_px": list(most_px),
        "sha256": picture.sha256,
    }
    made = _call("cut", picture.path, picture.path.name, wanted)
    grid = made["grid"]
    return Cut(
        base64.b64decode(made["data"]),
        made["width_px"],
        made["height_px"],
        Grid(
            grid["columns"],
            grid["rows"],
            base64.b64decode(grid["darkest"]),
            base64.b64decode(grid["lightest"]),
        ),
    )


def _call(function: str, path: Path, name: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
    payload = {"path": str(path), "name": name, **wanted}
    return jail.call(
        f"poster.images.decode:{function}", payload, SECONDS, MEMORY_MB, what=name, readable=[path]
    )
