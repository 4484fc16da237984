"""Is a piece sound? Type clear of edges, eyelets, art and other type; two engines agree."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from poster.errors import Finding, Severity
from poster.fill.clearance import SLOT, clearance_faults, shapes_of
from poster.fill.compose import Composition, written
from poster.geometry import Edges, Rect
from poster.model import Sheet
from poster.render.compare import compare
from poster.render.legible import hidden_type
from poster.svg.artwork import Artwork
from poster.svg.nodes import Group, Image, Node, Shape
from poster.svg.paths import rectangle

#: Pixels of the pictures that the two engines are compared by.
OPINION_PX: Final = 300_000
#: Plain grounds on which type alone is compared: the one that differs most from all its colours.
GROUNDS: Final = ("#000000", "#ffffff", "#0000ff", "#ffff00")
#: Pixels of ground around type.
AIR_PX: Final = 4
#: Arts whose second opinion is kept.
KEPT: Final = 8

Layers = tuple[tuple[Node, ...], Rect]


@dataclass
class _Opinion:
    """What is known of an art: the type of its first piece on which both engines agreed, and what
    is wrong with the art alone, which is looked at when a second piece has it."""

    layers: Layers
    agreed: Sequence[Node]
    alone: tuple[Finding, ...] | None = None

    def again(self, made: Composition, type_nodes: Sequence[Node]) -> Iterator[Finding]:
        """Faults of another piece with the same art."""
        if self.alone is None:
            self.alone = tuple(_opinion(written(self.layers[0], made.trim, made.printed)))
        yield from self.alone
        new = [node for node in type_nodes if node not in self.agreed]
        yield from _type_opinion(new, made.printed)


@dataclass
class Opinions:
    """Second opinions on many pieces; art that several of them share is compared once.

    The first piece is compared whole; when a second one has the very same art, that is compared
    without type, which shows what type hides. Then only what is new of the type is compared, on a
    plain ground. That proves the same: type is opaque, in one colour a shape, and stands in no clip
    and no group that fades, so that a pixel of the whole is mixed from one of the art and one of
    the type by how much the type covers it. Where a slot holds anything else, or the art itself
    follows the words (a shade under a photo's), the whole is compared each time.
    """

    _known: list[_Opinion] = field(default_factory=list)

    def on(self, made: Composition) -> tuple[Finding, ...]:
        """A fault where the other engine draws something else; pictures of moderate size serve."""
        type_nodes = [node for node in made.nodes if _is_type(node)]
        layers = tuple(node for node in made.nodes if not _is_type(node)), made.printed
        for known in self._known:
            if known.layers == layers:
                return tuple(known.again(made, type_nodes))
        whole = tuple(_opinion(made.artwork))
        self._known = [_Opinion(layers, [] if whole else type_nodes), *self._known[: KEPT - 1]]
        return whole


def inspect(
    made: Composition, sheet: Sheet, ring_mm: float, opinions: Opinions | None = None
) -> tuple[Finding, ...]:
    """Every fault of the type of `made` on `sheet`; eyelets have rings `ring_mm` wide.

    Whether the slogan is large enough to be read is no matter of this function. With `opinions`,
    art that several pieces share is compared once.
    """
    clear = clearance_faults(made, sheet, ring_mm)
    second = opinions.on(made) if opinions else _opinion(made.artwork)
    return (*clear, *hidden_type(made.nodes), *second)


def _opinion(artwork: Artwork, width_px: int = 0) -> Iterator[Finding]:
    width = width_px or min(2400, math.ceil(math.sqrt(OPINION_PX * artwork.printed.ratio)))
    found = compare(artwork, width)
    if not found.agrees:
        params = {"share": round(100 * found.share, 2), "area": found.where}
        yield Finding("stress-differs", Severity.ERROR, params=params)


# ---------------------------------------------------------------- type alone


def _is_type(node: Node) -> bool:
    return node.id.startswith(SLOT) and _is_plain(node)


def _is_plain(node: Node) -> bool:
    """Whether a node is opaque where it paints, a colour a shape, and nothing cuts or fades it."""
    if isinstance(node, Group):
        return node.opacity >= 1 and node.clip is None and all(map(_is_plain, node.children))
    if isinstance(node, Image) or node.stroke is not None:
        return False
    return isinstance(node.fill, str) and node.fill_opacity >= 1


def _type_opinion(nodes: Sequence[Node], page: Rect) -> Iterator[Finding]:
    """The second opinion on type, at the fineness at which the whole piece would be compared."""
    shapes = [shape for node in nodes for shape in shapes_of(node)]
    boxes = [box for shape in shapes if (box := shape.bounds) is not None]
    if not boxes:
        return
    px_per_mm = min(2400, math.ceil(math.sqrt(OPINION_PX * page.ratio))) / page.width
    around = Rect.around(corner for box in boxes for corner in box.corners)
    region = around.outset(Edges.all(AIR_PX / px_per_mm)).intersect(page)
    ground = Shape(rectangle(region), _ground(shapes), id="ground")
    yield from _opinion(
        written([ground, *nodes], page, region), math.ceil(region.width * px_per_mm)
    )


def _ground(shapes: Sequence[Shape]) -> str:
    """The plain ground that differs most from the colour to which it is nearest."""
    inks = {shape.fill for shape in shapes if isinstance(shape.fill, str)}
    return max(GROUNDS, key=lambda ground: min(_apart(ground, ink) for ink in inks))


def _apart(one: str, other: str) -> int:
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return max(abs(a - b) for a, b in pairs)
