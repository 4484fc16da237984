"""The ink of a piece's slots: where it stands, and where it runs into other ink."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from poster.errors import Finding, Severity
from poster.geometry import Rect
from poster.render.legible import shapes_of
from poster.svg.nodes import Node, Shape
from poster.svg.outlines import intersection

#: Rounding of outlines and frames, mm.
SLACK_MM: Final = 0.05


def letters_of(nodes: Sequence[Node]) -> Iterator[tuple[str, list[Shape]]]:
    """What is drawn in each slot, by its name; pictures have no letters."""
    for node in nodes:
        if node.id.startswith("slot-"):
            yield node.id[5:], shapes_of(node)


def around(shapes: Sequence[Shape]) -> Rect | None:
    """The smallest box that holds all shapes, None where there is none."""
    boxes = [box for shape in shapes if (box := shape.bounds) is not None]
    return Rect.around(corner for box in boxes for corner in box.corners) if boxes else None


def touching(texts: Iterable[str], letters: Mapping[str, list[Shape]]) -> Iterator[Finding]:
    """Lines of one of `texts` that touch, and slots whose `letters` run into each other."""
    for name in texts:
        lines = [shape for shape in letters.get(name, ()) if not shape.id.endswith("-emphasis")]
        if any(_touch(one, two) for one, two in combinations(lines, 2)):
            yield Finding("stress-lines", Severity.ERROR, name, params={"slot": name})
    for (one, first), (two, second) in combinations(letters.items(), 2):
        if any(_touch(a, b) for a in first for b in second):
            yield Finding("stress-overlap", Severity.ERROR, one, params={"slot": one, "other": two})


def _touch(one: Shape, two: Shape) -> bool:
    """Whether the ink of two shapes meets; boxes first, since outlines are slow."""
    first, second = one.bounds, two.bounds
    if first is None or second is None or not meet(first, second):
        return False
    shared = intersection(one.path, two.path).bounds
    return shared is not None and min(shared.width, shared.height) > SLACK_MM


def meet(one: Rect, two: Rect) -> bool:
    """Whether two boxes share more than a line."""
    shared = one.intersect(two)
    return shared.width > 0 and shared.height > 0
