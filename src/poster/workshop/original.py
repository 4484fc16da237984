"""What an original holds that cannot come along as it is, said element by element."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

from poster.errors import Finding, RequestError, Severity
from poster.files import inside, read_bytes
from poster.geometry import Affine
from poster.svg import css, shapes, xml
from poster.svg.cascade import Settled, own_values
from poster.svg.faults import name_of
from poster.svg.nodes import matrix
from poster.workshop.page import Page, note

MAX_PICTURE: Final = 32 * 2**20
MOST_PICTURES: Final = 60
_HREFS: Final = ("href", f"{{{xml.XLINK}}}href")
_ANIMATION: Final = frozenset(
    {"animate", "animateTransform", "animateMotion", "animateColor", "set"}
)
_URL: Final = re.compile(r"\burl\(([^)]*)\)", re.IGNORECASE)
#: A paint of another file, with the colour that stands in for it.
_STOOD_IN_FOR: Final = re.compile(r"""url\(\s*(?!["'\s]*\#)([^)]*)\)\s*(?=[#\w])""", re.IGNORECASE)
_DATA_URI: Final = re.compile(r"data:([\w/+.-]*)((?:;[\w=.-]+)*),", re.IGNORECASE)
#: Places in which a reference draws nothing by itself.
_LINKS: Final = frozenset({"a", "script", "pgfRef", "color-profile", "font-face-uri"})


@dataclass(frozen=True, slots=True)
class PictureFound:
    """One picture: its key (a hash of its bytes), and its bytes."""

    key: str
    kind: str
    data: bytes


def style_findings(settled: Settled) -> Iterator[Finding]:
    """What the style sheets asked for that does not come along."""
    for rule in dict.fromkeys(settled.at_rules):
        if rule in ("@import", "@media", "@supports"):
            yield note("import-css-rule", "style", Severity.WARNING, rule=rule)
    for element, name, value in settled.values:
        yield note(
            "import-css-value", name_of(element), Severity.WARNING, property=name, value=value[:40]
        )
    for element, value, srgb in settled.inks:
        yield note("import-cmyk", name_of(element), value=value[:40], srgb=srgb)


def clear(root: xml.Element, name: str) -> list[Finding]:
    """Take out what is no drawing (scripts, events, animation), and say so.

    Raises RequestError `import-outside` where `use` or paint reaches into another file.
    """
    findings: list[Finding] = []
    for element in list(xml.in_document_order(root)):
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rpartition("}")[2]
        events = [key for key in element.attrib if str(key).startswith("on")]
        for key in events:
            element.attrib.pop(key)
        if tag == "script" or events:
            findings.append(note("import-script", name_of(element), Severity.WARNING))
        if tag in _ANIMATION:
            findings.append(note("import-animation", name_of(element), Severity.WARNING))
        if tag == "foreignObject" and not element.get("requiredExtensions"):
            findings.append(note("import-foreign", name_of(element), Severity.ERROR))
        if tag in ("script", *_ANIMATION):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
        findings += _fallen_back(element)
        refuse_outside(element, name)
        if tag == "a":  # a link leads nowhere on paper
            for key in _HREFS:
                xml.drop(element, key)
    return [*findings, *_lost_uses(root), *_lost_paints(root)]


def _lost_uses(root: xml.Element) -> Iterator[Finding]:
    """Uses of what is not there, or of what holds the use itself: no engine draws them."""
    by_id = {element.get("id", ""): element for element in xml.in_document_order(root)}
    for use in root.iter(f"{{{xml.SVG}}}use"):
        target = next((str(use.get(key)) for key in _HREFS if use.get(key)), "")
        found = by_id.get(target.removeprefix("#")) if target.startswith("#") else None
        if target and (found is None or found is use or found in use.iterancestors()):
            yield note("import-use-lost", name_of(use), Severity.WARNING, target=target[:60])


def _lost_paints(root: xml.Element) -> Iterator[Finding]:
    """Gradients, clips, masks and filters that are named and not there."""
    known = {element.get("id", "") for element in xml.in_document_order(root)}
    for element in xml.in_document_order(root):
        for target in _urls(element):
            if target.startswith("#") and target[1:] not in known:
                yield note(
                    "import-paint-lost", name_of(element), Severity.WARNING, target=target[:60]
                )


def _fallen_back(element: xml.Element) -> Iterator[Finding]:
    """Paints of other files that name a colour in their place: the colour is taken."""
    for key, value in list(element.attrib.items()):
        for found in _STOOD_IN_FOR.finditer(str(value)):
            target = found[1].strip("\"' ")[:60]
            yield note("import-paint-outside", name_of(element), Severity.WARNING, target=target)
        if _STOOD_IN_FOR.search(str(value)):
            element.set(key, _STOOD_IN_FOR.sub("", str(value)))


def _urls(element: xml.Element) -> Iterator[str]:
    """What the paints and effects of an element point to."""
    for value in element.attrib.values():
        for found in _URL.finditer(str(value)):
            yield found[1].strip().strip("'\"").strip()


def refuse_outside(element: xml.Element, name: str) -> None:
    """Raise RequestError `import-outside` where `element` reaches into another file.

    Pictures may, as far as `find_pictures` lets them.
    """
    tag = str(element.tag).rpartition("}")[2]
    is_free = tag in _LINKS or tag.endswith("image") or tag == "feImage"
    hrefs = () if is_free else (str(element.get(key, "")).strip() for key in _HREFS)
    inside_uris = [target for target in hrefs if not target.lower().startswith("data:")]
    for target in (*inside_uris, *_urls(element)):
        if target and not target.startswith("#"):
            raise RequestError(
                "import-outside", file=name, element=name_of(element), target=target[:60]
            )


# ---------------------------------------------------------------- pictures


def find_pictures(
    root: xml.Element, folder: Path | None, findings: list[Finding]
) -> Mapping[str, PictureFound]:
    """Every picture by its key; each image's href becomes `poster:KEY`.

    A linked file must lie in `folder`; one that is missing, outside or on the network is an error
    among `findings`, and its element is taken out.
    """
    found: dict[str, PictureFound] = {}
    for element in list(root.iter(f"{{{xml.SVG}}}image", f"{{{xml.SVG}}}feImage")):
        href = next((str(element.get(key)) for key in _HREFS if element.get(key)), "")
        if not href or href.startswith("#"):
            continue
        try:
            kind, data = _content(href, folder)
        except RequestError as error:
            params = {**error.params, "element": name_of(element)}
            findings.append(Finding(error.code, Severity.ERROR, name_of(element), params=params))
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        key = hashlib.sha256(data).hexdigest()[:16]
        found[key] = PictureFound(key, kind, data)
        for name in _HREFS:
            xml.drop(element, name)
        element.set("href", f"poster:{key}")
        if len(found) > MOST_PICTURES:
            raise RequestError("import-patches", limit=MOST_PICTURES)
    return found


def _content(href: str, folder: Path | None) -> tuple[str, bytes]:
    uri = _DATA_URI.match(href)
    if uri is not None:
        return _kind(_decoded(uri, href))
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]+:", href) and not href.startswith("file:"):
        raise RequestError("import-image-network", target=href[:60])
    if folder is None:
        raise RequestError("import-image-missing", target=href[:60], folder="-")
    outside = False
    for reading in dict.fromkeys((href, href.replace("\\", "/"), unquote(href.replace("\\", "/")))):
        try:
            path = inside(folder, reading)
        except RequestError:
            outside = True
            continue
        if path.is_file():
            return _kind(read_bytes(path, MAX_PICTURE))
    if outside and "\\" not in href:
        raise RequestError("import-image-outside", target=href[:60])
    raise RequestError("import-image-missing", target=href[:60], folder=str(folder))


def _decoded(uri: re.Match[str], href: str) -> bytes:
    rest = href[uri.end() :]
    if ";base64" in uri[2].lower():
        try:
            return base64.b64decode("".join(unquote(rest).split()), validate=False)
        except ValueError as error:
            raise RequestError("import-image-broken") from error
    return unquote_to_bytes(rest)


def _kind(data: bytes) -> tuple[str, bytes]:
    """Told by the content: what a file calls itself is no proof."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png", data
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg", data
    start = data[:400].lstrip().lower()
    if b"<svg" in start or data.startswith(b"\x1f\x8b") or start.startswith(b"<?xml"):
        return "svg", data
    if data[:4] in (b"RIFF", b"II*\0", b"MM\0*"):
        return "other", data
    raise RequestError("import-image-kind", target=data[:12].decode("latin-1", "replace"))


# ---------------------------------------------------------------- strokes


def fix_strokes(root: xml.Element, page: Page, to_mm: Affine) -> list[Finding]:
    """Strokes that do not scale, put into the space of the page, where their width is what it says.

    No engine here knows them. `to_mm` maps the root's units to the page. One with a gradient or a
    pattern, which would move, is an error.
    """
    findings: list[Finding] = []
    for element in list(xml.in_document_order(root)):
        own = own_values(element)
        if own.get("vector-effect", "none") != "non-scaling-stroke" or own.get("stroke") == "none":
            continue
        if xml.local_name(element) not in shapes.OUTLINES:
            continue
        if "url(" in own.get("fill", "") + own.get("stroke", ""):
            findings.append(note("import-stroke-paint", name_of(element), Severity.ERROR))
            continue
        _unscale(element, page, to_mm)
        findings.append(note("import-stroke-fixed", name_of(element), width=_width(element, page)))
    return findings


def _width(element: xml.Element, page: Page) -> float:
    return round(css.length(own_values(element).get("stroke-width", "1")), 3)


def _unscale(element: xml.Element, page: Page, to_mm: Affine) -> None:
    outer, at = Affine(), element.getparent()
    while at is not None and at.getparent() is not None:
        outer = css.transform(at.get("transform", "")) @ outer
        at = at.getparent()
    outer = to_mm @ outer
    inner = outer @ css.transform(element.get("transform", ""))
    path = shapes.OUTLINES[xml.local_name(element)](element).transformed(inner)
    width_mm = css.length(own_values(element).get("stroke-width", "1")) * page.pixel_mm
    element.tag = f"{{{xml.SVG}}}path"
    element.set("d", path.d)
    element.set("transform", matrix(outer.inverse()))
    style = element.get("style", "")
    element.set("style", f"{style}; stroke-width: {width_mm:.5f}; vector-effect: none".lstrip("; "))
