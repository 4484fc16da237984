"""Type on a slant: where its ink may be, how its lines stand, and what a master may say of it."""

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fill.conftest import GROUND, LAYOUT, SLOGAN, UNIT

from poster.errors import LegibilityError, RequestError
from poster.fill.clearance import clearance_faults
from poster.fill.filling import words_on
from poster.fill.frames import Frames
from poster.fill.legibility import judge
from poster.fill.turned import Slant, pieces
from poster.geometry import Affine, Rect
from poster.library import starter_library
from poster.model import Eyelet, EyeletRow
from poster.sheet import make_sheet
from poster.svg.nodes import Group
from poster.typeset.fit import Style, fit
from poster.typeset.fonts import scan
from poster.typeset.skyline import flattened

TEXTS = (
    "Tết",
    "Đức - Sức - Tài",
    "Ẩm thực Ắc quy Ễnh ương - Ngày mai tươi sáng",
    "PHẤN ĐẤU ĐỔI MỚI ĐỂ MỖI NGƯỜI ĐỀU ẤM NO, HIỂU BIẾT, TIẾN BỘ, VỮNG BƯỚC DƯỚI CỜ ĐẢNG!",
)
BOXES = (Rect(30, 20, 1200, 540), Rect(-50, 0, 700, 1100), Rect(0, 0, 370, 1300))
TURNS = st.floats(0.001, 45).flatmap(lambda turn: st.sampled_from([turn, -turn]))
TURNED = SLOGAN.replace("/>", ' data-turn="-8"/>')


@pytest.fixture(scope="module")
def face():
    return scan(starter_library() / "fonts").face("Roboto Condensed", 800)


def style(face, align="left", valign="middle"):
    return Style(face, case="upper", align=align, valign=valign, max_lines=9)


def inks(slant, setting):
    """The box around the real outline of each line, turned."""
    return [line.path.transformed(slant.turn).bounds for line in setting.lines]


def codes(error):
    return [finding.code for finding in error.value.findings]


def letters(node):
    return [s for one in node.children for s in letters(one)] if isinstance(node, Group) else [node]


# ---------------------------------------------------------------- setting


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(TEXTS), st.sampled_from(BOXES), TURNS,
    st.sampled_from(["left", "center", "right"]), st.sampled_from(["top", "middle", "bottom"]),
)  # fmt: skip
def test_all_ink_lies_in_the_upright_frame(face, text, box, turn, align, valign):
    slant = Slant(box, turn)
    setting = slant.set(text, style(face, align, valign))
    assert setting.cap_mm > 0
    assert all(box.contains(ink, 0.01) for ink in inks(slant, setting))


@pytest.mark.parametrize("turn", [-10, 8])
@pytest.mark.parametrize(("align", "side"), [("left", "x"), ("right", "right"), ("center", "cx")])
def test_every_line_keeps_to_the_upright_side_of_the_frame(face, turn, align, side):
    slant = Slant(BOXES[1], turn)
    found = inks(slant, slant.set(TEXTS[3], style(face, align)))
    assert len(found) > 3
    wanted = getattr(BOXES[1], side)
    assert [getattr(ink, side) for ink in found] == pytest.approx([wanted] * len(found), abs=0.1)


@pytest.mark.parametrize("turn", [-45, -10, 8])
@pytest.mark.parametrize("text", [TEXTS[3], "HỂẠI HNẠH / NLNỂ ỂỘII / ẠỂỘN ỘỂII"])
def test_air_is_left_between_lines_that_were_moved_along_themselves(face, turn, text):
    setting = Slant(Rect(0, 0, 1200, 380), turn).set(text, style(face))
    for upper, lower in pairwise(setting.lines):
        assert air_mm(upper, lower) > 0.1 * setting.size_mm


def air_mm(upper, lower):
    """The least distance down from the ink of one line to that of the next, on plumb cuts."""
    cuts = {}
    for at, path in enumerate((upper.path, lower.path)):
        for (x, y), _ in flattened(path, 12):
            cuts.setdefault(round(x / upper.size_mm * 20), ([], []))[at].append(y)
    return min(min(low) - max(high) for high, low in cuts.values() if high and low)


def test_a_turn_costs_little_size_in_a_tall_frame(face):
    flat = fit(TEXTS[1], BOXES[2], style(face)).cap_mm
    assert Slant(BOXES[2], -10).set(TEXTS[1], style(face)).cap_mm > 0.9 * flat


@given(TURNS, st.sampled_from(TEXTS[:3]))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_text_is_never_larger_than_its_beginning(face, turn, text):
    words = text.split()
    caps = [
        Slant(BOXES[0], turn).set(" ".join(words[:count]), style(face)).cap_mm
        for count in range(1, len(words) + 1)
    ]
    assert all(longer <= shorter * 1.03 for shorter, longer in pairwise(caps))


def test_a_low_frame_keeps_half_of_its_height_for_lines(face):
    slant = Slant(Rect(0, 0, 9000, 800), -8)
    level, room = slant.levelled
    assert room.width == pytest.approx(400 / math.tan(math.radians(8)))
    assert room.height == pytest.approx(400)
    assert (room.cx, room.cy) == (4500, 400)
    assert level.apply(0, 0)[0] == 0


def test_levelled_lines_lie_in_the_room(face):
    slant = Slant(BOXES[0], -8)
    level, room = slant.levelled
    setting = slant.set(TEXTS[2], style(face))
    sheared = [line.path.transformed(level @ slant.turn).bounds for line in setting.lines]
    assert all(room.contains(box, 0.02 * room.height) for box in sheared)


def test_pieces_cover_a_line(face):
    parts = list(pieces(Rect(10, 20, 95, 10)))
    assert len(parts) == 10
    assert all(part.height == 10 and part.width == pytest.approx(9.5) for part in parts)
    assert parts[0].union(parts[-1]).width == pytest.approx(95)


# ---------------------------------------------------------------- masters


def test_data_turn_turns_the_letters_and_not_their_size(small):
    small.layout(GROUND + TURNED + UNIT)
    made = small.compose(text="HHHH", unit="UBND")
    frame, setting = made.frames["slogan"], made.settings["slogan"]
    assert frame.turn_deg == -8
    node = next(node for node in made.nodes if node.id == "slot-slogan")
    (line,) = letters(node)
    assert frame.box.contains(line.bounds, 0.01)
    assert line.path.transformed(frame.turn.inverse()).bounds.height == pytest.approx(
        setting.cap_mm, rel=0.01
    )
    first, last = points_at_ends(line)
    assert math.degrees(math.atan2(last[1] - first[1], last[0] - first[0])) == pytest.approx(
        -8, 0.1
    )


def points_at_ends(shape):
    """The lower left corner of the first letter and the lower right one of the last."""
    corners = [point for _, given_ in shape.path.steps for point in given_]
    back = Affine.rotate(8)
    low = max(back.apply(*point)[1] for point in corners)
    base = [point for point in corners if back.apply(*point)[1] > low - 0.1]
    return min(base), max(base)


@pytest.mark.parametrize("tag", ["rect", "g"])
def test_a_rectangle_that_is_turned_means_the_same(small, tag):
    turned = ' transform="rotate(-8 500 200)"'
    body = SLOGAN.replace("/>", turned + "/>") if tag == "rect" else f"<g{turned}>{SLOGAN}</g>"
    small.layout(GROUND + body + UNIT)
    assert small.compose().frames["slogan"].turn_deg == pytest.approx(-8)


@pytest.mark.parametrize("turn", ['data-turn="0"', 'transform="rotate(90 500 200)"', ""])
def test_quarter_turns_and_none_leave_lines_level(small, turn):
    small.layout(GROUND + SLOGAN.replace("/>", f" {turn}/>") + UNIT)
    frame = small.compose().frames["slogan"]
    assert frame.turn_deg == 0
    assert frame.turn == Affine()
    assert frame.levelled == (Affine(), frame.box)


def test_no_turn_changes_nothing(small):
    before = small.compose(unit="UBND").artwork.svg
    small.layout(GROUND + SLOGAN.replace("/>", ' data-turn="0"/>') + UNIT)
    assert small.compose(unit="UBND").artwork.svg == before


@pytest.mark.parametrize("turn", ["steep", "46", "-60", "nan", "8deg", ""])
def test_a_turn_that_cannot_be_is_a_fault(small, turn):
    small.layout(GROUND + SLOGAN.replace("/>", f' data-turn="{turn}"/>') + UNIT)
    with pytest.raises(RequestError) as error:
        small.compose()
    assert codes(error) == ["layout-turn"]


def test_only_single_texts_turn(small):
    points_ = '<rect data-slot="points" data-turn="5" x="100" y="380" width="800" height="100"/>'
    layout = LAYOUT.replace("  unit: {type: text", "  points: {type: list")
    small.layout(GROUND + SLOGAN + points_, layout)
    with pytest.raises(RequestError) as error:
        small.compose(points="Một | Hai")
    assert codes(error) == ["layout-turn-slot"]


# ---------------------------------------------------------------- finished pieces


@pytest.fixture
def piece(small):
    """Two long lines on a slant, and their sheet."""
    small.layout(GROUND + TURNED)
    job, library = small.job(text="Toàn dân thi đua yêu nước / xây dựng Thủ đô văn hiến")
    return small.compose_job(job, library), make_sheet(job.size, job.shop)


def test_an_eyelet_beside_a_slanted_line_is_no_fault_and_one_on_it_is(piece):
    made, sheet = piece
    frame, line = made.frames["slogan"], made.settings["slogan"].lines[0]
    around = frame.turn.box(line.ink)
    beside = (around.x + 15, around.y + 15)  # in the box around the line, far above its beginning
    on = frame.turn.apply(line.ink.x + line.ink.height, line.baseline_mm)
    for place, wanted in ((beside, 0), (on, 1)):
        row = EyeletRow("top", (Eyelet(*place),))
        found = clearance_faults(made, replace(sheet, eyelet_rows=(row,)), 20)
        assert len([one for one in found if "eyelet" in one.code]) == wanted


def test_words_on_a_photo_are_looked_at_where_they_stand(piece):
    made, _ = piece
    frame = made.frames["slogan"]
    boxes = [one.box for one in words_on(Frames(text={"slogan": frame}), made.settings, {}, None)]
    node = next(node for node in made.nodes if node.id == "slot-slogan")
    for line in letters(node):
        corners = [point for _, given_ in line.path.steps for point in given_]
        assert all(any(box.contains(Rect(*one, 0, 0)) for box in boxes) for one in corners)
        whole = line.bounds
        above = Rect(whole.x, whole.y, 1, 1)  # over the beginning of a rising line
        assert not any(box.contains(above) for box in boxes) or line.id != "slogan-line-1"


def test_what_would_help_is_found_with_the_turn(small):
    small.layout(GROUND + SLOGAN.replace("/>", ' data-turn="-40"/>') + UNIT)
    text = "Xây dựng và phát triển Thủ đô Hà Nội trong kỷ nguyên mới " * 3
    job, library = small.job(text=text, size="bang-ron-5x0.7m")
    with pytest.raises(LegibilityError) as caught:
        judge(small.compose_job(job, library), job, (), lambda size: None)
    (cut,) = [one.params["count"] for one in caught.value.findings if one.code == "advice-cut"]
    shorter = small.compose(text=job.text[:-cut].strip(), size="bang-ron-5x0.7m")
    assert shorter.settings["slogan"].cap_mm >= caught.value.params["floor_mm"]


def test_a_slanted_piece_is_sound(piece):
    made, sheet = piece
    assert len(made.settings["slogan"].lines) > 1
    assert clearance_faults(made, sheet, 20) == ()
