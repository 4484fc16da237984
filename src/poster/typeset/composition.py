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
        max(
            at + ink.right * scale for at, ink, scale in zip(offsets, extents, scales, strict=True)
        ),
        extents[0].top * scales[0],
        max(0.0, extents[-1].bottom) * scales[-1],
        drops,
        penalty,
    )


def line_offsets(extents: Sequence[Extent], align: Align) -> tuple[float, ...]:
    """Where the origin of each line's glyphs lies from the left of the block.

    Optical margins are aligned. Centred, no ink leaves the width of the widest line.
    """
    return _OFFSETS[align](extents)


def _centred(extents: Sequence[Extent]) -> tuple[float, ...]:
    width = max(extent.width for extent in extents)
    return tuple(
        max(-left, min(width - right, (width - eye_left - eye_right) / 2))
        for left, right, eye_left, eye_right, *_ in extents
    )


def _flush_left(extents: Sequence[Extent]) -> tuple[float, ...]:
    margin = max(extent.eye_left - extent.left for extent in extents)
    return tuple(margin - extent.eye_left for extent in extents)


def _flush_right(extents: Sequence[Extent]) -> tuple[float, ...]:
    margin = max(extent.eye_right - extent.left for extent in extents)
    return tuple(margin - extent.eye_right for extent in extents)


_OFFSETS = {"left": _flush_left, "center": _centred, "right": _flush_right}
