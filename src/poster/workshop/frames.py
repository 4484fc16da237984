"""The frames of a drawing's slots: cut to the page, and apart from each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from poster.errors import Finding, Severity
from poster.geometry import Affine, Edges, Rect
from poster.svg import xml
from poster.svg.paths import number
from poster.workshop.bounds import bounds_of
from poster.workshop.page import note
from poster.workshop.upright import SIDES

#: How far from the edge live text may be taken to run, as a share of the page's shorter side.
TEXT_CLEAR: Final = 0.03
#: Frames of live text are measured roughly: where two overlap by less than this share of the
#: smaller one, they part in the middle of what they share.
SHARED: Final = 0.6
_OWN_MARKS: Final = ("data-was", "data-text")


@dataclass
class Frames:
    """Takes the frames of one drawing; `boxes` are in mm of the page, by slot."""

    page: Rect
    attributes: Mapping[str, Mapping[str, str]]
    findings: list[Finding]
    boxes: dict[str, Rect] = field(default_factory=dict)
    made: dict[str, xml.Element] = field(default_factory=dict)

    def take(self, element: xml.Element, slot: str, outer: Affine) -> xml.Element | None:
        """The frame's rect, or None with a finding where there is no room for one."""
        box = bounds_of(element, outer, {}, strokes=False)
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
        if box is None:
            return None
        if slot in self.boxes:
            self.findings.append(
                note("layout-frame-twice", f"slot-{slot}", Severity.ERROR, slot=slot)
            )
            return None
        kept = self.attributes.get(slot, {})
        box = self._on_page(box, kept)
        if min(box.width, box.height) <= 0:
            self.findings.append(
                note("import-slot-outside", f"slot-{slot}", Severity.ERROR, slot=slot)
            )
            return None
        self.boxes[slot] = box
        marks = {key: value for key, value in kept.items() if key not in _OWN_MARKS}
        made = xml.svg_element("rect", {"id": f"slot-{slot}", "data-slot": slot, **marks})
        self.made[slot] = made
        return made

    def _on_page(self, box: Rect, kept: Mapping[str, str]) -> Rect:
        """The part of a frame on the page; centred text stays centred where it was."""
        if "data-text" not in kept:
            return box.intersect(self.page)
        room = self.page.inset(Edges.all(TEXT_CLEAR * min(self.page.width, self.page.height)))
        cut = box.intersect(room)
        if kept.get("data-align") != "center" or not room.x < box.cx < room.right:
            return cut
        half = min(box.width / 2, box.cx - room.x, room.right - box.cx)
        return Rect(box.cx - half, cut.y, 2 * half, cut.height)

    def part(self) -> None:
        """Move frames of live text that overlap apart, and write every frame's sides."""
        texts = [name for name in self.boxes if "data-text" in self.attributes.get(name, {})]
        for one, other in combinations(texts, 2):
            self.boxes[one], self.boxes[other] = _apart(self.boxes[one], self.boxes[other])
        for slot, rect in self.made.items():
            for key in SIDES:
                rect.set(key, number(getattr(self.boxes[slot], key)))
            rect.set("fill", "none")


def _apart(one: Rect, other: Rect) -> tuple[Rect, Rect]:
    """Two frames that share a little, parted along the axis on which they share less."""
    shared = one.intersect(other)
    if shared.width <= 0 or shared.height <= 0:
        return one, other
    across = shared.width / min(one.width, other.width)
    down = shared.height / min(one.height, other.height)
    if min(across, down) > SHARED:
        return one, other
    if down <= across:
        upper, lower = (one, other) if one.cy <= other.cy else (other, one)
        parted = (
            Rect.from_sides(upper.x, upper.y, upper.right, shared.cy),
            Rect.from_sides(lower.x, shared.cy, lower.right, lower.bottom),
        )
        return parted if upper is one else parted[::-1]
    left, right = (one, other) if one.cx <= other.cx else (other, one)
    sides = (
        Rect.from_sides(left.x, left.y, shared.cx, left.bottom),
        Rect.from_sides(shared.cx, right.y, right.right, right.bottom),
    )
    return sides if left is one else sides[::-1]
