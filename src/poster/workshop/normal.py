"""A settled drawing into mm and into what a master may hold: by our own reader, else by usvg."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from poster.errors import Finding, RequestError
from poster.geometry import Affine
from poster.svg import usvg, xml
from poster.svg.faults import Faults
from poster.svg.paths import number
from poster.svg.read import Reader
from poster.svg.style import INHERITED, Style
from poster.workshop.flatten import Flattener
from poster.workshop.inner import declared
from poster.workshop.order import Order
from poster.workshop.page import Page
from poster.workshop.patches import Patch, PatchRoom

#: What our reader leaves to usvg, and what draws nothing at all.
_RESOLVED: Final = frozenset({"svg", "use", "image", "text", "switch", "symbol"})
_IDLE: Final = frozenset({"title", "desc", "metadata"})
_QUOTED: Final = re.compile(r"\"([^\"'\\]*)\"")


def to_mm(page: Page) -> Affine:
    """The root's units to mm of the page, as a viewer does: evenly, in the middle."""
    x, y, width, height = page.user
    scale = min(page.box.width / width, page.box.height / height)
    left = (page.box.width - width * scale) / 2 - x * scale
    top = (page.box.height - height * scale) / 2 - y * scale
    return Affine(scale, 0, 0, scale, left, top)


def on_page(root: xml.Element, page: Page) -> xml.Element:
    """The drawing inside a page of its size in mm; nothing is cut off at its edges."""
    box = page.box
    outer = xml.svg_element("svg", {
        "width": number(box.width), "height": number(box.height),
        "viewBox": f"0 0 {number(box.width)} {number(box.height)}",
    })  # fmt: skip
    root.set("viewBox", " ".join(f"{value:.9g}" for value in page.user))
    for key, value in (
        ("x", "0"),
        ("y", "0"),
        ("width", number(box.width)),
        ("height", number(box.height)),
    ):
        root.set(key, value)
    root.set("style", f"{root.get('style', '')}; overflow: visible".lstrip("; "))
    outer.append(root)
    return outer


def flattened(
    drawing: xml.Element, order: Order, page: Page, findings: list[Finding]
) -> tuple[xml.Element, Sequence[Patch], bool]:
    """The drawing in mm and in what a master may hold; natively where our reader knows it all."""
    native = _natively(drawing, page, order.name)
    if native is not None:
        return native, (), True
    _quote_singly(drawing)
    fonts = [Path(font).read_bytes() for font in order.fonts] if order.outline else []
    small = usvg.normalise(xml.serialise(drawing), order.name, order.module, fonts)
    root = xml.parse_svg(declared(small), order.name)
    flattener = Flattener(root, PatchRoom(page.box))
    flattener.run()
    findings += flattener.findings
    return root, flattener.patches, False


def _quote_singly(drawing: xml.Element) -> None:
    """usvg 0.31 knows no family in double quotes, and leaves its text out."""
    for element in xml.in_document_order(drawing):
        for key in ("style", "font-family"):
            text = str(element.get(key, ""))
            if '"' in text:
                element.set(key, _QUOTED.sub(r"'\1'", text))


def _natively(drawing: xml.Element, page: Page, name: str) -> xml.Element | None:
    """The designer's own elements, moved to mm, where every one of them can be read as it is.

    Raises RequestError `layout-faults` at once for more steps than any master may hold.
    """
    root = copy.deepcopy(drawing[0])
    for element in list(root.iterdescendants()):
        parent = element.getparent()
        if parent is not None and (not xml.local_name(element) or xml.local_name(element) in _IDLE):
            parent.remove(element)
    if any(xml.local_name(element) in _RESOLVED for element in root.iterdescendants()):
        return None
    reader = Reader(root, Faults("native"))
    style, own = reader.style(root, Style())
    for child in root:
        reader.node(child, style)
    endless = tuple(fault for fault in reader.faults.found if fault.code == "svg-too-complex")
    if endless:
        raise RequestError("layout-faults", file=name, count=len(endless), findings=endless)
    if reader.faults.found or any(own.get(key) for key in ("transform", "opacity", "clip-path")):
        return None
    numbers = " ".join(f"{value:.9f}" for value in to_mm(page).numbers)
    moved = xml.svg_element("g", {"transform": f"matrix({numbers})"})
    for key in INHERITED.keys() & own.keys():
        moved.set(key, own[key])
    made = xml.svg_element("svg", {})
    for child in list(root):
        (made if xml.local_name(child) == "defs" else moved).append(child)
    made.append(moved)
    return made
