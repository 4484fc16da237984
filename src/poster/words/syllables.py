"""The grammar of the Vietnamese written syllable: onset, rime, tone, and where the tone stands.

About thirty onsets and two hundred rimes make every syllable, and a syllable that ends in a stop
(p, t, c, ch) carries only the acute or the dot. Text in the wrong encoding hardly ever obeys.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

#: Combining signs of the five tones: grave, acute, tilde, hook, dot.
TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
#: Combining signs that make another vowel: circumflex, breve, horn.
QUALITIES: Final = "\u0302\u0306\u031b"
_STOP_TONES: Final = "\u0301\u0323"
VOWELS: Final = frozenset("aăâeêioôơuưy")

_ONSET_LIST: Final = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIME_LIST: Final = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu
    iêc iêm iên iêng iêp iêt iêu o oc oi om on ong op ot ooc oong ô ôc ôi ôm ôn ông ôp ôt
    ơ ơi ơm ơn ơp ơt oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt
    oe oem oen oeo oet u ua uc ui um un ung up ut uâ uân uâng uât uây uê uêch uênh uên uêt
    uơ uôc uôi uôm uôn uông uôt uy uya uych uyên uyêt uynh uyt uyp uyn uyu
    ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu
    """
_AFTER_QU_LIST: Final = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc ân âng âp ât âu ây e ec en eo et
    ê êch ên ênh êt êu i ich in inh it iu ôc ơ ơi ơn ơt y ych yên yêt ynh yt
    """
_ONSETS: Final = frozenset(_ONSET_LIST.split())
_RIMES: Final = frozenset(_RIME_LIST.split())
_AFTER_QU: Final = frozenset(_AFTER_QU_LIST.split())
#: Syllables of names of places and peoples, borrowed whole into official spelling.
_BORROWED: Final = frozenset(("đăk", "đắk", "lăk", "lắk", "krông", "brâu", "ôxy", "ôtô", "môtô"))


@dataclass(frozen=True, slots=True)
class Syllable:
    """A syllable in small letters taken apart; `tone` is a combining sign or empty."""

    onset: str
    rime: str
    tone: str

    def written(self, *, old: bool = True) -> str:
        """The syllable with its tone where it belongs; `old` is hòa, its opposite hoà."""
        body = self.onset + self.rime
        if not self.tone:
            return body
        at = len(self.onset) + _tone_place(self.rime, old)
        return unicodedata.normalize("NFC", body[: at + 1] + self.tone + body[at + 1 :])


def _tone_place(rime: str, old: bool) -> int:
    """Which letter of a rime carries the tone."""
    for strong in "êơăâôư":
        if strong in rime and not (strong == "ư" and "ơ" in rime):
            return rime.index(strong)
    vowels = [at for at, letter in enumerate(rime) if letter in VOWELS]
    if len(vowels) == 1:
        return vowels[0]
    closed = vowels[-1] < len(rime) - 1
    glide = rime[:2] in ("oa", "oe", "uy")
    if len(vowels) == 3 or closed or (glide and not old):
        return vowels[1]
    return vowels[0]


@lru_cache(maxsize=65_536)
def take_apart(word: str) -> Syllable | None:
    """The parts of a written syllable, or None where the grammar has none. Case is ignored."""
    letters: list[str] = []
    tone = ""
    for sign in unicodedata.normalize("NFD", word.casefold()):
        if sign not in TONES:
            letters.append(sign)
        elif tone:
            return None
        else:
            tone = sign
    body = unicodedata.normalize("NFC", "".join(letters))
    for length in (3, 2, 1, 0):
        onset, rime = body[:length], body[length:]
        if len(onset) == length and _fits(onset, rime, tone):
            return Syllable(onset, rime, tone)
    return None


def _fits(onset: str, rime: str, tone: str) -> bool:
    if onset and onset not in _ONSETS:
        return False
    if rime not in (_AFTER_QU if onset == "qu" else _RIMES):
        return False
    front = rime[0] in "eêiy"
    if onset in ("c", "ng") and front and onset + rime[0] != "cy":
        return False
    if (onset in ("k", "gh", "ngh") and not front) or (onset == "g" and rime[0] in "eêy"):
        return False
    if onset == "gi" and rime[0] == "i":
        return False
    return not rime.endswith(("p", "t", "c", "ch")) or (tone != "" and tone in _STOP_TONES)


@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """Whether `word` is a Vietnamese syllable, its tone on a letter that may carry it."""
    small = unicodedata.normalize("NFC", word.casefold())
    if small in _BORROWED:
        return True
    parts = take_apart(small)
    return parts is not None and small in (parts.written(), parts.written(old=False))


@lru_cache(maxsize=65_536)
def bare(text: str) -> str:
    """Small letters without any mark: what is left of "Đống Đa" is "dong da"."""
    signs = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(sign for sign in signs if not unicodedata.combining(sign))
