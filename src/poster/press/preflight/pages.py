"""The rules about pages: their boxes, their groups, what lies on them, and what they draw."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from poster.geometry import Rect
from poster.press.preflight.content import POINTS_PER_MM, Frame, Looker
from poster.press.preflight.cover import Cover
from poster.press.preflight.faults import Expectation, Notebook
from poster.press.preflight.state import rectangle
from poster.press.preflight.walk import MOST_OPERATORS, Walk

MAX_SIDE_PT: Final = 14_400
#: Boxes may differ by this in points: a hundredth of a millimetre.
SLACK_PT: Final = 0.03
#: Pages that are looked at: a print file has one.
MOST_PAGES: Final = 20
#: What may lie on a page of PDF/X, wherever it lies.
_HARMLESS: Final = ("/TrapNet", "/PrinterMark", "/Popup")


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """The boxes of a page in points, y upwards; those that are not stated are as large as
    readers take them to be. `units` is the UserUnit."""

    media: Rect
    crop: Rect
    bleed: Rect
    trim: Rect
    stated: frozenset[str]
    units: float


def read_boxes(page: Any) -> PageBoxes:
    """The boxes of a pikepdf page."""
    names = ("CropBox", "BleedBox", "TrimBox", "ArtBox")
    stated = frozenset(name for name in names if f"/{name}" in page.obj)
    media = rectangle(page.mediabox)
    crop = rectangle(page.cropbox)
    bleed = rectangle(page.obj.BleedBox) if "BleedBox" in stated else crop
    end = next((name for name in ("TrimBox", "ArtBox") if name in stated), None)
    trim = rectangle(page.obj[f"/{end}"]) if end else bleed
    return PageBoxes(media, crop, bleed, trim, stated, float(page.obj.get("/UserUnit", 1)))


def check_page(
    page: Any, number: int, wanted: Expectation, notebook: Notebook, scale: int
) -> set[str]:
    """Write down all faults of page `number` (from 1); returns what could not be looked at."""
    boxes = read_boxes(page)
    _check_boxes(boxes, number, notebook)
    _check_page_entries(page.obj, boxes, number, notebook)
    if not _is_sane(boxes.media):
        return {"content"}
    printed = boxes.bleed if boxes.media.contains(boxes.bleed, SLACK_PT) else boxes.media
    trim = boxes.trim if printed.contains(boxes.trim, SLACK_PT) else printed
    frame = Frame(number, boxes.media, printed, trim, scale)
    looker = Looker(frame, wanted, Cover(trim, printed))
    walk = Walk(looker)
    walk.page(page.obj, boxes.media)
    looker.write(notebook)
    _check_annotations(page.obj, frame, notebook)
    if walk.cut_short:
        notebook.add("preflight-unseen-content", number, most=MOST_OPERATORS)
    return looker.unseen | ({"content"} if walk.cut_short else set())


def _is_sane(media: Rect) -> bool:
    sides = (media.x, media.y, media.width, media.height)
    return all(map(math.isfinite, sides)) and media.width > 0 and media.height > 0


def _check_boxes(boxes: PageBoxes, number: int, notebook: Notebook) -> None:
    both = {"TrimBox", "ArtBox"} & boxes.stated
    if not both:
        notebook.add("preflight-no-trim", number)
    elif len(both) == 2:
        notebook.add("preflight-trim-and-art", number)
    for inner, outer, names in (
        (boxes.trim, boxes.bleed, ("TrimBox", "BleedBox")),
        (boxes.bleed, boxes.media, ("BleedBox", "MediaBox")),
    ):
        if not outer.contains(inner, SLACK_PT) or min(inner.width, inner.height) <= 0:
            place = _place(boxes.media, inner)
            notebook.add("preflight-boxes", number, [place], inner=names[0], outer=names[1])
    if "CropBox" in boxes.stated and not _same(boxes.crop, boxes.media):
        place = _place(boxes.media, boxes.crop)
        notebook.add("preflight-crop", number, [place])
    if max(abs(boxes.media.x), abs(boxes.media.y)) > SLACK_PT:
        corner = f"{boxes.media.x:g} {boxes.media.y:g}"
        notebook.add("preflight-origin", number, found=corner)
    longest = max(boxes.media.width, boxes.media.height)
    if longest > MAX_SIDE_PT:
        notebook.add("preflight-page-large", number, found=round(longest), expected=MAX_SIDE_PT)


def _check_page_entries(page: Any, boxes: PageBoxes, number: int, notebook: Notebook) -> None:
    if boxes.units != 1:
        notebook.add("preflight-user-unit", number, found=boxes.units)
    turned = int(page.get("/Rotate", 0)) % 360
    if turned:
        notebook.add("preflight-turned-page", number, found=turned)
    group = page.get("/Group")
    if group is not None and group.get("/S") == "/Transparency":
        space = group.get("/CS")
        if space is None or str(space) != "/DeviceCMYK":
            found = "-" if space is None else _named(space)
            notebook.add("preflight-group", number, found=found, expected="DeviceCMYK")


def _named(space: Any) -> str:
    is_array = getattr(space, "_type_name", "") == "array"
    return str(space[0] if is_array and len(space) else space).removeprefix("/")


def _check_annotations(page: Any, frame: Frame, notebook: Notebook) -> None:
    for annotation in page.get("/Annots") or ():
        if annotation.get("/Subtype") in _HARMLESS or "/Rect" not in annotation:
            continue
        box = rectangle(annotation.Rect)
        common = box.intersect(frame.printed)
        if common.width >= 0 and common.height >= 0:
            kind = str(annotation.get("/Subtype", "?")).removeprefix("/")
            notebook.add("preflight-annotation", frame.number, [frame.place(box)], name=kind)


def _same(one: Rect, other: Rect) -> bool:
    return one.contains(other, SLACK_PT) and other.contains(one, SLACK_PT)


def _place(media: Rect, box: Rect) -> Rect:
    left, top = box.x - media.x, media.bottom - box.bottom
    return Rect(left, top, box.width, box.height).scaled(1 / POINTS_PER_MM)
