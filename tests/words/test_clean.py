"""The one door for text: what it changes, and what it must not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.words.conftest import CORRECT, FOREIGN

from poster.errors import RequestError, Severity
from poster.words.clean import clean
from poster.words.legacy import read_bytes

_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"


@pytest.mark.parametrize("text", [*CORRECT[::3], *FOREIGN[::3]])
def test_clean_text_stays_and_nothing_is_told(text):
    assert clean(text).text == text
    assert clean(text).changes == ()


@pytest.mark.parametrize(
    ("text", "cleaned", "code"),
    [
        ("Nhiệt liệt", "Nhiệt liệt", "cleaned-composed"),
        ("Hà\u200b Nội", "Hà Nội", "cleaned-invisible"),
        ("Hà\u00a0\u00a0Nội ", "Hà Nội", "cleaned-spaces"),
        ("Hà Nội\u2028Thủ đô", "Hà Nội\nThủ đô", "cleaned-breaks"),
        ("ÐẠI HỘI", "ĐẠI HỘI", "cleaned-look-alike"),
        ("\u0421HÀO MỪNG", "CHÀO MỪNG", "cleaned-look-alike"),
        ("30\u20114\u20111975", "30-4-1975", "cleaned-look-alike"),
        ("\uff36\uff29\uff25\uff34 NAM", "VIET NAM", "cleaned-look-alike"),
        ("Chào\x07 mừng", "Chào mừng", "cleaned-controls"),
        ("\u202eChào mừng\u202c", "Chào mừng", "cleaned-invisible"),
        ("n¬ước", "nước", "cleaned-leftover"),
        ("Đaị hôị đảng bô \u0323các cấp", "Đại hội đảng bộ các cấp", "cleaned-marks"),
    ],
)
def test_each_kind_of_change_is_made_and_told(text, cleaned, code):
    found = clean(unicodedata.normalize("NFD", text) if code == "cleaned-composed" else text)
    assert found.text == cleaned
    assert code in [change.code for change in found.changes]
    assert all(change.before != change.after for change in found.changes)


@pytest.mark.parametrize("text", ["МОСКВА", "30/4/1975, 02-CT/TW, km/h", "Văn hiến / Văn minh",
                                  "Hà~Nội", '"thẳng"', "2026 - 2031", "A&amp;B <b> {{ x }}"])  # fmt: skip
def test_what_carries_meaning_is_kept(text):
    assert clean(text).text == text


def test_a_conversion_is_a_warning_with_before_and_after():
    (change,) = clean("NhiÖt liÖt chµo mõng §¹i héi").changes
    assert (change.code, change.severity) == ("cleaned-tcvn3", Severity.WARNING)
    assert (change.before, change.after) == (
        "NhiÖt liÖt chµo mõng §¹i héi",
        "Nhiệt liệt chào mừng Đại hội",
    )


def test_decoding_comes_before_soft_hyphens_are_taken_out():
    assert clean("Nhµ n­íc c­êng thÞnh").text == "Nhà nước cường thịnh"


@pytest.mark.parametrize("text", ["\u0301Dấu mồ côi", "x\u0327\u0327\u0309"])
def test_an_accent_without_a_letter_is_refused(text):
    with pytest.raises(RequestError) as caught:
        clean(text)
    assert caught.value.code == "mark-left"


@given(st.sampled_from(CORRECT), st.randoms(use_true_random=False))
def test_composed_decomposed_and_shuffled_marks_end_equal(text, random):
    shuffled = []
    for sign in text:
        base, *marks = unicodedata.normalize("NFD", sign)
        random.shuffle(marks)
        shuffled.append(base + "".join(marks))
    assert clean("".join(shuffled)).text == text
    assert clean(unicodedata.normalize("NFD", text)).text == text


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from([*CORRECT[:20], "Ð", "\u200b", "\u00ad", "\u00a0", "§èng", "aù", "¬ư", "ﬁ", "а",
                         "\u2028", "\x07", "Ã©", "o^.", "?", " ", "/", "~", *_MARKS]),
        max_size=8,
    ).map("".join)
)  # fmt: skip
def test_cleaning_twice_changes_nothing(text):
    try:
        once = clean(text).text
    except RequestError:
        return  # refused: there is nothing to clean again
    assert clean(once).text == once


@pytest.mark.parametrize(
    "name", ["05-windows-1258", "06-nfd", "08-zero-width", "09-nbsp-and-odd-spaces", "13-utf16le-bom",
             "14-utf8-bom-crlf", "03-vni-bytes"]
)  # fmt: skip
def test_files_of_the_corpus_equal_the_reference(corpus, name):
    folder = corpus / "text"
    wanted = (folder / "00-reference-nfc.txt").read_text(encoding="utf-8").splitlines()
    text = read_bytes((folder / f"{name}.txt").read_bytes(), name).text
    assert [line for line in clean(text).text.split("\n") if line] == wanted


def test_marks_that_a_pdf_has_moved(corpus):
    lines = (corpus / "text" / "12-pdf-broken-marks.txt").read_text(encoding="utf-8").splitlines()
    assert [clean(line).text for line in lines[:3]] == [
        "Hãy hành động, đó có thể là người thân của bạn.",
        "Nhiệt liệt chào mừng Đại hội đảng bộ các cấp nhiệm kỳ 2025 - 2030!",
        "Đoàn kết - Dân chủ - Kỷ cương - Đột phá - Phát triển",
    ]
    assert clean(lines[3]).text.startswith("nước, được, Người")


def test_markup_in_text_is_printed_as_it_stands(corpus):
    for line in (
        (corpus / "text" / "16-markup-in-text.txt").read_text(encoding="utf-8").splitlines()[:10]
    ):
        assert clean(line).text == line
