"""Path data of an artwork into cairo: absolute moves, lines, cubic curves and closings alone."""

from __future__ import annotations

import re
from typing import Any, Final

#: CairoSVG finds what draws an element by its name; a path of an artwork goes by this one.
TAG: Final = "artwork-path"

_STEPS = re.compile(r"([MLCZ])([^MLCZ]*)")
_OTHER = re.compile(r"[^MLCZ0-9., -]")


def is_traceable(data: str) -> bool:
    """Whether `trace` reads all of `data`."""
    return _OTHER.search(data) is None


def trace(surface: Any, node: Any) -> None:
    """Add the path of `node` to the context of `surface`, a CairoSVG surface.

    CairoSVG's own reader takes all that SVG may hold, number by number, and ten times as long.
    """
    context = surface.context
    draw = {"M": context.move_to, "L": context.line_to, "C": context.curve_to}
    has_line = False  # only then is there something to close
    for kind, text in _STEPS.findall(node["d"]):
        if kind == "Z":
            if has_line:
                context.close_path()
            has_line = False
            continue
        numbers = [float(number) for number in text.replace(",", " ").split()]
        count = 6 if kind == "C" else 2
        for at in range(0, len(numbers), count):
            draw[kind](*numbers[at : at + count])
            has_line = kind != "M"
            if kind == "M":  # pairs that follow a move are lines
                kind = "L"
