"""Is the edge (bleed) really filled with art? Points in it are tried against what is painted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from poster.geometry import Affine, Rect
from poster.press.preflight.outline import Outline, Point, covers
from poster.press.preflight.state import Painted

#: Points along each side, and how far out they stand, as shares of the edge.
_ALONG: Final = 24
_OUT: Final = (0.2, 0.9)
#: How far inside the cut the partner of a point stands, as a share of the edge and of the piece.
_IN: Final = 0.25
_IN_PIECE: Final = 0.01
#: Less ink than this in all is paper, percent.
_PAPER: Final = 1.0

_SIDES: Final = ("top", "right", "bottom", "left")


@dataclass(frozen=True, slots=True)
class Bare:
    """A side whose edge is not filled, and the strip where. `art` says that art ends at the cut."""

    side: str
    strip: Rect
    art: bool


@dataclass
class Cover:
    """Which points of the edge have been painted, in the order of painting (y upwards)."""

    trim: Rect
    bleed: Rect
    _painted: dict[Point, bool] = field(default_factory=dict)
    _pairs: list[tuple[str, Point, Point]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._pairs = list(_pairs(self.trim, self.bleed))
        self._painted = {point: False for _, *points in self._pairs for point in points}

    def paint(self, what: Painted) -> None:
        """Something is painted over what is there; white counts as paper."""
        if not self._pairs or what.how in ("stroke", "text"):
            return
        inks = what.colour.inks
        is_paper = what.how == "fill" and inks is not None and sum(inks) < _PAPER
        if (is_paper and what.state.alpha < 1) or what.state.alpha == 0:
            return
        near = [
            point
            for point, done in self._painted.items()
            if done == is_paper and _holds(what.box, point)
        ]
        for point in _covered(what, near):
            self._painted[point] = not is_paper

    def bare(self) -> Iterator[Bare]:
        """The sides that are not filled."""
        for side in _SIDES:
            pairs = [(out, own) for name, out, own in self._pairs if name == side]
            empty = [(out, own) for out, own in pairs if not self._painted[out]]
            art = [out for out, own in empty if self._painted[own]]
            if empty:
                strip = Rect.around(art or [out for out, _ in empty])
                yield Bare(side, strip, art=bool(art))


def _pairs(trim: Rect, bleed: Rect) -> Iterator[tuple[str, Point, Point]]:
    """Side, a point in the edge, and the nearest point inside the cut. y upwards."""
    edges = {
        "top": bleed.bottom - trim.bottom, "right": bleed.right - trim.right,
        "bottom": trim.y - bleed.y, "left": trim.x - bleed.x,
    }  # fmt: skip
    least = min(trim.width, trim.height)
    for side, edge in edges.items():
        if edge <= 0.01 * _IN_PIECE * least:
            continue
        inner = -min(edge * _IN, least * _IN_PIECE)
        for step in range(_ALONG):
            share = (step + 0.5) / _ALONG
            own = _at(trim, side, share, inner)
            for out in _OUT:
                yield side, _at(trim, side, share, edge * out), own


def _at(trim: Rect, side: str, share: float, out: float) -> Point:
    if side in ("top", "bottom"):
        y = trim.bottom + out if side == "top" else trim.y - out
        return (trim.x + trim.width * share, y)
    x = trim.right + out if side == "right" else trim.x - out
    return (x, trim.y + trim.height * share)


def _holds(box: Rect, point: Point) -> bool:
    return box.x <= point[0] <= box.right and box.y <= point[1] <= box.bottom


def _covered(what: Painted, points: list[Point]) -> list[Point]:
    """Those of `points` that lie in the outline and in every clip around it."""
    shapes: list[tuple[Outline, Affine, bool]] = list(what.state.clip.outlines)
    if what.how == "image":
        unit = Outline()
        unit.add("re", (0.0, 0.0, 1.0, 1.0))
        shapes.append((unit, what.state.ctm, False))
    elif what.outline is not None:
        shapes.append((what.outline, what.state.ctm, what.even_odd))
    for outline, matrix, even_odd in shapes:
        if not points:
            return []
        polygons = outline.polygons(matrix)
        points = [point for point in points if covers(polygons, point, even_odd=even_odd)]
    return points
