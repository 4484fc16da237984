"""Facts that a document states: its own number and day, sizes, quantities, targets and figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from poster.errors import RequestError
from poster.units import Dimensions, parse_dimensions
from poster.words.dates import find_days

_LENGTH: Final = r"\d{1,5}(?:[.,]\d{1,3})?"
_SIZE: Final = re.compile(
    rf"(?<![\w.,])({_LENGTH}\s*(?:mm|cm|mét|m)?\s*[x×X*]\s*{_LENGTH}\s*(?:mm|cm|mét|m))(?!\w)"
)
_QUANTITY: Final = re.compile(
    r"(?<![\w.,/])(\d{1,5})\s+"
    r"(?:cái|tấm|chiếc|bộ|băng rôn|pa nô|pano|phướn|áp phích|tờ|lá cờ|standee)(?!\w)",
    re.IGNORECASE,
)
_NUMBER_ONLY: Final = re.compile(r"\s*(\d{1,5})\s*")
_OWN_NUMBER: Final = re.compile(r"(?:^|\n)\s*Số\s*:\s*(\d{1,5}\s*[-/][^\s,;]+)", re.IGNORECASE)
_OWN_DAY: Final = re.compile(
    r"[^\W\d_]+,?\s+(ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})", re.IGNORECASE
)
_KINDS: Final = (
    "Kế hoạch", "Hướng dẫn", "Công văn", "Chỉ thị", "Nghị quyết", "Quyết định", "Thông báo",
    "Chương trình", "Kết luận", "Đề án", "Báo cáo", "Tờ trình", "Thông tri",
)  # fmt: skip
#: The State's and the Party's own lines at the head of a page, whole or cut by a PDF's columns.
_MOTTO: Final = re.compile(r"CỘNG HÒA XÃ HỘI.*|CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM")
_SUBJECT: Final = re.compile(r"V/v[:\s]", re.IGNORECASE)
_ISSUES: Final = re.compile(
    r"((?:Ban Thường vụ|Ban|Ủy ban|Đảng ủy|UBND|Hội)[^.;,]{3,80}?)"
    r"\s+(?:ban hành|xây dựng)\s+(?:Kế hoạch|Hướng dẫn)"
)
#: A figure worth a picture: money, shares, counts, with the year it is for.
_FIGURE: Final = re.compile(
    r"(?:(?:tối thiểu|tối đa|trên|dưới|khoảng|ít nhất|đạt|hơn|gần|từ)\s+){0,3}"
    r"\d[\d.,]*\s*(?:%|USD|tỷ đồng|triệu đồng|nghìn đồng|đồng|tỷ|triệu|nghìn|ha|km2|km|m2|MW|tấn"
    r"|người|hộ|trường|cây)(?:/[^\W\d_]+)?(?:\s+(?-i:[A-ZĐ]{2,6})(?!\w))?"
    r"(?:\s*\(?\s*(?:vào\s+|đến\s+)?năm\s+\d{4}\)?)?",
    re.IGNORECASE,
)

#: How many characters before a figure are shown with it.
_REACH: Final = 80


@dataclass(frozen=True, slots=True)
class Source:
    """What a document says of itself; empty where it does not."""

    kind: str = ""
    number: str = ""
    date: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A target or figure, with the words around it and its place in the document."""

    text: str
    context: str
    place: str


def sizes(text: str) -> tuple[Dimensions, ...]:
    """The sizes in `text`: "6 m x 0,8 m", "60x80cm", "4 x 1,2 m"."""
    found = []
    for match in _SIZE.finditer(text):
        try:
            found.append(parse_dimensions(match.group(1)))
        except RequestError:  # no size of a print: a seat plan, a factor
            continue
    return tuple(found)


def quantity(text: str, *, counted: bool = False) -> int | None:
    """How many pieces: "20 cái"; a lone number where the text is `counted` (a column of counts)."""
    match = _QUANTITY.search(text) or (_NUMBER_ONLY.fullmatch(text) if counted else None)
    return int(match.group(1)) if match and int(match.group(1)) else None


def source(paragraphs: Iterable[str]) -> Source:
    """Kind, number, day and issuer of a document, from its first paragraphs."""
    head = list(paragraphs)[:24]
    whole = "\n".join(head)
    number, day, issues = _OWN_NUMBER.search(whole), _OWN_DAY.search(whole), _ISSUES.search(whole)
    kinds = {kind.upper(): kind for kind in _KINDS}
    kind = next((kinds[line.strip().upper()] for text in head for line in text.split("\n")
                 if line.strip().upper() in kinds), "")  # fmt: skip
    if not kind and _SUBJECT.search(whole):
        kind = "Công văn"
    spoken = find_days(day.group(1))[0].as_date() if day else None
    return Source(
        kind,
        "".join(number.group(1).split()) if number else "",
        spoken.isoformat() if spoken else "",
        " ".join(issues.group(1).split()) if issues else _letterhead(head),
    )


def _letterhead(head: list[str]) -> str:
    """The last line in capitals before the number, which names who issues."""
    before: list[str] = []
    for line in "\n".join(head).split("\n"):
        if line.strip().lower().startswith("số"):
            return before[-1] if before else ""
        name = _MOTTO.sub("", line).strip()
        if name.isupper():
            before.append(name)
    return ""


def figures(paragraphs: Iterable[tuple[str, str]]) -> Iterator[Figure]:
    """Targets and figures in paragraphs, each a place and a text."""
    for place, text in paragraphs:
        for match in _FIGURE.finditer(text):
            begin = max(text.rfind(mark, 0, match.start()) + 2 for mark in (". ", "; ", ", "))
            if begin < match.start() - _REACH:
                begin = text.find(" ", match.start() - _REACH, match.start()) + 1 or match.start()
            context = text[max(0, begin) : match.end()]
            yield Figure(" ".join(match.group().split()), " ".join(context.split()), place)
