"""Which pin each part of a drawing gets, so that what stands together stays together.

A page of another shape is longer on one axis by some length E; a part whose sides are at a and b
then stands at a + alpha E and b + beta E, by its pin. Parts that see each other on the other axis
must keep their relation whatever E is: what stood apart stays apart, what lay inside something
stays inside, and what overlaps in part moves alike. Centre beside centre always does, so a solution
exists wherever neither the page's edge nor the designer asks for something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from poster.fill.pins import ACROSS, DOWN, read_pin
from poster.geometry import Rect

START, MIDDLE, END, STRETCH = range(4)
#: How far the low and the high side go with the page's extra length, by pin.
ALPHA: Final = (0.0, 0.5, 1.0, 0.0)
BETA: Final = (0.0, 0.5, 1.0, 1.0)
#: Sides this near, as a share of the page, are the same.
SLACK: Final = 0.003
#: A part that may stretch does so from this share of the page on, across and down.
WIDE: Final = (0.5, 0.2)
#: Parts nearer to each other than this share of the page's shorter side belong together.
NEAR: Final = 0.04
#: A part this long on an axis is the background of others, and no neighbour.
LONG: Final = 0.8
#: Parts that share less than this of the shorter one stand beside each other: frames of live text
#: are measured roughly.
LAP: Final = 0.25
#: More parts than this are not looked at one by one: they keep to the middle, all alike.
MOST_PARTS: Final = 400


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a drawing: its box, on which axes its sides may move apart, its given pin."""

    box: Rect
    stretches: tuple[bool, bool] = (False, False)
    given: str = ""


def choose_pins(parts: Sequence[Part], page: Rect) -> list[str]:
    """A pin for each part of a drawing on `page`, in their order; given ones stay."""
    if len(parts) > MOST_PARTS:
        return [part.given or "center middle" for part in parts]
    level, plumb = (_spans(parts, page, axis) for axis in (0, 1))
    groups = _groups(parts, page)
    across = _Axis(parts, level, plumb, groups, 0).solve()
    down = _Axis(parts, plumb, level, groups, 1).solve()
    return [part.given or _said(x, y) for part, x, y in zip(parts, across, down, strict=True)]


def _said(across: int, down: int) -> str:
    return "fill" if across == down == STRETCH else f"{ACROSS[across]} {DOWN[down]}"


def _spans(parts: Sequence[Part], page: Rect, axis: int) -> list[tuple[float, float]]:
    """Where each part begins and ends, as shares of the page; what lies outside is cut off."""
    low, length = (page.x, page.width) if axis == 0 else (page.y, page.height)
    sides = [
        (part.box.x, part.box.right) if axis == 0 else (part.box.y, part.box.bottom)
        for part in parts
    ]
    return [
        (min(1.0, max(0.0, (a - low) / length)), min(1.0, max(0.0, (b - low) / length)))
        for a, b in sides
    ]


def _groups(parts: Sequence[Part], page: Rect) -> list[int]:
    """The number of the group of neighbours that each part belongs to."""
    near = NEAR * min(page.width, page.height)
    heads = list(range(len(parts)))

    def head(of: int) -> int:
        while heads[of] != of:
            of = heads[of]
        return of

    small = [
        place for place, part in enumerate(parts)
        if part.box.width < LONG * page.width and part.box.height < LONG * page.height
    ]  # fmt: skip
    for at, one in enumerate(small):
        a = parts[one].box
        for other in small[at + 1 :]:
            b = parts[other].box
            apart = max(a.x - b.right, b.x - a.right, a.y - b.bottom, b.y - a.bottom)
            if apart <= near:
                heads[head(other)] = head(one)
    return [head(place) for place in range(len(parts))]


@dataclass
class _Axis:
    """Solves one axis. `spans` are along it, `beside` along the other one."""

    parts: Sequence[Part]
    spans: Sequence[tuple[float, float]]
    beside: Sequence[tuple[float, float]]
    groups: Sequence[int]
    axis: int
    pins: dict[int, int] = field(default_factory=dict)
    held: set[int] = field(default_factory=set)

    def solve(self) -> list[int]:
        must = {p: pin for p in range(len(self.parts)) if (pin := self._must(p)) is not None}
        self.held = set(must)
        # What is held first, then the largest: plates come before what stands on them.
        order = sorted(
            range(len(self.parts)),
            key=lambda p: (p not in self.held, -self._length(p), self.spans[p], p),
        )
        for place in order:
            if place in must:
                self.pins[place] = must[place]
                continue
            fitting = (pin for pin in self._liked(place) if self._fits(place, pin))
            pin = next(fitting, None)
            if pin is None:
                self._centre(place)
            else:
                self.pins[place] = pin
        return [self.pins[place] for place in range(len(self.parts))]

    def _length(self, place: int) -> float:
        low, high = self.spans[place]
        return high - low

    # ------------------------------------------------------------ wishes

    def _must(self, place: int) -> int | None:
        """The pin of a part that was given one, or that meets an edge of the page."""
        part, (low, high) = self.parts[place], self.spans[place]
        if part.given:
            pin = read_pin(part.given)
            if pin.cover:
                return STRETCH
            return ACROSS.index(pin.across) if self.axis == 0 else DOWN.index(pin.down)
        at_low, at_high = low <= SLACK, high >= 1 - SLACK
        if at_low and at_high:
            return STRETCH if part.stretches[self.axis] else MIDDLE
        if at_low or at_high:
            return START if at_low else END
        return None

    def _liked(self, place: int) -> list[int]:
        """The pins of any other part, the dearest first."""
        low, high = self.spans[place]
        near = _by_clearance(*self._group_span(place))
        wide = self.parts[place].stretches[self.axis] and high - low >= WIDE[self.axis]
        return [STRETCH] * wide + [near, MIDDLE, START, END]

    def _group_span(self, place: int) -> tuple[float, float]:
        members = [p for p, group in enumerate(self.groups) if group == self.groups[place]]
        spans = [self.spans[p] for p in members]
        return min(low for low, _ in spans), max(high for _, high in spans)

    # ------------------------------------------------------------ relations

    def _fits(self, place: int, pin: int) -> bool:
        return all(self._keeps(place, pin, other, self.pins[other]) for other in self.pins)

    def _centre(self, place: int) -> None:
        """Put a part into the middle, and with it whatever would not keep its relation then."""
        waiting = [place]
        while waiting:
            one = waiting.pop()
            self.pins[one] = MIDDLE
            waiting += [
                other for other, pin in self.pins.items()
                if other not in self.held and pin != MIDDLE
                and not self._keeps(one, MIDDLE, other, pin)
            ]  # fmt: skip

    def _keeps(self, one: int, pin: int, other: int, other_pin: int) -> bool:
        """Whether two parts keep their relation on this axis at every extra length."""
        (a, b), (c, d) = self.beside[one], self.beside[other]
        if min(b, d) - max(a, c) <= SLACK:
            return True  # they pass each other on the other axis, which has no extra length then
        (a, b), (c, d) = self.spans[one], self.spans[other]
        if self._is_backdrop(one, pin) or self._is_backdrop(other, other_pin):
            return True
        lap = max(SLACK, LAP * min(b - a, d - c))
        if a <= c and b <= min(d, c + lap):
            return BETA[pin] <= ALPHA[other_pin]
        if c <= a and d <= min(b, a + lap):
            return BETA[other_pin] <= ALPHA[pin]
        around = a <= c + SLACK and d <= b + SLACK
        within = c <= a + SLACK and b <= d + SLACK
        if around and not within:
            return ALPHA[pin] <= ALPHA[other_pin] and BETA[other_pin] <= BETA[pin]
        if within and not around:
            return ALPHA[other_pin] <= ALPHA[pin] and BETA[pin] <= BETA[other_pin]
        return pin == other_pin

    def _is_backdrop(self, place: int, pin: int) -> bool:
        """Art from edge to edge that cannot stretch: others stand before it."""
        low, high = self.spans[place]
        return low <= SLACK and high >= 1 - SLACK and pin == MIDDLE


def _by_clearance(low: float, high: float) -> int:
    """The edge that a span is clearly nearer to, else the middle."""
    before, after = low, 1 - high
    if before < after / 2 and before < 1 / 3:
        return START
    if after < before / 2 and after < 1 / 3:
        return END
    return MIDDLE
