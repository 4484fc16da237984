"""Pins: how a master meets another shape.

The scale s and the live area are solved together: s draws everything pinned, and the live area is
the finished size less what finishing needs beyond the clear edge that the designer already left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from poster.geometry import Affine, Edges, Rect
from poster.model import Sheet, Side

ACROSS: Final = ("left", "center", "right", "stretch-x")
DOWN: Final = ("top", "middle", "bottom", "stretch-y")
#: Rounds of solving scale and live area; each gains more than two decimals.
ROUNDS: Final = 8
#: What counts as touching an edge, as a share of the master's shorter side.
TOUCH: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Pin:
    """How one element keeps its place; `cover` fills the printed size and is cropped."""

    across: str = "center"
    down: str = "middle"
    cover: bool = False

    @property
    def stretches(self) -> bool:
        """Whether any of its sides move apart."""
        return self.across == "stretch-x" or self.down == "stretch-y"


FILL: Final = Pin("stretch-x", "stretch-y")


def read_pin(text: str) -> Pin:
    """Read "left middle", "stretch-x bottom", "fill", "cover"; a missing axis is the centre.

    Raises ValueError for anything else.
    """
    words = text.split()
    if words == ["fill"]:
        return FILL
    if words == ["cover"]:
        return Pin(cover=True)
    across = [word for word in words if word in ACROSS]
    down = [word for word in words if word in DOWN]
    if not words or len(across) > 1 or len(down) > 1 or len(across) + len(down) != len(words):
        raise ValueError(text)
    return Pin((across or ["center"])[0], (down or ["middle"])[0])


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a master of size `master` (its units) stands on a sheet; `scale` is mm per unit."""

    master: Rect
    live: Rect
    trim: Rect
    printed: Rect
    scale: float

    def affine(self, pin: Pin, box: Rect) -> Affine:
        """Where something pinned (not stretched), whose bounds are `box`, goes."""
        if pin.cover:
            return self._cover(box)
        s = self.scale
        x = _start(
            pin.across, ACROSS, self.live.x, self.live.right, self.master.x, self.master.right, s
        )
        y = _start(
            pin.down, DOWN, self.live.y, self.live.bottom, self.master.y, self.master.bottom, s
        )
        return Affine(s, 0, 0, s, x, y)

    def _cover(self, box: Rect) -> Affine:
        s = max(self.printed.width / box.width, self.printed.height / box.height)
        return Affine(s, 0, 0, s, self.printed.cx - box.cx * s, self.printed.cy - box.cy * s)

    def stretched(self, pin: Pin, box: Rect) -> Rect:
        """Where an axis-aligned rectangle goes whose sides the pin moves apart."""
        moved = self.affine(pin, box).box(box)
        left, right, top, bottom = moved.x, moved.right, moved.y, moved.bottom
        if pin.across == "stretch-x":
            left, right = self._side("left")(box.x), self._side("right")(box.right)
        if pin.down == "stretch-y":
            top, bottom = self._side("top")(box.y), self._side("bottom")(box.bottom)
        return Rect.from_sides(left, top, max(left, right), max(top, bottom))

    def _side(self, side: Side) -> Callable[[float], float]:
        """The map of one side: to the bleed from the edge or outside, else by its distance."""
        slack = TOUCH * min(self.master.width, self.master.height)

        def move(value: float) -> float:
            start: float = getattr(self.master, _SIDES[side])
            inwards = (value - start) * _SIGN[side]
            if inwards <= slack:
                return float(getattr(self.printed, _SIDES[side]))
            return float(getattr(self.live, _SIDES[side])) + _SIGN[side] * inwards * self.scale

        return move

    def beyond(self, side: Side, box: Rect) -> float:
        """How far art with bounds `box` passes that edge of the master, in the master's units."""
        inwards: float = getattr(box, _SIDES[side]) - getattr(self.master, _SIDES[side])
        return -inwards * _SIGN[side]

    def short_of_bleed(self, pin: Pin, box: Rect) -> tuple[tuple[Side, float], ...]:
        """The edges that art with bounds `box` meets in the master and misses on the sheet.

        Looked at are the edges it is pinned to, and both of an axis that it crosses whole while
        pinned to its middle. Each comes with the missing length in mm.
        """
        placed = self.affine(pin, box).box(box)
        slack = TOUCH * min(self.master.width, self.master.height)
        meets = {
            side: (getattr(box, name) - getattr(self.master, name)) * _SIGN[side] <= slack
            for side, name in _SIDES.items()
        }
        short: list[tuple[Side, float]] = []
        for side, name in _SIDES.items():
            opposite = _OPPOSITE[side]
            centred = (pin.across if side in ACROSS else pin.down) in ("center", "middle")
            asked = side in (pin.across, pin.down) or (centred and meets[opposite])
            missing = (getattr(placed, name) - getattr(self.printed, name)) * _SIGN[side]
            if meets[side] and asked and missing > 0.01:
                short.append((side, missing))
        return tuple(short)


_SIDES: Final[Mapping[Side, str]] = {"left": "x", "right": "right", "top": "y", "bottom": "bottom"}
_SIGN: Final[Mapping[Side, int]] = {"left": 1, "right": -1, "top": 1, "bottom": -1}
_OPPOSITE: Final[Mapping[Side, Side]] = {
    "left": "right", "right": "left", "top": "bottom", "bottom": "top",
}  # fmt: skip


def _start(
    word: str,
    words: tuple[str, ...],
    low: float,
    high: float,
    m_low: float,
    m_high: float,
    s: float,
) -> float:
    """The shift of one axis, so that the side or middle named keeps its place."""
    if word == words[0]:
        return low - m_low * s
    if word == words[2]:
        return high - m_high * s
    return (low + high) / 2 - (m_low + m_high) / 2 * s


def place(master: Rect, margin: float, sheet: Sheet) -> Placement:
    """Solve where `master`, with its clear edge `margin` (both in its units), stands on `sheet`."""
    trim, safe = sheet.trim, sheet.safe
    scale = min(trim.width / master.width, trim.height / master.height)
    live = trim
    for _ in range(ROUNDS):
        live = trim.inset(_needed(safe, margin * scale))
        scale = min(live.width / master.width, live.height / master.height)
    return Placement(master, live, trim, sheet.printed, scale)


def _needed(safe: Edges, left_clear: float) -> Edges:
    return Edges(
        *(max(0.0, side - left_clear) for side in (safe.top, safe.right, safe.bottom, safe.left))
    )
