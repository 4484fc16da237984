"""Ink that meets ink, by our own reckoning and by an engine for areas of paths."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poster.fill.contact import SLACK_MM, Ink, touch
from poster.geometry import Affine, Rect
from poster.svg import paths
from poster.svg.nodes import Shape, Stroke

RING = paths.ellipse(0, 0, 50, 50) + paths.ellipse(0, 0, 40, 40).transformed(Affine.scale(-1, 1))
#: A letter like C: what stands in its mouth does not touch it, though their boxes meet.
MOUTH = paths.polygon([(0, 0), (60, 0), (60, 12), (14, 12), (14, 60), (60, 60), (60, 72), (0, 72)])


def ink(path: paths.Path, fill: str | None = "#000000") -> Ink:
    return Ink(Shape(path, fill))


def at(path: paths.Path, x: float, y: float) -> Ink:
    return ink(path.transformed(Affine.translate(x, y)))


DOT = paths.ellipse(0, 0, 5, 5)


@pytest.mark.parametrize(
    ("one", "two", "met"),
    [
        (ink(RING), at(DOT, 0, 0), False),  # in the counter
        (ink(RING), at(DOT, 45, 0), True),  # wholly in the ink
        (ink(RING), at(DOT, 36, 0), True),
        (ink(MOUTH), at(DOT, 40, 36), False),
        (ink(MOUTH), at(DOT, 17, 36), True),
        (at(MOUTH, 0, 0), at(MOUTH, 0, 0), True),  # the same outline twice
        (at(MOUTH, 0, 0), at(MOUTH, 60, 0), False),  # side by side
        (at(MOUTH, 0, 0), at(MOUTH, 60 - SLACK_MM / 2, 0), False),
        (at(MOUTH, 0, 0), at(MOUTH, 59, 0), True),
        (ink(paths.EMPTY), ink(MOUTH), False),
    ],
)
def test_ink_meets_where_areas_do(one: Ink, two: Ink, met: bool) -> None:
    assert touch(one, two) is met
    assert touch(two, one) is met


def test_a_line_without_fill_meets_only_what_it_crosses() -> None:
    corner = paths.polygon([(0, 0), (100, 0), (100, 100)], closed=False)
    line = Ink(Shape(corner, None, stroke=Stroke("#000000", 1)))
    assert not touch(line, at(DOT, 50, 50))  # on the chord, which nobody draws
    assert not touch(line, at(DOT, 80, 20))  # inside the corner
    assert touch(line, at(DOT, 50, 3))


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from([RING, MOUTH, DOT, paths.rectangle(Rect(0, 0, 30, 80), 9, 9)]),
    st.sampled_from([RING, MOUTH, paths.rectangle(Rect(-20, -20, 70, 8))]),
    st.floats(-130, 130), st.floats(-130, 130), st.floats(0, 360), st.floats(0.3, 4),
)  # fmt: skip
def test_agrees_with_an_engine_for_areas(
    one: paths.Path, two: paths.Path, x: float, y: float, degrees: float, size: float
) -> None:
    skia = pytest.importorskip("pathops")
    moved = two.transformed(Affine.translate(x, y) @ Affine.rotate(degrees) @ Affine.scale(size))
    drawn = []
    for path in (one, moved):
        area = skia.Path()
        for kind, points in path.steps:
            numbers = [value for point in points for value in point]
            {"M": area.moveTo, "L": area.lineTo, "C": area.cubicTo, "Z": area.close}[kind](*numbers)
        drawn.append(area)
    shared = skia.op(*drawn, skia.PathOp.INTERSECTION).area
    if 0 < abs(shared) < 1.0:  # they graze: outlines may stray
        return
    assert touch(ink(one), ink(moved)) is (abs(shared) > 0)
