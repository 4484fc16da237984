"""Where the elements of an artwork lie, in mm: found fast, and never too small."""

from __future__ import annotations

import re
from typing import Final

from poster.geometry import Affine, Edges, Rect
from poster.render.tracing import is_traceable
from poster.svg import xml
from poster.svg.paths import parse

#: How far the corner of a square cap lies from the end of its line, in halves of the line's width.
_CAP: Final = 1.5

_LETTERS = re.compile(r"[MLCZ,]")


def matrix(text: str | None) -> Affine:
    """The map that a transform of an artwork stands for: one "matrix(…)", or none."""
    if text is None:
        return Affine()
    return Affine(*map(float, text.removeprefix("matrix(").rstrip(")").replace(",", " ").split()))


def box_of(element: xml.Element) -> Rect | None:
    """A box that holds all that `element` draws; None where it draws nothing."""
    if xml.local_name(element) == "g":
        boxes = [box for child in element if (box := box_of(child)) is not None]
        return Rect.around(corner for box in boxes for corner in box.corners) if boxes else None
    if xml.local_name(element) == "image":
        x, y, width, height = (
            float(element.get(key, "0")) for key in ("x", "y", "width", "height")
        )
        return matrix(element.get("transform")).box(Rect(x, y, width, height))
    outline = _around(element.get("d", ""))
    if outline is None or element.get("stroke", "none") == "none":
        return outline
    half = float(element.get("stroke-width", "1")) / 2
    reach = half * max(_CAP, float(element.get("stroke-miterlimit", "4")))
    return outline.outset(Edges.all(reach))


def _around(data: str) -> Rect | None:
    """The box around all points of a path, also those beside its curves."""
    if not is_traceable(data):
        return parse(data).bounds
    numbers = list(map(float, _LETTERS.sub(" ", data).split()))
    return Rect.around(zip(numbers[::2], numbers[1::2], strict=True)) if numbers else None
