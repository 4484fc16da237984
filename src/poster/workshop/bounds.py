"""About where elements of a normalised drawing paint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from poster.geometry import Affine, Rect
from poster.svg import css, xml
from poster.svg.artwork import reference
from poster.svg.shapes import OUTLINES

#: How far a filter reaches where it does not say: half as much again on each side.
_FILTER_REACH: Final = 0.5


def bounds_of(
    element: xml.Element,
    outer: Affine,
    by_id: Mapping[str, xml.Element],
    *,
    strokes: bool = True,
    own: bool = True,
) -> Rect | None:
    """About where `element` paints, generously; without strokes exactly its object bounding box.

    `own` says whether its own transform counts.
    """
    inner = outer @ css.transform(element.get("transform", "")) if own else outer
    boxes = list(_boxes(element, inner, by_id, strokes))
    if not boxes:
        return None
    box = Rect.around(corner for found in boxes for corner in found.corners)
    return _filtered(element, box, by_id, inner) if strokes else box


def _boxes(
    element: xml.Element, inner: Affine, by_id: Mapping[str, xml.Element], strokes: bool
) -> Iterator[Rect]:
    tag = xml.local_name(element)
    if tag in OUTLINES:
        box = OUTLINES[tag](element).bounds
        if box is not None:
            half = _half_stroke(element) if strokes else 0.0
            yield inner.box(
                Rect.from_sides(box.x - half, box.y - half, box.right + half, box.bottom + half)
            )
    elif tag == "image":
        yield inner.box(
            Rect(*(css.length(element.get(key, "0")) for key in ("x", "y", "width", "height")))
        )
    elif tag == "g":
        for child in element:
            box = bounds_of(child, inner, by_id, strokes=strokes)
            if box is not None:
                yield box


def _half_stroke(element: xml.Element) -> float:
    if element.get("stroke", "none") == "none":
        return 0.0
    mitred = element.get("stroke-linejoin", "miter") == "miter"
    reach = float(element.get("stroke-miterlimit", "4")) if mitred else 1.5
    return css.length(element.get("stroke-width", "1")) / 2 * reach


def _filtered(
    element: xml.Element, box: Rect, by_id: Mapping[str, xml.Element], inner: Affine
) -> Rect:
    """The box that a filter may paint: its own region, else well around what it is put on."""
    name = reference(element.get("filter", ""))
    if name is None:
        return box
    target = by_id.get(name)
    if target is not None and target.get("filterUnits") == "userSpaceOnUse":
        sides = [css.length(target.get(key, "0")) for key in ("x", "y", "width", "height")]
        return inner.box(Rect(*sides))
    return Rect(
        box.x - box.width * _FILTER_REACH, box.y - box.height * _FILTER_REACH,
        box.width * (1 + 2 * _FILTER_REACH), box.height * (1 + 2 * _FILTER_REACH),
    )  # fmt: skip
