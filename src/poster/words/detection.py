"""Which old encoding a line is in: the one under which its words become syllables.

A line is tried under every encoding. One is believed where it makes clearly more of the words
valid, and nearly all of them; proper Vietnamese, French or English never gains that much.
"""

from __future__ import annotations

import re
from typing import Final

from poster.words.charsets import CONVERTERS, TCVN3_SYMBOLS, Converted
from poster.words.syllables import is_syllable

#: How much larger the share of valid syllables must become, and how large it must be.
LEAST_GAIN: Final = 0.15
LEAST_SHARE: Final = 0.8
#: Signs of the old encoding that the repaired words must hold: one may be chance ("Loïc").
LEAST_EVIDENCE: Final = 2
WORDS: Final = re.compile(r"\S+")
EDGES: Final = ' \t,;:!?."“”‘’()[]{}…–—-/&*#<>+=|'
_INNER: Final = re.compile(r"[-/,–—:;]")
_SKIPPED: Final = re.compile(r"[\d@]|://|www\.")
#: Windows-1258 tones, which are letters, right behind a vowel.
_TONE_LETTER: Final = re.compile(r"[aăâeêioôơuưyãõý][ìòÌÒÞþ]", re.IGNORECASE)
_UNITS: Final = re.compile(r"µ[mgslFAVWh]")


def is_single_byte(text: str) -> bool:
    """Whether `text` holds no letter that a Windows-1252 reader cannot show."""
    return all(ord(sign) < 256 or not sign.isalpha() or sign in "ŒœŠšŸŽžƒˆ" for sign in text)


def words_of(line: str) -> list[str]:
    """The words of a line; figures, addresses and units left out."""
    words = [word.strip(EDGES) for word in WORDS.findall(line) if not _SKIPPED.search(word)]
    return [word for word in words if not _UNITS.fullmatch(word)]


def pieces(line: str) -> list[str]:
    """The words of a line, each in pieces at its hyphens."""
    found = [piece for word in words_of(line) for piece in _INNER.split(word)]
    return [piece for piece in found if any(map(str.isalpha, piece))]


def share(parts: list[str], *, strict: bool = True) -> float:
    """The share of valid syllables; acronyms count neither way, nor plain foreign words unless
    `strict`."""
    counted = [is_syllable(piece) for piece in parts if not _is_foreign(piece, strict)]
    return sum(counted) / len(counted) if counted else 0.0


def _is_foreign(piece: str, strict: bool) -> bool:
    plain = piece.isascii() and piece.isalpha() and not is_syllable(piece)
    return plain and (piece.isupper() or not strict)


def believed(line: str) -> str:
    """The encoding that explains `line`, "" where it stands well as it is."""
    if line.isascii() and not any(sign in line for sign in "^('`~?.+"):
        return ""
    before = pieces(line)
    best, encoding = 0.0, ""
    for name, convert in CONVERTERS.items():
        made = convert(line)
        if made.text == line:
            continue
        if name == "utf8":
            return name
        after = share(pieces(made.text), strict=False)
        gain = after - share(before, strict=False)
        if after >= LEAST_SHARE and gain > max(LEAST_GAIN, best) and _convinces(name, line, made):
            best, encoding = gain, name
    return encoding


def _convinces(name: str, line: str, made: Converted) -> bool:
    """Whether enough signs of the old encoding stand in words that became valid."""
    signs = sum(sign.isalpha() and not sign.isascii() for sign in line)
    if made.leftover * 10 > signs or (name in ("vni", "cp1258") and not is_single_byte(line)):
        return False
    words = {word.lower() for word in words_of(line)}
    healed = {word for word in words if not is_syllable(word) and _heals(name, word)}
    foreign = any(_is_foreign(piece, strict=False) for piece in pieces(line))
    least = 2 * LEAST_EVIDENCE if foreign else LEAST_EVIDENCE
    if name == "viqr":
        return len(healed) >= least
    symbols = name != "tcvn3" or any(sign in TCVN3_SYMBOLS for word in healed for sign in word)
    return symbols and sum(_weight(name, word) for word in healed) >= least


def _heals(name: str, word: str) -> bool:
    return any(map(is_syllable, _INNER.split(CONVERTERS[name](word).text.strip(EDGES))))


def _weight(name: str, word: str) -> int:
    """How much the signs of a word tell: one that hardly stands there by chance counts double."""
    signs = sum(not sign.isascii() for sign in word)
    if name == "tcvn3":
        return signs + sum(sign in TCVN3_SYMBOLS for sign in word)
    return signs + len(_TONE_LETTER.findall(word)) if name == "cp1258" else signs


def most(sure: list[str], lines: list[str]) -> str:
    """The encoding of most of the text, by words."""
    weights: dict[str, int] = {}
    for name, line in zip(sure, lines, strict=True):
        if name:
            weights[name] = weights.get(name, 0) + len(line)
    return max(weights, key=lambda name: weights[name]) if weights else ""
