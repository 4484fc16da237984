"""Flags and emblems: shared parts that a layout may place and must not change.

Their proportions and colours are given by law and guidance (the national flag: Hướng dẫn
3420/HD-BVHTTDL; the Party's: Quy định 99-QĐ/TW of 2023). So a part of these is drawn whole, upright
or turned, in its own colours: never stretched, mirrored, thinned, clipped, or cut by the trim.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from poster.fill.parts import MARK
from poster.geometry import Rect
from poster.svg import xml
from poster.svg.read import Reader
from poster.svg.style import Style

PROTECTED: Final = frozenset(
    {"parts/national-flag.svg", "parts/party-flag.svg", "parts/hammer-sickle.svg"}
)


def emblem_boxes(element: xml.Element, outer: Style, reader: Reader) -> tuple[Rect, ...]:
    """The boxes of the flags and emblems in a pinned element, in master units.

    What is done to them that must not be is a fault of the reader's.
    """
    return tuple(_boxes(element, outer, reader, element))


def _boxes(
    element: xml.Element, outer: Style, reader: Reader, pinned: xml.Element
) -> Iterator[Rect]:
    if not isinstance(element.tag, str):
        return
    if element.get(MARK) in PROTECTED:
        _check(element, outer, reader, pinned)
        node = reader.node(element, outer)
        if node is not None and node.bounds is not None:
            yield node.bounds
        return
    if xml.local_name(element) == "g":
        style, _ = reader.style(element, outer)
        for child in element:
            yield from _boxes(child, style, reader, pinned)


def _check(part: xml.Element, outer: Style, reader: Reader, pinned: xml.Element) -> None:
    name = part.get(MARK, "")
    if not outer.transform.is_similarity or outer.transform.determinant <= 0:
        reader.faults.add("emblem-stretched", pinned, part=name)
    for around in (part, *part.iterancestors()):
        _, own = reader.style(around, outer)
        if own.get("opacity", "1") not in ("1", "1.0"):
            reader.faults.add("emblem-recoloured", pinned, part=name)
        if own.get("clip-path", "none") != "none":
            reader.faults.add("emblem-cropped", pinned, part=name)
        if around is pinned:
            break
