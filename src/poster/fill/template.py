"""A master as a template: its file, the parts it includes, and a job's values -> one SVG.

A master is a valid SVG before anything is filled in: it is parsed first, as it stands. The Jinja in
it runs in the jail (`poster.fill.sandbox`); what comes out is parsed again. Since drawing programs
write `<`, `>`, `&` and quotes as entities, those are read back inside `{{ }}` and `{% %}`:
`{% if page.ratio &lt; 2 %}` means what it meant before the file was saved.

An include names its file in plain quotes: `"parts/star.svg"` is the library's `layouts/parts/`,
anything else lies in the layout's own folder.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from poster import jail
from poster.errors import RequestError
from poster.files import inside, read_bytes
from poster.fill.parts import read_part, separate_ids
from poster.svg import xml

_MARKUP = re.compile(r"\{[{%#]")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});")
_INCLUDE = re.compile(
    r"""\{%[-+]?\s*include\s+(["'])([^"'%]+)\1\s*(?:with(?:out)?\s+context\s*)?[-+]?%\}"""
)


def render_master(
    master_path: Path, layout_folder: Path, parts_folder: Path, values: Mapping[str, object]
) -> bytes:
    """The master with `values` filled in, as SVG bytes; unchanged where it holds no Jinja.

    `values` is plain data by name: `page` (width_mm, height_mm, ratio), `sheet`, `slots` (every
    slot of the layout -> its text, empty where it has none), `inks` (name -> sRGB). A slot's text
    is data: whatever it holds comes out literally. A gzipped master is unpacked.
    Raises RequestError `file-…`, `xml-…`, `template-…`, `part-style`, `jail-…`.
    """
    name = f"{layout_folder.name}/{master_path.name}"
    data = xml.unpacked(read_bytes(master_path, xml.MAX_BYTES), name)
    text = _master_text(data, name)
    if not _MARKUP.search(text):
        return data
    sources = _with_parts(name, text, layout_folder, parts_folder)
    # What no source names cannot be used, so it need not be told apart either: a master that only
    # includes parts is rendered once for all sizes and slogans.
    named = {key: values[key] for key in values if any(key in s for s in sources.values())}
    order = {"master": name, "sources": sources, "values": named}
    return _filled(json.dumps(order, sort_keys=True, default=dict), name)


def _master_text(data: bytes, name: str) -> str:
    text = xml.plain_text(data, name)
    try:
        xml.parse_svg(text.encode(), name)
    except RequestError as error:
        line = error.params.get("line")
        if isinstance(line, int) and _MARKUP.search(_line(text, line)):
            raise RequestError("template-no-xml", file=name, line=line) from error
        raise
    return _TAG.sub(_read_back, text)


def _line(text: str, line: int) -> str:
    lines = text.split("\n")
    return lines[line - 1] if line <= len(lines) else ""


def _read_back(tag: re.Match[str]) -> str:
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), tag[0])


def _with_parts(name: str, text: str, layout_folder: Path, parts_folder: Path) -> dict[str, str]:
    """The master and all that it includes, directly or through other parts, by name.

    A part that is missing is left out: the sandbox knows whether it is asked for, and on what line.
    """
    sources, waiting = {name: text}, [name]
    while waiting:
        file = waiting.pop()
        for _, part in _INCLUDE.findall(sources[file]):
            path = _part_path(file, part, layout_folder, parts_folder)
            if part not in sources and path.is_file():
                sources[part] = _TAG.sub(_read_back, read_part(path, part))
                waiting.append(part)
    return sources


def _part_path(file: str, part: str, layout_folder: Path, parts_folder: Path) -> Path:
    shared = part.startswith("parts/")
    try:
        return inside(parts_folder, part[6:]) if shared else inside(layout_folder, part)
    except RequestError as error:
        raise RequestError("template-part-outside", file=file, part=part) from error


@lru_cache(maxsize=32)
def _filled(order: str, name: str) -> bytes:
    """The result of one order to the sandbox (as JSON: it is the key of the cache as well)."""
    text = jail.call("poster.fill.sandbox:render", json.loads(order), what=name)["text"]
    try:
        root = xml.parse_svg(text.encode(), name)
    except RequestError as error:
        line = error.params.get("line")
        if not isinstance(line, int):
            raise
        excerpt = _line(text, line).strip()[:80]
        raise RequestError("template-spoils", file=name, line=line, text=excerpt) from error
    separate_ids(root)
    return xml.serialise(root)
