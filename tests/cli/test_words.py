"""`poster words`, `poster slogans`, and the guard inside `poster make`."""

from __future__ import annotations

import pytest

from poster.library import Library

WRONG = "Kỷ niệm 43 năm Ngày Giải phóng miền Nam (30/4/1975 - 30/4/2017)"
RIGHT = "Kỷ niệm 42 năm Ngày Giải phóng miền Nam (30/4/1975 - 30/4/2017)"


def test_words_say_what_is_wrong_and_end_with_four(poster):
    ran = poster("words", WRONG, "--date", "2017-04-30")
    assert ran.code == 4
    assert "42 năm, không phải 43 năm" in ran.out and "[words-sum]" in ran.out


def test_words_that_are_right(poster):
    ran = poster("words", RIGHT, "--date", "2017-04-30")
    assert (ran.code, ran.out.strip()) == (0, "Không thấy lỗi.")


def test_words_as_json_in_english(poster):
    ran = poster("--lang", "en", "words", WRONG, "--date", "2017-04-30", "--json")
    (finding,) = ran.data["findings"]
    assert (ran.code, ran.data["ok"], ran.data["errors"]) == (4, False, 1)
    assert (finding["code"], finding["expected"]) == ("words-sum", "42 năm")
    assert finding["why"].startswith("“43 năm Ngày")


def test_words_in_an_old_encoding_are_shown_before_and_after(poster):
    ran = poster("words", "NhiÖt liÖt chµo mõng §¹i héi", "--date", "2026-05-01")
    assert ran.code == 0
    assert "“NhiÖt liÖt chµo mõng §¹i héi” → “Nhiệt liệt chào mừng Đại hội”" in ran.out


def test_words_of_a_file(poster, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("I. MỤC ĐÍCH\n- Quyết tâm phân đầu hoàn thành\n", encoding="utf-8")
    ran = poster("words", "--file", path, "--date", "2026-05-01")
    assert ran.code == 4
    assert "I: Lỗi: “phân đầu”: có phải “phấn đấu”?" in ran.out


@pytest.mark.parametrize("arguments", [(), ("x", "--file", "y")])
def test_words_want_one_of_two(poster, arguments):
    assert poster("words", *arguments).code == 2


def test_words_accepted_by_somebody(poster):
    arguments = ("words", WRONG, "--date", "2017-04-30", "--accept", "words-sum=theo giấy mời")
    assert poster(*arguments).code == 2  # nobody said who
    ran = poster(*arguments, "--by", "Nguyễn Văn A")
    assert ran.code == 0
    assert "Đã chấp nhận: Nguyễn Văn A - theo giấy mời" in ran.out


# ---------------------------------------------------------------- make


def test_make_stops_at_an_error_and_makes_nothing(make):
    ran = make("--text", WRONG, "--size", "300x100px", slogan=None)
    assert ran.code == 4
    assert ran.data["error"]["findings"][0]["code"] == "words-sum"
    assert "[words-sum]" in ran.err and "--accept" in ran.err
    assert not make.out.exists()


def test_make_reads_the_other_slots_too(make):
    ran = make("--slot", "unit=UBND phường Đông Đa", "--size", "man-hinh-1080p")
    assert ran.code == 4
    (finding,) = ran.data["error"]["findings"]
    assert (finding["where"], finding["expected"]) == ("unit", "Đống Đa")


def test_an_accepted_error_goes_on_and_is_kept(make):
    ran = make("--slot", "unit=UBND phường Đông Đa", "--size", "man-hinh-1080p",
               "--accept", "words-name-marks=tên riêng của đơn vị", "--by", "Nguyễn Văn A")  # fmt: skip
    assert ran.code == 0
    (kept,) = [
        one for one in ran.data["pieces"][0]["findings"] if one["code"] == "words-name-marks"
    ]
    assert (kept["accepted_by"], kept["accepted_because"]) == (
        "Nguyễn Văn A",
        "tên riêng của đơn vị",
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [("words-sum", "accept-syntax"), ("words-sum=x", "accept-unused"), ("=x", "accept-syntax")],
)
def test_what_cannot_be_accepted(make, given, code):
    ran = make("--size", "man-hinh-1080p", "--accept", given, "--by", "A")
    assert (ran.code, ran.data["error"]["code"]) == (2, code)


def test_old_encodings_in_a_slot_are_converted_and_said(make):
    ran = make("--slot", "unit=UBND ph­êng §èng §a", "--size", "man-hinh-1080p")
    assert ran.code == 0
    found = {one["code"]: one["expected"] for one in ran.data["pieces"][0]["findings"]}
    assert found["cleaned-tcvn3"] == "UBND phường Đống Đa"


# ---------------------------------------------------------------- slogans


PLAN = """ĐẢNG ỦY PHƯỜNG LÁNG
Số: 12-KH/ĐU
Láng, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
II. KHẨU HIỆU TUYÊN TRUYỀN
- Nhiệt liệt chào mừng Đại hội đảng bộ các cấp nhiệm kỳ 2025 - 2030! (6m x 0,8m, 20 cái)
- Văn hiến - Văn minh - Hiện đại - Hạnh phúc
III. TỔ CHỨC
- Chỉ đạo đơn đốc, kiểm tra; thu nhập đạt 12.000 USD năm 2030.
"""


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_extract_shows_and_writes_drafts_only(poster, plan, tmp_path):
    written = tmp_path / "moi" / "slogans.yaml"
    written.parent.mkdir()
    ran = poster("slogans", "extract", plan, "--yaml", written, "--date", "2026-05-01")
    assert ran.code == 0
    assert "van-hien-van-minh" in ran.out and "12.000 USD năm 2030" in ran.out
    assert "“đơn đốc”: có phải “đôn đốc”?" in ran.out
    (slogan,) = Library(written.parent).slogans.values()  # the other one is registered already
    assert slogan.text == "Nhiệt liệt chào mừng Đại hội đảng bộ các cấp nhiệm kỳ 2025 - 2030!"
    assert not slogan.is_approved and slogan.status == "draft"
    assert (slogan.taken_from.number, slogan.taken_from.place) == ("12-KH/ĐU", "II")
    assert slogan.note == "6000x800mm x 20"


def test_extract_as_json(poster, plan):
    (document,) = poster("slogans", "extract", plan, "--date", "2026-05-01", "--json").data[
        "documents"
    ]
    first = document["candidates"][0]
    assert document["source"] == {
        "kind": "Kế hoạch", "number": "12-KH/ĐU", "date": "2026-01-05", "issuer": "ĐẢNG ỦY PHƯỜNG LÁNG",
    }  # fmt: skip
    assert (first["sizes_mm"], first["quantity"]) == ([[6000, 800]], 20)
    assert PLAN.splitlines()[5].startswith("- " + first["text"])
    assert document["candidates"][1]["registered"] == "van-hien-van-minh"


def test_extract_goes_on_after_a_file_that_cannot_be_read(poster, plan, tmp_path):
    ran = poster("slogans", "extract", tmp_path / "khong-co.txt", plan)
    assert ran.code == 2
    assert "khong-co.txt" in ran.err and "Nhiệt liệt chào mừng" in ran.out


def test_extract_never_writes_over_a_file(poster, plan):
    ran = poster("slogans", "extract", plan, "--yaml", plan)
    assert ran.code == 2
    assert plan.read_text(encoding="utf-8") == PLAN


def test_check_the_register(poster, tmp_path):
    assert poster("slogans", "check", "--date", "2026-05-01").code == 0
    register = tmp_path / "slogans.yaml"
    register.write_text(
        "slogans:\n  - {id: a, text: Ra quân ngày 31/4/2026, origin: {document: Kế hoạch}}\n"
        "  - {id: b, text: Đoàn kết là sức mạnh, status: approved, origin: {document: Kế hoạch}}\n",
        encoding="utf-8",
    )
    ran = poster("--library", tmp_path, "slogans", "check", "--json")
    assert ran.code == 2  # the register comes before the words
    assert {(one["where"], one["code"]) for one in ran.data["findings"]} == {
        ("a", "words-date"), ("b", "register-unsigned"),
    }  # fmt: skip
