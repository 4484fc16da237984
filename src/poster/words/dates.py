"""Days, months, years and spans of them, as Vietnamese texts write them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Final

#: A year without its number may be a leap year.
_ANY_LEAP_YEAR: Final = 2024
MONTHS: Final = 12

_FULL: Final = re.compile(r"(?<![\w/.,])(\d{1,2})(\s?[/.\-–]\s?)(\d{1,2})\2(\d{4})(?![\w/])")
_SHORT: Final = re.compile(
    r"(?<![\w/.,\-–])(\d{1,2})(\s?[/.\-–]\s?)(\d{1,2})(?:\2(\d{2}))?"
    r"(?![\d/]|[.,\-–]\d|[\-–/]?[^\W\d_])"
)
_SPOKEN: Final = re.compile(
    r"(?<!\w)(?:(?:ngày|mùng|mồng)\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s+năm\s+(\d{4}))?(?!\w)",
    re.IGNORECASE,
)
_MONTH: Final = re.compile(
    r"(?<![\w/.,])(?:tháng\s+)?(\d{1,2})\s?/\s?(\d{4})(?![\w/])", re.IGNORECASE
)
_YEAR: Final = re.compile(r"(?<![\w/.,])([12]\d{3})(?![\w/]|[.,]\d)")
_DAY_WORD: Final = re.compile(r"(?:ngày|mùng|mồng)\s*$", re.IGNORECASE)
_NUMBER_WORD: Final = re.compile(
    r"(?:số|luật|nghị định|thông tư|quyết định|điều|khoản|mục|nghị quyết)\s*$", re.IGNORECASE
)
#: Characters before a figure that may say what it is.
_REACH: Final = 24
#: What joins the two ends of a span.
_SPAN: Final = re.compile(r"\s*(?:[-–—]|đến(?:\s+ngày)?)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Day:
    """A day, month or year as written; what was not written is None. Places are in the text."""

    day: int | None
    month: int | None
    year: int | None
    start: int = 0
    end: int = 0
    sure: bool = True

    def as_date(self) -> date | None:
        """The date, where it is whole and exists."""
        if self.day is None or self.month is None or self.year is None or not self.exists:
            return None
        return date(self.year, self.month, self.day)

    @property
    def exists(self) -> bool:
        """Whether the calendar has such a day; 29/2 without a year is one."""
        if self.month is not None and not 1 <= self.month <= MONTHS:
            return False
        if self.day is None or self.month is None:
            return True
        return 1 <= self.day <= days_in(self.month, self.year)

    @property
    def spoken(self) -> str:
        """As it is written in figures: 7/5/1954, 12/1972, 2/9, 1010."""
        return "/".join(str(part) for part in (self.day, self.month, self.year) if part is not None)

    @property
    def same_day(self) -> tuple[int | None, int | None]:
        """Day and month."""
        return (self.day, self.month)


@dataclass(frozen=True, slots=True)
class Span:
    """Two days joined by a dash: an anniversary, or a period."""

    first: Day
    last: Day

    @property
    def years(self) -> int | None:
        """Years between, where both ends say theirs."""
        if self.first.year is None or self.last.year is None:
            return None
        return self.last.year - self.first.year


def days_in(month: int, year: int | None) -> int:
    """How many days `month` (1 to 12) has."""
    return monthrange(year or _ANY_LEAP_YEAR, month)[1]


def read_day(text: str) -> Day | None:
    """A day that stands alone: 7/5/1954, 2/9, 12/1972 or 1010."""
    match = re.fullmatch(r"\s*(?:(\d{1,2})/)?(?:(\d{1,2})/)?(\d{1,4})\s*", text)
    if match is None:
        return None
    first, second, last = match.groups()
    if second is not None:
        return Day(int(first), int(second), int(last))
    if first is not None:
        return (
            Day(None, int(first), int(last)) if len(last) == 4 else Day(int(first), int(last), None)
        )
    return Day(None, None, int(last))


@lru_cache(maxsize=16)
def find_days(text: str) -> tuple[Day, ...]:
    """Every day, month and lone year in `text`, in order.

    A day is `sure` where nothing else can be meant by it: 20-11 may be a range, 2.5 a number.
    """
    free = bytearray(b"\1") * len(text)  # 0 where a longer form has been read
    found: list[Day] = []
    for pattern, make in _FORMS:
        for match in pattern.finditer(text):
            if all(free[match.start() : match.end()]):
                for day in make(match, text):
                    free[match.start() : match.end()] = bytes(match.end() - match.start())
                    found.append(day)
    return tuple(sorted(found, key=lambda day: day.start))


def find_spans(days: tuple[Day, ...], text: str) -> tuple[Span, ...]:
    """The pairs of neighbouring days that a dash or "đến" joins."""
    spans = []
    for first, last in pairwise(days):
        if _SPAN.fullmatch(text[first.end : last.start]):
            spans.append(Span(first, last))
    return tuple(spans)


def _from_spoken(match: re.Match[str], text: str) -> list[Day]:
    day, month, year = match.groups()
    return [Day(int(day), int(month), int(year) if year else None, *match.span())]


def _from_numeric(match: re.Match[str], text: str) -> list[Day]:
    day, mark, month, year = match.groups()
    before = text[max(0, match.start() - _REACH) : match.start()]
    if _NUMBER_WORD.search(before):
        return []
    found = Day(int(day), int(month), _whole(year), *match.span())
    said = _DAY_WORD.search(before) is not None
    if year is None and not said:
        plausible = 1 <= found.month <= MONTHS and 1 <= found.day <= 31  # type: ignore[operator]
        if not plausible:
            return []
        found = replace(found, sure=mark.strip() == "/")
    return [found]


def _from_month(match: re.Match[str], text: str) -> list[Day]:
    if _NUMBER_WORD.search(text[max(0, match.start() - _REACH) : match.start()]):
        return []
    month, year = match.groups()
    return [Day(None, int(month), int(year), *match.span())]


def _from_year(match: re.Match[str], text: str) -> list[Day]:
    return [Day(None, None, int(match.group(1)), *match.span())]


#: Longer forms first: what one has read is no other's.
_FORMS: Final = (
    (_SPOKEN, _from_spoken),
    (_FULL, _from_numeric),
    (_MONTH, _from_month),
    (_SHORT, _from_numeric),
    (_YEAR, _from_year),
)


def _whole(year: str | None) -> int | None:
    """75 is 1975, 26 is 2026."""
    if year is None or len(year) == 4:
        return int(year) if year else None
    return int(year) + (1900 if int(year) > 40 else 2000)
