"""The one door for text: decoded, composed, without invisible or look-alike signs.

Nothing that carries meaning is changed: "/" and "~" stay what their writer meant, straight quotes
and dashes are set by whoever sets the type. Every change is listed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from poster.errors import RequestError, Severity
from poster.words.legacy import decode
from poster.words.look_alikes import unmasked
from poster.words.marks import ordered, returned

#: Signs without ink that arrive by paste: zero-width, soft hyphen, byte order mark, bidi controls,
#: variation selectors and tags.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SPACES: Final = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u3164]")
_BREAKS: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_RUNS: Final = re.compile(" {2,}")
#: What a half-done conversion out of TCVN3 leaves before the letter that it has already converted.
_LEFTOVER: Final = re.compile(r"(?<=[^\W\d_])¬(?=[ưừứửữựơờớởỡợƯỪỨỬỮỰƠỜỚỞỠỢ])")
#: Cleaning again may find more (an encoding under another); it is settled well before this.
_MOST_ROUNDS: Final = 5


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change that cleaning made: `code` is a message id, filled with before and after.

    A change that somebody should look at is a warning.
    """

    code: str
    before: str
    after: str
    severity: Severity = Severity.NOTE


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The clean text and what was changed on the way."""

    text: str
    changes: tuple[Change, ...]


def _tidy(text: str) -> str:
    lines = (_RUNS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(lines).strip("\n")


#: Each step: the message that says it, and what it does. Composition comes again after invisible
#: signs are out, since that can bring a letter and its mark together.
_STEPS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("cleaned-composed", lambda text: unicodedata.normalize("NFC", text)),
    ("cleaned-controls", lambda text: _CONTROLS.sub("", text)),
    ("cleaned-leftover", lambda text: _LEFTOVER.sub("", text)),
    ("cleaned-invisible", lambda text: _INVISIBLE.sub("", text)),
    ("cleaned-breaks", lambda text: _BREAKS.sub("\n", text)),
    ("cleaned-spaces", lambda text: _tidy(_SPACES.sub(" ", text))),
    ("cleaned-look-alike", unmasked),
    ("cleaned-composed", ordered),
    ("cleaned-marks", returned),
    ("cleaned-spaces", _tidy),
)


def clean(text: str, font: str = "") -> Cleaned:
    """Clean `text`; `font` is the name of the font that it was set in, where that is known.

    Raises RequestError `mark-left` where an accent has no letter to stand on, `text-lost` and
    `text-garbled` where an old encoding cannot be undone.
    """
    changes: dict[str, Change] = {}
    for _ in range(_MOST_ROUNDS):
        cleaned = _decoded(text, font, changes)
        for code, step in _STEPS:
            after = step(cleaned)
            if after != cleaned:
                changes.setdefault(code, Change(code, cleaned, after))
            cleaned = after
        font, before, text = "", text, cleaned
        if cleaned == before:
            break
    _refuse_lone_marks(text)
    return Cleaned(text, tuple(changes.values()))


def _decoded(text: str, font: str, changes: dict[str, Change]) -> str:
    decoded = decode(text, font)
    if decoded.text != text:
        code = f"cleaned-{decoded.encoding}"
        changes.setdefault(code, Change(code, text, decoded.text, Severity.WARNING))
    if decoded.lost_capitals:
        words = ", ".join(dict.fromkeys(decoded.lost_capitals))
        change = Change("capital-lost", words, "", Severity.WARNING)
        changes.setdefault("capital-lost", change)
    return decoded.text


def _refuse_lone_marks(text: str) -> None:
    for place, sign in enumerate(text):
        if unicodedata.combining(sign):
            around = text[max(0, place - 12) : place + 6]
            raise RequestError("mark-left", code=f"U+{ord(sign):04X}", around=around)
