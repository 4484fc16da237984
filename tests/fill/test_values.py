import pytest
from hypothesis import given
from hypothesis import strategies as st

from poster.errors import RequestError
from poster.model.values import read_figures, read_points, words_of


def test_points_are_lines_or_parts_between_bars():
    assert read_points("một\nhai | ba\n\n") == ("một", "hai", "ba")
    assert read_points("a|b") == ("a|b",)


@given(st.lists(st.text("abc ắđ", min_size=1).map(str.strip).filter(bool), min_size=1))
def test_points_come_back_however_they_are_joined(points):
    joined = tuple(points)
    assert read_points("\n".join(points)) == joined == read_points(" | ".join(points))


def test_figures_with_one_caption_are_a_series_in_the_order_of_years():
    text = "95.000 | USD | Thu nhập | 2065 || tối thiểu 12.000 | USD | | 2030\n5 % || | | "
    (series,) = read_figures(text.rsplit("\n", 1)[0])
    assert series.caption == "Thu nhập" and series.is_chart
    assert [(f.qualifier, f.shown, f.unit, f.number, f.years) for f in series.figures] == [
        ("tối thiểu", "12.000", "USD", 12000.0, (2030, 2030)),
        ("", "95.000", "USD", 95000.0, (2065, 2065)),
    ]


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("12.000", 12000), ("1.234.567", 1234567), ("3,5", 3.5), ("1.250,5", 1250.5), ("9", 9),
        ("11 %", 11), ("khoảng 9", 9), ("-2", -2), ("−2,5", -2.5), ("3.5", 3.5), ("nhiều", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_vietnamese_writes_them(value, number):
    (series,) = read_figures(f"{value} | | Chỉ tiêu | 2030")
    assert series.figures[0].number == number


def test_what_follows_a_number_is_its_unit():
    (series,) = read_figures("trên 11 %/năm | | Tăng trưởng | 2026-2045")
    figure = series.figures[0]
    assert (figure.qualifier, figure.shown, figure.unit) == ("trên", "11", "%/năm")
    assert figure.years == (2026, 2045)


def test_years_and_sizes_make_a_chart_and_nothing_else_does():
    assert not read_figures("5 | xã | Số xã | ")[0].is_chart
    assert not read_figures("5 | xã | Số xã | 2030")[0].is_chart
    assert not read_figures("5 | xã | Số xã | 2030 || nhiều | | | 2031")[0].is_chart
    assert read_figures("5 | xã | Số xã | 2030 || 6 | | | 2031")[0].is_chart


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5 | xã", "figures-fields"), (" | xã | Số xã", "figures-fields"),
        ("5 | xã | Số xã | 2030 | gì nữa", "figures-fields"),
        ("5 | xã | Số xã | 30", "figures-year"), ("5 | xã | Số xã | 2045-2026", "figures-year"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_figure_is_shown(text, code):
    with pytest.raises(RequestError, match=code) as error:
        read_figures(text)
    assert error.value.params["line"] in text


def test_the_words_guard_sees_every_point_and_every_figure():
    assert words_of("list", "a\nb") == ("a", "b")
    assert words_of("figures", "tối thiểu 12 | USD | Thu nhập | 2030") == (
        "Thu nhập: tối thiểu 12 USD",
    )
    assert words_of("qr", "https://x.vn") == () == words_of("image", "a.jpg")
