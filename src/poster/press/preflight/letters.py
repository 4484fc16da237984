"""Which outlines are letters: type that became outlines has no name, but it stands in rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from poster.geometry import Rect

#: Fewer parts than this are a sign or an ornament.
_FEWEST: Final = 8
#: More are no line of type: a texture, a map.
_MOST: Final = 4000
#: The share of parts that must stand on one line, and how many widths there must be.
_ON_LINE: Final = 0.4
_WIDTHS: Final = 5
#: How far off a line a part may stand, as a share of the usual height: round letters overshoot.
_SLACK: Final = 0.08


def letter_height(parts: Sequence[Rect]) -> float | None:
    """The height of the capitals where `parts` (of one path) look like a line of type.

    None where they do not. In the units of the boxes; it does not matter which way is up.
    """
    solid = [part for part in parts if part.width > 0 and part.height > 0]
    if not _FEWEST <= len(solid) <= _MOST:
        return None
    usual = sorted(part.height for part in solid)[len(solid) // 2]
    row = _row(solid, usual)
    widths = {round(part.width / usual * 10) for part in row}
    length = max(part.right for part in solid) - min(part.x for part in solid)
    if len(row) < _ON_LINE * len(solid) or len(widths) < _WIDTHS or length < 4 * usual:
        return None
    heights = sorted(part.height for part in row)
    return heights[len(heights) * 4 // 5]


def _row(parts: Sequence[Rect], usual: float) -> list[Rect]:
    """The parts that share a foot (or a head), whichever line has more of them."""
    best: list[Rect] = []
    for edges in ([part.y for part in parts], [part.bottom for part in parts]):
        step = usual * _SLACK
        counts = Counter(round(edge / step) for edge in edges)
        line = max(counts, key=lambda key: counts[key - 1] + counts[key] + counts[key + 1])
        row = [
            part
            for part, edge in zip(parts, edges, strict=True)
            if abs(round(edge / step) - line) <= 1
        ]
        best = max(best, row, key=len)
    return best
