import pytest
from hypothesis import given
from hypothesis import strategies as st

from poster.fill.pins import FILL, Pin, place, read_pin
from poster.geometry import Edges, Rect
from poster.model import Kind, Sheet, Size
from poster.units import Dimensions

MASTER = Rect(0, 0, 1000, 500)
sides = st.floats(200, 20_000)
insets = st.builds(Edges, *[st.floats(0, 40)] * 4)
marks = st.tuples(st.floats(100, 400), st.floats(60, 200), st.floats(20, 90), st.floats(20, 90))


def sheet_of(width, height, safe=Edges(), edge=Edges()):
    size = Size("s", Kind("k", "K"), Dimensions(width, height))
    return Sheet(size, edge, safe, Edges(), Edges(), 1)


@given(sides, sides, insets, st.floats(0, 60))
def test_what_is_clear_of_the_edge_in_the_master_is_clear_of_the_finishing(w, h, safe, margin):
    """Art that keeps the margin in the master lies inside the safe area on every sheet."""
    sheet = sheet_of(w, h, safe)
    placement = place(MASTER, margin, sheet)
    art = Rect(margin, margin, 120, 80)
    for across, down in (("left", "top"), ("right", "bottom"), ("center", "middle")):
        box = art
        if across == "right":
            box = Rect(1000 - margin - 120, 500 - margin - 80, 120, 80)
        if across == "center":
            box = Rect(440, 210, 120, 80)
        moved = placement.affine(Pin(across, down), box).box(box)
        assert sheet.safe_area.contains(moved, slack=0.02)


@given(sides, sides, insets, marks)
def test_pinned_art_keeps_its_shape_and_its_distance(w, h, safe, mark):
    placement = place(MASTER, 0, sheet_of(w, h, safe))
    box = Rect(*mark)
    moved = placement.affine(Pin("right", "top"), box).box(box)
    assert moved.ratio == pytest.approx(box.ratio)
    assert placement.live.right - moved.right == pytest.approx((1000 - box.right) * placement.scale)
    assert moved.y - placement.live.y == pytest.approx(box.y * placement.scale)


@given(sides, sides, insets)
def test_scale_and_live_area_are_solved_together(w, h, safe):
    margin = 20
    placement = place(MASTER, margin, sheet_of(w, h, safe))
    fitting = min(placement.live.width / 1000, placement.live.height / 500)
    assert placement.scale == pytest.approx(fitting, rel=1e-6)
    expected = max(0, safe.left - margin * placement.scale)
    assert placement.live.x == pytest.approx(expected, abs=0.01)


def test_a_ground_goes_to_the_bleed_and_a_frame_to_the_live_edge():
    sheet = sheet_of(6000, 800, Edges.all(40), Edges.all(50))
    placement = place(MASTER, 0, sheet)
    assert placement.stretched(FILL, MASTER) == sheet.printed
    framed = placement.stretched(FILL, Rect(10, 10, 980, 480))
    assert framed.x == pytest.approx(placement.live.x + 10 * placement.scale)
    assert framed.right == pytest.approx(placement.live.right - 10 * placement.scale)
    across = placement.stretched(read_pin("stretch-x top"), Rect(-5, 20, 1010, 30))
    assert (across.x, across.right) == (sheet.printed.x, sheet.printed.right)
    assert across.height == pytest.approx(30 * placement.scale)


def test_a_cover_fills_the_printed_size_without_changing_shape():
    sheet = sheet_of(1000, 3000, edge=Edges.all(50))
    box = Rect(0, 0, 1000, 500)
    moved = place(MASTER, 0, sheet).affine(Pin(cover=True), box).box(box)
    assert moved.contains(sheet.printed)
    assert moved.ratio == pytest.approx(2)


def test_art_that_ends_short_of_the_bleed_is_found():
    sheet = sheet_of(6000, 800, edge=Edges.all(50))
    placement = place(MASTER, 0, sheet)
    left = Pin("left", "middle")
    assert placement.short_of_bleed(left, Rect(0, 100, 50, 50)) == (("left", pytest.approx(50)),)
    assert placement.short_of_bleed(left, Rect(-60, 100, 150, 50)) == ()
    across = placement.short_of_bleed(Pin("center", "bottom"), Rect(-90, 400, 1180, 200))
    assert [side for side, _ in across] == ["left", "right"]


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("left", Pin("left", "middle")),
        ("bottom", Pin("center", "bottom")),
        ("top right", Pin("right", "top")),
        ("fill", FILL),
        ("cover", Pin(cover=True)),
    ],
)
def test_a_missing_axis_is_the_middle(text, pin):
    assert read_pin(text) == pin


@pytest.mark.parametrize("text", ["", "left right", "links", "fill left", "top bottom"])
def test_a_pin_that_is_none_is_refused(text):
    with pytest.raises(ValueError):
        read_pin(text)
