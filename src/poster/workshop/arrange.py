"""A flattened drawing into a master: what stands where, in drawing order, with pins and frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from poster.errors import Finding, Severity
from poster.geometry import Affine, Edges, Rect
from poster.svg import css, xml
from poster.svg.cascade import computed, own_values
from poster.svg.nodes import matrix
from poster.svg.paths import number
from poster.svg.style import INHERITED
from poster.workshop.bounds import bounds_of
from poster.workshop.frames import Frames
from poster.workshop.marks import may_grow
from poster.workshop.page import note
from poster.workshop.pinning import MOST_PARTS
from poster.workshop.units import Pinned, Unit, emit
from poster.workshop.upright import SIDES, as_rect, is_upright, may_stretch, rectangle

#: How far from the page's edge a side may lie and still be on it, as a share of the longer side.
ON_EDGE: Final = 0.002
#: From this share of the page on, a group is taken apart: its parts may belong to several edges.
WIDE_GROUP: Final = 0.5
_DEFINED: Final = frozenset({"linearGradient", "radialGradient", "clipPath"})


@dataclass
class Arranged:
    """The master as XML, its frames in mm by slot, its pins, and what was decided on the way."""

    root: xml.Element
    frames: Mapping[str, Rect]
    pins: list[Pinned] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def arrange(
    drawing: xml.Element,
    page: Rect,
    attributes: Mapping[str, Mapping[str, str]],
    pins: Mapping[str, str],
) -> Arranged:
    """The master of `drawing` (flattened, in mm). `attributes` belong to slots and "#id"s.

    `pins` are those that layout.yaml has already, by "#id": they stay.
    """
    root = xml.svg_element("svg", {
        "width": f"{number(page.width)}mm", "height": f"{number(page.height)}mm",
        "viewBox": f"0 0 {number(page.width)} {number(page.height)}",
    })  # fmt: skip
    arranger = _Arranger(root, page, attributes, pins)
    for child in list(drawing):
        arranger.take(child, Affine(), "")
    return arranger.finish()


@dataclass
class _Arranger:
    root: xml.Element
    page: Rect
    attributes: Mapping[str, Mapping[str, str]]
    pins: Mapping[str, str]
    units: list[Unit] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    inside: list[Rect] = field(default_factory=list)
    frames: Frames = field(init=False)
    defs: xml.Element = field(default_factory=lambda: xml.svg_element("defs", {}))

    def __post_init__(self) -> None:
        self.frames = Frames(self.page, self.attributes, self.findings)

    @property
    def slack(self) -> float:
        return ON_EDGE * max(self.page.width, self.page.height)

    def take(self, element: xml.Element, outer: Affine, condition: str) -> None:
        """Put `element`, whose parent maps to the page by `outer`, into the master."""
        tag = xml.local_name(element)
        if tag == "defs" or tag in _DEFINED:
            inner = list(element) if tag == "defs" else [element]
            self.defs.extend(one for one in inner if xml.local_name(one) in _DEFINED)
            return
        name = f"#{element.get('id', '')}"
        own = self.attributes.get(name, {})
        condition = " ".join(part for part in (condition, own.get("data-if", "")) if part)
        slot = _slot(element)
        if own_values(element).get("display") == "none":
            return
        if slot is not None:
            self._frame(element, slot, outer)
        elif own.get("data-pin") or name in self.pins:
            self._add(element, outer, condition, own.get("data-pin", ""))
        elif tag == "g" and self._opens(element, outer):
            moved = outer @ css.transform(element.get("transform", ""))
            for child in list(element):
                _pass_on(element, child)
                self.take(child, moved, condition)
        else:
            for frame in list(_frames_in(element)):
                self._frame(frame, _slot(frame) or "", outer @ _chain(frame, element))
            self._add(element, outer, condition, "")

    # ------------------------------------------------------------ kinds

    def _opens(self, group: xml.Element, outer: Affine) -> bool:
        """Whether a group is only a folder: it holds a frame, a pin or the ground, or is wide."""
        own = own_values(group)
        if own.get("opacity", "1") != "1" or own.get("clip-path", "none") != "none":
            return False
        return self._is_wide(group, outer) or self._is_special(group, outer)

    def _is_wide(self, group: xml.Element, outer: Affine) -> bool:
        """Whether a group runs over much of the page, and has no more parts than can be seen to."""
        if sum(1 for _ in group.iterdescendants()) + len(self.units) > MOST_PARTS:
            return False
        box = bounds_of(group, outer, {}, strokes=False)
        seen = (box or Rect(0, 0, 0, 0)).intersect(self.page)
        return (
            seen.width > WIDE_GROUP * self.page.width or seen.height > WIDE_GROUP * self.page.height
        )

    def _is_special(self, group: xml.Element, outer: Affine) -> bool:
        for element in group.iterdescendants():
            if not isinstance(element.tag, str):
                continue
            name = f"#{element.get('id', '')}"
            if _slot(element) is not None or name in self.attributes or name in self.pins:
                return True
            if self._is_ground(element, outer @ _chain(element, group)):
                return True
        return False

    def _is_ground(self, element: xml.Element, outer: Affine) -> bool:
        """A rectangle over the whole page, painted and upright."""
        if xml.local_name(element) not in ("path", "rect") or computed(element, "fill") == "none":
            return False
        if "url(" in own_values(element).get("clip-path", ""):
            return False
        affine = outer @ css.transform(element.get("transform", ""))
        box = rectangle(element)
        if box is None or not is_upright(affine):
            return False
        return affine.box(box).contains(self.page, self.slack)

    # ------------------------------------------------------------ placing

    def _frame(self, element: xml.Element, slot: str, outer: Affine) -> None:
        made = self.frames.take(element, slot, outer)
        if made is not None:
            given = made.get("data-pin") or self.pins.get(f"#slot-{slot}", "")
            grows = may_grow(slot)
            self.units.append(
                Unit(made, self.frames.boxes[slot], (grows, grows), given, is_frame=True)
            )

    def _add(self, element: xml.Element, outer: Affine, condition: str, pin: str) -> None:
        """Art, with a pin of the designer's or without one."""
        box = bounds_of(element, outer, {}, strokes=False)
        if box is None:
            return  # it draws nothing
        affine = outer @ css.transform(element.get("transform", ""))
        if self.page.inset(Edges.all(self.slack)).contains(box):
            self.inside.append(box)
        stretches = may_stretch(element, affine)
        ground = self._is_ground(element, outer)
        given = pin or self.pins.get(f"#{element.get('id', '')}", "")
        given = given or self._backdrop(element, box) or ("fill" if ground else "")
        _moved(element, affine)
        if condition:
            element.set("data-if", condition)
        if pin:
            element.set("data-pin", pin)
        self.units.append(Unit(element, box, (stretches, stretches), given, is_ground=ground))

    def _backdrop(self, element: xml.Element, box: Rect) -> str:
        """The pin of a photo over the whole page; pictures of effects keep their place."""
        photo = xml.local_name(element) == "image" and element.get("href", "").startswith("data:")
        return "cover" if photo and box.contains(self.page, self.slack) else ""

    def finish(self) -> Arranged:
        """Ground and margin: what the press and other shapes of the page need."""
        if not any(unit.is_ground for unit in self.units):
            whole = {key: number(getattr(self.page, key)) for key in SIDES}
            rect = xml.svg_element("rect", {"id": "ground", "fill": "#ffffff", **whole})
            self.units.insert(0, Unit(rect, self.page, (True, True), "fill", is_ground=True))
            self.findings.append(note("import-no-ground", "ground", Severity.WARNING))
        if len(self.defs):
            self.root.append(self.defs)
        self.frames.part()
        self.inside += self.frames.boxes.values()
        pins = emit(self.root, self.units, self.frames.boxes, self.page, self.findings)
        margin = min((_margin(box, self.page) for box in self.inside), default=0.0)
        if margin > 0:
            self.root.set("data-margin", number(margin))
        return Arranged(self.root, self.frames.boxes, pins, self.findings)


def _slot(element: xml.Element) -> str | None:
    name = element.get("id", "")
    return name[5:] if name.startswith("slot-") else None


def _frames_in(element: xml.Element) -> Iterator[xml.Element]:
    for inner in list(element.iterdescendants()):
        if isinstance(inner.tag, str) and _slot(inner) is not None:
            yield inner


def _margin(box: Rect, page: Rect) -> float:
    return max(
        0.0, min(box.x - page.x, box.y - page.y, page.right - box.right, page.bottom - box.bottom)
    )


def _chain(element: xml.Element, top: xml.Element) -> Affine:
    """The transforms between `element` (not its own) and `top` (its own too)."""
    affine = Affine()
    at = element.getparent()
    while at is not None:
        affine = css.transform(at.get("transform", "")) @ affine
        if at is top:
            return affine
        at = at.getparent()
    return affine


def _pass_on(group: xml.Element, child: xml.Element) -> None:
    """What a child has from its group stays with it when the group goes."""
    own, outer = own_values(child), own_values(group)
    for key in INHERITED.keys() & outer.keys():
        if own.get(key, "inherit") == "inherit":
            child.set(key, outer[key])


def _moved(element: xml.Element, affine: Affine) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
    xml.drop(element, "transform")
    if affine != Affine():
        element.set("transform", matrix(affine))
    for inner in element.iter(f"{{{xml.SVG}}}path"):
        as_rect(inner)
