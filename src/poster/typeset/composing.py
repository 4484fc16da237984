"""Compositions of a text for a frame: how large each can be set, and how well it reads.

Measures are in em of the text's size.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from poster.geometry import Rect
from poster.typeset.breaking import NEVER, SLACK, Breaker
from poster.typeset.composition import Align, Composition, composed, line_offsets
from poster.typeset.galley import Line

#: Candidates not larger than this share of the largest are not considered.
KEEP: Final = 0.85
#: What a loss, and a gain, of all of the largest size is worth in penalties: 6 % smaller weighs as
#: much as a plain break more.
LOSS: Final = 8.0
GAIN: Final = 4.0
#: Further measures tried for each number of lines, up to so much wider than the narrowest.
RUNGS: Final = 2
WIDER: Final = 4 / 3
#: Least air between the inks of two lines.
AIR_EM: Final = 0.12
#: From a baseline to the next cap top, as a share of the cap height: at least, at most.
GAP_CAPS: Final = (0.55, 0.9)
#: Câu đối: for frames at most so wide by high, and texts of at most so many syllables, one syllable
#: a line, words set apart by this much more.
COUPLET_RATIO: Final = 0.36
COUPLET_SYLLABLES: Final = 8
COUPLET_GAP_EM: Final = 0.4


class Composer:
    """Finds the compositions of one text in one face for one frame."""

    def __init__(self, breaker: Breaker, frame: Rect, align: Align, most_lines: int | None) -> None:
        self.breaker, self.frame, self.align = breaker, frame, align
        self.galley = breaker.galley
        self.counts = breaker.line_counts(most_lines)
        reach = self.galley.reaches[breaker.words_count - 1]
        self.top, self.least_top, self.bottom = reach.highest, reach.least_high, reach.deepest
        self.hang = {"left": reach.hang_left, "center": 0.0, "right": reach.hang_right}[align]
        self.cap = self.galley.face.cap_height_em
        self.least_drop = (1 + GAP_CAPS[0]) * self.cap
        self._seen: dict[tuple[Line, ...], Composition] = {}
        self._asked: dict[tuple[int, float], tuple[Line, ...]] = {}
        self._bound: dict[tuple[int, float], list[float]] = {}

    def reaches(self, size: float) -> bool:
        """Whether some composition surely has this size; the lines are taken for the worst."""
        return self._by_height(self.frame.width / size - self.hang) >= size

    def surely(self, size: float) -> bool:
        """Whether the best of `compositions` is sure to be of at least `size`, without finding it.

        It is when one of that size costs less than the least penalty and the price of less.
        """
        if size > self.largest:
            return False
        counts, narrow = self._first
        bounds = self._bounds(counts, self.frame.width / (KEEP * self.largest))
        least = min(
            c.penalty + _price(own / self.largest, KEEP)
            for c in narrow
            for own in [c.size(self.frame)]
            if own >= size
        )
        return least < min(bounds) + _price(size / self.largest, KEEP)

    @cached_property
    def largest(self) -> float:
        """The largest size that the narrowest compositions have."""
        return max(composition.size(self.frame) for composition in self._first[1])

    @cached_property
    def _first(self) -> tuple[list[int], list[Composition]]:
        counts = self._counts(KEEP * self._safe_size())
        return counts, self._narrow(counts)

    def _bounds(self, counts: Sequence[int], widest: float) -> list[float]:
        """By number of lines: what they cost at least."""
        asked = (max(counts, default=0), widest)
        if asked not in self._bound:
            self._bound[asked] = self.breaker.least_costs(asked[0], widest * (1 + SLACK))
        return self._bound[asked]

    def _safe_size(self) -> float:
        """The largest size that some composition surely has."""
        width = self.frame.width

        def width_binds(measure: float) -> bool:
            return self._by_height(measure) >= width / (measure + self.hang)

        widths = self.breaker.widths
        at = bisect_left(widths, True, key=width_binds)
        by_width = width / (widths[at] + self.hang) if at < len(widths) else 0.0
        return max(by_width, self._by_height(widths[at - 1]) if at else 0.0)

    def _by_height(self, measure: float) -> float:
        """The size that the frame's height allows to the fewest lines of `measure` em."""
        lines = self.breaker.fewest(measure)
        if lines is None or lines > self.counts[-1]:
            return 0.0
        drop = max(self.least_drop, self.top + self.bottom + AIR_EM)
        return self.frame.height / (self.top + self.bottom + (lines - 1) * drop)

    def compositions(
        self, largest: float | None = None, keep: float = KEEP, *, every: bool = False
    ) -> list[Composition]:
        """The compositions of more than `keep` of the largest size, the best first.

        Best is the least sum of penalty and price: what is smaller than `largest` costs, what is
        larger gains. Without `every`, those that cannot be the best are left out.
        """
        reference = largest or self.largest

        def price(size: float) -> float:
            return _price(size / reference, keep)

        return self._search(keep * reference, price, every=every)

    def at_size(self, size: float, *known: Composition) -> Composition:
        """The composition of least penalty that can be set at `size`.

        One of `known` can, or `size` is not above the largest.
        """

        def price(own: float) -> float:
            return 0.0 if own >= size * (1 - SLACK) else NEVER

        found = [*known, *self._search(size, price)[:1]]
        return min(found, key=lambda composition: composition.penalty)

    def _search(
        self, floor: float, price: Callable[[float], float], *, every: bool = False
    ) -> list[Composition]:
        """Compositions of the size `floor` or more, by penalty and price of their size."""

        def cost(composition: Composition) -> float:
            return composition.penalty + price(composition.size(self.frame))

        counts, widest = self._counts(floor), self.frame.width / floor
        found = {c.lines: cost(c) for c in self._narrow(counts)}
        least = min(found.values(), default=NEVER)
        bounds = self._bounds(counts, widest)
        hopes = {count: bounds[count] + price(self._most_size(count)) for count in counts}
        for count in sorted(counts, key=hopes.__getitem__):
            if hopes[count] > least and not every:
                break
            for measure in self._ladder(count, widest):
                lines = self._broken(count, measure)
                if every or self.breaker.penalty(lines) <= least:
                    found[lines] = cost(self.judged(lines))
                    least = min(least, found[lines])
        kept = [self._seen[lines] for lines, sum_ in found.items() if sum_ < NEVER]
        return sorted(kept, key=lambda c: (found[c.lines], -c.size(self.frame), c.lines))

    def _most_size(self, lines: int) -> float:
        """About the largest size of so many lines: at the least distance met so far."""
        drops = [c.drops[0] for c in self._first[1] if c.drops]
        height = self.least_top + (lines - 1) * min(drops, default=self.least_drop)
        by_width = self.frame.width / self.breaker.narrowest(lines)
        return min(by_width, self.frame.height / height)

    def _counts(self, floor: float) -> list[int]:
        """The numbers of lines with which the size `floor` may be reached."""
        height, width = self.frame.height / floor, self.frame.width / floor * (1 + SLACK)
        most = math.floor((height - self.least_top) / self.least_drop * (1 + SLACK)) + 1
        last = min(self.counts.stop, max(most, self.counts.start) + 1)
        return [n for n in range(self.counts.start, last) if self.breaker.narrowest(n) <= width]

    def _narrow(self, counts: Sequence[int]) -> list[Composition]:
        """The narrowest compositions, one of them the largest: where one more line helps at all."""
        measures = [self.breaker.narrowest(lines) for lines in counts]
        return [
            self.judged(self._broken(lines, measure))
            for lines, measure, before in zip(counts, measures, [NEVER, *measures], strict=False)
            if measure < before
        ]

    def _ladder(self, lines: int, widest: float) -> list[float]:
        """The narrowest measure for so many lines, and some wider ones up to `widest`."""
        least = self.breaker.narrowest(lines)
        step = (min(widest, least * WIDER) - least) / RUNGS
        return [least + step * rung for rung in range(RUNGS + 1 if step > 0 else 1)]

    def _broken(self, lines: int, measure: float) -> tuple[Line, ...]:
        asked = (lines, measure)
        if asked not in self._asked:
            self._asked[asked] = self.breaker.compose(lines, measure)
        return self._asked[asked]

    def judged(self, lines: tuple[Line, ...]) -> Composition:
        """A composition with its exact measures and penalty."""
        if lines not in self._seen:
            self._seen[lines] = self._measured(lines, self.breaker.penalty(lines))
        return self._seen[lines]

    @property
    def may_be_couplet(self) -> bool:
        """Whether the text may stand as câu đối in the frame."""
        short = 2 <= self.breaker.words_count <= COUPLET_SYLLABLES
        return short and self.frame.ratio <= COUPLET_RATIO and not self.breaker.glued

    def couplet(self) -> Composition:
        """One syllable a line, the words set apart, as in câu đối."""
        count = self.breaker.words_count
        plain = self._measured(tuple((at, at + 1) for at in range(count)), 0.0)
        stops = set(self.breaker.stops)
        gaps = [COUPLET_GAP_EM if at in stops else 0.0 for at in range(1, count)]
        drops = tuple(drop + gap for drop, gap in zip(plain.drops, gaps, strict=True))
        return replace(plain, drops=drops, couplet=True)

    def _measured(self, lines: tuple[Line, ...], penalty: float) -> Composition:
        scales = (1.0,) * len(lines)
        offsets = line_offsets([self.galley.extent(line) for line in lines], self.align)
        drops = (self._drop(lines, offsets),) * (len(lines) - 1)
        return composed(self.galley, lines, scales, offsets, drops, penalty)

    def _drop(self, lines: Sequence[Line], offsets: Sequence[float]) -> float:
        """The least distance of baselines that leaves air between the inks of every pair."""
        pairs = pairwise(zip(lines, offsets, strict=True))
        touching = [
            self.galley.touching(upper, lower, lower_at - upper_at)
            for (upper, upper_at), (lower, lower_at) in pairs
        ]
        return max([self.least_drop, *(distance + AIR_EM for distance in touching)])


def _price(share: float, keep: float) -> float:
    """What a setting of `share` of the largest size costs; below `keep`, too much."""
    if share <= keep:
        return NEVER
    return (LOSS if share < 1 else GAIN) * (1 - share)
