"""Single cells as people write them: amounts, days, yes and no, sizes."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from poster.campaign.columns import folded
from poster.errors import RequestError
from poster.finishing import read_finishing
from poster.intake import read_date

_COUNT: Final = re.compile(r"(\d{1,3}(?:[.\s]\d{3})+|\d+)(?:[.,]0)?\s*[^\W\d]*\.?")
_SIDES: Final = re.compile(r"(1|2|một|hai)\s*(?:mặt)?", re.IGNORECASE)
_SPAN: Final = re.compile(
    r"(?:từ\s*)?(?:ngày\s*)?(?P<a>\d{1,2}[/.]\d{1,2}(?:[/.]\d{4})?|\d{4}-\d\d?-\d\d?)"
    r"\s*(?:đến|tới|-|–|—)\s*(?:hết\s*)?(?:ngày\s*)?"
    r"(?P<b>\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{4}-\d\d?-\d\d?)",
    re.IGNORECASE,
)
_SIZE: Final = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(mm|cm|m|px)?\s*[x×*]\s*(\d+(?:[.,]\d+)?)\s*(mm|cm|m|px)?", re.IGNORECASE
)
#: Between two acceptances: a new line, or a semicolon before the next one's code.
_ACCEPTED: Final = re.compile(r"\n|;\s*(?=[a-z][a-z0-9-]*\s*=)")
_YES: Final = frozenset({"co", "yes", "x", "true", "1", "duoc"})
_NO: Final = frozenset({"khong", "no", "false", "0", "ko", ""})


def read_count(text: str) -> int:
    """ "20 cái", "1.000" or "20,0" -> a whole number. Raises RequestError `cell-count`."""
    found = _COUNT.fullmatch(text.strip())
    if not found:
        raise RequestError("cell-count", given=text)
    return int(re.sub(r"\D", "", found[1]))


def read_sides(text: str) -> int:
    """ "1 mặt", "hai mặt" -> 1 or 2. Raises RequestError `cell-sides`."""
    found = _SIDES.fullmatch(text.strip())
    if not found:
        raise RequestError("cell-sides", given=text)
    return 1 if found[1].lower() in ("1", "một") else 2


def read_yes(text: str) -> bool:
    """Có or không. Raises RequestError `cell-yes`."""
    words = folded(text)
    if words in _YES:
        return True
    if words in _NO:
        return False
    raise RequestError("cell-yes", given=text)


def read_days(first: str, last: str, period: str) -> tuple[date | None, date | None]:
    """The days between which a piece hangs. Raises RequestError `date-unreadable`, `cell-days`."""
    span = _SPAN.search(period or first)
    if span:
        end = read_date(span["b"].replace(".", "/"))
        begin = span["a"].replace(".", "/")
        whole = begin if begin.count("/") != 1 else f"{begin}/{end.year}"
        days: tuple[date | None, date | None] = (read_date(whole), end)
    else:
        days = (_day(first or period), _day(last))
    if days[0] and days[1] and days[1] < days[0]:
        raise RequestError("cell-days", first=f"{days[0]:%d/%m/%Y}", last=f"{days[1]:%d/%m/%Y}")
    return days


def read_paper(text: str) -> str:
    """ "A3", "khổ a4" -> "a3" or "a4", the latter for an empty cell. Raises RequestError."""
    words = folded(text).removeprefix("kho").removeprefix("giay")
    if words not in ("", "a4", "a3"):
        raise RequestError("proof-paper", given=text)
    return words or "a4"


def read_day(text: str) -> date | None:
    """A day, or None for an empty cell. Raises RequestError `date-unreadable`."""
    return _day(text)


def _day(text: str) -> date | None:
    return read_date(text) if text else None


def read_sizes(text: str) -> list[tuple[str, str]]:
    """The sizes in a cell, parted by semicolons or lines.

    A name as it is; of "Băng rôn 6 m x 0,8 m" the figures, and beside them the words.
    """
    given = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
    return [_size(part) for part in given]


def _size(text: str) -> tuple[str, str]:
    figures = _SIZE.search(text)
    if not figures:
        return text, ""
    wide, one, high, other = figures.groups()
    words = text[: figures.start()] + text[figures.end() :]
    if not any(letter.isspace() for letter in text) and words:
        return text, ""  # a name such as bang-ron-6x0.8m
    return f"{wide}{one or other or ''}x{high}{other or one or ''}", words.strip()


def checked_finishing(text: str) -> str:
    """Finishing in words that the parser knows, as it is. Raises RequestError `finishing-…`."""
    read_finishing(text)
    return text


def read_slots(text: str) -> dict[str, str]:
    """ "unit=UBND phường; emblem=sao" -> by slot. Raises RequestError `slot-syntax`."""
    values = {}
    for part in (part.strip() for part in text.replace("\n", ";").split(";")):
        if part:
            name, equals, value = part.partition("=")
            if not equals or not name.strip():
                raise RequestError("slot-syntax", given=part)
            values[name.strip()] = value.strip()
    return values


def read_accepted(text: str) -> list[str]:
    """ "words-sum=đúng văn bản; words-name=tên riêng" -> each acceptance by itself."""
    return [part.strip() for part in _ACCEPTED.split(text) if part.strip()]


def dialled(text: str) -> str:
    """A number as people dial it: a spreadsheet that takes it for a number loses its first 0."""
    return f"0{text}" if text.isdigit() and len(text) == 9 else text
