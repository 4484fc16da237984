"""Paths as values: read from SVG, moved, measured, written. The one home of fontTools' svgLib."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from fontTools.misc.bezierTools import calcCubicBounds
from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path

from poster.geometry import Affine, Rect

#: Decimals of a written coordinate: a tenth of a micrometre when the unit is a millimetre.
DECIMALS: Final = 4
#: How far the control points of a quarter ellipse lie from its ends, as a share of the radius.
KAPPA: Final = 0.5522847498307936

_TOKENS = re.compile(
    r"[MmLlHhVvCcSsQqTtAaZz]|[-+]?(?:\d++\.?+\d*+|\.\d++)(?:[eE][-+]?\d++)?+|[\s,]++|(.)"
)

_NUMBER: Final = r"-?+\d++(?:\.\d++)?+"
#: As `Path.d` writes it, and, with spaces around the letters, as usvg does.
_ABSOLUTE = re.compile(
    rf"(?:M ?{_NUMBER} {_NUMBER} ?(?:L ?{_NUMBER} {_NUMBER} ?|C ?{_NUMBER}(?: {_NUMBER}){{5}} ?)*+"
    r"(?:Z ?)?+)*+"
)
_STEPS = re.compile(r"([MLCZ])([^MLCZ]*)")

Point = tuple[float, float]
#: One step: ("M", (p,)), ("L", (p,)), ("C", (p1, p2, p)) or ("Z", ()).
Step = tuple[str, tuple[Point, ...]]


@dataclass(frozen=True)
class Path:
    """Absolute moves, lines, cubic curves and closings."""

    steps: tuple[Step, ...]

    def transformed(self, affine: Affine) -> Path:
        """The image of this path."""
        a, b, c, d, e, f = affine.numbers
        return Path(
            tuple(
                (kind, tuple([(a * x + c * y + e, b * x + d * y + f) for x, y in points]))
                for kind, points in self.steps
            )
        )

    @cached_property
    def bounds(self) -> Rect | None:
        """The box around the outline, curves measured exactly; None for an empty path."""
        boxes = list(self._boxes())
        if not boxes:
            return None
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return Rect.from_sides(min(lefts), min(tops), max(rights), max(bottoms))

    def _boxes(self) -> Iterable[tuple[float, float, float, float]]:
        at: Point = (0.0, 0.0)
        for kind, points in self.steps:
            if kind == "C":
                yield calcCubicBounds(at, *points)
            elif points:
                yield (*points[0], *points[0])
            if points:
                at = points[-1]

    @property
    def reach(self) -> float:
        """No shorter than the outline: the length of the lines through all its points."""
        total, at = 0.0, (0.0, 0.0)
        for kind, points in self.steps:
            for point in points:
                total += 0.0 if kind == "M" else math.dist(at, point)
                at = point
        return total

    @property
    def d(self) -> str:
        """The text of SVG's `d` attribute."""
        return "".join(
            kind + " ".join(f"{number(x)} {number(y)}" for x, y in points)
            for kind, points in self.steps
        )

    def __add__(self, other: Path) -> Path:
        return Path(self.steps + other.steps)


EMPTY: Final = Path(())


def number(value: float) -> str:
    """A coordinate as short text, never in scientific notation and never minus zero."""
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class _Recorder(BasePen):  # type: ignore[misc]  # fontTools ships no types
    """Collects what fontTools' parser draws; quadratics arrive as cubics."""

    def __init__(self) -> None:
        super().__init__(None)
        self.steps: list[Step] = []

        self._start: Point = (0.0, 0.0)

    def _moveTo(self, pt: Point) -> None:
        self._start = pt
        self.steps.append(("M", (pt,)))

    def _lineTo(self, pt: Point) -> None:
        self.steps.append(("L", (pt,)))

    def _curveToOne(self, pt1: Point, pt2: Point, pt3: Point) -> None:
        self.steps.append(("C", (pt1, pt2, pt3)))

    def _closePath(self) -> None:
        # The parser draws the closing line too, which Z already is.
        if self.steps[-1] == ("L", (self._start,)):
            self.steps.pop()
        self.steps.append(("Z", ()))

    def _endPath(self) -> None:
        pass


def parse(d: str) -> Path:
    """Read SVG path data. Raises ValueError where it is not path data."""
    # What we and usvg write is read again so often that it has a reader of its own.
    return _read_absolute(d) if _ABSOLUTE.fullmatch(d) else _read_any(d)


def _read_absolute(d: str) -> Path:
    """Path data of absolute moves, lines, cubic curves and closings, each with its letter."""
    steps: list[Step] = []
    start: Point | None = None
    for kind, text in _STEPS.findall(d):
        values = list(map(float, text.split()))
        points = tuple(zip(values[::2], values[1::2], strict=True))
        if kind == "M":
            start = points[0]
        elif kind == "Z" and steps[-1] == ("L", (start,)):
            steps.pop()  # the closing line, which Z already is
        steps.append((kind, points))
    return Path(tuple(steps))


def _read_any(d: str) -> Path:
    stray = next((match.group(1) for match in _TOKENS.finditer(d) if match.group(1)), None)
    if stray is not None:
        raise ValueError(f"{stray!r} is no part of path data")
    if d.strip() and d.strip()[0] not in "Mm":
        raise ValueError("path data starts with M")
    recorder = _Recorder()
    try:
        parse_path(d, recorder)
    except (IndexError, AssertionError, TypeError, AttributeError, ZeroDivisionError) as error:
        raise ValueError("a command lacks numbers") from error
    return Path(tuple(recorder.steps))


def is_path_data(d: str) -> bool:
    """Whether `d` can be read as path data."""
    if _ABSOLUTE.fullmatch(d):
        return True
    try:
        _read_any(d)
    except ValueError:
        return False
    return True


def polygon(points: Sequence[Point], *, closed: bool = True) -> Path:
    """Straight lines through `points`."""
    if not points:
        return EMPTY
    steps: list[Step] = [("M", (points[0],)), *(("L", (point,)) for point in points[1:])]
    return Path((*steps, ("Z", ()))) if closed else Path(tuple(steps))


def rectangle(rect: Rect, rx: float = 0.0, ry: float = 0.0) -> Path:
    """A rectangle, its corners rounded by radii of at most half a side."""
    rx, ry = min(rx, rect.width / 2), min(ry, rect.height / 2)
    if rx <= 0 or ry <= 0:
        return polygon(rect.corners)
    left, top, right, bottom = rect.x, rect.y, rect.right, rect.bottom
    kx, ky = rx * (1 - KAPPA), ry * (1 - KAPPA)
    return Path(
        (
            ("M", ((left + rx, top),)),
            ("L", ((right - rx, top),)),
            ("C", ((right - kx, top), (right, top + ky), (right, top + ry))),
            ("L", ((right, bottom - ry),)),
            ("C", ((right, bottom - ky), (right - kx, bottom), (right - rx, bottom))),
            ("L", ((left + rx, bottom),)),
            ("C", ((left + kx, bottom), (left, bottom - ky), (left, bottom - ry))),
            ("L", ((left, top + ry),)),
            ("C", ((left, top + ky), (left + kx, top), (left + rx, top))),
            ("Z", ()),
        )
    )


def ellipse(cx: float, cy: float, rx: float, ry: float) -> Path:
    """An ellipse as four curves."""
    return rectangle(Rect(cx - rx, cy - ry, 2 * rx, 2 * ry), rx, ry)
