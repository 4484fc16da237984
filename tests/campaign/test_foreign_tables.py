"""Tables that other programs and careless or hostile hands have made."""

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from campaign_files import HEADERS, ROWS, delimited

from poster.campaign.reading import Settings, read_campaign
from poster.campaign.writing import marked, workbook
from poster.cli.app import run
from poster.errors import PosterError, RequestError
from poster.library import Library, starter_library
from poster.messages import catalogue
from poster.office.delimited import MOST_ROWS, read_delimited
from poster.office.workbook import read_workbook

LIBRARY = Library(starter_library())
SETTINGS = Settings(dt.date(2026, 4, 20))


def read(path: Path):
    return read_campaign(path, LIBRARY, SETTINGS)


def book(rows, change=None) -> bytes:
    """A workbook as another program saves it; `change` may do more to its sheet."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    if change:
        change(made.active)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


# ---------------------------------------------------------------- the corpus


def test_a_byte_order_mark_is_no_part_of_the_first_header(corpus):
    """Case 52."""
    grid = read_delimited((corpus / "cases/52-csv-utf8-bom/data.csv").read_bytes(), "data.csv")
    assert grid.lines[0].cells == ("khau_hieu", "so_luong")
    assert [line.cells[0] for line in grid.lines[1:]] == [
        "Nhiệt liệt chào mừng Đại hội!", "Đoàn kết, dân chủ"
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["comma.csv", "semicolon.csv", "sep-line.csv", "tab-utf16.txt"])
def test_four_ways_to_save_the_same_two_rows(corpus, tmp_path, name):
    """Case 53; only the layout is missing, so a column of it is added."""
    data = (corpus / "cases/53-csv-excel-vietnam-locale" / name).read_bytes()
    grid = read_delimited(data, name)
    lines = [[*line.cells, "Mẫu" if at == 0 else "co-do"] for at, line in enumerate(grid.lines)]
    path = tmp_path / "bang.csv"
    path.write_bytes(delimited(headers=lines[0], rows=lines[1:]))
    reading = read(path)
    sizes = [(job.job.size.width_mm, job.job.size.height_mm) for job in reading.jobs]
    assert [job.job.text for job in reading.jobs] == ["Chào mừng; Đại hội", "Xanh - Sạch - Đẹp"]
    assert sizes == [(6000, 800), (1500, 2000)] and not reading.faults
    assert [line.cells[3] for line in grid.lines[1:]] == ["50%", "100%"]


def test_a_picture_is_never_taken_from_outside_the_folder(corpus, tmp_path):
    """Case 56: Windows paths are refused by rule, the same on every system."""
    lines = read_delimited(
        (corpus / "cases/56-windows-names-and-paths/data.csv").read_bytes(), "data.csv"
    ).lines
    rows = [[line.cells[0], "anh-nen", "320x180px", line.cells[1]] for line in lines[1:]]
    path = tmp_path / "bang.csv"
    path.write_bytes(delimited(headers=["slogan", "layout", "size", "photo"], rows=rows))
    reading = read(path)
    assert [(fault.row, fault.column) for fault in reading.faults] == [
        (2, "photo"), (3, "photo"), (4, "photo")
    ]  # fmt: skip
    assert {fault.error.code for fault in reading.faults} <= {"picture-missing", "picture-outside"}


def test_cells_that_look_like_formulas_stay_words(corpus, tmp_path):
    data = (corpus / "hostile/csv-formula-and-paths.csv").read_bytes()
    grid = read_delimited(data, "a.csv")
    assert [line.number for line in grid.lines] == [1, 2, 3, 4, 5]
    rows = [{"slogan": line.cells[0], "note": line.cells[1]} for line in grid.lines[1:]]
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(LIBRARY, {"title": "=1+1"}, rows, catalogue("vi")))
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet for cell in row]
    assert any(cell.value == "@SUM(1+1)" for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


# ---------------------------------------------------------------- workbooks


def test_a_workbook_of_another_program_says_the_same_as_text(tmp_path):
    one, other = tmp_path / "a.xlsx", tmp_path / "b.csv"
    real = [[*ROWS[0][:5], dt.datetime(2026, 5, 1), dt.date(2026, 5, 15), ROWS[0][7]], ROWS[1]]
    soft = ["Khẩu\u00ad hiệu ", "MẪU", *HEADERS[2:]]
    one.write_bytes(book([["Kế hoạch tuyên truyền"], [], soft, *real]))
    other.write_bytes(delimited())
    jobs = [
        [(p.job.text, p.job.size, p.job.line) for p in read(path).jobs] for path in (one, other)
    ]
    assert jobs[0] == jobs[1] and len(jobs[0]) == 2
    assert [placed.row for placed in read(one).jobs] == [4, 5]


def test_merged_hidden_and_error_cells(tmp_path):
    def change(sheet):
        sheet["E2"] = "Phố Tây Sơn"
        sheet.merge_cells("E2:E3")
        sheet["D3"] = "#REF!"
        sheet["D3"].data_type = "e"

    path = tmp_path / "a.xlsx"
    path.write_bytes(book([HEADERS, ROWS[0], [*ROWS[1][:4], None]], change))
    reading = read(path)
    assert [(f.row, f.column, f.error.code) for f in reading.faults] == [
        (3, "Số lượng", "cell-error")
    ]
    (placed,) = reading.jobs
    assert placed.job.line.place == "Phố Tây Sơn"


def test_a_formula_counts_by_its_last_value_and_none_is_told(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(book([HEADERS, [*ROWS[0][:3], "=10*2", *ROWS[0][4:]]]))
    (fault,) = read(path).faults
    assert (fault.row, fault.column, fault.error.code) == (2, "Số lượng", "cell-not-reckoned")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(b"<v ?/>|<v></v>", b"<v>20</v>", parts[sheet])
    path.write_bytes(_zipped(parts))
    assert [placed.job.quantity for placed in read(path).jobs] == [20]


def _zipped(parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"xl/workbook.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}, "workbook-entities"),
        ({"xl/a.bin": bytes(97 * 2**20)}, "document-huge"),
        ({f"xl/{at}.xml": b"" for at in range(2001)}, "document-huge"),
        ({"xl/workbook.xml": b"<a/>"}, "document-broken"),
    ],
)
def test_bombs_and_ruins_are_refused(parts, code):
    with pytest.raises(PosterError) as caught:
        read_workbook(_zipped(parts), "a.xlsx")
    assert caught.value.code == code


def test_a_cell_a_million_rows_down_is_refused():
    def far(sheet):
        sheet.cell(1_000_000, 1, "x")

    with pytest.raises(RequestError) as caught:
        read_workbook(book([HEADERS], far), "a.xlsx")
    assert caught.value.code == "workbook-rows"


def test_text_tables_that_are_too_long_or_broken():
    with pytest.raises(RequestError) as caught:
        read_delimited(b"a;b\r\n" * (MOST_ROWS + 1), "a.csv")
    assert caught.value.code == "table-huge"
    with pytest.raises(RequestError) as caught:
        read_delimited(b"a;b\r\n" + b"x" * 140_000 + b";1\r\n", "a.csv")
    assert caught.value.code == "table-cells"


# ---------------------------------------------------------------- what the file may say beside


def test_every_slot_may_be_a_column_and_slots_may_stand_in_one(tmp_path):
    path = tmp_path / "bang.csv"
    headers = ["slogan", "layout", "size", "photo", "Ô chữ khác"]
    row = ["duc-suc-tai", "anh-nen", "320x180px", "ho-tay.jpg", "unit=Đảng ủy phường; note=x"]
    path.write_bytes(delimited(headers=headers, rows=[row]))
    (fault,) = read(path).faults
    assert (fault.column, fault.error.code) == ("Ô chữ khác", "unknown-slot")
    path.write_bytes(delimited(headers=headers, rows=[[*row[:4], "unit=Đảng ủy phường"]]))
    (placed,) = read(path).jobs
    assert placed.job.values["unit"] == "Đảng ủy phường" and "photo" in placed.job.pictures


def test_yaml_rows_tell_unknown_fields_and_drafts(tmp_path):
    path = tmp_path / "a.yaml"
    row = "{slogan: ky-nguyen-moi, layout: co-do, size: a3, soluongg: 3}"
    path.write_text(f"title:\njobs:\n  - {row}\n", encoding="utf-8")
    reading = read(path)
    assert reading.campaign.title == "a" and reading.findings[0].found == "soluongg"
    assert [(f.row, f.column, f.error.code) for f in reading.faults] == [
        (1, "slogan", "slogan-draft")
    ]
    path.write_text(f"allow_draft: true\njobs:\n  - {row}\n", encoding="utf-8")
    assert not read(path).faults


def test_a_wrong_word_in_a_slot_is_told_by_the_slot_s_column(tmp_path):
    path = tmp_path / "bang.csv"
    row = ["duc-suc-tai", "co-do", "320x180px", "Kỷ niệm 43 năm (1945 - 2018)"]
    path.write_bytes(delimited(headers=["slogan", "layout", "size", "Đơn vị"], rows=[row]))
    (fault,) = read(path).faults
    assert (fault.column, fault.error.code) == ("Đơn vị", "words-refused")
    code = fault.error.findings[0].code
    rows = [[*row, "nhiều"]]
    path.write_bytes(
        delimited(headers=["slogan", "layout", "size", "Đơn vị", "Số lượng"], rows=rows)
    )
    assert {one.error.code for one in read(path).faults} == {"words-refused", "cell-count"}
    path.write_bytes(delimited(headers=["slogan", "layout", "size", "Đơn vị"], rows=[row]))
    arguments = ["campaign", "check", str(path), "--date", "2026-04-20"]
    assert run(arguments) == 4
    assert run([*arguments, "--accept", f"{code}=đúng văn bản", "--by", "Lan"]) == 0


# ---------------------------------------------------------------- commands


def test_check_marks_a_copy_and_leaves_the_file_alone(tmp_path, capsys):
    path = tmp_path / "a.xlsx"
    data = book([HEADERS, ROWS[0], [*ROWS[1][:3], "nhiều", "=1+1"]])
    path.write_bytes(data)
    assert run(["--lang", "vi", "campaign", "check", str(path), "--date", "2026-04-20"]) == 2
    said = "".join(capsys.readouterr())
    assert "Dòng 3, cột Số lượng" in said and "nhiều" in said
    assert path.read_bytes() == data
    copy = openpyxl.load_workbook(tmp_path / "a_LOI.xlsx")
    cell = copy[copy.sheetnames[1]]["D3"]
    assert "nhiều" in cell.comment.text and cell.fill.fgColor.rgb == "FFFFC7CE"


def test_new_writes_files_that_read_the_same_every_time(tmp_path):
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        assert run(["--lang", "vi", "campaign", "new", str(folder / "x.xlsx")]) == 0
    for kind in ("xlsx", "yaml"):
        one, other = (tmp_path / name / f"x.{kind}" for name in ("a", "b"))
        assert one.read_bytes() == other.read_bytes()
    assert not read(tmp_path / "a/x.xlsx").rows  # the example is never made
    assert not read(tmp_path / "a/x.yaml").faults


def test_a_marked_copy_holds_no_new_formula(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(book([HEADERS, [*ROWS[0][:3], "=HYPERLINK", *ROWS[0][4:]]]))
    faults = read(path).faults
    copy = openpyxl.load_workbook(
        io.BytesIO(marked(path, faults, (), catalogue("vi").error, "Lỗi"))
    )
    listing = copy[copy.sheetnames[0]]
    assert listing.max_row == len(faults)
    assert all(cell.data_type != "f" for row in listing for cell in row)
