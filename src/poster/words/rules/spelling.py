"""Compounds with a wrong mark, and syllables that are none.

A syllable alone is seldom wrong: "phân đầu" is two good ones. What tells is that the pair is no
compound while the same letters with other marks are one.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from poster.errors import Finding, Severity
from poster.words.break_marks import Joint
from poster.words.knowledge import Tables
from poster.words.rules.base import Context, fault
from poster.words.syllables import TONES, bare, is_syllable, take_apart
from poster.words.tokens import Reading, Token

Pair = tuple[str, str]
#: Marks by which a pair may differ from the compound that it is taken for.
MOST_MARKS: Final = 2


def wrong_marks(reading: Reading, context: Context) -> Iterator[Finding]:
    """ "phân đầu" where "phấn đấu" is meant."""
    tokens, known = reading.tokens, _pairs(context.tables)
    for place in range(len(tokens) - 1):
        pair = (tokens[place].key, tokens[place + 1].key)
        meant = known.get(_bare_pair(tokens, place))
        if meant is None or not tokens[place + 1].follows or pair in meant:
            continue
        if pair in context.tables.pairs["good"] or _stands_free(tokens, place, context.tables):
            continue
        right = _likeliest(pair, meant, context)
        seen = _count(context.evidence, right)
        severity = _severity(pair, right, seen, among_marks=_among_marks(tokens, place))
        if severity is None or (_is_name(reading, place) and not seen):
            continue
        found = reading.slice(place, place + 1)
        code = "words-marks-seen" if seen else "words-marks"
        yield fault(code, severity, context, found, _cased(right, found), count=seen)


def no_syllables(reading: Reading, context: Context) -> Iterator[Finding]:
    """Words with Vietnamese marks that the grammar of syllables does not know."""
    for place, token in enumerate(reading.tokens):
        word = token.text
        if word.isascii() or is_syllable(word) or len(word) == 1 or _is_borrowed(word):
            continue
        if word.isupper() and take_apart(word) is None and not _has_tone(word):
            continue  # an acronym: BĐBP, HĐND
        parts = take_apart(word)
        expected = _cased((parts.written(),), word) if parts else ""
        if not _in_pair(reading.tokens, place, context):
            code = "words-tone-place" if parts else "words-syllable"
            yield fault(code, Severity.WARNING, context, word, expected)


def _has_tone(word: str) -> bool:
    return any(sign in TONES for sign in unicodedata.normalize("NFD", word))


def _is_borrowed(word: str) -> bool:
    """Whether a word is two syllables written as one: vắcxin, phôtô, cácbon."""
    return any(is_syllable(word[:at]) and is_syllable(word[at:]) for at in range(2, len(word) - 1))


def _in_pair(tokens: tuple[Token, ...], place: int, context: Context) -> bool:
    """Whether the word is half of a compound written wrongly, which says more."""
    known = _pairs(context.tables)
    return any(
        0 <= at < len(tokens) - 1 and _bare_pair(tokens, at) in known for at in (place - 1, place)
    )


def _bare_pair(tokens: tuple[Token, ...], place: int) -> str:
    return f"{tokens[place].bare} {tokens[place + 1].bare}"


def _stands_free(tokens: tuple[Token, ...], place: int, tables: Tables) -> bool:
    """Whether either word belongs to its other neighbour, or stands beside anything."""
    one, other = tokens[place], tokens[place + 1]
    if any(_is_free(token, tables) for token in (one, other)):
        return True
    known = edges(tables)
    before = place > 0 and one.follows and (tokens[place - 1].key, one.key) in known.ends
    after = (
        place + 2 < len(tokens)
        and tokens[place + 2].follows
        and (other.key, tokens[place + 2].key) in known.begins
    )
    return before or after


def _is_free(token: Token, tables: Tables) -> bool:
    letter = len(token.text) == 1 and token.text.isupper()
    return letter or token.key.isdigit() or (token.key,) in tables.pairs["free"]


def _likeliest(pair: Pair, meant: tuple[Pair, ...], context: Context) -> Pair:
    """The compound that is meant: the one that the document uses, else the nearest in marks."""
    return min(meant, key=lambda right: (-_count(context.evidence, right), distance(pair, right)))


def _severity(pair: Pair, right: Pair, seen: int, *, among_marks: bool) -> Severity | None:
    """How sure it is that `right` is meant; None where the pair is too far from it.

    A pair without any mark is a slip among words with marks, else perhaps another language.
    """
    steps = [_apart(one, other) for one, other in zip(pair, right, strict=True)]
    unmarked = "".join(pair).isascii()
    slip = among_marks if unmarked else max(steps) == 1
    if seen or slip or not all(map(_is_word, pair)):
        return Severity.ERROR
    return Severity.WARNING if sum(steps) <= MOST_MARKS or unmarked else None


def _among_marks(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether the words at `place` are in small letters, and a word beside them has marks."""
    beside = (*tokens[max(0, place - 1) : place], *tokens[place + 2 : place + 3])
    small = tokens[place].text.islower() and tokens[place + 1].text.islower()
    return small and any(not token.text.isascii() for token in beside)


def _is_name(reading: Reading, place: int) -> bool:
    """Whether both words have capitals that say: a name, of which there are more than any list."""
    if reading.is_capitals:
        return False
    one, other = reading.tokens[place], reading.tokens[place + 1]
    return one.text[:1].isupper() and other.text[:1].isupper()


def distance(pair: Pair, right: Pair) -> int:
    """In how many marks two pairs of the same letters differ: tones, hats, breves, horns, bars."""
    return sum(_apart(one, other) for one, other in zip(pair, right, strict=True))


@lru_cache(maxsize=8192)
def _apart(one: str, other: str) -> int:
    """Marks that differ between two words as keys, whose tone stands at the end."""
    (body, tone), (other_body, other_tone) = _tone_off(one), _tone_off(other)
    letters = sum(a != b for a, b in zip(body, other_body, strict=True))
    if letters > 1 and body.replace("ươ", "uo") == other_body.replace("ươ", "uo"):
        letters = 1  # ươ and uo: one slip
    return letters + (tone != other_tone)


def _tone_off(word: str) -> tuple[str, str]:
    body = word.rstrip(TONES)
    return body, word[len(body) :]


@lru_cache(maxsize=4096)
def _is_word(word: str) -> bool:
    return is_syllable(_written(word))


def _written(word: str) -> str:
    """A key as it is written: its tone back on its letter."""
    parts = take_apart(word)
    return parts.written() if parts else word


def _cased(right: tuple[str, ...], like: str) -> str:
    """Keys as words, with the capitals of `like`."""
    words = [_written(word) for word in right]
    found = like.split()
    if like.isupper() and len(like) > 1:
        return " ".join(words).upper()
    cased = [
        word.capitalize() if old[:1].isupper() else word
        for word, old in zip(words, found or [like], strict=False)
    ]
    return " ".join(cased)


def _count(evidence: str, right: Pair) -> int:
    return _pair_counts(evidence)[right] if evidence else 0


@lru_cache(maxsize=8)
def _pair_counts(text: str) -> Counter[Pair]:
    tokens = Reading(text).tokens
    return Counter((one.key, other.key) for one, other in pairwise(tokens) if other.follows)


# ---------------------------------------------------------------- the compounds of a list


def _pairs(tables: Tables) -> Mapping[str, tuple[Pair, ...]]:
    return _index(tables)[0]


def edges(tables: Tables) -> Edges:
    """The first and the last two words of every compound of the list."""
    return _index(tables)[1]


@dataclass(frozen=True, slots=True)
class Edges:
    """The first two and the last two words of every compound."""

    begins: frozenset[Pair]
    ends: frozenset[Pair]


@lru_cache(maxsize=4)
def _index(tables: Tables) -> tuple[Mapping[str, tuple[Pair, ...]], Edges]:
    """The close pairs of all compounds by their bare letters, and the edges of compounds."""
    close: dict[str, dict[Pair, None]] = {}
    begins, ends = set[Pair](), set[Pair]()
    for compound, joints in tables.phrases.joins.items():
        plain = [word.rstrip(",-") for word in compound]
        if len(plain) > 1:
            begins.add((plain[0], plain[1]))
            ends.add((plain[-2], plain[-1]))
        for at, joint in enumerate(joints):
            if joint is Joint.INSIDE and compound[at] == plain[at]:
                letters = f"{bare(plain[at])} {bare(plain[at + 1])}"
                close.setdefault(letters, {})[plain[at], plain[at + 1]] = None
    return {letters: tuple(pairs) for letters, pairs in close.items()}, Edges(
        frozenset(begins), frozenset(ends)
    )
