"""Is a piece sound? Ink in its frame, clear of edges, eyelets and other ink; two engines agree."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from poster.errors import Finding, Severity
from poster.fill.compose import Composition
from poster.geometry import Rect
from poster.model import Sheet
from poster.render.compare import compare
from poster.render.legible import shapes_of
from poster.render.mosaic import covered_share
from poster.svg.nodes import Group, Node, Shape
from poster.svg.outlines import intersection

#: Rounding of outlines and frames, mm.
SLACK_MM: Final = 0.05
#: How much of a slot's letters may lie under art that is drawn after them.
COVERED: Final = 0.002
#: Pixels of the pictures that the two engines are compared by.
OPINION_PX: Final = 300_000


def inspect(made: Composition, sheet: Sheet, ring_mm: float) -> tuple[Finding, ...]:
    """Every fault of the type of `made` on `sheet`; eyelets have rings `ring_mm` wide.

    Whether the slogan is large enough to be read is no matter of this function.
    """
    letters = {name: shapes for name, shapes in _letters(made.nodes) if shapes}
    found = [fault for name, own in letters.items() for fault in _of_slot(made, sheet, name, own)]
    for name, own in letters.items():
        found += _under_eyelets(sheet, ring_mm, name, own)
    return (*found, *_overlaps(made, letters), *_covered(made), *_second_opinion(made))


def _fault(code: str, slot: str, **params: object) -> Finding:
    return Finding(code, Severity.ERROR, slot, params={"slot": slot, **params})


def _letters(nodes: Sequence[Node]) -> Iterator[tuple[str, list[Shape]]]:
    """What is drawn in each slot, by its name; pictures have no letters."""
    for node in nodes:
        if node.id.startswith("slot-"):
            yield node.id[5:], shapes_of(node)


def _around(shapes: Sequence[Shape]) -> Rect | None:
    boxes = [box for shape in shapes if (box := shape.bounds) is not None]
    return Rect.around(corner for box in boxes for corner in box.corners) if boxes else None


# ---------------------------------------------------------------- where ink may be


def _of_slot(made: Composition, sheet: Sheet, name: str, own: Sequence[Shape]) -> Iterator[Finding]:
    ink = _around(own)
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


def _overlaps(made: Composition, letters: dict[str, list[Shape]]) -> Iterator[Finding]:
    """Lines of one text, and what two slots hold, do not touch."""
    for name in made.settings:
        lines = [shape for shape in letters.get(name, ()) if not shape.id.endswith("-emphasis")]
        if any(_touch(one, two) for one, two in combinations(lines, 2)):
            yield _fault("stress-lines", name)
    for (one, first), (two, second) in combinations(letters.items(), 2):
        if any(_touch(a, b) for a in first for b in second):
            yield _fault("stress-overlap", one, other=two)


def _touch(one: Shape, two: Shape) -> bool:
    """Whether the ink of two shapes meets; boxes first, since outlines are slow."""
    first, second = one.bounds, two.bounds
    if first is None or second is None or not _meet(first, second):
        return False
    shared = intersection(one.path, two.path).bounds
    return shared is not None and min(shared.width, shared.height) > SLACK_MM


def _meet(one: Rect, two: Rect) -> bool:
    shared = one.intersect(two)
    return shared.width > 0 and shared.height > 0


def _covered(made: Composition) -> Iterator[Finding]:
    """Art that is drawn after type, and over it."""
    for place, node in enumerate(made.nodes):
        ink = _around(shapes_of(node)) if node.id.startswith("slot-") else None
        if ink is None:
            continue
        later = [
            other for other in made.nodes[place + 1 :]
            if not other.id.startswith("slot-")
            and (box := other.bounds) is not None and _meet(box, ink)
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
