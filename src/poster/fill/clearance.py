"""Is the type of a piece clear of edges, eyelets and other type? What is not must never be printed.

Whether art hides it is a matter of pixels: see `render.legible`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from poster.errors import Finding, Severity
from poster.fill.compose import Composition
from poster.fill.contact import SLACK_MM, Ink, meet, touch
from poster.geometry import Affine, Rect
from poster.model import Sheet
from poster.svg.nodes import Group, Node, Shape

#: How the node of a filled slot is named.
SLOT: Final = "slot-"

Inks = Mapping[str, Sequence[Ink]]


def clearance_faults(made: Composition, sheet: Sheet, ring_mm: float) -> tuple[Finding, ...]:
    """Every fault of where the type of `made` stands on `sheet`; eyelets have rings that wide.

    Whether the slogan is large enough to be read is no matter of this function.
    """
    filled = {node.id.removeprefix(SLOT): node for node in made.nodes if node.id.startswith(SLOT)}
    inks = {name: [Ink(shape) for shape in shapes_of(node)] for name, node in filled.items()}
    found: list[Finding] = []
    for name, node in filled.items():
        loose = _around(inks[name])
        if loose is None:
            continue
        frame = made.frames[name].box if name in made.frames else sheet.printed
        rooms = {"type-beyond-frame": frame, "type-beyond-safe": sheet.safe_area}
        rooms["type-cut"] = _clipped_to(node, sheet.trim)
        found += _outside(inks[name], loose, rooms, name)
        turn = made.frames[name].turn if name in made.frames else Affine()
        found += _under_eyelet(inks[name], turn.inverse(), sheet, ring_mm, name)
    return (*found, *_lines_touching(made.settings, inks), *_slots_touching(inks))


def shapes_of(node: Node) -> list[Shape]:
    """The shapes of a node, in drawing order; pictures have none."""
    if isinstance(node, Group):
        return [shape for child in node.children for shape in shapes_of(child)]
    return [node] if isinstance(node, Shape) else []


def _fault(code: str, slot: str, **params: object) -> Finding:
    return Finding(code, Severity.ERROR, slot, params={"slot": slot, **params})


# ---------------------------------------------------------------- where ink may be


def _outside(
    inks: Sequence[Ink], loose: Rect, rooms: Mapping[str, Rect], name: str
) -> Iterator[Finding]:
    """A fault for each room that does not hold the ink, by code; `loose` is a box around it."""
    if all(room.contains(loose, SLACK_MM) for room in rooms.values()):
        return
    boxes = [box for ink in inks if (box := ink.shape.bounds) is not None]
    exact = Rect.around(corner for box in boxes for corner in box.corners)
    for code, room in rooms.items():
        if not room.contains(exact, SLACK_MM):
            yield _fault(code, name, by_mm=_beyond(exact, room))


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


def _under_eyelet(
    inks: Sequence[Ink], level: Affine, sheet: Sheet, ring_mm: float, name: str
) -> Iterator[Finding]:
    """An eyelet whose ring lies on type; `level` turns its lines back, so that boxes hug them."""
    if not sheet.eyelets:
        return
    shapes = [one.shape if level == Affine() else one.shape.transformed(level) for one in inks]
    boxes = [box for shape in shapes if (box := shape.bounds) is not None]
    for eyelet in sheet.eyelets:
        x, y = level.apply(eyelet.x_mm, eyelet.y_mm)
        if any(_distance(box, x, y) < ring_mm / 2 for box in boxes):
            x_mm, y_mm = round(eyelet.x_mm), round(eyelet.y_mm)
            yield _fault("type-under-eyelet", name, x_mm=x_mm, y_mm=y_mm)
            return


def _distance(box: Rect, x: float, y: float) -> float:
    across = max(box.x - x, 0.0, x - box.right)
    down = max(box.y - y, 0.0, y - box.bottom)
    return math.hypot(across, down)


# ---------------------------------------------------------------- ink on ink


def _lines_touching(texts: Mapping[str, object], inks: Inks) -> Iterator[Finding]:
    """Lines of one text that touch; what is emphasised stands in its line."""
    for name in texts:
        lines = [one for one in inks.get(name, ()) if not one.shape.id.endswith("-emphasis")]
        if any(touch(one, two) for one, two in combinations(lines, 2)):
            yield _fault("lines-touch", name)


def _slots_touching(inks: Inks) -> Iterator[Finding]:
    """Slots whose ink runs into each other."""
    around = {name: _around(own) for name, own in inks.items()}
    for (one, first), (two, second) in combinations(inks.items(), 2):
        here, there = around[one], around[two]
        if here is None or there is None or not meet(here, there, SLACK_MM):
            continue
        if any(touch(a, b) for a in first for b in second):
            yield _fault("slots-touch", one, other=two)


def _around(inks: Sequence[Ink]) -> Rect | None:
    boxes = [box for ink in inks if (box := ink.box) is not None]
    return Rect.around(corner for box in boxes for corner in box.corners) if boxes else None
