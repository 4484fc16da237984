"""Documents: text that can be found again, a status that can be changed, the same bytes."""

import datetime as dt
import io

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poster.bundle.page import A4, Column, Pages, broken, faces, legible
from poster.press.document import Leaf, with_status, write_document
from poster.press.document_code import document_code
from poster.press.lettering import width_mm
from poster.press.pdf import Info
from poster.press.type3 import Words

INFO = Info("Phiếu đặt in", dt.date(2026, 4, 20))
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯ áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"


def leaf(text, y=50):
    return Leaf((), (Words(text, faces().plain, 4, 20, y),))


def read(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


@settings(max_examples=15, deadline=None)
@given(st.text(LETTERS, min_size=1, max_size=40))
def test_any_vietnamese_text_is_found_again(text):
    import unicodedata

    plain = legible(text, faces().plain)
    (found,) = read(write_document([leaf(plain or "a")], A4, INFO, "x"))
    assert unicodedata.normalize("NFC", found).split() == (plain or "a").split()


def test_fonts_stand_once_however_many_pages_there_are():
    one = write_document([leaf("Văn hiến - Văn minh")], A4, INFO, "x")
    many = write_document([leaf("Văn hiến - Văn minh")] * 30, A4, INFO, "x")
    with pikepdf.open(io.BytesIO(many)) as pdf:
        assert (
            sum(1 for one in pdf.objects if getattr(one, "get", dict().get)("/Type") == "/Font")
            == 1
        )
        assert len(pdf.pages) == 30
    assert len(many) < len(one) + 30 * 1200


def test_the_status_changes_on_every_page_and_leaves_the_rest():
    leaves = [leaf("Một"), leaf("Hai")]
    draft = write_document(leaves, A4, INFO, "mã", leaf("CHƯA DUYỆT", 10))
    signed = with_status(draft, A4, INFO, "mã", leaf("ĐÃ DUYỆT", 10))
    for page, word in zip(read(signed), ("Một", "Hai"), strict=True):
        assert word in page and "ĐÃ DUYỆT" in page and "CHƯA" not in page
    assert document_code(signed, "a.pdf") == "mã"
    body = write_document(leaves, A4, INFO, "mã")
    assert with_status(body, A4, INFO, "mã", leaf("ĐÃ DUYỆT", 10)) == signed


def test_tables_and_paragraphs_never_leave_the_page():
    pages = Pages()
    rows = [(str(number), "Xây dựng Thủ đô Hà Nội " * 9, "x" * 90) for number in range(60)]
    columns = [Column("STT", 0.1, True), Column("Nội dung", 0.5), Column("Mã", 0.4)]
    pages.table(columns, rows, 3)
    leaves = pages.leaves("chân trang")
    assert len(leaves) > 3
    for one in leaves:
        for words in one.words:
            assert 0 < words.y_mm < A4.height - 5
            end = words.x_mm + width_mm(words.text, words.face, words.size_mm)
            assert words.x_mm >= Pages.left - 0.01 and end <= A4.width - 13
        assert sum(words.text == "Nội dung" for words in one.words) == 1


def test_what_belongs_together_is_kept_on_one_page():
    pages = Pages()
    pages.y = 200
    pages.keep(lambda on: [on.text("dòng", 5) for _ in range(20)] and None)
    assert len(pages.words) == 2
    assert not pages.words[0]


@pytest.mark.parametrize("text", ["a\nb\tc", "e\u0301", "\u0301", "中", "👍🏽", "\x07"])
def test_any_text_becomes_legible(text):
    shown = legible(text, faces().plain)
    assert not faces().plain.missing(shown)
    assert broken(text, 3, 20)
