"""How well type stands out from what it stands on, and which art enters or hides it, in pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from PIL import Image, ImageChops

from poster.errors import Finding, Severity
from poster.fill.clearance import SLOT, shapes_of
from poster.fill.contact import meet
from poster.geometry import Rect
from poster.inks import lightness_of
from poster.render.strips import Raster
from poster.svg.nodes import Group, Node, Shape, to_artwork

#: Pixels along the longer side of what is looked at.
SIDE_PX: Final = 480
#: A pixel counts as type where it is covered fully, give or take the noise of an engine.
_COVERED: Final = 3
#: From this difference of one channel on (0 to 255), art shows; below it is a tone of the ground.
_SHOWS: Final = 40
#: How much of a slot's letters may lie under what is drawn after them, and the difference of a
#: channel from which a pixel of type is not what it was.
HIDDEN: Final = 0.002
_CHANGED: Final = 60
#: In which letters are drawn to see what hides them.
_MARK: Final = "#ff00ff"


def weak_share(
    letters: Sequence[Shape], ground: Iterable[Node], region: Rect, least: float
) -> float:
    """The share (0 to 1) of the letters' fully covered pixels that differ from what is under them
    by less than `least` in L*. `region` (mm) holds the letters."""
    under = _drawn(ground, region).convert("RGBA")
    covered = weak = 0
    for colour in {shape.fill for shape in letters if isinstance(shape.fill, str)}:
        own = [replace(shape, fill="#000000") for shape in letters if shape.fill == colour]
        mask = _drawn(own, region).convert("L")
        light = _lightness(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))
        under.putalpha(mask.point([255] * (_COVERED + 1) + [0] * (255 - _COVERED)))
        for count, pixel in under.getcolors(under.width * under.height) or ():
            if isinstance(pixel, tuple) and pixel[3]:
                covered += count
                weak += count * (abs(_lightness(*pixel[:3]) - light) < least)
    return weak / covered if covered else 0.0


def entering_shares(art: Sequence[Node], tried: Sequence[Node], region: Rect) -> list[float]:
    """The share (0 to 1) of `region` in which each of `tried`, which are part of `art`, shows."""
    if not tried:
        return []
    whole = _drawn(art, region)
    shares = []
    for node in tried:
        without = _drawn([other for other in art if other is not node], region)
        most = _greatest_difference(whole, without)
        shares.append(sum(most.histogram()[_SHOWS:]) / (most.width * most.height))
    return shares


def hidden_type(nodes: Sequence[Node]) -> Iterator[Finding]:
    """Slots of a piece whose letters something hides that is drawn after them.

    Letters on letters are not looked at: `fill.clearance` finds them.
    """
    for place, node in enumerate(nodes):
        letters = shapes_of(node) if node.id.startswith(SLOT) else []
        ink = _around(letters)
        if ink is None:
            continue
        later = [
            other for other in nodes[place + 1 :]
            if not (other.id.startswith(SLOT) and shapes_of(other))
            and (box := other.bounds) is not None and meet(box, ink)
        ]  # fmt: skip
        share = covered_share(letters, later, ink) if later else 0.0
        if share > HIDDEN:
            name = node.id.removeprefix(SLOT)
            params = {"element": later[0].id or "?", "share": max(1, round(100 * share))}
            yield Finding("type-hidden", Severity.ERROR, name, params={"slot": name, **params})


def covered_share(letters: Sequence[Shape], later: Sequence[Node], region: Rect) -> float:
    """The share (0 to 1) of `letters`' pixels in `region` (mm) that `later` nodes change.

    The letters are looked at in a colour of no ink, so that white ones show on the page as well.
    """
    marked = [replace(shape, fill=_MARK) for shape in letters]
    own, both = _drawn(marked, region), _drawn((*marked, *later), region)
    inside = _greatest_difference(own, Image.new("RGB", own.size, _MARK)).point(
        [255] * (_COVERED + 1) + [0] * (255 - _COVERED)
    )
    most = _greatest_difference(own, both)
    changed = most.point([0] * (_CHANGED + 1) + [255] * (255 - _CHANGED))
    count = inside.histogram()[255]
    return ImageChops.darker(changed, inside).histogram()[255] / count if count else 0.0


def _greatest_difference(one: Image.Image, other: Image.Image) -> Image.Image:
    red, green, blue = ImageChops.difference(one, other).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _around(shapes: Sequence[Shape]) -> Rect | None:
    boxes = [box for shape in shapes if (box := shape.bounds) is not None]
    return Rect.around(corner for box in boxes for corner in box.corners) if boxes else None


def _drawn(nodes: Iterable[Node], region: Rect) -> Image.Image:
    scale = SIDE_PX / max(region.width, region.height)
    size = (max(1, round(region.width * scale)), max(1, round(region.height * scale)))
    near = [part for node in nodes if (part := _near(node, region)) is not None]
    return Raster(to_artwork(near, region, region), region, *size).image()


def _near(node: Node, region: Rect) -> Node | None:
    """What of a node can show in `region`: of a large group, most of its shapes cannot."""
    box = node.bounds
    if box is None or not _meet(box, region):
        return None
    if not isinstance(node, Group) or region.contains(box):
        return node
    parts = (_near(child, region) for child in node.children)
    return replace(node, children=tuple(part for part in parts if part is not None))


def _meet(one: Rect, two: Rect) -> bool:
    shared = one.intersect(two)
    return shared.width >= 0 and shared.height >= 0


@lru_cache(maxsize=8192)
def _lightness(red: int, green: int, blue: int) -> float:
    return lightness_of((red, green, blue))
