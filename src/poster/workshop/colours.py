"""How far two colours are apart to the eye, and which ink is nearest to one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from poster.inks import InkTable, channels
from poster.svg.nodes import Gradient, Group, Image, Node, Paint

#: Up to this difference a colour is taken for the ink: nobody tells the two apart on a street.
SAME: Final = 5.0
_WHITE: Final = (0.95047, 1.0, 1.08883)


@dataclass(frozen=True, slots=True)
class Match:
    """A colour, the ink nearest to it, and how far the two are apart (CIEDE2000)."""

    srgb: str
    ink: str
    difference: float
    exact: bool

    @property
    def is_mapped(self) -> bool:
        """Whether the layout prints the colour as the ink."""
        return not self.exact and self.difference <= SAME


def matches(nodes: Iterable[Node], inks: InkTable) -> tuple[Match, ...]:
    """Every colour of `nodes` in the order met, with its nearest ink."""
    return tuple(nearest(srgb, inks) for srgb in dict.fromkeys(_colours(nodes)))


def nearest(srgb: str, inks: InkTable) -> Match:
    """The nearest ink to "#rrggbb"."""
    own = inks.by_srgb.get(srgb)
    if own is not None:
        return Match(srgb, own.name, 0.0, exact=True)
    tinted = inks.cmyk(srgb) is not None
    # Aliases count: a colour beside one of them was meant as the ink as well.
    apart = {value: difference(srgb, value) for value in inks.by_srgb}
    near = min(apart, key=lambda value: apart[value])
    return Match(srgb, inks.by_srgb[near].name, apart[near], exact=tinted)


def _colours(nodes: Iterable[Node]) -> Iterable[str]:
    for node in nodes:
        if isinstance(node, Group):
            yield from _colours(node.children)
        elif not isinstance(node, Image):
            yield from _of(node.fill)
            if node.stroke is not None:
                yield from _of(node.stroke.paint)


def _of(paint: Paint) -> Iterable[str]:
    if isinstance(paint, Gradient):
        return [stop.colour for stop in paint.stops]
    return [paint] if paint else []


@lru_cache(maxsize=4096)
def lab(srgb: str) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of "#rrggbb"."""
    red, green, blue = (_linear(value / 255) for value in channels(srgb))
    x = 0.4124564 * red + 0.3575761 * green + 0.1804375 * blue
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = 0.0193339 * red + 0.1191920 * green + 0.9503041 * blue
    fx, fy, fz = (_root(value / white) for value, white in zip((x, y, z), _WHITE, strict=True))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _linear(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4


def _root(value: float) -> float:
    return value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def difference(one: str, two: str) -> float:
    """CIEDE2000 (ISO/CIE 11664-6) between two colours "#rrggbb"."""
    (l1, a1, b1), (l2, a2, b2) = lab(one), lab(two)
    mean_c = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    grey = 0.5 * (1 - math.sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    a1, a2 = a1 * (1 + grey), a2 * (1 + grey)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    dl, dc = l2 - l1, c2 - c1
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    return _weighed(dl, dc, dh, mean_l, mean_c, _mean_hue(h1, h2, c1 * c2))


def _mean_hue(h1: float, h2: float, product: float) -> float:
    if not product or abs(h1 - h2) <= 180:
        return (h1 + h2) / (2 if product else 1)
    return ((h1 + h2 + 360) / 2) % 360


def _weighed(dl: float, dc: float, dh: float, mean_l: float, mean_c: float, hue: float) -> float:
    def cos(degrees: float) -> float:
        return math.cos(math.radians(degrees))

    t = (
        1 - 0.17 * cos(hue - 30) + 0.24 * cos(2 * hue)
        + 0.32 * cos(3 * hue + 6) - 0.20 * cos(4 * hue - 63)
    )  # fmt: skip
    sl = 1 + 0.015 * (mean_l - 50) ** 2 / math.sqrt(20 + (mean_l - 50) ** 2)
    sc, sh = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    turned = 30 * math.exp(-(((hue - 275) / 25) ** 2))
    rotation = -math.sin(math.radians(2 * turned)) * 2 * math.sqrt(mean_c**7 / (mean_c**7 + 25**7))
    parts = (dl / sl, dc / sc, dh / sh)
    return math.sqrt(sum(part * part for part in parts) + rotation * parts[1] * parts[2])


def by_name(found: Iterable[Match]) -> Mapping[str, str]:
    """The mapping that a layout keeps: colours that are printed as inks."""
    return {match.srgb: match.ink for match in found if match.is_mapped}
