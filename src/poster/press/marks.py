"""What stands beside the art: the stamp of a preview. Drawn with the same nodes as art."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from poster.geometry import Affine, Edges, Rect
from poster.svg import paths
from poster.svg.nodes import Group, Node, Shape
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
