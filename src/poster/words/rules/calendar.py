"""Days that do not exist, spans that run backwards, weekdays, and sums of years."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from poster.errors import Finding, Severity
from poster.words.dates import MONTHS, Day, Span, days_in, find_days, find_spans
from poster.words.rules.base import Context, fault
from poster.words.tokens import Reading, before

_WEEKDAYS: Final = ("hai", "ba", "tư", "năm", "sáu", "bảy")
_WEEKDAY: Final = re.compile(
    r"(?:thứ\s+(hai|ba|tư|năm|sáu|bảy|[2-7])|(chủ nhật))(?:\s*,|\s+ngày|\s*\(|\s)*\s*$",
    re.IGNORECASE,
)
#: "80 năm", "lần thứ 136"; not "năm 2026".
_YEARS: Final = re.compile(
    r"(?<![\w/.,\-–])(?<!tháng )(\d{1,4})\s+năm(?!\w)|kỷ niệm\s+lần\s+thứ\s+(\d{1,3})(?!\w)",
    re.IGNORECASE,
)
#: A span after these words is a period, which may be counted with both its ends.
_PERIOD: Final = re.compile(
    r"(?:nhiệm kỳ|giai đoạn|thời kỳ|kế hoạch|chương trình|năm học|khóa|khoá|niên khóa|từ|trong"
    r"|chiến lược)[^.;()]{0,24}$",
    re.IGNORECASE,
)
_CELEBRATED: Final = re.compile(r"kỷ niệm|mừng|ngày|thành lập|chiến thắng", re.IGNORECASE)
#: How far before a day its weekday may begin, in characters.
_NEAR: Final = 32
#: How far behind its number of years a span may stand, in characters.
_REACH: Final = 200


def missing_days(reading: Reading, context: Context) -> Iterator[Finding]:
    """Days that no calendar has."""
    for day in find_days(reading.text):
        if day.exists or not day.sure:
            continue
        found = reading.text[day.start : day.end]
        if day.month is None or not 1 <= day.month <= MONTHS:
            yield fault("words-month", Severity.ERROR, context, found, "1 - 12", month=day.month)
        else:
            last = days_in(day.month, day.year)
            expected = Day(last, day.month, day.year).spoken
            yield fault(
                "words-date", Severity.ERROR, context, found, expected, month=day.month, last=last
            )


def wrong_weekdays(reading: Reading, context: Context) -> Iterator[Finding]:
    """ "thứ Hai ngày 2/9/2026" where that day is another; the year is the text's or the job's."""
    days = find_days(reading.text)
    years = {day.year for day in days if day.year}
    for day in days:
        match = _WEEKDAY.search(before(reading.text, day.start, _NEAR))
        if not match or day.day is None:
            continue
        said = day.year or (years.pop() if len(years) == 1 else None)
        year = said or (context.day.year if context.day else None)
        whole = Day(day.day, day.month, year).as_date()
        if whole is None or _weekday(match) == whole.weekday():
            continue
        found = match.group() + reading.text[day.start : day.end]
        right = (
            "Chủ nhật" if whole.weekday() == 6 else f"thứ {_WEEKDAYS[whole.weekday()].capitalize()}"
        )
        severity = Severity.ERROR if said else Severity.WARNING
        spoken = f"{day.day}/{day.month}/{year}"
        yield fault("words-weekday", severity, context, found, right, date=spoken)


def _weekday(match: re.Match[str]) -> int:
    name, sunday = match.groups()
    if sunday:
        return 6
    return int(name) - 2 if name.isdigit() else _WEEKDAYS.index(name.lower())


def backward_spans(reading: Reading, context: Context) -> Iterator[Finding]:
    """Spans whose end lies before their beginning."""
    for span in find_spans(find_days(reading.text), reading.text):
        years = span.years
        first, last = span.first.as_date(), span.last.as_date()
        backward = (years is not None and years < 0) or (first and last and last < first)
        if backward:
            found = reading.text[span.first.start : span.last.end]
            expected = f"{span.last.spoken} - {span.first.spoken}"
            yield fault("words-span", Severity.ERROR, context, found, expected)


def wrong_sums(reading: Reading, context: Context) -> Iterator[Finding]:
    """ "43 năm ... (30/4/1945 - 30/4/2018)": the years between are not the number that is told."""
    text = reading.text
    counts = list(_YEARS.finditer(text))
    spans = find_spans(find_days(text), text)
    starts = [span.first.start for span in spans]
    for place, match in enumerate(counts):
        limit = counts[place + 1].start() if place + 1 < len(counts) else len(text)
        at = bisect_left(starts, match.end())
        if at == len(spans) or starts[at] >= min(limit, match.end() + _REACH):
            continue
        span = spans[at]
        if span.years is None or span.years < 0:
            continue
        count = int(match.group(1) or match.group(2))
        found = text[match.start() : span.last.end] + _closing(text, span.last.end)
        if not _counts(count, span, before(text, span.first.start, _REACH)):
            yield fault(
                "words-sum", Severity.ERROR, context, " ".join(found.split()), f"{span.years} năm",
                count=count, first=span.first.year, last=span.last.year, years=span.years,
            )  # fmt: skip
        elif span.first.day and span.last.day and span.first.same_day != span.last.same_day:
            whole = f"{span.first.spoken} - {span.first.day}/{span.first.month}/{span.last.year}"
            shown = text[span.first.start : span.last.end]
            yield fault("words-pair", Severity.ERROR, context, shown, whole)


def _closing(text: str, end: int) -> str:
    return ")" if text[end : end + 2].lstrip().startswith(")") else ""


def _counts(count: int, span: Span, told: str) -> bool:
    """Whether `count` years is right for `span`; a plan or a term may count both its ends."""
    assert span.years is not None
    if span.first.month is not None:
        return count == span.years
    if _CELEBRATED.search(told) and not _PERIOD.search(told):
        return count == span.years
    apart = not told.lower().rstrip().endswith("năm")  # else "lớp 10 năm 2021 - 2022"
    return not apart or count in (span.years, span.years + 1) or bool(_PERIOD.search(told))
