"""Official names: wrong, out of date, with other capitals; names of wards and communes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from poster.errors import Finding, Severity
from poster.words.rules.base import Context, fault
from poster.words.syllables import bare
from poster.words.tokens import Reading, Token, keys

#: What the name of a ward or commune follows.
_HEADS: Final = frozenset(keys("phường xã"))


def wrong_names(reading: Reading, context: Context) -> Iterator[Finding]:
    """Names of bodies that are written otherwise, or that no longer are."""
    finder, tokens = context.tables.renaming_finder, reading.tokens
    for place in range(len(tokens)):
        for last, renamings in finder.at(tokens, place):
            renaming, found = renamings[0], reading.slice(place, last)
            if renaming.since is None:
                yield fault(
                    "words-name", Severity.ERROR, context, found, renaming.right, why=renaming.why
                )
            elif context.day is not None and context.day >= renaming.since:
                since = f"{renaming.since.day}/{renaming.since.month}/{renaming.since.year}"
                yield fault("words-name-old", Severity.WARNING, context, found, renaming.right,
                            why=renaming.why, since=since)  # fmt: skip
            break


def wrong_capitals(reading: Reading, context: Context) -> Iterator[Finding]:
    """ "Đảng cộng sản Việt Nam": only a warning, since usage is not one."""
    if reading.is_capitals:
        return
    finder, tokens, done = context.tables.capital_finder, reading.tokens, -1
    for place in range(len(tokens)):
        for last, names in finder.at(tokens, place):
            found = reading.slice(place, last)
            if place > done and _differs(tokens[place : last + 1], names[0]):
                yield fault("words-capitals", Severity.WARNING, context, found, names[0])
            done = max(done, last)
            break


def _differs(tokens: tuple[Token, ...], name: str) -> bool:
    """Whether capitals differ; "toàn quốc Hội Nông dân" is no Quốc hội but two names that meet."""
    has = [token.text[:1].isupper() for token in tokens]
    meet = not has[0] and any(has)
    whole = all(token.text.isupper() for token in tokens)
    return not meet and not whole and has != [word[:1].isupper() for word in name.split()]


def wrong_places(reading: Reading, context: Context) -> Iterator[Finding]:
    """ "xã Sốc Sơn": the letters of a commune's name with other marks. Only a warning, since there
    are communes elsewhere."""
    known = _by_letters(context.tables.places)
    proper = _by_letters(context.tables.proper)
    tokens = reading.tokens
    for place, head in enumerate(tokens):
        if head.key not in _HEADS:
            continue
        for length in (3, 2):
            name = tokens[place + 1 : place + 1 + length]
            letters = tuple(token.bare for token in name)
            if (
                letters not in known
                or letters in proper
                or not all(token.follows for token in name)
            ):
                continue
            if tuple(token.key for token in name) not in {keys(one) for one in known[letters]}:
                expected = f"{head.text} {' / '.join(known[letters])}"
                expected = expected.upper() if reading.is_capitals else expected
                found = reading.slice(place, place + len(name))
                yield fault("words-place", Severity.WARNING, context, found, expected)
            break


def wrong_proper_names(reading: Reading, context: Context) -> Iterator[Finding]:
    """ "Hồ Chi Minh", "Hà Nôi"; without any mark ("Ho Chi Minh City") it is another language."""
    known = _by_letters(context.tables.proper)
    tokens = reading.tokens
    for place in range(len(tokens)):
        for length in (3, 2):
            name = tokens[place : place + length]
            right = known.get(tuple(token.bare for token in name))
            if right is None or len(name) < length:
                continue
            written = "".join(token.text for token in name)
            is_name = all(token.text[:1].isupper() for token in name) and not written.isascii()
            if is_name and tuple(token.key for token in name) not in {keys(one) for one in right}:
                found = reading.slice(place, place + length - 1)
                expected = right[0].upper() if written.isupper() else right[0]
                yield fault("words-name-marks", Severity.ERROR, context, found, expected)
            break


@lru_cache(maxsize=8)
def _by_letters(names: tuple[str, ...]) -> dict[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name in names:
        letters = tuple(bare(word) for word in keys(name))
        found[letters] = (*found.get(letters, ()), name)
    return found
