"""Rectangles, edges and affine maps. Lengths have no unit here; y grows downwards."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edges:
    """One length for each side of a rectangle."""

    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    left: float = 0.0

    @classmethod
    def all(cls, length: float) -> Edges:
        """The same length on all four sides."""
        return cls(length, length, length, length)


@dataclass(frozen=True, slots=True)
class Rect:
    """An axis-aligned rectangle, (x, y) being its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def from_sides(cls, left: float, top: float, right: float, bottom: float) -> Rect:
        """The rectangle between four sides."""
        return cls(left, top, right - left, bottom - top)

    @classmethod
    def around(cls, points: Iterable[tuple[float, float]]) -> Rect:
        """The smallest rectangle that holds all `points` (at least one)."""
        xs, ys = zip(*points, strict=True)
        return cls.from_sides(min(xs), min(ys), max(xs), max(ys))

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.height

    @property
    def cx(self) -> float:
        """The x of the middle."""
        return self.x + self.width / 2

    @property
    def cy(self) -> float:
        """The y of the middle."""
        return self.y + self.height / 2

    @property
    def ratio(self) -> float:
        """Width by height."""
        return self.width / self.height

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """The four corners, clockwise from the top left."""
        return (
            (self.x, self.y),
            (self.right, self.y),
            (self.right, self.bottom),
            (self.x, self.bottom),
        )

    def inset(self, edges: Edges) -> Rect:
        """Smaller by `edges` on each side (larger where they are negative)."""
        return Rect.from_sides(
            self.x + edges.left,
            self.y + edges.top,
            self.right - edges.right,
            self.bottom - edges.bottom,
        )

    def outset(self, edges: Edges) -> Rect:
        """Larger by `edges` on each side."""
        return self.inset(Edges(-edges.top, -edges.right, -edges.bottom, -edges.left))

    def union(self, other: Rect) -> Rect:
        """The smallest rectangle that holds both."""
        return Rect.around((*self.corners, *other.corners))

    def intersect(self, other: Rect) -> Rect:
        """What both cover; its width or height is negative where they do not meet."""
        return Rect.from_sides(
            max(self.x, other.x),
            max(self.y, other.y),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def contains(self, other: Rect, slack: float = 1e-6) -> bool:
        """Whether `other` lies inside, give or take `slack`."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def scaled(self, factor: float) -> Rect:
        """Every length times `factor`, about the origin."""
        return Rect(self.x * factor, self.y * factor, self.width * factor, self.height * factor)


@dataclass(frozen=True, slots=True)
class Affine:
    """The map (x, y) -> (a x + c y + e, b x + d y + f), as in SVG's `matrix(a b c d e f)`."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    @classmethod
    def translate(cls, x: float, y: float) -> Affine:
        """A shift."""
        return cls(e=x, f=y)

    @classmethod
    def scale(cls, x: float, y: float | None = None) -> Affine:
        """A scaling about the origin."""
        return cls(a=x, d=x if y is None else y)

    @classmethod
    def rotate(cls, degrees: float) -> Affine:
        """A turn about the origin, clockwise on a page whose y grows downwards."""
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        return cls(cos, sin, -sin, cos)

    @classmethod
    def between(cls, source: Rect, target: Rect) -> Affine:
        """The map without rotation that takes `source` to `target`."""
        x, y = target.width / source.width, target.height / source.height
        return cls(a=x, d=y, e=target.x - source.x * x, f=target.y - source.y * y)

    def __matmul__(self, inner: Affine) -> Affine:
        """First `inner`, then this one."""
        return Affine(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            self.a * inner.e + self.c * inner.f + self.e,
            self.b * inner.e + self.d * inner.f + self.f,
        )

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)

    def box(self, rect: Rect) -> Rect:
        """The smallest rectangle around the image of `rect`."""
        return Rect.around(self.apply(x, y) for x, y in rect.corners)

    @property
    def determinant(self) -> float:
        """How much areas grow; negative when the map mirrors, 0 when it flattens."""
        return self.a * self.d - self.b * self.c

    def inverse(self) -> Affine:
        """The map back. Raises ZeroDivisionError where this one flattens."""
        one = 1 / self.determinant
        a, b, c, d = self.d * one, -self.b * one, -self.c * one, self.a * one
        return Affine(a, b, c, d, -(a * self.e + c * self.f), -(b * self.e + d * self.f))

    @property
    def is_similarity(self) -> bool:
        """Whether shapes keep their proportions (circles stay circles)."""
        size = max(abs(self.a), abs(self.b), abs(self.c), abs(self.d), 1e-12)
        plain = abs(self.a - self.d) + abs(self.b + self.c)
        mirrored = abs(self.a + self.d) + abs(self.b - self.c)
        return min(plain, mirrored) <= 1e-6 * size

    @property
    def length_factor(self) -> float:
        """How much lengths grow, on average over directions."""
        return math.sqrt(abs(self.determinant))

    @property
    def numbers(self) -> tuple[float, float, float, float, float, float]:
        """The six numbers in SVG's order."""
        return (self.a, self.b, self.c, self.d, self.e, self.f)
