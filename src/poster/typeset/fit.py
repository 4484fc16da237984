"""Text set as large and as well as its frame allows.

`fit` breaks by meaning, takes its size from the real ink in both directions, and never sets a text
larger than a beginning of it. It knows nothing of inks or of reading distances: the caller compares
`Setting.cap_mm` with what the size asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from poster.errors import RequestError
from poster.geometry import Rect
from poster.typeset.breaking import Breaker
from poster.typeset.composing import KEEP, Composer, is_couplet
from poster.typeset.composition import Align, Composition
from poster.typeset.fonts import Face
from poster.typeset.galley import Galley, galley
from poster.typeset.placing import Note, Place, SetLine, Setting, VAlign
from poster.words.break_marks import Joint, read
from poster.words.phrases import Phrases, Reading, packaged

__all__ = ["Note", "SetLine", "Setting", "Style", "alternatives", "fit"]

#: The longest text that is set, in words: three times the longest slogan met.
MOST_WORDS: Final = 160
#: A frame is used badly when its longest unit alone sets the size and so much height stands empty.
EMPTY: Final = 0.3
#: Alternatives may be smaller than the best setting, but not by more.
ALTERNATIVE_KEEP: Final = 0.7


@dataclass(frozen=True, slots=True)
class Style:
    """How a slot wants its text.

    `narrower` faces are tried, in order, where one long unit makes the text small, or its capitals
    lower than `wanted_cap_mm`; with that given, lines end after function words, and then inside
    compounds, when nothing else helps.
    `line_sizes` "own" lets short lines be larger, but never in a slogan with dashes.
    """

    face: Face
    narrower: tuple[Face, ...] = ()
    case: Literal["as-is", "upper"] = "as-is"
    align: Align = "center"
    valign: VAlign = "middle"
    max_lines: int | None = None
    tracking_em: float = 0.0
    max_cap_mm: float | None = None
    wanted_cap_mm: float | None = None
    line_sizes: Literal["equal", "own"] = "equal"


@dataclass(frozen=True, slots=True)
class _Plan:
    """A composition in a face, and how high its capitals can be in the frame."""

    breaker: Breaker
    composition: Composition
    cap_mm: float


def fit(text: str, frame: Rect, style: Style, phrases: Phrases | None = None) -> Setting:
    """`text` (clean, NFC, mixed case, with its writer's marks) in `frame` (mm).

    Raises RequestError: "frame-empty", "text-empty", "text-long", and what `shape` raises.
    """
    return alternatives(text, frame, style, 1, phrases)[0]


def alternatives(
    text: str, frame: Rect, style: Style, count: int, phrases: Phrases | None = None
) -> tuple[Setting, ...]:
    """Up to `count` settings with different breaks, the one that `fit` chooses first.

    The others differ in their number of lines before they differ in their breaks only.
    """
    if not (frame.width > 0 and frame.height > 0):
        raise RequestError("frame-empty", width=f"{frame.width:g}", height=f"{frame.height:g}")
    return _Text(text, frame, style, phrases or packaged()).settings(count)


class _Text:
    """One text being fitted; its galleys and its reading are shared by all its beginnings."""

    def __init__(self, text: str, frame: Rect, style: Style, phrases: Phrases) -> None:
        self.words = read(text)
        if not self.words:
            raise RequestError("text-empty")
        if len(self.words) > MOST_WORDS:
            raise RequestError("text-long", words=len(self.words), most=MOST_WORDS)
        self.frame, self.style = frame, style
        self.faces = (style.face, *style.narrower)
        self.reading = Reading(self.words, phrases)
        self.galleys: dict[Face, Galley] = {}
        self.composers: dict[tuple[Face, int, int], Composer] = {}

    def settings(self, count: int) -> tuple[Setting, ...]:
        """The best setting and its alternatives."""
        best = self._best(len(self.words))
        limit = self._limit(best.cap_mm)
        if limit < best.cap_mm:
            best = self._at(best, limit)
        plans = [best]
        if count > 1:
            plans += self._others(best, count - 1)
        return tuple(self._set(plan, min(limit, plan.cap_mm)) for plan in plans)

    def _limit(self, cap_mm: float) -> float:
        """The cap height of the whole text, made no larger than that of any beginning.

        Where a beginning surely reaches a size, it is set at more than KEEP of that size: so only
        few of them need a look.
        """
        for count in range(len(self.words) - 1, 0, -1):
            composer = self._composer(self.style.face, count)
            if composer.reaches(cap_mm / composer.cap / KEEP, self.frame):
                continue
            if not composer.surely(cap_mm / composer.cap, self.frame):
                cap_mm = min(cap_mm, self._best(count).cap_mm)
        return cap_mm

    def _at(self, best: _Plan, cap_mm: float) -> _Plan:
        """The plan of least penalty at a size that a beginning has: a wider face may do now."""
        if best.composition.couplet:
            return best
        for plan in self._offers(len(self.words)):
            if plan.cap_mm >= cap_mm:
                face, need = plan.breaker.galley.face, plan.breaker.need
                composer = self._composer(face, len(self.words), need)
                size = cap_mm / composer.cap
                return _Plan(
                    plan.breaker, composer.at_size(size, self.frame, plan.composition), cap_mm
                )
        return best

    def _best(self, count: int) -> _Plan:
        """The plan for the first `count` words: the first that serves, else the largest."""
        offers = []
        for plan in self._offers(count):
            if self._serves(plan):
                return plan
            offers.append(plan)
        return max(offers, key=lambda plan: plan.cap_mm)

    def _offers(self, count: int) -> Iterator[_Plan]:
        """The best plan in the style's face, then in narrower ones, then with worse breaks."""
        largest = 0.0
        tries = [(face, 0) for face in self.faces] + [(self.faces[-1], need) for need in (1, 2)]
        for face, need in tries:
            if need and largest >= (self.style.wanted_cap_mm or 0.0):
                return
            plan = self._plans(self._composer(face, count, need))[0]
            largest = max(largest, plan.cap_mm)
            yield plan

    def _serves(self, plan: _Plan) -> bool:
        """Whether no narrower face is called for."""
        if plan.cap_mm < (self.style.wanted_cap_mm or 0.0):
            return False
        breaker, composition = plan.breaker, plan.composition
        size = plan.cap_mm / breaker.galley.face.cap_height_em
        begin, end = max(composition.lines, key=lambda line: breaker.galley.extent(line).width)
        one_unit = not any(begin < stop < end for stop in breaker.stops)
        return not one_unit or composition.height * size > (1 - EMPTY) * self.frame.height

    def _others(self, best: _Plan, count: int) -> list[_Plan]:
        """Other plans in the same face; other numbers of lines come first."""
        composer = Composer(best.breaker, self.style.align, self.style.max_lines)
        plans = self._plans(composer, ALTERNATIVE_KEEP, every=True)
        chosen: list[_Plan] = []
        seen = {len(best.composition.lines)}
        for plan in plans:
            if len(plan.composition.lines) not in seen:
                seen.add(len(plan.composition.lines))
                chosen.append(plan)
        chosen += [plan for plan in plans if plan not in chosen]
        return [plan for plan in chosen if plan.composition.lines != best.composition.lines][:count]

    def _composer(self, face: Face, count: int, need: int = 0) -> Composer:
        asked = (face, count, need)
        if asked not in self.composers:
            joints = self.reading.joints(count)
            breaker = Breaker(self._galley(face), self.words, joints, need=need)
            self.composers[asked] = Composer(breaker, self.style.align, self.style.max_lines)
        return self.composers[asked]

    def _galley(self, face: Face) -> Galley:
        if face not in self.galleys:
            capitals, tracking = self.style.case == "upper", self.style.tracking_em
            self.galleys[face] = galley(self.words, face, capitals=capitals, tracking_em=tracking)
        return self.galleys[face]

    def _plans(self, composer: Composer, keep: float = KEEP, *, every: bool = False) -> list[_Plan]:
        """Plans in one face, best first."""
        found = composer.compositions(self.frame, keep, every=every)
        if is_couplet(self.frame, composer.breaker):
            couplet = composer.couplet()
            if couplet.size(self.frame) > found[0].size(self.frame):
                found = [couplet, *found]
        most = self.style.max_cap_mm or float("inf")
        return [
            _Plan(composer.breaker, c, min(most, c.size(self.frame) * composer.cap)) for c in found
        ]

    def _set(self, plan: _Plan, cap_mm: float) -> Setting:
        style, shaped = self.style, plan.breaker.galley
        own = style.line_sizes == "own" and Joint.DASH not in plan.breaker.joints
        place = Place(self.frame, style.align, style.valign, own)
        return place.set(self.words, shaped, plan.composition, cap_mm, self._notes(plan))

    def _notes(self, plan: _Plan) -> tuple[Note, ...]:
        notes = []
        face, lines = plan.breaker.galley.face, plan.composition.lines
        if face != self.style.face:
            notes.append(Note("type-narrower", face.name))
        if plan.composition.couplet:
            return (*notes, Note("type-couplet", ""))
        for (_, end), following in pairwise(lines):
            if self.reading.joints(len(self.words))[end - 1] is Joint.INSIDE:
                parts = self.words[end - 1].bare, self.words[following[0]].bare
                notes.append(Note("type-broken", " / ".join(parts)))
        return tuple(notes)
