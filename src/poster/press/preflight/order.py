"""What was ordered against what is there: size, scale, edge."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from poster.geometry import Edges, Rect
from poster.press.preflight.faults import Expectation, Notebook

#: A size may be off by a millimetre or by a thousandth, whichever is more.
SLACK_MM: Final = 1.0
SLACK_SHARE: Final = 0.001
#: Scales that people draw large pieces at.
SCALES: Final = (10, 2, 4, 5, 20, 8)
_SIDES: Final = ("top", "right", "bottom", "left")

_SIZE: Final = r"(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)mm"
_NAME: Final = re.compile(rf"_{_SIZE}(?:_in{_SIZE})?", re.IGNORECASE)
_SCALE: Final = re.compile(r"(?:^|[_\s-])(?:TL|TI\s?LE|SCALE)[_\s-]?1[-_:x](\d{1,3})(?!\d)", re.I)


@dataclass(frozen=True, slots=True)
class Said:
    """What a file's name says, sizes in mm of the finished piece."""

    size_mm: tuple[float, float] | None
    printed_mm: tuple[float, float] | None
    scale: int | None


def read_name(path: PurePath) -> Said:
    """What a name by our convention says: "..._6000x800mm_TL1-10_CMYK.pdf"."""
    # A piece that was ordered in figures has them in its own name, too: the file's stand last.
    sizes, scale = list(_NAME.finditer(path.stem)), _SCALE.search(path.stem)
    size = sizes[-1] if sizes else None
    sides = [None if side is None else float(side) for side in (size.groups() if size else ())]
    finished = (sides[0], sides[1]) if size and sides[0] and sides[1] else None
    printed = (sides[2], sides[3]) if size and sides[2] and sides[3] else None
    denominator = int(scale.group(1)) if scale else 0
    return Said(finished, printed, denominator or None)


def check_order(
    trim: Rect, printed: Rect, wanted: Expectation, stated: int | None, notebook: Notebook
) -> int:
    """Compare boxes (mm on the page, y downwards) with the order; returns the scale of the page.

    `stated` is the scale that the file says of itself.
    """
    scale = wanted.scale or stated or 1
    if wanted.size_mm is None:
        if wanted.printed_mm is None:
            notebook.add("preflight-size-unasked", 1)
    else:
        _check_size(trim, wanted.size_mm, scale, notebook)
    real = _real_scale(trim, wanted.size_mm, scale)
    check_edge(trim, printed, wanted.edge_mm, real, notebook)
    return real


def _real_scale(trim: Rect, size: tuple[float, float] | None, scale: int) -> int:
    """The scale at which the page is of the size ordered, if there is one."""
    if size is None:
        return scale
    return next((one for one in (scale, 1, *SCALES) if _fits(trim, size, one)), scale)


def _fits(trim: Rect, size: tuple[float, float], scale: float) -> bool:
    sides = ((trim.width * scale, size[0]), (trim.height * scale, size[1]))
    return all(is_close(found, asked) for found, asked in sides)


def is_close(found_mm: float, asked_mm: float) -> bool:
    """Whether a length is what was asked for."""
    return abs(found_mm - asked_mm) <= max(SLACK_MM, SLACK_SHARE * asked_mm)


def _check_size(trim: Rect, size: tuple[float, float], scale: int, notebook: Notebook) -> None:
    if _fits(trim, size, scale):
        return
    found = f"{trim.width * scale:.0f} x {trim.height * scale:.0f} mm"
    expected = f"{size[0]:.0f} x {size[1]:.0f} mm"
    words = {"found": found, "expected": expected}
    smaller = next((one for one in SCALES if scale == 1 and _fits(trim, size, one)), None)
    if smaller is not None:
        notebook.add("preflight-scale-mistaken", 1, [trim], scale=smaller, **words)
    elif scale != 1 and _fits(trim, size, 1):
        notebook.add("preflight-scale-doubled", 1, [trim], scale=scale, **words)
    elif _fits(trim, size[::-1], scale):
        notebook.add("preflight-size-turned", 1, [trim], **words)
    else:
        notebook.add("preflight-size", 1, [trim], **words)


def check_edge(
    trim: Rect, printed: Rect, edge: Edges | None, scale: int, notebook: Notebook
) -> None:
    """Write down the sides whose edge is smaller than `edge` (mm of the finished piece)."""
    found = {
        "top": trim.y - printed.y, "right": printed.right - trim.right,
        "bottom": printed.bottom - trim.bottom, "left": trim.x - printed.x,
    }  # fmt: skip
    if edge is None:
        if max(found.values()) * scale < 0.5:
            notebook.add("preflight-no-edge", 1, [trim])
        return
    for side in _SIDES:
        asked = float(getattr(edge, side))
        if found[side] * scale < asked - SLACK_MM / 2:
            mm = round(max(0.0, found[side] * scale), 1)
            notebook.add("preflight-edge-small", 1, [trim], side=side, found=mm, expected=asked)
