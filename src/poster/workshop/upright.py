"""Upright rectangles in a drawing, as paths or as what they are: only those may stretch."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from poster.geometry import Affine, Rect
from poster.svg import css, paths, xml
from poster.svg.cascade import computed, own_values
from poster.svg.paths import Path, number

SIDES: Final = ("x", "y", "width", "height")
#: No rectangle takes more to write: longer outlines are not read for it.
MOST_LETTERS: Final = 240


def rectangle(element: xml.Element) -> Rect | None:
    """The sharp-cornered rectangle that a path or rect is, in its own space."""
    if xml.local_name(element) == "rect":
        rounded = element.get("rx") or element.get("ry")
        return None if rounded else _of_rect(element)
    if xml.local_name(element) != "path":
        return None
    outline = element.get("d", "")
    return straight(paths.parse(outline)) if len(outline) <= MOST_LETTERS else None


def straight(path: Path) -> Rect | None:
    """The upright rectangle that a path is; Canva moves back to its start once more at the end."""
    match = re.fullmatch("(ML{3,4}Z?)M?", "".join(kind for kind, _ in path.steps))
    if match is None:
        return None
    points = [points[0] for _, points in path.steps[: len(match[1])] if points]
    xs, ys = {round(x, 4) for x, _ in points}, {round(y, 4) for _, y in points}
    if len(xs) != 2 or len(ys) != 2 or (len(points) == 5 and points[0] != points[4]):
        return None
    steps = list(pairwise(points))
    if any(a[0] != b[0] and a[1] != b[1] for a, b in steps):
        return None
    return Rect.from_sides(min(xs), min(ys), max(xs), max(ys))


def _of_rect(element: xml.Element) -> Rect:
    return Rect(*(css.length(element.get(key, "0")) for key in SIDES))


def is_upright(affine: Affine) -> bool:
    """Whether level lines stay level."""
    return abs(affine.b) + abs(affine.c) <= 1e-9 * abs(affine.a)


def may_stretch(element: xml.Element, affine: Affine) -> bool:
    """Whether the sides of `element`, drawn by `affine` (its own transform too), may move apart."""
    if not is_upright(affine) or "url(" in own_values(element).get("clip-path", ""):
        return False
    tag = xml.local_name(element)
    if tag == "line":
        ends = [css.length(element.get(key, "0")) for key in ("x1", "x2", "y1", "y2")]
        return ends[0] == ends[1] or ends[2] == ends[3]
    return tag == "rect" or (rectangle(element) is not None and _is_closed(element))


def _is_closed(path: xml.Element) -> bool:
    """Whether an outline runs all around; without an outline it does not matter."""
    return path.get("d", "").strip().lower().endswith("z") or computed(path, "stroke") in (
        "", "none",
    )  # fmt: skip


def as_rect(path: xml.Element) -> None:
    """A path that is an upright rectangle becomes one: only rects may stretch."""
    box = rectangle(path)
    if box is None or not _is_closed(path):
        return
    xml.drop(path, "d")
    path.tag = f"{{{xml.SVG}}}rect"
    for key in SIDES:
        path.set(key, number(getattr(box, key)))


def drawn_further(element: xml.Element, affine: Affine, page: Rect, reach: float) -> None:
    """Move the sides of a filled rectangle that lie on the page's edge out by `reach`.

    Nothing changes on the page itself, and no bleed stays white. An outline would show the change,
    so such a rectangle stays as it is, and so does one filled with anything but a plain colour.
    """
    box = rectangle(element) if xml.local_name(element) == "rect" else None
    if box is None or not is_upright(affine):
        return
    own = own_values(element)
    plain = computed(element, "fill", "#000000").startswith("#")
    if computed(element, "stroke", "none") != "none" or not plain or "clip-path" in own:
        return
    placed = affine.box(box)
    slack = 0.002 * max(page.width, page.height)
    grown = Rect.from_sides(
        min(placed.x, page.x - reach) if placed.x <= page.x + slack else placed.x,
        min(placed.y, page.y - reach) if placed.y <= page.y + slack else placed.y,
        max(placed.right, page.right + reach) if placed.right >= page.right - slack
        else placed.right,
        max(placed.bottom, page.bottom + reach) if placed.bottom >= page.bottom - slack
        else placed.bottom,
    )  # fmt: skip
    if grown != placed:
        own_box = affine.inverse().box(grown)
        for key in SIDES:
            element.set(key, number(getattr(own_box, key)))
