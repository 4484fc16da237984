"""How far an outline reaches: above and below its baseline column by column, and to its sides."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from poster.svg.paths import Path, Point

#: Columns in one em.
COLUMNS: Final = 16
#: The reach of a column without ink.
NOTHING: Final = -1e9

#: Optical margins: the band of height that the eye sees (em, upwards), the depth of a hollow that
#: it still sees, and how much of the mean depth a margin gives way by.
BAND: Final = (0.0, 0.7)
HOLLOW: Final = 0.15
GIVES_WAY: Final = 0.4

#: Column, reach above and reach below the baseline (em), for each column with ink.
Profile = tuple[tuple[int, float, float], ...]


def profile(path: Path) -> Profile:
    """For each column that an outline touches: reach above and below the baseline, in em."""
    reach: dict[int, tuple[float, float]] = {}
    for (x0, y0), (x1, y1) in flattened(path):
        low, high = sorted((y0, y1))
        for at in range(math.floor(min(x0, x1) * COLUMNS), math.floor(max(x0, x1) * COLUMNS) + 1):
            top, bottom = reach.get(at, (NOTHING, NOTHING))
            reach[at] = max(top, -low), max(bottom, high)
    return tuple((at, *reach[at]) for at in sorted(reach))


def insets(path: Path) -> tuple[float, float]:
    """How far inside the ink's box, in em, the eye sees an outline's left and right side.

    Nothing for H, a little for O, most for A, T and V.
    """
    rows: dict[int, tuple[float, float]] = {}
    for (x0, y0), (x1, y1) in flattened(path):
        left, right = sorted((x0, x1))
        lowest, highest = sorted((-y0 * COLUMNS, -y1 * COLUMNS))
        for row in range(math.floor(lowest), math.floor(highest) + 1):
            low, high = rows.get(row, (left, right))
            rows[row] = min(low, left), max(high, right)
    if not rows:
        return 0.0, 0.0
    band = range(round(BAND[0] * COLUMNS), round(BAND[1] * COLUMNS))
    first = min(low for low, _ in rows.values())
    last = max(high for _, high in rows.values())
    nothing = (first + HOLLOW, last - HOLLOW)
    seen = [rows.get(row, nothing) for row in band]
    left = sum(min(HOLLOW, low - first) for low, _ in seen) / len(seen)
    right = sum(min(HOLLOW, last - high) for _, high in seen) / len(seen)
    return GIVES_WAY * left, GIVES_WAY * right


def flattened(path: Path, pieces: int = 8) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of an outline; lines are cut too, so that no piece is wide."""
    start = at = (0.0, 0.0)
    for kind, points in path.steps:
        if kind == "M":
            start = at = points[0]
            continue
        control = points if kind != "Z" else (start,)
        previous = at
        for step in range(1, pieces + 1):
            point = _along(at, control, step / pieces)
            yield previous, point
            previous = point
        at = control[-1]


def _along(start: Point, control: Sequence[Point], t: float) -> Point:
    """The point at `t` of a line (one control point) or a cubic (three)."""
    if len(control) == 1:
        (x, y) = control[0]
        return start[0] + (x - start[0]) * t, start[1] + (y - start[1]) * t
    a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
    one, two, end = control
    return (
        a * start[0] + b * one[0] + c * two[0] + d * end[0],
        a * start[1] + b * one[1] + c * two[1] + d * end[1],
    )
