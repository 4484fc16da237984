"""A way of breaking a text, measured: where its lines stand in their block, in em of its size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from poster.geometry import Rect
from poster.typeset.galley import Extent, Galley, Line

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Composition:
    """Lines of words, each at its `scale` of the size.

    `offsets` are the origins of the lines' glyphs from the left of the block, `drops` the least
    distances between the baselines.
    """

    lines: tuple[Line, ...]
    scales: tuple[float, ...]
    offsets: tuple[float, ...]
    width: float
    top: float
    bottom: float
    drops: tuple[float, ...]
    penalty: float
    couplet: bool = False

    @property
    def height(self) -> float:
        """From the highest to the lowest ink."""
        return self.top + sum(self.drops) + self.bottom

    def size(self, frame: Rect) -> float:
        """The largest size, in the frame's unit, at which the ink stays inside."""
        return min(frame.width / self.width, frame.height / self.height)


def composed(
    galley: Galley,
    lines: tuple[Line, ...],
    scales: tuple[float, ...],
    offsets: tuple[float, ...],
    drops: tuple[float, ...],
    penalty: float,
) -> Composition:
    """A composition with the extent of its ink."""
    extents = list(map(galley.extent, lines))
    return Composition(
        lines,
        scales,
        offsets,
        max(extent.width * scale for extent, scale in zip(extents, scales, strict=True)),
        extents[0].top * scales[0],
        max(0.0, extents[-1].bottom) * scales[-1],
        drops,
        penalty,
    )


def line_offsets(extents: Sequence[Extent], align: Align) -> tuple[float, ...]:
    """Where the origin of each line's glyphs lies from the left of the block.

    Optical margins are aligned as far as no ink leaves the width of the widest line.
    """
    width = max(extent.width for extent in extents)
    wanted = _WANTED[align](extents, width)
    return tuple(
        max(-extent.left, min(width - extent.right, offset))
        for extent, offset in zip(extents, wanted, strict=True)
    )


def _centred(extents: Sequence[Extent], width: float) -> list[float]:
    return [(width - extent.eye_left - extent.eye_right) / 2 for extent in extents]


def _ragged_right(extents: Sequence[Extent], width: float) -> list[float]:
    hung = max(extent.eye_left - extent.left for extent in extents)
    margin = min(hung, min(width - extent.right + extent.eye_left for extent in extents))
    return [margin - extent.eye_left for extent in extents]


def _ragged_left(extents: Sequence[Extent], width: float) -> list[float]:
    hung = max(extent.right - extent.eye_right for extent in extents)
    margin = max(width - hung, max(extent.eye_right - extent.left for extent in extents))
    return [margin - extent.eye_right for extent in extents]


_WANTED = {"left": _ragged_right, "center": _centred, "right": _ragged_left}
