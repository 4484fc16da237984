"""Path data: what we write is read back the same by both of our readers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poster.geometry import Affine
from poster.svg.paths import Path, is_path_data, parse

numbers = st.floats(-20_000, 20_000).map(lambda value: round(value, 4) + 0.0)
points = st.tuples(numbers, numbers)
lines = st.one_of(
    st.tuples(st.just("L"), st.tuples(points)),
    st.tuples(st.just("C"), st.tuples(points, points, points)),
)


@st.composite
def outlines(draw):
    """Some subpaths, open and closed."""
    steps = []
    for _ in range(draw(st.integers(0, 4))):
        steps.append(("M", (draw(points),)))
        steps += draw(st.lists(lines, max_size=5))
        if draw(st.booleans()):
            steps.append(("Z", ()))
    return Path(tuple(steps))


@given(outlines())
def test_what_we_write_is_read_as_any_path_data_is(path):
    data = path.d
    # A space in front is allowed, and nothing that we write.
    assert parse(data) == parse(f" {data}")
    spaced = re.sub("([MLCZ])", r" \1 ", data).strip()
    assert parse(spaced) == parse(f" {spaced}") == parse(data)
    assert is_path_data(data) and is_path_data(spaced)


@given(outlines())
def test_a_line_that_closing_draws_anyway_is_dropped(path):
    closing = [at for at, step in enumerate(parse(path.d).steps) if step[0] == "Z"]
    for at in closing:
        steps = parse(path.d).steps
        start = max(place for place in range(at) if steps[place][0] == "M")
        assert steps[at - 1] != ("L", steps[start][1])


@given(outlines(), st.tuples(*[st.floats(-3, 3)] * 6))
def test_a_path_is_moved_point_by_point(path, numbers):
    affine = Affine(*numbers)
    moved = [point for _, points in path.transformed(affine).steps for point in points]
    assert moved == [affine.apply(*point) for _, points in path.steps for point in points]


@pytest.mark.parametrize("data", ["L1 1", "M1", "M1 2L3", "M1 2C1 2 3 4 5", "M1 2W", "Z"])
def test_what_is_no_path_data_is_refused(data):
    assert not is_path_data(data)
    with pytest.raises(ValueError):
        parse(data)
