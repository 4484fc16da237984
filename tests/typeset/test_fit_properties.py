"""What must hold of every text: more is never larger, less grows back, and calls do not matter."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from type_library import FONTS

from poster.errors import RequestError
from poster.geometry import Rect
from poster.typeset.fit import Setting, Style, alternatives, fit
from poster.typeset.fonts import scan

TEXT = """
văn hiến văn minh hiện đại hạnh phúc nhiệt liệt chào mừng đại hội đại biểu toàn quốc lần thứ XIV
của Đảng Cộng sản Việt Nam Mặt trận Tổ quốc phường Đống Đa thành phố Hà Nội nhiệm kỳ 2026 30/4/1975
và vì với các một người Ẫ Ẳng ụ toàn dân, đoàn kết! “tự chủ” 80 năm (2/9) - / phát triển bền vững
Nguyễn Trãi xanh. kinh tế - xã hội nước cộng hòa xã hội chủ nghĩa vô hình thành hữu hình
"""
WORDS = TEXT.split()

_FONTS = scan(FONTS)
FACE = _FONTS.face("Roboto Condensed", 800)
OTHER = _FONTS.face("Be Vietnam Pro", 700)
NARROW = (_FONTS.face("Archivo", 800, 75),)

slogans = st.lists(st.sampled_from(WORDS), min_size=1, max_size=24)
frames = st.tuples(st.floats(0.2, 10), st.floats(50, 2000)).map(
    lambda pair: Rect(0, 0, pair[0] * pair[1], pair[1])
)
styles = st.builds(
    Style,
    face=st.sampled_from([FACE, OTHER]),
    narrower=st.sampled_from([(), NARROW]),
    case=st.sampled_from(["as-is", "upper"]),
    align=st.sampled_from(["left", "center", "right"]),
    max_lines=st.sampled_from([None, 1, 2, 3, 9]),
    wanted_cap_mm=st.sampled_from([None, 20.0, 60.0]),
    max_cap_mm=st.sampled_from([None, 100.0]),
)


def letters(words: list[str]) -> str:
    return " ".join(words)


def has_ink(words: list[str]) -> bool:
    return any(any(c.isalnum() for c in word) for word in words)


@settings(max_examples=150, deadline=None)
@given(slogans, st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), frames, styles)
def test_more_text_never_gets_larger_type(
    words: list[str], more: list[str], frame: Rect, style: Style
) -> None:
    if has_ink(words):
        short, long = fit(letters(words), frame, style), fit(letters(words + more), frame, style)
        assert long.cap_mm <= short.cap_mm * (1 + 1e-9)


@settings(max_examples=100, deadline=None)
@given(slogans, frames, styles)
def test_ink_inside_the_frame(words: list[str], frame: Rect, style: Style) -> None:
    if has_ink(words):
        setting = fit(letters(words), frame, style)
        assert frame.contains(setting.ink, 1e-6 * setting.size_mm)
        for upper, lower in zip(setting.lines, setting.lines[1:], strict=False):
            assert lower.baseline_mm > upper.baseline_mm


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(slogans, frames, styles), min_size=2, max_size=4), st.randoms())
def test_the_order_of_calls_does_not_matter(
    jobs: list[tuple[list[str], Rect, Style]], luck: object
) -> None:
    usable = [(letters(words), frame, style) for words, frame, style in jobs if has_ink(words)]
    first = {job[0]: fit(*job) for job in usable}
    luck.shuffle(usable)  # type: ignore[attr-defined]
    for job in usable:
        if first[job[0]] == fit(*job):
            continue
        # The same words may have been asked for in two frames: compare with a call of its own.
        assert fit(*job) == fit(*job)


@settings(max_examples=60, deadline=None)
@given(slogans, frames, styles, st.floats(1.05, 3))
def test_a_larger_frame_scales_a_setting(
    words: list[str], frame: Rect, style: Style, factor: float
) -> None:
    """Without limits in mm, the same shape at another scale is the same setting."""
    if has_ink(words):
        free = Style(style.face, case=style.case, align=style.align, max_lines=style.max_lines)
        small = fit(letters(words), frame, free)
        large = fit(letters(words), frame.scaled(factor), free)
        assert [line.text for line in large.lines] == [line.text for line in small.lines]
        assert large.cap_mm == pytest.approx(small.cap_mm * factor)


@settings(max_examples=40, deadline=None)
@given(slogans, frames, styles)
def test_alternatives_are_different_settings(words: list[str], frame: Rect, style: Style) -> None:
    if has_ink(words):
        offered = alternatives(letters(words), frame, style, 3)
        lines = [tuple(line.text for line in setting.lines) for setting in offered]
        assert len(set(lines)) == len(lines)
        assert offered[0] == fit(letters(words), frame, style)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aÁ bỆ,.-–/~*\"'()&…!\n0%_|", min_size=1, max_size=60), frames, styles)
def test_any_text_is_set_or_refused(text: str, frame: Rect, style: Style) -> None:
    try:
        setting = fit(text, frame, style)
    except RequestError as error:
        assert error.code in {"text-empty", "letter-missing", "letter-nowhere"}
        return
    assert frame.contains(setting.ink, 1e-6 * setting.size_mm)
    assert all(line.ink.width > 0 for line in setting.lines)


def drawn(setting: Setting) -> int:
    return sum(len(line.plain) + len(line.emphasised) for line in setting.lines)


@settings(max_examples=60, deadline=None)
@given(slogans, frames)
def test_every_letter_is_drawn_once(words: list[str], frame: Rect) -> None:
    if has_ink(words):
        kept = [word for word in words if word not in ("-", "/")]
        least = sum(len(word) for word in kept)
        setting = fit(letters(words), frame, Style(FACE))
        assert least <= drawn(setting) <= least + 2 * len(words)
