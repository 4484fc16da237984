"""Numbers of documents: letters that belong to another kind, days that differ, two spellings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from poster.errors import Finding, Severity
from poster.words.dates import Day, find_days
from poster.words.knowledge import Paper, Tables
from poster.words.rules.base import Context, fault
from poster.words.tokens import Reading, before

_NUMBER: Final = re.compile(
    r"(?<![\w/])(\d{1,5})(?:/(\d{4}))?(\s*)([-–/])(\s*)([^\W\d_]{1,6})((?:\s?[-–/]\s?[^\W\d_]+\d{0,2})+)"
)
#: How far before a number the kind of its document may begin, in characters.
_REACH: Final = 32
_DAY: Final = re.compile(r"\s*,?\s*(?:ngày|\()\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A document number as quoted: its parts, the kind named before it, the day behind it."""

    number: str
    year: str
    letters: str
    tail: str
    kind: str
    day: Day | None
    text: str
    spaced: bool

    @property
    def code(self) -> str:
        """The number in its usual spelling."""
        year = f"/{self.year}/" if self.year else "-"
        return f"{int(self.number):02d}{year}{self.letters}{self.tail}"


def wrong_papers(reading: Reading, context: Context) -> Iterator[Finding]:
    """ "Nghị quyết số 02-CT/TW": the letters are those of a chỉ thị."""
    quoted = tuple(_quoted(reading.text, context.tables))
    around = _codes(context.evidence, context.tables) if context.evidence else Counter[str]()
    for paper in quoted:
        if _is_of_another_kind(paper, context.tables):
            right = f"{paper.number}-{context.tables.kinds[paper.kind][0]}{paper.tail}"
            code = "words-paper-kind-seen" if around[right] else "words-paper-kind"
            yield fault(code, Severity.ERROR, context, f"{paper.kind} {paper.text}", right,
                        kind=paper.kind, letters=paper.letters, count=around[right])  # fmt: skip
        else:
            yield from _wrong_day(paper, context)


def _is_of_another_kind(paper: _Quoted, tables: Tables) -> bool:
    letters = tables.kinds.get(paper.kind, ())
    return bool(letters) and paper.letters not in letters and paper.letters in _all_letters(tables)


def _wrong_day(paper: _Quoted, context: Context) -> Iterator[Finding]:
    """The day of a known document; a number comes again in another year, so that one only warns."""
    if paper.day is None or paper.day.year is None:
        return
    for known in _known(context):
        right = known.day
        if known.number != paper.code or right.spoken == paper.day.spoken or right.year is None:
            continue
        apart = abs(right.year - paper.day.year)
        if apart > 1:
            continue
        another = apart and right.same_day != paper.day.same_day
        severity = Severity.WARNING if another else Severity.ERROR
        found = f"{paper.text} ngày {paper.day.spoken}"
        yield fault("words-paper-day", severity, context, found, right.spoken, about=known.about)


def inconsistent_papers(reading: Reading, context: Context) -> Iterator[Finding]:
    """One number with two days, or in two spellings, in one text."""
    days: dict[str, dict[str, int]] = {}
    spellings: dict[str, dict[bool, str]] = {}
    for paper in _quoted(reading.text, context.tables):
        if paper.day is not None and paper.day.year is not None:
            days.setdefault(paper.code, {}).setdefault(paper.day.spoken, paper.day.year)
        if not _is_of_another_kind(paper, context.tables):
            spellings.setdefault(paper.code, {}).setdefault(paper.spaced, paper.text)
    for code, found in days.items():
        years = list(found.values())
        if len(found) > 1 and len(set(years)) < len(years):
            yield fault(
                "words-paper-days", Severity.WARNING, context, " / ".join(found), "", code=code
            )
    for code, ways in spellings.items():
        if len(ways) > 1:
            yield fault(
                "words-paper-spelling", Severity.NOTE, context, " / ".join(ways.values()), code
            )


def _quoted(text: str, tables: Tables) -> Iterator[_Quoted]:
    for match in _NUMBER.finditer(text):
        number, year, left, _, right, letters, tail = match.groups()
        if letters not in _all_letters(tables) and not letters.isupper():
            continue
        kind = _kind_before(before(text, match.start(), _REACH), tables)
        behind = _DAY.match(text, match.end())
        day = (
            next(iter(find_days(text[behind.end() : behind.end() + 24])), None) if behind else None
        )
        near = day if day is not None and day.start <= 1 else None
        squeezed = re.sub(r"\s", "", tail).replace("–", "-")
        yield _Quoted(
            number, year or "", letters, squeezed, kind, near, match.group(), bool(left or right)
        )


def _kind_before(told: str, tables: Tables) -> str:
    match = _kinds(tables).search(told)
    if match is None:
        return ""
    written = match.group(1).lower()
    return next(kind for kind in tables.kinds if kind.lower() == written)


@lru_cache(maxsize=4)
def _kinds_pattern(kinds: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({'|'.join(kinds)})\s+(?:số\s*:?\s*)?$", re.IGNORECASE)


def _kinds(tables: Tables) -> re.Pattern[str]:
    return _kinds_pattern(tuple(tables.kinds))


@lru_cache(maxsize=4)
def _all_letters(tables: Tables) -> frozenset[str]:
    return frozenset(letter for letters in tables.kinds.values() for letter in letters)


@lru_cache(maxsize=8)
def _codes(text: str, tables: Tables) -> Counter[str]:
    """How often each number stands in a document."""
    return Counter(paper.code for paper in _quoted(text, tables))


def _known(context: Context) -> Iterator[Paper]:
    """The documents of the tables, and those that the register's slogans come from."""
    seen = {paper.number for paper in context.tables.papers}
    yield from context.tables.papers
    for slogan in context.slogans:
        origin = slogan.origin
        if isinstance(origin.date, date) and origin.number and origin.number not in seen:
            seen.add(origin.number)
            day = Day(origin.date.day, origin.date.month, origin.date.year)
            yield Paper(origin.document, origin.number, day, origin.issuer, origin.issuer)
