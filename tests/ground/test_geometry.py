import pytest
from hypothesis import given
from hypothesis import strategies as st

from poster.geometry import Affine, Edges, Rect

lengths = st.floats(-1e4, 1e4)
sizes = st.floats(0.1, 1e4)
rects = st.builds(Rect, lengths, lengths, sizes, sizes)
affines = st.builds(Affine, *[st.floats(-5, 5)] * 4, lengths, lengths)


@given(rects, st.builds(Edges, *[st.floats(0, 50)] * 4))
def test_outset_undoes_inset(rect, edges):
    back = rect.outset(edges).inset(edges)
    assert back.x == pytest.approx(rect.x, abs=1e-6)
    assert back.width == pytest.approx(rect.width, abs=1e-6)


@given(affines, affines, lengths, lengths)
def test_a_product_is_one_map_after_the_other(one, two, x, y):
    assert (one @ two).apply(x, y) == pytest.approx(one.apply(*two.apply(x, y)), rel=1e-6, abs=1e-3)


@given(rects, rects)
def test_the_map_between_two_rectangles_meets_all_corners(source, target):
    moved = Affine.between(source, target).box(source)
    assert moved.x == pytest.approx(target.x, abs=1e-3)
    assert moved.right == pytest.approx(target.right, abs=1e-3)
    assert moved.bottom == pytest.approx(target.bottom, abs=1e-3)


@given(rects, rects)
def test_a_union_holds_both_and_an_intersection_lies_in_both(one, two):
    assert one.union(two).contains(one) and one.union(two).contains(two)
    common = one.intersect(two)
    if common.width >= 0 and common.height >= 0:
        assert one.contains(common) and two.contains(common)


def test_turning_clockwise_on_a_page_that_grows_downwards():
    assert Affine.rotate(90).apply(1, 0) == pytest.approx((0, 1))


@pytest.mark.parametrize(
    ("affine", "keeps"),
    [
        (Affine.scale(2), True),
        (Affine.rotate(30) @ Affine.scale(3), True),
        (Affine.scale(-1, 1), True),
        (Affine.scale(1, 2), False),
        (Affine(c=0.5), False),
    ],
)
def test_which_maps_keep_circles_round(affine, keeps):
    assert affine.is_similarity is keeps
