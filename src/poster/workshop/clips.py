"""A clip of any kind as one path: several shapes, even-odd, nested, in units of a bounding box."""

from __future__ import annotations

import base64
import copy
import re
from collections.abc import Callable, Mapping
from typing import Final

from poster.errors import RequestError
from poster.geometry import Affine, Rect
from poster.svg import css, outlines, paths, xml
from poster.svg.artwork import reference
from poster.svg.faults import name_of
from poster.svg.linked import size_px
from poster.svg.paths import EMPTY, Path, number
from poster.workshop.bounds import bounds_of

#: Clips within clips.
MOST_NESTED: Final = 12
_SIDES: Final = ("x", "y", "width", "height")
_PLACE: Final = re.compile(r"x(Min|Mid|Max)Y(Min|Mid|Max)")
_SHARES: Final = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}


def clip_path(
    text: str, user: xml.Element, by_id: Mapping[str, xml.Element], depth: int = 0
) -> Path:
    """The one path, in the space of `user`, that a clip leaves open."""
    clip = by_id.get(reference(text) or "")
    if clip is None or xml.local_name(clip) != "clipPath":
        return EMPTY
    if depth > MOST_NESTED:
        raise RequestError("usvg-refused", file=name_of(clip), why="clips too deep")
    parts: list[tuple[Path, bool]] = []
    for child in clip.iter(f"{{{xml.SVG}}}path"):
        path, even_odd = paths.parse(child.get("d", "")), child.get("clip-rule") == "evenodd"
        if child.get("clip-path"):
            path = outlines.union([(path, even_odd)])
            even_odd = False
            path = outlines.intersection(
                path, clip_path(child.get("clip-path", ""), child, by_id, depth + 1)
            )
        affine = _between(child, clip)
        parts.append((path.transformed(affine), even_odd))
    plain = len(parts) == 1 and not parts[0][1]
    whole = parts[0][0] if plain else outlines.union(parts)
    if clip.get("clipPathUnits") == "objectBoundingBox":
        box = bounds_of(user, Affine(), by_id, strokes=False, own=False)
        if box is None or min(box.width, box.height) <= 0:
            return EMPTY
        whole = whole.transformed(Affine.between(Rect(0, 0, 1, 1), box))
    whole = whole.transformed(css.transform(clip.get("transform", "")))
    if clip.get("clip-path"):
        whole = outlines.intersection(
            whole, clip_path(clip.get("clip-path", ""), user, by_id, depth + 1)
        )
    return whole


def _between(child: xml.Element, clip: xml.Element) -> Affine:
    affine, at = Affine(), child
    while at is not clip:
        affine = css.transform(at.get("transform", "")) @ affine
        parent = at.getparent()
        assert parent is not None
        at = parent
    return affine


def framed(element: xml.Element, define: Callable[[Path], str]) -> xml.Element:
    """A picture that fills its frame and is cut by it, as a clip around the whole picture.

    `define` makes the id of a clip.
    """
    element = copy.deepcopy(element)
    frame = Rect(*(css.length(element.get(key, "0")) for key in _SIDES))
    across, down = size_px(base64.b64decode(element.get("href", "").partition(",")[2]))
    scale = max(frame.width / across, frame.height / down)
    place = _PLACE.match(element.get("preserveAspectRatio", ""))
    shares = [_SHARES[word] for word in (place.groups() if place else ("Mid", "Mid"))]
    width, height = across * scale, down * scale
    left = frame.x + (frame.width - width) * shares[0]
    top = frame.y + (frame.height - height) * shares[1]
    group = xml.svg_element("g", {"clip-path": f"url(#{define(paths.rectangle(frame))})"})
    if element.get("transform"):
        group.set("transform", str(xml.drop(element, "transform")))
    for key, value in zip(_SIDES, (left, top, width, height), strict=True):
        element.set(key, number(value))
    element.set("preserveAspectRatio", "none")
    group.append(element)
    return group
