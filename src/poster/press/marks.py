"""What stands beside the art: the stamp of a preview. Drawn with the same nodes as art."""

from __future__ import annotations

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
    """The words along the rising diagonal of a square-ish piece, along the middle of a long one."""
    length = min((trim.width**2 + trim.height**2) ** 0.5, 3 * min(trim.width, trim.height)) * 0.8
    frame = Rect(-length / 2, -length / 2, length, length)
    setting = fit(stamp.across, frame, Style(stamp.face, max_lines=1, case="upper"))
    slope = -30.0 if trim.ratio < 3 else -12.0
    turn = Affine.translate(trim.cx, trim.cy) @ Affine.rotate(slope)
    middle = Affine.translate(-setting.ink.cx, -setting.ink.cy)
    words = (
        Shape(line.path, PAPER).transformed(turn @ middle) for line in setting.lines
    )
    return Group(tuple(words), opacity=VEIL)
