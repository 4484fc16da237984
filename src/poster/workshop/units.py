"""The parts of a drawing into a master: those that go together become one pinned group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from poster.errors import Finding, Severity
from poster.fill.pins import read_pin
from poster.geometry import Affine, Rect
from poster.svg import css, xml
from poster.workshop.bounds import bounds_of
from poster.workshop.page import note
from poster.workshop.pinning import SLACK, Part, choose_pins
from poster.workshop.upright import drawn_further

#: How far beyond the page art may have to reach (hems and pockets), as a share of its shorter side.
REACH: Final = 0.2
#: Art that ends nearer to the page's edge than this share was not drawn with a bleed in mind.
LEAST_BLEED: Final = 0.01
#: Elements of a group that are named to a designer.
MOST_NAMED: Final = 6
_EDGES: Final = {
    "left": ("x", -1), "right": ("right", 1), "top": ("y", -1), "bottom": ("bottom", 1),
}  # fmt: skip
_OPPOSITE: Final = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One part: its element in page space, its box, whether its sides may move, its given pin."""

    element: xml.Element
    box: Rect
    stretches: tuple[bool, bool]
    given: str = ""
    is_frame: bool = False
    is_ground: bool = False


@dataclass(frozen=True, slots=True)
class Pinned:
    """What was pinned where: the id in the master, the pin, and the names of what it holds."""

    id: str
    pin: str
    names: tuple[str, ...]


def emit(
    root: xml.Element,
    units: Sequence[Unit],
    frames: Mapping[str, Rect],
    page: Rect,
    findings: list[Finding],
) -> list[Pinned]:
    """Append the units to `root` in drawing order, and say what is pinned where.

    Pins that the designer wrote stay with their elements; all others are for layout.yaml.
    """
    parts = [Part(_box(unit, frames), unit.stretches, unit.given) for unit in units]
    press = _Press(root, page, findings)
    for unit, pin in zip(units, choose_pins(parts, page), strict=True):
        press.add(unit, pin)
    press.end_run()
    return press.pinned


def _box(unit: Unit, frames: Mapping[str, Rect]) -> Rect:
    return frames[unit.element.get("data-slot", "")] if unit.is_frame else unit.box


class _Press:
    """Writes units one after the other; neighbours with one pin wait in `run`."""

    def __init__(self, root: xml.Element, page: Rect, findings: list[Finding]) -> None:
        self.root, self.page, self.findings = root, page, findings
        self.pinned: list[Pinned] = []
        self.run: list[Unit] = []
        self.pin = ""
        self.made = 0
        self.taken = {element.get("id", "") for element in xml.in_document_order(root)}

    def add(self, unit: Unit, pin: str) -> None:
        """Write a unit, or let it wait for neighbours with the same pin."""
        self.taken |= {e.get("id", "") for e in unit.element.iter() if isinstance(e.tag, str)}
        read = read_pin(pin)
        alone = read.stretches or read.cover or unit.is_frame or unit.given
        if alone or pin != self.pin:
            self.end_run()
        if not unit.is_frame and pin != "fill":
            for leaf, affine in _leaves(unit.element, Affine()):
                drawn_further(leaf, affine, self.page, REACH * self._short)
        if alone:
            self.root.append(unit.element)
            self._keep(unit.element, pin, [unit.element])
            return
        self.pin = pin
        self.run.append(unit)

    @property
    def _short(self) -> float:
        return min(self.page.width, self.page.height)

    def end_run(self) -> None:
        """Write what waits: a single element as it is, several in a group."""
        elements = [unit.element for unit in self.run]
        if not elements:
            return
        target = elements[0]
        if len(elements) > 1:
            target = xml.svg_element("g", {"id": self._free()})
            target.extend(elements)
        self.root.append(target)
        self._keep(target, self.pin, elements)
        self._look_at_bleed(target)
        self.run, self.pin = [], ""

    def _keep(self, element: xml.Element, pin: str, inside: Sequence[xml.Element]) -> None:
        if not element.get("id"):
            element.set("id", self._free())
        names = [e.get("id", "") for one in inside for e in one.iter() if isinstance(e.tag, str)]
        named = tuple(name for name in names if name and name != element.get("id"))
        if not element.get("data-pin"):
            self.pinned.append(Pinned(element.get("id", ""), pin, named[: MOST_NAMED + 1]))

    def _free(self) -> str:
        self.made += 1
        while f"art-{self.made}" in self.taken:
            self.made += 1
        return f"art-{self.made}"

    # ------------------------------------------------------------ bleed

    def _look_at_bleed(self, target: xml.Element) -> None:
        """Name the elements that end at the page's edge, where the whole group does."""
        pin = read_pin(self.pin)
        if all(self._beyond([unit.box for unit in self.run], edge) is None for edge in _EDGES):
            return
        asked = {pin.across, pin.down}
        leaves = [(leaf, box) for leaf, affine in _leaves(target, Affine())
                  if (box := bounds_of(leaf, affine, {}, own=False)) is not None]  # fmt: skip
        short: dict[str, dict[str, float]] = {}
        meets = {edge: self._beyond([box for _, box in leaves], edge) for edge in _EDGES}
        for edge, beyond in meets.items():
            middle = (pin.across if edge in ("left", "right") else pin.down) in ("center", "middle")
            needed = edge in asked or (middle and meets[_OPPOSITE[edge]] is not None)
            if beyond is None or not needed or beyond >= LEAST_BLEED * self._short:
                continue
            for leaf, box in leaves:
                if (own := self._beyond([box], edge)) is not None:
                    name = str(leaf.get("id") or target.get("id"))
                    short.setdefault(name, {})[edge] = own
        for name, edges in list(short.items())[:MOST_NAMED]:
            beyond_mm = round(max(0.0, min(edges.values())), 1)
            self.findings.append(
                note("import-bleed", name, Severity.WARNING, edges=list(edges),
                     beyond_mm=beyond_mm, wanted_mm=float(round(REACH * self._short)))
            )  # fmt: skip

    def _beyond(self, boxes: Sequence[Rect], edge: str) -> float | None:
        """How far the boxes reach beyond an edge of the page, None where none meets it."""
        name, sign = _EDGES[edge]
        slack = SLACK * max(self.page.width, self.page.height)
        reached = [sign * (getattr(box, name) - getattr(self.page, name)) for box in boxes]
        furthest = max(reached, default=-1.0)
        return furthest if furthest >= -slack else None


def _leaves(element: xml.Element, outer: Affine) -> Iterator[tuple[xml.Element, Affine]]:
    """Every drawn element below, with the map of its own space to the page."""
    affine = outer @ css.transform(element.get("transform", ""))
    if xml.local_name(element) != "g":
        yield element, affine
        return
    if element.get("clip-path"):
        return  # what is clipped ends at its clip
    for child in element:
        if xml.local_name(child):
            yield from _leaves(child, affine)
