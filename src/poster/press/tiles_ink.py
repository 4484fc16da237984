"""Where a seam would hurt: type and symbols by their outlines, all other ink by its contrast."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from PIL import Image, ImageChops

from poster.geometry import Rect
from poster.render.strips import Raster
from poster.svg.artwork import Artwork
from poster.svg.nodes import Group, Node, Shape
from poster.svg.paths import Path, Step

#: The direction that seams cut across: "x" for seams that run down, "y" for seams that run across.
Axis = Literal["x", "y"]

#: Pixels of the picture in which contrast is looked for, about.
AREA_PX: Final = 1_000_000
#: Levels (of 255) by which colours within a seam must differ to count as ink that is cut.
CONTRAST: Final = 48
#: Shares of a seam's length that are told apart: less is not worth unequal panels.
SHARE: Final = 0.02
#: What carries this share of the piece cannot be missed by any seam.
MOST_SPAN: Final = 0.9
#: Groups of a slot carry its name behind this.
SLOT: Final = "slot-"
#: Drawings that a seam must miss like type, by the first word of their id.
SYMBOLS: Final = re.compile(r"(?i)(star|sao|flag|co-to-quoc|emblem|symbol|portrait|face)\b")


@dataclass(frozen=True, slots=True)
class Span:
    """What one outline takes of the axis, mm, and the name of what it belongs to."""

    start_mm: float
    end_mm: float
    name: str
    is_slot: bool


class Ink:
    """The ink of one piece as the seams along one axis meet it."""

    def __init__(self, artwork: Artwork, nodes: Sequence[Node], axis: Axis) -> None:
        self._artwork = artwork
        self._axis = axis
        whole = _side(artwork.printed, axis)
        most_mm = MOST_SPAN * (whole[1] - whole[0])
        self._spans = tuple(
            span for span in _spans(nodes, axis) if span.end_mm - span.start_mm < most_mm
        )

    def crossed(self, start_mm: float, end_mm: float) -> tuple[Span, ...]:
        """Type, pictures of slots and symbols between two places of the axis."""
        return tuple(
            span for span in self._spans if span.start_mm < end_mm and span.end_mm > start_mm
        )

    def busy(self, start_mm: float, overlap_mm: float) -> int:
        """How much of a seam's length cuts strong contrast, in steps of `SHARE`."""
        lengths = self._profiles(max(1, round(overlap_mm * self._px_per_mm)))
        first = (start_mm - _side(self._artwork.printed, self._axis)[0]) * self._px_per_mm
        place = min(max(0, round(first)), len(lengths) - 1)
        return int(lengths[place] / 255 / SHARE)

    @cached_property
    def _picture(self) -> Image.Image:
        """A small picture of the piece, turned so that its seams run down."""
        printed = self._artwork.printed
        width = max(1, round(math.sqrt(AREA_PX * printed.ratio)))
        height = max(1, round(width / printed.ratio))
        drawn = Raster(self._artwork, printed, width, height).image()
        return drawn if self._axis == "x" else drawn.transpose(Image.Transpose.TRANSPOSE)

    @property
    def _px_per_mm(self) -> float:
        first, last = _side(self._artwork.printed, self._axis)
        return self._picture.width / (last - first)

    def _profiles(self, reach_px: int) -> bytes:
        """For each column, how much (of 255) of it changes strongly within `reach_px` columns."""
        if reach_px not in self._known:
            most = least = self._picture
            for shift in range(1, reach_px + 1):
                moved = ImageChops.offset(self._picture, -shift, 0)
                most, least = ImageChops.lighter(most, moved), ImageChops.darker(least, moved)
            red, green, blue = ImageChops.subtract(most, least).split()
            apart = ImageChops.lighter(ImageChops.lighter(red, green), blue)
            strong = apart.point([0] * CONTRAST + [255] * (256 - CONTRAST))
            row = strong.resize((strong.width, 1), Image.Resampling.BOX)
            self._known[reach_px] = row.tobytes()
        return self._known[reach_px]

    @cached_property
    def _known(self) -> dict[int, bytes]:
        return {}


def _side(rect: Rect, axis: Axis) -> tuple[float, float]:
    return (rect.x, rect.right) if axis == "x" else (rect.y, rect.bottom)


def _spans(nodes: Iterable[Node], axis: Axis, owner: str = "") -> Iterator[Span]:
    """Every outline of slots and symbols: letters apart, so that a seam may pass between them."""
    for node in nodes:
        name = owner or (node.id if node.id.startswith(SLOT) or SYMBOLS.match(node.id) else "")
        if isinstance(node, Group):
            yield from _spans(node.children, axis, name)
        elif name:
            for box in _outlines(node):
                start_mm, end_mm = _side(box, axis)
                yield Span(start_mm, end_mm, name.removeprefix(SLOT), name.startswith(SLOT))


def _outlines(node: Node) -> Iterator[Rect]:
    if isinstance(node, Shape):
        boxes = (part.bounds for part in _parts(node.path))
        yield from (box for box in boxes if box is not None)
    elif node.bounds is not None:
        yield node.bounds


def _parts(path: Path) -> Iterator[Path]:
    """The outlines that a path consists of."""
    part: list[Step] = []
    for step in path.steps:
        if step[0] == "M" and part:
            yield Path(tuple(part))
            part = []
        part.append(step)
    yield Path(tuple(part))
