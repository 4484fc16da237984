"""Accents put back in order and back on their letters: what typing, copying and PDF files do to
them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from poster.words.syllables import QUALITIES, TONES, is_syllable, take_apart

_MARKS: Final = TONES + QUALITIES
_CLUSTER: Final = re.compile(f"[{_MARKS}]{{2,}}")
#: Letters that only a wandering accent makes: consonants with a tone.
_WANDERER: Final = re.compile(rf"[bcdghklmnpqrstvx][{TONES}]", re.IGNORECASE)
_WORD: Final = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*|[{TONES}]+|[\s\S]")
#: How many words back a lone accent may belong.
_LONGEST_WAY: Final = 3


def ordered(text: str) -> str:
    """`text` composed; each letter's marks in order (hat, breve, horn; then tone) and once."""
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _CLUSTER.sub(_in_order, decomposed))


def _in_order(match: re.Match[str]) -> str:
    marks = dict.fromkeys(match.group())
    return "".join(sorted(marks, key=lambda mark: mark in TONES))


def returned(text: str) -> str:
    """`text` (composed) with accents that stand on consonants or alone put back where they belong.

    Text without such accents is given back as it is. What has no place is left for others to see.
    """
    decomposed = unicodedata.normalize("NFD", text)
    lone = any(unicodedata.combining(sign) for sign in text)
    if not lone and not _WANDERER.search(decomposed):
        return text
    parts = [_settled(part) for part in _WORD.findall(decomposed)]
    for place, part in enumerate(parts):
        if part and part[0] in TONES:
            _bring_home(parts, place)
    return unicodedata.normalize("NFC", "".join(parts))


def _settled(word: str) -> str:
    """A word whose own tone stands on a wrong letter, with the tone on the right one."""
    tones = [sign for sign in word if sign in TONES]
    if len(tones) != 1 or word[0] in TONES or is_syllable(unicodedata.normalize("NFC", word)):
        return word
    return _toned("".join(sign for sign in word if sign not in TONES), tones[0]) or word


def _toned(word: str, tone: str) -> str:
    """`word` (decomposed, toneless) with `tone`; empty where that makes no syllable."""
    body = unicodedata.normalize("NFC", word)
    at = next(
        (place for place, letter in enumerate(body) if letter.lower() in "aăâeêioôơuưy"), None
    )
    if at is None:
        return ""
    parts = take_apart(body[: at + 1] + tone + body[at + 1 :])
    if parts is None:
        return ""
    made = parts.written()
    cased = [new.upper() if old.isupper() else new for old, new in zip(body, made, strict=True)]
    return unicodedata.normalize("NFD", "".join(cased))


def _bring_home(parts: list[str], place: int) -> None:
    """Give the lone tone at `place` to a word before it that has none."""
    tone = parts[place][0]
    _join_torn(parts, place)
    words = [at for at in range(place - 1, -1, -1) if parts[at] and parts[at][0].isalpha()]
    for at in words[:_LONGEST_WAY]:
        if not any(sign in TONES for sign in parts[at]):
            toned = _toned(parts[at], tone)
            if toned:
                parts[at], parts[place] = toned, ""
                return


def _join_torn(parts: list[str], place: int) -> None:
    """ "c ̣ó" is "có": a beginning that is no syllable, torn off by the accent between."""
    before = place - 1 - _is_space(parts, place - 1)
    after = place + 1 + _is_space(parts, place + 1)
    if before < 0 or after >= len(parts) or not parts[before][:1].isalpha():
        return
    whole = unicodedata.normalize("NFC", parts[before] + parts[after])
    if is_syllable(whole) and not is_syllable(unicodedata.normalize("NFC", parts[before])):
        parts[after] = parts[before] + parts[after]
        for at in (*range(before, place), *range(place + 1, after)):
            parts[at] = ""


def _is_space(parts: list[str], at: int) -> bool:
    return 0 <= at < len(parts) and parts[at] == " "
