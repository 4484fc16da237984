"""Gradients as drawing programs write them: inherited by href, in box units, in percent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from poster.geometry import Affine, Rect
from poster.svg import css, xml
from poster.svg.nodes import Gradient, Stop

_LINE = {"x1": "0%", "y1": "0%", "x2": "100%", "y2": "0%"}
_CIRCLE = {"cx": "50%", "cy": "50%", "r": "50%"}
_HREFS = ("href", f"{{{xml.XLINK}}}href")


def read_gradient(
    element: xml.Element, by_id: Mapping[str, xml.Element], box: Rect | None
) -> Gradient:
    """The gradient in the drawing's own units; `box` is what it fills, for box units.

    Raises ValueError where it cannot be read or refers in a circle.
    """
    chain = _chain(element, by_id)
    attributes: dict[str, str] = {}
    for link in reversed(chain):
        attributes.update({str(key): str(value) for key, value in link.attrib.items()})
    is_line = xml.local_name(element) == "linearGradient"
    kind: Literal["linear", "radial"] = "linear" if is_line else "radial"
    stops = next((found for link in chain if (found := _stops(link))), ())
    if not stops:
        raise ValueError("no stops")
    in_box = attributes.get("gradientUnits", "objectBoundingBox") == "objectBoundingBox"
    transform = css.transform(attributes.get("gradientTransform", ""))
    if in_box:
        if box is None or box.width <= 0 or box.height <= 0:
            raise ValueError("box units on a shape without an area")
        transform = Affine.between(Rect(0, 0, 1, 1), box) @ transform
    numbers = _numbers(kind, attributes, in_box)
    return Gradient(kind, numbers, stops, transform, attributes.get("spreadMethod", "pad"))


def _chain(element: xml.Element, by_id: Mapping[str, xml.Element]) -> list[xml.Element]:
    chain = [element]
    while (
        href := next((chain[-1].get(key) for key in _HREFS if chain[-1].get(key)), None)
    ) is not None:
        target = by_id.get(href.removeprefix("#"))
        if target is None or target in chain:
            raise ValueError(f"refers to {href}")
        chain.append(target)
    return chain


def _numbers(kind: str, attributes: Mapping[str, str], in_box: bool) -> tuple[float, ...]:
    names = _LINE if kind == "linear" else _CIRCLE
    values = [_coordinate(attributes.get(name, names[name]), in_box) for name in names]
    if kind == "radial":
        if attributes.get("fr", "0").strip("%") not in ("0", "0.0"):
            raise ValueError("fr is not supported")
        focus = (attributes.get("fx"), attributes.get("fy"))
        values += [
            values[place] if text is None else _coordinate(text, in_box)
            for place, text in enumerate(focus)
        ]
    return tuple(values)


def _coordinate(text: str, in_box: bool) -> float:
    if text.endswith("%"):
        if not in_box:
            raise ValueError("percentages of the page are not supported; use plain numbers")
        return float(text[:-1]) / 100
    return css.length(text)


def _stops(element: xml.Element) -> tuple[Stop, ...]:
    stops: list[Stop] = []
    for child in element:
        if xml.local_name(child) != "stop":
            continue
        own = {str(key): str(value) for key, value in child.attrib.items()}
        own.update(css.declarations(child.get("style", "")))
        colour, alpha = css.colour(own.get("stop-color", "#000000"))
        offset = max(css.share(own.get("offset", "0")), stops[-1].offset if stops else 0.0)
        stops.append(Stop(offset, colour, alpha * css.share(own.get("stop-opacity", "1"))))
    return tuple(stops)
