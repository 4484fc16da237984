"""Documents as paragraphs: what a reader sees, and nothing else."""

from __future__ import annotations

import json
import zipfile

import pytest

from poster.errors import RequestError
from poster.office.documents import read_document
from poster.office.plain import page_paragraphs
from poster.words.rank import candidates


def texts(path) -> list[str]:
    return [block.text for block in read_document(path).blocks]


def element(xml: str):
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1))


def test_hidden_deleted_and_header_text_is_left_out(docx):
    def build(document):
        document.sections[0].header.paragraphs[0].text = "Đầu trang"
        paragraph = document.add_paragraph("Chữ thấy ")
        paragraph.add_run("chữ ẩn").font.hidden = True
        paragraph._p.append(element("<w:del><w:r><w:delText>đã xóa</w:delText></w:r></w:del>"))
        paragraph._p.append(element("<w:ins><w:r><w:t>chữ thêm</w:t></w:r></w:ins>"))

    assert texts(docx(build)) == ["Chữ thấy chữ thêm"]


def test_a_style_can_hide_text_too(docx):
    def build(document):
        style = document.styles.add_style("An", 1)
        style.font.hidden = True
        document.add_paragraph("Chữ ẩn", style="An")
        document.add_paragraph("Chữ thấy")

    assert texts(docx(build)) == ["Chữ thấy"]


def test_a_runs_font_tells_its_encoding(docx):
    def build(document):
        paragraph = document.add_paragraph()
        for text, font in (("NhiÖt liÖt ", ".VnTime"), ("chµo mõ", ".VnTime"), ("ng", ".VnTime"),
                           (" Đảng ", "Times New Roman"), ("bé", ".VnTimeH")):  # fmt: skip
            paragraph.add_run(text).font.name = font

    path = docx(build)
    assert texts(path) == ["Nhiệt liệt chào mừng Đảng BỘ"]
    assert "cleaned-tcvn3" in [finding.code for finding in read_document(path).findings]


def test_the_font_may_come_from_a_style_that_the_style_is_based_on(docx):
    def build(document):
        base = document.styles.add_style("Cu", 1)
        base.font.name = "VNI-Times"
        document.styles.add_style("Con", 1).base_style = base
        document.add_paragraph("Haø Noäi", style="Con")

    assert texts(docx(build)) == ["Hà Nội"]


def test_tables_keep_their_places_and_breaks_their_lines(docx):
    def build(document):
        table = document.add_table(2, 2)
        table.cell(0, 0).text, table.cell(1, 1).text = "Nội dung", "Số lượng"
        document.add_paragraph("Dòng một\nDòng hai")

    blocks = read_document(docx(build)).blocks
    assert [(block.text, block.cell) for block in blocks] == [
        ("Nội dung", (0, 0, 0)), ("Số lượng", (0, 1, 1)), ("Dòng một\nDòng hai", None),
    ]  # fmt: skip
    assert [block.offset for block in blocks] == [0, 9, 18]


def test_a_text_box_that_is_drawn_twice_is_read_once(docx):
    box = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
    spaces = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    )

    def build(document):
        from docx.oxml import parse_xml

        run = document.add_paragraph("Neo").runs[0]
        run._r.append(parse_xml(
            f"<mc:AlternateContent {spaces}><mc:Choice Requires='wps'>{box.format('Trong khung')}</mc:Choice>"
            f"<mc:Fallback>{box.format('Trong khung')}</mc:Fallback></mc:AlternateContent>"
        ))  # fmt: skip

    blocks = read_document(docx(build)).blocks
    assert [(block.text, block.box) for block in blocks] == [("Neo", False), ("Trong khung", True)]


def test_entities_and_bombs_are_refused(docx, tmp_path):
    path = docx(lambda document: document.add_paragraph("x"))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    def rewritten(name: str, data: bytes):
        other = tmp_path / "khac.docx"
        with zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in {**parts, name: data}.items():
                archive.writestr(part, content)
        return other

    evil = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w/>'
    for name, data, code in (
        ("word/document.xml", evil, "document-entities"),
        ("word/big.xml", b" " * (129 * 2**20), "document-huge"),
        ("word/document.xml", b"<not", "document-broken"),
    ):
        with pytest.raises(RequestError) as caught:
            read_document(rewritten(name, data))
        assert caught.value.code == code


def test_a_pdfs_lines_become_paragraphs(pdf):
    path = pdf(
        "1. Khau hieu thu nhat dai den het dong nay va con\nxuong dong nua!\n2. Khau hieu hai!",
        "3. Cau ba!",
    )
    assert texts(path) == [
        "1. Khau hieu thu nhat dai den het dong nay va con xuong dong nua!",
        "2. Khau hieu hai!",
        "3. Cau ba!",
    ]


def test_a_scan_is_recognised_and_said(pdf):
    with pytest.raises(RequestError) as caught:
        read_document(pdf(None, None))
    assert caught.value.code == "document-scan"
    (finding,) = read_document(pdf("Mot trang co chu day du de doc", None)).findings
    assert (finding.code, finding.params["pages"]) == ("document-scan-pages", [2])


def test_page_numbers_are_no_words():
    assert list(page_paragraphs(["Chữ", "Trang 1/2", "3"])) == ["Chữ"]


@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_broken_files_are_refused(tmp_path, suffix):
    path = tmp_path / f"hong{suffix}"
    path.write_bytes(b"khong phai tai lieu")
    with pytest.raises(RequestError) as caught:
        read_document(path)
    assert caught.value.code == "document-broken"


def test_other_kinds_are_refused_with_those_that_can_be_read(tmp_path):
    with pytest.raises(RequestError) as caught:
        read_document(tmp_path / "cu.doc")
    assert caught.value.code == "document-kind"


def test_text_in_any_encoding(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("NhiÖt liÖt chµo mõng §¹i héi §¶ng bé ph­êng".encode("latin-1"))
    document = read_document(path)
    assert [block.text for block in document.blocks] == [
        "Nhiệt liệt chào mừng Đại hội Đảng bộ phường"
    ]
    assert [finding.code for finding in document.findings] == ["document-encoding"]


def test_lines_that_a_page_end_has_cut_are_joined(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("- thành thạo ứng dụng công\n\nnghệ số\n- câu sau", encoding="utf-8")
    assert texts(path) == ["- thành thạo ứng dụng công nghệ số", "- câu sau"]


def test_markdown_loses_its_marks(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(
        "# II. NỘI DUNG\n\nMột **câu** dài\nhai [dòng](http://x)\n\n- *mục*\n\n| Nội dung | SL |\n|---|---|\n| Chữ | 2 |\n",
        encoding="utf-8",
    )  # fmt: skip
    blocks = read_document(path).blocks
    assert [block.text for block in blocks] == [
        "II. NỘI DUNG", "Một câu dài hai dòng", "- mục", "Nội dung", "SL", "Chữ", "2",
    ]  # fmt: skip
    assert blocks[-1].cell == (0, 1, 1)
    assert blocks[1].place == "II"


@pytest.mark.parametrize(
    "name", ["own__ke-hoach-tuyen-truyen.docx", "own__cong-van-khau-hieu.pdf", "own__huong-dan.txt"]
)
def test_the_corpus_comes_out_exactly(corpus, name):
    expected = json.loads((corpus / "docs" / "expected.json").read_text(encoding="utf-8"))[name]
    found = sorted(
        candidates(read_document(corpus / "docs" / name).blocks), key=lambda one: one.offset
    )
    assert [one.text for one in found] == expected["slogans"]
    if "sizes" in expected:
        sizes = [
            [f"{size.width_mm / 1000:g} m", f"{size.height_mm / 1000:g} m"]
            for one in found
            for size in one.sizes
        ]
        assert sizes == expected["sizes"]
        assert [one.quantity for one in found if one.quantity] == expected["counts"]


def test_the_wards_plan(corpus):
    path = corpus.parent / "seed" / "ke-hoach-nq02.txt"
    if not path.is_file():
        pytest.skip("the plan is not beside the project")
    found = candidates(read_document(path).blocks)
    assert {one.text for one in found[:4]} == {
        "Văn hiến - Văn minh - Hiện đại - Hạnh phúc",
        "Văn hiến - Bản sắc - Sáng tạo",
        "Đảng bộ số - Chính quyền kiến tạo - Doanh nghiệp tiên phong - Xã hội đồng thuận",
        "Đức - Sức - Tài",
    }


def test_a_hostile_document(corpus):
    with pytest.raises(RequestError) as caught:
        read_document(corpus / "hostile" / "docx-xxe.docx")
    assert caught.value.code == "document-entities"
