"""The one door for text: composed, without invisible or look-alike signs, nothing lost unsaid."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from poster.errors import RequestError

#: Signs without ink that arrive by paste: zero-width, soft hyphen, byte order mark, bidi controls.
_INVISIBLE: Final = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_SPACES: Final = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BREAKS: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_RUNS: Final = re.compile(" {2,}")
#: Icelandic and African letters that look like Đ, and a caron where a breve belongs.
_LOOK_ALIKES: Final = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ǎ": "ă", "Ǎ": "Ă"})


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change that cleaning made: `code` is a message id."""

    code: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The clean text and what was changed on the way."""

    text: str
    changes: tuple[Change, ...]


def _tidy(text: str) -> str:
    lines = (_RUNS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(lines).strip("\n")


#: Each step: the message that says it, and what it does. Composition comes first and again last,
#: since taking out an invisible sign can bring a letter and its mark together.
_STEPS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("cleaned-composed", lambda text: unicodedata.normalize("NFC", text)),
    ("cleaned-controls", lambda text: _CONTROLS.sub("", text)),
    ("cleaned-invisible", lambda text: _INVISIBLE.sub("", text)),
    ("cleaned-breaks", lambda text: _BREAKS.sub("\n", text)),
    ("cleaned-spaces", lambda text: _tidy(_SPACES.sub(" ", text))),
    ("cleaned-look-alike", lambda text: text.translate(_LOOK_ALIKES)),
    ("cleaned-composed", lambda text: unicodedata.normalize("NFC", text)),
)


def clean(text: str) -> Cleaned:
    """Clean `text`. Raises RequestError `mark-left` where an accent has no letter to stand on."""
    changes: dict[str, Change] = {}
    for code, step in _STEPS:
        after = step(text)
        if after != text:
            changes.setdefault(code, Change(code, text, after))
        text = after
    for place, sign in enumerate(text):
        if unicodedata.combining(sign):
            around = text[max(0, place - 12) : place + 6]
            raise RequestError("mark-left", code=f"U+{ord(sign):04X}", around=around)
    return Cleaned(text, tuple(changes.values()))
