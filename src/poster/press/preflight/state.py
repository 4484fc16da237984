"""What holds while a page is drawn, and what is told of each thing drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from poster.geometry import Affine, Rect
from poster.press.preflight.colour import GREY, Inks, Space
from poster.press.preflight.outline import Outline

How = Literal["fill", "stroke", "text", "image", "shading"]


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour in its space; of a pattern, the pattern instead."""

    space: Space = GREY
    inks: Inks | None = (0.0, 0.0, 0.0, 100.0)
    pattern: Any = None


@dataclass(frozen=True, slots=True)
class Clip:
    """Where painting shows: a box on the page, and outlines with their maps and fill rules."""

    box: Rect
    outlines: tuple[tuple[Outline, Affine, bool], ...] = ()


@dataclass(slots=True)
class State:
    """The graphics state, as far as rules ask for it. Lengths are in units of the page."""

    clip: Clip
    ctm: Affine = Affine()
    fill: Colour = Colour()
    stroke: Colour = Colour()
    line_width: float = 1.0
    alpha: float = 1.0
    stroke_alpha: float = 1.0
    overprint: bool = False
    stroke_overprint: bool = False
    blend: str = "/Normal"
    font_size: float = 0.0
    render: int = 0
    leading: float = 0.0
    text: Affine = Affine()
    line: Affine = Affine()


@dataclass(frozen=True, slots=True)
class Painted:
    """One thing drawn. `box` is on the page, y upwards; `thing` is an image or a shading.

    `size` is the line width or the height of type on the page. `step` says that it belongs to a
    processing step (ISO 19593-1) and to no print.
    """

    how: How
    box: Rect
    state: State
    colour: Colour
    outline: Outline | None = None
    even_odd: bool = False
    size: float = 0.0
    thing: Any = None
    step: bool = False


class Listener(Protocol):
    """Who hears what is drawn."""

    def painted(self, what: Painted) -> None:
        """Something was drawn."""


def affine(numbers: Any) -> Affine:
    """A matrix of a PDF."""
    return Affine(*(float(number) for number in numbers))


def rectangle(numbers: Any) -> Rect:
    """A rectangle of a PDF, whichever corners it names; y grows upwards."""
    x1, y1, x2, y2 = (float(number) for number in numbers)
    return Rect.around(((x1, y1), (x2, y2)))


def clipped(clip: Clip, box: Rect, matrix: Affine) -> Clip:
    """A clip that a rectangle makes smaller."""
    outline = Outline()
    outline.add("re", (box.x, box.y, box.width, box.height))
    return Clip(clip.box.intersect(matrix.box(box)), (*clip.outlines, (outline, matrix, False)))
