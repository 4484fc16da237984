"""Slogans out of a document: where they may stand, the likeliest first.

A score sorts a list for a person; it publishes nothing. What a score is made of is told with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from poster.words import facts
from poster.words.merits import Candidate, Paragraph, scored
from poster.words.tokens import before, keys

#: How far before a quotation its lead-in words may stand, in characters.
_REACH: Final = 120
#: Least score of a candidate that is shown; a quotation needs less, since somebody marked it.
LEAST_SCORE: Final = 3.0
LEAST_QUOTED: Final = 2.0

_MARKER: Final = re.compile(r"^\s*(?:[-–—+*•●▪◦]|\d{1,2}[.)]|[a-zđ][.)])\s+")
_LABEL: Final = re.compile(
    r"^(?:khẩu hiệu|nội dung|slogan|băng rôn|pa nô|phướn)"
    r"(?:\s+[^\W\d_]+){0,2}(?:\s+\d{1,2})?\s*:\s*",
    re.IGNORECASE,
)
_INTRO: Final = re.compile(
    r"(?:khẩu hiệu|băng rôn|thông điệp|nội dung)[^\n]*(?:sau|sau đây|dưới đây)?\s*:\s*$",
    re.IGNORECASE,
)
_SLOGANS: Final = re.compile(r"khẩu hiệu|thông điệp tuyên truyền", re.IGNORECASE)
_LIST_ENDS: Final = re.compile(
    r"^(?:nơi nhận|trân trọng|t/m|tm\.|kt\.|lưu ý|ghi chú|chú ý)", re.IGNORECASE
)
_TITLE: Final = re.compile(r"^(?:[IVX]{1,5}|[A-Z])\s*[.\-–]\s+\S")
_QUOTE: Final = re.compile(r"“([^“”\n]{6,300})”|\"([^\"\n]{6,300})\"")
_TAIL: Final = re.compile(r"\s*\(([^()]*)\)\s*[;.]?\s*$")
_COLUMN: Final = re.compile(r"khẩu hiệu|nội dung", re.IGNORECASE)
_COUNT_COLUMN: Final = re.compile(r"số lượng|s\.?lượng|^sl$", re.IGNORECASE)
_LEADS: Final = re.compile(
    r"(?:theo hướng|giá trị cốt lõi|phẩm chất|khẩu hiệu|phương châm|thông điệp|chủ đề|tinh thần"
    r"|với nội dung)[^“\"]{0,24}$",
    re.IGNORECASE,
)
_TITLES: Final = re.compile(
    r"(?:nghị quyết|kết luận|chỉ thị|quyết định|ngày\s+\d{1,2}/\d{1,2}/\d{4}|fanpage|nhóm)"
    r"[^“\"]{0,60}$",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"(?:từ|sang|phát triển|gọi là|,)\s*$", re.IGNORECASE)


def candidates(paragraphs: Sequence[Paragraph]) -> tuple[Candidate, ...]:
    """The possible slogans of a document, the likeliest first; each text once."""
    best: dict[tuple[str, ...], Candidate] = {}
    for candidate in _all(paragraphs):
        words = keys(candidate.text)
        if words not in best or candidate.score > best[words].score:
            best[words] = candidate
    return tuple(sorted(best.values(), key=lambda found: (-found.score, found.offset)))


def _all(paragraphs: Sequence[Paragraph]) -> Iterator[Candidate]:
    listed = False
    columns = _columns(paragraphs)
    for paragraph in paragraphs:
        text = paragraph.text
        if paragraph.cell is None and not paragraph.box:
            listed = _list_goes_on(listed, text)
        if paragraph.cell is not None and paragraph.cell[0] in columns:
            yield from _from_table(paragraph, columns[paragraph.cell[0]], paragraphs)
            continue
        whole = None if _is_heading(text) else _whole(paragraph, listed)
        if whole is not None and whole.score >= LEAST_SCORE:
            yield whole
        else:
            yield from (quote for quote in _quoted(paragraph) if quote.score >= LEAST_QUOTED)


def _is_heading(text: str) -> bool:
    return _TITLE.match(text) is not None or _LIST_ENDS.match(text) is not None


def _list_goes_on(listed: bool, text: str) -> bool:
    """Whether the paragraphs after `text` are a list of slogans."""
    first = text.split("\n")[0].strip()
    if _TITLE.match(first):
        return bool(_SLOGANS.search(first)) or bool(_INTRO.search(text))
    if _LIST_ENDS.match(first):
        return False
    if first.endswith(":") and not _INTRO.search(text):
        return listed and bool(_SLOGANS.search(first))
    return listed or bool(_INTRO.search(text))


# ---------------------------------------------------------------- whole paragraphs


def _whole(paragraph: Paragraph, listed: bool) -> Candidate | None:
    """A paragraph that is one slogan, without its marker, label, size and count."""
    text = " ".join(paragraph.text.split())
    marked = bool(_MARKER.match(text)) or paragraph.item
    text = _MARKER.sub("", text)
    labelled = _LABEL.match(text)
    if labelled and len(labelled.group()) == len(text):
        return None
    text = text[labelled.end() :] if labelled else text
    extra = _TAIL.search(text)
    pieces, count = facts.sizes(text), facts.quantity(text)
    if extra and (facts.sizes(extra.group(1)) or facts.quantity(extra.group(1))):
        text = text[: extra.start()]
    text = _unquoted(text)
    reasons = []
    if labelled:
        reasons.append(("rank-label", 3.0))
    elif listed:
        reasons.append(("rank-list", 3.0))
    if marked:
        reasons.append(("rank-marker", 0.3))
    if paragraph.box:
        reasons.append(("rank-box", 1.0))
    return scored(text, reasons, paragraph, pieces, count)


def _unquoted(text: str) -> str:
    """`text` without quotation marks around all of it."""
    text = text.strip()
    for opening, closing in ("“”", '""', "‘’"):
        inner = text[1:-1]
        if (
            text[:1] == opening
            and text[-1:] == closing
            and closing not in inner.replace(opening, "")
        ):
            return inner.strip()
        if (
            text[:1] == opening == "“"
            and text[-1:] == closing
            and inner.count(opening) == inner.count(closing)
        ):
            return inner.strip()
    return text


# ---------------------------------------------------------------- tables


def _columns(paragraphs: Sequence[Paragraph]) -> dict[int, tuple[set[int], set[int]]]:
    """For each table with a column of slogans: those columns, and the columns of counts."""
    found: dict[int, tuple[set[int], set[int]]] = {}
    for paragraph in paragraphs:
        if paragraph.cell is None or paragraph.cell[1] != 0:
            continue
        table, _, column = paragraph.cell
        wording, counts = found.setdefault(table, (set(), set()))
        if _COUNT_COLUMN.search(paragraph.text):
            counts.add(column)
        elif _COLUMN.search(paragraph.text) and len(paragraph.text) < 60:
            wording.add(column)
    return {table: columns for table, columns in found.items() if columns[0]}


def _from_table(
    paragraph: Paragraph, columns: tuple[set[int], set[int]], paragraphs: Sequence[Paragraph]
) -> Iterator[Candidate]:
    """A cell of a column of slogans, with the size and the count of its row."""
    assert paragraph.cell is not None
    table, row, column = paragraph.cell
    if row == 0 or column not in columns[0]:
        return
    beside = [other for other in paragraphs if other.cell and other.cell[:2] == (table, row)]
    pieces = tuple(size for other in beside for size in facts.sizes(other.text))
    counts = (
        facts.quantity(other.text, counted=bool(other.cell and other.cell[2] in columns[1]))
        for other in beside
        if other is not paragraph
    )
    count = next((found for found in counts if found is not None), None)
    text = _unquoted(" ".join(_MARKER.sub("", paragraph.text).split()))
    candidate = scored(text, [("rank-table", 3.5)], paragraph, pieces, count)
    if candidate is not None:
        yield candidate


# ---------------------------------------------------------------- quotations


def _quoted(paragraph: Paragraph) -> Iterator[Candidate]:
    """Quoted phrases inside a paragraph, by the words that lead to them."""
    for match in _QUOTE.finditer(paragraph.text):
        text = (match.group(1) or match.group(2)).strip()
        told = before(paragraph.text, match.start(), _REACH)
        reasons = [("rank-quoted", 1.5)]
        if _LEADS.search(told):
            reasons.append(("rank-lead", 3.0))
        if _TITLES.search(told):
            reasons.append(("rank-title", -3.0))
        if _FROM.search(told) or re.match(r"\s*(?:sang|,\s*“)", paragraph.text[match.end() :]):
            reasons.append(("rank-term", -1.5))
        if text.count(",") >= 2 or text[:1].isupper():
            reasons.append(("rank-weighty", 1.0))
        if len(keys(text)) >= 5:
            reasons.append(("rank-long", 1.0))
        candidate = scored(text, reasons, paragraph)
        if candidate is not None:
            yield candidate
