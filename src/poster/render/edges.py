"""Outlines as straight edges: whether two run side by side, and which way one winds. All in mm."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot
from typing import Final, NamedTuple

from poster.geometry import Edges, Rect
from poster.svg.paths import Path, Point, Step

#: Edges no farther apart run side by side, where they do so for more than twice that.
NEAR_MM: Final = 0.02
#: Lines that stand for a curve: of curves that are equal, or one the other backwards, the same.
CURVE_LINES: Final = 8
#: How near to the corners between two heights it is looked where an outline runs, as a share.
_BESIDE: Final = 0.02
#: Crossings of a height no farther apart than this are one.
_SAME_MM: Final = 1e-3


class Edge(NamedTuple):
    """A straight line from a to b."""

    ax: float
    ay: float
    bx: float
    by: float


def edges_of(path: Path) -> list[Edge]:
    """The outline of what `path` fills: curves as lines, and what is open closed."""
    edges: list[Edge] = []
    for start, steps in _contours(path):
        points = [start]
        for kind, step_points in steps:
            points += _on_curve(points[-1], step_points) if kind == "C" else step_points
        edges += [Edge(*a, *b) for a, b in pairwise([*points, start]) if a != b]
    return edges


def _contours(path: Path) -> Iterator[tuple[Point, list[Step]]]:
    """Where each part of a path starts, and its lines and curves."""
    start, steps = (0.0, 0.0), list[Step]()
    for step in path.steps:
        if step[0] == "M":
            if steps:
                yield start, steps
            start, steps = step[1][0], []
        elif step[0] == "Z":
            if steps:
                yield start, steps
            steps = []
        else:
            steps.append(step)
    if steps:
        yield start, steps


def _on_curve(start: Point, points: Sequence[Point]) -> Iterator[Point]:
    a, (b, c, d) = complex(*start), (complex(*point) for point in points)
    for number in range(1, CURVE_LINES):
        t, s = number / CURVE_LINES, 1 - number / CURVE_LINES
        point = s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d
        yield point.real, point.imag
    yield d.real, d.imag


def backwards(path: Path) -> Path:
    """What fills the same and winds the other way; all of its parts are closed."""
    turned: list[Step] = []
    for start, steps in _contours(path):
        turned.append(("M", steps[-1][1][-1:]))
        ends = [start, *(points[-1] for _, points in steps)]
        for (kind, points), end in zip(reversed(steps), reversed(ends[:-1]), strict=True):
            turned.append((kind, (*reversed(points[:-1]), end)))
        turned.append(("Z", ()))
    return Path(tuple(turned))


# ---------------------------------------------------------------- side by side


def touch(one: Rect, other: Rect, slack: float = NEAR_MM) -> bool:
    """Whether two boxes meet, or come as near as `slack`."""
    return (
        one.x <= other.right + slack
        and other.x <= one.right + slack
        and one.y <= other.bottom + slack
        and other.y <= one.bottom + slack
    )


def common_box(one: Rect, other: Rect) -> Rect:
    """Where two boxes that touch lie on one another, and a little more."""
    return one.intersect(other).outset(Edges.all(NEAR_MM))


def overlap(one: Rect, other: Rect) -> bool:
    """Whether two boxes lie on one another, and do not only touch."""
    return touch(one, other, -NEAR_MM)


def abut(one: Sequence[Edge], other: Sequence[Edge], common: Rect) -> bool:
    """Whether an edge of `one` and an edge of `other` run side by side in the box `common`."""
    ranked = sorted(_within(other, common), key=_top)
    if not ranked:
        return False
    tops = [_top(edge) for edge in ranked]
    tallest = max(abs(edge.by - edge.ay) for edge in ranked)
    return any(
        _run_alongside(edge, beside)
        for edge in _within(one, common)
        for beside in ranked[
            bisect_left(tops, _top(edge) - tallest - NEAR_MM) : bisect_right(
                tops, max(edge.ay, edge.by) + NEAR_MM
            )
        ]
    )


def _within(edges: Sequence[Edge], box: Rect) -> list[Edge]:
    left, top, right, bottom = box.x, box.y, box.right, box.bottom
    return [
        edge for edge in edges
        if (edge.ax >= left or edge.bx >= left) and (edge.ax <= right or edge.bx <= right)
        and (edge.ay >= top or edge.by >= top) and (edge.ay <= bottom or edge.by <= bottom)
    ]  # fmt: skip


def _top(edge: Edge) -> float:
    return min(edge.ay, edge.by)


def _run_alongside(one: Edge, other: Edge) -> bool:
    if (
        max(other.ay, other.by) < min(one.ay, one.by) - NEAR_MM
        or max(other.ax, other.bx) < min(one.ax, one.bx) - NEAR_MM
        or min(other.ax, other.bx) > max(one.ax, one.bx) + NEAR_MM
    ):
        return False
    dx, dy = one.bx - one.ax, one.by - one.ay
    length = hypot(dx, dy)
    # Along the first edge, and away from it.
    along = [((x - one.ax) * dx + (y - one.ay) * dy) / length for x, y in (other[:2], other[2:])]
    away = [((y - one.ay) * dx - (x - one.ax) * dy) / length for x, y in (other[:2], other[2:])]
    begin, end = max(0.0, min(along)), min(length, max(along))
    if end - begin <= 2 * NEAR_MM:
        return False
    slope = (away[1] - away[0]) / (along[1] - along[0])
    return all(abs(away[0] + (at - along[0]) * slope) <= NEAR_MM for at in (begin, end))


# ---------------------------------------------------------------- winding


def windings(edges: Sequence[Edge]) -> tuple[int, int]:
    """The least and the most number of times that an outline winds about any place, 0 included.

    It is looked for just below and just above every corner, where all places of an outline show
    that are bounded by corners; a place between three crossings alone is not seen.
    """
    heights = sorted({round(y, 3) for edge in edges for y in (edge.ay, edge.by)})
    levels = [
        level
        for top, bottom in pairwise(heights)
        for level in (top + _BESIDE * (bottom - top), bottom - _BESIDE * (bottom - top))
    ]
    crossed: list[list[tuple[float, int]]] = [[] for _ in levels]
    for ax, ay, bx, by in edges:
        down = 1 if by > ay else -1
        for number in range(bisect_left(levels, min(ay, by)), bisect_left(levels, max(ay, by))):
            x = ax + (levels[number] - ay) * (bx - ax) / (by - ay)
            crossed[number].append((x, down))
    found = {wound for crossings in crossed for wound in _wound(crossings)}
    return min(found, default=0), max(found, default=0)


def _wound(crossings: list[tuple[float, int]]) -> Iterator[int]:
    """How often the outline winds about the places between crossings of one height."""
    wound, last = 0, 0.0
    for x, down in sorted(crossings):
        if x > last + _SAME_MM or not wound:
            yield wound
        wound, last = wound + down, x
    yield wound
