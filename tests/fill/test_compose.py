import dataclasses
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fill.conftest import GROUND, LAYOUT, SLOGAN, UNIT

from poster.errors import LegibilityError, RequestError
from poster.fill.legibility import judge
from poster.svg.artwork import check_artwork


def codes(error):
    return [(finding.code, finding.where) for finding in error.value.findings]


def test_a_filled_layout_is_an_artwork_in_the_inks_of_the_library(small):
    composition = small.compose(unit="UBND phường Đống Đa")
    svg = composition.artwork.svg.decode()
    assert check_artwork(composition.artwork.svg) == ()
    assert 'id="ground" d="M-5 -5L1005 -5' in svg
    assert "#da251d" in svg and "#ed1c24" not in svg
    assert 'id="slogan-line-1"' in svg and 'id="unit-line-1"' in svg


def test_type_stays_inside_its_frame_and_the_safe_area(small):
    for size in ("6x0.8m", "800x2000mm", "1000x1000mm", "a4", "1920x1080px"):
        composition = small.compose(text="Ẩm thực Ắc quy Ễnh ương - Ngày mai tươi sáng", size=size)
        frame, setting = composition.frames["slogan"], composition.settings["slogan"]
        assert frame.box.contains(setting.ink, 0.01)


def test_a_smaller_line_keeps_its_share_of_the_slogan(small):
    settings_ = small.compose(unit="UBND").settings
    assert settings_["unit"].cap_mm <= settings_["slogan"].cap_mm * 0.3 + 1e-6


def test_what_a_slogan_holds_is_printed_and_never_run(small):
    braces = small.compose(text="{{ 7*7 }} & < >").artwork
    counted = small.compose(text="49 & < >").artwork
    assert braces.sha256 != counted.sha256
    lines = small.compose(text="{{ 7*7 }} & < >").settings["slogan"].lines
    assert " ".join(line.text for line in lines) == "{{ 7*7 }} & < >"


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
def test_composed_and_decomposed_words_are_the_same_piece(small, form):
    text = "Văn hiến - Hiện đại - Hạnh phúc"
    assert (
        small.compose(unicodedata.normalize(form, text)).artwork.svg
        == small.compose(text).artwork.svg
    )


@pytest.mark.parametrize(
    ("text", "code", "point"),
    [("Xuân 🌸 vui", "letter-nowhere", "U+1F338"), ("Giá 10 ₿", "letter-nowhere", "U+20BF")],
)
def test_a_letter_that_the_font_lacks_is_named(small, text, code, point):
    with pytest.raises(RequestError) as caught:
        small.compose(text=text)
    assert caught.value.code == code
    assert point in str(caught.value.params.values())


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (SLOGAN + UNIT, [("layout-not-filled", "")]),
        (GROUND + UNIT, [("layout-frame-none", "slogan")]),
        (GROUND + SLOGAN * 2 + UNIT, [("layout-frame-twice", "slogan")]),
        (GROUND + SLOGAN + SLOGAN.replace("slogan", "logo") + UNIT, [("layout-frame-unknown", "logo")]),
        (GROUND + SLOGAN.replace('width="800"', 'width="0.5"').replace("<rect", '<rect data-pin="left"') + UNIT,
         [("layout-frame-small", "slogan")]),
        (GROUND + SLOGAN + UNIT + '<circle id="sun" cx="0" r="30" data-pin="left"/>', []),
        (GROUND + SLOGAN + UNIT + '<circle id="sun" cx="4" r="4" data-pin="left"/>',
         [("layout-short-of-bleed", "sun")]),
        (GROUND.replace("<rect", '<rect fill-opacity="0.5"') + SLOGAN + UNIT, [("layout-not-filled", "")]),
    ],
)  # fmt: skip
def test_faults_of_a_master_on_a_sheet(small, body, found):
    small.layout(body)
    if not found:
        assert small.compose(unit="a").findings == ()
        return
    with pytest.raises(RequestError) as caught:
        small.compose(unit="a")
    assert caught.value.code == "layout-faults"
    assert codes(caught) == found


def test_a_ground_without_a_pin_fills_and_is_mentioned(small):
    small.layout(GROUND.replace(' data-pin="fill"', "") + SLOGAN + UNIT)
    assert [finding.code for finding in small.compose().findings] == ["layout-unpinned"]


def test_a_colour_that_is_no_ink_is_noted_once(small):
    small.layout(
        GROUND
        + '<circle r="9" cx="500" cy="99" fill="#123456" data-pin="top"/>' * 2
        + SLOGAN
        + UNIT
    )
    (finding,) = small.compose().findings
    assert (finding.code, finding.found) == ("colour-not-ink", "#123456")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Roboto Condensed", "Roboto Kondensed", "font-missing"),
        ("fill: vang-sao", "fill: vang-chanh", "unknown-ink"),
        ("fill: vang-sao", "fill: vang-sao, narrower: [[Archivo, 85]]", "font-missing"),
        ("font: Roboto Condensed, ", "", "layout-font-missing"),
        (", fill: vang-sao", "", "layout-fill-missing"),
        ("ratio: [0.2, 16]", "ratio: [3, 16]", "size-ratio"),
        ("ratio: [0.2, 16]", "ratio: [0.2, 1]", "size-ratio-turned"),
        ("land.svg", "missing.svg", "file-missing"),
        ("land.svg", "../../slogans.yaml", "path-outside"),
    ],
)
def test_faults_of_a_layout_file(small, old, new, code):
    small.layout(layout=LAYOUT.replace(old, new))
    with pytest.raises(RequestError) as caught:
        small.compose()
    assert caught.value.code == code


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.floats(0.21, 15.9), st.sampled_from(["Hà Nội", "Đổi mới - Sáng tạo", "Vì Nhân dân Thủ đô"])
)
def test_every_shape_that_a_layout_serves_is_filled(small, ratio, text):
    """Any ratio: the page is covered, the type inside; nothing depends on luck with a size."""
    height = 1200 / max(1, ratio)
    composition = small.compose(text=text, size=f"{height * ratio:.1f}x{height:.1f}mm")
    assert composition.frames["slogan"].box.contains(composition.settings["slogan"].ink, 0.01)


# ---------------------------------------------------------------- legibility


def verdict(small, text, size, short=()):
    job, _ = small.job(text, size)
    job = dataclasses.replace(job, slogan=dataclasses.replace(job.slogan, short=tuple(short)))
    composition = small.compose(text, size)
    others = tuple(small.job(size=name)[0].size for name in ("bang-ron-5x1m", "bang-ron-10x1m"))
    return judge(composition, job, others, lambda other: small.compose(text, str(other.dimensions)))


LONG = "Xây dựng và phát triển Thủ đô Hà Nội trong kỷ nguyên mới " * 9


def test_type_too_small_to_read_is_refused_with_what_would_help(small):
    with pytest.raises(LegibilityError) as caught:
        verdict(small, LONG, "bang-ron-5x0.7m", short=["Kỷ nguyên mới"])
    error = caught.value
    assert error.exit_code == 3
    assert error.params["cap_mm"] < error.params["floor_mm"] == pytest.approx(66.7)
    advice = {finding.code: finding.params for finding in error.findings}
    assert 0 < advice["advice-cut"]["count"] < len(LONG)
    assert advice["advice-short"]["short"] == "Kỷ nguyên mới"
    assert advice["advice-sizes"]["sizes"] == ["bang-ron-10x1m"]


def test_small_type_is_warned_of_and_large_type_is_not(small):
    assert verdict(small, "Hà Nội", "bang-ron-6x1m") is None
    warned = verdict(
        small,
        "Phòng cháy và chữa cháy là trách nhiệm của mỗi cơ quan, tổ chức, hộ gia đình và cá nhân",
        "bang-ron-4x0.6m",
    )
    assert warned.code == "cap-below-comfort"
