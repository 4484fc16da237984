"""What an artwork needs before cairo draws it: the same picture, said in a way that cairo keeps.

Each rule stands for a difference that was found against resvg, Ghostscript or pdfium, with cairo
1.16. What none of them touches stays as it is.
"""

from __future__ import annotations

import copy
import math
from cmath import phase
from collections.abc import Iterator
from typing import Final

from poster.geometry import Affine, Rect
from poster.render.boxes import matrix
from poster.render.seams import joined
from poster.svg import xml
from poster.svg.paths import Path, Point, Step, number, parse

#: Length that a dot gets: long enough for cairo's 1/256 of a point at 1:10, and of a pixel.
DOT_MM: Final = 0.02
DOT_PX: Final = 0.05
#: Least distance of two stops in a PDF, as a share of the gradient's length.
STOP_GAP: Final = 1e-5
#: How far in pixels a curve that is stroked may lie from the lines that are drawn for it.
FLAT_PX: Final = 0.1
#: A stroked curve is looked at in this many steps; within one it may turn by so much (in radians).
LOOKS: Final = 8
SHARP: Final = 0.4
#: The largest number in a gradient's own space; cairo lets its geometry have 16,383.
GRADIENT_RANGE: Final = 16_000
#: A gradient's lengths.
GEOMETRY: Final = ("x1", "y1", "x2", "y2", "cx", "cy", "fx", "fy", "r")


def for_pdf(svg: bytes) -> bytes:
    """The artwork `svg` as cairo should draw it into a PDF."""
    root = xml.parse(joined(svg), "artwork")
    for element in xml.in_document_order(root):
        if xml.local_name(element) == "path":
            _keep_dots(element, DOT_MM)
        elif xml.local_name(element).endswith("Gradient"):
            _keep_last_colour(element)
            _separate_stops(element)
    return xml.serialise(root)


def for_pixels(svg: bytes, px_per_mm: float) -> bytes:
    """The artwork `svg` as cairo should draw it, at that many pixels in a millimetre or fewer."""
    root = xml.parse(joined(svg), "artwork")
    page = Rect(*map(float, root.get("viewBox", "").split()))
    for element in xml.in_document_order(root):
        if xml.local_name(element) == "path":
            _keep_dots(element, max(DOT_MM, DOT_PX / px_per_mm))
            _flatten_stroke(element, FLAT_PX / px_per_mm)
        elif xml.local_name(element).endswith("Gradient"):
            _keep_last_colour(element)
            _enlarge(element, page)
    return xml.serialise(root)


def _is_stroked(path: xml.Element) -> bool:
    return path.get("stroke", "none") != "none"


def _keep_dots(path: xml.Element, length_mm: float) -> None:
    """Give dots a length: a cap on a line without length is dropped by one engine or another."""
    if not _is_stroked(path) or path.get("stroke-linecap", "butt") == "butt":
        return
    pattern = path.get("stroke-dasharray", "none").replace("none", "").replace(",", " ")
    dashes = [float(dash) for dash in pattern.split()]
    if any(dashes):
        path.set("stroke-dasharray", " ".join(map(number, _dotted(dashes, length_mm))))
        return
    drawn = parse(path.get("d", ""))
    parts = (_lengthened(part, length_mm) for part in _subpaths(drawn))
    lengthened = Path(tuple(step for part in parts for step in part))
    if lengthened != drawn:
        path.set("d", lengthened.d)


def _dotted(dashes: list[float], length: float) -> list[float]:
    """The same pattern, its dashes without length lengthened at the cost of the gaps behind."""
    if len(dashes) % 2:
        dashes = dashes * 2
    pairs = []
    for dash, gap in zip(dashes[::2], dashes[1::2], strict=True):
        more = min(length, gap) if dash == 0 else 0.0
        pairs += [dash + more, gap - more]
    return pairs


def _subpaths(path: Path) -> list[list[Step]]:
    parts: list[list[Step]] = []
    for step in path.steps:
        if step[0] == "M" or not parts:
            parts.append([])
        parts[-1].append(step)
    return parts


def _lengthened(part: list[Step], length: float) -> list[Step]:
    points = {point for _, step_points in part for point in step_points}
    if len(points) != 1 or len(part) == 1:  # a lone M draws nothing, by the specification
        return part
    ((x, y),) = points
    return [("M", ((x - length / 2, y),)), ("L", ((x + length / 2, y),))]


def _flatten_stroke(path: xml.Element, tolerance_mm: float) -> None:
    """Draw the sharp turns of a stroked path as lines, which fill it just as well.

    Where a stroked curve turns sharply between two of cairo's own steps, cairo puts the joint at
    the wrong one of them and leaves half of the line away (pycairo 308 shows it). Its joints of
    lines are right.
    """
    if not _is_stroked(path):
        return
    reach = 2 * float(path.get("stroke-width", "1"))
    drawn = parse(path.get("d", ""))
    flat = Path(tuple(_flat_steps(drawn, reach, tolerance_mm)))
    if flat != drawn:
        path.set("d", flat.d)


def _flat_steps(path: Path, reach_mm: float, tolerance_mm: float) -> Iterator[Step]:
    at = start = (0.0, 0.0)
    for kind, points in path.steps:
        curve = [complex(*point) for point in (at, *points)]
        if kind == "C" and _is_sharp(curve, reach_mm):
            for point in _flattened(curve, tolerance_mm):
                yield "L", ((point.real, point.imag),)
        else:
            yield kind, points
        start = points[0] if kind == "M" else start
        at = points[-1] if points else start


def _is_sharp(curve: list[complex], reach: float) -> bool:
    """Whether a cubic curve turns about a corner, or about less than `reach` as a radius."""
    a, b, c, d = curve
    first, second, third = b - a, c - b, d - c
    # Where an end has no handle, the curve leaves it straight for the next point there is.
    first, third = first or c - a or d - a, third or d - b or d - a
    ahead = first
    for step in range(1, LOOKS + 1):
        t, s = step / LOOKS, 1 - step / LOOKS
        slope = s * s * first + 2 * s * t * second + t * t * third
        turned = abs(phase(slope / ahead)) if ahead and slope else math.pi
        if turned > SHARP or turned * reach > 3 * abs(slope) / LOOKS:
            return True
        ahead = slope
    return False


def _flattened(curve: list[complex], tolerance: float) -> list[complex]:
    """Points of a cubic curve behind its start; lines through them stray by `tolerance` at most."""
    a, b, c, d = curve
    bend = max(abs(a - 2 * b + c), abs(b - 2 * c + d))
    count = max(1, math.ceil(math.sqrt(0.75 * bend / tolerance)))  # Wang's bound for cubics
    points, last = [], a
    for step in range(1, count):
        t, s = step / count, 1 - step / count
        point = s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d
        # A line much shorter than a pixel loses its direction in cairo's 1/256 of one.
        if min(abs(point - last), abs(point - d)) > tolerance:
            points.append(point)
            last = point
    return [*points, d]


def _keep_last_colour(gradient: xml.Element) -> None:
    """Paint a gradient without length in its last colour, as SVG says; cairo paints a mix."""
    if not len(gradient) or not _has_no_length(gradient):
        return
    for stop in list(gradient)[:-1]:
        gradient.remove(stop)
    if gradient.get("r") is not None:
        gradient.set("r", "1")
    else:
        gradient.set("x2", number(float(gradient.get("x1", "0")) + 1))


def _has_no_length(gradient: xml.Element) -> bool:
    if gradient.get("r") is not None:
        return float(gradient.get("r", "0")) == 0
    return all(gradient.get(f"{axis}1") == gradient.get(f"{axis}2") for axis in "xy")


def _enlarge(gradient: xml.Element, page: Rect) -> None:
    """Give a gradient's geometry in the largest numbers that still hold all of the page.

    pixman steps through a gradient in 1/65,536 of its unit, up to 32,767 units: the larger the
    numbers, the less the steps err, and the less two strips of one raster differ; but what lies
    beyond that range is not painted at all.
    """
    placed = matrix(gradient.get("gradientTransform"))
    if placed.determinant == 0:
        return
    lengths = {key: float(gradient.get(key, "0")) for key in GEOMETRY if gradient.get(key)}
    reached = [
        *lengths.values(),
        *(side for corner in page.corners for side in _before(placed, corner)),
    ]
    reach = max(map(abs, reached)) + lengths.get("r", 0.0)
    # A power of two keeps a focal point on the rim of its circle, where the last digit decides
    # between half a plane that is painted and a whole one.
    factor = 2.0 ** math.floor(math.log2(GRADIENT_RANGE / reach))
    for key, length in lengths.items():
        gradient.set(key, f"{length * factor:.10g}")
    numbers = (placed @ Affine.scale(1 / factor)).numbers
    gradient.set("gradientTransform", f"matrix({' '.join(f'{value:.12g}' for value in numbers)})")


def _before(placed: Affine, point: Point) -> Point:
    """The point that `placed` takes to `point`."""
    x, y = point[0] - placed.e, point[1] - placed.f
    return (
        (placed.d * x - placed.c * y) / placed.determinant,
        (placed.a * y - placed.b * x) / placed.determinant,
    )


def _separate_stops(gradient: xml.Element) -> None:
    """Let stops run from 0 to 1, no two at one place.

    Of two stops that share the first or last place, cairo writes the wrong one into a PDF as the
    colour beyond it; and pdfium draws the wrong one where the first is not at 0.
    """
    if not len(gradient):
        return
    first, last = copy.copy(gradient[0]), copy.copy(gradient[-1])
    first.set("offset", "0")
    last.set("offset", "1")
    gradient.insert(0, first)
    gradient.append(last)
    offsets = [float(stop.get("offset", "0")) for stop in gradient]
    for stop, offset in zip(gradient, _apart(offsets), strict=True):
        stop.set("offset", f"{offset:.6f}")


def _apart(offsets: list[float]) -> list[float]:
    """Rising offsets from 0 to 1, as near to `offsets` as `STOP_GAP` lets them be."""
    rising = [0.0]
    for offset in offsets[1:]:
        rising.append(max(offset, rising[-1] + STOP_GAP))
    falling = [1.0]
    for offset in reversed(rising[:-1]):
        falling.append(min(offset, falling[-1] - STOP_GAP))
    return falling[::-1]
