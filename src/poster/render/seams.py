"""Shapes of one paint that abut are drawn in one go: else the ground shows through the joint.

Where a pixel is covered in part by one shape and for the rest by the next, an engine that softens
edges lets some of the ground through; a viewer of PDF does so, too, at every size. Of the parts of
one path it adds up what they cover. So shapes that share an edge become parts of one path, all
winding the same way, and the nonzero rule fills what any of them fills.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from poster.geometry import Rect
from poster.render.boxes import box_of
from poster.render.edges import (
    NEAR_MM,
    Edge,
    abut,
    backwards,
    common_box,
    edges_of,
    overlap,
    touch,
    windings,
)  # fmt: skip
from poster.svg import xml
from poster.svg.artwork import reference
from poster.svg.paths import EMPTY, Path, parse


@lru_cache(maxsize=2)  # one piece is drawn several times: by threads, for plates, for a PDF
def joined(svg: bytes) -> bytes:
    """The artwork `svg`, its shapes of one opaque paint that share an edge parts of one path.

    One of the two moves in the order of drawing. Where that would put it above or below something
    that it was not, both stay what they are.
    """
    root = xml.parse(svg, "artwork")
    gradients = _opaque_gradients(root)
    changed = [_join_layer(_Layer(drawn), gradients) for drawn in _layers(root)]
    return xml.serialise(root) if any(changed) else svg


class _Layer:
    """Elements that are drawn one on another, each at its place, and the boxes of what is there."""

    def __init__(self, drawn: Sequence[xml.Element]) -> None:
        self.drawn = drawn
        self._boxes: dict[int, list[Rect]] = {}

    def boxes_at(self, place: int) -> list[Rect]:
        """The boxes of what is drawn at a place by now."""
        if place not in self._boxes:
            box = box_of(self.drawn[place])
            self._boxes[place] = [] if box is None else [box]
        return self._boxes[place]

    def draw(self, together: _Together) -> None:
        """Draw shapes that were joined at their place, and at no other."""
        for shape in together.shapes:
            self._boxes[shape.place] = []
            shape.element.set("d", "")
        steps = [step for shape in together.shapes for step in (shape.turned or EMPTY).steps]
        element = self.drawn[together.place]
        element.set("d", Path(tuple(steps)).d)
        xml.drop(element, "fill-rule")
        self._boxes[together.place] = [shape.box for shape in together.shapes]


def _join_layer(layer: _Layer, gradients: frozenset[str]) -> bool:
    """Join shapes of a layer, one paint after the other; says whether there were any."""
    places: dict[str, list[int]] = {}
    for place, element in enumerate(layer.drawn):
        if _is_opaque(element, gradients):
            places.setdefault(element.get("fill", ""), []).append(place)
    joins = 0
    for same in (same for same in places.values() if len(same) > 1):
        shapes = [
            _Shape(place, layer.drawn[place], box)
            for place in same
            for box in layer.boxes_at(place)
        ]
        others = sorted({*range(len(layer.drawn))}.difference(same))
        for together in _joined(shapes, others, layer):
            layer.draw(together)
            joins += 1
    return joins > 0


def _opaque_gradients(root: xml.Element) -> frozenset[str]:
    """What `fill` says of gradients all of whose colours are opaque."""
    return frozenset(
        f"url(#{element.get('id')})"
        for element in xml.in_document_order(root)
        if xml.local_name(element).endswith("Gradient")
        and len(element)
        and all(float(stop.get("stop-opacity", "1")) == 1 for stop in element)
    )


def _layers(root: xml.Element) -> Iterator[list[xml.Element]]:
    """What is drawn on one another: of the page, and of each group that is cut or thinned."""
    waiting = [root]
    while waiting:
        drawn = list(_drawn(waiting.pop()))
        waiting += [element for element in drawn if xml.local_name(element) == "g"]
        yield drawn


def _drawn(group: xml.Element) -> Iterator[xml.Element]:
    """Paths, pictures, and groups that are drawn as one; plain groups are looked into."""
    stack = [iter(group)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif xml.local_name(element) == "g" and _is_plain(element):
            stack.append(iter(element))
        elif xml.local_name(element) != "defs":
            yield element


def _is_plain(group: xml.Element) -> bool:
    return "clip-path" not in group.attrib and float(group.get("opacity", "1")) == 1


def _is_opaque(element: xml.Element, gradients: frozenset[str]) -> bool:
    """Whether an element is a shape without a line round it that hides all below."""
    paint = element.get("fill", "none")
    return (
        xml.local_name(element) == "path"
        and (paint in gradients if reference(paint) else paint != "none")
        and float(element.get("fill-opacity", "1")) == 1
        and element.get("stroke", "none") == "none"
    )


# ---------------------------------------------------------------- shapes of one paint


@dataclass(eq=False)
class _Shape:
    """A path that may be joined, its place in its layer, and the box around it."""

    place: int
    element: xml.Element
    box: Rect

    @cached_property
    def edges(self) -> list[Edge]:
        return edges_of(parse(self.element.get("d", "")))

    @cached_property
    def turned(self) -> Path | None:
        """Its path, winding about all that it fills in one way; None where it winds both ways."""
        least, most = windings(self.edges)
        if least < 0 < most or (self.element.get("fill-rule") == "evenodd" and most - least > 1):
            return None
        path = parse(self.element.get("d", ""))
        return path if least == 0 else backwards(path)


@dataclass(eq=False)
class _Together:
    """Shapes that are drawn as one path, and where: their place, and the box around all."""

    place: int
    shapes: list[_Shape]
    box: Rect


def _joined(shapes: Sequence[_Shape], others: Sequence[int], layer: _Layer) -> Iterator[_Together]:
    """What abuts among shapes of one paint, together; `others` are the places of other paint."""
    homes = {shape: _Together(shape.place, [shape], shape.box) for shape in shapes}
    for shape, earlier in zip(shapes, _touching(shapes), strict=True):
        for before in earlier:
            if homes[shape] is homes[before] or not _may_join(shape, before):
                continue
            first, last = sorted((homes[shape], homes[before]), key=lambda home: home.place)
            between = others[bisect(others, first.place) : bisect(others, last.place)]
            boxes = [box for place in between for box in layer.boxes_at(place)]
            if not _meets(last, boxes):
                place = first.place
            elif not _meets(first, boxes):
                place = last.place
            else:
                continue
            kept, gone = sorted((first, last), key=lambda home: -len(home.shapes))
            kept.place, kept.shapes = place, kept.shapes + gone.shapes
            kept.box = kept.box.union(gone.box)
            homes.update(dict.fromkeys(gone.shapes, kept))
    yield from (home for home in dict.fromkeys(homes.values()) if len(home.shapes) > 1)


def _meets(together: _Together, boxes: Sequence[Rect]) -> bool:
    near = [box for box in boxes if overlap(together.box, box)]
    return any(overlap(shape.box, box) for box in near for shape in together.shapes)


def _touching(shapes: Sequence[_Shape]) -> list[list[_Shape]]:
    """For each shape those before it whose boxes touch its own."""
    earlier: list[list[int]] = [[] for _ in shapes]
    near: list[int] = []
    for number in sorted(range(len(shapes)), key=lambda number: shapes[number].box.x):
        box = shapes[number].box
        near = [other for other in near if shapes[other].box.right + NEAR_MM >= box.x]
        for other in near:
            if touch(box, shapes[other].box):
                earlier[max(number, other)].append(min(number, other))
        near.append(number)
    return [[shapes[number] for number in sorted(numbers)] for numbers in earlier]


def _may_join(shape: _Shape, before: _Shape) -> bool:
    """Whether two shapes share an edge, and may become one path."""
    common = common_box(shape.box, before.box)
    if not abut(shape.edges, before.edges, common):
        return False
    return shape.turned is not None and before.turned is not None
