"""The artwork: a small, written subset of SVG in millimetres, the narrow waist of the program.

Grammar. Every length is in millimetres of the finished piece, the origin is the top left corner of
the finished (trim) size, and no coordinate needs a transform to be read.

    svg      xmlns, width and height in mm, viewBox = the printed size, data-trim = "0 0 W H";
             holds one defs (may be absent), then drawings
    defs     linearGradient, radialGradient, clipPath, in any order, each with an id
    …Gradient gradientUnits="userSpaceOnUse", x1 y1 x2 y2 | cx cy r fx fy, gradientTransform,
             spreadMethod; holds stop (offset, stop-color, stop-opacity)
    clipPath clipPathUnits="userSpaceOnUse"; holds exactly one path (d, clip-rule="nonzero")
    g        id, opacity, clip-path="url(#id)"; holds drawings
    path     id, d, fill, fill-rule, fill-opacity, stroke, stroke-width, stroke-opacity,
             stroke-linecap, stroke-linejoin, stroke-miterlimit, stroke-dasharray,
             stroke-dashoffset
    image    id, x, y, width, height, transform="matrix(…)", preserveAspectRatio="none",
             href = data:image/png or data:image/jpeg, base64

A colour is "#rrggbb" in small letters, or "none", or (fill and stroke) "url(#gradient)". There is
no text, CSS, use, filter, mask, pattern, script or outside reference. `check_artwork` holds all of
this, and returns every violation.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from poster.geometry import Rect
from poster.svg import xml
from poster.svg.paths import is_path_data


@dataclass(frozen=True)
class Artwork:
    """One filled piece. `svg` is its canonical text; rectangles are in mm."""

    svg: bytes
    trim: Rect
    printed: Rect

    @cached_property
    def sha256(self) -> str:
        """The hash that binds files, proof and ticket to this artwork."""
        return hashlib.sha256(self.svg).hexdigest()


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a document is no artwork: the element's id (or tag) and what is wrong."""

    element: str
    what: str


Rule = Callable[[str], bool]

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_ID = re.compile(r"[A-Za-z_][\w.-]*")
_DATA = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=]+")
_MATRIX = re.compile(r"matrix\((-?\d+(\.\d+)?(e-?\d+)?[ ,]*){6}\)")


def _number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _positive(text: str) -> bool:
    return _number(text) and float(text) >= 0


def _share(text: str) -> bool:
    return _number(text) and 0 <= float(text) <= 1


def _one_of(*words: str) -> Rule:
    return lambda text: text in words


def _numbers(text: str) -> bool:
    return text == "none" or all(_positive(part) for part in text.replace(",", " ").split())


def is_colour(text: str) -> bool:
    """Whether `text` is "#rrggbb" in small letters."""
    return re.fullmatch(r"#[0-9a-f]{6}", text) is not None


def reference(text: str) -> str | None:
    """The id inside "url(#id)", or None."""
    match = re.fullmatch(r"url\(#([^)]+)\)", text)
    return match.group(1) if match else None


def _paint(text: str) -> bool:
    return text == "none" or is_colour(text) or reference(text) is not None


def _is_reference(text: str) -> bool:
    return reference(text) is not None


def _identifier(text: str) -> bool:
    return _ID.fullmatch(text) is not None


_GRADIENT: Final[Mapping[str, Rule]] = {
    "id": _identifier,
    "gradientUnits": _one_of("userSpaceOnUse"),
    "gradientTransform": lambda text: _MATRIX.fullmatch(text) is not None,
    "spreadMethod": _one_of("pad", "reflect", "repeat"),
}
#: What each element may carry; a key ending in "!" is required.
GRAMMAR: Final[Mapping[str, Mapping[str, Rule]]] = {
    "defs": {},
    "linearGradient": {**_GRADIENT, **dict.fromkeys(("x1", "y1", "x2", "y2"), _number)},
    "radialGradient": {**_GRADIENT, **dict.fromkeys(("cx", "cy", "r", "fx", "fy"), _number)},
    "stop": {"offset": _share, "stop-color": is_colour, "stop-opacity": _share},
    "clipPath": {"id": _identifier, "clipPathUnits": _one_of("userSpaceOnUse")},
    "g": {"id": _identifier, "opacity": _share, "clip-path": _is_reference},
    "path": {
        "id": _identifier,
        "d": is_path_data,
        "fill": _paint,
        "fill-rule": _one_of("nonzero", "evenodd"),
        "fill-opacity": _share,
        "clip-rule": _one_of("nonzero"),
        "stroke": _paint,
        "stroke-width": _positive,
        "stroke-opacity": _share,
        "stroke-linecap": _one_of("butt", "round", "square"),
        "stroke-linejoin": _one_of("miter", "round", "bevel"),
        "stroke-miterlimit": _positive,
        "stroke-dasharray": _numbers,
        "stroke-dashoffset": _number,
    },
    "image": {
        "id": _identifier,
        **dict.fromkeys(("x", "y"), _number),
        **dict.fromkeys(("width", "height"), _positive),
        "transform": lambda text: _MATRIX.fullmatch(text) is not None,
        "preserveAspectRatio": _one_of("none"),
        "href": lambda text: _DATA.fullmatch(text) is not None,
    },
}
REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "linearGradient": ("id", "gradientUnits", "x1", "y1", "x2", "y2"),
    "radialGradient": ("id", "gradientUnits", "cx", "cy", "r"),
    "stop": ("offset", "stop-color"),
    "clipPath": ("id", "clipPathUnits"),
    "path": ("d",),
    "image": ("x", "y", "width", "height", "preserveAspectRatio", "href"),
}
CHILDREN: Final[Mapping[str, tuple[str, ...]]] = {
    "svg": ("defs", "g", "path", "image"),
    "defs": ("linearGradient", "radialGradient", "clipPath"),
    "linearGradient": ("stop",),
    "radialGradient": ("stop",),
    "clipPath": ("path",),
    "g": ("g", "path", "image"),
}


def check_artwork(svg: bytes) -> tuple[Violation, ...]:
    """Every place where `svg` departs from the grammar; empty for an artwork.

    Raises RequestError where `svg` is not XML at all.
    """
    root = xml.parse(svg, "artwork")
    if xml.local_name(root) != "svg":
        return (Violation(str(root.tag), "the root is no svg element"),)
    return (*_check_root(root), *_check_children(root), *_check_references(root))


def _check_root(root: xml.Element) -> Iterator[Violation]:
    wanted = {"width": r"[\d.]+mm", "height": r"[\d.]+mm", "data-trim": r"0 0 [\d.]+ [\d.]+"}
    for name, pattern in wanted.items():
        if not re.fullmatch(pattern, root.get(name, "")):
            yield Violation("svg", f"{name} is {root.get(name)!r}")
    box = root.get("viewBox", "").split()
    if len(box) != 4 or not all(map(_number, box)):
        yield Violation("svg", f"viewBox is {root.get('viewBox')!r}")
    elif [f"{box[2]}mm", f"{box[3]}mm"] != [root.get("width"), root.get("height")]:
        yield Violation("svg", "viewBox and size differ: the unit is not a millimetre")
    for key in sorted({str(key) for key in root.attrib} - {*wanted, "viewBox"}):
        yield Violation("svg", f"attribute {key}")


def _check_children(parent: xml.Element) -> Iterator[Violation]:
    tag = xml.local_name(parent)
    for place, child in enumerate(parent):
        name = xml.local_name(child)
        if name not in CHILDREN.get(tag, ()):
            yield Violation(child.get("id") or str(child.tag), f"not allowed inside {tag}")
            continue
        if name == "defs" and place:
            yield Violation("defs", "defs comes first, and once")
        yield from _check_attributes(child, name)
        yield from _check_children(child)
    if tag == "clipPath" and len(parent) != 1:
        yield Violation(parent.get("id", tag), "a clipPath holds exactly one path")
    for text in (parent.text, *(child.tail for child in parent)):
        if text and text.strip():
            yield Violation(parent.get("id", tag), f"text {text.strip()[:20]!r}")


def _check_attributes(element: xml.Element, name: str) -> Iterator[Violation]:
    who, rules = element.get("id") or name, GRAMMAR[name]
    for key, value in element.attrib.items():
        rule = rules.get(str(key))
        if rule is None:
            yield Violation(who, f"attribute {key!s}")
        elif not rule(str(value)):
            yield Violation(who, f"{key!s} is {str(value)[:40]!r}")
    for key in REQUIRED.get(name, ()):
        if key not in element.attrib:
            yield Violation(who, f"{key} is missing")


def _check_references(root: xml.Element) -> Iterator[Violation]:
    kinds: dict[str, str] = {}
    for element in xml.in_document_order(root):
        identifier = element.get("id")
        if identifier is None:
            continue
        if identifier in kinds:
            yield Violation(identifier, "this id occurs twice")
        kinds[identifier] = xml.local_name(element)
    for element in xml.in_document_order(root):
        for attribute, suffix in (
            ("fill", "Gradient"),
            ("stroke", "Gradient"),
            ("clip-path", "clipPath"),
        ):
            target = reference(element.get(attribute, ""))
            if target is not None and not kinds.get(target, "").endswith(suffix):
                who = element.get("id") or xml.local_name(element)
                yield Violation(who, f"{attribute} names {target!r}, which is no {suffix}")
