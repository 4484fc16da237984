"""Words that are nearly those of the register: what was approved must be printed as it was."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from poster.errors import Finding, Severity
from poster.model import Slogan
from poster.words.rules.base import Context, fault
from poster.words.syllables import bare
from poster.words.tokens import Reading, keys

#: Shortest slogan, in words, that is looked for inside other texts.
_SHORTEST: Final = 3
#: Shortest slogan of which one other word is noticed.
_SHORTEST_NEAR: Final = 5


def nearly_approved(reading: Reading, context: Context) -> Iterator[Finding]:
    """A slogan of the register with other marks (an error), or with one other word (a warning)."""
    tokens = reading.tokens
    letters = tuple(token.bare for token in tokens)
    marked = tuple(token.key for token in tokens)
    for slogan in context.slogans:
        its_letters, its_marks = words_of(slogan.text)
        length = len(its_marks)
        if length < _SHORTEST or length > len(letters):
            continue
        for place in _places(letters, its_letters):
            if marked[place : place + length] != its_marks:
                found = reading.slice(place, place + length - 1)
                yield _other_marks(slogan, " ".join(found.split()), context)
    yield from _other_word(reading, marked, letters, context)


def _other_marks(slogan: Slogan, found: str, context: Context) -> Finding:
    if slogan.is_approved:
        return fault("words-approved", Severity.ERROR, context, found, slogan.text, id=slogan.id)
    return fault("words-registered", Severity.WARNING, context, found, slogan.text, id=slogan.id)


def _other_word(
    reading: Reading, marked: tuple[str, ...], letters: tuple[str, ...], context: Context
) -> Iterator[Finding]:
    """The whole text is an approved slogan but for one word, and no other slogan."""
    if any(words_of(slogan.text)[1] == marked for slogan in context.slogans):
        return
    for slogan in context.slogans:
        its_letters, its_marks = words_of(slogan.text)
        if not slogan.is_approved or len(its_marks) < _SHORTEST_NEAR or letters == its_letters:
            continue
        if one_apart(marked, its_marks):
            found = " ".join(reading.text.split())
            yield fault("words-near", Severity.WARNING, context, found, slogan.text, id=slogan.id)


def one_apart(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one word replaced, added or left out makes `other` of `one`."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    same = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    if len(one) == len(other):
        return one[same + 1 :] == other[same + 1 :]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[same + 1 :] == shorter[same:]


def _places(letters: tuple[str, ...], wanted: tuple[str, ...]) -> Iterator[int]:
    place = 0
    while True:
        try:
            place = letters.index(wanted[0], place)
        except ValueError:
            return
        if letters[place : place + len(wanted)] == wanted:
            yield place
        place += 1


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A slogan's words without marks and with them."""
    marked = keys(text)
    return tuple(bare(word) for word in marked), marked
