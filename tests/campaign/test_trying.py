"""`campaign check` fills every piece: what a run would refuse is told now, by row and column."""

import datetime as dt
import io
import json

import openpyxl
import pytest
from campaign_files import delimited
from PIL import Image

from poster.campaign.reading import Settings, read_campaign
from poster.campaign.trying import try_pieces
from poster.cli.app import run
from poster.cli.campaign_show import spans
from poster.library import Library, starter_library

LIBRARY = Library(starter_library())
SETTINGS = Settings(dt.date(2026, 4, 20))
HEADERS = ["Khẩu hiệu", "Mẫu", "Cỡ", "Số lượng", "Đơn vị", "Ảnh", "Nơi treo"]
GOOD = ["duc-suc-tai", "co-do", "a4", "2", "UBND phường", "", "Sảnh"]
LONG = "Xây dựng Thủ đô văn hiến, văn minh, hiện đại, " * 12


def row(**changes):
    places = dict(
        zip(("slogan", "layout", "size", "count", "unit", "photo"), range(6), strict=True)
    )
    cells = list(GOOD)
    for name, value in changes.items():
        cells[places[name]] = value
    return cells


ROWS = [
    GOOD,
    row(unit="Tổ dân phố 🚩"),
    row(slogan=LONG, size="phuon-0.8x2m", unit="Tổ 🚩"),
    row(layout="sen-vang", size="20x0.4m"),
    row(unit="Tổ 🚩", count="nhiều"),
    row(layout="anh-nen", photo="nho.png"),
]
FOUND = {
    (3, "Đơn vị", "letter-nowhere"),
    (4, "Khẩu hiệu", "text-illegible"),
    (4, "Đơn vị", "letter-nowhere"),
    (5, "Cỡ", "size-ratio"),
    (6, "Đơn vị", "letter-nowhere"),
    (6, "Số lượng", "cell-count"),
    (7, "Ảnh", "picture-coarse"),
}


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    folder = tmp_path_factory.mktemp("table")
    Image.new("RGB", (60, 40), "#336699").save(folder / "nho.png")
    path = folder / "bang.csv"
    path.write_bytes(delimited(headers=HEADERS, rows=ROWS))
    return path


def checked(capsys, path, *more):
    capsys.readouterr()
    code = run(["--lang", "vi", "campaign", "check", str(path), "--date", "2026-04-20", *more])
    return code, capsys.readouterr().out


def test_every_fault_of_every_piece_is_told_by_row_and_column(table, capsys):
    code, out = checked(capsys, table, "--json", "--jobs", "1")
    said = json.loads(out)
    assert {(one["row"], one["column"], one["code"]) for one in said["faults"]} == FOUND
    assert code == 2 and said["pieces"] == 1  # one row of six is without fault
    (too_long,) = (one for one in said["faults"] if one["code"] == "text-illegible")
    assert "advice-cut" in {finding["code"] for finding in too_long["findings"]}
    (unapproved,) = (one for one in said["warnings"] if one["code"] == "not-approved")
    assert (unapproved["row"], unapproved["column"]) == (4, "Khẩu hiệu")


def test_a_text_that_cannot_be_read_ends_with_3(tmp_path, capsys):
    path = tmp_path / "bang.csv"
    path.write_bytes(delimited(headers=HEADERS, rows=[row(slogan=LONG, size="phuon-0.8x2m")]))
    code, out = checked(capsys, path)
    assert code == 3 and "Dòng 2, cột Khẩu hiệu" in out


def test_nothing_is_written(table, capsys):
    before = sorted(table.parent.rglob("*"))
    checked(capsys, table)
    assert sorted(table.parent.rglob("*")) == before


def test_the_marked_copy_of_a_workbook_shows_pieces_too(tmp_path, capsys):
    book = openpyxl.Workbook()
    for cells in (HEADERS, GOOD, row(unit="Tổ 🚩"), row(slogan="Hà Nội xanh")):
        book.active.append(cells)
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert checked(capsys, path)[0] == 2
    copy = openpyxl.load_workbook(io.BytesIO((tmp_path / "a_LOI.xlsx").read_bytes()))
    sheet = copy[copy.sheetnames[1]]
    assert "U+1F6A9" in sheet["E3"].comment.text
    assert sheet["E3"].fill.fgColor.rgb == "FFFFC7CE"
    assert "CHƯA DUYỆT" in sheet["A4"].comment.text and sheet["A4"].fill.fgColor.rgb == "FFFFEB9C"


def test_the_same_fault_of_many_rows_is_one_line(tmp_path, capsys):
    path = tmp_path / "bang.csv"
    path.write_bytes(delimited(headers=HEADERS, rows=[row(unit="🚩"), GOOD, *[row(unit="🚩")] * 3]))
    _, out = checked(capsys, path)
    assert "Dòng 2, 4-6, cột Đơn vị" in out and out.count("U+1F6A9") == 1
    assert spans([9, 2, 3, 4, 4]) == "2-4, 9"


def test_a_slot_that_the_head_fills_is_told_by_the_head_s_name(tmp_path, capsys):
    path = tmp_path / "a.yaml"
    jobs = "jobs:\n  - {slogan: duc-suc-tai, layout: co-do, size: a4}\n"
    path.write_text(f"unit: Tổ 🚩\n{jobs}", encoding="utf-8")
    _, out = checked(capsys, path, "--json")
    (fault,) = json.loads(out)["faults"]
    assert (fault["row"], fault["column"], fault["code"]) == (1, "Đơn vị", "letter-nowhere")


@pytest.mark.slow
def test_several_processes_find_the_same(table, monkeypatch):
    monkeypatch.setattr("poster.campaign.trying.LEAST_EACH", 1)
    monkeypatch.setattr("poster.campaign.trying.BATCH", 2)
    reading = read_campaign(table, LIBRARY, SETTINGS)
    heard = []
    one, two = (
        try_pieces(reading, LIBRARY, table, SETTINGS, jobs, lambda *step: heard.append(step))
        for jobs in (1, 2)
    )
    assert [str(fault.error) for fault in one.faults] == [str(fault.error) for fault in two.faults]
    assert one.warnings == two.warnings and [p.row for p in one.jobs] == [p.row for p in two.jobs]
    assert heard[0] == (0, 6) and heard[-1] == (6, 6)
