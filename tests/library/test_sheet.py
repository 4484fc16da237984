import dataclasses

import pytest

from poster.errors import RequestError
from poster.geometry import Edges
from poster.intake import read_size
from poster.sheet import make_sheet


def sheet_of(library, size):
    return make_sheet(read_size(size, library), library.shop("generic-hiflex"))


def test_a_street_banner_has_its_edge_outside_and_its_hem_inside(library):
    sheet = sheet_of(library, "bang-ron-6x0.8m")
    assert (sheet.trim.width, sheet.trim.height) == (6000, 800)
    assert (sheet.printed.width, sheet.printed.height) == (6100, 900)
    assert sheet.safe == Edges.all(40)


def test_pockets_take_room_at_the_top_and_bottom_only(library):
    sheet = sheet_of(library, "phuon-0.8x2m")
    assert (sheet.printed.width, sheet.printed.height) == (900, 2200)
    assert (sheet.safe.top, sheet.safe.left) == (80, 40)


def test_a_screen_has_neither(library):
    sheet = sheet_of(library, "man-hinh-1080p")
    assert sheet.printed == sheet.trim == sheet.safe_area


@pytest.mark.parametrize(("size", "scale"), [("4900x700mm", 1), ("5x0.7m", 10), ("a3", 1)])
def test_above_five_metres_of_outer_size_a_page_is_a_tenth(library, size, scale):
    assert sheet_of(library, size).scale == scale


def test_what_no_page_holds_is_refused(library):
    with pytest.raises(RequestError, match="piece-too-large"):
        sheet_of(library, "60x5m")


def test_an_edge_must_hold_its_pocket(library):
    size = read_size("phuon-0.8x2m", library)
    kind = dataclasses.replace(size.kind, edge_mm=Edges.all(60))
    with pytest.raises(RequestError, match="edge-too-small"):
        make_sheet(dataclasses.replace(size, kind=kind), library.shop("generic-hiflex"))
