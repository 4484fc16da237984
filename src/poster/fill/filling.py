"""What fills the slots that are no single text: the table of setters, and how type meets photos."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from poster.errors import Finding, Severity
from poster.fill.blocks import Bench, Block, BlockFrame, Setter, fine_print
from poster.fill.codes import draw_code
from poster.fill.figures import set_figures
from poster.fill.frames import Frames, TextFrame
from poster.fill.lists import set_list
from poster.fill.master import Item, PinnedFrame
from poster.fill.pictures import place_picture
from poster.fill.shade import AIR_CAPS, Words, shaded
from poster.fill.sponsors import sponsor_findings
from poster.fill.turned import pieces
from poster.geometry import Edges, Rect
from poster.svg.nodes import Node, Shape
from poster.typeset.fit import Setting

#: What sets each type of slot; single texts and choices are no blocks.
SETTERS: Final[Mapping[str, Setter]] = {
    "list": set_list,
    "figures": set_figures,
    "image": place_picture,
    "qr": draw_code,
}


def capped(
    blocks: Mapping[str, BlockFrame], settings: Mapping[str, Setting]
) -> dict[str, BlockFrame]:
    """The frames with the limits that other slots set to their type."""
    limited = dict(blocks)
    for name, frame in blocks.items():
        if frame.cap_of is not None and frame.cap_of[0] in settings:
            most_mm = settings[frame.cap_of[0]].cap_mm * frame.cap_of[1]
            limited[name] = replace(frame, most_cap_mm=most_mm)
    return limited


def block_findings(frames: Frames, blocks: Mapping[str, Block], bench: Bench) -> Iterator[Finding]:
    """What is to be said of filled slots, and of sponsors."""
    for name, block in blocks.items():
        yield from block.findings
        if frames.blocks[name].value == frames.blocks[name].slot.default:
            yield Finding("slot-default", Severity.WARNING, name, params={"slot": name})
        small = fine_print(frames.blocks[name], bench, block)
        if small is not None:
            yield small
    boxes: dict[str, Rect | None] = {name: block.node.bounds for name, block in blocks.items()}
    boxes |= {name: frame.box for name, frame in frames.text.items()}
    yield from sponsor_findings(bench.job, bench.sheet, boxes)


def words_on(
    frames: Frames, settings: Mapping[str, Setting], blocks: Mapping[str, Block], bench: Bench
) -> list[Words]:
    """All type of a piece: where it stands (with some air) and in which colour."""
    words = [
        Words(box.outset(Edges.all(AIR_CAPS * setting.cap_mm)), frames.text[name].colours[0])
        for name, setting in settings.items()
        for line in setting.lines
        for box in _boxes(line.ink, frames.text[name])
    ]
    for name, block in blocks.items():
        bounds, frame = block.node.bounds, frames.blocks[name]
        if block.cap_mm is not None and bounds is not None:
            words.append(Words(bounds.outset(Edges.all(block.cap_mm)), frame.ink(bench)))
    return words


def _boxes(ink: Rect, frame: TextFrame) -> Iterator[Rect]:
    """Where a line's ink stands on the sheet."""
    if frame.turn_deg:
        yield from map(frame.turn.box, pieces(ink))
    else:
        yield ink


def shade_photos(
    parts: Sequence[Item | PinnedFrame],
    nodes: Sequence[Node | None],
    blocks: Mapping[str, Block],
    words: Sequence[Words],
) -> list[Node | None]:
    """The drawn items, their shades as strong as the words on each photo need."""
    drawn = list(nodes)
    for name, block in blocks.items():
        if block.placed is None:
            continue
        places = [
            place for place, part in enumerate(parts)
            if isinstance(part, Item) and part.shade == name and isinstance(drawn[place], Shape)
        ]  # fmt: skip
        shades = [node for place in places if isinstance(node := drawn[place], Shape)]
        if shades:
            for place, shade in zip(places, shaded(shades, block.placed, words, name), strict=True):
                drawn[place] = shade
    return drawn
