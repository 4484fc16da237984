"""What the letters of the old Vietnamese encodings mean, when they arrive as Latin-1 characters.

Each converter takes text and gives text. It also says how many of the signs that it found have no
meaning in its encoding: proper text in another language leaves many.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_NFC: Final = "NFC"


@dataclass(frozen=True, slots=True)
class Converted:
    """The text, and how many signs were left without a meaning."""

    text: str
    leftover: int = 0


Converter = Callable[[str], Converted]

# ---------------------------------------------------------------- TCVN 5712:1993 (ABC)

_TCVN3_CODES: Final = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứự",
    0xFA: "ỳỷỹýỵ",
}
TCVN3: Final = {
    start + place: letter
    for start, letters in _TCVN3_CODES.items()
    for place, letter in enumerate(letters)
}
#: Codes of TCVN3 that Latin-1 readers show as no letter at all: hardly ever inside another word.
TCVN3_SYMBOLS: Final = frozenset(chr(code) for code in TCVN3 if code < 0xC0) | {"×", "÷"}


def from_tcvn3(text: str) -> Converted:
    """TCVN3. Letter for letter: the text keeps its length."""
    leftover = sum(0xA0 < ord(sign) < 0x100 and ord(sign) not in TCVN3 for sign in text)
    return Converted(text.translate(TCVN3), leftover)


# ---------------------------------------------------------------- VNI

#: The sign after a vowel, and the combining marks that it stands for.
_VNI_MARKS: Final = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_TONES: Final = "ùøûõï"
_VNI_HATS: Final = "âáàåãä"
_VNI_BREVES: Final = "êéèúüë"
_VNI_TAKES: Final = {
    "a": _VNI_TONES + _VNI_HATS + _VNI_BREVES,
    "e": _VNI_TONES + _VNI_HATS,
    "o": _VNI_TONES + _VNI_HATS,
    "u": _VNI_TONES,
    "y": _VNI_TONES[:-1],
    "ô": _VNI_TONES,
    "ö": _VNI_TONES,
}
_VNI_SINGLE: Final = {"ñ": "đ", "ô": "ơ", "ö": "ư", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}
_VNI_KEPT: Final = "íì"
_VNI: Final = re.compile(
    "|".join(
        f"[{base}{base.upper()}][{marks}{marks.upper()}]" for base, marks in _VNI_TAKES.items()
    )
    + f"|[{(singles := ''.join(_VNI_SINGLE))}{singles.upper()}]"
)


def _vni_letter(match: re.Match[str]) -> str:
    found = match.group()
    base, mark = found[0], found[1:].lower()
    plain = _VNI_SINGLE.get(base.lower(), base.lower())
    whole = unicodedata.normalize(_NFC, plain + _VNI_MARKS.get(mark, ""))
    return whole.upper() if base.isupper() else whole


def from_vni(text: str) -> Converted:
    """VNI for Windows: a vowel and a sign after it make one letter."""
    rest = _VNI.sub("", text)
    leftover = sum(0xA0 < ord(sign) < 0x100 and sign.lower() not in _VNI_KEPT for sign in rest)
    return Converted(_VNI.sub(_vni_letter, text), leftover)


# ---------------------------------------------------------------- Windows-1258

_CP1258: Final = str.maketrans(
    {
        "Ã": "Ă", "ã": "ă", "Ð": "Đ", "ð": "đ", "Õ": "Ơ", "õ": "ơ", "Ý": "Ư", "ý": "ư", "þ": "₫",
        "Ì": "\u0300", "Ò": "\u0309", "Þ": "\u0303", "ì": "\u0301", "ò": "\u0323",
    }
)  # fmt: skip


def from_cp1258(text: str) -> Converted:
    """Windows-1258 read as Windows-1252: the tone is a letter of its own after its vowel."""
    composed = unicodedata.normalize(_NFC, text.translate(_CP1258))
    return Converted(composed, sum(unicodedata.combining(sign) > 0 for sign in composed))


# ---------------------------------------------------------------- VIQR (RFC 1456)

_VIQR_QUALITIES: Final = {"^": "\u0302", "(": "\u0306", "+": "\u031b"}
_VIQR_TONES: Final = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_VIQR: Final = re.compile(r"\\([\^(+'`?~.])|([dD])[dD]|([aeiouyAEIOUY])([\^(+]?)(['`?~.]?)")


def _viqr_letter(match: re.Match[str]) -> str:
    kept, bar, vowel, quality, tone = match.groups()
    if kept:
        return str(kept)
    if bar:
        return "đ" if bar == "d" else "Đ"
    marks = _VIQR_QUALITIES.get(quality, "") + _VIQR_TONES.get(tone, "")
    whole = unicodedata.normalize(_NFC, vowel + marks)
    return whole if len(whole) == 1 else str(match.group())


def from_viqr(text: str) -> Converted:
    """VIQR: plain ASCII with signs after the vowels."""
    leftover = sum(sign.isalpha() and not sign.isascii() for sign in text)
    return Converted(_VIQR.sub(_viqr_letter, text), leftover)


# ---------------------------------------------------------------- UTF-8 read byte by byte

#: What Windows-1252 shows for the bytes 80-9F; Latin-1 shows control signs there.
_CP1252: Final = {
    bytes([code]).decode("cp1252"): code
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
#: The second byte of "à" is a no-break space, which many programs turn into a space.
_LOST_SPACE: Final = re.compile(r"Ã (?=(?:o|i|u|y|n|m|ng|nh)(?![a-zA-Z\x80-\uffff]))")


def single_bytes(text: str) -> bytes | None:
    """`text` as the bytes that a Windows-1252 or Latin-1 reader had before it; None if none can."""
    codes = [_CP1252.get(sign, ord(sign)) for sign in text]
    return bytes(codes) if max(codes, default=0) < 256 else None


def from_mojibake(text: str) -> Converted:
    """UTF-8 that was read as Latin-1 or Windows-1252, once or twice."""
    found = text
    for _ in range(2):
        again = _utf8(found)
        if again is None or again == found:
            break
        found = again
    return Converted(found)


def _utf8(text: str) -> str | None:
    for attempt in (text, _LOST_SPACE.sub("Ã\xa0", text), _with_nbsp(text)):
        data = single_bytes(attempt)
        if data is None:
            return None
        try:
            return data.decode()
        except UnicodeDecodeError:
            continue
    return None


def _with_nbsp(text: str) -> str:
    """Every "Ã " is "à" and then a word's end."""
    return re.sub(r"Ã (?! )", "Ã\xa0 ", _LOST_SPACE.sub("Ã\xa0", text)).replace("Ã  ", "Ã\xa0 ")


#: By the name that messages use, in the order in which equals win.
CONVERTERS: Final[dict[str, Converter]] = {
    "utf8": from_mojibake,
    "tcvn3": from_tcvn3,
    "vni": from_vni,
    "cp1258": from_cp1258,
    "viqr": from_viqr,
}
#: What people call them.
ENCODING_NAMES: Final = {
    "utf8": "UTF-8",
    "tcvn3": "TCVN3 (.VnTime)",
    "vni": "VNI",
    "cp1258": "Windows-1258",
    "viqr": "VIQR",
}
