"""Compositions of a text for a frame: how large each can be set, and how well it reads.

Measures are in em of the text's size.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

from poster.geometry import Rect
from poster.typeset.breaking import SLACK, Breaker
from poster.typeset.galley import Galley, Line

Align = Literal["left", "center", "right"]

#: Candidates smaller than this share of the largest are not considered.
KEEP: Final = 0.85
#: Further measures tried for each number of lines, up to so much wider than the narrowest.
RUNGS: Final = 3
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


@dataclass(frozen=True, slots=True)
class Composition:
    """Lines of words, each at its `scale` of the size.

    `offsets` are the origins of the lines' glyphs from the left of the block, `drops` the least
    distances between the baselines.
    """

    lines: tuple[Line, ...]
    scales: tuple[float, ...]
    offsets: tuple[float, ...]
    width: float
    top: float
    bottom: float
    drops: tuple[float, ...]
    penalty: float
    couplet: bool = False

    @property
    def height(self) -> float:
        """From the highest to the lowest ink."""
        return self.top + sum(self.drops) + self.bottom

    def size(self, frame: Rect) -> float:
        """The largest size, in the frame's unit, at which the ink stays inside."""
        return min(frame.width / self.width, frame.height / self.height)


class Composer:
    """Finds the compositions of one text in one face."""

    def __init__(self, breaker: Breaker, align: Align, most_lines: int | None) -> None:
        self.breaker, self.align = breaker, align
        self.galley = breaker.galley
        self.counts = breaker.line_counts(most_lines)
        stretches = self.galley.stretches[: breaker.words_count]
        self.top = max(-stretch.ink.y for stretch in stretches)
        self.least_top = max(SLACK, min(-stretch.ink.y for stretch in stretches))
        self.bottom = max(0.0, *(stretch.ink.bottom for stretch in stretches))
        self.cap = self.galley.face.cap_height_em
        self._seen: dict[tuple[int, float], Composition] = {}
        self.least_drop = (1 + GAP_CAPS[0]) * self.cap

    def safe_size(self, frame: Rect) -> float:
        """A size that some composition reaches; never larger when words are added at the end."""

        def width_binds(measure: float) -> bool:
            return self._by_height(measure, frame) >= frame.width / measure

        widths = self.breaker.widths
        at = bisect_left(widths, True, key=width_binds)
        by_width = frame.width / widths[at] if at < len(widths) else 0.0
        return max(by_width, self._by_height(widths[at - 1], frame) if at else 0.0)

    def _by_height(self, measure: float, frame: Rect) -> float:
        """The size that the frame's height allows to the fewest lines of `measure` em."""
        lines = self.breaker.fewest(measure)
        if lines is None or lines > self.counts[-1]:
            return 0.0
        drop = max(self.least_drop, self.top + self.bottom + AIR_EM)
        return frame.height / (self.top + self.bottom + (lines - 1) * drop)

    def quick(self, frame: Rect) -> float:
        """The size of one good composition, found at little cost."""
        measure = frame.width / self.safe_size(frame)
        lines = self.breaker.fewest(measure)
        least = self.breaker.narrowest(lines or 1)
        return self._judged(lines or 1, least).size(frame)

    def compositions(
        self, frame: Rect, keep: float = KEEP, *, every: bool = False
    ) -> list[Composition]:
        """The compositions of at least `keep` of the largest size, the best first.

        Best is the least penalty, and of equals the largest. Without `every`, those that cannot be
        the best are left out.
        """
        counts = self._counts(frame, keep * self.safe_size(frame))
        found = {c.lines: c for c in (self._judged(n, self.breaker.narrowest(n)) for n in counts)}
        floor = keep * max(composition.size(frame) for composition in found.values())
        widest = frame.width / floor * (1 + SLACK)
        bounds = self.breaker.least_costs(counts[-1], widest)
        best = min(c.penalty for c in found.values() if c.size(frame) >= floor)
        for count in counts:
            if bounds[count] > best and not every:
                continue
            for measure in _ladder(self.breaker.narrowest(count), widest):
                composition = self._judged(count, measure)
                found[composition.lines] = composition
                if composition.size(frame) >= floor:
                    best = min(best, composition.penalty)
        kept = [c for c in found.values() if c.size(frame) >= floor]
        return sorted(kept, key=lambda c: (c.penalty, -c.size(frame), c.lines))

    def _counts(self, frame: Rect, floor: float) -> list[int]:
        """The numbers of lines with which the size `floor` may be reached."""
        return [
            lines
            for lines in self.counts
            if frame.height / (self.least_top + (lines - 1) * self.least_drop) >= floor
            and frame.width / self.breaker.narrowest(lines) >= floor * (1 - SLACK)
        ]

    def _judged(self, lines: int, measure: float) -> Composition:
        asked = (lines, measure)
        if asked not in self._seen:
            self._seen[asked] = self.judged(self.breaker.compose(lines, measure))
        return self._seen[asked]

    def judged(self, lines: tuple[Line, ...]) -> Composition:
        """A composition with its exact measures and penalty."""
        return self._measured(lines, self.breaker.penalty(lines))

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
        offsets = line_offsets(self.galley, lines, scales, self.align)
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


def composed(
    galley: Galley,
    lines: tuple[Line, ...],
    scales: tuple[float, ...],
    offsets: tuple[float, ...],
    drops: tuple[float, ...],
    penalty: float,
) -> Composition:
    """A composition with the extent of its ink."""
    return Composition(
        lines,
        scales,
        offsets,
        max(galley.width(line) * scale for line, scale in zip(lines, scales, strict=True)),
        galley.top(lines[0]) * scales[0],
        max(0.0, galley.bottom(lines[-1])) * scales[-1],
        drops,
        penalty,
    )


def line_offsets(
    galley: Galley, lines: Sequence[Line], scales: Sequence[float], align: Align
) -> tuple[float, ...]:
    """Where the origin of each line's glyphs lies from the left of the block.

    Optical margins are aligned as far as no ink leaves the width of the widest line.
    """
    inks = [
        (galley.left(line) * scale, galley.right(line) * scale)
        for line, scale in zip(lines, scales, strict=True)
    ]
    eyes = [
        (start * scale, end * scale)
        for (start, end), scale in zip(map(galley.margins, lines), scales, strict=True)
    ]
    width = max(right - left for left, right in inks)
    rooms = [(-left, width - right) for left, right in inks]
    wanted = _wanted(inks, eyes, rooms, width, align)
    return tuple(
        max(least, min(most, offset)) for (least, most), offset in zip(rooms, wanted, strict=True)
    )


Span = tuple[float, float]


def _wanted(
    inks: Sequence[Span], eyes: Sequence[Span], rooms: Sequence[Span], width: float, align: Align
) -> list[float]:
    """Offsets that align what the eye sees."""
    if align == "center":
        return [(width - start - end) / 2 for start, end in eyes]
    if align == "left":
        hung = max(start - left for (left, _), (start, _) in zip(inks, eyes, strict=True))
        room = min(most + start for (_, most), (start, _) in zip(rooms, eyes, strict=True))
        return [min(hung, room) - start for start, _ in eyes]
    hung = max(right - end for (_, right), (_, end) in zip(inks, eyes, strict=True))
    room = max(least + end for (least, _), (_, end) in zip(rooms, eyes, strict=True))
    return [max(width - hung, room) - end for _, end in eyes]


def is_couplet(frame: Rect, breaker: Breaker) -> bool:
    """Whether a text may stand as câu đối in `frame`."""
    short = 2 <= breaker.words_count <= COUPLET_SYLLABLES
    return short and frame.ratio <= COUPLET_RATIO and not breaker.glued


def _ladder(least: float, most: float) -> list[float]:
    """Measures wider than the narrowest possible."""
    top = min(most, least * WIDER)
    return [least + (top - least) * rung / RUNGS for rung in range(1, RUNGS + 1) if top > least]
