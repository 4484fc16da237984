"""Paths are traced as CairoSVG's own reader traces them, to the last bit."""

from types import SimpleNamespace

import cairocffi
import pytest
from cairosvg.path import path as read_by_cairosvg
from drawings import artwork
from hypothesis import given, settings
from hypothesis import strategies as st

from poster.render import tracing
from poster.render.strips import Raster
from poster.svg.paths import Path

coordinates = st.floats(-20_000, 20_000).map(lambda value: round(value, 4))
points = st.tuples(coordinates, coordinates)
steps = st.one_of(
    st.tuples(st.just("M"), st.tuples(points)),
    st.tuples(st.just("L"), st.tuples(points)),
    st.tuples(st.just("C"), st.tuples(points, points, points)),
    st.just(("Z", ())),
)


class Node(dict):
    """An element as CairoSVG hands it to what draws it."""

    vertices = None


def drawn_by(read, data):
    """What stands in a cairo context after `read` has drawn `data`."""
    context = cairocffi.Context(cairocffi.RecordingSurface(cairocffi.CONTENT_ALPHA, None))
    read(SimpleNamespace(context=context), Node(d=data))
    return list(context.copy_path())


@settings(max_examples=150)
@given(points, st.lists(steps, max_size=12))
def test_every_path_is_traced_as_cairosvg_reads_it(start, rest):
    data = Path((("M", (start,)), *rest)).d
    assert tracing.is_traceable(data)
    assert drawn_by(tracing.trace, data) == drawn_by(read_by_cairosvg, data)


def test_pairs_behind_a_move_are_lines():
    data = "M1 2 3 4,5 6C1 2 3 4 5 6 7 8 9 10 11 12Z"
    assert drawn_by(tracing.trace, data) == drawn_by(read_by_cairosvg, data)


@pytest.mark.parametrize("data", ["M0 0h20v20z", "M1e1 2L3 4", "M0 0A5 5 0 0 1 10 10", "M0 0l5 5"])
def test_other_path_data_is_left_to_cairosvg(data):
    assert not tracing.is_traceable(data)


def test_both_ways_draw_the_same_picture():
    plain = artwork('<path d="M10 10L60 10L60 40L10 40Z" fill="#da251d"/>')
    short = artwork('<path d="M10 10h50v30h-50z" fill="#da251d"/>')
    pictures = [Raster(one, one.trim, 200, 100).image().tobytes() for one in (plain, short)]
    assert pictures[0] == pictures[1]
