"""Letters of other alphabets, and typographic twins, that look like the right ones."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Icelandic and African letters that look like Đ, and a caron where a breve belongs.
_LATIN: Final = {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ", "ǎ": "ă", "Ǎ": "Ă", "ı": "i"}
#: Dashes that fonts lack (30‑4‑1975) or draw as minus signs, primes and low quotes.
_SIGNS: Final = {
    "\u2010": "-", "\u2011": "-", "\u2012": "–", "\u2015": "—", "\u2212": "–", "\ufe63": "-",
    "\u2044": "/", "\u2032": "'", "\u2033": '"', "\u201b": "‘", "\u201e": "“", "\u201f": "”",
}  # fmt: skip
_PLAIN: Final = str.maketrans({**_LATIN, **_SIGNS})
#: Full-width forms and ligatures, which stand for plain letters.
_FORMS: Final = re.compile("[\uff01-\uff5e\ufb00-\ufb06]")
_FOREIGN: Final = str.maketrans(
    dict(zip("АВЕКМНОРСТУХЅІЈаеорсухѕіј", "ABEKMHOPCTYXSIJaeopcyxsij", strict=True))
    | dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοι", "ABEZHIKMNOPTYXoi", strict=True))
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_OTHER_ALPHABETS: Final = re.compile("[\u0370-\u03ff\u0400-\u04ff]")


def unmasked(text: str) -> str:
    """`text` (composed) with look-alike letters and twins replaced by the plain ones.

    A Cyrillic or Greek letter is one only inside a word that is Latin otherwise: МОСКВА stays.
    """
    text = _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    text = text.translate(_PLAIN)
    if not _OTHER_ALPHABETS.search(text):
        return text
    return _WORD.sub(_latin_word, text)


def _latin_word(match: re.Match[str]) -> str:
    word = match.group()
    plain = word.translate(_FOREIGN)
    mixed = bool(_OTHER_ALPHABETS.search(word)) and any(_is_latin(letter) for letter in word)
    return plain if mixed and not _OTHER_ALPHABETS.search(plain) else word


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
