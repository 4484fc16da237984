"""A draughtsman's pen: lines, measures with arrows and small lettering, in mm on the paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from poster.geometry import Edges, Rect
from poster.model import Side
from poster.press.lettering import Anchor, lettering, width_mm
from poster.svg import paths
from poster.svg.nodes import Node, Shape, Stroke
from poster.svg.paths import Point
from poster.typeset.fonts import Face
from poster.units import decimal

INK: Final = "#000000"
ACCENT: Final = "#da251d"
#: Greys of what is folded away, of what is hidden, and of help lines.
FOLDED: Final = "#e6e6e6"
HIDDEN: Final = "#cccccc"
HELP: Final = "#808080"
#: Scales that drawings are made to, 1 to so many.
SCALES: Final = (
    1, 2, 2.5, 4, 5, 7.5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 100, 125, 150, 200, 250, 300, 400,
    500, 750, 1000,
)  # fmt: skip
#: Weights of lines, mm: outlines, measures, help lines.
OUTLINE_MM: Final = 0.45
THIN_MM: Final = 0.15
#: Arrows and lettering of measures, mm.
ARROW_MM: Final = 1.7
LETTERS_MM: Final = 2.5
#: From a measure's line to the foot of its figures, mm.
FOOT_MM: Final = 0.7


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws with one face; numbers are written as `language` writes them."""

    face: Face
    language: str
    letters_mm: float = LETTERS_MM

    def number(self, value: float) -> str:
        """A length in mm, as people write it."""
        return decimal(round(value, 1), self.language)

    def text(
        self,
        words: str,
        x: float,
        y: float,
        *,
        anchor: Anchor = "middle",
        turned: float = 0.0,
        size_mm: float | None = None,
        colour: str = INK,
    ) -> Shape:
        """A line of lettering on the baseline through (x, y)."""
        size_mm = size_mm or self.letters_mm
        return lettering(
            words, self.face, size_mm, x, y, anchor=anchor, turned=turned, colour=colour
        )

    def width(self, words: str) -> float:
        """How wide a measure's figures are, mm."""
        return width_mm(words, self.face, self.letters_mm)

    # ------------------------------------------------------------ measures

    def across(self, x1: float, x2: float, y: float, words: str) -> Iterator[Node]:
        """A level measure from x1 to x2 with its figures above the line."""
        yield line((x1, y), (x2, y))
        yield from _arrows((x1, y), (x2, y), (1, 0))
        if self.width(words) <= x2 - x1 - 0.4:
            yield self.text(words, (x1 + x2) / 2, y - FOOT_MM)
        else:  # beside the measure, where there is room
            yield self.text(
                words, x2 + 2 * ARROW_MM + 0.6, y + self.letters_mm * 0.35, anchor="start"
            )

    def down(self, y1: float, y2: float, x: float, words: str) -> Iterator[Node]:
        """An upright measure from y1 to y2, read from the right, its figures left of the line."""
        yield line((x, y1), (x, y2))
        yield from _arrows((x, y1), (x, y2), (0, 1))
        if self.width(words) <= y2 - y1 - 0.4:
            yield self.text(words, x - FOOT_MM, (y1 + y2) / 2, turned=-90)
        else:
            place = y1 - 2 * ARROW_MM - 0.6
            yield self.text(words, x + self.letters_mm * 0.35, place, anchor="start", turned=-90)


def line(
    start: Point, end: Point, *, weight_mm: float = THIN_MM, colour: str = INK,
    dashes: tuple[float, ...] = (),
) -> Shape:  # fmt: skip
    """A straight line."""
    stroke = Stroke(colour, weight_mm, dashes=dashes)
    return Shape(paths.polygon((start, end), closed=False), stroke=stroke)


def frame(
    box: Rect, *, weight_mm: float = THIN_MM, fill: str | None = None, colour: str | None = INK,
    dashes: tuple[float, ...] = (),
) -> Shape:  # fmt: skip
    """A rectangle: its outline, and what fills it."""
    stroke = Stroke(colour, weight_mm, dashes=dashes) if colour else None
    return Shape(paths.rectangle(box), fill, stroke=stroke)


def _arrows(start: Point, end: Point, along: tuple[int, int]) -> Iterator[Node]:
    """Heads at both ends: inside the measure, or outside pointing in where it is too short."""
    length = abs(end[0] - start[0]) + abs(end[1] - start[1])
    inwards = 1 if length >= 2.5 * ARROW_MM else -1
    for point, sign in ((start, inwards), (end, -inwards)):
        yield Shape(paths.polygon(_head(point, sign, along)), INK)
        if inwards < 0:
            tail = tuple(
                at + 2 * ARROW_MM * sign * step for at, step in zip(point, along, strict=True)
            )
            yield line(point, (tail[0], tail[1]))


def _head(point: Point, sign: int, along: tuple[int, int]) -> Sequence[Point]:
    (x, y), (dx, dy), half = point, along, ARROW_MM / 6
    back = (x + dx * sign * ARROW_MM, y + dy * sign * ARROW_MM)
    return (
        point,
        (back[0] + dy * half, back[1] + dx * half),
        (back[0] - dy * half, back[1] - dx * half),
    )


def strip(trim: Rect, side: Side, depth_mm: float) -> Rect:
    """The strip of `trim` along one side."""
    keeps: dict[Side, Edges] = {
        "top": Edges(bottom=trim.height - depth_mm),
        "right": Edges(left=trim.width - depth_mm),
        "bottom": Edges(top=trim.height - depth_mm),
        "left": Edges(right=trim.width - depth_mm),
    }
    return trim.inset(keeps[side])


def inner_side(part: Rect, side: Side) -> tuple[Point, Point]:
    """The ends of the line where a strip `part` along `side` meets the rest."""
    top_left, top_right, bottom_right, bottom_left = part.corners
    lines = {
        "top": (bottom_left, bottom_right),
        "right": (top_left, bottom_left),
        "bottom": (top_left, top_right),
        "left": (top_right, bottom_right),
    }
    return lines[side]


def dots(points: Iterable[Point]) -> Iterator[Node]:
    """Marks where one gap of a chain ends and the next begins."""
    for x, y in points:
        yield Shape(paths.ellipse(x, y, 0.35, 0.35), INK)


def named(pen: Pen, part: Rect, words: str) -> Iterator[Node]:
    """The `words` in the middle of `part`, upright where it is higher than wide, on white paper."""
    upright = part.width < pen.width(words) < part.height
    drop = pen.letters_mm * 0.35
    x, y = (part.cx + drop, part.cy) if upright else (part.cx, part.cy + drop)
    shape = pen.text(words, x, y, turned=-90 if upright else 0)
    if shape.bounds is not None:
        yield frame(shape.bounds.outset(Edges.all(0.5)), fill="#ffffff", colour=None)
    yield shape
