import pytest
from hypothesis import given
from hypothesis import strategies as st

from poster.errors import RequestError
from poster.units import Dimensions, looks_like_dimensions, parse_dimensions, pitch, pixels


@pytest.mark.parametrize(
    ("text", "width", "height"),
    [
        ("6000x800mm", 6000, 800),
        ("6x0.8m", 6000, 800),
        ("6x0,8m", 6000, 800),
        ("6m x 0,8 m", 6000, 800),
        ("6 m × 80 cm", 6000, 800),
        ("60x80cm", 600, 800),
        ("6 mét x 0,8 mét", 6000, 800),
        ("6mx0.8", 6000, 800),
        ("6X0.8M", 6000, 800),
        ("6*0.8m", 6000, 800),
    ],
)
def test_lengths_are_read_as_people_write_them(text, width, height):
    assert parse_dimensions(text) == Dimensions(width, height)


def test_pixels_have_a_physical_size_of_a_96th_of_an_inch():
    screen = parse_dimensions("1920x1080px")
    assert screen.pixels
    assert screen.width_mm == pytest.approx(508)
    assert str(screen) == "1920x1080px"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("6x0.8", "size-without-unit"),
        ("abc", "size-unreadable"),
        ("6x", "size-unreadable"),
        ("0x5m", "size-range"),
        ("-6x0.8m", "size-unreadable"),
        ("999999x1m", "size-range"),
        ("6m x 800px", "size-unreadable"),
        ("0.5x100px", "size-px-range"),
        ("99999999x1px", "size-px-range"),
        ("NaNxNaNm", "size-unreadable"),
        ("1e9x1m", "size-unreadable"),
    ],
)
def test_nonsense_is_refused_by_name(text, code):
    with pytest.raises(RequestError) as caught:
        parse_dimensions(text)
    assert caught.value.code == code


@given(st.integers(10, 99_999), st.integers(10, 99_999))
def test_written_dimensions_read_back(width, height):
    size = Dimensions(width, height)
    assert parse_dimensions(str(size)) == size


def test_names_are_not_taken_for_figures():
    assert looks_like_dimensions("6x0,8m")
    assert looks_like_dimensions("-6x0,8m")
    assert not looks_like_dimensions("bang-ron-6x0.8m")
    assert not looks_like_dimensions("a3")


@pytest.mark.parametrize(("ppi", "per_metre"), [(72, 2835), (100, 3937), (150, 5906), (300, 11811)])
def test_the_pitch_is_in_whole_pixels_a_metre(ppi, per_metre):
    assert pitch(ppi) == per_metre


@pytest.mark.parametrize(
    ("mm", "per_metre", "count"),
    [(12_000, 3937, 47_244), (1000, 3937, 3937), (25.4, 11811, 300), (10_000, 3937, 39_370)],
)
def test_pixels_are_rounded_to_the_nearest(mm, per_metre, count):
    assert pixels(mm, per_metre) == count
