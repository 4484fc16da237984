"""Words that stand twice by mistake; not those that Vietnamese doubles on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from poster.errors import Finding, Severity
from poster.words.knowledge import Tables
from poster.words.rules.base import Context, fault
from poster.words.rules.spelling import edges
from poster.words.tokens import Reading, Token

#: Longest run of words that is looked for twice.
_LONGEST: Final = 8


def doubled_words(reading: Reading, context: Context) -> Iterator[Finding]:
    """ "Việt Nam Việt Nam", "của của"; "trở thành thành phố" and "đời đời" are right."""
    tokens, place = reading.tokens, 0
    while place < len(tokens) - 1:
        length = _twice(tokens, place)
        if length == 0:
            place += 1
            continue
        if length > 1 or not _on_purpose(tokens, place, context.tables):
            severity = Severity.ERROR
            if length == 1 and not _is_slip(tokens, place, context.tables):
                severity = Severity.WARNING
            found = reading.slice(place, place + 2 * length - 1)
            first = reading.slice(place, place + length - 1)
            yield fault("words-doubled", severity, context, " ".join(found.split()), first)
        place += 2 * length - 1


def _twice(tokens: tuple[Token, ...], place: int) -> int:
    """How many words from `place` stand again right behind themselves; 0 for none."""
    for length in range(min(_LONGEST, (len(tokens) - place) // 2), 0, -1):
        run = range(place, place + length)
        if all(tokens[at].key == tokens[at + length].key for at in run) and all(
            tokens[at].follows for at in range(place + 1, place + 2 * length)
        ):
            return length
    return 0


def _on_purpose(tokens: tuple[Token, ...], place: int, tables: Tables) -> bool:
    """Whether a doubled word is two words that meet, or one that is doubled for effect."""
    word = tokens[place].key
    if (word,) in tables.pairs["doubled"] or (word, word) in edges(tables).begins:
        return True
    ends, begins = _compounds_around(tokens, place, tables)
    apart = tokens[place].text[:1].isupper() != tokens[place + 1].text[:1].isupper()
    return (ends and begins) or (apart and (ends or begins))


def _is_slip(tokens: tuple[Token, ...], place: int, tables: Tables) -> bool:
    """Whether one of the two is left over beside a compound, or nobody doubles such a word."""
    word = tokens[place].key
    never = (word,) in tables.pairs["never doubled"] or word.isdigit()
    return never or any(_compounds_around(tokens, place, tables))


def _compounds_around(tokens: tuple[Token, ...], place: int, tables: Tables) -> tuple[bool, bool]:
    """Whether a compound ends with the first of two equal words, and one begins with the second."""
    word, known = tokens[place].key, edges(tables)
    ends = place > 0 and (tokens[place - 1].key, word) in known.ends
    begins = place + 2 < len(tokens) and (word, tokens[place + 2].key) in known.begins
    return ends, begins
