"""Which words go on which line: the breaks of least penalty for a measure and a number of lines.

The penalties were measured on 64 slogans; soft joins cost more than there, for names of bodies read
better whole (tried on 19 long slogans at four shapes). Stops are the places between words where a
line may end, the first being the beginning of the text and the last its end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final

from poster.typeset.galley import Galley, Line
from poster.words.break_marks import Joint, Word

PENALTY: Final[Mapping[Joint, float]] = {
    Joint.FORCED: 0.0,
    Joint.DASH: 0.06,
    Joint.COMMA: 0.12,
    Joint.BEFORE: 0.25,
    Joint.PLAIN: 0.5,
    Joint.SOFT: 0.8,
    Joint.UNSURE: 0.9,
    Joint.CLOSE: 1.3,
    Joint.AFTER: 1.8,
    Joint.INSIDE: 4.0,
    Joint.END: 0.0,
}
#: One syllable alone on the last line, or on another.
LONE_LAST: Final = 3.0
LONE: Final = 1.5
#: Times the mean squared shortfall of the lines.
RAGGED: Final = 3.2
#: A break elsewhere than at the dashes of a slogan that is a chain of members.
OFF_DASH: Final = 0.5
#: Lines of unequal numbers of members, in a chain that could stand evenly: Đức / Sức – Tài.
UNEVEN: Final = 0.5
EVEN_CHAINS: Final = (3, 4, 6, 8)
#: A break after a word that follows a dash or a comma: it is torn from its clause.
DANGLING: Final = 0.8
#: A single word of more letters than this does not look lost on a line.
LONG_WORD: Final = 9
#: Rounding of sums of floats, in em.
SLACK: Final = 1e-9
NEVER: Final = float("inf")


class Breaker:
    """The beginning of a galley's words that `joints` covers, ready to be broken into lines.

    In `need`, lines end where they should not: 1, after a function word; 2, inside a compound.
    """

    def __init__(
        self,
        galley: Galley,
        words: Sequence[Word],
        joints: Sequence[Joint],
        *,
        need: int = 0,
    ) -> None:
        self.galley, self.words, self.need = galley, words, need
        closed = (Joint.NEVER, Joint.INSIDE, Joint.AFTER)[: 3 - need]
        self.stops = [0, *(at for at, joint in enumerate(joints, 1) if joint not in closed)]
        self.joints = [Joint.FORCED, *(joints[stop - 1] for stop in self.stops[1:])]
        self.count = len(self.stops) - 1
        self.forced = [at for at in range(1, self.count) if self.joints[at] is Joint.FORCED]
        self.forced_lines = len(self.forced) + 1
        self.limits = self._limits()
        self.glued = Joint.NEVER in joints
        self.chain = joints.count(Joint.DASH) >= 2
        stretches = galley.stretches
        self.lefts = [stretches[stop].ink.x for stop in self.stops[:-1]]
        self.rights = [0.0, *(stretches[stop - 1].ink.right for stop in self.stops[1:])]
        gaps = [left - right for left, right in zip(self.lefts[1:], self.rights[1:], strict=False)]
        self.least_gap = max(0.0, min(gaps, default=0.0))
        self.place = {stop: at for at, stop in enumerate(self.stops)}
        self._narrowest: dict[int, float] = {}
        self._penalties: dict[tuple[Line, ...], float] = {}

    @cached_property
    def costs(self) -> list[float]:
        """What a break at each stop costs."""
        return [self._cost(at) for at in range(self.count + 1)]

    @cached_property
    def dashes(self) -> list[int]:
        """How many members of a chain have ended at each stop."""
        ends = (joint in (Joint.DASH, Joint.FORCED) for joint in self.joints[1:])
        return list(accumulate(ends, initial=0))

    @cached_property
    def lone(self) -> list[float]:
        """What each unit costs on a line of its own."""
        return [self._lone(begin) for begin in range(self.count)]

    @cached_property
    def widths(self) -> list[float]:
        """The widths, in em, that a line can have."""
        return sorted(
            self.rights[end] - left
            for begin, left in enumerate(self.lefts)
            for end in range(begin + 1, self.limits[begin] + 1)
        )

    @property
    def words_count(self) -> int:
        """How many words are broken into lines."""
        return self.stops[-1]

    def line_counts(self, most: int | None) -> range:
        """How many lines there may be: the writer's own breaks come before the layout's limit."""
        least = self.forced_lines
        return range(least, (self.count if most is None else min(self.count, max(most, least))) + 1)

    def fewest(self, measure: float) -> int | None:
        """The fewest lines of at most `measure` em; None when a unit is wider."""
        lines, begin, wide = 0, 0, measure + SLACK
        lefts, rights, limits, count = self.lefts, self.rights, self.limits, self.count
        while begin < count:
            reach = bisect_right(rights, lefts[begin] + wide, begin + 1, limits[begin] + 1) - 1
            if reach == begin:
                return None
            lines, begin = lines + 1, reach
        return lines

    def narrowest(self, lines: int) -> float:
        """The smallest measure, in em, that needs at most `lines` lines."""

        def fits(measure: float) -> bool:
            needed = self.fewest(measure)
            return needed is not None and needed <= lines

        if lines not in self._narrowest:
            self._narrowest[lines] = self.widths[bisect_left(self.widths, True, key=fits)]
        return self._narrowest[lines]

    def compose(self, lines: int, measure: float) -> tuple[Line, ...]:
        """The lines of least penalty: exactly `lines`, of at most `measure` em.

        There must be such lines: a measure of at least `narrowest(lines)`.
        """
        path = [self.count]
        for origin in reversed(self._origins(lines, measure)):
            path.append(origin[path[-1]])
        places = [self.stops[at] for at in reversed(path)]
        return tuple(pairwise(places))

    def _origins(self, lines: int, measure: float) -> list[list[int]]:
        """For each line and each stop where it may end: where it then begins at least cost."""
        furthest, weight = self._furthest(measure), RAGGED / lines / (measure * measure)
        earliest = self._earliest(furthest, lines)
        lefts, rights, costs, lone = self.lefts, self.rights, self.costs, self.lone
        reached, begins, origins = [0.0], range(1), []
        for left in range(lines - 1, -1, -1):
            first = max(begins.start + 1, earliest[left])
            last = min(furthest[begins.stop - 1], self.count - left)
            totals, origin = [NEVER] * (self.count + 1), [0] * (self.count + 1)
            for begin in begins:
                cost, full = reached[begin], lefts[begin] + measure
                for end in range(max(begin + 1, first), min(furthest[begin], last) + 1):
                    short = full - rights[end]
                    total = cost + costs[end] + weight * short * short
                    if end == begin + 1:
                        total += lone[begin]
                    if total < totals[end]:
                        totals[end], origin[end] = total, begin
            reached, begins = totals, range(first, last + 1)
            origins.append(origin)
        return origins

    def least_costs(self, most_lines: int, measure: float) -> list[float]:
        """For 0 to `most_lines` lines of at most `measure` em, what they cost at least.

        That is what their breaks cost, and the raggedness of lines that were all equally long.
        """
        furthest, costs = self._furthest(measure), self.costs
        reached, least = {0: 0.0}, [NEVER]
        for _ in range(most_lines):
            following: dict[int, float] = {}
            for begin, cost in reached.items():
                for end in range(begin + 1, furthest[begin] + 1):
                    total = cost + costs[end] + (self.lone[begin] if end == begin + 1 else 0.0)
                    if total < following.get(end, NEVER):
                        following[end] = total
            least.append(following.pop(self.count, NEVER))
            reached = following
        return [cost + self._least_ragged(lines) for lines, cost in enumerate(least)]

    def _least_ragged(self, lines: int) -> float:
        """The raggedness of `lines` equal lines of the narrowest measure that holds them."""
        if not self.forced_lines <= lines <= self.count:
            return 0.0
        total = self.rights[-1] - self.lefts[0] - (lines - 1) * self.least_gap
        share = total / lines / self.narrowest(lines)
        return RAGGED * max(0.0, 1 - share) ** 2

    def penalty(self, lines: tuple[Line, ...]) -> float:
        """What the breaks and the shape of `lines` cost."""
        if lines not in self._penalties:
            cost = self._breaks_cost(lines) + self._raggedness(lines)
            self._penalties[lines] = cost + (UNEVEN if self._is_uneven(lines) else 0.0)
        return self._penalties[lines]

    def _breaks_cost(self, lines: Sequence[Line]) -> float:
        place, costs, total = self.place, self.costs, 0.0
        for first, last in lines:
            end = place[last]
            total += costs[end]
            if place[first] + 1 == end:
                total += self.lone[end - 1]
        return total

    def _raggedness(self, lines: Sequence[Line]) -> float:
        widths = [self.galley.extent(line).width for line in lines]
        widest = max(widths)
        return RAGGED * sum((1 - width / widest) ** 2 for width in widths) / len(lines)

    def _is_uneven(self, lines: Sequence[Line]) -> bool:
        """Whether whole members of an even chain stand on these lines in unequal numbers."""
        members = self.dashes[-1] + 1
        if not self.chain or members not in EVEN_CHAINS:
            return False
        ends = [self.place[last] for _, last in lines[:-1]]
        if any(self.joints[end] not in (Joint.DASH, Joint.FORCED) for end in ends):
            return False
        counted = [0, *(self.dashes[end] for end in ends), members]
        return len({after - before for before, after in pairwise(counted)}) > 1

    def _limits(self) -> list[int]:
        """The last stop that a line from each stop may reach: the next forced break."""
        ends = [*self.forced, self.count]
        return [ends[bisect_right(ends, begin)] for begin in range(self.count)]

    def _furthest(self, measure: float) -> list[int]:
        """The last stop that a line of `measure` em from each stop reaches, or that stop itself."""
        rights, wide = self.rights, measure + SLACK
        return [
            bisect_right(rights, left + wide, begin + 1, self.limits[begin] + 1) - 1
            for begin, left in enumerate(self.lefts)
        ]

    def _earliest(self, furthest: Sequence[int], lines: int) -> list[int]:
        """For 0 to `lines` lines that are still to come: the first stop from which they suffice."""
        earliest = [self.count]
        for _ in range(lines):
            earliest.append(bisect_left(furthest, earliest[-1]))
        return earliest

    def _cost(self, at: int) -> float:
        joint = self.joints[at]
        strong = joint in (Joint.DASH, Joint.FORCED, Joint.END)
        cost = PENALTY[joint]
        if self.chain and not strong:
            cost += OFF_DASH
        one_word = at > 1 and self.stops[at] - self.stops[at - 1] == 1
        if one_word and not strong and joint is not Joint.COMMA:
            cost += DANGLING if self.joints[at - 1] in (Joint.DASH, Joint.COMMA) else 0.0
        return cost

    def _lone(self, begin: int) -> float:
        """What the unit at a stop costs on a line of its own; a member of a chain may stand so."""
        end = begin + 1
        one_word = self.stops[end] - self.stops[begin] == 1
        if not one_word or self.count == 1 or len(self.words[self.stops[begin]].bare) > LONG_WORD:
            return 0.0
        whole = (Joint.DASH, Joint.FORCED)
        if self.joints[begin] in whole and (end == self.count or self.joints[end] in whole):
            return 0.0
        return LONE_LAST if end == self.count else LONE
