"""Old Vietnamese encodings: found by the grammar of syllables or by a font's name, and converted.

What an encoding is believed by is told in `detection`; here text is converted, its lost capitals
are seen to, and what is beyond repair is refused.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from poster.errors import RequestError
from poster.words.break_list import key, packaged
from poster.words.charsets import CONVERTERS, TCVN3_SYMBOLS, from_tcvn3
from poster.words.detection import (
    EDGES,
    WORDS,
    believed,
    is_single_byte,
    most,
    pieces,
    share,
    words_of,
)
from poster.words.syllables import is_syllable

#: Signs that no proper word holds between its letters; ¬ is a leftover that cleaning takes out.
_ODD: Final = "µ¶¸¹º¼½¾¨ª®¯±´¡¢£¤¥¦§"
_GARBLED: Final = re.compile(rf"[^\W\d_][{_ODD}]+[^\W\d_]")
_LOST: Final = re.compile(r"[^\W\d_]\?+[^\W\d_]")
#: Words with a hole that make a text beyond repair; one may be somebody's "đúng?sai".
LEAST_HOLES: Final = 2
_TONED_START: Final = re.compile(
    r"[àảãáạằẳẵắặăầẩẫấậâèẻẽéẹềểễếệêìỉĩíịòỏõóọồổỗốộôờởỡớợơùủũúụừửữứựưỳỷỹýỵđ]"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text in Unicode; `encoding` is the one that it was in, empty where nothing was changed.

    `lost_capitals` are words that may have had a capital that their encoding could not write.
    """

    text: str
    encoding: str = ""
    lost_capitals: tuple[str, ...] = ()


def decode(text: str, font: str = "") -> Decoded:
    """`text` in Unicode, by its font's name where that says, else by its syllables.

    Raises RequestError `text-lost` where letters are gone, `text-garbled` where words hold signs
    that no encoding explains.
    """
    named, capitals = font_encoding(font)
    if named and is_single_byte(text):
        return _by_font(text, named, capitals)
    lines = text.split("\n")
    sure = [believed(line) for line in lines]
    chosen = most(sure, lines)
    found = [_line(line, own or chosen, bool(own)) for line, own in zip(lines, sure, strict=True)]
    whole = "\n".join(line.text for line in found)
    mixed = WORDS.sub(_stray_word, whole)
    refuse_lost(mixed)
    lost = tuple(word for line in found for word in line.lost_capitals)
    return Decoded(mixed, chosen or ("tcvn3" if mixed != whole else ""), lost)


def read_bytes(data: bytes, name: str) -> Decoded:
    """The text of a file: UTF-8, UTF-16, or one of the old encodings. Lines end in "\\n".

    Raises RequestError `text-binary` for what is no text, and what `decode` raises.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _unicode(data, "utf-16", name)
    elif data[1:2] == b"\0" and data[3:4] == b"\0":
        text = _unicode(data, "utf-16-le", name)
    elif data.count(0) * 100 > len(data):  # one may be a slip, which cleaning takes out
        raise RequestError("text-binary", file=name)
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="_poster_latin1")
    return decode(text.replace("\r\n", "\n").replace("\r", "\n"))


def font_encoding(font: str) -> tuple[str, bool]:
    """The encoding that a font's name tells ("" for none), and whether it draws only capitals."""
    name = font.strip().strip("'\"")
    if re.match(r"\.vn", name, re.IGNORECASE):
        family = re.sub(r"\s+(bold|italic|regular)\b.*", "", name, flags=re.IGNORECASE)
        return "tcvn3", family.endswith("H")
    return ("vni", False) if re.match(r"vni[- ]", name, re.IGNORECASE) else ("", False)


def refuse_lost(text: str) -> None:
    """Raise RequestError where letters of `text` are gone or cannot be told."""
    gone = text.find("\ufffd")
    holes = [word for word in words_of(text) if _LOST.search(word) and not _asks(word)]
    if gone >= 0 or len(holes) >= LEAST_HOLES:
        at = gone if gone >= 0 else text.find(holes[0])
        raise RequestError("text-lost", around=_around(text, at))
    odd = _GARBLED.search(text)
    if odd:
        raise RequestError("text-garbled", around=_around(text, odd.start()))


def _asks(word: str) -> bool:
    """Whether a question mark in a word only lacks the space behind it."""
    return all(map(is_syllable, re.findall(r"[^\W\d_]+", word)))


def _unicode(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        raise RequestError("text-binary", file=name) from error


def _latin1(error: UnicodeError) -> tuple[str, int]:
    """The five bytes that Windows-1252 leaves open are what Latin-1 makes of them."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("_poster_latin1", _latin1)


def _around(text: str, at: int) -> str:
    return text[max(0, at - 12) : at + 16].replace("\n", " ").strip()


# ---------------------------------------------------------------- conversion


def _stray_word(match: re.Match[str]) -> str:
    """A TCVN3 word pasted into proper text: its symbols give it away."""
    word = match.group()
    if not any(sign in TCVN3_SYMBOLS for sign in word) or not words_of(word):
        return word
    made = from_tcvn3(word)
    bare = word.strip(EDGES)
    telling = any(sign in TCVN3_SYMBOLS for sign in bare) and any(map(str.isascii, bare))
    healed = telling and not made.leftover and is_syllable(made.text.strip(EDGES))
    return made.text if healed and not is_syllable(bare) else word


def _line(line: str, encoding: str, sure: bool) -> Decoded:
    """A line converted; one that is not sure of itself only where that makes it no worse."""
    if not encoding:
        return Decoded(line)
    made = CONVERTERS[encoding](line)
    worse = share(pieces(made.text)) < max(share(pieces(line)), 0.5)
    if made.text == line or (not sure and (worse or made.leftover)):
        return Decoded(line)
    if encoding == "viqr":
        return Decoded(_stops_kept(line), encoding)
    if encoding != "tcvn3":
        return Decoded(made.text, encoding)
    return _capitals(line, made.text)


def _stops_kept(line: str) -> str:
    """A VIQR line. The stop at a word's end may be its tone, or a full stop: the list of compounds
    decides, else whether the line goes on."""
    convert = CONVERTERS["viqr"]
    words: list[str] = []
    written = line.split(" ")
    for place, word in enumerate(written):
        plain = word.rstrip(".?")
        toned, kept = convert(word).text, convert(plain).text + word[len(plain) :]
        is_tone = toned != kept and is_syllable(toned.strip(EDGES))
        if is_tone and is_syllable(kept.strip(EDGES)):
            goes_on = place + 1 < len(written) or word.endswith("?")
            is_tone = _tone_is_likelier(words[-1:], toned, kept, goes_on)
        words.append(toned if is_tone else kept)
    return " ".join(words)


def _tone_is_likelier(before: list[str], toned: str, kept: str, goes_on: bool) -> bool:
    known = packaged().joins
    pairs = [tuple(key(word.strip(EDGES)) for word in (*before, end)) for end in (toned, kept)]
    if (pairs[0] in known) != (pairs[1] in known):
        return pairs[0] in known
    return goes_on


def _capitals(line: str, made: str) -> Decoded:
    """Toned capitals, which TCVN3 has not: by the plain letters around them."""
    big = sum(sign.isascii() and sign.isupper() for sign in line)
    small = sum(sign.isascii() and sign.islower() for sign in line)
    if big > 4 * small:
        return Decoded(made.upper(), "tcvn3")
    words, lost = [], []
    spans = list(WORDS.finditer(line))
    for place, span in enumerate(spans):
        old, new = span.group(), made[span.start() : span.end()]
        if _is_capital_word(old):
            new = new.upper()
        elif _TONED_START.match(new) and ord(old[0]) > 0xB0:
            if place == 0:
                new = new[0].upper() + new[1:]
                lost.append(new.strip(EDGES))
            elif _beside_capital(spans, place):
                lost.append(new.strip(EDGES))
        words.append(new)
    rebuilt = iter(words)
    return Decoded(WORDS.sub(lambda _: next(rebuilt), made), "tcvn3", tuple(lost))


def _is_capital_word(word: str) -> bool:
    big = sum(sign.isascii() and sign.isupper() for sign in word)
    return big >= 2 and not any(sign.isascii() and sign.islower() for sign in word)


def _beside_capital(spans: list[re.Match[str]], place: int) -> bool:
    """Whether the word before (in the same clause, not the line's first) or after is a name's."""
    before = spans[place - 1].group()
    after = spans[place + 1].group() if place + 1 < len(spans) else ""
    named = before[:1].isupper() and not before.endswith((",", ".", ";", ":", "!", "?"))
    return named or after[:1].isupper()


def _by_font(text: str, encoding: str, capitals: bool) -> Decoded:
    if capitals:
        return Decoded(from_tcvn3(text).text.upper(), encoding)
    if text.isascii():
        return Decoded(text)
    lines = [_line(line, encoding, sure=True) for line in text.split("\n")]
    lost = tuple(word for line in lines for word in line.lost_capitals)
    return Decoded("\n".join(line.text for line in lines), encoding, lost)
