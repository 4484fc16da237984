"""How well type stands out from what it stands on, and which art enters a region, in pixels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from PIL import Image, ImageChops

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


def weak_share(
    letters: Sequence[Shape], ground: Iterable[Node], region: Rect, least: float
) -> float:
    """The share (0 to 1) of the letters' fully covered pixels that differ from what is under them
    by less than `least` in L*. `region` (mm) holds the letters."""
    under = _drawn(ground, region)
    covered = weak = 0
    for colour in {shape.fill for shape in letters if isinstance(shape.fill, str)}:
        own = [replace(shape, fill="#000000") for shape in letters if shape.fill == colour]
        mask = _drawn(own, region).convert("L")
        light = _lightness(tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5)))
        for cover, pixel in zip(_values(mask), _values(under), strict=True):
            if isinstance(cover, int) and cover <= _COVERED and isinstance(pixel, tuple):
                covered += 1
                weak += abs(_lightness(pixel) - light) < least
    return weak / covered if covered else 0.0


def entering_shares(art: Sequence[Node], tried: Sequence[Node], region: Rect) -> list[float]:
    """The share (0 to 1) of `region` in which each of `tried`, which are part of `art`, shows."""
    whole = _drawn(art, region)
    shares = []
    for node in tried:
        without = _drawn([other for other in art if other is not node], region)
        red, green, blue = ImageChops.difference(whole, without).split()
        most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
        shares.append(sum(most.histogram()[_SHOWS:]) / (most.width * most.height))
    return shares


def shapes_of(node: Node) -> list[Shape]:
    """The shapes of a node, in drawing order."""
    if isinstance(node, Group):
        return [shape for child in node.children for shape in shapes_of(child)]
    return [node] if isinstance(node, Shape) else []


def _drawn(nodes: Iterable[Node], region: Rect) -> Image.Image:
    scale = SIDE_PX / max(region.width, region.height)
    size = (max(1, round(region.width * scale)), max(1, round(region.height * scale)))
    near = [node for node in nodes if (box := node.bounds) is not None and _meet(box, region)]
    return Raster(to_artwork(near, region, region), region, *size).image()


def _meet(one: Rect, two: Rect) -> bool:
    shared = one.intersect(two)
    return shared.width >= 0 and shared.height >= 0


def _values(picture: Image.Image) -> Iterable[object]:
    return picture.get_flattened_data()


@lru_cache(maxsize=8192)
def _lightness(pixel: tuple[int, ...]) -> float:
    return lightness_of((pixel[0], pixel[1], pixel[2]))
