"""Commemorated days: the wrong day, the wrong year, or the name of another day."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from poster.errors import Finding, Severity
from poster.words.dates import Day, Span, find_days, find_spans
from poster.words.knowledge import Alias, Event
from poster.words.rules.base import Context, fault
from poster.words.tokens import Reading

#: Between an event and its day: nothing but signs, or a few words in brackets' reach.
_TIGHT: Final = re.compile(r"[\s,:–\-]*(?:\(\s*)?(?:ngày\s+|năm\s+)?", re.IGNORECASE)
_BRACKET: Final = re.compile(r"[^().;!?]{0,60}\(\s*(?:ngày\s+|năm\s+)?", re.IGNORECASE)
_LOOSE: Final = re.compile(r"\s+(?:[^\W\d_]+\s+){1,4}(?:\(\s*)?", re.IGNORECASE)
#: A day after these words is when something is done.
_DEADLINE: Final = re.compile(
    r"(?<!\w)(?:trước|đến|từ|vào|lúc|hết|sau|trong|xong|treo|tổ chức|và|nhân dịp|hạn|số|khai mạc"
    r"|họp)(?!\w)",
    re.IGNORECASE,
)
_DAY_FIRST: Final = re.compile(
    r"\s*(?:[–\-:,(]\s*|là\s+)?(?:ngày\s+)?(?:kỷ niệm\s+)?(?:ngày\s+)?", re.IGNORECASE
)
_YEARS: Final = re.compile(r"(?<![\w/.,\-–])(\d{1,4})\s+năm(?!\w)", re.IGNORECASE)
_LUNAR: Final = re.compile(r"\s*(?:âm lịch|ÂL)", re.IGNORECASE)
#: Before this, a year that follows an event is the event's own and not that of a celebration.
_CELEBRATIONS_SINCE: Final = 1990
#: How far before an event its number of years may stand, in characters.
_REACH: Final = 90


@dataclass(frozen=True, slots=True)
class _Mention:
    """An event named in a text: the alternatives that its name may mean, and its place."""

    events: tuple[Event, ...]
    start: int
    end: int
    name: str


def wrong_anniversaries(reading: Reading, context: Context) -> Iterator[Finding]:
    """Events beside a day or year that is not theirs."""
    mentions = tuple(_mentions(reading, context))
    if not mentions:
        return
    days = find_days(reading.text)
    spans = {span.first.start: span for span in find_spans(days, reading.text)}
    ends = {span.last.start for span in spans.values()}
    for day in days:
        if day.start in ends or _LUNAR.match(reading.text, day.end):
            continue
        mention = _mention_of(day, mentions, reading.text)
        if mention is not None:
            yield from _judged(mention, day, spans.get(day.start), reading, context)


def stale_counts(reading: Reading, context: Context) -> Iterator[Finding]:
    """ "80 năm Quốc khánh" in a year in which it is 81: a warning, since the text says no year."""
    days = find_days(reading.text)
    if context.day is None or any(day.year for day in days):
        return
    now = context.day.year
    for mention in _mentions(reading, context):
        count = _count_before(mention, reading.text)
        years = tuple(year for event in mention.events for year in event.years)
        if count is None or not years:
            continue
        if all(count not in (now - year, now + 1 - year) for year in years):
            found = f"{count} năm {mention.name}"
            expected = f"{now - years[0]} năm"
            yield fault("words-count-now", Severity.WARNING, context, found, expected, year=now)


def _mentions(reading: Reading, context: Context) -> Iterator[_Mention]:
    finder, tokens, place = context.tables.event_finder, reading.tokens, 0
    while place < len(tokens):
        for last, aliases in finder.at(tokens, place):
            meant = [alias.event for alias in aliases if not _is_another(alias, reading, last)]
            events = tuple(dict.fromkeys(meant))
            if events:
                yield _Mention(
                    events, tokens[place].start, tokens[last].end, reading.slice(place, last)
                )
                place = last
                break
        place += 1


def _is_another(alias: Alias, reading: Reading, last: int) -> bool:
    following = tuple(token.key for token in reading.tokens[last + 1 : last + 5])
    return any(following[: len(other)] == other for other in alias.unless)


def _mention_of(day: Day, mentions: tuple[_Mention, ...], text: str) -> _Mention | None:
    """The event that `day` belongs to: the one before it, else the one right after it."""
    at = bisect_right(mentions, day.start, key=lambda mention: mention.end)
    if at and _belongs(text[mentions[at - 1].end : day.start][: _REACH + 1], day):
        return mentions[at - 1]
    after = mentions[at] if at < len(mentions) else None
    if after and after.start >= day.end and _DAY_FIRST.fullmatch(text, day.end, after.start):
        return after
    return None


def _belongs(between: str, day: Day) -> bool:
    if len(between) > _REACH:
        return False
    if _TIGHT.fullmatch(between):
        return True
    if _DEADLINE.search(between) or not day.sure:
        return False
    if _BRACKET.fullmatch(between):
        return True
    chained = _BRACKET.match(between)
    if chained and re.fullmatch(r"[\d/.\s\-–)]*\(?\s*", between[chained.end() :]):
        return True
    return day.day is not None and (
        _LOOSE.fullmatch(between) is not None
        or re.fullmatch(r"[\s\d/.\-–(]{1,24}", between) is not None
    )


def _judged(
    mention: _Mention, day: Day, span: Span | None, reading: Reading, context: Context
) -> Iterator[Finding]:
    event = mention.events[0]
    if not any(event.agrees(day) for event in mention.events):
        found = f"{mention.name} {reading.text[day.start : day.end]}"
        other = _name_of(day, context)
        code = "words-event-other" if other else "words-event-day"
        expected = " / ".join(day.spoken for event in mention.events for day in _dayless(event))
        yield fault(code, Severity.ERROR, context, found, expected, name=event.title,
                    source=event.source, other=other)  # fmt: skip
        return
    years = tuple(year for event in mention.events for year in event.years)
    if not years or day.year is None or day.year in years:
        yield from _sum_with_event(mention, day, span, years, reading, context)
    elif span is not None or day.year < _CELEBRATIONS_SINCE:
        if day.month is None and span is None:
            return  # a lone year may belong to anything else
        found = f"{mention.name} {_shown(reading.text, day, span)}"
        expected = " / ".join(day.spoken for event in mention.events for day in event.days)
        yield fault("words-event-year", Severity.ERROR, context, found, expected,
                    name=event.title, source=event.source, year=day.year)  # fmt: skip
    else:
        yield from _sum_with_event(mention, day, span, years, reading, context)


def _shown(text: str, day: Day, span: Span | None) -> str:
    shown = text[day.start : (span.last if span else day).end]
    return f"({shown})" if text[day.start - 1 : day.start] == "(" else shown


def _sum_with_event(
    mention: _Mention,
    day: Day,
    span: Span | None,
    years: tuple[int, ...],
    reading: Reading,
    context: Context,
) -> Iterator[Finding]:
    """ "80 năm Quốc khánh 2/9/2026": the event's year and that of the celebration."""
    count = _count_before(mention, reading.text)
    if span is not None or count is None or not years or day.year is None or day.year in years:
        return
    if day.day is None or all(day.year - year != count for year in years):
        if day.day is None:
            return
        found = reading.text[mention.start : day.end]
        right = day.year - years[0]
        yield fault(
            "words-sum", Severity.ERROR, context, f"{count} năm {found}", f"{right} năm",
            count=count, first=years[0], last=day.year, years=right,
        )  # fmt: skip


def _count_before(mention: _Mention, text: str) -> int | None:
    found = list(_YEARS.finditer(text, max(0, mention.start - _REACH), mention.start))
    if not found or re.search(r"[.;()!?]", text[found[-1].end() : mention.start]):
        return None
    return int(found[-1].group(1))


def _dayless(event: Event) -> tuple[Day, ...]:
    """The alternatives of an event without their years, each once."""
    return tuple(dict.fromkeys(Day(day.day, day.month, None) for day in event.days if day.month))


def _name_of(day: Day, context: Context) -> str:
    """What is commemorated on `day`, to tell a person who took one for the other."""
    if day.day is None:
        return ""
    names = [
        event.title
        for event in context.tables.events
        if any(own.same_day == day.same_day for own in event.days)
    ]
    return names[0] if names else ""
