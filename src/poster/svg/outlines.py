"""Areas of paths: several clips as one path, and a stroke as the area that it paints.

The one home of skia-pathops. Clips of several shapes, by the even-odd rule, or clipped themselves
become one path by the nonzero rule, which is all that an artwork knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from poster.errors import MachineError
from poster.svg.nodes import Stroke
from poster.svg.paths import Path, Point, Step
from poster.svg.usvg import COMMAND

#: Skia reckons in single precision, best near this size.
_SIZE: Final = 1_000.0


def union(paths: Iterable[tuple[Path, bool]]) -> Path:
    """The area that any of `paths` fills; each comes with whether its rule is even-odd.

    Raises MachineError `usvg-missing` where the extra is not installed.
    """
    skia = _skia()
    builder = skia.OpBuilder(fix_winding=True, keep_starting_points=False)
    for path, even_odd in paths:
        builder.add(_to_skia(path, even_odd), skia.PathOp.UNION)
    return _from_skia(builder.resolve())


def intersection(one: Path, two: Path) -> Path:
    """The area that both fill by the nonzero rule. Raises as `union`."""
    skia = _skia()
    both = skia.op(_to_skia(one, False), _to_skia(two, False), skia.PathOp.INTERSECTION)
    return _from_skia(both)


def stroked(path: Path, stroke: Stroke) -> Path:
    """The area that a stroke paints, by the nonzero rule. Raises as `union`."""
    skia = _skia()
    drawn = _to_skia(path, False)
    caps = {
        "butt": skia.LineCap.BUTT_CAP,
        "round": skia.LineCap.ROUND_CAP,
        "square": skia.LineCap.SQUARE_CAP,
    }
    joins = {
        "miter": skia.LineJoin.MITER_JOIN,
        "round": skia.LineJoin.ROUND_JOIN,
        "bevel": skia.LineJoin.BEVEL_JOIN,
    }
    dashes = stroke.dashes * (2 if len(stroke.dashes) % 2 else 1)
    drawn.stroke(
        stroke.width, caps[stroke.cap], joins[stroke.join], stroke.miter_limit,
        list(dashes), stroke.dash_offset,
    )  # fmt: skip
    drawn.convertConicsToQuads(_SIZE / 1e5)
    return _from_skia(drawn)


def _skia() -> Any:
    try:
        import pathops
    except ModuleNotFoundError as error:
        raise MachineError("usvg-missing", command=COMMAND) from error
    return pathops


def _to_skia(path: Path, even_odd: bool) -> Any:
    skia = _skia()
    drawn = skia.Path(fillType=skia.FillType.EVEN_ODD if even_odd else skia.FillType.WINDING)
    for kind, points in path.steps:
        numbers = [value for point in points for value in point]
        match kind:
            case "M":
                drawn.moveTo(*numbers)
            case "L":
                drawn.lineTo(*numbers)
            case "C":
                drawn.cubicTo(*numbers)
            case _:
                drawn.close()
    return drawn


def _from_skia(drawn: Any) -> Path:
    verbs = _skia().PathVerb
    steps: list[Step] = []
    at: Point = (0.0, 0.0)
    for verb, points in drawn:
        if verb == verbs.MOVE:
            steps.append(("M", tuple(points)))
        elif verb == verbs.LINE:
            steps.append(("L", tuple(points)))
        elif verb == verbs.QUAD:
            handle, end = points
            steps.append(("C", (_towards(at, handle), _towards(end, handle), end)))
        elif verb == verbs.CUBIC:
            steps.append(("C", tuple(points)))
        else:
            steps.append(("Z", ()))
        at = points[-1] if points else at
    return Path(tuple(steps))


def _towards(point: Point, handle: Point) -> Point:
    """The handle of a cubic curve that draws what a quadratic one does."""
    return (point[0] + (handle[0] - point[0]) * 2 / 3, point[1] + (handle[1] - point[1]) * 2 / 3)
