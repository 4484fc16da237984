"""Numbers of congresses and terms against their years; Roman numerals; years of the zodiac."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from poster.errors import Finding, Severity
from poster.words.knowledge import Body, Term
from poster.words.rules.base import Context, fault
from poster.words.tokens import Reading, before

_NUMBER: Final = r"([IVXLC]+|\d{1,2})(?![\w/])"
_NUMERAL_AFTER: Final = re.compile(
    r"(?:thứ|khóa|khoá|thế kỷ|đại hội)\s+([IVXLC]{2,})(?!\w)", re.IGNORECASE
)
_ROMAN: Final = re.compile(r"(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_TERM_YEARS: Final = re.compile(r"nhiệm\s+kỳ\s*:?\s*\(?\s*(\d{4})\s*[-–]\s*(\d{4})", re.IGNORECASE)
#: Years told right behind: "năm 2021", "(2021)", "- 2021", "1/2021", "ngày 15/3/2026".
_YEAR_BEHIND: Final = re.compile(
    r"[^.;!?()\d]{0,40}?"
    r"(?:(?<!đến )năm\s+|\(\s*|[-–,]\s*|(?:\d{1,2}/){1,2}|tháng\s+\d{1,2}/)(\d{4})"
    r"(?!\d|\s*[-–]\s*\d{4})",
    re.IGNORECASE,
)
#: "Năm 2021 chào mừng Đại hội ..."
_YEAR_AHEAD: Final = re.compile(
    r"(?<!đến )năm\s+(\d{4})\s*[:,\-–]?\s*(?:chào mừng\s+|[^.;\d]{0,16})$", re.IGNORECASE
)
_TARGET: Final = re.compile(
    r"(?:đến năm|tầm nhìn|giai đoạn|hướng tới năm|nghị quyết|thực hiện)", re.IGNORECASE
)
_ANOTHER: Final = re.compile(r"đại hội|quốc hội|khóa|khoá", re.IGNORECASE)
_GREETING: Final = re.compile(r"chào mừng|hướng tới|hướng về|mừng thành công", re.IGNORECASE)
_ELECTION: Final = re.compile(r"bầu cử", re.IGNORECASE)
_LOCAL: Final = re.compile(
    r"đảng bộ\s+(?:phường|xã|tỉnh|thành phố|huyện|quận|thị xã)|hội đồng nhân dân|HĐND|quốc hội",
    re.IGNORECASE,
)
#: Years that a term of a Party committee, a People's Council or the Assembly lasts.
TERM_YEARS: Final = 5
#: How far before a congress a greeting or a year may stand, in characters.
_REACH: Final = 120
#: How many years off a congress that is greeted may be before it must be a mistake.
_LONG_AGO: Final = 6

_STEMS: Final = ("giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý")
_BRANCHES: Final = (
    "tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi",
)  # fmt: skip
_SPELLINGS: Final = {"kỉ": "kỷ", "quí": "quý", "tí": "tý", "tị": "tỵ", "mẹo": "mão"}
_ZODIAC: Final = re.compile(
    r"(?:(tết|xuân|năm)\s+)(?:(?:nguyên đán|mới)\s+)?"
    rf"({'|'.join((*_STEMS, 'kỉ', 'quí'))})\s+({'|'.join((*_BRANCHES, 'tí', 'tị', 'mẹo'))})(?!\w)"
    r"(?:\s*[-–,(]?\s*(?:năm\s+)?(\d{4}))?",
    re.IGNORECASE,
)


def wrong_numerals(reading: Reading, context: Context) -> Iterator[Finding]:
    """Roman numerals that are none, such as XIIII or IIX."""
    for match in _NUMERAL_AFTER.finditer(reading.text):
        numeral = match.group(1)
        if numeral.isupper() and not _ROMAN.fullmatch(numeral):
            yield fault("words-numeral", Severity.ERROR, context, match.group(), "")


def wrong_terms(reading: Reading, context: Context) -> Iterator[Finding]:
    """A congress or term whose number and years do not belong together."""
    for body in context.tables.bodies:
        for match in _pattern(body).finditer(reading.text):
            number = next(group for group in match.groups() if group)
            term = body.of(number if not number.isdigit() else _roman(int(number)))
            if term is not None:
                yield from _judged(body, term, match, reading, context)


def odd_terms(reading: Reading, context: Context) -> Iterator[Finding]:
    """Terms of committees and councils that are not five years long."""
    for match in _TERM_YEARS.finditer(reading.text):
        first, last = (int(year) for year in match.groups())
        local = _LOCAL.search(reading.text[max(0, match.start() - 90) : match.start()])
        if local and 0 < last - first != TERM_YEARS:
            expected = f"{first} - {first + TERM_YEARS}"
            yield fault("words-term-length", Severity.WARNING, context, match.group(), expected)


def wrong_zodiac(reading: Reading, context: Context) -> Iterator[Finding]:
    """ "Xuân Bính Ngọ 2025": the year has another name; or the name is no year's."""
    for match in _ZODIAC.finditer(reading.text):
        _, stem, branch, year = match.groups()
        at, sign = _STEMS.index(_plain(stem)), _BRANCHES.index(_plain(branch))
        if at % 2 != sign % 2:
            yield fault("words-zodiac-none", Severity.ERROR, context, match.group(), "")
        elif year and ((int(year) + 6) % 10, (int(year) + 8) % 12) != (at, sign):
            expected = _name_of_year(int(year))
            yield fault("words-zodiac", Severity.ERROR, context, match.group(), expected, year=year)


def _plain(word: str) -> str:
    return _SPELLINGS.get(word.lower(), word.lower())


def _name_of_year(year: int) -> str:
    return f"{_STEMS[(year + 6) % 10].capitalize()} {_BRANCHES[(year + 8) % 12].capitalize()}"


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


# ---------------------------------------------------------------- where a number stands


@lru_cache(maxsize=64)
def _pattern(body: Body) -> re.Pattern[str]:
    """How a body's congress or term is spoken of; one group of those found is the number."""
    names = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in body.names)
    whole = r"đại hội\s+(?:đại biểu\s+)?(?:toàn quốc\s+)?"
    if body.kind == "term":
        forms = [rf"(?:{names})(?:[^.;,()]{{0,24}}?)\s+(?:khóa|khoá)\s+(?:thứ\s+)?{_NUMBER}"]
    elif "Đảng" in body.names:
        others = r"(?:của\s+)?(?:Đảng bộ|Hội|Đoàn|Công đoàn|Mặt trận)"
        forms = [
            rf"{whole}(?:(?:{names})\s+)?(?:toàn quốc\s+)?lần\s+thứ\s+{_NUMBER}(?!\s+{others})",
            rf"đại hội\s+{_NUMBER}(?=\s+(?:của\s+)?Đảng(?!\s+bộ))",
            rf"đại hội\s+Đảng\s+(?:toàn quốc\s+)?(?:khóa\s+|lần\s+thứ\s+)?{_NUMBER}",
        ]
    else:
        forms = [
            rf"{whole}(?:{names})(?:\s+toàn quốc)?,?\s+lần\s+thứ\s+{_NUMBER}",
            rf"{whole}(?:lần\s+thứ\s+)?{_NUMBER}\s+(?:của\s+)?(?:{names})",
        ]
    return re.compile("|".join(forms), re.IGNORECASE)


def _judged(
    body: Body, term: Term, match: re.Match[str], reading: Reading, context: Context
) -> Iterator[Finding]:
    text = reading.text
    behind = text[match.end() : match.end() + 90]
    years = _TERM_YEARS.search(behind)
    if years and not _ANOTHER.search(behind, 0, years.start()):
        told = (int(years.group(1)), int(years.group(2)))
        if told != (term.begin, term.end):
            yield _term_fault(
                body, term, told, text[match.start() : match.end() + years.end()], context
            )
        return
    year = _year_behind(behind) or _year_before(before(text, match.start(), _REACH))
    if year is not None:
        yield from _against_year(body, term, year, match, reading, context)
    elif context.day is not None and body.kind == "congress":
        yield from _against_day(body, term, match, reading, context)


def _term_fault(
    body: Body, term: Term, told: tuple[int, int], found: str, context: Context
) -> Finding:
    right = next((other for other in body.terms if (other.begin, other.end) == told), None)
    expected = f"{right.number} ({told[0]} - {told[1]})" if right else f"{term.begin} - {term.end}"
    return fault(
        "words-term", Severity.ERROR, context, " ".join(found.split()), expected,
        body=body.names[0], number=term.number, begin=term.begin, end=term.end,
    )  # fmt: skip


def _year_behind(behind: str) -> int | None:
    match = _YEAR_BEHIND.match(behind)
    if match is None or _TARGET.search(match.group()):
        return None
    return int(match.group(1))


def _year_before(told: str) -> int | None:
    match = _YEAR_AHEAD.search(told)
    return int(match.group(1)) if match else None


def _against_year(
    body: Body, term: Term, year: int, match: re.Match[str], reading: Reading, context: Context
) -> Iterator[Finding]:
    elected = body.kind == "term" and _ELECTION.search(reading.text)
    greeted = body.kind == "congress" and _GREETING.search(
        before(reading.text, match.start(), _REACH)
    )
    first, last = term.begin - 1, term.begin if elected or greeted else term.end
    if first <= year <= last:
        return
    right = [other for other in body.at(year) if other.begin == year] or list(body.at(year))
    expected = _told(right[0], year) if right else str(term.year)
    found = reading.text[match.start() : match.end()]
    yield fault(
        "words-congress" if body.kind == "congress" else "words-term", Severity.ERROR, context,
        f"{found} … {year}", expected, body=body.names[0], number=term.number, begin=term.begin,
        end=term.end, held=term.year, year=year,
    )  # fmt: skip


def _against_day(
    body: Body, term: Term, match: re.Match[str], reading: Reading, context: Context
) -> Iterator[Finding]:
    """A congress that is greeted years after or before it was held."""
    assert context.day is not None
    off = abs(context.day.year - term.year)
    if not _GREETING.search(before(reading.text, match.start(), _REACH)) or off <= 1:
        return
    current = _nearest(body, context.day.year)
    severity = Severity.ERROR if off >= _LONG_AGO and current is not term else Severity.WARNING
    yield fault(
        "words-congress", severity, context, reading.text[match.start() : match.end()],
        _told(current, context.day.year), body=body.names[0], number=term.number,
        begin=term.begin, end=term.end, held=term.year, year=context.day.year,
    )  # fmt: skip


def _told(term: Term, year: int) -> str:
    """A congress by its number, and its year where that is not the one in question."""
    return term.number if term.year == year else f"{term.number} ({term.year})"


def _nearest(body: Body, year: int) -> Term:
    return min(body.terms, key=lambda term: (abs(term.year - year), -term.year))
