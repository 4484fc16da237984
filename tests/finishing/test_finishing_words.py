"""Finishing as people write it, in flags and in cells of a spreadsheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poster.errors import RequestError
from poster.finishing import read_finishing
from poster.geometry import Edges
from poster.messages import catalogue
from poster.model import Finishing


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", Finishing()),
        ("khuy=500", Finishing(eyelets="around", eyelet_gap_mm=500)),
        ("KHOEN 50cm", Finishing(eyelets="around", eyelet_gap_mm=500)),
        ("khuy cách nhau 497,5", Finishing(eyelets="around", eyelet_gap_mm=497.5)),
        ("eyelets at most 0.5m", Finishing(eyelets="around", eyelet_gap_mm=500)),
        ("khuy", Finishing(eyelets="around")),
        ("khuy=0", Finishing(eyelets="none")),
        ("không khuy", Finishing(eyelets="none")),
        ("khong khuy", Finishing(eyelets="none")),
        ("no eyelets", Finishing(eyelets="none")),
        ("khuy=góc", Finishing(eyelets="corners")),
        ("khuy 4 góc", Finishing(eyelets="corners")),
        ("eyelets=corners", Finishing(eyelets="corners")),
        ("may=30", Finishing(hem_mm=30)),
        ("dán biên 3cm bốn cạnh", Finishing(hem_mm=30)),
        ("không may", Finishing(hem_mm=0)),
        ("xỏ=70", Finishing(pocket_mm=Edges(top=70, bottom=70))),
        ("xỏ cạnh trên=70", Finishing(pocket_mm=Edges(top=70))),
        ("xỏ trên=70", Finishing(pocket_mm=Edges(top=70))),
        ("luồn cây trên 70, dưới 50", Finishing(pocket_mm=Edges(top=70, bottom=50))),
        ("pocket sides=80", Finishing(pocket_mm=Edges(left=80, right=80))),
        ("không luồn cây", Finishing(pocket_mm=Edges())),
        ("chừa biên trên 100", Finishing(edge_mm=(("top", 100.0),))),
        (
            "khuy 500, may biên 30, xỏ trên 70",
            Finishing(30, Edges(top=70), "around", 500),
        ),
        ("khuy=500,may=30", Finishing(hem_mm=30, eyelets="around", eyelet_gap_mm=500)),
        ("khuy 500; may 30\nxỏ 70", Finishing(30, Edges(top=70, bottom=70), "around", 500)),
    ],
)  # fmt: skip
def test_words_become_finishing(text, wanted):
    assert read_finishing(text) == wanted


@pytest.mark.parametrize(
    ("text", "code", "item"),
    [
        ("corners", "finishing-unknown", "corners"),
        ("28 khuy", "finishing-unknown", "28 khuy"),
        ("may 30, ép plastic", "finishing-unknown", "ép plastic"),
        ("dưới 50", "finishing-unknown", "dưới 50"),
        ("khuy 28 cái", "finishing-length", "khuy 28 cái"),
        ("may", "finishing-length", "may"),
        ("xỏ trên", "finishing-length", "xỏ trên"),
        ("may 3", "finishing-range", "3 mm"),
        ("khuy 50", "finishing-range", "100 đến 3000"),
        ("khuy 500, khuy 1000", "finishing-twice", "khuy 1000"),
        ("may trên 30", "finishing-twice", "may trên 30"),
        ("xỏ trên 70, xỏ trên 50", "finishing-twice", "xỏ trên 50"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_item_as_written(text, code, item):
    with pytest.raises(RequestError, match=code) as caught:
        read_finishing(text)
    assert item in catalogue("vi").error(caught.value)
    assert catalogue("en").error(caught.value)


@given(st.text(max_size=60))
def test_no_text_does_anything_but_be_read_or_refused(text):
    try:
        found = read_finishing(text)
    except RequestError as error:
        assert error.code.startswith("finishing-")
    else:
        assert isinstance(found, Finishing)


@given(
    st.sampled_from(["khuy", "eyelets", "Khoen"]),
    st.integers(100, 3000),
    st.sampled_from(["", "mm", " mm"]),
    st.sampled_from([" ", "=", ": ", " cách "]),
)
def test_a_gap_is_read_however_it_is_joined(word, gap, unit, joint):
    assert read_finishing(f"{word}{joint}{gap}{unit}") == Finishing(
        eyelets="around", eyelet_gap_mm=gap
    )
