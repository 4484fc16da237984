"""Shaping: outlines whole, kerning and tracking, and no letter replaced in silence."""

from __future__ import annotations

import unicodedata

import pytest

from poster.errors import RequestError
from poster.typeset.fonts import Face, FontIndex
from poster.typeset.shape import shape

STACKED = "ẤẦẨẪẮẰẲẴỐỒỔỖ ẬẶỆỘỢ"


def test_stacked_marks_are_whole(fonts: FontIndex) -> None:
    """The accents reach above the cap height, the dots below the baseline, in every face."""
    for cut in fonts.cuts:
        face = fonts.face(cut.family, cut.weights[1])
        run = shape(face, STACKED)
        assert run.ink is not None
        assert -run.ink.y > 1.15 * face.cap_height_em
        assert run.ink.bottom > 0.1
        bounds = run.path.bounds
        assert bounds is not None
        assert bounds.contains(run.ink)
        assert run.ink.contains(bounds)


def test_cap_height_is_that_of_the_ink_of_h(roboto: Face) -> None:
    run = shape(roboto, "H")
    assert run.ink is not None
    assert -run.ink.y == pytest.approx(roboto.cap_height_em)


def test_capitals_without_marks_stand_on_the_baseline(roboto: Face) -> None:
    run = shape(roboto, "HIN")
    assert run.ink is not None
    assert run.ink.bottom == pytest.approx(0, abs=1e-6)


def test_kerning_brings_letters_together(roboto: Face) -> None:
    apart = shape(roboto, "T").advance_em + shape(roboto, "A").advance_em
    assert shape(roboto, "TA").advance_em < apart


def test_tracking_stands_between_letters_only(roboto: Face) -> None:
    plain, wide = shape(roboto, "HÀ NỘI"), shape(roboto, "HÀ NỘI", 0.1)
    assert wide.advance_em == pytest.approx(plain.advance_em + 5 * 0.1)


def test_tracking_turns_ligatures_off(fonts: FontIndex) -> None:
    face = fonts.face("Noto Serif", 700)
    joined, apart = shape(face, "ffi"), shape(face, "ffi", 0.05)
    assert len(joined.glyphs) < len(apart.glyphs) == 3


def test_a_letter_without_glyph_is_an_error_that_helps(roboto: Face) -> None:
    with pytest.raises(RequestError) as caught:
        shape(roboto, "Đảng ★ muôn năm")
    assert caught.value.code == "letter-missing"
    assert caught.value.params == {
        "letter": "★",
        "codepoint": "U+2605",
        "font": "Roboto Condensed 800",
        "fonts": "Inter",
    }


def test_an_emoji_is_an_error(roboto: Face) -> None:
    with pytest.raises(RequestError, match="letter-nowhere"):
        shape(roboto, "🇻🇳 KỶ NIỆM")


def test_a_mark_left_over_is_an_error(roboto: Face) -> None:
    with pytest.raises(RequestError) as caught:
        shape(roboto, unicodedata.normalize("NFD", "Phường"))
    assert caught.value.code == "mark-left"
    assert caught.value.params["code"] == "U+031B"


def test_symbols_do_not_change_the_letters_beside_them(fonts: FontIndex) -> None:
    """One odd sign must not move a whole line into another font."""
    face = fonts.face("Inter", 700)
    alone, beside = shape(face, "Đoàn kết"), shape(face, "Đoàn kết ★ →")
    assert beside.glyphs[: len(alone.glyphs)] == alone.glyphs
