"""A master's art onto a sheet: moved and stretched by its pins, in the library's inks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from poster.errors import Finding, Severity
from poster.fill.master import Item
from poster.fill.pins import Placement
from poster.geometry import Affine, Rect
from poster.inks import InkTable
from poster.sheet import SIDE_TERMS
from poster.svg import paths
from poster.svg.nodes import Gradient, Group, Image, Node, Paint, Shape
from poster.svg.paths import Path

#: How far an emblem may lie outside the finished size, mm: a rounding.
TRIM_SLACK_MM: Final = 0.01


@dataclass
class Easel:
    """Places items for one sheet and gathers what is wrong (`faults`) or worth saying (`notes`)."""

    placement: Placement
    inks: InkTable
    faults: list[Finding] = field(default_factory=list)
    notes: dict[str, Finding] = field(default_factory=dict)

    def draw(self, item: Item) -> Node | None:
        """The item where its pin takes it, in mm; None where it draws nothing."""
        bounds = item.node.bounds
        if bounds is None:
            return None
        if item.unpinned:
            where = item.name
            self.notes[where] = Finding("layout-unpinned", Severity.WARNING, where)
        if item.pin.stretches:
            return self._in_inks(self._stretched(item))
        short = self.placement.short_of_bleed(item.pin, bounds)
        if short:
            params = {
                "sides": [SIDE_TERMS[side] for side, _ in short],
                "ratio": round(self.placement.trim.ratio, 2),
                "missing_mm": round(max(missing for _, missing in short), 1),
                "beyond": max(
                    math.ceil(self.placement.beyond(side, bounds) + missing / self.placement.scale)
                    for side, missing in short
                ),
            }
            self.faults.append(
                Finding("layout-short-of-bleed", Severity.ERROR, item.name, params=params)
            )
        affine = self.placement.affine(item.pin, bounds)
        for emblem in item.emblems:
            if not self.placement.trim.contains(affine.box(emblem), TRIM_SLACK_MM):
                self.faults.append(Finding("emblem-cut", Severity.ERROR, item.name))
        return self._in_inks(item.node.transformed(affine))

    def _stretched(self, item: Item) -> Node:
        """A rect or line with its sides moved apart; radii and strokes grow by the scale alone."""
        box = item.box or Rect(0, 0, 0, 0)  # a stretched item has one: read_master sees to it
        target = self.placement.stretched(item.pin, box)
        scale = self.placement.scale
        if min(box.width, box.height) <= 0:
            ends = [(target.x, target.y), (target.right, target.bottom)]
            outline = paths.polygon(ends, closed=False)
        else:
            outline = paths.rectangle(target, item.radii[0] * scale, item.radii[1] * scale)
        return _reshaped(item.node, outline, box, target, scale)

    def _in_inks(self, node: Node) -> Node:
        """Aliases of inks become the inks' own values; other colours are noted."""
        if isinstance(node, Group):
            return replace(node, children=tuple(self._in_inks(child) for child in node.children))
        if isinstance(node, Image):
            return node
        stroke = node.stroke
        return replace(
            node,
            fill=self._ink(node.fill, node.id),
            stroke=stroke and replace(stroke, paint=self._ink(stroke.paint, node.id)),
        )

    def _ink(self, paint: Paint, where: str) -> Paint:
        if isinstance(paint, Gradient):
            stops = tuple(
                replace(stop, colour=self._colour(stop.colour, where)) for stop in paint.stops
            )
            return replace(paint, stops=stops)
        return None if paint is None else self._colour(paint, where)

    def _colour(self, srgb: str, where: str) -> str:
        if self.inks.cmyk(self.inks.canonical(srgb)) is None:  # neither an ink nor its tint
            params = {"found": srgb}
            self.notes[srgb] = Finding("colour-not-ink", Severity.NOTE, where, srgb, params=params)
        return self.inks.canonical(srgb)


def _reshaped(node: Node, outline: Path, box: Rect, target: Rect, scale: float) -> Node:
    if isinstance(node, Group):  # a rect with an opacity of its own is a group of one
        children = tuple(_reshaped(child, outline, box, target, scale) for child in node.children)
        return replace(node, children=children)
    if isinstance(node, Image):
        return node.transformed(Affine.between(box, target))
    stroke = node.stroke
    if stroke is not None:
        stroke = replace(
            stroke,
            width=stroke.width * scale,
            paint=_mapped(stroke.paint, box, target),
            dashes=tuple(dash * scale for dash in stroke.dashes),
            dash_offset=stroke.dash_offset * scale,
        )
    return replace(node, path=outline, fill=_mapped(node.fill, box, target), stroke=stroke)


def _mapped(paint: Paint, box: Rect, target: Rect) -> Paint:
    """A gradient goes with the edges of what it fills."""
    if not isinstance(paint, Gradient) or box.width <= 0 or box.height <= 0:
        return paint
    return paint.transformed(Affine.between(box, target))


def fills(nodes: Iterable[Node], page: Rect) -> bool:
    """Whether opaque rectangles together cover `page`: a bleed without art prints white."""
    boxes = [
        box for shape in _opaque(nodes)
        if _is_rectangle(shape.path) and (box := shape.path.bounds) is not None
    ]  # fmt: skip
    xs = _cuts(
        [page.x, page.right, *(side for box in boxes for side in (box.x, box.right))],
        page.x,
        page.right,
    )
    ys = _cuts(
        [page.y, page.bottom, *(side for box in boxes for side in (box.y, box.bottom))],
        page.y,
        page.bottom,
    )
    return all(
        any(box.x <= x <= box.right and box.y <= y <= box.bottom for box in boxes)
        for x in xs for y in ys
    )  # fmt: skip


def _cuts(sides: Iterable[float], low: float, high: float) -> list[float]:
    """The middles between neighbouring sides inside low..high; gaps under a micrometre are none."""
    inside = sorted(side for side in sides if low <= side <= high)
    return [(a + b) / 2 for a, b in pairwise(inside) if b - a > 0.001]


def _opaque(nodes: Iterable[Node]) -> Iterator[Shape]:
    for node in nodes:
        if isinstance(node, Group):
            if node.opacity >= 1 and node.clip is None:
                yield from _opaque(node.children)
        elif isinstance(node, Shape) and node.fill_opacity >= 1 and _is_opaque(node.fill):
            yield node


def _is_opaque(paint: Paint) -> bool:
    if isinstance(paint, Gradient):
        return all(stop.opacity >= 1 for stop in paint.stops)
    return paint is not None


def _is_rectangle(path: Path) -> bool:
    corners = [points[0] for kind, points in path.steps if kind in "ML"]
    xs, ys = {round(x, 6) for x, _ in corners}, {round(y, 6) for _, y in corners}
    straight = all(kind != "C" for kind, _ in path.steps)
    return straight and len(corners) in (4, 5) and len(xs) == 2 and len(ys) == 2
