"""Live text that stands in the frame of a slot: it shows what the slot is for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from poster.fill.slots import slot_name
from poster.geometry import Affine, Rect
from poster.svg import css, shapes, xml
from poster.workshop.marks import Marks, has_words
from poster.workshop.texts import TextFound

#: Text is a frame's sample where this share of it, as roughly measured, stands in the frame.
INSIDE: Final = 0.5


def samples(root: xml.Element, texts: Sequence[TextFound], marks: Marks) -> dict[int, str]:
    """The slot that each text is the sample of, by the text's place among `texts`."""
    frames = {
        slot: box for slot, box in _frames(root)
        if has_words(slot, marks.attributes.get(slot, {}))
    }  # fmt: skip
    found: dict[int, str] = {}
    for place, text in enumerate(texts):
        box = on_page(text.element, text.box)
        own = slot_name(text.element)
        around = [
            (frame.width * frame.height, slot) for slot, frame in frames.items()
            if own in (None, slot) and _share(box, frame) >= INSIDE
        ]  # fmt: skip
        if around:
            found[place] = min(around)[1]
    return found


def _share(box: Rect, frame: Rect) -> float:
    """How much of `box` stands in `frame`; nothing where its middle does not."""
    if not (frame.x <= box.cx <= frame.right and frame.y <= box.cy <= frame.bottom):
        return 0.0
    shared = box.intersect(frame)
    return shared.width * shared.height / (box.width * box.height)


def _frames(root: xml.Element) -> Iterator[tuple[str, Rect]]:
    """The slots that are marked already, with their boxes in the root's units."""
    for element in root.iter():
        if not isinstance(element.tag, str) or not element.get("id", "").startswith("slot-"):
            continue
        inner = [e for e in element.iter() if xml.local_name(e) in shapes.OUTLINES]
        boxes = [
            on_page(one, box) for one in inner
            if (box := shapes.OUTLINES[xml.local_name(one)](one).bounds) is not None
        ]  # fmt: skip
        if boxes:
            yield element.get("id", "")[5:], Rect.around(c for box in boxes for c in box.corners)


def on_page(element: xml.Element, box: Rect) -> Rect:
    """A box in an element's own units, in the root's."""
    return to_page(element).box(box)


def to_page(element: xml.Element) -> Affine:
    """The map of an element's own units to the root's; what cannot be read moves nothing."""
    affine, at = Affine(), element
    while at is not None:
        try:
            affine = css.transform(at.get("transform", "")) @ affine
        except ValueError:
            return affine
        parent = at.getparent()
        if parent is None:
            break
        at = parent
    return affine


def take_out(element: xml.Element) -> None:
    """Remove an element; what follows it in the file stays."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
