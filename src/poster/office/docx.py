"""Word documents: what a reader sees, with the font of every run. The home of python-docx.

Runs in the jail. Tracked deletions, hidden text, headers and footers are left out; tables, text
boxes and tracked insertions are read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from poster.errors import RequestError

#: Bytes that a document may hold when unpacked, and how many parts.
MOST_BYTES: Final = 128 * 2**20
MOST_PARTS: Final = 4000

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEFT_OUT: Final = frozenset(
    {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText")}
)
_SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NO: Final = ("0", "false", "off")


def read_docx(data: bytes) -> list[dict[str, Any]]:
    """The paragraphs of a document: `runs` of text and font, `cell` (table, row, column) or None,
    `item` for one of a list. Raises RequestError `document-…`."""
    _refuse_bombs(data)
    from docx import Document

    try:
        document = Document(io.BytesIO(data))
    except (KeyError, ValueError, zipfile.BadZipFile, OSError, AttributeError) as error:
        raise RequestError("document-broken", why=str(error)[:120]) from error
    except Exception as error:  # lxml's own errors, whose home is not here
        raise RequestError("document-broken", why=type(error).__name__) from error
    reader = _Reader(_Styles(document.styles.element))
    return list(reader.blocks(document.element.body, None))


def _refuse_bombs(data: bytes) -> None:
    """Look into the zip's directory, and for entities, before any part is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
                raise RequestError("document-huge", limit_mb=MOST_BYTES // 2**20)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_entities(archive.read(part))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise RequestError("document-broken", why=str(error)[:120]) from error


def _refuse_entities(xml: bytes) -> None:
    """Word never writes a document type; one that is there defines entities."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise RequestError("document-entities")


class _Styles:
    """Fonts and hiding of styles, with what they are based on."""

    def __init__(self, element: Any) -> None:
        self._by_id = {style.get(f"{_W}styleId"): style for style in element.iter(f"{_W}style")}
        defaults = element.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        self.default = "" if defaults is None else _font(defaults)

    def font(self, style: str | None) -> str:
        """The font that a style gives, or the style that it is based on."""
        return next((font for rpr in self._chain(style) if (font := _font(rpr))), "")

    def hides(self, style: str | None) -> bool:
        """Whether a style hides its text."""
        return next(
            (said for rpr in self._chain(style) if (said := _vanish(rpr)) is not None), False
        )

    def _chain(self, style: str | None) -> Iterator[Any]:
        seen = set()
        while style in self._by_id and style not in seen:
            seen.add(style)
            element = self._by_id[style]
            rpr = element.find(f"{_W}rPr")
            if rpr is not None:
                yield rpr
            based = element.find(f"{_W}basedOn")
            style = None if based is None else based.get(f"{_W}val")


def _font(rpr: Any) -> str:
    fonts = rpr.find(f"{_W}rFonts")
    if fonts is None:
        return ""
    return str(fonts.get(f"{_W}ascii") or fonts.get(f"{_W}hAnsi") or "")


def _vanish(rpr: Any) -> bool | None:
    """Whether run properties hide the text; None where they do not say."""
    vanish = rpr.find(f"{_W}vanish")
    return None if vanish is None else vanish.get(f"{_W}val") not in _NO


class _Reader:
    """Walks a document in reading order."""

    def __init__(self, styles: _Styles) -> None:
        self.styles = styles
        self.tables = 0

    def blocks(self, parent: Any, cell: tuple[int, int, int] | None) -> Iterator[dict[str, Any]]:
        """The paragraphs below `parent`, in order; those of text boxes after their anchor."""
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child, cell)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif child.tag == f"{_W}sdt":
                for content in child.iterchildren(f"{_W}sdtContent"):
                    yield from self.blocks(content, cell)

    def _table(self, table: Any) -> Iterator[dict[str, Any]]:
        number = self.tables
        self.tables += 1
        for row, line in enumerate(table.iterchildren(f"{_W}tr")):
            for column, cell in enumerate(line.iterchildren(f"{_W}tc")):
                yield from self.blocks(cell, (number, row, column))

    def _paragraph(
        self, paragraph: Any, cell: tuple[int, int, int] | None
    ) -> Iterator[dict[str, Any]]:
        properties = paragraph.find(f"{_W}pPr")
        style = _style_of(properties, "pStyle")
        runs: list[tuple[str, str]] = []
        boxes: list[Any] = []
        self._collect(paragraph, style, runs, boxes)
        if any(text.strip() for text, _ in runs):
            numbered = properties is not None and properties.find(f"{_W}numPr") is not None
            item = numbered or "list" in (style or "").lower()
            yield {"runs": runs, "cell": list(cell) if cell else None, "item": item, "box": False}
        for box in boxes:
            for block in self.blocks(box, None):
                yield {**block, "box": True}

    def _collect(
        self, element: Any, style: str | None, runs: list[tuple[str, str]], boxes: list[Any]
    ) -> None:
        for child in element:
            if child.tag == f"{_W}r":
                self._run(child, style, runs, boxes)
            elif child.tag not in _LEFT_OUT and child.tag != f"{_W}pPr":
                self._collect(child, style, runs, boxes)

    def _run(
        self, run: Any, style: str | None, runs: list[tuple[str, str]], boxes: list[Any]
    ) -> None:
        properties = run.find(f"{_W}rPr")
        own = _style_of(properties, "rStyle")
        said = None if properties is None else _vanish(properties)
        if said is None:
            said = self.styles.hides(own) or self.styles.hides(style)
        if said:
            return
        direct = "" if properties is None else _font(properties)
        font = direct or self.styles.font(own) or self.styles.font(style) or self.styles.default
        text = "".join(_text(child, boxes) for child in run)
        if text:
            runs.append((text, font))


def _style_of(properties: Any, kind: str) -> str | None:
    if properties is None:
        return None
    style = properties.find(f"{_W}{kind}")
    return None if style is None else style.get(f"{_W}val")


def _text(child: Any, boxes: list[Any]) -> str:
    """The text of a part of a run; text boxes in it are put aside."""
    if child.tag == f"{_W}t":
        return child.text or ""
    name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
    if name in _SIGNS:
        return _SIGNS[name]
    if name in ("drawing", "pict", "object", "AlternateContent"):
        boxes += _boxes(child)
    return ""


def _boxes(element: Any) -> Iterator[Any]:
    """The contents of text boxes; of two drawings of one box the first."""
    if element.tag == f"{_MC}AlternateContent":
        choices = list(element)
        if choices:
            yield from _boxes(choices[0])
        return
    for child in element:
        if child.tag == f"{_W}txbxContent":
            yield child
        else:
            yield from _boxes(child)
