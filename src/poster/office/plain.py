"""Plain text and Markdown into paragraphs, and the lines of a PDF page back into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_EMPHASIS: Final = re.compile(r"(\*\*|__|\*|_)(?=\S)([^*_\n]+?)(?<=\S)\1(?!\w)")
_QUOTED_EMPHASIS: Final = re.compile(r"(?<=[“\"(])\*(?=\S)([^*\n]+?)\*")
_LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_LINE_MARK: Final = re.compile(r"^\s*(?:#{1,6}|>+)\s+")
_RULE: Final = re.compile(r"\s*(?:[-*_]\s*){3,}|\s*\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*")
#: What begins a paragraph of its own.
LIST_MARK: Final = re.compile(
    r"\s*(?:[-–—+*•●▪◦]\s+|\d{1,2}(?:\.\d{1,2})*[.)]\s+|[a-zđ][.)]\s+|[IVX]{1,5}\.\s+)"
)
_ENDED: Final = re.compile(r"[.!?;:…”\"]\s*$")
_PAGE_NUMBER: Final = re.compile(r"\s*(?:Trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?\s*", re.IGNORECASE)


def text_paragraphs(text: str) -> Iterator[str]:
    """The lines of a plain text; one that goes on in small letters is joined to the line before,
    even over the empty lines that a page's end leaves."""
    waiting = ""
    for line in text.split("\n"):
        line = _QUOTED_EMPHASIS.sub(r"\1", line)
        if not line.strip():
            continue
        if (
            waiting
            and line[:1].islower()
            and not _ENDED.search(waiting)
            and not LIST_MARK.match(line)
        ):
            waiting = f"{waiting} {line.strip()}"
            continue
        if waiting:
            yield waiting
        waiting = line
    if waiting:
        yield waiting


def markdown_paragraphs(text: str) -> Iterator[tuple[str, tuple[int, int, int] | None]]:
    """The paragraphs of a Markdown text without its marks; of a table each cell with its place."""
    table, row = -1, 0
    inside = False
    for line in _unwrapped(text.split("\n")):
        if _RULE.fullmatch(line):
            continue
        if line.lstrip().startswith("|"):
            table, row = (table, row + 1) if inside else (table + 1, 0)
            inside = True
            for column, cell in enumerate(line.strip().strip("|").split("|")):
                yield _unmarked(cell), (table, row, column)
        else:
            inside = False
            yield _unmarked(line), None


def _unwrapped(lines: Iterable[str]) -> Iterator[str]:
    """Lines of one paragraph as one."""
    waiting: list[str] = []
    for line in lines:
        own = not line.strip() or LIST_MARK.match(line) or _LINE_MARK.match(line) or "|" in line[:2]
        if own and waiting:
            yield " ".join(waiting)
            waiting = []
        if line.strip():
            waiting.append(line.strip())
            if _LINE_MARK.match(line) or "|" in line[:2]:
                yield waiting.pop()
    if waiting:
        yield " ".join(waiting)


def _unmarked(text: str) -> str:
    plain = _LINE_MARK.sub("", _LINK.sub(r"\1", text))
    return _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", plain)).strip()


def page_paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a page joined into paragraphs; page numbers are left out."""
    kept = [line.strip() for line in lines if not _PAGE_NUMBER.fullmatch(line)]
    widest = max((len(line) for line in kept), default=0)
    waiting = ""
    for line in kept:
        if waiting and line and _goes_on(waiting, line, widest):
            waiting = f"{waiting} {line}"
            continue
        if waiting:
            yield waiting
        waiting = line
    if waiting:
        yield waiting


def _goes_on(before: str, line: str, widest: int) -> bool:
    """Whether `line` belongs to the paragraph whose last line ends `before`."""
    if LIST_MARK.match(line):
        return False
    if line[:1].islower() or line[:1] in ",;)":
        return True
    if _ENDED.search(before) or before.isupper() != line.isupper():
        return False
    last = before[before.rfind("\n") + 1 :]
    return len(last) > widest * 0.7
