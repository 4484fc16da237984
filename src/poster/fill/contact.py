"""Whether the ink of two shapes meets: boxes first, and outlines only where boxes meet.

Outlines are compared as lines that stray from their curves by less than anyone sees, so that no
engine for areas of paths is needed to make a piece.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from poster.geometry import Edges, Rect
from poster.svg.nodes import Shape
from poster.svg.paths import Path, Point, Step

#: Rounding of outlines and frames, mm: what shares less than this does not meet.
SLACK_MM: Final = 0.05
#: How far a line may stray from its curve, as a share of the contour's longer side.
STRAY: Final = 1 / 2_000

Line = tuple[Point, Point]


def meet(one: Rect, two: Rect, least: float = 0.0) -> bool:
    """Whether two boxes share more than `least`, across and down."""
    shared = one.intersect(two)
    return shared.width > least and shared.height > least


@dataclass(frozen=True)
class Contour:
    """One run of a path; `box` holds its points and handles."""

    steps: tuple[Step, ...]
    box: Rect
    closed: bool

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The contour as lines."""
        stray = max(SLACK_MM, STRAY * max(self.box.width, self.box.height))
        points = [self.steps[0][1][0]]
        for kind, given in self.steps[1:]:
            points += _flat(points[-1], given, stray) if kind == "C" else given
        return tuple(pairwise([*points, points[0]] if self.closed else points))


@dataclass(frozen=True)
class Ink:
    """The area that a shape fills, and the lines that it draws, in mm."""

    shape: Shape

    @cached_property
    def box(self) -> Rect | None:
        """A box around all points, handles and strokes, None where there is none."""
        box, stroke = _around(self.shape.path.steps), self.shape.stroke
        return box and box.outset(Edges.all(stroke.width / 2 if stroke else 0.0))

    @cached_property
    def contours(self) -> tuple[Contour, ...]:
        """The contours of the shape's path; what is filled is closed."""
        return tuple(_contours(self.shape.path, self.shape.fill is not None))

    def holds(self, point: Point) -> bool:
        """Whether `point` lies in what is filled."""
        if self.shape.fill is None:
            return False
        near = (one for one in self.contours if one.box.y <= point[1] <= one.box.bottom)
        turns = sum(_turns(line, point) for contour in near for line in contour.lines)
        return bool(turns % 2 if self.shape.fill_rule == "evenodd" else turns)


def touch(one: Ink, two: Ink) -> bool:
    """Whether the ink of two shapes meets by more than a rounding."""
    if one.box is None or two.box is None or not meet(one.box, two.box, SLACK_MM):
        return False
    near = [
        (first, second) for first in one.contours for second in two.contours
        if meet(first.box, second.box, SLACK_MM)
    ]  # fmt: skip
    return any(_cross(first, second) for first, second in near) or any(
        two.holds(first.lines[0][0]) or one.holds(second.lines[0][0]) for first, second in near
    )


def _contours(path: Path, filled: bool) -> Iterator[Contour]:
    starts = [at for at, (kind, _) in enumerate(path.steps) if kind == "M"]
    for start, end in pairwise([*starts, len(path.steps)]):
        run = path.steps[start:end]
        drawn = tuple(step for step in run if step[1])
        box = _around(drawn)
        if box is not None and len(drawn) > 1:
            yield Contour(drawn, box, filled or len(drawn) < len(run))


def _around(steps: tuple[Step, ...]) -> Rect | None:
    points = [point for _, given in steps for point in given]
    return Rect.around(points) if points else None


def _flat(start: Point, given: tuple[Point, ...], stray: float) -> Iterator[Point]:
    """Points of a cubic curve behind `start`."""
    a, b, c, d = (complex(*point) for point in (start, *given))
    bend = max(abs(a - 2 * b + c), abs(b - 2 * c + d))
    count = max(1, math.ceil(math.sqrt(0.75 * bend / stray)))  # Wang's bound for cubics
    for step in range(1, count + 1):
        t, s = step / count, 1 - step / count
        point = s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d
        yield (point.real, point.imag)


def _cross(one: Contour, two: Contour) -> bool:
    """Whether two contours share a point."""
    shared = one.box.intersect(two.box)
    first, second = ([line for line in each.lines if _enters(line, shared)] for each in (one, two))
    return any(_lines_cross(a, b) for a in first for b in second)


def _enters(line: Line, box: Rect) -> bool:
    (ax, ay), (bx, by) = line
    across = min(ax, bx) <= box.right and max(ax, bx) >= box.x
    return across and min(ay, by) <= box.bottom and max(ay, by) >= box.y


def _lines_cross(one: Line, two: Line) -> bool:
    (a, b), (c, d) = one, two
    apart = (
        max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0])
        or max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1])
    )  # fmt: skip
    return not apart and _side(a, b, c) * _side(a, b, d) <= 0 >= _side(c, d, a) * _side(c, d, b)


def _side(start: Point, end: Point, point: Point) -> float:
    """Above, on or below zero: on which side of a line a point lies."""
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])


def _turns(line: Line, point: Point) -> int:
    """What a line adds to how often its contour turns about `point`."""
    (ax, ay), (bx, by) = line
    if (ay <= point[1]) == (by <= point[1]):
        return 0
    side = _side((ax, ay), (bx, by), point)
    if ay <= point[1]:
        return 1 if side > 0 else 0
    return -1 if side < 0 else 0
