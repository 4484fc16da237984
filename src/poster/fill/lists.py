"""A rich list: numbered points, all of one size, set in the frame as large as they go."""

from __future__ import annotations

from typing import Final

from poster.errors import RequestError
from poster.fill.blocks import Bench, Block, BlockFrame, type_notes
from poster.fill.lettering import ASCENT_CAPS, Line, Paragraphs, height_caps, set_nodes
from poster.model.values import read_points
from poster.svg.nodes import Group, Node
from poster.typeset.style import Style

#: Air between two points, in cap heights.
GAP_CAPS: Final = (1.3, 2.6)
#: Numerals are so much higher than the text, and stand so far before it.
NUMERAL_CAPS: Final = 1.4
NUMERAL_GAP_CAPS: Final = 0.9
#: Capitals are at most this share of the frame's height, so that two short points do not shout.
MOST_OF_HEIGHT: Final = 0.16
#: Points below this cannot be drawn, mm.
LEAST_CAP_MM: Final = 0.5
#: Halvings of the search for a size.
ROUNDS: Final = 18


def set_list(frame: BlockFrame, bench: Bench) -> Block:
    """Points one below the other, their numerals hanging in a column of their own."""
    points, box = read_points(frame.value), frame.box
    face, numeral_face = frame.face(bench), frame.face(bench, caption=True)
    numerals = [Line(str(number), numeral_face) for number in range(1, len(points) + 1)]
    column = max(line.width for line in numerals) * NUMERAL_CAPS + NUMERAL_GAP_CAPS
    if len(points) == 1:
        numerals, column = [], 0.0
    style = Style(face, case=frame.slot.case, align="left", tracking_em=frame.slot.tracking)
    texts = Paragraphs(points, style)
    cap_mm = _size_mm(texts, frame, column)
    width = box.width - column * cap_mm
    heights = [height_caps(count) * cap_mm for count in texts.lines(cap_mm, width) or ()]
    spare = box.height - sum(heights) - GAP_CAPS[0] * cap_mm * (len(points) - 1)
    gaps = max(1, len(points) - 1)
    gap = GAP_CAPS[0] * cap_mm + min(spare / gaps, (GAP_CAPS[1] - GAP_CAPS[0]) * cap_mm)
    rest = box.height - sum(heights) - gap * (len(points) - 1)
    top = box.y + {"top": 0.0, "middle": rest / 2, "bottom": rest}[frame.valign or "middle"]
    colours = frame.ink(bench), frame.ink(bench, frame.slot.accent)
    children: list[Node] = []
    settings = [texts.set(place, cap_mm, width) for place in range(len(points))]
    for place, height in enumerate(heights):
        setting = settings[place]
        baseline = top + ASCENT_CAPS * cap_mm
        shift = (box.x + column * cap_mm, baseline - setting.lines[0].baseline_mm)
        if numerals:
            numeral, name = numerals[place], f"{frame.name}-number-{place + 1}"
            large = NUMERAL_CAPS * cap_mm
            children.append(numeral.node(box.x, baseline, large, colours[1], name))
        children.append(set_nodes(setting, colours, shift, f"{frame.name}-{place + 1}"))
        top += height + gap
    notes = tuple(type_notes(frame.name, settings))
    return Block(Group(tuple(children), id=f"slot-{frame.name}"), notes, cap_mm)


def _size_mm(texts: Paragraphs, frame: BlockFrame, column_caps: float) -> float:
    """The cap height at which points and numerals fit; the column of numerals grows with it."""
    box, airs = frame.box, GAP_CAPS[0] * (len(texts.texts) - 1)
    low, high = 0.0, min(box.height * MOST_OF_HEIGHT, frame.most_cap_mm)
    for _ in range(ROUNDS):
        middle = (low + high) / 2
        width = box.width - column_caps * middle
        if width > 0 and texts.height_mm(middle, width) + airs * middle <= box.height:
            low = middle
        else:
            high = middle
    if low < LEAST_CAP_MM:
        raise RequestError("list-room", slot=frame.name, count=len(texts.texts))
    return low
