"""Text set as large and as well as its frame allows.

`fit` breaks by meaning, takes its size from the real ink in both directions, and never sets a text
larger than a beginning of it. It knows nothing of inks or of reading distances: the caller compares
`Setting.cap_mm` with what the size asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from poster.errors import RequestError
from poster.geometry import Rect
from poster.typeset.placing import Note, Place, SetLine, Setting
from poster.typeset.planning import Plan, Planner
from poster.typeset.style import Style
from poster.words.break_marks import read
from poster.words.phrases import Joint, Phrases, Reading, packaged

__all__ = ["Note", "SetLine", "Setting", "Style", "alternatives", "fit"]

#: The longest text that is set, in words: three times the longest slogan met.
MOST_WORDS: Final = 160


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
    words = read(text)
    if not words:
        raise RequestError("text-empty")
    if len(words) > MOST_WORDS:
        raise RequestError("text-long", words=len(words), most=MOST_WORDS)
    reading = Reading(words, phrases or packaged())
    plans = Planner(words, reading, frame, style).plans(count)
    joints = reading.joints(len(words))
    return tuple(_set(plan, frame, style, joints) for plan in plans)


def _set(plan: Plan, frame: Rect, style: Style, joints: Sequence[Joint]) -> Setting:
    own_sizes = style.line_sizes == "own" and Joint.DASH not in joints
    place = Place(frame, style.align, style.valign, own_sizes)
    return place.set(plan.galley, plan.composition, plan.cap_mm, _notes(plan, style, joints))


def _notes(plan: Plan, style: Style, joints: Sequence[Joint]) -> tuple[Note, ...]:
    """What was done beyond breaking between words in the face that was asked for."""
    notes = []
    if plan.galley.face != style.face:
        notes.append(Note("type-narrower", plan.galley.face.name))
    if plan.composition.couplet:
        return (*notes, Note("type-couplet", ""))
    words = plan.composer.breaker.words
    for (_, end), _ in pairwise(plan.composition.lines):
        if joints[end - 1] is Joint.INSIDE:
            notes.append(Note("type-broken", f"{words[end - 1].bare} / {words[end].bare}"))
    return tuple(notes)
