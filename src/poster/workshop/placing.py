"""Live text of an original: which slot it becomes, or that it must become outlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from poster.errors import Finding, Severity
from poster.fill.slots import slot_name
from poster.geometry import Affine
from poster.svg import css, xml
from poster.svg.faults import name_of
from poster.workshop.marks import Marks, is_hidden, mark_text
from poster.workshop.order import Order
from poster.workshop.page import note
from poster.workshop.texts import TextFound, find_texts

#: Texts that can be slots: a layout with more is a page of body text.
MOST_TEXTS: Final = 16


def place_texts(root: xml.Element, order: Order, marks: Marks) -> list[dict[str, Any]]:
    """Every text named with its font; as a frame, unless it is to become outlines."""
    found = find_texts(root)
    marks.findings += _elsewhere(root, found)
    if len(found) > MOST_TEXTS and not order.outline:
        marks.findings.append(
            note("import-many-texts", name_of(root), Severity.ERROR, count=len(found),
                 most=MOST_TEXTS)
        )  # fmt: skip
        return []
    names = _names(found, marks) if not order.outline else {}
    told: list[dict[str, Any]] = []
    for place, text in enumerate(found):
        known = text.family in order.families
        slot = names.get(place, "")
        told.append({
            "element": name_of(text.element), "words": text.words[:400], "font": text.family,
            "weight": text.weight, "size": text.size, "fill": text.fill, "slot": slot,
            "align": {"middle": "center", "end": "right"}.get(text.anchor, "left"),
            "lines": text.words.count("\n") + 1, "known": known,
        })  # fmt: skip
        if slot:
            mark_text(text, slot, marks)
        elif not known or xml.local_name(text.element) != "text":
            marks.findings.append(
                note("import-font-outline", name_of(text.element), Severity.ERROR,
                     font=text.family or "-", words=text.words[:40].replace("\n", " "))
            )  # fmt: skip
    return told


def _elsewhere(root: xml.Element, found: Sequence[TextFound]) -> Iterator[Finding]:
    """Text in clips, patterns and symbols: it can be no slot, and would vanish without a word."""
    known = {text.element for text in found}
    for element in root.iter(f"{{{xml.SVG}}}text", f"{{{xml.SVG}}}flowRoot"):
        words = " ".join("".join(map(str, element.itertext())).split())
        if words and element not in known and not is_hidden(element):
            yield note("import-text-inside", name_of(element), Severity.ERROR, words=words[:40])


def _names(texts: Sequence[TextFound], marks: Marks) -> dict[int, str]:
    """A slot for each text: its own mark, else the largest is the slogan, then `unit`, `line-3`."""
    names: dict[int, str] = {}
    taken = set(marks.slots)
    for place, text in enumerate(texts):
        own = slot_name(text.element)
        if own is not None and own not in taken:
            names[place] = own
            taken.add(own)
    by_size = sorted(
        (p for p in range(len(texts)) if p not in names),
        key=lambda p: -texts[p].size * _scale_of(texts[p].element),
    )
    plain = [name for name in ("slogan", "unit") if name not in taken]
    for rank, place in enumerate(by_size):
        names[place] = plain[rank] if rank < len(plain) else _free(taken)
        taken.add(names[place])
    return names


def _free(taken: set[str]) -> str:
    place = 3
    while f"line-{place}" in taken:
        place += 1
    return f"line-{place}"


def _scale_of(element: xml.Element) -> float:
    affine, at = Affine(), element
    while at is not None:
        try:
            affine = css.transform(at.get("transform", "")) @ affine
        except ValueError:
            return affine.length_factor
        parent = at.getparent()
        if parent is None:
            break
        at = parent
    return affine.length_factor
