"""Into how many panels, which way the cloth runs, and where seams go."""

import dataclasses
import io
import itertools

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image as Picture

from poster.errors import RequestError, Severity
from poster.geometry import Edges, Rect
from poster.intake import read_size
from poster.press.tiles import MOST_SHIFT, plan_panels
from poster.sheet import make_sheet
from poster.svg.nodes import Group, Image, Shape, to_artwork
from poster.svg.paths import polygon, rectangle

RED, YELLOW = "#da251d", "#ffdd00"
DOT = io.BytesIO()
Picture.new("RGB", (1, 1)).save(DOT, "PNG")
PNG = DOT.getvalue()


def shapes(plan):
    return [(panel.code, panel.region, panel.glued) for panel in plan.panels]


@pytest.fixture(scope="session")
def board(library):
    """The plan of a board of 3000 x 2000 mm, printed 3200 x 2200, with `things` on red."""

    def plan(*things, printable_mm=1500.0, overlap_mm=20.0, size="3000x2000mm"):
        shop = dataclasses.replace(
            library.shop("generic-hiflex"), printable_mm=printable_mm, overlap_mm=overlap_mm
        )
        sheet = make_sheet(read_size(size, library), shop)
        nodes = (Shape(rectangle(sheet.printed), RED), *things)
        artwork = to_artwork(nodes, sheet.trim, sheet.printed)
        return sheet, plan_panels(sheet, shop, artwork, nodes)

    return plan


def letters(*boxes, name="slot-slogan"):
    return Group(tuple(Shape(rectangle(Rect(*box)), YELLOW) for box in boxes), id=name)


def test_a_banner_of_twelve_metres_is_turned_and_has_no_seam(planned):
    sheet, _, plan = planned("12000x1000mm")
    assert sheet.printed.width > 3100
    assert (plan.runs, plan.panels, plan.findings) == ("width", (), ())


def test_a_board_of_five_by_ten_is_two_panels_of_2610(planned):
    _, _, plan = planned("5000x10000mm")
    assert plan.runs == "height"
    assert shapes(plan) == [
        ("1/2", Rect(-100, -100, 2610, 10200), ("right",)),
        ("2/2", Rect(2490, -100, 2610, 10200), ("left",)),
    ]
    (told,) = plan.findings
    assert (told.code, told.severity) == ("seam-crosses-x", Severity.NOTE)
    assert told.params["at_m"] == 2.5


def test_a_wide_backdrop_is_cut_between_its_lines(planned):
    _, made, plan = planned("6000x3000mm")
    assert plan.runs == "width" and [told.code for told in plan.findings] == ["seam-moved"]
    above, below = (panel.region for panel in plan.panels)
    assert (above.height, below.height, above.bottom - below.y) == (1725, 1495, 20)
    for line in made.settings["slogan"].lines:
        box = line.path.bounds
        assert box.bottom < below.y or box.y > above.bottom


def test_screens_and_shops_that_print_any_width_need_none(planned, library):
    assert planned("man-hinh-4k")[2].panels == ()
    assert planned("5000x10000mm", printable_mm=None)[2].panels == ()


def test_a_seam_moves_off_a_letter_and_no_farther_than_it_must(board):
    _, plan = board(letters((500, 950, 800, 80)))
    above, below = (panel.region for panel in plan.panels)
    # Equal panels would meet at 990 to 1010; 10 mm of air below the letter ends at 1040.
    assert (below.y, above.bottom) == (1040, 1060)
    (told,) = plan.findings
    assert (told.code, told.found, told.params["moved_cm"]) == ("seam-moved", "+50 mm", 5)


def test_a_seam_passes_between_letters_that_stand_side_by_side(board):
    row = letters((200, 300, 1240, 300), (1520, 300, 1200, 300))
    _, plan = board(row, printable_mm=1700, size="3000x4000mm")
    assert plan.runs == "height"
    assert plan.panels[1].region.x == 1490 and plan.findings == ()


def test_a_letter_that_no_place_misses_is_told_and_panels_stay_equal(board):
    _, plan = board(letters((500, 100, 800, 1700)))
    assert [panel.region.height for panel in plan.panels] == [1110, 1110]
    (told,) = plan.findings
    assert (told.code, told.params["names"]) == ("seam-crosses-y", ["slogan"])


@pytest.mark.parametrize("name", ["star", "sao", "portrait-1", "flag"])
def test_symbols_are_missed_like_letters(board, name):
    star = Shape(polygon(((900, 940), (1100, 1080), (700, 1080))), YELLOW, id=name)
    _, plan = board(star)
    assert plan.panels[0].region.bottom <= 930 or plan.panels[1].region.y >= 1090


def test_pictures_of_slots_are_missed(board):
    picture = Group((Image(Rect(900, 980, 200, 60), PNG),), id="slot-photo")
    _, plan = board(picture)
    assert plan.panels[0].region.bottom <= 970 or plan.panels[1].region.y >= 1050


def test_letters_come_before_symbols(board):
    tall = letters((500, 100, 100, 950))
    star = Shape(rectangle(Rect(900, 1000, 100, 900)), YELLOW, id="star")
    _, plan = board(tall, star)
    assert plan.panels[1].region.y >= 1060
    assert [told.params["names"] for told in plan.findings if "names" in told.params] == [["star"]]


def test_of_two_ways_with_as_many_seams_the_one_that_crosses_nothing_is_taken(board):
    _, shorter = board(printable_mm=2000)
    _, clear = board(letters((400, 300, 2400, 200)), printable_mm=2000)
    assert (shorter.runs, clear.runs, clear.findings) == ("height", "width", ())


def test_other_ink_is_missed_by_its_contrast(board):
    bright = Shape(rectangle(Rect(300, 940, 2500, 100)), YELLOW)
    pale = Shape(rectangle(Rect(300, 940, 2500, 100)), "#e0352d")
    _, moved = board(bright)
    top, bottom = 940, 1040
    below, above = moved.panels[1].region.y, moved.panels[0].region.bottom
    assert not (below < top < above or below < bottom < above)
    _, unmoved = board(pale)
    assert unmoved.panels[1].region.y == 990


def test_an_overlap_wider_than_the_cloth_is_refused(board):
    with pytest.raises(RequestError, match="overlap-too-wide"):
        board(overlap_mm=1000.0)


@settings(max_examples=60, deadline=None)
@given(
    width=st.integers(2000, 20000), height=st.integers(2000, 20000),
    printable=st.integers(600, 5000), overlap=st.integers(0, 40),
    blocks=st.lists(st.tuples(st.integers(0, 1900), st.integers(0, 1900), st.integers(5, 900)),
                    max_size=6),
)  # fmt: skip
def test_panels_cover_the_piece_and_fit_the_cloth(
    library, width, height, printable, overlap, blocks
):
    shop = dataclasses.replace(
        library.shop("generic-hiflex"), printable_mm=float(printable), overlap_mm=float(overlap)
    )
    size = read_size(f"{width}x{height}mm", library)
    kind = dataclasses.replace(size.kind, edge_mm=Edges.all(50), pocket_mm=Edges(), hem_mm=0)
    sheet = make_sheet(dataclasses.replace(size, kind=kind), shop)
    nodes = (letters(*((x, y, side, side) for x, y, side in blocks)),)
    printed = sheet.printed
    assume(max(printed.width, printed.height) / min(printed.width, printed.height) < 30)
    plan = plan_panels(sheet, shop, to_artwork(nodes, sheet.trim, printed), nodes)
    if min(printed.width, printed.height) <= printable:
        assert plan.panels == ()
        return
    across = plan.runs == "height"
    spans = [
        (p.region.x, p.region.right) if across else (p.region.y, p.region.bottom)
        for p in plan.panels
    ]
    whole = (printed.x, printed.right) if across else (printed.y, printed.bottom)
    assert (spans[0][0], spans[-1][1]) == whole
    length = whole[1] - whole[0]
    equal = (length + (len(spans) - 1) * overlap) / len(spans)
    for start, end in spans:
        assert end - start <= printable + 1
        assert abs(end - start - equal) <= 2 * MOST_SHIFT * equal + 1
    for (_, end), (start, _) in itertools.pairwise(spans):
        assert end - start == pytest.approx(overlap)
    fewest = min(-(-(side - overlap) // (printable - overlap)) for side in
                 (printed.width, printed.height))  # fmt: skip
    assert len(spans) == fewest
