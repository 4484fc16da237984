"""A master's SVG into pinned items and frames, in the master's own units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from poster.errors import RequestError
from poster.fill.emblems import emblem_boxes
from poster.fill.pins import FILL, TOUCH, Pin, read_pin
from poster.fill.shade import is_shade
from poster.fill.slots import Frame, holds, read_cap_of, read_turn, slot_name, turn_of
from poster.geometry import Affine, Rect
from poster.svg import css, xml
from poster.svg.faults import Faults, name_of
from poster.svg.nodes import Node
from poster.svg.paths import Path as Outline
from poster.svg.read import Reader
from poster.svg.shapes import OUTLINES, corner_radii
from poster.svg.style import Style


@dataclass(frozen=True, slots=True)
class Item:
    """Art with its pin. `box` and `radii` are given for an upright rect: only it may stretch.

    `shade` names the slot whose picture it darkens or lightens for the type on it; `emblems` are
    boxes of flags and emblems in it. `name` is what to call it to a designer.
    """

    node: Node
    pin: Pin
    box: Rect | None = None
    radii: tuple[float, float] = (0.0, 0.0)
    unpinned: bool = False
    shade: str = ""
    emblems: tuple[Rect, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class PinnedFrame:
    """A slot's frame with its pin."""

    frame: Frame
    pin: Pin


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a master holds for one set of values, in drawing order."""

    box: Rect
    margin: float
    parts: tuple[Item | PinnedFrame, ...]


def read_master(
    svg: bytes,
    name: str,
    values: Mapping[str, str],
    pins: Mapping[str, str],
    folder: Path | None = None,
) -> Drawing:
    """Read a rendered master. `pins` adds pins by "#id" for tools that keep no data attributes.

    Pictures that it names lie in `folder`.

    Raises RequestError `layout-faults` with every fault as a finding.
    """
    root = xml.parse(svg, name)
    if xml.local_name(root) != "svg":
        raise RequestError("svg-not-svg", file=name)
    master = _Master(Reader(root, Faults(name), folder), values, pins)
    drawing = master.read(root)
    faults = master.faults.found
    if faults:
        raise RequestError("layout-faults", file=name, count=len(faults), findings=tuple(faults))
    return drawing


@dataclass
class _Master:
    reader: Reader
    values: Mapping[str, str]
    pins: Mapping[str, str]
    page: Rect = Rect(0, 0, 0, 0)

    @property
    def faults(self) -> Faults:
        return self.reader.faults

    def read(self, root: xml.Element) -> Drawing:
        self.page = box = self._view_box(root)
        margin = css.numbers(root.get("data-margin", "0"))[:1] or [0.0]
        style, _ = self.reader.style(root, Style())
        parts = tuple(part for child in root for part in self._parts(child, style))
        return Drawing(box, max(0.0, margin[0]), parts)

    def _view_box(self, root: xml.Element) -> Rect:
        """The finished size in master units: the viewBox, else the width and height."""
        values = css.numbers(root.get("viewBox", ""))
        try:
            if not values:
                values = [
                    0,
                    0,
                    css.length(root.get("width", "")),
                    css.length(root.get("height", "")),
                ]
            box = Rect(*values)
        except (ValueError, TypeError):
            box = Rect(0, 0, 0, 0)
        if not (0 < box.width < 1e7 and 0 < box.height < 1e7):
            raise RequestError("svg-no-size", file=self.faults.file)
        return box

    def _parts(self, element: xml.Element, outer: Style) -> Iterator[Item | PinnedFrame]:
        if not self._kept(element):
            return
        slot = slot_name(element)
        if slot is not None:
            yield from self._frame(element, slot, outer)
            return
        pin = self._pin(element)
        if pin is None and xml.local_name(element) == "g":
            yield from self._transparent(element, outer)
            return
        yield from self._item(element, pin, outer)

    def _kept(self, element: xml.Element) -> bool:
        try:
            return holds(element.get("data-if", ""), self.values)
        except ValueError as error:
            self.faults.add("layout-condition", element, value=str(error))
            return False

    def _says_pin(self, element: xml.Element) -> str | None:
        """The pin that an element or layout.yaml gives it, as written."""
        return element.get("data-pin") or self.pins.get(f"#{element.get('id', '')}")

    def _pin(self, element: xml.Element) -> Pin | None:
        text = self._says_pin(element)
        if text is None:
            return None
        try:
            return read_pin(text)
        except ValueError:
            self.faults.add("layout-pin", element, value=text)
            return None

    def _transparent(self, group: xml.Element, outer: Style) -> Iterator[Item | PinnedFrame]:
        """The parts of an unpinned group: its transform and style pass to its children."""
        style, own = self.reader.style(group, outer)
        if own.get("display") == "none":
            return
        for key in ("opacity", "clip-path"):
            if own.get(key, "1") not in ("1", "none"):
                self.faults.add("layout-unpinned-group", group, attribute=key)
        for child in group:
            yield from self._parts(child, style)

    def _item(self, element: xml.Element, pin: Pin | None, outer: Style) -> Iterator[Item]:
        for child in element.iterdescendants():
            if isinstance(child.tag, str) and (self._says_pin(child) or slot_name(child)):
                self.faults.add("layout-pin-inside", child, group=element.get("id", "g"))
        node = self.reader.node(self._pruned(element), outer)
        if node is None:
            return
        box, radii = self._upright(element, outer)
        unpinned = pin is None
        # A designer's ground: a rect over the whole page can only be meant to fill it.
        ground = box is not None and box.contains(self.page, TOUCH * self.page.width)
        pin = pin or (FILL if ground else Pin())
        if pin.stretches and box is None:
            self.faults.add("layout-stretch", element)
        shade = element.get("data-shade", "")
        if shade and not is_shade(node):
            self.faults.add("layout-shade", element, slot=shade)
        emblems = emblem_boxes(element, outer, self.reader)
        yield Item(node, pin, box, radii, unpinned, shade, emblems, name_of(element))

    def _pruned(self, element: xml.Element) -> xml.Element:
        """The element without the descendants whose condition does not hold."""
        for child in list(element.iterdescendants()):
            if isinstance(child.tag, str) and child.get("data-if") and not self._kept(child):
                parent = child.getparent()
                if parent is not None:
                    parent.remove(child)
        return element

    def _upright(
        self, element: xml.Element, outer: Style
    ) -> tuple[Rect | None, tuple[float, float]]:
        """The box of a rect or line whose sides run along the page; None for all else."""
        if xml.local_name(element) not in ("rect", "line"):
            return None, (0.0, 0.0)
        outline = self.reader.outline(element)
        affine = self.reader.style(element, outer)[0].transform
        if outline is None or outline.bounds is None or abs(affine.b) + abs(affine.c) > 1e-9:
            return None, (0.0, 0.0)
        box = affine.box(outline.bounds)
        if xml.local_name(element) == "line":
            return (box if min(box.width, box.height) < 1e-9 else None), (0.0, 0.0)
        rx, ry = corner_radii(element)
        return box, (rx * abs(affine.a), ry * abs(affine.d))

    def _outline(self, element: xml.Element) -> Outline | None:
        """The outline of a frame: a shape's own, or the box of a sample picture."""
        tag = xml.local_name(element)
        if tag == "image":
            sides = {key: element.get(key, "0") for key in ("x", "y", "width", "height")}
            return self.reader.outline(xml.svg_element("rect", sides))
        return self.reader.outline(element) if tag in OUTLINES else None

    def _frame(self, element: xml.Element, slot: str, outer: Style) -> Iterator[PinnedFrame]:
        node = self._outline(element)
        affine = self.reader.style(element, outer)[0].transform
        if node is None or node.bounds is None:
            self.faults.add("layout-frame", element, slot=slot)
            return
        try:
            cap_of = read_cap_of(element.get("data-cap-of", ""))
        except ValueError as error:
            self.faults.add("layout-cap-of", element, value=str(error))
            return
        align, valign = element.get("data-align", ""), element.get("data-valign", "")
        if align not in ("", "left", "center", "right") or valign not in (
            "",
            "top",
            "middle",
            "bottom",
        ):
            self.faults.add("layout-align", element, value=align or valign)
        turn_deg = self._turn(element, affine)
        frame = Frame(slot, affine.box(node.bounds), align, valign, cap_of, turn_deg)
        yield PinnedFrame(frame, self._pin(element) or FILL)

    def _turn(self, element: xml.Element, affine: Affine) -> float:
        """The turn of a frame's lines: as data-turn says, else as its rectangle is turned."""
        text = element.get("data-turn")
        if text is None:
            return turn_of(affine) if xml.local_name(element) == "rect" else 0.0
        try:
            return read_turn(text)
        except ValueError:
            self.faults.add("layout-turn", element, value=text)
            return 0.0
