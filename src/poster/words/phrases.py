"""Where a Vietnamese line may end: text into units that stay together, and the joints between.

Spaces separate syllables, not words, so the units come from a list of compounds, from the capitals
of names, and from the rules of numbers, dates and Congresses. Pure text; the list is passed in or
comes with the package.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Final

from poster.words.break_marks import Joint, Word, read

Key = tuple[str, ...]

#: Longest compound, in syllables.
MOST_SYLLABLES: Final = 6
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_ROMAN: Final = re.compile(r"[IVXLC]+")
_COUNT: Final = re.compile(r"\d[\d.,]*%?")
_YEAR: Final = re.compile(r"(1[5-9]|20|21)\d\d")


@dataclass(frozen=True, slots=True)
class Unit:
    """Words that stay on one line, and the joint after them."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words as written, with the dashes between them."""
        parts = [w.text + (f" {w.dash}" if w.dash else "") for w in self.words[:-1]]
        return " ".join([*parts, self.words[-1].text])

    @property
    def joint(self) -> Joint:
        """What a break after this unit would be."""
        return self.words[-1].joint


@dataclass(frozen=True, slots=True)
class Phrases:
    """What the rules know, as keys of syllables.

    `joins` maps a compound to the joint after each of its syllables but the last. `function` words
    begin a line rather than end it, `clinging` ones stay with the word before them, a number stays
    with the `labels` before it, a name follows `heads` softly.
    """

    joins: Mapping[Key, tuple[Joint, ...]]
    function: frozenset[str]
    clinging: frozenset[str]
    labels: frozenset[str]
    heads: frozenset[Key]

    def with_lines(self, lines: Iterable[str]) -> Phrases:
        """These, and the entries of another list of the form of `tables/phrases.txt`."""
        return _parsed(lines, self)


@lru_cache(maxsize=4096)
def key(syllable: str) -> str:
    """A syllable without case, its tone behind it, so that hòa and hoà are one."""
    marks = unicodedata.normalize("NFD", syllable.casefold())
    tone = "".join(mark for mark in marks if mark in _TONES)
    plain = "".join(mark for mark in marks if mark not in _TONES)
    return unicodedata.normalize("NFC", plain) + tone


def keys(text: str) -> Key:
    """The keys of all syllables of `text`."""
    return tuple(key(part) for part in text.split())


@lru_cache(maxsize=1)
def packaged() -> Phrases:
    """The package's own list."""
    file = resources.files("poster") / "tables" / "phrases.txt"
    empty = Phrases({}, *([frozenset()] * 4))
    return empty.with_lines(file.read_text(encoding="utf-8").splitlines())


def _parsed(lines: Iterable[str], base: Phrases) -> Phrases:
    sets: dict[str, set[Key]] = {name: set() for name in ("function", "clinging", "labels", "heads")}
    joins = dict(base.joins)
    section = "compounds"
    for line in lines:
        entry = line.partition("#")[0].strip()
        if entry.startswith("["):
            section = entry.strip("[]")
            continue
        parts = [part.strip() for part in entry.split(";") if part.strip()]
        if section == "compounds":
            joins.update(map(_compound, parts))
        else:
            sets[section].update(keys(part) for part in parts)
    single = {name: frozenset(part[0] for part in found) for name, found in sets.items()}
    return Phrases(
        joins,
        base.function | single["function"],
        base.clinging | single["clinging"],
        base.labels | single["labels"],
        base.heads | sets["heads"],
    )


def _compound(text: str) -> tuple[Key, tuple[Joint, ...]]:
    """An entry such as "kinh tế - xã hội" or "hội đồng ~ nhân dân" ("~": a soft join)."""
    joints: list[Joint] = []
    found: list[str] = []
    for part in text.split():
        if part == "~":
            joints[-1] = Joint.SOFT
        elif part == "-":
            found[-1] += part
        else:
            found.append(key(part))
            joints.append(Joint.INSIDE)
    return tuple(found), tuple(joints[:-1])


def units(text: str, phrases: Phrases | None = None) -> tuple[Unit, ...]:
    """`text` (NFC, mixed case, with its writer's marks) as units that stay together."""
    return grouped(joined(read(text), phrases or packaged()))


def grouped(words: tuple[Word, ...]) -> tuple[Unit, ...]:
    """Words gathered where no break is allowed."""
    found: list[Unit] = []
    begin = 0
    for place, word in enumerate(words):
        if not word.joint.unbreakable:
            found.append(Unit(words[begin : place + 1]))
            begin = place + 1
    return tuple(found)


def joined(words: tuple[Word, ...], phrases: Phrases) -> tuple[Word, ...]:
    """The words with every joint that its writer left open decided."""
    return _Reading(words, phrases).joints()


class _Reading:
    """One text being read: its keys, its compounds, and whether its capitals mean anything."""

    def __init__(self, words: tuple[Word, ...], phrases: Phrases) -> None:
        self.words, self.phrases = words, phrases
        self.keys = [key(word.bare) for word in words]
        self.listed = _listed(words, self.keys, phrases.joins)
        self.known = frozenset(at for place in self.listed for at in (place, place + 1))
        self.names = _capitals_mean_names(words)

    def joints(self) -> tuple[Word, ...]:
        return tuple(replace(word, joint=self._joint(place)) for place, word in enumerate(self.words))

    def _joint(self, place: int) -> Joint:
        """The joint after this word."""
        said = self.words[place].joint
        if said is Joint.DASH:
            return self.listed.get(place, said)
        if said is not Joint.PLAIN:
            return said
        for rule in (self.listed.get, self._by_sign, self._by_number, self._by_name):
            joint = rule(place)
            if joint is not None:
                return joint
        return self._by_function(place)

    def _by_sign(self, place: int) -> Joint | None:
        word, following = self.words[place], self.words[place + 1]
        if not any(c.isalnum() for c in word.text):
            return Joint.NEVER
        if word.closes or following.text[:1] in "([":
            return Joint.COMMA
        return Joint.BEFORE if following.opens or following.text in ("&", "+", "=") else None

    def _by_number(self, place: int) -> Joint | None:
        """80 năm, 10 phút; thứ XIV; năm 2026, số 02-NQ/TW."""
        one, other = self.words[place].bare, self.words[place + 1].bare
        if _COUNT.fullmatch(one) and not _YEAR.fullmatch(one) and not self._labelled(place):
            clings = self.keys[place + 1] not in self.phrases.function
            return Joint.INSIDE if clings else Joint.BEFORE
        if self.keys[place] in self.phrases.function:
            return None
        if _ROMAN.fullmatch(other):
            return Joint.INSIDE
        if other[:1].isdigit():
            return Joint.INSIDE if self._is_label(place) else Joint.SOFT
        return None

    def _is_label(self, place: int) -> bool:
        one = self.words[place].bare
        return self.keys[place] in self.phrases.labels or (self.names and one.isupper())

    def _labelled(self, place: int) -> bool:
        return place > 0 and self._is_label(place - 1) and not self.words[place - 1].closes

    def _by_name(self, place: int) -> Joint | None:
        one, other = self.words[place].bare, self.words[place + 1].bare
        if not self.names:
            return Joint.SOFT if self._ends_head(place) and place + 1 in self.known else None
        if not other[:1].isupper():
            return None
        if self._ends_head(place):
            return Joint.SOFT
        if not one[:1].isupper() or self.keys[place] in self.phrases.function:
            return None
        acronym = (len(one) > 1 and one.isupper()) or (len(other) > 1 and other.isupper())
        compound = place in self.known or place + 1 in self.known
        return Joint.SOFT if acronym or compound else Joint.INSIDE

    def _ends_head(self, place: int) -> bool:
        starts = range(max(0, place - 3), place + 1)
        return any(tuple(self.keys[start : place + 1]) in self.phrases.heads for start in starts)

    def _by_function(self, place: int) -> Joint:
        function, after = self.phrases.function, place + 1
        if self.keys[after] in self.phrases.clinging and after not in self.known:
            return Joint.INSIDE
        if self.keys[place] in function and place not in self.known:
            return Joint.AFTER
        if self.keys[after] in function and after not in self.known:
            return Joint.BEFORE
        return Joint.PLAIN if place in self.known or after in self.known else Joint.UNSURE


def _capitals_mean_names(words: tuple[Word, ...]) -> bool:
    """Not in a text of capitals only, nor in one where nearly every word begins with one."""
    initials = [word.bare[0] for word in words if word.bare[:1].isalpha()]
    return sum(initial.islower() for initial in initials) * 3 >= len(initials)


def _listed(
    words: tuple[Word, ...], syllables: list[str], joins: Mapping[Key, tuple[Joint, ...]]
) -> dict[int, Joint]:
    """The joints inside listed compounds, by the place of the word before them.

    Of the ways to lay compounds along the text, the one with the largest sum of squared lengths.
    """
    signs = [_signs(word) for word in words]
    count = len(words)
    best = [(0, 1)] * (count + 1)
    for begin in range(count - 1, -1, -1):
        best[begin] = (best[begin + 1][0] + 1, 1)
        for length in range(2, min(MOST_SYLLABLES, count - begin) + 1):
            if _compound_at(signs, syllables, begin, length) in joins:
                score = best[begin + length][0] + length * length
                best[begin] = max(best[begin], (score, length))
    joints: dict[int, Joint] = {}
    place = 0
    while place < count:
        length = best[place][1]
        if length > 1:
            compound = joins[_compound_at(signs, syllables, place, length)]
            joints.update(zip(range(place, place + length), compound, strict=False))
        place += length
    return joints


def _signs(word: Word) -> tuple[str, str]:
    """What stands before and after a word: a compound holds only the signs that its entry has."""
    before, _, after = word.text.partition(word.bare)
    return before, after + ("-" if word.dash else "")


def _compound_at(
    signs: list[tuple[str, str]], syllables: list[str], begin: int, length: int
) -> Key:
    last = begin + length - 1
    return tuple(
        (signs[at][0] if at > begin else "") + syllables[at] + (signs[at][1] if at < last else "")
        for at in range(begin, begin + length)
    )
