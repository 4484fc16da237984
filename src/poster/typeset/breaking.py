"""Which words go on which line: every composition worth looking at, by dynamic programming.

A composition is judged by its size (how large it can be set in the frame) and its penalty (how
badly it breaks the sense and the shape). The penalties are those measured on 64 slogans.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from poster.typeset.galley import Galley, Line
from poster.words.break_marks import Joint, Word

PENALTY: Final[Mapping[Joint, float]] = {
    Joint.FORCED: 0.0,
    Joint.DASH: 0.0,
    Joint.COMMA: 0.12,
    Joint.BEFORE: 0.25,
    Joint.PLAIN: 0.5,
    Joint.SOFT: 0.6,
    Joint.UNSURE: 0.9,
    Joint.AFTER: 1.8,
    Joint.INSIDE: 4.0,
    Joint.END: 0.0,
}
LONE_LAST: Final = 3.0
LONE: Final = 1.5
RAGGED: Final = 3.2
#: A break elsewhere than at the dashes of a slogan that is a chain of members.
OFF_DASH: Final = 0.5
#: Candidates smaller than this share of the largest are not considered.
KEEP: Final = 0.85
#: Measures tried for each number of lines.
RUNGS: Final = 4
#: A single word of more letters than this does not look lost on a line.
LONG_WORD: Final = 9
AIR_EM: Final = 0.12
#: From a baseline to the next cap top, as a share of the cap height: at least, at most.
GAP_CAPS: Final = (0.55, 0.9)


@dataclass(frozen=True, slots=True)
class Composition:
    """Lines of words; `leading_em` is the least distance of their baselines."""

    lines: tuple[Line, ...]
    width_em: float
    height_em: float
    leading_em: float
    penalty: float


class Breaker:
    """The words of one galley with the joints between them."""

    def __init__(
        self, words: Sequence[Word], galley: Galley, align: str, *, in_need: bool = False
    ) -> None:
        self.words, self.galley, self.align = words, galley, align
        count = len(words)
        self.stops = [0]
        for place, word in enumerate(words, 1):
            if not word.joint.unbreakable or (in_need and word.joint is Joint.INSIDE):
                self.stops.append(place)
        self.joints = [Joint.FORCED, *(words[stop - 1].joint for stop in self.stops[1:])]
        self.chain = sum(word.joint is Joint.DASH for word in words) >= 2
        self.count = len(self.stops) - 1
        self.forced = sum(joint is Joint.FORCED for joint in self.joints[1:])
        self.lefts = [galley.stretches[stop].ink.x for stop in self.stops[:-1]]
        self.rights = [0.0, *(galley.stretches[stop - 1].ink.right for stop in self.stops[1:])]
        self.top = max(-s.ink.y for s in galley.stretches[:count])
        self.bottom = max(0.0, *(s.ink.bottom for s in galley.stretches[:count]))
        self.cap = galley.face.cap_height_em
        self.least_leading = (1 + GAP_CAPS[0]) * self.cap
        self.widths = self._widths()

    def _ends(self, begin: int) -> Iterator[int]:
        """The stops where a line that begins at stop `begin` may end."""
        for end in range(begin + 1, self.count + 1):
            yield end
            if self.joints[end] is Joint.FORCED:
                return

    def _widths(self) -> list[float]:
        found = {
            self.rights[end] - self.lefts[begin]
            for begin in range(self.count)
            for end in self._ends(begin)
        }
        return sorted(found)

    # -- the largest size, on the safe side ---------------------------------------------------

    def lines_at(self, measure: float) -> int | None:
        """The fewest lines of at most `measure` em; None when a unit is wider."""
        lines, begin = 0, 0
        while begin < self.count:
            last = 0
            for end in self._ends(begin):
                if self.rights[end] - self.lefts[begin] > measure:
                    break
                last = end
            if not last:
                return None
            lines, begin = lines + 1, last
        return lines

    def narrowest(self, lines: int) -> float | None:
        """The smallest measure, in em, that needs at most `lines` lines."""

        def fits(measure: float) -> bool:
            needed = self.lines_at(measure)
            return needed is not None and needed <= lines

        place = bisect_left(self.widths, True, key=fits)
        return self.widths[place] if place < len(self.widths) else None

    def safe_height(self, lines: int) -> float:
        """A height in em that no composition of so many lines exceeds."""
        leading = max(self.least_leading, self.top + self.bottom + AIR_EM)
        return self.top + self.bottom + (lines - 1) * leading

    def line_counts(self, most: int | None) -> range:
        """How many lines there may be."""
        limit = self.count if most is None else min(self.count, max(most, self.forced + 1))
        return range(self.forced + 1, limit + 1)

    def safe_size(self, width: float, height: float, most: int | None) -> float:
        """A size that can be reached for sure; it never grows when words are added at the end."""
        best = 0.0
        for lines in self.line_counts(most):
            by_height = height / self.safe_height(lines)
            if by_height <= best:
                break
            measure = self.narrowest(lines)
            if measure is not None:
                best = max(best, min(by_height, width / measure))
        return best

    # -- the candidates ----------------------------------------------------------------------

    def compositions(self, width: float, height: float, most: int | None) -> list[Composition]:
        """The best compositions for each number of lines and some measures."""
        floor = KEEP * self.safe_size(width, height, most)
        found: dict[tuple[Line, ...], Composition] = {}
        for lines in self.line_counts(most):
            if height / (self.cap + (lines - 1) * self.least_leading) < floor:
                break
            least = self.narrowest(lines)
            if least is None or width / least < floor:
                continue
            for measure in _ladder(least, width / floor):
                composed = self._compose(lines, measure)
                if composed and composed not in found:
                    found[composed] = self.judged(composed)
        return list(found.values())

    def _compose(self, lines: int, measure: float) -> tuple[Line, ...] | None:
        """The composition of least penalty in exactly `lines` lines of at most `measure` em."""
        steps = [list(self._steps(begin, lines, measure)) for begin in range(self.count)]
        reached: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, (0,))}
        for line in range(1, lines + 1):
            following: dict[int, tuple[float, tuple[int, ...]]] = {}
            for begin, (cost, path) in reached.items():
                for end, step in steps[begin]:
                    if (end == self.count) != (line == lines):
                        continue
                    total = cost + step
                    if end not in following or total < following[end][0]:
                        following[end] = (total, (*path, end))
            reached = following
        if self.count not in reached:
            return None
        stops = [self.stops[at] for at in reached[self.count][1]]
        return tuple(zip(stops, stops[1:], strict=False))

    def _steps(self, begin: int, lines: int, measure: float) -> Iterator[tuple[int, float]]:
        if begin >= self.count:
            return
        for end in self._ends(begin):
            width = self.rights[end] - self.lefts[begin]
            if width > measure:
                return
            shortfall = 1 - width / measure
            yield end, self._cost(begin, end) + RAGGED / lines * shortfall * shortfall

    def _cost(self, begin: int, end: int) -> float:
        joint = self.joints[end]
        cost = PENALTY[joint]
        if self.chain and joint not in (Joint.DASH, Joint.FORCED, Joint.END):
            cost += OFF_DASH
        if self.stops[end] - self.stops[begin] == 1:
            cost += self._lone(begin, end)
        return cost

    def _lone(self, begin: int, end: int) -> float:
        """What one syllable on a line of its own costs; a member of a chain may stand alone."""
        whole = (Joint.DASH, Joint.FORCED)
        if len(self.words[self.stops[begin]].bare) > LONG_WORD:
            return 0.0
        if end == self.count:
            return 0.0 if self.joints[begin] in whole else LONE_LAST
        return 0.0 if self.joints[begin] in whole and self.joints[end] in whole else LONE

    # -- judging -----------------------------------------------------------------------------

    def judged(self, lines: tuple[Line, ...]) -> Composition:
        """A composition with its exact measures and penalty."""
        widths = [self.galley.right(line) - self.galley.left(line) for line in lines]
        widest = max(widths)
        ragged = sum((1 - width / widest) ** 2 for width in widths) / len(lines)
        place = {stop: at for at, stop in enumerate(self.stops)}
        broken = sum(self._cost(place[begin], place[end]) for begin, end in lines)
        leading = self.leading(lines)
        top, bottom = self.galley.top(lines[0]), max(0.0, self.galley.bottom(lines[-1]))
        height = top + (len(lines) - 1) * leading + bottom
        return Composition(lines, widest, height, leading, broken + RAGGED * ragged)

    def leading(self, lines: Sequence[Line]) -> float:
        """The least distance of baselines that leaves air between the inks of every pair."""
        pairs = zip(lines, lines[1:], strict=False)
        needed = (self.galley.touching(a, b, self._shift(a, b)) + AIR_EM for a, b in pairs)
        return max(self.least_leading, *needed) if len(lines) > 1 else self.least_leading

    def _shift(self, upper: Line, lower: Line) -> float:
        (left, right), (start, end) = self.galley.margins(upper), self.galley.margins(lower)
        if self.align == "left":
            return left - start
        if self.align == "right":
            return right - end
        return (left + right - start - end) / 2


def _ladder(least: float, most: float) -> list[float]:
    """Measures from the narrowest possible to the widest allowed, at most a third wider."""
    top = min(most, least * 4 / 3)
    return [least + (top - least) * rung / (RUNGS - 1) for rung in range(RUNGS)]
