"""Orders for pictures of what a press file cannot hold as vectors, and their making.

An order is a drawing of its own: the element that needs it, with all definitions, on the part of
the page that it can touch. It is drawn by the second engine, in the jail. A blend mode needs two
more drawings: what lies below it, and both together.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from poster.errors import RequestError
from poster.geometry import Affine, Rect
from poster.svg import xml
from poster.svg.faults import name_of
from poster.svg.nodes import matrix
from poster.svg.paths import number
from poster.units import MM_PER_INCH
from poster.workshop.bounds import bounds_of
from poster.workshop.effort import affordable

MOST_PPI: Final = 300.0
MOST_SIDE_PX: Final = 4_000
MOST_AREA_PX: Final = 4_000_000
MOST_PATCHES: Final = 60
#: How far beyond the page a patch may reach, as a share of the page's shorter side.
BEYOND: Final = 0.2


@dataclass(frozen=True, slots=True)
class Patch:
    """One picture: what of (an element's name), its file, where in mm, and the drawings.

    `documents` is (the element), or (both together, what lies below, the element alone).
    """

    of: str
    file: str
    region: Rect
    width_px: int
    height_px: int
    documents: tuple[bytes, ...]

    @property
    def ppi(self) -> float:
        """Pixels per inch on a piece of the master's own size."""
        return self.width_px / self.region.width * MM_PER_INCH

    @property
    def where(self) -> str:
        """The region in words that need no translation."""
        box = self.region
        return f"x {box.x:.0f}-{box.right:.0f} mm, y {box.y:.0f}-{box.bottom:.0f} mm"


@dataclass
class PatchRoom:
    """Takes the orders of one drawing; `page` in mm."""

    page: Rect
    count: int = 0
    names: list[str] = field(default_factory=list)

    def order(
        self,
        root: xml.Element,
        element: xml.Element,
        effect: str,
        outer: Affine,
        by_id: Mapping[str, xml.Element],
    ) -> Patch | None:
        """The order for `element`, whose parent's space is mapped to the page by `outer`.

        None where it would show nothing on the page. Raises RequestError `import-patches`,
        `import-effect-heavy`.
        """
        region = self._region(element, outer, by_id)
        if region is None:
            return None
        if self.count >= MOST_PATCHES:
            raise RequestError("import-patches", limit=MOST_PATCHES)
        self.count += 1
        scale = min(
            MOST_PPI / MM_PER_INCH, MOST_SIDE_PX / max(region.width, region.height),
            math.sqrt(MOST_AREA_PX / (region.width * region.height)),
        )  # fmt: skip
        scale = affordable(element, outer, by_id, self.page, scale, named(element))
        size = (max(1, math.ceil(region.width * scale)), max(1, math.ceil(region.height * scale)))
        blends = effect not in ("mask", "filter", "pattern", "picture")
        documents = (
            tuple(_below(root, element, region))
            if blends
            else (_alone(root, element, outer, region),)
        )
        file = f"hieu-ung-{self.count}.png"
        return Patch(named(element), file, region, *size, documents)

    def _region(
        self, element: xml.Element, outer: Affine, by_id: Mapping[str, xml.Element]
    ) -> Rect | None:
        box = bounds_of(element, outer, by_id)
        if box is None:
            return None
        reach = BEYOND * min(self.page.width, self.page.height)
        room = Rect.from_sides(
            self.page.x - reach, self.page.y - reach,
            self.page.right + reach, self.page.bottom + reach,
        )  # fmt: skip
        seen = box.intersect(room)
        return seen if seen.width > 1e-3 and seen.height > 1e-3 else None


def named(element: xml.Element) -> str:
    """How to name an element of usvg's to a designer: its id, or the next id inside or around."""
    if element.get("id"):
        return name_of(element)
    inside = next((e.get("id", "") for e in element.iter(None) if e.get("id")), "")
    at = element.getparent()
    while not inside and at is not None:
        inside = at.get("id", "")
        at = at.getparent()
    return inside or name_of(element)


# ---------------------------------------------------------------- drawings


def document(root: xml.Element, content: xml.Element, region: Rect) -> bytes:
    """A drawing of `region` (mm) that holds `content` and every definition of `root`."""
    box = " ".join(number(v) for v in (region.x, region.y, region.width, region.height))
    made = xml.svg_element("svg", {"viewBox": box})
    for element in root:
        if xml.local_name(element) == "defs":
            made.append(copy.deepcopy(element))
    made.append(content)
    return xml.serialise(made)


def _alone(root: xml.Element, element: xml.Element, outer: Affine, region: Rect) -> bytes:
    group = xml.svg_element("g", {"transform": matrix(outer)})
    group.append(copy.deepcopy(element))
    return document(root, group, region)


def _below(root: xml.Element, element: xml.Element, region: Rect) -> Iterator[bytes]:
    """Both together, what lies below, and the element alone without its blend mode."""
    element.set("data-blends", "yes")
    for keep_below, keep_own in ((True, True), (True, False), (False, True)):
        whole = copy.deepcopy(root)
        mine = next(e for e in xml.in_document_order(whole) if e.get("data-blends"))
        _prune(mine, keep_below)
        if not keep_own:
            parent = mine.getparent()
            assert parent is not None
            parent.remove(mine)
        else:
            mine.attrib.pop("data-blends")
            if not keep_below:
                mine.set("style", "isolation:auto")
        group = xml.svg_element("g", {})
        for child in list(whole):
            if xml.local_name(child) != "defs":
                group.append(child)
        yield document(root, group, region)
    element.attrib.pop("data-blends")


def _prune(mine: xml.Element, keep_below: bool) -> None:
    """Leave only what is drawn before `mine` in its isolated group (or nothing)."""
    at, isolated = mine, False
    while (parent := at.getparent()) is not None:
        seen = False
        for sibling in list(parent):
            if sibling is at:
                seen = True
            elif xml.local_name(sibling) != "defs" and (seen or isolated or not keep_below):
                parent.remove(sibling)
        at = parent
        for key in ("opacity", "clip-path", "mask", "filter"):
            isolated = xml.drop(parent, key) is not None or isolated
        if parent.get("style"):
            isolated = True
            parent.attrib.pop("style")
