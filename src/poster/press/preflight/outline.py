"""Paths of a PDF page: built up operator by operator, boxed, and asked which points they cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from poster.geometry import Affine, Rect

#: Straight pieces that a curve is taken for when points are tried.
_PIECES: Final = 6

Point = tuple[float, float]


@dataclass(slots=True)
class Outline:
    """A path in the units in which it is drawn. `starts` are where subpaths begin in `numbers`."""

    numbers: list[float] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def add(self, operator: str, numbers: Sequence[float]) -> None:
        """Draw on with "m", "l", "c", "v", "y", "h" or "re"; a broken call draws nothing."""
        if len(numbers) != _COUNTS[operator]:
            return
        if operator == "re":
            x, y, width, height = numbers
            self.starts.append(len(self.numbers))
            self.numbers += (x, y, x + width, y, x + width, y + height, x, y + height)
            self.kinds += ("m", "l", "l", "l")
        elif operator == "m":
            self.starts.append(len(self.numbers))
            self.numbers += numbers
            self.kinds.append("m")
        elif operator != "h" and self.numbers:
            if operator == "v":
                self.numbers += self.numbers[-2:]
            self.numbers += numbers
            if operator == "y":
                self.numbers += numbers[-2:]
            self.kinds.append("l" if operator == "l" else "c")

    def box(self) -> Rect | None:
        """The smallest rectangle around all points, controls included; None of nothing."""
        if not self.numbers:
            return None
        xs, ys = self.numbers[::2], self.numbers[1::2]
        return Rect.from_sides(min(xs), min(ys), max(xs), max(ys))

    def part_boxes(self) -> list[Rect]:
        """The boxes of the subpaths."""
        ends = [*self.starts[1:], len(self.numbers)]
        parts = (self.numbers[start:end] for start, end in zip(self.starts, ends, strict=True))
        return [
            Rect.from_sides(min(part[::2]), min(part[1::2]), max(part[::2]), max(part[1::2]))
            for part in parts
            if part
        ]

    def polygons(self, matrix: Affine) -> list[list[Point]]:
        """The subpaths as corners on the page, curves in straight pieces."""
        polygons: list[list[Point]] = []
        numbers, at = self.numbers, 0
        for kind in self.kinds:
            count = 6 if kind == "c" else 2
            points = [
                matrix.apply(numbers[place], numbers[place + 1])
                for place in range(at, at + count, 2)
            ]
            at += count
            if kind == "m":
                polygons.append(points)
            elif kind == "l":
                polygons[-1] += points
            else:
                polygons[-1] += _bent(polygons[-1][-1], *points)
        return polygons


_COUNTS: Final = {"m": 2, "l": 2, "c": 6, "v": 4, "y": 4, "h": 0, "re": 4}


def _bent(start: Point, one: Point, two: Point, end: Point) -> list[Point]:
    points = []
    for step in range(1, _PIECES + 1):
        t = step / _PIECES
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        x = a * start[0] + b * one[0] + c * two[0] + d * end[0]
        y = a * start[1] + b * one[1] + c * two[1] + d * end[1]
        points.append((x, y))
    return points


def covers(polygons: Sequence[Sequence[Point]], point: Point, *, even_odd: bool = False) -> bool:
    """Whether `point` lies inside, by the winding rule of the fill."""
    x, y = point
    winding = crossings = 0
    for corners in polygons:
        x1, y1 = corners[-1]
        for x2, y2 in corners:
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                winding += 1 if y2 > y1 else -1
                crossings += 1
            x1, y1 = x2, y2
    return bool(crossings % 2) if even_odd else winding != 0
