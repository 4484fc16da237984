"""Shared parts: what `{% include "parts/star.svg" %}` puts into a master.

A part is a whole SVG file that opens in a drawing program. Where it is included, its root becomes a
group (`<g data-part="parts/star.svg">`) with the root's own paint, and everything inside is drawn
**in the part's own user units**: the size and the viewBox of the part's file play no role, and
nothing is clipped. So a part is drawn around its origin, and the group around the include says
where it goes: `<g transform="translate(275 165) scale(0.92)">{% include "parts/star.svg" %}</g>`.

Namespaces stay declared on the group. Ids that are taken get a number (`ray`, `ray-2`), and what
refers to them inside the same part follows. A style sheet in a part would reach beyond it, so it is
refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

from poster.errors import RequestError
from poster.files import read_bytes
from poster.svg import xml

MARK: Final = "data-part"

#: Attributes of a root that say how its file is shown, not what is drawn.
_OF_THE_FILE: Final = frozenset(
    {"width", "height", "viewBox", "x", "y", "version", "baseProfile", "preserveAspectRatio"}
    | {"zoomAndPan", "contentScriptType", "contentStyleType", "enable-background", "overflow"}
    | {"data-margin"}
)
_MISC: Final = r"(?:\s++|<!--(?>.*?-->)|<\?(?>.*?\?>))*+"
_ATTRIBUTE = re.compile(r"""\s+([^\s=]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_ROOT = re.compile(
    rf"""(?P<before>{_MISC})<(?P<prefix>(?:[^\s:/>]+:)?)svg"""
    rf"""(?P<attributes>(?:{_ATTRIBUTE.pattern})*+)\s*(?P<slash>/?)>""",
    re.DOTALL,
)
_END = re.compile(rf"</(?P<prefix>(?:[^\s:/>]+:)?)svg\s*>(?P<after>{_MISC})\Z", re.DOTALL)
_URL = re.compile(r"""url\(\s*(["']?)#([^"')]+)\1\s*\)""")
_HREFS: Final = ("href", f"{{{xml.XLINK}}}href")


def read_part(path: Path, name: str) -> str:
    """The template text of the part `name`: a group, on the same lines as in its file.

    Raises RequestError `file-…`, `xml-…`, `part-style`.
    """
    text = xml.plain_text(read_bytes(path, xml.MAX_BYTES), name)
    root = xml.parse_svg(text.encode(), name)
    sheet = root.find(f".//{{{xml.SVG}}}style")
    if sheet is not None:
        raise RequestError("part-style", file=name, line=sheet.sourceline)
    return _as_group(text, name)


def _as_group(text: str, name: str) -> str:
    start, end = _ROOT.match(text), _END.search(text)
    if start is None or (end is None and not start["slash"]):
        raise RequestError("xml-not-svg", file=name, found="?")
    kept = "".join(
        match[0].replace("\n", " ")
        for match in _ATTRIBUTE.finditer(start["attributes"])
        if match[1] not in _OF_THE_FILE and not match[1].startswith(("inkscape:", "sodipodi:"))
    )
    lines = "\n" * (start[0].count("\n") - start["before"].count("\n"))
    head = f"<{start['prefix']}g {MARK}={quoteattr(name)}{kept}{lines}{start['slash']}>"
    if end is None or start["slash"]:
        return start["before"] + head + text[start.end() :]
    inner = text[start.end() : end.start()]
    return f"{start['before']}{head}{inner}</{end['prefix']}g>{end['after']}"


def separate_ids(root: xml.Element) -> None:
    """Give every included part ids of its own, where they are taken already.

    The master's own ids stay, and so do those of the first inclusion of a part.
    """
    groups = [element for element in xml.in_document_order(root) if MARK in element.attrib]
    taken = {element.get("id", "") for element in _own(root)}
    for group in groups:
        own = list(_own(group))
        renamed: dict[str, str] = {}
        for element in own:
            identifier = element.get("id", "")
            if identifier and identifier in taken:
                renamed[identifier] = _free(identifier, taken)
                element.set("id", renamed[identifier])
            taken.add(element.get("id", ""))
        for element in own if renamed else ():
            _follow(element, renamed)


def _own(scope: xml.Element) -> Iterator[xml.Element]:
    """`scope` and what it holds, without the parts inside it."""
    waiting = [scope]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(child for child in reversed(element) if MARK not in child.attrib)


def _free(identifier: str, taken: set[str]) -> str:
    number = 2
    while f"{identifier}-{number}" in taken:
        number += 1
    return f"{identifier}-{number}"


def _follow(element: xml.Element, renamed: dict[str, str]) -> None:
    """Make what `element` refers to carry its new name."""
    for key, text in element.attrib.items():
        value = str(text)
        if key in _HREFS and value[1:] in renamed and value.startswith("#"):
            element.set(key, f"#{renamed[value[1:]]}")
        elif "url(" in value:
            element.set(
                key, _URL.sub(lambda found: f"url(#{renamed.get(found[2], found[2])})", value)
            )
