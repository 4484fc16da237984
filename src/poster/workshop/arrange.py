"""A flattened drawing into a master: what stands where, in drawing order, with pins and frames."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from poster.errors import Finding, Severity
from poster.geometry import Affine, Edges, Rect
from poster.svg import css, paths, xml
from poster.svg.cascade import computed, own_values
from poster.svg.nodes import matrix
from poster.svg.paths import number
from poster.workshop.page import note
from poster.workshop.patches import bounds_of

#: How far from the page's edge a side may lie and still be on it, as a share of the longer side.
ON_EDGE: Final = 0.002
_DEFINED: Final = frozenset({"linearGradient", "radialGradient", "clipPath"})
#: How far from the edge text may be taken to run, as a share of the page's shorter side.
TEXT_CLEAR: Final = 0.14
_SIDES: Final = ("x", "y", "width", "height")


@dataclass
class Arranged:
    """The master as XML, its frames in mm by slot, and what was decided on the way."""

    root: xml.Element
    frames: dict[str, Rect]
    findings: list[Finding] = field(default_factory=list)


def arrange(
    drawing: xml.Element, page: Rect, attributes: Mapping[str, Mapping[str, str]]
) -> Arranged:
    """The master of `drawing` (flattened, in mm). `attributes` belong to slots and "#id"s."""
    root = xml.svg_element("svg", {
        "width": f"{number(page.width)}mm", "height": f"{number(page.height)}mm",
        "viewBox": f"0 0 {number(page.width)} {number(page.height)}",
    })  # fmt: skip
    arranger = _Arranger(root, page, attributes, Arranged(root, {}))
    for child in list(drawing):
        if xml.local_name(child) == "defs":
            for definition in list(child):
                if xml.local_name(definition) not in _DEFINED:
                    child.remove(definition)
            if len(child):
                root.append(child)
        else:
            arranger.take(child, Affine())
    arranger.finish()
    return arranger.made


@dataclass
class _Arranger:
    root: xml.Element
    page: Rect
    attributes: Mapping[str, Mapping[str, str]]
    made: Arranged
    run: xml.Element | None = None
    grounds: int = 0
    runs: int = 0
    inside: list[Rect] = field(default_factory=list)

    @property
    def slack(self) -> float:
        return ON_EDGE * max(self.page.width, self.page.height)

    def take(self, element: xml.Element, outer: Affine) -> None:
        """Put `element`, whose parent maps to the page by `outer`, into the master."""
        slot = self._slot(element)
        own = self.attributes.get(f"#{element.get('id', '')}")
        if slot is not None:
            self._frame(element, slot, outer)
        elif own is not None and own.get("data-pin"):
            self._place(element, outer, own)
        elif xml.local_name(element) == "g" and self._opens(element):
            inner = outer @ css.transform(element.get("transform", ""))
            for child in list(element):
                self.take(child, inner)
        elif self._is_ground(element, outer):
            self.grounds += 1
            self._place(element, outer, {"data-pin": "fill"})
        else:
            for frame in list(self._frames_in(element)):
                self._frame(frame, self._slot(frame) or "", outer @ _chain(frame, element))
            self._join(element, outer, own or {})

    # ------------------------------------------------------------ kinds

    def _slot(self, element: xml.Element) -> str | None:
        name = element.get("id", "")
        return name[5:] if name.startswith("slot-") else None

    def _opens(self, group: xml.Element) -> bool:
        """Whether a group is only a folder that holds a frame, a pin or the ground."""
        own = own_values(group)
        if own.get("opacity", "1") != "1" or own.get("clip-path", "none") != "none":
            return False
        return any(
            self._slot(e) is not None or f"#{e.get('id', '')}" in self.attributes
            or xml.local_name(e) in ("path", "rect")
            for e in group.iterdescendants() if isinstance(e.tag, str)
        ) and self._special(group)  # fmt: skip

    def _special(self, group: xml.Element) -> bool:
        outer, at = Affine(), group.getparent()
        while at is not None:
            outer = css.transform(at.get("transform", "")) @ outer
            at = at.getparent()
        for element in group.iterdescendants():
            if not isinstance(element.tag, str):
                continue
            if self._slot(element) is not None or f"#{element.get('id', '')}" in self.attributes:
                return True
            if self._is_ground(element, outer @ _chain(element, group, whole=True)):
                return True
        return False

    def _is_ground(self, element: xml.Element, outer: Affine) -> bool:
        """A rectangle over the whole page, painted and upright."""
        if xml.local_name(element) not in ("path", "rect") or computed(element, "fill") == "none":
            return False
        if "url(" in own_values(element).get("clip-path", ""):
            return False
        affine = outer @ css.transform(element.get("transform", ""))
        box = _rectangle(element)
        if box is None or abs(affine.b) + abs(affine.c) > 1e-9 * abs(affine.a):
            return False
        return affine.box(box).contains(self.page, self.slack)

    def _frames_in(self, element: xml.Element) -> Iterator[xml.Element]:
        for inner in list(element.iterdescendants()):
            if isinstance(inner.tag, str) and self._slot(inner) is not None:
                yield inner

    # ------------------------------------------------------------ placing

    def _frame(self, element: xml.Element, slot: str, outer: Affine) -> None:
        box = bounds_of(element, outer, {}, strokes=False)
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
        if box is None or slot in self.made.frames:
            if box is not None:
                self.made.findings.append(
                    note("layout-frame-twice", f"slot-{slot}", Severity.ERROR, slot=slot)
                )
            return
        kept = dict(self.attributes.get(slot, {}))
        clear = TEXT_CLEAR * min(self.page.width, self.page.height) if "data-text" in kept else 0
        box = box.intersect(self.page.inset(Edges.all(clear)))
        if min(box.width, box.height) <= 0:
            self.made.findings.append(
                note("import-slot-outside", f"slot-{slot}", Severity.ERROR, slot=slot)
            )
            return
        self.made.frames[slot] = box
        self.inside.append(box)
        self.run = None
        kept = {key: value for key, value in kept.items() if key not in ("data-was", "data-text")}
        numbers = {key: number(getattr(box, key)) for key in _SIDES}
        xml.svg_element(
            "rect", {"id": f"slot-{slot}", "data-slot": slot, **numbers, "fill": "none", **kept},
            self.root,
        )  # fmt: skip

    def _place(self, element: xml.Element, outer: Affine, own: Mapping[str, str]) -> None:
        self._moved(element, outer)
        for key, value in own.items():
            element.set(key, value)
        self.run = None
        self.root.append(element)

    def _join(self, element: xml.Element, outer: Affine, own: Mapping[str, str]) -> None:
        """Art that is not pinned goes into the run of its neighbours, which moves whole."""
        box = bounds_of(element, outer, {})
        if box is not None and self.page.inset(Edges.all(self.slack)).contains(box):
            self.inside.append(box)
        self._moved(element, outer)
        for key, value in own.items():
            element.set(key, value)
        if self.run is None:
            self.runs += 1
            self.run = xml.svg_element(
                "g", {"id": f"art-{self.runs}", "data-pin": "center middle"}, self.root
            )
        self.run.append(element)

    def _moved(self, element: xml.Element, outer: Affine) -> None:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
        affine = outer @ css.transform(element.get("transform", ""))
        xml.drop(element, "transform")
        if affine != Affine():
            element.set("transform", matrix(affine))
        for inner in element.iter(f"{{{xml.SVG}}}path"):
            _as_rect(inner)

    def finish(self) -> None:
        """Ground and margin: what the press and other shapes of the page need."""
        if not self.grounds:
            whole = {key: number(getattr(self.page, key)) for key in _SIDES}
            rect = xml.svg_element(
                "rect", {"id": "ground", "data-pin": "fill", "fill": "#ffffff", **whole}
            )
            at = 1 if len(self.root) and xml.local_name(self.root[0]) == "defs" else 0
            self.root.insert(at, rect)
            self.made.findings.append(note("import-no-ground", "ground", Severity.WARNING))
        if self.runs:
            self.made.findings.append(note("import-pinned", "art-1", count=self.runs))
        margin = min((_margin(box, self.page) for box in self.inside), default=0.0)
        if margin > 0:
            self.root.set("data-margin", number(margin))


def _margin(box: Rect, page: Rect) -> float:
    return max(
        0.0, min(box.x - page.x, box.y - page.y, page.right - box.right, page.bottom - box.bottom)
    )


def _chain(element: xml.Element, top: xml.Element, *, whole: bool = False) -> Affine:
    """The transforms between `element` (not its own) and `top` (its own too)."""
    affine = Affine()
    at = element.getparent()
    while at is not None:
        affine = css.transform(at.get("transform", "")) @ affine
        if at is top:
            return affine
        at = at.getparent()
    return affine


def _rectangle(element: xml.Element) -> Rect | None:
    """The rectangle that a path or rect is, in its own space."""
    if xml.local_name(element) == "rect":
        return (
            None if element.get("rx") else Rect(*(css.length(element.get(k, "0")) for k in _SIDES))
        )
    path = paths.parse(element.get("d", ""))
    kinds = "".join(kind for kind, _ in path.steps)
    if not re.fullmatch("ML{3,4}Z?", kinds):
        return None
    points = [points[0] for kind, points in path.steps if points]
    xs, ys = {round(x, 4) for x, _ in points}, {round(y, 4) for _, y in points}
    if len(xs) != 2 or len(ys) != 2 or (len(points) == 5 and points[0] != points[4]):
        return None
    steps = list(pairwise(points))
    if any(a[0] != b[0] and a[1] != b[1] for a, b in steps):
        return None
    return Rect.from_sides(min(xs), min(ys), max(xs), max(ys))


def _as_rect(path: xml.Element) -> None:
    """A path that is an upright rectangle becomes one: only rects may stretch."""
    box = _rectangle(path)
    closed = path.get("d", "").strip().lower().endswith("z") or path.get("stroke", "none") == "none"
    if box is None or not closed:
        return
    path.attrib.pop("d")
    path.tag = f"{{{xml.SVG}}}rect"
    for key in _SIDES:
        path.set(key, number(getattr(box, key)))
