"""Hardened XML: the one home of lxml.

A document is measured before it is taken (bytes, elements, attributes, depth), nothing is fetched
and no other file is opened. Its encoding is decided here, once, so that an attack written in UTF-16
meets the same checks. Its DOCTYPE is read apart from it: small, flat entities, as Illustrator
writes them, are put in by this module under a bound of its own; all others are refused. So libxml2
only ever sees UTF-8 without a DOCTYPE.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from poster.errors import RequestError
from poster.svg import prolog

SVG: Final = "http://www.w3.org/2000/svg"
XLINK: Final = "http://www.w3.org/1999/xlink"
INKSCAPE: Final = "http://www.inkscape.org/namespaces/inkscape"
XINCLUDE: Final = "http://www.w3.org/2001/XInclude"

MAX_BYTES: Final = 32 * 1024 * 1024
MAX_ELEMENTS: Final = 200_000
MAX_DEPTH: Final = 200
#: Attributes of one element, and of the whole document.
MAX_ATTRIBUTES: Final = 1_000
MAX_ATTRIBUTES_IN_ALL: Final = 1_000_000
#: Prefixes that one element may know: each is looked for anew at every element.
MAX_NAMESPACES: Final = 200

Element = etree._Element

#: Prefixes that get lost when a part of a drawing is copied by hand, and what they stand for.
_PREFIXES: Final = {
    "xlink": XLINK,
    "inkscape": INKSCAPE,
    "sodipodi": "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    "svg": SVG,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "cc": "http://creativecommons.org/ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "i": "http://ns.adobe.com/AdobeIllustrator/10.0/",
    "x": "http://ns.adobe.com/Extensibility/1.0/",
    "serif": "http://www.serif.com/",
}
_HTML = re.compile(r"\s*<(!doctype\s+)?html", re.IGNORECASE)
_PREFIX = re.compile(r"Namespace prefix (?P<prefix>\S+) (?:on|for) ")
#: What libxml2 says of faults that people make, and the message that says it plainly.
_FAULTS: Final = {
    "xml-too-deep": re.compile(r"Excessive depth in document: (?P<limit>\d+)"),
    "xml-unclosed": re.compile(r"Opening and ending tag mismatch: (?P<tag>\S+) line \d+ and"),
    "xml-cut-off": re.compile(r"Premature end of data in tag (?P<tag>\S+)"),
    "xml-entity-unknown": re.compile(r"Entity '(?P<entity>[^']+)' not defined"),
    "xml-character": re.compile(r"Invalid character|.* invalid Char value|Char 0x"),
    "xml-no-xml": re.compile(r"Start tag expected|Document is empty"),
    "xml-late-declaration": re.compile(r"XML declaration allowed only at the start"),
    "xml-twice": re.compile(r"Attribute (?P<attribute>\S+) redefined"),
}
#: Elements in which a space between two children is part of the words.
_WORDS: Final = frozenset(f"{{{SVG}}}{tag}" for tag in ("text", "flowRoot", "title", "desc"))


def parse(data: bytes, name: str) -> Element:
    """The root element of `data` (XML, or XML in gzip); `name` says in errors which file it is.

    Comments, processing instructions and blank text outside words are dropped.
    Raises RequestError `xml-…` for anything broken, hostile or too large.
    """
    text = plain_text(data, name)
    _weigh(text, name)
    try:
        root = etree.fromstring(text.encode(), _parser())
    except etree.XMLSyntaxError as error:
        if _HTML.match(text):
            raise RequestError("xml-not-svg", file=name, found="html") from error
        raise _explained(error, name) from error
    if root.getroottree().docinfo.internalDTD is not None:  # one that `prolog` did not see
        raise RequestError("xml-doctype", file=name, line=1)
    _measure(root, name)
    if text.count("xmlns") > MAX_NAMESPACES:  # else none can know so many
        _check_namespaces(root, name)
    return root


def parse_svg(data: bytes, name: str) -> Element:
    """As `parse`, and the root is an `svg` element of SVG's namespace."""
    root = parse(data, name)
    if root.tag == "svg":
        raise RequestError("xml-no-namespace", file=name)
    if root.tag != f"{{{SVG}}}svg":
        raise RequestError("xml-not-svg", file=name, found=etree.QName(root).localname)
    return root


def plain_text(data: bytes, name: str) -> str:
    """The document as text that stands alone: entities put in, declaration and DOCTYPE blanked.

    Every line keeps its number. Raises RequestError `xml-…`.
    """
    data = unpacked(data, name)
    if not data.strip():
        raise RequestError("xml-empty", file=name)
    return prolog.standalone(prolog.decoded(data, name), name)


def unpacked(data: bytes, name: str) -> bytes:
    """`data`, taken out of gzip (.svgz) where it is gzip. Raises RequestError `xml-…`."""
    if data.startswith(b"\x1f\x8b"):
        gzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            data = gzip.decompress(data, MAX_BYTES + 1)
        except zlib.error as error:
            raise RequestError("xml-gzip", file=name) from error
        if len(data) <= MAX_BYTES and (not gzip.eof or gzip.unused_data):
            raise RequestError("xml-gzip", file=name)
    if len(data) > MAX_BYTES:
        raise RequestError("xml-too-large", file=name, limit_mb=MAX_BYTES // 2**20)
    return data


def _parser() -> etree.XMLParser:
    # There is no DOCTYPE left, so the size guards that huge_tree lifts (10 MB for one text, which
    # an embedded photo exceeds) protect from nothing that `_weigh` and `_measure` do not.
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=False,
        strip_cdata=True,
    )


def _weigh(text: str, name: str) -> None:
    """Refuse floods before a tree is built: a node takes 30 times the room of its tag."""
    if text.count("<") - text.count("</") > MAX_ELEMENTS:
        raise RequestError("xml-too-many", file=name, limit=MAX_ELEMENTS)
    if text.count("=") > MAX_ATTRIBUTES_IN_ALL:
        raise RequestError("xml-too-many", file=name, limit=MAX_ATTRIBUTES_IN_ALL)


def _measure(root: Element, name: str) -> None:
    """Check depth, attributes and elements that reach outside; drop blank text outside words."""
    depth = words = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        step = 1 if event == "start" else -1
        depth += step
        words += step if element.tag in _WORDS else 0
        if event == "start":
            _check(element, depth, name)
        if not words:
            _drop_blanks(element)


def _check(element: Element, depth: int, name: str) -> None:
    if depth > MAX_DEPTH:
        raise RequestError("xml-too-deep", file=name, limit=MAX_DEPTH)
    if len(element.attrib) > MAX_ATTRIBUTES:
        raise RequestError("xml-too-many", file=name, limit=MAX_ATTRIBUTES)
    if str(element.tag).startswith(f"{{{XINCLUDE}}}"):
        raise RequestError("xml-xinclude", file=name, line=element.sourceline)


def _check_namespaces(root: Element, name: str) -> None:
    for element in root.iter():
        if len(element.nsmap) > MAX_NAMESPACES:
            raise RequestError("xml-too-many", file=name, limit=MAX_NAMESPACES)


def _drop_blanks(element: Element) -> None:
    if len(element) and element.text and not element.text.strip():
        element.text = None
    if element.tail and not element.tail.strip():
        element.tail = None


def _explained(error: etree.XMLSyntaxError, name: str) -> RequestError:
    """What libxml2 says, as a message of our own where it is a fault that people make."""
    line, message = (error.position or (1, 0))[0], str(error.msg)
    for code, pattern in _FAULTS.items():
        if match := pattern.match(message):
            params: dict[str, Any] = match.groupdict()
            return RequestError(code, file=name, line=line, **params)
    match = _PREFIX.match(message)
    if match is None:
        return RequestError("xml-broken", file=name, line=line, why=message)
    prefix = match["prefix"]
    meaning = _PREFIXES.get(prefix, "")
    code = "xml-prefix" if meaning else "xml-prefix-unknown"
    return RequestError(code, file=name, line=line, prefix=prefix, meaning=meaning)


def serialise(root: Element) -> bytes:
    """The document as UTF-8, the same bytes for the same tree."""
    return etree.tostring(root, encoding="utf-8", xml_declaration=False)


def svg_element(tag: str, attributes: dict[str, str], parent: Element | None = None) -> Element:
    """A new SVG element, as the last child of `parent` where that is given."""
    name = f"{{{SVG}}}{tag}"
    if parent is None:
        spaces: dict[Any, str] = {None: SVG, "xlink": XLINK}  # the stubs forget that None is a key
        return etree.Element(name, attributes, nsmap=spaces)
    return etree.SubElement(parent, name, attributes)


def local_name(element: Element) -> str:
    """The tag without its namespace; empty for anything that is not an element of SVG."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    namespace, _, name = tag.rpartition("}")
    return name if namespace in ("", "{" + SVG) else ""


def drop(element: Element, key: str) -> str | None:
    """Take an attribute away; its value, None where there was none."""
    return str(element.attrib.pop(key)) if key in element.attrib else None


def in_document_order(root: Element) -> Iterator[Element]:
    """Every element below and including `root`."""
    return root.iter(etree.Element)
