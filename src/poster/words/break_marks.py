"""The writer's own marks: words, dashes, forced and forbidden breaks, emphasis, quotes.

As they stand in a slogan:

    " / " or a new line    a break here       (30/4/1975, 02-CT/TW, km/h are words as they stand)
    "~"                    no break here, drawn as a space
    "*chữ nhấn*"           emphasis
    " - "                  a dash between members, drawn as an en dash
    "..." '...'            straight quotes, drawn as “ ” and ‘ ’
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import Final


class Joint(Enum):
    """What a break after a word would be; INSIDE is broken only in need, NEVER never."""

    FORCED = "forced"
    DASH = "dash"
    COMMA = "comma"
    BEFORE = "before a function word"
    PLAIN = "plain"
    UNSURE = "between two words of one syllable that no list knows"
    SOFT = "soft join"
    CLOSE = "between a name and what it names"
    AFTER = "after a function word"
    END = "end"
    INSIDE = "inside a compound, name or span"
    NEVER = "never"

    @property
    def unbreakable(self) -> bool:
        """Whether the words on both sides belong to one unit."""
        return self in (Joint.INSIDE, Joint.NEVER)


OPENING: Final = "“‘([«"
CLOSING: Final = ",;:.!?…”’)]»"
EDGES: Final = OPENING + CLOSING
DASHES: Final = ("-", "–", "—")


@dataclass(frozen=True, slots=True)
class Word:
    """One written word with its punctuation, the dash that follows it, and the joint after it.

    `emphasis` says which of its letters are emphasised: from the first up to, not including, the
    second.
    """

    text: str
    joint: Joint = Joint.PLAIN
    dash: str = ""
    emphasis: tuple[int, int] = (0, 0)

    @property
    def bare(self) -> str:
        """The word without quotes, brackets and punctuation around it."""
        return self.text.strip(EDGES)

    @property
    def opens(self) -> bool:
        """Whether a quotation or bracket begins with this word."""
        return self.text[:1] in OPENING

    @property
    def closes(self) -> bool:
        """Whether a clause ends with this word."""
        return self.text[-1:] in CLOSING


_SPACE = re.compile(r"(\s*\n\s*|[^\S\n]+)")
_TAIL = rf"[{re.escape(CLOSING)}]*"
_HEAD = rf"[{re.escape(OPENING)}]*"
_EMPHASIS = re.compile(rf"(?<!\S)({_HEAD})\*(?=\S)([^*\n]*?\S)\*({_TAIL})(?!\S)")
_LONE_HEAD = re.compile(rf"([{re.escape(OPENING)}])\s+")
_LONE_TAIL = re.compile(rf"\s+({_TAIL[:-1]}+)(?!\S)")
_GLUED_DASH = re.compile(r"(?<=\w)([-–—])(?=\s)")


def read(text: str) -> tuple[Word, ...]:
    """The words of `text` (NFC, mixed case) with what its writer has marked.

    Joints are FORCED, DASH, NEVER, INSIDE (the dash of a span of numbers), END, or PLAIN where the
    writer said nothing.
    """
    words: list[Word] = []
    for stretch, emphasised, signs in _stretches(tidied(text)):
        begin = len(words)
        for token in _SPACE.split(stretch):
            if "\n" in token:
                _mark(words, Joint.FORCED)
            elif token.strip():
                _take(words, token)
        if emphasised:
            words[begin:] = _emphasised(words[begin:], *signs)
    if words:
        words[-1] = replace(words[-1], joint=Joint.END)
    return tuple(_dashed(words))


def tidied(text: str) -> str:
    """Smart quotes, no space on the inner side of brackets and signs, a space before a dash."""
    text = re.sub(r"(?<!\S)([(“‘*]*)\"(?=\S)", r"\1“", text).replace('"', "”")
    text = re.sub(r"(?<!\S)([(“*]*)'(?=\S)", r"\1‘", text).replace("'", "’")
    return _GLUED_DASH.sub(r" \1", _LONE_TAIL.sub(r"\1", _LONE_HEAD.sub(r"\1", text)))


def _stretches(text: str) -> Iterator[tuple[str, bool, tuple[int, int]]]:
    """Stretches, whether emphasised, and how many signs that touch them at each end are not."""
    end = 0
    for match in _EMPHASIS.finditer(text):
        head, inner, tail = match.groups()
        yield text[end : match.start()], False, (0, 0)
        yield head + inner + tail, True, (len(head), len(tail))
        end = match.end()
    yield text[end:], False, (0, 0)


def _emphasised(words: Sequence[Word], head: int, tail: int) -> Iterator[Word]:
    for place, word in enumerate(words):
        begin = head if place == 0 else 0
        end = len(word.text) - (tail if place == len(words) - 1 else 0)
        yield replace(word, emphasis=(begin, end))


def _take(words: list[Word], token: str) -> None:
    if token == "/":
        _mark(words, Joint.FORCED)
    elif token in DASHES and words and not words[-1].dash:
        joint = Joint.FORCED if words[-1].joint is Joint.FORCED else Joint.DASH
        words[-1] = replace(words[-1], dash=token, joint=joint)
    else:
        if token.startswith("~"):
            _mark(words, Joint.NEVER)
        parts = [part for part in token.split("~") if part]
        words += [Word(part, Joint.NEVER) for part in parts]
        if parts and not token.endswith("~"):
            _mark(words, Joint.PLAIN)


def _mark(words: list[Word], joint: Joint) -> None:
    if words:
        words[-1] = replace(words[-1], joint=joint)


def _dashed(words: list[Word]) -> list[Word]:
    """The hyphen between members becomes an en dash.

    That of 2026 - 2031 or (19/8/1945 - 19/8/2025) joins, and stays as it was written.
    """
    for place, (word, following) in enumerate(pairwise(tuple(words))):
        if not word.dash:
            continue
        if word.joint is Joint.DASH and word.text[-1:].isdigit() and following.bare[:1].isdigit():
            words[place] = replace(word, joint=Joint.INSIDE)
        elif word.dash == "-":
            words[place] = replace(word, dash="–")
    return words
