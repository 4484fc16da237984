"""What stands beside the art: a preview's stamp, crop marks, ticks. Drawn with the nodes of art."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from poster.geometry import Affine, Edges, Rect
from poster.model import Eyelet, EyeletRow, Sheet
from poster.svg import paths
from poster.svg.nodes import Group, Node, Shape, Stroke
from poster.typeset.fit import Style, fit
from poster.typeset.fonts import Face

#: The caption's height as a share of the longer finished side, and its colours.
CAPTION_SHARE: Final = 0.034
PAPER: Final = "#ffffff"
WARNING: Final = "#da251d"
#: How strongly the words across the picture cover it: seen at once, and the slogan still read.
VEIL: Final = 0.2
#: How level and how steep those words may run, radians.
MOST_LEVEL: Final = 0.1
MOST_STEEP: Final = 1.1
#: Crop and registration marks, mm on the page: from the bleed to a mark, how long marks are, how
#: far out targets stand and how large they are, and the weight of all lines (a quarter point).
MARK_AIR_MM: Final = 1.0
MARK_MM: Final = 7.0
TARGET_AT_MM: Final = 6.0
TARGET_MM: Final = 2.0
MARK_LINE_MM: Final = 0.0882
#: Ticks of eyelets, mm on the piece: the line, the paper on both sides of it, the longest.
TICK_LINE_MM: Final = 1.5
TICK_PAPER_MM: Final = 4.5
TICK_MM: Final = 25.0
TICK_INK: Final = "#000000"


@dataclass(frozen=True, slots=True)
class Stamp:
    """The words on a preview: across the picture, and in the caption under it."""

    across: str
    caption: str
    face: Face


def preview_area(trim: Rect) -> Rect:
    """The finished size and the caption under it, mm."""
    return trim.outset(Edges(bottom=_caption_mm(trim)))


def _caption_mm(trim: Rect) -> float:
    return max(trim.width, trim.height) * CAPTION_SHARE


def stamp_nodes(stamp: Stamp, trim: Rect) -> Iterator[Node]:
    """The stamp as art on top of a piece of finished size `trim` (mm)."""
    yield _across(stamp, trim)
    height = _caption_mm(trim)
    bar = Rect(trim.x, trim.bottom, trim.width, height)
    yield Shape(paths.rectangle(bar), PAPER)
    frame = bar.inset(Edges(height * 0.2, trim.width * 0.02, height * 0.2, trim.width * 0.02))
    setting = fit(stamp.caption, frame, Style(stamp.face, max_lines=1))
    yield from (Shape(line.path, WARNING) for line in setting.lines)


def _across(stamp: Stamp, trim: Rect) -> Node:
    """The words through the middle, rising along the diagonal where the piece allows it."""
    angle = min(max(math.atan(trim.height / trim.width), MOST_LEVEL), MOST_STEEP)
    chord = min(trim.width / math.cos(angle), trim.height / math.sin(angle))
    length = min(chord, 4 * min(trim.width, trim.height)) * 0.8
    frame = Rect(-length / 2, -length / 2, length, length)
    setting = fit(stamp.across, frame, Style(stamp.face, max_lines=1, case="upper"))
    turn = Affine.translate(trim.cx, trim.cy) @ Affine.rotate(-math.degrees(angle))
    middle = Affine.translate(-setting.ink.cx, -setting.ink.cy)
    words = (Shape(line.path, PAPER).transformed(turn @ middle) for line in setting.lines)
    return Group(tuple(words), opacity=VEIL)


# ---------------------------------------------------------------- outside the printed size


def crop_marks(sheet: Sheet) -> Iterator[Shape]:
    """Where to cut and whether plates fit: lines off the finished corners, a target on each side.

    All stand outside the printed size, in mm of the finished piece.
    """
    trim, printed, scale = sheet.trim, sheet.printed, sheet.scale
    near, far = MARK_AIR_MM * scale, MARK_MM * scale
    for x in (trim.x, trim.right):
        yield _mark((x, printed.y - near), (x, printed.y - far), scale)
        yield _mark((x, printed.bottom + near), (x, printed.bottom + far), scale)
    for y in (trim.y, trim.bottom):
        yield _mark((printed.x - near, y), (printed.x - far, y), scale)
        yield _mark((printed.right + near, y), (printed.right + far, y), scale)
    out = TARGET_AT_MM * scale
    for x, y in (
        (trim.cx, printed.y - out),
        (printed.right + out, trim.cy),
        (trim.cx, printed.bottom + out),
        (printed.x - out, trim.cy),
    ):
        yield from _target(x, y, scale)


def _target(x: float, y: float, scale: float) -> Iterator[Shape]:
    radius = TARGET_MM * scale
    circle = paths.ellipse(x, y, radius, radius)
    yield Shape(circle, stroke=Stroke(TICK_INK, MARK_LINE_MM * scale))
    yield _mark((x - 2 * radius, y), (x + 2 * radius, y), scale)
    yield _mark((x, y - 2 * radius), (x, y + 2 * radius), scale)


def _mark(start: paths.Point, end: paths.Point, scale: float) -> Shape:
    stroke = Stroke(TICK_INK, MARK_LINE_MM * scale)
    return Shape(paths.polygon((start, end), closed=False), stroke=stroke)


# ---------------------------------------------------------------- in the edge


def eyelet_ticks(sheet: Sheet) -> Iterator[Node]:
    """A short line in the edge beside each eyelet, from the printed outline halfway to the fold."""
    for row in sheet.eyelet_rows:
        for eyelet in row.eyelets:
            tick = paths.polygon(_tick(sheet, row, eyelet), closed=False)
            yield Shape(tick, stroke=Stroke(PAPER, TICK_PAPER_MM))
            yield Shape(tick, stroke=Stroke(TICK_INK, TICK_LINE_MM))


def _tick(sheet: Sheet, row: EyeletRow, eyelet: Eyelet) -> tuple[paths.Point, paths.Point]:
    printed, length = sheet.printed, min(getattr(sheet.edge, row.side) / 2, TICK_MM)
    x, y = eyelet.x_mm, eyelet.y_mm
    return {
        "top": ((x, printed.y), (x, printed.y + length)),
        "right": ((printed.right, y), (printed.right - length, y)),
        "bottom": ((x, printed.bottom), (x, printed.bottom - length)),
        "left": ((printed.x, y), (printed.x + length, y)),
    }[row.side]
