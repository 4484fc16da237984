"""Live text of an original: which slot it becomes, or that it must become outlines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from poster.errors import Finding, Severity
from poster.fill.slots import slot_name
from poster.geometry import Rect
from poster.svg import xml
from poster.svg.faults import name_of
from poster.workshop.marks import Marks, is_hidden, mark_text
from poster.workshop.order import Order
from poster.workshop.page import note
from poster.workshop.samples import on_page, samples, take_out, to_page
from poster.workshop.texts import TextFound, find_texts

#: Texts that can be slots: a layout with more is a page of body text.
MOST_TEXTS: Final = 16


def place_texts(root: xml.Element, order: Order, marks: Marks, page: Rect) -> list[dict[str, Any]]:
    """Every text named with its font; as a frame, unless it is to become outlines.

    `page` is in the root's units: text that stands beside it is left out, and said.
    """
    everything = find_texts(root)
    marks.findings += _elsewhere(root, everything)
    found = [text for text in everything if not _is_beside(text, page)]
    for text in everything:
        if text not in found:
            words = text.words[:40].replace("\n", " ")
            marks.findings.append(
                note("import-text-beside", name_of(text.element), Severity.WARNING, words=words)
            )
            take_out(text.element)
    if len(found) > MOST_TEXTS and not order.outline:
        marks.findings.append(
            note("import-many-texts", name_of(root), Severity.ERROR, count=len(found),
                 most=MOST_TEXTS)
        )  # fmt: skip
        return []
    sampled = samples(root, found, marks)
    names = _names(found, marks, sampled, every=not order.outline)
    told: list[dict[str, Any]] = []
    for place, text in enumerate(found):
        slot = names.get(place, "")
        told.append({
            "element": name_of(text.element), "words": text.words[:400], "font": text.family,
            "weight": text.weight, "size": text.size, "fill": text.fill, "slot": slot,
            "align": {"middle": "center", "end": "right"}.get(text.anchor, "left"),
            "lines": text.words.count("\n") + 1, "known": text.family in order.families,
            "sample": place in sampled, "y": on_page(text.element, text.box).y,
        })  # fmt: skip
        if place in sampled:
            take_out(text.element)
        elif slot:
            mark_text(text, slot, marks)
        elif fault := _no_outline(text, order):
            marks.findings.append(fault)
    return told


def _is_beside(text: TextFound, page: Rect) -> bool:
    shared = on_page(text.element, text.box).intersect(page)
    return shared.width <= 0 or shared.height <= 0


def _no_outline(text: TextFound, order: Order) -> Finding | None:
    """Why a text cannot become outlines: a font of it that the library has not."""
    missing = sorted(set(text.families) - set(order.families))
    flowed = xml.local_name(text.element) != "text"
    if not missing and not flowed:
        return None
    params: dict[str, Any] = {"words": text.words[:40].replace("\n", " ")}
    code = "import-flow-outline"
    if missing:
        params |= {"font": [family or "-" for family in missing], "known": list(order.families)}
        code = "import-font-outline"
    return note(code, name_of(text.element), Severity.ERROR, **params)


def _elsewhere(root: xml.Element, found: Sequence[TextFound]) -> Iterator[Finding]:
    """Text in clips, patterns and symbols: it can be no slot, and would vanish without a word."""
    known = {text.element for text in found}
    for element in root.iter(f"{{{xml.SVG}}}text", f"{{{xml.SVG}}}flowRoot"):
        words = " ".join("".join(map(str, element.itertext())).split())
        if words and element not in known and not is_hidden(element):
            yield note("import-text-inside", name_of(element), Severity.ERROR, words=words[:40])


def _names(
    texts: Sequence[TextFound], marks: Marks, sampled: Mapping[int, str], *, every: bool
) -> dict[int, str]:
    """A slot for each text: the one that it is the sample of, or its own mark.

    All others are slots, too, where `every` text is: the largest is the slogan, then `unit`,
    `line-3`.
    """
    names = dict(sampled)
    taken = set(marks.slots)
    for place, text in enumerate(texts):
        own = slot_name(text.element)
        if own is not None and own not in taken and place not in names:
            names[place] = own
            taken.add(own)
    by_size = sorted(
        (p for p in range(len(texts)) if p not in names),
        key=lambda p: -texts[p].size * _scale_of(texts[p].element),
    )
    plain = [name for name in ("slogan", "unit") if name not in taken]
    for rank, place in enumerate(by_size if every else ()):
        names[place] = plain[rank] if rank < len(plain) else _free(taken)
        taken.add(names[place])
    return names


def _free(taken: set[str]) -> str:
    place = 3
    while f"line-{place}" in taken:
        place += 1
    return f"line-{place}"


def _scale_of(element: xml.Element) -> float:
    return to_page(element).length_factor
