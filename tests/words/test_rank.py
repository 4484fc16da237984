"""Slogans out of documents: what is taken, in which order, with what."""

from __future__ import annotations

import pytest

from poster.office.documents import Block
from poster.words import facts
from poster.words.outline import Outline
from poster.words.rank import candidates


def texts(*lines: str) -> list[str]:
    return [
        found.text
        for found in candidates([Block(line, offset=at) for at, line in enumerate(lines)])
    ]


def test_members_and_lead_in_words_come_first():
    found = texts(
        "Phát triển “thung lũng công nghệ”, lấy “Văn hiến - Bản sắc - Sáng tạo” làm giá trị.",
        "Xây dựng theo hướng “Văn hiến - Văn minh - Hiện đại - Hạnh phúc”; hướng tới “xanh, thông minh, hiện đại”",
    )  # fmt: skip
    assert found[:2] == [
        "Văn hiến - Văn minh - Hiện đại - Hạnh phúc",
        "Văn hiến - Bản sắc - Sáng tạo",
    ]
    assert "thung lũng công nghệ" not in found


def test_a_list_after_its_announcement_and_no_further():
    found = texts(
        "Các đơn vị treo băng rôn với nội dung sau:",
        "1. Hãy giữ gìn vệ sinh chung",
        "Khẩu hiệu bổ sung: Chung tay vì cộng đồng",
        "Nơi nhận:",
        "- Ủy ban nhân dân phường để báo cáo",
    )
    assert sorted(found) == ["Chung tay vì cộng đồng", "Hãy giữ gìn vệ sinh chung"]


@pytest.mark.parametrize(
    "line",
    [
        "Độc lập - Tự do - Hạnh phúc",
        "Kính gửi: Các khu phố trên địa bàn phường!",
        "1. Văn phòng Đảng ủy chủ trì, phối hợp treo băng rôn trước ngày 25/01/2026!",
        "Kết luận số 22-KL/TW “về quy hoạch, cải tạo và xây dựng Thủ đô Hà Nội”",
        "Trân trọng./.",
    ],
)
def test_what_is_no_slogan(line):
    assert texts(line) == []


def test_size_and_count_leave_the_text():
    block = Block("- Nhiệt liệt chào mừng Đại hội Đảng bộ phường! (6 m x 0,8 m, 20 cái)")
    (found,) = candidates([block])
    assert found.text == "Nhiệt liệt chào mừng Đại hội Đảng bộ phường!"
    assert [(size.width_mm, size.height_mm) for size in found.sizes] == [(6000, 800)]
    assert found.quantity == 20


@pytest.mark.parametrize(
    ("text", "size"),
    [("6 m x 0,8 m", (6000, 800)), ("6m x 0,8m", (6000, 800)), ("4 x 1,2 m", (4000, 1200)),
     ("0.6m×2m", (600, 2000)), ("800x80cm", (8000, 800)), ("60x80cm", (600, 800))],
)  # fmt: skip
def test_spellings_of_sizes(text, size):
    (found,) = facts.sizes(f"Băng rôn {text}, 02 tấm")
    assert (found.width_mm, found.height_mm) == size


def test_quantities():
    assert facts.quantity("treo 20 cái") == 20
    assert facts.quantity("02 tấm") == 2
    assert facts.quantity("10") is None
    assert facts.quantity("10", counted=True) == 10


def test_what_a_document_says_of_itself():
    head = [
        "ĐẢNG ỦY PHƯỜNG TÂN ĐỊNH\nSố: 15-KH/BXDĐ",
        "Tân Định, ngày 05 tháng 01 năm 2026",
        "KẾ HOẠCH",
    ]
    assert facts.source(head) == facts.Source(
        "Kế hoạch", "15-KH/BXDĐ", "2026-01-05", "ĐẢNG ỦY PHƯỜNG TÂN ĐỊNH"
    )


def test_targets_and_figures():
    text = "thu nhập tối thiểu 12.000 USD (năm 2030), đạt 40% GRDP năm 2030; tăng trên 11%/năm"
    found = [figure.text for figure in facts.figures([("II.2", text)])]
    assert found == ["tối thiểu 12.000 USD (năm 2030)", "đạt 40% GRDP năm 2030", "trên 11%/năm"]


def test_sections_are_cited_as_people_cite_them():
    outline = Outline()
    for line in (
        "II. NỘI DUNG",
        "2. Những nội dung cơ bản",
        "2.1. Thông tin",
        "- Một gạch đầu dòng",
    ):
        outline = outline.after(line)
    assert outline.place == "II.2.1"
    assert outline.title == "NỘI DUNG / Thông tin"
