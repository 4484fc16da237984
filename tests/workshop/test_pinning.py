"""Pins that an import chooses: what stood apart, lay inside or overlapped keeps doing so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poster.fill.pins import Placement, read_pin
from poster.geometry import Rect
from poster.workshop.pinning import SLACK, Part, choose_pins

PAGE = Rect(0, 0, 600, 200)


def sides(draw_low, draw_high):
    return st.tuples(st.integers(draw_low, draw_high), st.integers(draw_low, draw_high)).map(sorted)


@st.composite
def inner_parts(draw):
    """A part that meets no edge of the page."""
    (x, right), (y, bottom) = draw(sides(6, 594)), draw(sides(4, 196))
    stretches = draw(st.booleans())
    return Part(Rect.from_sides(x, y, right + 5, bottom + 3), (stretches, stretches))


def moved(part, pin, extra):
    live = Rect(0, 0, PAGE.width + extra[0], PAGE.height + extra[1])
    return Placement(PAGE, live, live, live, 1.0).stretched(read_pin(pin), part.box)


@given(st.lists(inner_parts(), min_size=2, max_size=12), st.sampled_from([(250, 0), (0, 120)]))
def test_relations_hold_at_every_shape(parts, extra):
    pins = choose_pins(parts, PAGE)
    after = [moved(part, pin, extra) for part, pin in zip(parts, pins, strict=True)]
    for place, one in enumerate(parts):
        for other in range(place):
            a, b = one.box, parts[other].box
            shared = a.intersect(b)
            apart = shared.width <= 0 or shared.height <= 0
            if apart:
                new = after[place].intersect(after[other])
                assert min(new.width, new.height) <= 2 * SLACK * PAGE.width, (pins, a, b)
            elif a.contains(b):
                assert after[place].contains(after[other], 2 * SLACK * PAGE.width)


def pins_of(*parts):
    return choose_pins(parts, PAGE)


def test_corners_keep_to_corners_and_the_middle_to_the_middle():
    boxes = [(10, 10), (540, 10), (10, 140), (540, 140), (280, 80)]
    found = pins_of(*(Part(Rect(x, y, 40, 40)) for x, y in boxes))
    assert found == ["left top", "right top", "left bottom", "right bottom", "center middle"]


def test_a_band_over_the_whole_width_stretches_and_a_frame_all_around_does():
    band = Part(Rect(0, 170, 600, 30), (True, True))
    frame = Part(Rect(12, 12, 576, 176), (True, True))
    assert pins_of(band) == ["stretch-x bottom"]
    assert pins_of(frame) == ["fill"]


def test_a_slot_never_outgrows_its_plate():
    plate = Part(Rect(170, 138, 260, 30))
    slot = Part(Rect(180, 140, 240, 26), (True, True))
    found = pins_of(plate, slot)
    assert found[0] == found[1] and "stretch" not in found[0]


def test_what_stands_beside_a_growing_slot_gives_way():
    slogan, star, code = (
        Part(Rect(130, 30, 330, 90), (True, True)),
        Part(Rect(40, 60, 60, 60)),
        Part(Rect(490, 40, 70, 70)),
    )
    assert pins_of(slogan, star, code) == ["fill", "left middle", "right top"]


@pytest.mark.parametrize("given_pin", ["left top", "cover"])
def test_the_designers_own_pin_stays(given_pin):
    assert pins_of(Part(Rect(280, 80, 40, 40), given=given_pin)) == [given_pin]


def test_a_flood_of_parts_keeps_to_the_middle():
    part = Part(Rect(10, 10, 5, 5))
    assert set(choose_pins([part] * 500, PAGE)) == {"center middle"}
