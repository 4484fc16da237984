"""Figures and units, spaces and signs, one style of tone placement, and the rule for sponsors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from poster.errors import Finding, Severity
from poster.words.rules.base import Context, fault
from poster.words.syllables import is_syllable, take_apart
from poster.words.tokens import Reading

_UNIT: Final = r"(?:đồng|VNĐ|VND|USD|tỷ|triệu|nghìn|người|hộ|lượt|m2|ha|km|tấn|cây|suất|căn)(?!\w)"
#: Thousands in groups that are not threes: 6.0000.000, 6.000.00.
_GROUPS: Final = re.compile(r"(?<![\w.,/\-–])\d{1,3}(?:\.\d{1,6}){2,}(?![\w.,/\-–]|\.\d)")
_COMMA_GROUPS: Final = re.compile(rf"(?<![\w.,])\d{{1,3}}(?:,\d{{3}})+(?!\d)(?=\s*{_UNIT})")
_POINT: Final = re.compile(
    r"(?<![\w.,/])(\d{1,3}\.\d{1,2})(?=\s*(?:%|tỷ|triệu|nghìn|ha|km|m2|tấn)(?!\w))"
)
_CLOCK: Final = re.compile(r"(?<![\w])(\d{1,2})\s?(?:h|giờ)\s?(\d{2})?(?!\w)", re.IGNORECASE)
_LONG_YEAR: Final = re.compile(r"(?<!\w)năm\s+(\d{5,}|\d{3})(?![\w.,]|\s+năm)", re.IGNORECASE)
_TWO_UNITS: Final = re.compile(
    r"%\s*%|(?:đồng\s+(?:VNĐ|VND|đồng))(?!\w)|(?:VNĐ|VND)\s+đồng", re.IGNORECASE
)

#: Each: what is wrong with the spaces and signs, and what should stand there.
_SPACING: Final = tuple(
    (re.compile(wrong), re.compile(sign), right)
    for wrong, sign, right in (
        (r"[^\W\d_]{1,30}[,;:](?=[^\W\d_])[^\W\d_]{1,30}", r"([,;:])", r"\1 "),
        (r"[^\W_]{1,30}\s+[,;:!?](?!\w)|[^\W_]{1,30}\s+\.(?=\s|$)", r"\s+", ""),
        (r"\(\s+[^\s)]{1,30}|[^\s(]{1,30}\s+\)", r"(?<=\()\s+|\s+(?=\))", ""),
        (
            r"[^\W\d_]{1,30}[-–]\s+[^\W\d_]{1,30}|[^\W\d_]{1,30}\s+[-–](?=[^\W\d_])[^\W\d_]{1,30}",
            r"\s*[-–]\s*",
            " - ",
        ),
        (r",{2,}|;{2,}|,;|;,|\.,|,\.|:{2,}", r"^.*(?=.)", ""),
    )
)
_PAIRED: Final = (("(", ")"), ("“", "”"), ("[", "]"))

_GLIDES: Final = ("oa", "oe", "uy")
_SPONSOR: Final = re.compile(
    r"nhà tài trợ|tài trợ bởi|đơn vị tài trợ|được tài trợ|đồng tài trợ", re.IGNORECASE
)
#: Law 75/2025/QH15 amends the Advertising Law from this day.
SPONSOR_LAW_CHANGES: Final = date(2026, 1, 1)


def wrong_figures(reading: Reading, context: Context) -> Iterator[Finding]:
    """Figures whose signs are misplaced: 6.0000.000 đồng, 12,000 USD, 25h70, năm 20226."""
    text = reading.text
    for match in _GROUPS.finditer(text):
        groups = match.group().split(".")[1:]
        if any(len(group) != 3 for group in groups) and not _is_date(match.group()):
            yield fault("words-figure", Severity.ERROR, context, match.group(), "")
    for match in _COMMA_GROUPS.finditer(text):
        yield fault(
            "words-separator",
            Severity.WARNING,
            context,
            match.group(),
            match.group().replace(",", "."),
        )
    for match in _POINT.finditer(text):
        yield fault(
            "words-separator",
            Severity.WARNING,
            context,
            match.group(),
            match.group().replace(".", ","),
        )
    for match in _CLOCK.finditer(text):
        hour, minute = int(match.group(1)), int(match.group(2) or 0)
        if minute > 59 or (hour > 24 and match.group(2)):
            yield fault("words-clock", Severity.ERROR, context, match.group(), "")
    for match in _LONG_YEAR.finditer(text):
        yield fault("words-year", Severity.ERROR, context, match.group(), "")
    for match in _TWO_UNITS.finditer(text):
        # A warning only: "%%" is a slip in a sum, and meant in a line about forms.
        yield fault(
            "words-unit-twice",
            Severity.WARNING,
            context,
            match.group(),
            match.group().split()[-1][-5:],
        )


def _is_date(figure: str) -> bool:
    """30.4.1975 and 02.09.1945 are days, 1.2.3 is the number of a section."""
    return re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}(\.\d{1,2})+", figure) is not None


def spacing(reading: Reading, context: Context) -> Iterator[Finding]:
    """Missing and needless spaces, doubled signs, brackets that do not close."""
    for wrong, sign, right in _SPACING:
        for match in wrong.finditer(reading.text):
            mended = sign.sub(right, match.group())
            yield fault("words-spacing", Severity.WARNING, context, match.group(), mended)
    for opening, closing in _PAIRED:
        if reading.text.count(opening) != reading.text.count(closing):
            yield fault("words-unclosed", Severity.WARNING, context, f"{opening} {closing}", "")
    if reading.text.count('"') % 2:
        yield fault("words-unclosed", Severity.WARNING, context, '"', "")


def tone_styles(reading: Reading, context: Context) -> Iterator[Finding]:
    """Both hòa and hoà in one text: only a note."""
    old: list[str] = []
    new: list[str] = []
    for token in reading.tokens:
        word = token.text.lower()
        parts = take_apart(word) if word.isalpha() and is_syllable(word) else None
        if parts is None or not parts.tone or parts.rime not in _GLIDES:
            continue
        (old if parts.written() == word else new).append(token.text)
    if old and new:
        yield fault("words-tone-style", Severity.NOTE, context, f"{old[0]}, {new[0]}", "")


def sponsors(reading: Reading, context: Context) -> Iterator[Finding]:
    """The rule for a sponsor's name and logo, with its date: it warns, it does not refuse."""
    match = _SPONSOR.search(reading.text)
    if match:
        newer = context.day is not None and context.day >= SPONSOR_LAW_CHANGES
        code = "words-sponsor-2026" if newer else "words-sponsor"
        yield fault(code, Severity.NOTE, context, match.group(), "")
