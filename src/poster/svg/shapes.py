"""The basic shapes of SVG as paths, in the units of the drawing.

Each raises ValueError or IndexError where its attributes cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from poster.geometry import Rect
from poster.svg import css, paths, xml
from poster.svg.paths import Path

#: Path data that is kept once it is read, and its letters at most (80 MB of paths in all): the same
#: parts are drawn in master after master, and again each time that a designer saves one.
KEPT: Final = 512
KEPT_LETTERS: Final = 16_000


def _value(element: xml.Element, key: str, default: str = "0") -> float:
    return css.length(element.get(key, default))


def _rect(element: xml.Element) -> Path:
    box = Rect(*(_value(element, key) for key in ("x", "y", "width", "height")))
    if box.width <= 0 or box.height <= 0:
        return paths.EMPTY
    return paths.rectangle(box, *corner_radii(element))


def corner_radii(element: xml.Element) -> tuple[float, float]:
    """The radii of a rect's corners; one that is not given is like the other."""
    return _radii(element)


def _radii(element: xml.Element) -> tuple[float, float]:
    """Both radii; one that is not given, is "auto" or is negative is like the other."""
    given = [_radius(element.get(key, "auto")) for key in ("rx", "ry")]
    x, y = given[0] if given[0] is not None else given[1], given[1]
    return (x or 0.0, (y if y is not None else x) or 0.0)


def _radius(text: str) -> float | None:
    value = -1.0 if text == "auto" else css.length(text)
    return value if value >= 0 else None


def _circle(element: xml.Element) -> Path:
    radius = _value(element, "r")
    centre = (_value(element, "cx"), _value(element, "cy"))
    return paths.ellipse(*centre, radius, radius) if radius > 0 else paths.EMPTY


def _ellipse(element: xml.Element) -> Path:
    cx, cy = (_value(element, key) for key in ("cx", "cy"))
    rx, ry = _radii(element)
    return paths.ellipse(cx, cy, rx, ry) if rx > 0 and ry > 0 else paths.EMPTY


def _line(element: xml.Element) -> Path:
    x1, y1, x2, y2 = (_value(element, key) for key in ("x1", "y1", "x2", "y2"))
    return paths.polygon([(x1, y1), (x2, y2)], closed=False)


def _path(element: xml.Element) -> Path:
    data = element.get("d", "")
    return _kept(data) if len(data) <= KEPT_LETTERS else paths.parse(data)


@lru_cache(maxsize=KEPT)
def _kept(data: str) -> Path:
    return paths.parse(data)


def _points(element: xml.Element) -> list[tuple[float, float]]:
    values = css.numbers(element.get("points", ""))
    return list(zip(values[::2], values[1::2], strict=True))


#: What reads each element that draws a shape.
OUTLINES: Final[Mapping[str, Callable[[xml.Element], Path]]] = {
    "path": _path,
    "rect": _rect,
    "circle": _circle,
    "ellipse": _ellipse,
    "line": _line,
    "polyline": lambda element: paths.polygon(_points(element), closed=False),
    "polygon": lambda element: paths.polygon(_points(element)),
}
