"""The stage backdrop: its flags as protocol has them, and lines that may be absent."""

import re
from datetime import date
from functools import cache
from itertools import combinations, pairwise

import pytest

from poster.fill.clearance import shapes_of
from poster.fill.compose import compose
from poster.geometry import Rect
from poster.intake import Request, read_request
from poster.sheet import make_sheet
from poster.workshop.check import check_layout

TITLE = "Hội nghị tổng kết công tác năm 2026"
LINES = {
    "superior": "Đảng bộ thành phố Hà Nội",
    "unit": "Đảng bộ phường Đống Đa",
    "event": "Lần thứ nhất, nhiệm kỳ 2025 - 2030",
    "when": "Đống Đa, ngày 20 tháng 4 năm 2026",
}
#: One size of each master.
WIDE = ("8000x1000mm", "5000x1000mm", "10000x3000mm", "phong-6x3m", "man-hinh-1080p")
UPRIGHT = ("1000x1000mm", "a3", "phuon-0.8x2m")
#: Five lines in one column, from the top.
ORDER = ("superior", "unit", "slogan", "event", "when")
LEAST_MM = 0.5


@cache
def composed(library, size, text=TITLE, **values):
    request = Request("hoi-nghi", date(2026, 4, 20), sizes=[size], text=text, values=values)
    (job,) = read_request(request, library).jobs
    return compose(job, make_sheet(job.size, job.shop), library)


def shapes(nodes):
    return (shape for node in nodes for shape in shapes_of(node))


def boxes(made):
    """The box of every shape by its id, less the number that tells parts used twice apart."""
    return {re.sub(r"-\d+$", "", shape.id): shape.bounds for shape in shapes(made.nodes)}


def flags(made):
    """The boxes of the Party's and the nation's flag; None where one is not shown."""
    found = boxes(made)
    return found.get("party-flag-ground"), found.get("national-flag-ground")


def ink(made):
    """The box of all letters."""
    found = [setting.ink for setting in made.settings.values()]
    return Rect.from_sides(
        min(box.x for box in found),
        min(box.y for box in found),
        max(box.right for box in found),
        max(box.bottom for box in found),
    )


@pytest.mark.parametrize("size", WIDE)
def test_both_flags_hang_left_of_the_words_the_partys_outermost(library, size):
    made = composed(library, size, **LINES)
    party, nation = flags(made)
    assert party.right < nation.x
    assert nation.right < ink(made).x
    assert nation.right < made.artwork.trim.cx


@pytest.mark.parametrize("size", UPRIGHT)
def test_upright_pieces_have_the_flags_in_the_middle_above_the_words(library, size):
    made = composed(library, size, **LINES)
    party, nation = flags(made)
    assert party.right < nation.x
    assert (party.x + nation.right) / 2 == pytest.approx(made.artwork.trim.cx, abs=0.01)
    assert nation.bottom < ink(made).y


@pytest.mark.parametrize("size", WIDE + UPRIGHT)
def test_the_flags_are_whole_of_one_size_and_level(library, size):
    made = composed(library, size, **LINES)
    party, nation = flags(made)
    found = boxes(made)
    for flag in (party, nation):
        assert made.artwork.trim.contains(flag)
        assert flag.width / flag.height == pytest.approx(3 / 2)
    assert (party.y, party.width) == pytest.approx((nation.y, nation.width))
    star, sickle = found["national-flag-star"], found["party-flag-sickle"]
    assert nation.cy - star.y == pytest.approx(nation.width / 5, rel=1e-3)
    # To the eye: a fortieth of the flag's height is 5 mm on a flag of 300 x 200 mm.
    assert sickle.y == pytest.approx(star.y, abs=nation.height / 2000)


@pytest.mark.parametrize("emblem", ["ca-hai", "co-to-quoc"])
@pytest.mark.parametrize("size", WIDE + UPRIGHT)
def test_nothing_is_drawn_over_a_flag(library, size, emblem):
    made = composed(library, size, emblem=emblem, **LINES)
    drawn = list(shapes(made.nodes))
    names = [re.sub(r"-\d+$", "", shape.id) for shape in drawn]
    for flag, last in (
        ("party-flag-ground", "party-flag-hammer"), ("national-flag-ground", "national-flag-star"),
    ):  # fmt: skip
        if flag not in names:
            continue
        cloth = drawn[names.index(flag)].bounds
        for later in drawn[names.index(last) + 1 :]:
            shared = cloth.intersect(later.bounds)
            assert min(shared.width, shared.height) < 0.01, later.id


@pytest.mark.parametrize("size", WIDE + UPRIGHT)
def test_the_nations_flag_alone_and_no_flag(library, size):
    party, nation = flags(composed(library, size, emblem="co-to-quoc", **LINES))
    assert party is None
    assert nation.width / nation.height == pytest.approx(3 / 2)
    bare = composed(library, size, emblem="khong", **LINES)
    assert flags(bare) == (None, None)
    assert not [name for name in boxes(bare) if name.startswith("shadow-")]
    # The words move to the middle: no place is kept for flags.
    assert ink(bare).cx == pytest.approx(bare.artwork.trim.cx, rel=0.01)


@pytest.mark.parametrize("size", ["8000x1000mm", "phong-6x3m", "a3", "phuon-0.8x2m"])
def test_a_line_that_is_absent_leaves_its_room_to_the_title(library, size):
    full = composed(library, size, **LINES).frames
    alone = composed(library, size).frames["slogan"].box
    assert alone.y == pytest.approx(full["superior"].box.y)
    assert alone.bottom > full["event"].box.cy
    for name in ("superior", "unit", "event"):
        less = {slot: text for slot, text in LINES.items() if slot != name}
        room = composed(library, size, **less).frames["slogan"].box
        assert full["slogan"].box.height < room.height < alone.height + 0.01


@pytest.mark.slow
@pytest.mark.parametrize("emblem", ["ca-hai", "co-to-quoc", "khong"])
@pytest.mark.parametrize("size", ["8000x1000mm", "phong-6x3m", "a3", "phuon-0.8x2m"])
def test_every_set_of_lines_stands_in_order_and_clear_of_each_other(library, size, emblem):
    for count in range(len(LINES) + 1):
        for given in combinations(LINES, count):
            values = {name: LINES[name] for name in given}
            made = composed(library, size, emblem=emblem, **values)
            assert set(made.settings) == {"slogan", *given}
            column = [made.settings[name].ink for name in ORDER if name in made.settings]
            for above, below in pairwise(column):
                assert above.bottom < below.y, given


@pytest.mark.parametrize("size", WIDE + UPRIGHT)
@pytest.mark.parametrize("text", ["Đại hội đại biểu", TITLE])
def test_the_title_is_the_largest_and_the_unit_larger_than_the_body_above(library, size, text):
    caps = {
        name: one.cap_mm for name, one in composed(library, size, text, **LINES).settings.items()
    }
    assert max(caps, key=caps.get) == "slogan"
    assert caps["unit"] > caps["superior"]
    assert caps["event"] > caps["superior"]


@pytest.mark.parametrize("size", ["a4", "a4-ngang"])
@pytest.mark.parametrize("emblem", ["ca-hai", "khong"])
def test_nothing_is_thinner_than_half_a_millimetre_on_the_smallest_piece(library, size, emblem):
    made = composed(library, size, emblem=emblem)
    for shape in shapes(made.nodes):
        if shape.stroke is not None:
            assert shape.stroke.width >= LEAST_MM, shape.id
        elif shape.id.endswith(("-line", "-hair")):
            assert shape.bounds.height >= LEAST_MM, shape.id
    # The drum's thinnest lines are 8 wide where it is 1012 across.
    drums = [shape.bounds for shape in shapes(made.nodes) if shape.id.startswith("drum-teeth")]
    assert drums
    for drum in drums:
        assert drum.width * 8 / 1012 >= LEAST_MM


@pytest.mark.slow
def test_the_layout_has_no_faults(library):
    assert not check_layout("hoi-nghi", library).findings
