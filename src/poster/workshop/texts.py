"""Live text in a settled drawing: its words, its font, and about where it stands."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from poster.geometry import Rect
from poster.svg import css, shapes, xml
from poster.svg.cascade import computed, own_values

#: Elements whose content is not drawn where it stands.
ELSEWHERE: Final = frozenset(
    {"defs", "symbol", "pattern", "mask", "clipPath", "marker", "foreignObject", "font"}
)
#: Widths of letters in em, about: what a frame is laid out for.
_CAPITAL_EM, _SMALL_EM, _SPACE_EM = 0.68, 0.56, 0.3
_DEFAULT_SIZE: Final = 16.0
_NAMED_WEIGHTS: Final = {"normal": 400, "bold": 700, "bolder": 700, "lighter": 300}
_TEXTS: Final = frozenset({"text", "flowRoot"})
_SHAPE_INSIDE: Final = re.compile(r"url\(\s*[\"']?#([^)\"']+)")


@dataclass(frozen=True, slots=True)
class TextFound:
    """One text. `size` is in the element's own units, `box` too; `fill` is a colour or "".

    `family` is that of its largest words, `families` are all.
    """

    element: xml.Element
    words: str
    family: str
    weight: int
    size: float
    fill: str
    anchor: str
    box: Rect
    families: tuple[str, ...]


def find_texts(root: xml.Element) -> list[TextFound]:
    """Every text that is drawn, in drawing order; empty ones are left out."""
    by_id = {e.get("id", ""): e for e in xml.in_document_order(root) if e.get("id")}
    return [
        found
        for element in _drawn(root)
        if xml.local_name(element) in _TEXTS and (found := _text(element, by_id)) is not None
    ]


def _drawn(element: xml.Element) -> Iterator[xml.Element]:
    if own_values(element).get("display") == "none":
        return
    yield element
    if xml.local_name(element) in _TEXTS:
        return
    for child in element:
        if xml.local_name(child) and xml.local_name(child) not in ELSEWHERE:
            yield from _drawn(child)


def _text(element: xml.Element, by_id: dict[str, xml.Element]) -> TextFound | None:
    lines = _flowed(element) if xml.local_name(element) == "flowRoot" else _lines(element)
    words = "\n".join(line.strip() for line in lines if line.strip())
    if not words:
        return None
    spans = [e for e in element.iter(None) if "".join(map(str, e.itertext())).strip()] or [element]
    lead = max(spans, key=_size)
    size = _size(lead)
    fill = computed(lead, "fill", "#000000")
    if fill.lower() == "currentcolor":
        fill = computed(lead, "color", "#000000")
    anchor = computed(lead, "text-anchor", "start")
    return TextFound(
        element, words, _family(lead), _weight(lead), size, fill, anchor,
        _region(element, by_id) or _about(element, words.split("\n"), size, anchor),
        tuple(dict.fromkeys(_family(span) for span in _spoken(element))),
    )  # fmt: skip


def _spoken(element: xml.Element) -> Iterator[xml.Element]:
    """The elements of a text whose own words are drawn."""
    for one in element.iter():
        if not isinstance(one.tag, str):
            continue
        if (one.text or "").strip() or any((child.tail or "").strip() for child in one):
            yield one


def _family(element: xml.Element) -> str:
    return computed(element, "font-family").split(",")[0].strip().strip("'\"").strip()


def _weight(element: xml.Element) -> int:
    text = computed(element, "font-weight", "400").strip().lower()
    return _NAMED_WEIGHTS.get(text) or (int(text) if text.isdigit() else 400)


def _size(element: xml.Element) -> float:
    try:
        return css.length(computed(element, "font-size", f"{_DEFAULT_SIZE}")) or _DEFAULT_SIZE
    except ValueError:
        return _DEFAULT_SIZE


# ---------------------------------------------------------------- words


def _flowed(root: xml.Element) -> list[str]:
    return [
        "".join(str(piece) for piece in element.itertext())
        for element in root.iter(f"{{{xml.SVG}}}flowPara", f"{{{xml.SVG}}}flowDiv")
    ]


def _lines(element: xml.Element) -> list[str]:
    """The words of a text; a new line where a part starts at another height."""
    parts = list(_parts(element))
    gaps = [b[1] - a[1] for a, b in pairwise(parts)
            if a[1] is not None and b[1] is not None and len(a[0]) == len(b[0]) == 1]  # fmt: skip
    step = statistics.median(gaps) if gaps else 0.0
    lines, before = [""], None
    for words, x, y, starts in parts:
        if starts and before is not None and before[2] is not None and y is not None:
            if abs(y - before[2]) > 1e-6:
                lines.append("")
            elif x is not None and before[1] is not None and gaps and x - before[1] > 1.5 * step:
                lines[-1] += " "  # Illustrator gives every letter a place, and drops the spaces
        elif starts and before is not None and before[3]:
            lines.append("")
        lines[-1] += re.sub(r"\s+", " ", words)
        before = (words, x, y, starts)
    return lines


def _parts(
    element: xml.Element,
) -> Iterator[tuple[str, float | None, float | None, bool]]:
    """(words, x, y, whether it is placed anew) of each part."""
    x, y = _first(element, "x"), _first(element, "y")
    if element.text and element.text.strip():
        yield element.text, x, y, False
    for child in element:
        moved = child.get("y") is not None or child.get("x") is not None
        own_y = _first(child, "y")
        if child.get("dy") and xml.local_name(child) == "tspan" and child.get("x") is not None:
            own_y = (y or 0.0) + 1.0
        y = own_y if own_y is not None else y
        for words, inner_x, inner_y, placed in _parts(child):
            yield words, inner_x if inner_x is not None else x, \
                inner_y if inner_y is not None else y, placed or moved  # fmt: skip
            moved = False
        if child.tail and child.tail.strip():
            yield child.tail, None, y, False


def _first(element: xml.Element, key: str) -> float | None:
    numbers = css.numbers(element.get(key, ""))
    return numbers[0] if numbers else None


# ---------------------------------------------------------------- place


def _region(element: xml.Element, by_id: dict[str, xml.Element]) -> Rect | None:
    """The box that a flowed text fills."""
    shape = next(
        (e for e in element.iter(f"{{{xml.SVG}}}rect", f"{{{xml.SVG}}}path")
         if xml.local_name(element) == "flowRoot"), None,
    )  # fmt: skip
    if shape is None:
        inside = _SHAPE_INSIDE.search(own_values(element).get("shape-inside", ""))
        shape = by_id.get(inside[1]) if inside else None
    if shape is None or xml.local_name(shape) not in shapes.OUTLINES:
        return None
    try:
        return shapes.OUTLINES[xml.local_name(shape)](shape).bounds
    except (ValueError, IndexError):
        return None


def _about(element: xml.Element, lines: list[str], size: float, anchor: str) -> Rect:
    xs = [x for e in element.iter(None) if (x := _first(e, "x")) is not None] or [0.0]
    ys = [y for e in element.iter(None) if (y := _first(e, "y")) is not None] or [0.0]
    widths = [
        sum(
            _SPACE_EM if letter.isspace() else _CAPITAL_EM if letter.isupper() else _SMALL_EM
            for letter in line
        )
        * size
        for line in lines
    ]
    width = _first(element, "textLength") or max(*widths, 1.2 * max(xs) - 1.2 * min(xs), size)
    rows = max(len({round(y, 2) for y in ys}), len(lines))
    height = max(max(ys) - min(ys), (rows - 1) * 1.25 * size) + 1.35 * size
    left = min(xs) - width * {"middle": 0.5, "end": 1.0}.get(anchor, 0.0)
    return Rect(left, min(ys) - 1.05 * size, width, height)
