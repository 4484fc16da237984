"""Shades over photos: as strong as the type on them needs, and no stronger.

A master marks a rectangle with `data-shade="photo"`. Its paint (an ink, or a straight gradient of
inks) is what the designer wants at full strength. A gradient's dense beginning is made to reach
just as far as the type does, its fading end stays as long as it was drawn; and the strength is
found from the photo, so that the lightest and the darkest place under any type differ from it by
`CONTRAST` in lightness.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from poster.errors import RequestError
from poster.fill.blocks import Placed
from poster.geometry import Rect
from poster.inks import channels, lightness, lightness_of
from poster.svg.nodes import Gradient, Paint, Shape, Stop

#: Least difference of L* between type and what is under it. For white type that is a ratio of 4.5
#: to 1, which WCAG 2.2 (1.4.3) asks of text.
CONTRAST: Final = 50.0
#: The dense part is at most so much longer than the whole gradient was drawn.
MOST_REACH: Final = 1.5
#: Steps in which strength is found.
STEPS: Final = 64
#: Air around type that counts as under it, in cap heights.
AIR_CAPS: Final = 0.3

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Words:
    """Type that stands on a photo: the box of its ink (mm) and its colour."""

    box: Rect
    srgb: str


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place under type: an extreme colour of the photo, the least cover of each shade there
    (0 to 1 at full strength), and the lightness at which the type can just be read on it."""

    colour: Colour
    covers: tuple[tuple[float, Colour], ...]
    limit: float
    must_be_darker: bool

    def is_read(self, strength: float) -> bool:
        red, green, blue = self.colour
        for cover, shade in self.covers:
            part = cover * strength
            red += (shade[0] - red) * part
            green += (shade[1] - green) * part
            blue += (shade[2] - blue) * part
        found = lightness_of((red, green, blue))
        return found <= self.limit if self.must_be_darker else found >= self.limit


def shaded(
    shapes: Sequence[Shape], photo: Placed, words: Sequence[Words], name: str
) -> list[Shape]:
    """`shapes` at the least strength that lets all `words` be read on `photo`.

    Raises RequestError `layout-shade-weak` where full strength does not suffice.
    """
    reaching = [_reaching(shape, words) for shape in shapes]
    strength = _least(list(_spots(reaching, photo, words)))
    if strength is None:
        raise RequestError("layout-shade-weak", slot=name, needed=round(CONTRAST))
    return [_thinned(shape, strength) for shape in reaching]


def _reaching(shape: Shape, words: Sequence[Words]) -> Shape:
    """The shade with its dense beginning as long as the type on it asks for."""
    gradient, bounds = shape.fill, shape.bounds
    if not isinstance(gradient, Gradient) or bounds is None:
        return shape
    dense = _dense(gradient)
    far = [
        _along(gradient, corner)
        for one in words for corner in one.box.intersect(bounds).corners
        if one.box.intersect(bounds).width > 0 and one.box.intersect(bounds).height > 0
    ]  # fmt: skip
    if not far or not 0 < dense < 1:
        return shape
    reach = min(max(0.02, *far), MOST_REACH)
    length = reach + 1 - dense
    stops = tuple(
        replace(
            stop,
            offset=(
                stop.offset * reach / dense if stop.offset <= dense
                else reach + stop.offset - dense
            ) / length,
        )
        for stop in gradient.stops
    )  # fmt: skip
    x1, y1, x2, y2 = gradient.numbers
    numbers = (x1, y1, x1 + (x2 - x1) * length, y1 + (y2 - y1) * length)
    return replace(shape, fill=replace(gradient, numbers=numbers, stops=stops))


def _dense(gradient: Gradient) -> float:
    """Where the dense beginning of a gradient ends: the last stop as dense as the densest."""
    most = max(stop.opacity for stop in gradient.stops)
    return max(stop.offset for stop in gradient.stops if stop.opacity >= most)


def _along(gradient: Gradient, place: tuple[float, float]) -> float:
    """How far along a gradient a place lies: 0 at its beginning, 1 at its end."""
    x1, y1, x2, y2 = gradient.numbers
    x, y = gradient.transform.inverse().apply(*place)
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    return ((x - x1) * dx + (y - y1) * dy) / length if length else 1.0


def _least(spots: list[_Spot]) -> float | None:
    low = 0
    for spot in spots:
        while not spot.is_read(low / STEPS):
            low += 1
            if low > STEPS:
                return None
    return low / STEPS


def _spots(shapes: Sequence[Shape], photo: Placed, words: Iterable[Words]) -> Iterator[_Spot]:
    for one in words:
        own = lightness(one.srgb)
        for box, darkest, lightest in _cells(photo, one.box):
            covers = tuple(cover for shape in shapes for cover in _cover(shape, box))
            darker = own >= 50
            colour = lightest if darker else darkest
            limit = own - CONTRAST if darker else own + CONTRAST
            yield _Spot(colour, covers, limit, darker)


def _cells(photo: Placed, words: Rect) -> Iterator[tuple[Rect, Colour, Colour]]:
    """The cells of the photo that `words` touch."""
    grid, box = photo.grid, photo.box
    width, height = box.width / grid.columns, box.height / grid.rows
    inner = words.intersect(box)
    if inner.width <= 0 or inner.height <= 0:
        return
    columns = range(
        int((inner.x - box.x) / width),
        min(grid.columns, int((inner.right - box.x) / width) + 1),
    )
    rows = range(
        int((inner.y - box.y) / height),
        min(grid.rows, int((inner.bottom - box.y) / height) + 1),
    )
    for row in rows:
        for column in columns:
            cell = Rect(box.x + column * width, box.y + row * height, width, height)
            yield cell, *grid.cell(column, row)


def _cover(shape: Shape, cell: Rect) -> Iterator[tuple[float, Colour]]:
    """The least opacity of a shade within a cell, and its colour there; nothing outside of it."""
    bounds = shape.bounds
    seen = cell.intersect(bounds) if bounds else None
    if seen is None or seen.width < cell.width * 0.999 or seen.height < cell.height * 0.999:
        return
    least = min(
        (_at(shape.fill, corner, shape.fill_opacity) for corner in cell.corners),
        key=lambda found: found[0],
    )
    if least[0] > 0:
        yield least


def _at(paint: Paint, place: tuple[float, float], opacity: float) -> tuple[float, Colour]:
    if isinstance(paint, str):
        return opacity, channels(paint)
    if not isinstance(paint, Gradient):
        return 0.0, (0, 0, 0)
    before, after, share = _stops(paint, place)
    one, two = channels(before.colour), channels(after.colour)
    mixed = tuple(a + (b - a) * share for a, b in zip(one, two, strict=True))
    alpha = before.opacity + (after.opacity - before.opacity) * share
    return alpha * opacity, (mixed[0], mixed[1], mixed[2])


def _stops(gradient: Gradient, place: tuple[float, float]) -> tuple[Stop, Stop, float]:
    """The stops on both sides of a place, and how far it lies between them."""
    at = _along(gradient, place)
    before = gradient.stops[0]
    for after in gradient.stops:
        if after.offset >= at:
            span = after.offset - before.offset
            return before, after, (at - before.offset) / span if span > 0 else 1.0
        before = after
    return before, before, 0.0


def _thinned(shape: Shape, strength: float) -> Shape:
    if isinstance(shape.fill, Gradient):
        stops = tuple(replace(s, opacity=s.opacity * strength) for s in shape.fill.stops)
        return replace(shape, fill=replace(shape.fill, stops=stops))
    return replace(shape, fill_opacity=shape.fill_opacity * strength)


def is_shade(node: object) -> bool:
    """Whether a drawn element can be a shade: a plain shape with a colour or straight gradient."""
    if not isinstance(node, Shape) or node.stroke is not None:
        return False
    return isinstance(node.fill, str) or (
        isinstance(node.fill, Gradient) and node.fill.kind == "linear"
    )
