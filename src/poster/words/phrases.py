"""Where a Vietnamese line may end: text into units that stay together, and the joints between.

Spaces separate syllables, not words, so the units come from a list of compounds, from the capitals
of names, and from the rules of numbers, dates and Congresses. Pure text; the list is passed in, or
it is the package's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from poster.words.break_list import Key, Phrases, key, packaged
from poster.words.break_marks import Joint, Word, read

__all__ = ["Joint", "Phrases", "Reading", "Unit", "Word", "packaged", "units"]

_ROMAN: Final = re.compile(r"[IVXLC]+")
_COUNT: Final = re.compile(r"\d[\d.,]*%?")
_YEAR: Final = re.compile(r"(1[5-9]|20|21)\d\d")
_SPAN: Final = re.compile(r"\d{4}[-–]\d{4}")
#: Signs that a line may begin with and must not end with.
_LINKS: Final = ("&", "+", "=")
#: Longest head of a name, in syllables.
_LONGEST_HEAD: Final = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """Words that stay on one line."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words as written, with the dashes between them."""
        *before, last = self.words
        return " ".join([*(w.text + (w.dash and f" {w.dash}") for w in before), last.text])

    @property
    def joint(self) -> Joint:
        """What a break after this unit would be."""
        return self.words[-1].joint


def units(text: str, phrases: Phrases | None = None) -> tuple[Unit, ...]:
    """`text` (NFC, mixed case, with its writer's marks) as units that stay together."""
    words = read(text)
    joints = Reading(words, phrases or packaged()).joints(len(words))
    found: list[Unit] = []
    begin = 0
    for place, joint in enumerate(joints, 1):
        if not joint.unbreakable:
            kept = zip(words[begin:place], joints[begin:place], strict=True)
            found.append(Unit(tuple(replace(word, joint=own) for word, own in kept)))
            begin = place
    return tuple(found)


class Reading:
    """A text being read. Its beginnings can be asked for too, at little cost."""

    def __init__(self, words: Sequence[Word], phrases: Phrases) -> None:
        self.words, self.phrases = words, phrases
        self.bare = [word.bare for word in words]
        self.keys = [key(bare) for bare in self.bare]
        self._best = _lay(words, self.keys, phrases)
        self._decided: dict[tuple[object, ...], Joint] = {}

    def joints(self, count: int) -> tuple[Joint, ...]:
        """The joints after the first `count` words, read as if the text ended there."""
        laid = self._laid(count)
        names = self._capitals_mean_names(count)
        found = [self._joint(place, laid, names) for place in range(count - 1)] + [Joint.END]
        for place, (joint, following) in enumerate(pairwise(tuple(found))):
            # A lone syllable that closes its clause belongs to what stands before it.
            closes = following in (Joint.DASH, Joint.END, Joint.BEFORE)
            if joint is Joint.PLAIN and closes and place + 1 not in laid.known:
                found[place] = Joint.UNSURE
        return tuple(found)

    def _joint(self, place: int, laid: _Laid, names: bool) -> Joint:
        said = self.words[place].joint
        if said is Joint.DASH:
            return laid.inside.get(place, said)
        if said is not Joint.PLAIN:
            return said
        if place in laid.inside:
            return laid.inside[place]
        facts = (place, names, *laid.facts(place))
        if facts not in self._decided:
            self._decided[facts] = self._rule(place, laid, names)
        return self._decided[facts]

    def _rule(self, place: int, laid: _Laid, names: bool) -> Joint:
        """The joint between a word and the next, where neither writer nor list has decided."""
        return (
            self._by_sign(place)
            or self._by_number(place, laid, names)
            or self._by_name(place, laid, names)
            or self._by_function(place, laid)
        )

    def _by_sign(self, place: int) -> Joint | None:
        word, following = self.words[place], self.words[place + 1]
        if not any(letter.isalnum() for letter in word.text):
            return Joint.NEVER
        if word.closes or following.text[:1] in "([":
            return Joint.COMMA
        return Joint.BEFORE if following.opens or following.text in _LINKS else None

    def _by_number(self, place: int, laid: _Laid, names: bool) -> Joint | None:
        """80 năm, 10 phút; thứ XIV; năm 2026, số 02-NQ/TW; not: nhiệm kỳ | 2026 - 2031."""
        one, other = self.bare[place], self.bare[place + 1]
        if _COUNT.fullmatch(one) and not _YEAR.fullmatch(one) and not self._numbered(place, names):
            return Joint.BEFORE if place + 1 in laid.function_starts else Joint.INSIDE
        if place in laid.function_ends:
            return None
        if _ROMAN.fullmatch(other):
            return Joint.INSIDE
        if other[:1].isdigit():
            if not self._is_label(place, names):
                return Joint.SOFT
            spans = self.words[place + 1].joint is Joint.INSIDE or _SPAN.fullmatch(other)
            return Joint.CLOSE if spans else Joint.INSIDE
        return None

    def _is_label(self, place: int, names: bool) -> bool:
        acronym = names and len(self.bare[place]) > 1 and self.bare[place].isupper()
        return acronym or (self.keys[place],) in self.phrases.labels

    def _numbered(self, place: int, names: bool) -> bool:
        """Whether the number at `place` is the number of the word before it."""
        return place > 0 and self._is_label(place - 1, names) and not self.words[place - 1].closes

    def _by_name(self, place: int, laid: _Laid, names: bool) -> Joint | None:
        """Neighbouring capitals are one name; a name follows its head closely."""
        one, other = self.bare[place], self.bare[place + 1]
        named = other[:1].isupper() if names else place + 1 in laid.known
        if named and self._ends_head(place, laid):
            return Joint.CLOSE
        if not (names and one[:1].isupper() and other[:1].isupper()):
            return None
        if place in laid.function_ends:
            return None
        acronym = (len(one) > 1 and one.isupper()) or (len(other) > 1 and other.isupper())
        listed = place in laid.known or place + 1 in laid.known
        return Joint.SOFT if acronym or listed else Joint.INSIDE

    def _ends_head(self, place: int, laid: _Laid) -> bool:
        if place not in laid.known:
            return (self.keys[place],) in self.phrases.heads
        starts = range(max(0, place + 1 - _LONGEST_HEAD), place)
        return any(tuple(self.keys[start : place + 1]) in self.phrases.heads for start in starts)

    def _by_function(self, place: int, laid: _Laid) -> Joint:
        after = place + 1
        if (self.keys[after],) in self.phrases.clinging and after not in laid.known:
            return Joint.INSIDE
        if place in laid.function_ends:
            return Joint.AFTER
        if after in laid.function_starts or after in laid.leads or self._begins_head(after, laid):
            return Joint.BEFORE
        known = place in laid.known or after in laid.known or self._begins_numbered(after)
        return Joint.PLAIN if known else Joint.UNSURE

    def _begins_numbered(self, place: int) -> bool:
        """Whether a label and its number begin here: năm 2026."""
        following = self.bare[place + 1] if place + 1 < len(self.bare) else ""
        return following[:1].isdigit() and (self.keys[place],) in self.phrases.labels

    def _begins_head(self, place: int, laid: _Laid) -> bool:
        """Whether the head of a name begins here: phường Đống Đa, thành phố Hồ Chí Minh."""
        ends = range(place, min(place + _LONGEST_HEAD, len(self.words) - 1))
        return any(
            tuple(self.keys[place : end + 1]) in self.phrases.heads
            and (end == place) == (place not in laid.known)
            and (self.bare[end + 1][:1].isupper() or end + 1 in laid.known)
            for end in ends
        )

    def _capitals_mean_names(self, count: int) -> bool:
        """Not in a text of capitals only, nor in one where nearly every word begins with one."""
        initials = [bare[0] for bare in self.bare[:count] if bare[:1].isalpha()]
        return sum(initial.islower() for initial in initials) * 3 >= len(initials)

    def _laid(self, count: int) -> _Laid:
        compounds: list[tuple[int, int]] = []
        end = count
        while end:
            length = self._best[end][1]
            compounds.append((end - length, end))
            end -= length
        return _Laid.of(compounds, self.keys, self.words, self.phrases)


@dataclass(frozen=True, slots=True)
class _Laid:
    """The listed compounds along the beginning of a text, by places of words.

    `inside` holds the joints within compounds, `known` the places that one covers; function words
    start and end at `function_starts` and `function_ends`, leading ones start at `leads`.
    """

    inside: dict[int, Joint]
    known: frozenset[int]
    function_starts: frozenset[int]
    function_ends: frozenset[int]
    leads: frozenset[int]

    @classmethod
    def of(
        cls,
        spans: Sequence[tuple[int, int]],
        keys: Sequence[str],
        words: Sequence[Word],
        phrases: Phrases,
    ) -> _Laid:
        """From the spans of words that are a compound or stand alone."""
        named = {span: tuple(keys[slice(*span)]) for span in spans}
        compounds = [span for span in spans if span[1] - span[0] > 1]
        inside: dict[int, Joint] = {}
        for begin, end in compounds:
            joints = phrases.joins[_signed(words, keys, begin, end)]
            inside.update(zip(range(begin, end), joints, strict=False))
        function = [span for span in spans if named[span] in phrases.function]
        return cls(
            inside,
            frozenset(at for span in compounds for at in range(*span)),
            frozenset(begin for begin, _ in function),
            frozenset(end - 1 for _, end in function),
            frozenset(begin for begin, end in spans if named[begin, end] in phrases.leading),
        )

    def facts(self, place: int) -> tuple[bool, ...]:
        """All that the rules ask about the joint after `place`."""
        after = place + 1
        return (
            place in self.known,
            after in self.known,
            after in self.function_starts,
            place in self.function_ends,
            after in self.leads,
        )


def _lay(words: Sequence[Word], keys: Sequence[str], phrases: Phrases) -> list[tuple[int, int]]:
    """For each end: best sum of squared lengths of compounds up to there, and the last's length."""
    best = [(0, 0)]
    for end in range(1, len(words) + 1):
        choices = [(best[end - 1][0] + 1, 1)]
        node, begin = phrases.tree, end
        while begin:
            begin -= 1
            step = keys[begin] + (_sign_after(words[begin]) if begin + 1 < end else "")
            if step not in node:
                break
            node = node[step]
            if "" in node and begin + 1 < end:
                choices.append((best[begin][0] + (end - begin) ** 2, end - begin))
            if words[begin].opens:
                break
        best.append(max(choices))
    return best


def _sign_after(word: Word) -> str:
    """Comma and dash after a word: inside a compound they must be in its entry."""
    return word.text.partition(word.bare)[2] + ("-" if word.dash else "")


def _signed(words: Sequence[Word], keys: Sequence[str], begin: int, end: int) -> Key:
    inner = tuple(keys[at] + _sign_after(words[at]) for at in range(begin, end - 1))
    return (*inner, keys[end - 1])
