"""What is said otherwise for cairo stays the same picture, and stays an artwork."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest
from drawings import BOX, FEATURES, OVAL, feature, gradient, line, shape
from drawings import artwork as made
from hypothesis import assume, given
from hypothesis import strategies as st

from poster.geometry import Affine
from poster.render.boxes import matrix
from poster.render.prepare import for_pdf, for_pixels
from poster.svg import xml
from poster.svg.artwork import check_artwork
from poster.svg.paths import parse


def elements(svg, tag):
    root = xml.parse(svg, "artwork")
    return [element for element in root.iter() if xml.local_name(element) == tag]


@pytest.mark.parametrize("name", FEATURES)
def test_it_stays_an_artwork(name):
    svg = feature(name).svg
    assert check_artwork(for_pdf(svg)) == check_artwork(for_pixels(svg, 4)) == ()


def offsets_in_pdf(offsets):
    stops = tuple((offset, "#000000", 1) for offset in offsets)
    svg = made(shape(BOX, fill="url(#g)"), gradient(stops=stops)).svg
    return [float(stop.get("offset")) for stop in elements(for_pdf(svg), "stop")]


@given(st.lists(st.integers(0, 100).map(lambda share: share / 100), min_size=1, max_size=12))
def test_stops_of_a_pdf_rise_from_0_to_1(offsets):
    rising = offsets_in_pdf(offsets)
    assert rising[0] == 0 and rising[-1] == 1
    assert all(before < after for before, after in pairwise(rising))
    reached = [max(offsets[: place + 1]) for place in range(len(offsets))]
    assert rising[1:-1] == pytest.approx(reached, abs=2e-4)


coordinates = st.floats(-500, 500).map(lambda value: round(value, 2))
places = st.tuples(coordinates, coordinates)


@given(st.lists(places, min_size=4, max_size=4), st.sampled_from([0.2, 4, 40]))
def test_lines_for_a_sharp_curve_stay_within_a_fifth_of_a_pixel(corners, px_per_mm):
    a, b, c, d = (f"{x} {y}" for x, y in corners)
    svg = made(shape(f"M{a}C{b} {c} {d}", fill="none", stroke="#000000")).svg
    (path,) = elements(for_pixels(svg, px_per_mm), "path")
    steps = parse(path.get("d")).steps
    assume(steps[1][0] == "L")
    points = [step_points[0] for _, step_points in steps]
    assert {kind for kind, _ in steps} == {"M", "L"}
    assert points[0] == pytest.approx(corners[0]) and points[-1] == pytest.approx(corners[-1])
    for t in (0.1, 0.25, 0.5, 0.8):
        assert distance(on_curve(corners, t), points) * px_per_mm <= 0.2


@pytest.mark.parametrize(
    ("d", "width", "kinds"),
    [
        (OVAL, 1, "MCCCCZ"),
        ("M0 0C10 0 20 5 30 5", 1, "MC"),
        ("M0 0C0 0 30 0 30 0", 1, "MC"),
        ("M0 0C10 0 30 0.1 30 0", 1, "ML"),
        ("M0 0C1 0 2 1 2 2", 0.5, "MC"),
        ("M0 0C1 0 2 1 2 2", 6, "ML"),
    ],
)
def test_only_what_turns_sharply_becomes_lines(d, width, kinds):
    svg = made(shape(d, fill="none", stroke="#000000", stroke_width=width)).svg
    (path,) = elements(for_pixels(svg, 4), "path")
    drawn = "".join(kind for kind, _ in parse(path.get("d")).steps)
    assert re.sub("L+", "L", drawn) == kinds


def on_curve(corners, t):
    weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
    return tuple(
        sum(w * corner[axis] for w, corner in zip(weights, corners, strict=True)) for axis in (0, 1)
    )


def distance(point, points):
    return min(distance_to_line(point, *ends) for ends in pairwise(points))


def distance_to_line(point, start, end):
    across, down = end[0] - start[0], end[1] - start[1]
    length = across**2 + down**2
    t = (
        0
        if not length
        else ((point[0] - start[0]) * across + (point[1] - start[1]) * down) / length
    )
    t = min(1, max(0, t))
    return math.dist(point, (start[0] + t * across, start[1] + t * down))


@given(st.floats(0.01, 5000), st.floats(0.01, 100), st.floats(0.01, 100), st.floats(-0.9, 0.9))
def test_a_gradient_keeps_its_place_and_never_leaves_the_range(reach, across, down, skew):
    placed = f' gradientTransform="matrix({across:.4f} 0 {skew:.4f} {down:.4f} 3 4)"'
    ramp = gradient("linear", f'x1="0" y1="0" x2="{reach:.4f}" y2="1"', None, placed)
    svg = made(shape(BOX, fill="url(#g)"), ramp).svg
    ((before,), (after,)) = (elements(one, "linearGradient") for one in (svg, for_pixels(svg, 4)))
    for x, y in (("x1", "y1"), ("x2", "y2")):
        was, is_ = (
            matrix(one.get("gradientTransform")).apply(float(one.get(x)), float(one.get(y)))
            for one in (before, after)
        )
        assert is_ == pytest.approx(was, rel=1e-6, abs=1e-4)
    assert all(abs(float(after.get(key))) <= 16_000 for key in ("x1", "y1", "x2", "y2"))
    # One corner of the page, sought in the gradient's own space, lies within the range as well.
    placed = matrix(after.get("gradientTransform"))
    x, y = 105 - placed.e, 55 - placed.f
    assert abs((placed.d * x - placed.c * y) / placed.determinant) <= 16_000
    assert abs((placed.a * y - placed.b * x) / placed.determinant) <= 16_000


def test_a_dot_gets_a_length_that_a_pixel_can_show():
    svg = made(shape("M20 20Z", fill="none", stroke="#000000", stroke_linecap="round")).svg
    for px_per_mm, length in ((4, 0.02), (0.1, 0.5)):
        (path,) = elements(for_pixels(svg, px_per_mm), "path")
        bounds = parse(path.get("d")).bounds
        assert bounds.width == pytest.approx(length) and bounds.cx == pytest.approx(20)


def test_dots_of_a_line_keep_their_distance():
    svg = made(line(stroke_dasharray="0 3 5", stroke_linecap="round")).svg
    (path,) = elements(for_pdf(svg), "path")
    dashes = [float(dash) for dash in path.get("stroke-dasharray").split()]
    assert dashes == pytest.approx([0.02, 2.98, 5, 0, 3, 5])


def test_a_transform_is_read():
    assert matrix(None) == Affine()
    assert matrix("matrix(1,2 3,4 -5 6e-1)") == Affine(1, 2, 3, 4, -5, 0.6)
