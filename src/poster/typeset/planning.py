"""Which face, which breaks, which size: the plan for a text in a frame.

A text is never planned larger than a beginning of it, so that more words never get larger type; the
same plan is found for a beginning whether it is asked for alone or on the way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from poster.geometry import Rect
from poster.typeset.breaking import Breaker
from poster.typeset.composing import KEEP, Composer
from poster.typeset.composition import Composition
from poster.typeset.fonts import Face
from poster.typeset.galley import Galley, galley
from poster.typeset.style import Style
from poster.words.phrases import Reading, Word

#: A frame is used badly when its longest unit alone sets the size and so much height stands empty.
EMPTY: Final = 0.3
#: Alternatives may be smaller than the best setting, but not by more.
ALTERNATIVE_KEEP: Final = 0.7
#: Longer texts, in words, take care not to be slow.
LONG: Final = 30
#: How badly lines may end: after function words (1), inside compounds (2).
AFTER_FUNCTION, INSIDE_COMPOUND = 1, 2


@dataclass(frozen=True, slots=True)
class Plan:
    """A composition, and how high its capitals can be in the frame (mm)."""

    composer: Composer
    composition: Composition
    cap_mm: float

    @property
    def galley(self) -> Galley:
        """The shaped words."""
        return self.composer.galley


class Planner:
    """Plans one text; its galleys and its reading are shared by all its beginnings."""

    def __init__(self, words: Sequence[Word], reading: Reading, frame: Rect, style: Style) -> None:
        self.words, self.reading, self.frame, self.style = words, reading, frame, style
        self.galleys: dict[Face, Galley] = {}
        self.composers: dict[tuple[Face, int, int], Composer] = {}

    def plans(self, count: int) -> list[Plan]:
        """The plan of the whole text, and up to `count - 1` others."""
        whole = len(self.words)
        best = self._best(whole)
        limit = self._limit(best.cap_mm)
        if limit < best.cap_mm:
            best = self._at(best, limit)
        others = self._others(best, limit) if count > 1 else []
        return [best, *others[: count - 1]]

    def _limit(self, cap_mm: float) -> float:
        """The cap height of the whole text, made no larger than that of any beginning.

        Where a beginning surely reaches a size, it is planned at more than KEEP of that size: so
        only few of them need a look. Of long texts only beginnings that end with a unit count.
        """
        joints = self.reading.joints(len(self.words))
        for count in range(len(self.words) - 1, 0, -1):
            if len(self.words) > LONG and joints[count - 1].unbreakable:
                continue
            composer = self._composer(self.style.face, count)
            if composer.reaches(cap_mm / composer.cap / KEEP):
                continue
            if not composer.surely(cap_mm / composer.cap):
                cap_mm = min(cap_mm, self._best(count, cap_mm).cap_mm)
        return cap_mm

    def _at(self, best: Plan, cap_mm: float) -> Plan:
        """The plan of least penalty at a size that a beginning has: less may be needed for it."""
        plan = next(plan for plan in self._offers(len(self.words)) if plan.cap_mm >= cap_mm)
        if plan.composition.couplet:
            return Plan(plan.composer, plan.composition, cap_mm)
        size = cap_mm / plan.composer.cap
        composition = plan.composer.at_size(size, plan.composition)
        return Plan(plan.composer, composition, cap_mm)

    def _best(self, count: int, enough_mm: float = math.inf) -> Plan:
        """The plan for the first `count` words: the largest up to one that serves.

        The search ends at one that is large enough.
        """
        best: list[Plan] = []
        for plan in self._offers(count):
            if not best or plan.cap_mm > best[0].cap_mm:
                best = [plan]
                if plan.cap_mm >= enough_mm or self._serves(plan):
                    break
        return best[0]

    def _offers(self, count: int) -> Iterator[Plan]:
        """The best plan in the style's face, then in narrower ones, then with worse breaks."""
        largest = 0.0
        for face in self.style.faces:
            plan = self._in(face, count)
            largest = max(largest, plan.cap_mm)
            yield plan
        face = self.style.faces[-1]
        largest_whole = self._composer(face, count).largest
        composer = self._composer(face, count, AFTER_FUNCTION)
        plan = self._plan(composer, composer.compositions(largest_whole)[0])
        yield plan
        wanted = self.style.wanted_cap_mm or 0.0
        if max(largest, plan.cap_mm) < wanted:
            yield self._broken(face, count, wanted)

    def _broken(self, face: Face, count: int, wanted_mm: float) -> Plan:
        """The plan with as few broken compounds as capitals of `wanted_mm` need."""
        composer = self._composer(face, count, INSIDE_COMPOUND)
        size = min(wanted_mm / composer.cap, composer.largest)
        return self._plan(composer, composer.at_size(size))

    def _in(self, face: Face, count: int) -> Plan:
        """The best plan with good breaks in one face."""
        composer = self._composer(face, count)
        best = composer.compositions()[0]
        if composer.may_be_couplet:
            couplet = composer.couplet()
            if couplet.size(self.frame) > best.size(self.frame):
                best = couplet
        return self._plan(composer, best)

    def _plan(self, composer: Composer, composition: Composition) -> Plan:
        cap_mm = composition.size(self.frame) * composer.cap
        return Plan(composer, composition, min(cap_mm, self.style.max_cap_mm or cap_mm))

    def _serves(self, plan: Plan) -> bool:
        """Whether neither a narrower face nor worse breaks are called for."""
        if plan.cap_mm < (self.style.wanted_cap_mm or 0.0):
            return False
        size = plan.cap_mm / plan.composer.cap
        if plan.composition.height * size > (1 - EMPTY) * self.frame.height:
            return True
        begin, end = max(plan.composition.lines, key=lambda line: plan.galley.extent(line).width)
        return any(begin < stop < end for stop in plan.composer.breaker.stops)

    def _others(self, best: Plan, limit: float) -> list[Plan]:
        """Other plans in the same face; other numbers of lines come first."""
        composer = best.composer
        found = [
            Plan(composer, composition, min(limit, self._plan(composer, composition).cap_mm))
            for composition in composer.compositions(keep=ALTERNATIVE_KEEP, every=True)
            if composition.lines != best.composition.lines
        ]
        firsts = {len(plan.composition.lines): plan for plan in reversed(found)}
        firsts.pop(len(best.composition.lines), None)
        first = [plan for plan in found if plan in firsts.values()]
        return first + [plan for plan in found if plan not in first]

    def _composer(self, face: Face, count: int, need: int = 0) -> Composer:
        asked = (face, count, need)
        if asked not in self.composers:
            joints = self.reading.joints(count)
            breaker = Breaker(self._galley(face), self.words, joints, need=need)
            self.composers[asked] = Composer(
                breaker, self.frame, self.style.align, self.style.max_lines
            )
        return self.composers[asked]

    def _galley(self, face: Face) -> Galley:
        if face not in self.galleys:
            capitals, tracking = self.style.case == "upper", self.style.tracking_em
            self.galleys[face] = galley(self.words, face, capitals=capitals, tracking_em=tracking)
        return self.galleys[face]
