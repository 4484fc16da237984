"""A text as the guard reads it: words and figures with their places, and sequences found in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

from poster.words.break_list import key
from poster.words.syllables import bare

T = TypeVar("T")
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+")
#: What may stand between two words that follow each other: a space, a forced or forbidden break.
_FOLLOWS: Final = re.compile(r"\s+|\s*~\s*|\s+/\s+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a figure. `key` tells words apart but for case and tone placement; `gap` is what
    stands before it."""

    text: str
    start: int
    end: int
    gap: str
    key: str

    @property
    def follows(self) -> bool:
        """Whether nothing but a space or a break separates it from the token before."""
        return _FOLLOWS.fullmatch(self.gap) is not None

    @property
    def bare(self) -> str:
        """Its small letters without any mark."""
        return bare(self.text)


@dataclass(frozen=True)
class Reading:
    """A text (clean) with its tokens."""

    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words and figures in order."""
        found, end = [], 0
        for match in _TOKEN.finditer(self.text):
            word = match.group()
            found.append(
                Token(word, match.start(), match.end(), self.text[end : match.start()], key(word))
            )
            end = match.end()
        return tuple(found)

    @cached_property
    def is_capitals(self) -> bool:
        """Whether capitals say nothing here, since nearly all letters are."""
        letters = [sign for sign in self.text if sign.isalpha()]
        return bool(letters) and sum(map(str.isupper, letters)) > 0.8 * len(letters)

    def slice(self, first: int, last: int) -> str:
        """The text from token `first` to token `last`, both included."""
        return self.text[self.tokens[first].start : self.tokens[last].end]


def before(text: str, start: int, reach: int) -> str:
    """The `reach` characters of `text` before `start`: patterns that end there need no more."""
    return text[max(0, start - reach) : start]


def keys(text: str) -> tuple[str, ...]:
    """The keys of the words and figures of `text`."""
    return tuple(key(word) for word in _TOKEN.findall(text))


class Finder(Generic[T]):
    """Finds the longest known sequence of words at each place of a text."""

    def __init__(self, entries: Iterable[tuple[tuple[str, ...], T]]) -> None:
        self._root: dict[str, Any] = {}
        for words, value in entries:
            node = self._root
            for word in words:
                node = node.setdefault(word, {})
            node.setdefault("", []).append(value)

    def at(self, tokens: tuple[Token, ...], place: int) -> Iterable[tuple[int, list[T]]]:
        """Each known sequence that begins at `place`, longest first: its last place, its values."""
        node: Mapping[str, Any] = self._root
        found: list[tuple[int, list[T]]] = []
        for at in range(place, len(tokens)):
            node = node.get(tokens[at].key, {})
            if not node:
                break
            if "" in node:
                found.append((at, node[""]))
        return reversed(found)
