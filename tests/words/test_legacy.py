"""Old encodings are found and undone; what is none stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.words.conftest import CORRECT, FOREIGN
from tests.words.old_encodings import ENCODERS, to_tcvn3, to_vni

from poster.errors import RequestError
from poster.words.legacy import decode, font_encoding, read_bytes
from poster.words.syllables import is_syllable


@pytest.mark.parametrize("name", ENCODERS)
@pytest.mark.parametrize("text", CORRECT[::4])
def test_a_line_in_an_old_encoding_comes_back(name, text):
    written = ENCODERS[name](text)
    if written == text:
        return
    found = decode(written)
    if name == "tcvn3":  # which has no capitals with tones
        assert found.text.casefold() == text.casefold()
    else:
        assert found.text == text
    assert found.encoding == name


@pytest.mark.parametrize("text", [*FOREIGN, *CORRECT])
def test_no_converter_touches_a_proper_line(text):
    assert decode(text).text == text
    assert decode(text).encoding == ""


@given(st.lists(st.sampled_from([*FOREIGN, *CORRECT]), min_size=1, max_size=6))
def test_nor_several_of_them_together(lines):
    text = "\n".join(lines)
    assert decode(text).text == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("NhiÖt liÖt chµo mõng §¹i héi", "Nhiệt liệt chào mừng Đại hội"),
        ("Hµ Néi", "Hà Nội"),
        ("c­êng quèc, Nhµ n­íc", "cường quốc, Nhà nước"),  # u-horn is U+00AD, a soft hyphen
        ("CHµO MõNG §¹I HéI", "CHÀO MỪNG ĐẠI HỘI"),
        ("ñy ban nh©n d©n ph­êng", "Ủy ban nhân dân phường"),
        ("Haø Noäi", "Hà Nội"),
        ("LAÀN THÖÙ I, NHIEÄM KYØ 2025 - 2030", "LẦN THỨ I, NHIỆM KỲ 2025 - 2030"),
        ("Vi` nha^n da^n phu.c vu.", "Vì nhân dân phục vụ"),
        ("kho^ng lu+.a cho.n gio+'i ti'nh thai nhi.", "không lựa chọn giới tính thai nhi."),
        ("chÃ o má»«ng Ä\x90áº¡i há»™i", "chào mừng Đại hội"),
        ("phường §èng §a", "phường Đống Đa"),  # pasted into proper text
    ],
)
def test_known_examples(written, text):
    assert decode(written).text == text


def test_a_lone_capital_that_may_be_lost_is_told():
    found = decode("Ch©u ¸ - Th¸i B×nh D­¬ng")
    assert found.text == "Châu á - Thái Bình Dương"
    assert found.lost_capitals == ("á",)


def test_a_fonts_name_beats_the_content():
    assert decode("®¹i héi", ".VnArialH").text == "ĐẠI HỘI"
    assert decode("bé", ".VnTime").text == "bộ"
    assert decode("Nhieät", "VNI-Times").text == "Nhiệt"
    assert decode("Đại hội", ".VnTime").text == "Đại hội"  # set in an old font, typed in Unicode
    assert font_encoding(".VnTimeH Bold") == ("tcvn3", True)
    assert font_encoding("Times New Roman") == ("", False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nhi?t li?t ch?o m?ng", "text-lost"),
        ("Nhi\ufffdt liệt", "text-lost"),
        ("abc®xyz", "text-garbled"),
    ],
)
def test_what_is_beyond_repair_is_refused(text, code):
    with pytest.raises(RequestError) as caught:
        decode(text)
    assert caught.value.code == code


def test_a_question_that_lacks_a_space_is_no_lost_letter():
    assert decode("Đúng?Sai? Có?Không?").text == "Đúng?Sai? Có?Không?"


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("01-tcvn3-bytes", False), ("02-tcvn3-as-utf8", False), ("03-vni-bytes", True),
        ("05-windows-1258", True), ("13-utf16le-bom", True), ("14-utf8-bom-crlf", True),
    ],
)  # fmt: skip
def test_files_of_the_corpus(corpus, name, same):
    folder = corpus / "text"
    wanted = (folder / "00-reference-nfc.txt").read_text(encoding="utf-8").split("\n")
    found = read_bytes((folder / f"{name}.txt").read_bytes(), name).text.split("\n")
    if same:
        assert found == wanted
    else:  # capitals of one word alone are lost, and told
        assert [line.casefold() for line in found] == [line.casefold() for line in wanted]
        assert sum(a != b for a, b in zip(found, wanted, strict=True)) == 2


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(RequestError) as caught:
        read_bytes(b"\x00\x01\x02\x00\x00\xff", "a.txt")
    assert caught.value.code == "text-binary"
    long_text = "Nhiệt liệt chào mừng " * 10
    assert read_bytes(f"{long_text}\0".encode(), "a.txt").text == f"{long_text}\0"
    assert read_bytes("Hà Nội".encode("utf-16-le"), "a.txt").text == "Hà Nội"
    assert read_bytes(to_vni("Hà Nội đẹp").encode("latin-1"), "a.txt").text == "Hà Nội đẹp"
    assert read_bytes(to_tcvn3("Hà Nội đẹp").encode("latin-1"), "a.txt").encoding == "tcvn3"


@pytest.mark.parametrize(
    "word",
    ["nghiêng", "khuỷu", "quyết", "giếng", "gì", "uỷ", "ủy", "hoà", "hòa", "yêu", "Đắk", "quốc"],
)
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["nhiêt", "qúy", "hỏan", "kyè", "ngi", "cin", "zô", "xchool", "hoan2"]
)
def test_no_syllables(word):
    assert not is_syllable(word)
