"""Documents of an office (.docx, .pdf, .txt, .md) as paragraphs of clean text, each with its place.

Word and PDF files are taken apart in the jail; what comes out of it is text.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from poster import jail
from poster.errors import Finding, MachineError, RequestError, Severity
from poster.files import read_bytes
from poster.office.plain import markdown_paragraphs, page_paragraphs, text_paragraphs
from poster.words.charsets import ENCODING_NAMES
from poster.words.clean import Change, clean
from poster.words.legacy import decode, font_encoding
from poster.words.legacy import read_bytes as read_any_encoding
from poster.words.outline import Outline

MAX_BYTES: Final = 32 * 2**20
SUFFIXES: Final = (".docx", ".pdf", ".txt", ".md")
#: What the jail needs installed for each kind of file.
_NEEDS: Final = {".docx": "docx", ".pdf": "pypdfium2"}

Cell = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: its text, the number of its section ("II.2.1") and that section's title.

    `offset` counts characters from the beginning of the document. `cell` is table, row and column;
    `item` says that Word made it one of a list, `box` that it stands in a text box.
    """

    text: str
    place: str = ""
    section: str = ""
    offset: int = 0
    cell: Cell | None = None
    item: bool = False
    box: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document that has been read; `findings` tell what was changed on the way."""

    name: str
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()


def read_document(path: Path) -> Document:
    """Read a document. Raises RequestError `document-…`, `file-…`, `text-…`, MachineError."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise RequestError("document-kind", file=path.name, kinds=SUFFIXES)
    data = read_bytes(path, MAX_BYTES)
    if suffix in _NEEDS:
        _refuse_missing(suffix)
        raws, findings = _read_jailed(suffix, data, path.name)
    else:
        text = read_any_encoding(data, path.name)
        raws = list(_plain_raws(suffix, text.text))
        findings = _encoding_findings(text.encoding)
    blocks, changes = _blocks(raws)
    return Document(path.name, blocks, (*findings, *changes))


def read(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The jailed half: bytes of a .docx or .pdf into paragraphs or pages."""
    data = base64.b64decode(payload["data"])
    if payload["suffix"] == ".docx":
        from poster.office.docx import read_docx

        return {"paragraphs": read_docx(data)}
    from poster.office.pdf import read_pdf

    return {"pages": read_pdf(data)}


# ---------------------------------------------------------------- from bytes to raw paragraphs


@dataclass(frozen=True, slots=True)
class _Raw:
    """A paragraph as found: runs of text and font."""

    runs: tuple[tuple[str, str], ...]
    cell: Cell | None = None
    item: bool = False
    box: bool = False


def _refuse_missing(suffix: str) -> None:
    import importlib.util

    if importlib.util.find_spec(_NEEDS[suffix]) is None:
        raise MachineError("office-missing", kind=suffix)


def _read_jailed(suffix: str, data: bytes, name: str) -> tuple[list[_Raw], tuple[Finding, ...]]:
    payload = {"suffix": suffix, "data": base64.b64encode(data).decode()}
    reply = jail.call("poster.office.documents:read", payload, what=name)
    if suffix == ".pdf":
        return _pages(reply["pages"], name)
    raws = [
        _Raw(
            tuple((text, font) for text, font in row["runs"]),
            tuple(row["cell"]) if row["cell"] else None,
            row["item"],
            row["box"],
        )
        for row in reply["paragraphs"]
    ]
    return raws, ()


def _pages(pages: list[dict[str, Any]], name: str) -> tuple[list[_Raw], tuple[Finding, ...]]:
    scans = [number for number, page in enumerate(pages, 1) if page["scan"]]
    if scans and len(scans) == len(pages):
        raise RequestError("document-scan", file=name)
    lines = [line for page in pages for line in page["lines"]]
    raws = [_Raw(((text, ""),)) for text in page_paragraphs(lines)]
    if not scans:
        return raws, ()
    params = {"file": name, "pages": scans}
    return raws, (Finding("document-scan-pages", Severity.WARNING, name, params=params),)


def _plain_raws(suffix: str, text: str) -> Iterator[_Raw]:
    if suffix == ".md":
        for paragraph, cell in markdown_paragraphs(text):
            yield _Raw(((paragraph, ""),), cell)
    else:
        for paragraph in text_paragraphs(text):
            yield _Raw(((paragraph, ""),))


def _encoding_findings(encoding: str) -> tuple[Finding, ...]:
    if not encoding:
        return ()
    params = {"encoding": ENCODING_NAMES[encoding]}
    return (Finding("document-encoding", Severity.WARNING, params=params),)


# ---------------------------------------------------------------- from raw to clean paragraphs


def _blocks(raws: Iterable[_Raw]) -> tuple[tuple[Block, ...], tuple[Finding, ...]]:
    outline, offset = Outline(), 0
    blocks: list[Block] = []
    findings: list[Finding] = []
    for raw in raws:
        text, changes = _clean(raw)
        if not text:
            continue
        if raw.cell is None and not raw.box:
            outline = outline.after(text)
        blocks.append(
            Block(text, outline.place, outline.title, offset, raw.cell, raw.item, raw.box)
        )
        offset += len(text) + 1
        findings += [_finding(change, outline.place) for change in changes]
    return tuple(blocks), tuple(findings)


def _clean(raw: _Raw) -> tuple[str, tuple[Change, ...]]:
    """The paragraph's text. Runs in a font of an old encoding are converted by themselves."""
    changes: list[Change] = []
    pieces = []
    for text, font in _same_fonts(raw.runs):
        if font_encoding(font)[0]:
            decoded = decode(text, font)
            if decoded.text != text:
                code = f"cleaned-{decoded.encoding}"
                changes.append(Change(code, text, decoded.text, Severity.WARNING))
            text = decoded.text
        pieces.append(text)
    cleaned = clean("".join(pieces))
    told = [change for change in cleaned.changes if change.severity is not Severity.NOTE]
    return cleaned.text, (*changes, *told)


def _same_fonts(runs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbouring runs of one font as one: a word may be cut between them."""
    joined: list[tuple[str, str]] = []
    for text, font in runs:
        if joined and joined[-1][1] == font:
            joined[-1] = (joined[-1][0] + text, font)
        else:
            joined.append((text, font))
    return joined


def _finding(change: Change, where: str) -> Finding:
    before, after = (" ".join(text.split())[:70] for text in (change.before, change.after))
    return Finding(
        change.code, change.severity, where, before, after, {"before": before, "after": after}
    )
