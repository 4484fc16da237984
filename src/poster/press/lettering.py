"""Small plain lettering for what is not art: notes, measures, labels, tables. No fitting, no case.

Sizes are em heights in mm; a line stands on its baseline. The outlines are the typesetter's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from poster.geometry import Affine
from poster.svg.nodes import Shape
from poster.typeset.fonts import Face
from poster.typeset.shape import shape

Anchor = Literal["start", "middle", "end"]
_SHARE: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}


def width_mm(text: str, face: Face, size_mm: float) -> float:
    """How far `text` advances, mm. Raises RequestError `letter-missing`."""
    return shape(face, text).advance_em * size_mm


def lettering(
    text: str,
    face: Face,
    size_mm: float,
    x_mm: float,
    y_mm: float,
    *,
    anchor: Anchor = "start",
    colour: str = "#000000",
    turned: float = 0.0,
) -> Shape:
    """One line of text as outlines, its baseline through (x, y), turned clockwise in degrees.

    Raises RequestError `letter-missing` for a letter that the face lacks.
    """
    run = shape(face, text)
    start = -run.advance_em * _SHARE[anchor]
    place = Affine.translate(x_mm, y_mm) @ Affine.rotate(turned) @ Affine.scale(size_mm)
    return Shape(run.path, colour).transformed(place @ Affine.translate(start, 0))


def wrapped(text: str, face: Face, size_mm: float, width: float) -> Iterator[str]:
    """`text` in lines no wider than `width` mm, broken at spaces; a longer word stands alone."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and width_mm(longer, face, size_mm) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line
