"""How much work the filters of a drawing are, reckoned before anybody does it.

The second engine goes over every pixel of a filter's region for every step of the filter, and some
steps look at many pixels for each. Its times, measured at four million pixels, are near a ninth of
a second for each pass and million.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from poster.errors import RequestError
from poster.geometry import Affine, Rect
from poster.svg import css, xml
from poster.svg.artwork import reference
from poster.workshop.bounds import bounds_of

#: Pixels times passes that one picture may take: three seconds' work.
MOST_WORK_PX: Final = 24_000_000
#: At the fineness at which a page of this many pixels is compared, all must be affordable, too.
COMPARED_PX: Final = 1_000_000
#: Passes over each pixel by a step of a filter; all others go once.
_PASSES: Final = {"feGaussianBlur": 3.0, "feDropShadow": 5.0}
#: A step that looks at this many pixels for each takes as long as one pass.
_LOOKS_PER_PASS: Final = 8.0
_PASSES_PER_OCTAVE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Filtering:
    """One use of a filter: its steps, its region on the page in mm, mm for each of its units."""

    steps: tuple[xml.Element, ...]
    area_mm2: float
    unit_mm: float

    def work_px(self, px_per_mm: float) -> float:
        """Pixels times passes at `px_per_mm`."""
        px_per_unit = self.unit_mm * px_per_mm
        passes = sum(_passes(step, px_per_unit) for step in self.steps)
        return self.area_mm2 * px_per_mm**2 * passes


def affordable(
    element: xml.Element, outer: Affine, by_id: Mapping[str, xml.Element], page: Rect,
    px_per_mm: float, name: str,
) -> float:  # fmt: skip
    """The pixels per mm, at most `px_per_mm`, at which the filters of `element` are no burden.

    `outer` maps the space around `element` to the `page`, in mm. Raises RequestError
    `import-effect-heavy` where even the comparison of the whole page would take too long.
    """
    filterings = tuple(_filterings(element, outer, by_id))
    least = min(px_per_mm, math.sqrt(COMPARED_PX / (page.width * page.height)))
    while not (work := sum(one.work_px(px_per_mm) for one in filterings)) <= MOST_WORK_PX:
        if not math.isfinite(work) or px_per_mm <= least:
            raise RequestError("import-effect-heavy", element=name)
        px_per_mm = max(least, px_per_mm * min(0.9, math.sqrt(MOST_WORK_PX / work)))
    return px_per_mm


def _filterings(
    element: xml.Element, outer: Affine, by_id: Mapping[str, xml.Element]
) -> Iterator[Filtering]:
    inner = outer @ css.transform(element.get("transform", ""))
    target = by_id.get(reference(element.get("filter", "")) or "")
    if target is not None:
        steps = tuple(step for step in target if isinstance(step.tag, str))
        box = bounds_of(element, Affine(), by_id, strokes=False, own=False)
        scale = abs(inner.determinant)
        yield Filtering(steps, _area(target, box) * scale, math.sqrt(scale))
    for child in element:
        if isinstance(child.tag, str):
            yield from _filterings(child, inner, by_id)


def _area(target: xml.Element, box: Rect | None) -> float:
    """The area of a filter's region, in the space of what it is put on, whose box is `box`."""
    wide, high = (target.get(key, "120%") for key in ("width", "height"))
    if target.get("filterUnits") == "userSpaceOnUse":
        return css.length(wide) * css.length(high)
    return _share(wide) * _share(high) * box.width * box.height if box else 0.0


def _share(text: str) -> float:
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def _passes(step: xml.Element, px_per_unit: float) -> float:
    """How often a step goes over each pixel."""
    name = xml.local_name(step)
    if name == "feTurbulence":
        return 1 + _PASSES_PER_OCTAVE * _most(step, "numOctaves")
    if name == "feMorphology":
        return 1 + (2 * _most(step, "radius") * px_per_unit + 1) ** 2 / _LOOKS_PER_PASS
    if name == "feConvolveMatrix":
        return 1 + max(3.0, _most(step, "order")) ** 2 / _LOOKS_PER_PASS
    return _PASSES.get(name, 1.0)


def _most(step: xml.Element, key: str) -> float:
    """The larger of an attribute's numbers; 0 where it has none."""
    return max((abs(value) for value in css.numbers(step.get(key, "")) or ()), default=0.0)
