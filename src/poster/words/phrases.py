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
from poster.words.break_marks import EDGES, Joint, Word, read

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
        self._spans: dict[tuple[int, int], _Span] = {}
        self._decided: dict[tuple[int, bool, bytes], Joint] = {}

    def joints(self, count: int) -> tuple[Joint, ...]:
        """The joints after the first `count` words, read as if the text ended there."""
        if not count:
            return ()
        laid = self._laid(count)
        found = [self._joint(place, laid) for place in range(count - 1)] + [Joint.END]
        for place, (joint, following) in enumerate(pairwise(tuple(found))):
            # A lone syllable that closes its clause belongs to what stands before it.
            closes = following in (Joint.DASH, Joint.END, Joint.BEFORE)
            if joint is Joint.PLAIN and closes and not laid.flags[place + 1] & _KNOWN:
                found[place] = Joint.UNSURE
        return tuple(found)

    def _joint(self, place: int, laid: _Laid) -> Joint:
        said = self.words[place].joint
        if said is Joint.DASH or said is Joint.PLAIN:
            listed = laid.inside.get(place)
            if listed is not None:
                return listed
        if said is not Joint.PLAIN:
            return said
        facts = (place, laid.names, bytes(laid.flags[place : place + _SEEN]))
        if facts not in self._decided:
            self._decided[facts] = _Rules(self, laid, place).joint()
        return self._decided[facts]

    def _laid(self, count: int) -> _Laid:
        flags, inside = bytearray(count), dict[int, Joint]()
        end = count
        while end:
            begin = end - self._best[end][1]
            span = self._span(begin, end)
            flags[begin:end] = span.flags
            inside.update(zip(range(begin, end), span.joints, strict=False))
            end = begin
        initials = [bare[0] for bare in self.bare[:count] if bare[:1].isalpha()]
        # Capitals mean names, but not in a text of capitals only or nearly so.
        names = sum(initial.islower() for initial in initials) * 3 >= len(initials)
        return _Laid(inside, flags, names)

    def _span(self, begin: int, end: int) -> _Span:
        if (begin, end) not in self._spans:
            self._spans[begin, end] = self._read_span(begin, end)
        return self._spans[begin, end]

    def _read_span(self, begin: int, end: int) -> _Span:
        name, compound = tuple(self.keys[begin:end]), end - begin > 1
        flags = bytearray([_KNOWN if compound else 0] * (end - begin))
        if name in self.phrases.function:
            flags[0] |= _STARTS
            flags[-1] |= _ENDS
        if name in self.phrases.leading:
            flags[0] |= _LEADS
        signed = _signed(self.words, self.keys, begin, end)
        return _Span(bytes(flags), self.phrases.joins[signed] if compound else ())


#: What is known of a word: part of a listed compound; start, end of a function word; a good start.
_KNOWN, _STARTS, _ENDS, _LEADS = 1, 2, 4, 8
_OPENS: Final = _STARTS | _LEADS
#: How many words from a joint on the rules look at.
_SEEN: Final = 2 + _LONGEST_HEAD


@dataclass(frozen=True, slots=True)
class _Span:
    """A listed compound, or a word alone: flags of its words, joints inside it."""

    flags: bytes
    joints: tuple[Joint, ...]


@dataclass(frozen=True, slots=True)
class _Laid:
    """The compounds laid along the beginning of a text; `names`: whether capitals mean names."""

    inside: dict[int, Joint]
    flags: bytearray
    names: bool


class _Rules:
    """The joint between a word and the next, where neither writer nor list has decided."""

    def __init__(self, reading: Reading, laid: _Laid, place: int) -> None:
        self.phrases, self.place, self.after = reading.phrases, place, place + 1
        self.count, self.names, self.flags = len(laid.flags), laid.names, laid.flags
        self.words, self.bare, self.keys = reading.words, reading.bare, reading.keys
        self.one, self.other = reading.bare[place], reading.bare[place + 1]

    def joint(self) -> Joint:
        """What the first rule that has something to say says."""
        return self._by_sign() or self._by_number() or self._by_name() or self._by_function()

    def _by_sign(self) -> Joint | None:
        word, following = self.words[self.place], self.words[self.after]
        if not any(letter.isalnum() for letter in word.text):
            return Joint.NEVER
        if word.closes or following.text[:1] in "([":
            return Joint.COMMA
        return Joint.BEFORE if following.opens or following.text in _LINKS else None

    def _by_number(self) -> Joint | None:
        """80 năm, 10 phút; thứ XIV; năm 2026, số 02-NQ/TW; not: nhiệm kỳ | 2026 - 2031."""
        counts = _COUNT.fullmatch(self.one) and not _YEAR.fullmatch(self.one)
        if counts and not self._is_numbered():
            return Joint.BEFORE if self.flags[self.after] & _STARTS else Joint.INSIDE
        if self.flags[self.place] & _ENDS:
            return None
        if _ROMAN.fullmatch(self.other):
            return Joint.INSIDE
        if self.other[:1].isdigit():
            if not self._is_label(self.place):
                return Joint.SOFT
            spans = self.words[self.after].joint is Joint.INSIDE or _SPAN.fullmatch(self.other)
            return Joint.CLOSE if spans else Joint.INSIDE
        return None

    def _is_label(self, place: int) -> bool:
        bare = self.bare[place]
        acronym = self.names and len(bare) > 1 and bare.isupper()
        return acronym or (self.keys[place],) in self.phrases.labels

    def _is_numbered(self) -> bool:
        """Whether the number is the number of the word before it."""
        before = self.place - 1
        return before >= 0 and self._is_label(before) and not self.words[before].closes

    def _by_name(self) -> Joint | None:
        """Neighbouring capitals are one name; a name follows its head closely."""
        one, other = self.one, self.other
        known = self.flags[self.after] & _KNOWN
        # Without capitals to go by, anything but a new phrase is taken for the name.
        named = other[:1].isupper() if self.names else not self.flags[self.after] & _OPENS
        if named and self._ends_head():
            return Joint.CLOSE
        if not (self.names and one[:1].isupper() and other[:1].isupper()):
            return None
        if self.flags[self.place] & _ENDS:
            return None
        acronym = (len(one) > 1 and one.isupper()) or (len(other) > 1 and other.isupper())
        return Joint.SOFT if acronym or known or self.flags[self.place] & _KNOWN else Joint.INSIDE

    def _ends_head(self) -> bool:
        if not self.flags[self.place] & _KNOWN:
            return (self.keys[self.place],) in self.phrases.heads
        starts = range(max(0, self.after - _LONGEST_HEAD), self.place)
        return any(tuple(self.keys[start : self.after]) in self.phrases.heads for start in starts)

    def _by_function(self) -> Joint:
        flags = self.flags[self.after]
        if (self.keys[self.after],) in self.phrases.clinging and not flags & _KNOWN:
            return Joint.INSIDE
        if self.flags[self.place] & _ENDS:
            return Joint.AFTER
        if flags & _OPENS or self._begins_head():
            return Joint.BEFORE
        known = (flags | self.flags[self.place]) & _KNOWN or self._begins_numbered()
        return Joint.PLAIN if known else Joint.UNSURE

    def _begins_numbered(self) -> bool:
        """Whether a label and its number begin after the joint: năm 2026."""
        second = self.after + 1
        digits = second < self.count and self.bare[second][:1].isdigit()
        return digits and (self.keys[self.after],) in self.phrases.labels

    def _begins_head(self) -> bool:
        """Whether the head of a name begins after the joint: phường Đống Đa."""
        begin, alone = self.after, not self.flags[self.after] & _KNOWN
        return any(
            tuple(self.keys[begin:end]) in self.phrases.heads
            and (end == begin + 1) == alone
            and (self.bare[end][:1].isupper() or bool(self.flags[end] & _KNOWN))
            for end in range(begin + 1, min(begin + 1 + _LONGEST_HEAD, self.count))
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
    return word.text[len(word.text.rstrip(EDGES)) :] + ("-" if word.dash else "")


def _signed(words: Sequence[Word], keys: Sequence[str], begin: int, end: int) -> Key:
    inner = tuple(keys[at] + _sign_after(words[at]) for at in range(begin, end - 1))
    return (*inner, keys[end - 1])
