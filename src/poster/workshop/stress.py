"""Is a piece sound? Ink in its frame, clear of edges, eyelets and other ink; two engines agree."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from poster.errors import Finding, Severity
from poster.fill.compose import Composition
from poster.geometry import Rect
from poster.model import Sheet
from poster.render.compare import compare
from poster.render.legible import shapes_of
from poster.render.mosaic import covered_share
from poster.svg.nodes import Group, Node, Shape
from poster.workshop.ink import SLACK_MM, around, letters_of, meet, touching

#: How much of a slot's letters may lie under art that is drawn after them.
COVERED: Final = 0.002
#: Pixels of the pictures that the two engines are compared by.
OPINION_PX: Final = 300_000


def inspect(made: Composition, sheet: Sheet, ring_mm: float) -> tuple[Finding, ...]:
    """Every fault of the type of `made` on `sheet`; eyelets have rings `ring_mm` wide.

    Whether the slogan is large enough to be read is no matter of this function.
    """
    letters = {name: shapes for name, shapes in letters_of(made.nodes) if shapes}
    found = [fault for name, own in letters.items() for fault in _of_slot(made, sheet, name, own)]
    for name, own in letters.items():
        found += _under_eyelets(sheet, ring_mm, name, own)
    return (*found, *touching(made.settings, letters), *_covered(made), *_second_opinion(made))


def _fault(code: str, slot: str, **params: object) -> Finding:
    return Finding(code, Severity.ERROR, slot, params={"slot": slot, **params})


# ---------------------------------------------------------------- where ink may be


def _of_slot(made: Composition, sheet: Sheet, name: str, own: Sequence[Shape]) -> Iterator[Finding]:
    ink = around(own)
    if ink is None:
        return
    if name in made.frames and not made.frames[name].box.contains(ink, SLACK_MM):
        yield _fault("stress-frame", name, by_mm=_beyond(ink, made.frames[name].box))
    if not sheet.safe_area.contains(ink, SLACK_MM):
        yield _fault("stress-unsafe", name, by_mm=_beyond(ink, sheet.safe_area))
    node = next(node for node in made.nodes if node.id == f"slot-{name}")
    room = _clipped_to(node, sheet.trim)
    if not room.contains(ink, SLACK_MM):
        yield _fault("stress-clipped", name, by_mm=_beyond(ink, room))


def _beyond(ink: Rect, room: Rect) -> float:
    """How far `ink` passes `room` at most, mm."""
    over = (room.x - ink.x, room.y - ink.y, ink.right - room.right, ink.bottom - room.bottom)
    return round(max(over), 2)


def _clipped_to(node: Node, room: Rect) -> Rect:
    """What a node's clips and those of its groups leave of `room`."""
    if not isinstance(node, Group):
        return room
    if node.clip is not None and (box := node.clip.bounds) is not None:
        room = room.intersect(box)
    for child in node.children:
        room = _clipped_to(child, room)
    return room


def _under_eyelets(
    sheet: Sheet, ring_mm: float, name: str, own: Sequence[Shape]
) -> Iterator[Finding]:
    boxes = [box for shape in own if (box := shape.bounds) is not None]
    for eyelet in sheet.eyelets:
        if any(_distance(box, eyelet.x_mm, eyelet.y_mm) < ring_mm / 2 for box in boxes):
            yield _fault("stress-eyelet", name, x_mm=round(eyelet.x_mm), y_mm=round(eyelet.y_mm))
            return


def _distance(box: Rect, x: float, y: float) -> float:
    across = max(box.x - x, 0.0, x - box.right)
    down = max(box.y - y, 0.0, y - box.bottom)
    return math.hypot(across, down)


# ---------------------------------------------------------------- ink on ink


def _covered(made: Composition) -> Iterator[Finding]:
    """Art that is drawn after type, and over it."""
    for place, node in enumerate(made.nodes):
        ink = around(shapes_of(node)) if node.id.startswith("slot-") else None
        if ink is None:
            continue
        later = [
            other for other in made.nodes[place + 1 :]
            if not other.id.startswith("slot-")
            and (box := other.bounds) is not None and meet(box, ink)
        ]  # fmt: skip
        share = covered_share([node], later, ink) if later else 0.0
        if share > COVERED:
            params = {"element": later[0].id or "?", "share": max(1, round(100 * share))}
            yield _fault("stress-covered", node.id[5:], **params)


def _second_opinion(made: Composition) -> Iterator[Finding]:
    width = min(2400, math.ceil(math.sqrt(OPINION_PX * made.artwork.printed.ratio)))
    found = compare(made.artwork, width)
    if not found.agrees:
        params = {"share": round(100 * found.share, 2), "area": found.where}
        yield Finding("stress-differs", Severity.ERROR, params=params)
