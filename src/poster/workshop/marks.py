"""Slots, pins and texts of the original marked, so that they are found again after normalising.

usvg keeps ids and drops everything else that a designer may have marked with. So each slot becomes
a plain black shape with the id `slot-<name>`, and each pinned element gets an id.
"""

from __future__ import annotations

import copy
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from poster.errors import Finding, RequestError, Severity
from poster.fill.slots import slot_name
from poster.geometry import Rect
from poster.svg import shapes, xml
from poster.svg.cascade import own_values
from poster.svg.faults import name_of
from poster.svg.paths import number
from poster.workshop.page import note
from poster.workshop.texts import TextFound

#: What a marked frame keeps of its element.
_GEOMETRY: Final = (
    "x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "d", "points", "x1", "y1", "x2", "y2",
    "transform",
)  # fmt: skip
_KEPT: Final = ("data-align", "data-valign", "data-cap-of", "data-if", "data-turn")
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,40}")
#: Names by which a slot without words is known to be a picture or a code.
PICTURES: Final = ("photo", "image", "anh", "hinh", "logo")
CODES: Final = ("qr", "ma-qr")


@dataclass
class Marks:
    """What was marked, by name of the slot or id of the element."""

    slots: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    pins: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def mark(root: xml.Element, asked: Mapping[str, str]) -> Marks:
    """Mark every slot and pin below `root`. `asked` are further slots: id of an element -> name.

    Raises RequestError `import-slot-unknown` where an id asked for is not there.
    """
    marks = Marks()
    _name(root, asked)
    for element in list(xml.in_document_order(root)):
        name = _slot(element)
        if name is not None:
            _frame(element, name, marks)
        elif element.get("data-pin") or element.get("data-if"):
            _keep(element, marks)
    return marks


def mark_text(text: TextFound, name: str, marks: Marks) -> None:
    """Put a frame in the place of a text."""
    marker = xml.svg_element("rect", {})
    for key, value in zip(("x", "y", "width", "height"), _numbers(text.box), strict=True):
        marker.set(key, value)
    if text.element.get("transform"):
        marker.set("transform", str(text.element.get("transform")))
    align = {"middle": "center", "end": "right"}.get(text.anchor, "left")
    marks.attributes.setdefault(name, {}).update({"data-align": align, "data-text": "yes"})
    _put(text.element, marker, name, marks)


def has_words(slot: str, attributes: Mapping[str, str]) -> bool:
    """Whether a slot takes words, as its name and its element in the drawing tell."""
    return slot not in (*CODES, *PICTURES) and not attributes.get("data-was")


def may_grow(slot: str) -> bool:
    """Whether a larger frame serves a slot: words and photos, no codes and no logos."""
    return slot not in (*CODES, "logo")


def _numbers(box: Rect) -> tuple[str, ...]:
    return tuple(number(value) for value in (box.x, box.y, box.width, box.height))


def _name(root: xml.Element, asked: Mapping[str, str]) -> None:
    by_id = {e.get("id", ""): e for e in xml.in_document_order(root) if e.get("id")}
    for identifier, name in asked.items():
        if identifier not in by_id:
            near = difflib.get_close_matches(identifier, by_id, 3, 0.4) or sorted(by_id)[:8]
            raise RequestError("import-slot-unknown", given=f"#{identifier}", nearest=near)
        if not _NAME.fullmatch(name):
            raise RequestError("import-slot-name", given=name)
        by_id[identifier].set("data-slot", name)


def _slot(element: xml.Element) -> str | None:
    """The slot by data-slot, id or label; Illustrator keeps a layer's own name as data-name."""
    name = slot_name(element)
    if name is None and (label := element.get("data-name", "")):
        probe = xml.svg_element("g", {"id": label.strip().replace(" ", "-")})
        name = slot_name(probe)
    return name


def _frame(element: xml.Element, name: str, marks: Marks) -> None:
    tag = xml.local_name(element)
    marker = _outline(element)
    if tag == "g":
        marker = xml.svg_element("g", {})
        if element.get("transform"):
            marker.set("transform", str(element.get("transform")))
        for child in element.iterdescendants():
            if isinstance(child.tag, str) and (shape := _outline(child)) is not None:
                marker.append(shape)
    if tag in ("text", "flowRoot"):
        return  # placed with the other texts, under its own name
    if marker is None or (tag == "g" and not len(marker)):
        marks.findings.append(note("layout-frame", name_of(element), Severity.ERROR, slot=name))
        return
    marks.attributes.setdefault(name, {}).update(
        {key: str(element.get(key)) for key in _KEPT if element.get(key)}
    )
    if element.get("data-pin"):
        marks.attributes[name]["data-pin"] = str(element.get("data-pin"))
    if tag in ("image", "use"):
        marks.attributes[name]["data-was"] = tag
    _put(element, marker, name, marks)


def _outline(element: xml.Element) -> xml.Element | None:
    tag = xml.local_name(element)
    if tag not in shapes.OUTLINES and tag != "image":
        return None
    kept = {key: str(element.get(key)) for key in _GEOMETRY if element.get(key) is not None}
    return xml.svg_element("rect" if tag == "image" else tag, kept)


def _put(element: xml.Element, marker: xml.Element, name: str, marks: Marks) -> None:
    marks.slots.setdefault(name, name_of(element))
    marker.set("id", f"slot-{name}")
    marker.set("style", "fill: #000000; stroke: none; fill-opacity: 1; display: inline")
    marker.tail = element.tail
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, marker)


def _keep(element: xml.Element, marks: Marks) -> None:
    identifier = element.get("id") or f"art-{element.sourceline or 0}-{len(marks.pins)}"
    element.set("id", identifier)
    kept = {key: str(element.get(key)) for key in ("data-pin", "data-if") if element.get(key)}
    marks.attributes[f"#{identifier}"] = kept
    marks.pins[identifier] = kept.get("data-pin", "")


def without_frames(root: xml.Element) -> xml.Element:
    """A copy of the drawing as people see it: no frames."""
    seen = copy.deepcopy(root)
    for element in list(xml.in_document_order(seen)):
        parent = element.getparent()
        if element.get("id", "").startswith("slot-") and parent is not None:
            parent.remove(element)
    return seen


def is_hidden(element: xml.Element) -> bool:
    """Whether the element, or one that holds it, is not drawn."""
    at: xml.Element | None = element
    while at is not None:
        if own_values(at).get("display") == "none":
            return True
        at = at.getparent()
    return False
