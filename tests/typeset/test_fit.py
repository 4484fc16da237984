"""Setting: breaks by meaning, ink inside the frame, lines apart, sizes as large as they can be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from type_library import FRAMES

from poster.errors import RequestError
from poster.geometry import Rect
from poster.typeset.fit import Setting, Style, alternatives, fit
from poster.typeset.fonts import Face, FontIndex
from poster.typeset.skyline import flattened
from poster.words.phrases import Joint, units

CHAIN = "Văn hiến - Văn minh - Hiện đại - Hạnh phúc"
GREEN = "Xây dựng Thủ đô Hà Nội xanh, thông minh, hiện đại"
STACKED = "ẤẦẨẪẮẰẲẴỐỒỔỖ ẬẶỆỘỢ"


def texts(setting: Setting) -> list[str]:
    return [line.text for line in setting.lines]


def boldest(fonts: FontIndex) -> list[Face]:
    """One face of each family."""
    weights = {cut.family: cut.weights[1] for cut in fonts.cuts}
    return [fonts.face(family, weight) for family, weight in weights.items()]


def least_gap_em(setting: Setting) -> float:
    """Smallest vertical distance between the inks of neighbouring lines, in em."""
    gaps = []
    for upper, lower in zip(setting.lines, setting.lines[1:], strict=False):
        columns: dict[int, list[float]] = {}
        step = setting.size_mm / 40
        for side, line in ((0, upper), (1, lower)):
            for (x0, y0), (x1, y1) in flattened(line.path + line.emphasis_path):
                for column in range(int(min(x0, x1) / step), int(max(x0, x1) / step) + 1):
                    low, high = columns.setdefault(column, [-1e9, 1e9])
                    if side == 0:
                        columns[column][0] = max(low, y0, y1)
                    else:
                        columns[column][1] = min(high, y0, y1)
        gaps += [high - low for low, high in columns.values() if low > -1e8 and high < 1e8]
    return min(gaps, default=1e9) / setting.size_mm


@pytest.mark.parametrize("shape", FRAMES)
@pytest.mark.parametrize("text", [CHAIN, GREEN, STACKED, "5K", GREEN + " " + CHAIN])
def test_ink_stays_inside_and_lines_apart(fonts: FontIndex, text: str, shape: str) -> None:
    frame = FRAMES[shape]
    for face in boldest(fonts):
        setting = fit(text, frame, Style(face, case="upper"))
        assert frame.contains(setting.ink, 1e-6 * setting.size_mm)
        for line in setting.lines:
            bounds = (line.path + line.emphasis_path).bounds
            assert bounds is not None
            assert line.ink.contains(bounds, 1e-6 * setting.size_mm)
        assert least_gap_em(setting) >= 0.04
        assert setting.cap_mm == pytest.approx(setting.size_mm * face.cap_height_em)


def test_the_ink_fills_the_frame_one_way_or_the_other(roboto: Face) -> None:
    for frame in FRAMES.values():
        ink = fit(CHAIN, frame, Style(roboto, case="upper")).ink
        assert max(ink.width / frame.width, ink.height / frame.height) > 0.98


def test_a_chain_breaks_at_its_dashes_and_drops_them(roboto: Face) -> None:
    setting = fit(CHAIN, FRAMES["1000x1000"], Style(roboto, case="upper"))
    assert texts(setting) == ["VĂN HIẾN", "VĂN MINH", "HIỆN ĐẠI", "HẠNH PHÚC"]
    wide = fit(CHAIN, FRAMES["6400x800"], Style(roboto))
    assert texts(wide) == ["Văn hiến – Văn minh – Hiện đại – Hạnh phúc"]


def test_compounds_and_names_stay_whole(roboto: Face) -> None:
    setting = fit(GREEN, FRAMES["1000x1000"], Style(roboto))
    assert texts(setting) == ["Xây dựng", "Thủ đô", "Hà Nội xanh,", "thông minh,", "hiện đại"]


def test_the_writer_breaks_and_forbids(roboto: Face) -> None:
    style = Style(roboto)
    forced = fit("Hà Nội / thành phố vì hòa bình", FRAMES["10000x1000"], style)
    assert texts(forced) == ["Hà Nội", "thành phố vì hòa bình"]
    assert texts(fit("Dạy tốt\nHọc tốt", FRAMES["10000x1000"], style)) == ["Dạy tốt", "Học tốt"]
    kept = fit("một~hai~ba bốn", FRAMES["500x2000"], style)
    assert texts(kept)[0] == "một hai ba"
    assert texts(fit("Tốc độ 60 km/h ngày 30/4/1975", FRAMES["10000x1000"], style)) == [
        "Tốc độ 60 km/h ngày 30/4/1975"
    ]


def test_a_limit_of_lines_gives_way_to_forced_breaks_only(roboto: Face) -> None:
    style = Style(roboto, max_lines=2)
    assert len(fit(GREEN, FRAMES["1000x1000"], style).lines) == 2
    assert len(fit("a / b / c", FRAMES["1000x1000"], style).lines) == 3


def test_couplets_in_slim_frames(roboto: Face) -> None:
    setting = fit(CHAIN, FRAMES["500x2000"], Style(roboto, case="upper"))
    assert texts(setting) == ["VĂN", "HIẾN", "VĂN", "MINH", "HIỆN", "ĐẠI", "HẠNH", "PHÚC"]
    drops = [b.baseline_mm - a.baseline_mm for a, b in zip(setting.lines, setting.lines[1:])]  # noqa: B905
    within, between = drops[::2], drops[1::2]
    assert max(within) < min(between)
    assert [note.code for note in setting.notes] == ["type-couplet"]
    longer = fit(CHAIN + " - Nghĩa tình", FRAMES["500x2000"], Style(roboto, case="upper"))
    assert not longer.notes


def test_leading_is_constant_and_not_too_loose(roboto: Face) -> None:
    setting = fit(GREEN, FRAMES["a2"], Style(roboto, case="upper"))
    drops = [b.baseline_mm - a.baseline_mm for a, b in zip(setting.lines, setting.lines[1:])]  # noqa: B905
    assert max(drops) == pytest.approx(min(drops))
    gap = drops[0] - setting.cap_mm
    assert 0.55 * setting.cap_mm <= gap <= 0.95 * setting.cap_mm


def test_the_block_is_centred_on_its_capitals(roboto: Face) -> None:
    frame = Rect(100, 50, 1000, 1000)
    setting = fit(GREEN, frame, Style(roboto, case="upper"))
    top = setting.lines[0].baseline_mm - setting.cap_mm
    assert (top + setting.lines[-1].baseline_mm) / 2 == pytest.approx(frame.cy)


def test_alignment_and_vertical_alignment(roboto: Face) -> None:
    frame = Rect(10, 20, 900, 900)
    text = "Hãy hành động / vì gia đình"
    left = fit(text, frame, Style(roboto, align="left", valign="top"))
    assert left.ink.x == pytest.approx(frame.x)
    assert left.ink.y == pytest.approx(frame.y)
    right = fit(text, frame, Style(roboto, align="right", valign="bottom"))
    assert right.ink.right == pytest.approx(frame.right)
    assert right.ink.bottom == pytest.approx(frame.bottom)


def test_a_comma_hangs(roboto: Face) -> None:
    """The middle of a centred line is the middle of its letters."""
    frame = Rect(0, 0, 1000, 500)
    with_comma = fit("thông minh, / hiện đại muôn phương", frame, Style(roboto)).lines[0]
    without = fit("thông minh / hiện đại muôn phương", frame, Style(roboto)).lines[0]
    assert with_comma.x_mm == pytest.approx(without.x_mm, abs=0.01 * with_comma.size_mm)


def test_round_and_slanted_letters_hang_a_little(roboto: Face) -> None:
    setting = fit("Hà / Tà / Hà Nội", Rect(0, 0, 1000, 1000), Style(roboto, align="left"))
    straight, slanted = setting.lines[0].ink.x, setting.lines[1].ink.x
    assert 0 < straight - slanted < 0.08 * setting.size_mm


def test_emphasis_is_apart_and_changes_no_measure(roboto: Face) -> None:
    frame = FRAMES["3000x1000"]
    plain = fit("Nước lấy dân làm gốc", frame, Style(roboto))
    marked = fit("Nước lấy *dân* làm gốc", frame, Style(roboto))
    assert [line.ink for line in marked.lines] == [line.ink for line in plain.lines]
    assert " ".join(texts(marked)) == "Nước lấy dân làm gốc"
    line = next(line for line in marked.lines if line.emphasised)
    inner = line.emphasis_path.bounds
    assert inner is not None
    assert line.ink.contains(inner)
    assert len(line.emphasised) == 3
    assert all(line.emphasised == () for line in plain.lines)


def test_a_narrower_width_comes_before_a_broken_compound(fonts: FontIndex) -> None:
    face = fonts.face("Archivo", 800)
    narrow = tuple(fonts.face("Archivo", 800, width) for width in (85, 62))
    frame = Rect(0, 0, 200, 1200)
    text = "Chuyển đổi số phục vụ Nhân dân, đổi mới sáng tạo"
    plain = fit(text, frame, Style(face))
    helped = fit(text, frame, Style(face, narrower=narrow))
    assert helped.cap_mm > plain.cap_mm
    assert helped.face.width == 62
    assert [note.code for note in helped.notes] == ["type-narrower"]
    asked = fit(text, frame, Style(face, narrower=narrow, wanted_cap_mm=1.3 * helped.cap_mm))
    assert asked.cap_mm > helped.cap_mm
    assert {"type-narrower", "type-broken"} == {note.code for note in asked.notes}
    assert "Chuyển / đổi" in {note.detail for note in asked.notes}


def test_a_wide_enough_face_is_not_narrowed(fonts: FontIndex) -> None:
    narrow = (fonts.face("Archivo", 800, 62),)
    style = Style(fonts.face("Archivo", 800), narrower=narrow, wanted_cap_mm=50)
    assert fit(CHAIN, FRAMES["3000x1000"], style).notes == ()


def test_numbers_that_must_never_part(roboto: Face) -> None:
    setting = fit("Ngày~30/4/1975", Rect(0, 0, 50, 900), Style(roboto, wanted_cap_mm=500))
    assert texts(setting) == ["Ngày 30/4/1975"]


def test_own_line_sizes(roboto: Face) -> None:
    frame = FRAMES["a2"]
    text = "Chào mừng / Đại hội đại biểu / phường Đống Đa"
    own = fit(text, frame, Style(roboto, case="upper", line_sizes="own", max_lines=3))
    sizes = [line.size_mm for line in own.lines]
    assert sizes[0] > 1.2 * sizes[1]
    assert min(sizes) == own.size_mm
    assert frame.contains(own.ink, 1e-6 * own.size_mm)
    assert least_gap_em(own) >= 0.04
    chain = fit(CHAIN, frame, Style(roboto, case="upper", line_sizes="own"))
    assert len({line.size_mm for line in chain.lines}) == 1


def test_alternatives_differ_and_begin_with_the_best(roboto: Face) -> None:
    frame, style = FRAMES["3000x1000"], Style(roboto, case="upper")
    offered = alternatives(GREEN, frame, style, 3)
    assert offered[0] == fit(GREEN, frame, style)
    assert len({tuple(texts(setting)) for setting in offered}) == len(offered) == 3
    assert len(offered[0].lines) != len(offered[1].lines)
    for setting in offered:
        assert frame.contains(setting.ink, 1e-6 * setting.size_mm)


def test_a_cap_limit_holds(roboto: Face) -> None:
    setting = fit("Dạy tốt", FRAMES["3000x1000"], Style(roboto, max_cap_mm=40))
    assert setting.cap_mm == 40


def test_capitals_spare_what_they_must(roboto: Face) -> None:
    text = "Cài đặt VNeID: https://vneid.gov.vn - đi 60 km/h"
    setting = fit(text, FRAMES["10000x1000"], Style(roboto, case="upper"))
    assert texts(setting) == ["CÀI ĐẶT VNeID: https://vneid.gov.vn – ĐI 60 km/h"]


def test_no_lone_syllable_at_the_end_where_it_can_be_helped(roboto: Face) -> None:
    text = "Không có gì quý hơn độc lập, tự do"
    for frame in FRAMES.values():
        last = texts(fit(text, frame, Style(roboto)))[-1]
        assert len(last.split()) > 1


def test_line_ends_are_those_of_the_units(roboto: Face, slogans: list[str]) -> None:
    """No line of a published slogan ends inside a compound, a date or a name."""
    for text in slogans:
        parts = units(text)
        ends = {unit.words[-1].text for unit in parts if unit.joint is not Joint.NEVER}
        for frame in (FRAMES["3000x1000"], FRAMES["a2"]):
            for line in texts(fit(text, frame, Style(roboto))):
                assert line.split()[-1] in ends


@pytest.mark.parametrize(
    ("text", "frame", "code"),
    [
        ("a", Rect(0, 0, 0, 10), "frame-empty"),
        ("a", Rect(0, 0, 10, -1), "frame-empty"),
        ("a", Rect(0, 0, float("nan"), 1), "frame-empty"),
        (" \n ", Rect(0, 0, 10, 10), "text-empty"),
        ("a " * 200, Rect(0, 0, 10, 10), "text-long"),
        ("🎉 vui", Rect(0, 0, 10, 10), "letter-nowhere"),
    ],
)
def test_what_cannot_be_set(roboto: Face, text: str, frame: Rect, code: str) -> None:
    with pytest.raises(RequestError) as caught:
        fit(text, frame, Style(roboto))
    assert caught.value.code == code


def test_templates_and_markup_are_only_letters(roboto: Face) -> None:
    setting = fit("{{ 7*7 }} <b> & đoàn kết", FRAMES["10000x1000"], Style(roboto))
    assert texts(setting) == ["{{ 7*7 }} <b> & đoàn kết"]


def test_upper_case_stacks_keep_every_accent(vietnam: Face) -> None:
    """The set outlines are the same letters as the unclipped drawing of the text."""
    for frame in FRAMES.values():
        setting = fit(STACKED, frame, replace(Style(vietnam), case="upper"))
        drawn = sum(len(line.plain) for line in setting.lines)
        assert drawn >= len(STACKED.replace(" ", ""))
        assert frame.contains(setting.ink, 1e-6 * setting.size_mm)


@pytest.mark.parametrize("text", ["Đức - Sức - Tài", "Xanh - Sạch - Đẹp"])
def test_members_of_a_chain_stand_evenly_where_that_costs_little(roboto: Face, text: str) -> None:
    setting = fit(text, Rect(0, 0, 1000, 1000), Style(roboto))
    assert texts(setting) == text.split(" - ")
