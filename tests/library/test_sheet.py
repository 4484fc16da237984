import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poster.errors import RequestError
from poster.finishing import read_finishing
from poster.geometry import Edges
from poster.intake import read_size
from poster.messages import catalogue
from poster.model import Eyelet
from poster.sheet import SEAM_AIR_MM, make_sheet


def sheet_of(library, size, finishing="", shop="generic-hiflex", **profile):
    profile = dataclasses.replace(library.shop(shop), **profile)
    return make_sheet(read_size(size, library), profile, read_finishing(finishing))


def rows_of(sheet):
    return {row.side: (row.gaps, row.gap_mm) for row in sheet.eyelet_rows}


def test_a_street_banner_has_its_edge_outside_and_its_hem_inside(library):
    sheet = sheet_of(library, "bang-ron-6x0.8m")
    assert (sheet.trim.width, sheet.trim.height) == (6000, 800)
    assert (sheet.printed.width, sheet.printed.height) == (6100, 900)
    assert sheet.safe == Edges.all(40)
    assert sheet.cut == sheet.printed and sheet.has_finishing


def test_pockets_take_room_at_the_top_and_bottom_only(library):
    sheet = sheet_of(library, "phuon-0.8x2m")
    assert (sheet.printed.width, sheet.printed.height) == (900, 2200)
    assert (sheet.safe.top, sheet.safe.left) == (80, 40)
    # The fold of a pocket is its hem.
    assert sheet.hem == Edges(left=30, right=30)
    assert sheet.eyelets == ()


def test_a_screen_has_neither_whatever_is_asked(library):
    sheet = sheet_of(library, "man-hinh-1080p", "khuy 500, may 30, xỏ 70")
    assert sheet.printed == sheet.trim == sheet.safe_area == sheet.page
    assert not sheet.has_finishing and sheet.eyelets == ()


@pytest.mark.parametrize(("size", "scale"), [("4900x700mm", 1), ("5x0.7m", 10), ("a3", 1)])
def test_above_five_metres_of_outer_size_a_page_is_a_tenth(library, size, scale):
    assert sheet_of(library, size).scale == scale


def test_what_no_page_holds_is_refused(library):
    with pytest.raises(RequestError, match="piece-too-large"):
        sheet_of(library, "60x5m")


def test_slug_and_marks_must_find_room_on_the_page_too(library):
    with pytest.raises(RequestError, match="piece-too-large"):
        sheet_of(library, "4960x1550mm", one_to_one_up_to_mm=5070, marks=True)


# ---------------------------------------------------------------- edges


def test_an_edge_must_hold_its_pocket_and_says_what_to_add(library):
    with pytest.raises(RequestError, match="edge-too-small") as caught:
        sheet_of(library, "bang-ron-6x0.8m", "xỏ trên 70")
    assert "cạnh trên 50 mm" in catalogue("vi").error(caught.value)
    assert "chừa biên=100" in catalogue("vi").error(caught.value)
    assert "the top" in catalogue("en").error(caught.value)
    sheet = sheet_of(library, "bang-ron-6x0.8m", "xỏ trên 70, chừa biên trên 100")
    assert sheet.edge == Edges(100, 50, 50, 50)


def test_an_edge_must_hold_its_hem(library):
    with pytest.raises(RequestError, match="edge-too-small"):
        sheet_of(library, "bang-ron-6x0.8m", "may 60")


def test_a_shop_may_want_more_edge_than_the_kind_has(library):
    with pytest.raises(RequestError, match="edge-below-shop") as caught:
        sheet_of(library, "a3", edge_mm=5)
    assert "chừa biên=5" in catalogue("vi").error(caught.value)
    assert sheet_of(library, "a3", "chừa biên=5", edge_mm=5).edge == Edges.all(5)


def test_finishing_must_leave_room_for_type(library):
    with pytest.raises(RequestError, match="sheet-no-room"):
        sheet_of(library, "2000x400mm", "không khuy, xỏ 200, chừa biên 230")


# ---------------------------------------------------------------- eyelets


def test_six_metres_at_500_take_28_eyelets(library):
    sheet = sheet_of(library, "bang-ron-6x0.8m", "khuy=500")
    assert rows_of(sheet) == {
        "top": (12, 497.5), "right": (2, 385), "bottom": (12, 497.5), "left": (2, 385)
    }  # fmt: skip
    assert len(sheet.eyelets) == 28
    assert sheet.eyelets[0] == Eyelet(15, 15) and sheet.eyelets[12] == Eyelet(5985, 15)


def test_six_metres_at_1000_take_14_eyelets(library):
    sheet = sheet_of(library, "bang-ron-6x0.8m")
    assert rows_of(sheet) == {
        "top": (6, 995), "right": (1, 770), "bottom": (6, 995), "left": (1, 770)
    }  # fmt: skip
    assert len(sheet.eyelets) == 14


def test_without_a_hem_eyelets_stand_15_mm_from_the_edge_and_type_clears_their_rings(library):
    sheet = sheet_of(library, "bang-ron-6x0.8m", "may=0")
    assert sheet.eyelets[0] == Eyelet(15, 15)
    assert sheet.safe == Edges.all(15 + 11 + SEAM_AIR_MM)


def test_a_wider_hem_moves_eyelets_to_its_middle(library):
    assert sheet_of(library, "bang-ron-6x0.8m", "may=40").eyelets[0] == Eyelet(20, 20)


def test_corner_eyelets_cost_type_a_strip_at_the_short_sides(library):
    sheet = sheet_of(library, "standee-0.6x1.6m")
    assert len(sheet.eyelets) == 4
    assert sheet.safe == Edges(top=36, right=20, bottom=36, left=20)


def test_no_eyelet_pierces_a_pocket(library):
    sheet = sheet_of(library, "bang-ron-6x0.8m", "khuy 500, xỏ trên 70, chừa biên trên 100")
    assert set(rows_of(sheet)) == {"right", "bottom", "left"}
    assert min(eyelet.y_mm for eyelet in sheet.eyelets) == 85
    assert sheet.safe.top == 80
    assert len(sheet.eyelets) == 13 + 2 * 2


def test_a_piece_too_small_for_eyelets_says_so(library):
    with pytest.raises(RequestError, match="eyelets-no-room"):
        sheet_of(library, "60x80mm", "khuy góc")


@given(
    st.integers(1000, 20_000), st.integers(400, 3000), st.integers(100, 3000), st.integers(0, 50)
)
def test_eyelets_are_even_and_near_enough_and_type_is_clear_of_them(
    library, width, height, most, hem
):
    hem = 0 if hem < 10 else hem
    size = read_size("bang-ron-6x0.8m", library)
    dimensions = dataclasses.replace(size.dimensions, width=width, height=height)
    size = dataclasses.replace(size, dimensions=dimensions)
    shop = library.shop("generic-hiflex")
    sheet = make_sheet(size, shop, read_finishing(f"khuy {most}, may {hem}"))
    for row in sheet.eyelet_rows:
        assert row.gap_mm <= most + 1e-6
        steps = [
            abs(b.x_mm - a.x_mm) + abs(b.y_mm - a.y_mm)
            for a, b in zip(row.eyelets, row.eyelets[1:], strict=False)
        ]
        assert steps == pytest.approx([row.gap_mm] * row.gaps, abs=0.001)
        assert row.gaps == 1 or row.gap_mm * row.gaps / (row.gaps - 1) > most - 1e-3
    assert rows_of(sheet)["top"] == rows_of(sheet)["bottom"]
    assert rows_of(sheet)["left"] == rows_of(sheet)["right"]
    safe, ring = sheet.safe_area, shop.eyelet_ring_mm / 2
    for eyelet in sheet.eyelets:
        dx = max(safe.x - eyelet.x_mm, eyelet.x_mm - safe.right, 0)
        dy = max(safe.y - eyelet.y_mm, eyelet.y_mm - safe.bottom, 0)
        assert max(dx, dy) >= ring + SEAM_AIR_MM - 1e-6


# ---------------------------------------------------------------- other finishing


def test_what_a_roll_ups_case_hides_is_kept_clear(library):
    sheet = sheet_of(library, "cuon-0.8x2m")
    assert sheet.safe == Edges(10, 10, 150, 10)
    assert sheet.has_finishing and sheet.cut == sheet.trim


def test_a_frame_folds_the_edge_and_a_poster_is_cut_to_size(library):
    assert sheet_of(library, "pa-no-3x4m").cut == sheet_of(library, "pa-no-3x4m").printed
    poster = sheet_of(library, "a3")
    assert poster.cut == poster.trim and not poster.has_finishing


# ---------------------------------------------------------------- what a page adds


def test_the_slug_stands_below_what_is_wide_and_right_of_what_is_tall(library):
    assert sheet_of(library, "bang-ron-6x0.8m").slug == Edges(bottom=150)
    assert sheet_of(library, "phuon-0.8x2m").slug == Edges(right=15)


def test_a_small_piece_gets_a_page_that_holds_the_ruler(library):
    sheet = sheet_of(library, "60x90mm")
    assert sheet.page.height == pytest.approx(160)
    assert sheet_of(library, "90x60mm").page.width == pytest.approx(160)


def test_marks_take_room_on_all_sides_and_a_plain_shop_none(library):
    assert sheet_of(library, "a3", shop="generic-offset").slug == Edges(12, 27, 12, 12)
    assert sheet_of(library, "a3", slug=False).page == sheet_of(library, "a3").printed
