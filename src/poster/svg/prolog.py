"""What stands before the root of an XML document: encoding, declaration, DOCTYPE. Pure text.

The grammar here is smaller than XML's: what it does not know is refused. A DOCTYPE may declare
small, flat entities (Illustrator writes a dozen of them); they are put in here, within bounds, and
the DOCTYPE is blanked, so that the parser proper never meets one.
"""

from __future__ import annotations

import codecs
import re
from html import escape
from typing import Final

from poster.errors import RequestError

MAX_ENTITIES: Final = 500
#: Characters of one entity, of all entities where they are used, and of the DOCTYPE.
MAX_ENTITY: Final = 2_000
MAX_EXPANSION: Final = 1_000_000
MAX_DOCTYPE: Final = 1_000_000

#: What a declaration may say, apart from UTF-16, which only a byte order mark can.
_ENCODINGS: Final = ("utf-8", "ascii", "iso8859-1", "cp1252", "cp1258")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_DECLARED = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"'>]{1,40})["']""")
_LITERAL = r"""(?:"[^"]*"|'[^']*')"""
_SKIPPED = r"\s++|<!--(?>.*?-->)"
_INSTRUCTION = r"<\?(?P<target>[^\s?]+)(?>.*?\?>)"
_BEFORE = re.compile(
    rf"{_SKIPPED}|{_INSTRUCTION}|(?P<doctype><!DOCTYPE\s+[\w:.-]+\s*"
    rf"(?:SYSTEM\s+{_LITERAL}|PUBLIC\s+{_LITERAL}\s*{_LITERAL})?\s*)(?P<opened>\[)?",
    re.DOTALL,
)
_INSIDE = re.compile(
    rf"{_SKIPPED}|{_INSTRUCTION}|<!(?:ELEMENT|NOTATION)\s[^<>]*>"
    rf"|<!ENTITY\s+(?P<parameter>%\s+)?(?P<name>[\w:.-]+)\s+"
    rf"(?:(?P<value>{_LITERAL})|(?:SYSTEM|PUBLIC)\b[^<>]*)\s*>",
    re.DOTALL,
)
_CLOSED, _END = re.compile(r"\]\s*>"), re.compile(">")
_CHARACTER = re.compile(r"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")


def decoded(data: bytes, name: str) -> str:
    """The text of `data` by its byte order mark, else its declaration, else as UTF-8.

    Raises RequestError `xml-no-xml` where no tag comes first, and `xml-encoding` where the bytes
    are not what they are said to be, or an encoding that no drawing program writes.
    """
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", ""))
    if not mark:
        if not data.lstrip().startswith(b"<"):
            raise RequestError("xml-no-xml", file=name)
        encoding = _declared(data, name)
    try:
        # A second mark would be skipped by the parser, and with it hide what follows from us.
        return data[len(mark) :].decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start + len(mark)) + 1
        raise RequestError("xml-encoding", file=name, line=line, encoding=encoding) from error


def _declared(data: bytes, name: str) -> str:
    match = _DECLARED.match(data[:1_000])
    if match is None:
        return "utf-8"
    label = match.group(1).decode("ascii", "replace")
    try:
        encoding = codecs.lookup(label).name
    except LookupError:
        encoding = ""
    if encoding not in _ENCODINGS:
        raise RequestError("xml-encoding", file=name, line=1, encoding=label)
    return encoding


def standalone(text: str, name: str) -> str:
    """`text` with its entities put in, and with blanks for its declaration and DOCTYPE.

    Every line keeps its number. Raises RequestError `xml-doctype`, `xml-entity-…`,
    `xml-stylesheet`.
    """
    at, kept, entities = 0, list[str](), dict[str, str]()
    while match := _BEFORE.match(text, at):
        start, at = at, match.end()
        if match["doctype"]:
            entities, at = _doctype(text, match, name)
        elif match["target"] == "xml-stylesheet":
            raise RequestError("xml-stylesheet", file=name, line=_line(text, start))
        blank = match["doctype"] or (match["target"] == "xml" and start == 0)
        kept.append(" " + "\n" * text.count("\n", start, at) if blank else text[start:at])
    return "".join(kept) + _expanded(text[at:], entities, name)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _doctype(text: str, match: re.Match[str], name: str) -> tuple[dict[str, str], int]:
    """The entities that a DOCTYPE declares, and where it ends."""
    at, entities = match.end(), dict[str, str]()
    while match["opened"] and (declaration := _INSIDE.match(text, at)):
        at = declaration.end()
        if declaration["name"]:
            entities.setdefault(declaration["name"], _value(declaration, name))
        if len(entities) > MAX_ENTITIES or at - match.start() > MAX_DOCTYPE:
            raise RequestError("xml-doctype", file=name, line=_line(text, at))
    end = (_CLOSED if match["opened"] else _END).match(text, at)
    if end is None:
        raise RequestError("xml-doctype", file=name, line=_line(text, at))
    return entities, end.end()


def _value(declaration: re.Match[str], name: str) -> str:
    """What an entity stands for, ready for the text. Raises RequestError unless small and flat."""
    entity, literal = declaration["name"], declaration["value"]
    if declaration["parameter"] or literal is None:
        raise RequestError("xml-entity-outside", file=name, entity=entity)
    value = _CHARACTER.sub(_character, literal[1:-1])
    if len(value) > MAX_ENTITY or "&" in value or "<" in value:
        raise RequestError("xml-entity-bomb", file=name, entity=entity)
    return escape(value)


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    legal = 0x20 <= number < 0xD800 or 0xE000 <= number < 0x110000 or number in (9, 10, 13)
    return chr(number) if legal else "&"  # which `_value` refuses


def _expanded(text: str, entities: dict[str, str], name: str) -> str:
    if not entities:
        return text
    used = re.compile("&(" + "|".join(map(re.escape, entities)) + ");")
    added = 0
    for match in used.finditer(text):
        added += len(entities[match[1]])
        if added > MAX_EXPANSION:
            raise RequestError("xml-entity-bomb", file=name, entity=match[1])
    return used.sub(lambda match: entities[match[1]], text)
