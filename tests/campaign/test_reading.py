"""A campaign's table says the same in every form, and every fault is told by row and column."""

import datetime as dt
import unicodedata
from pathlib import Path

import pytest
from campaign_files import HEADERS, ROWS, delimited
from hypothesis import given
from hypothesis import strategies as st

from poster.campaign import cells
from poster.campaign.reading import Settings, read_campaign
from poster.campaign.writing import twin, workbook
from poster.errors import RequestError
from poster.library import Library, starter_library
from poster.messages import catalogue

SETTINGS = Settings(dt.date(2026, 4, 20))
LIBRARY = Library(starter_library())


def read(path: Path):
    return read_campaign(path, LIBRARY, SETTINGS)


def told(reading):
    """All that a reading says of its jobs."""
    return [
        (p.row, p.job.slogan.id, p.job.layout.name, p.job.size.name, p.job.quantity, p.job.values, p.job.line)
        for p in reading.jobs
    ]  # fmt: skip


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    path = tmp_path_factory.mktemp("plain") / "bang.csv"
    path.write_bytes(delimited())
    return read(path)


def test_a_row_becomes_a_job_with_its_order_facts(plain):
    assert not plain.faults
    first, second = (placed.job for placed in plain.jobs)
    assert (first.slogan.id, first.quantity, first.size.name) == (
        "van-hien-van-minh",
        20,
        "320x180px",
    )
    assert first.slogan.is_approved and first.values["unit"] == "UBND phường Đống Đa"
    assert (first.line.place, first.line.hang, first.line.take_down) == (
        "Phố Tây Sơn", dt.date(2026, 5, 1), dt.date(2026, 5, 15)
    )  # fmt: skip
    assert second.line.place == "Sảnh; bộ phận một cửa" and second.line.hang is None


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_every_encoding_says_the_same(plain, tmp_path, separator, encoding):
    path = tmp_path / "bang.csv"
    path.write_bytes(delimited(separator, encoding))
    assert told(read(path)) == told(plain)


def test_cp1258_says_the_same(plain, tmp_path):
    """Windows-1258 writes some accents apart; they come together again."""
    apart = [[_for_cp1258(cell) for cell in row] for row in [HEADERS, *ROWS]]
    path = tmp_path / "bang.csv"
    path.write_bytes(delimited(encoding="cp1258", headers=apart[0], rows=apart[1:]))
    assert told(read(path)) == told(plain)


def _for_cp1258(text):
    tones = "\u0300\u0301\u0303\u0309\u0323"
    result = ""
    for letter in unicodedata.normalize("NFC", text):
        base = "".join(c for c in unicodedata.normalize("NFD", letter) if c not in tones)
        marks = "".join(c for c in unicodedata.normalize("NFD", letter) if c in tones)
        result += unicodedata.normalize("NFC", base) + marks
    return result


def test_a_workbook_and_its_twin_say_the_same(tmp_path):
    common = {"title": "Thử", "unit": "UBND phường Đống Đa", "date": "2026-04-20"}
    rows = [
        {
            "slogan": "duc-suc-tai",
            "layout": "Cờ đỏ",
            "size": "320x180px",
            "quantity": 3,
            "place": "=1+1",
        }
    ]
    book, yaml = tmp_path / "a.xlsx", tmp_path / "a.yaml"
    book.write_bytes(workbook(LIBRARY, common, rows, catalogue("vi")))
    yaml.write_text(twin(common, rows), encoding="utf-8")
    one, other = read(book), read(yaml)
    assert [row[1:] for row in told(one)] == [row[1:] for row in told(other)]
    assert one.campaign == other.campaign and one.jobs[0].job.line.place == "=1+1"


def test_the_ward_s_workbook_and_twin_say_the_same(root):
    folder = (
        root / "campaigns"
        if (root / "campaigns").is_dir()
        else Path(__file__).parents[2] / "campaigns"
    )
    one, other = (read(folder / f"nq02-dong-da.{kind}") for kind in ("xlsx", "yaml"))
    assert not one.faults and [row[1:] for row in told(one)] == [row[1:] for row in told(other)]
    assert len({placed.job.line.place for placed in one.jobs}) >= 12
    assert len({placed.job.size.name for placed in one.jobs}) >= 6
    assert len({placed.job.layout.name for placed in one.jobs}) >= 5


def test_every_fault_of_a_row_is_told_by_its_column(tmp_path):
    path = tmp_path / "bang.csv"
    bad = ["van-hien", "co-doo", "rất to", "nhiều", "Phố", "31/2/2026", "", ""]
    path.write_bytes(delimited(rows=[*ROWS, bad]))
    reading = read(path)
    assert len(reading.jobs) == 2
    assert {fault.row for fault in reading.faults} == {4}  # a row of two lines is one row
    assert {(fault.column, fault.error.code) for fault in reading.faults} == {
        ("Khẩu hiệu", "unknown-slogan"), ("Mẫu", "unknown-layout"), ("Số lượng", "cell-count"),
        ("Cỡ hoặc bộ", "unknown-size"), ("Treo từ", "date-unreadable"),
    }  # fmt: skip


def test_a_column_that_nobody_knows_is_told(tmp_path):
    path = tmp_path / "bang.csv"
    path.write_bytes(delimited(headers=[*HEADERS, "Mã vạch"], rows=[[*ROWS[0], "7"]]))
    (finding,) = read(path).findings
    assert finding.code == "campaign-columns" and finding.found == "Mã vạch"


@pytest.mark.parametrize(
    ("name", "code"), [("a.docx", "campaign-kind"), ("a.csv", "campaign-no-table")]
)
def test_what_is_no_campaign(tmp_path, name, code):
    path = tmp_path / name
    path.write_text("xin chào\n", encoding="utf-8")
    with pytest.raises(RequestError) as caught:
        read(path)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "count"), [("20", 20), ("20 cái", 20), ("1.000", 1000), ("3 tấm", 3), ("20.0", 20)]
)
def test_amounts(text, count):
    assert cells.read_count(text) == count


@pytest.mark.parametrize("text", ["1,5", "2 x 10", "hai", "", "-3", "20-30"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(RequestError):
        cells.read_count(text)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("từ 1/5 đến 15/5/2026", "", (dt.date(2026, 5, 1), dt.date(2026, 5, 15))),
        ("1/5/2026 - 15/5/2026", "", (dt.date(2026, 5, 1), dt.date(2026, 5, 15))),
        ("2026-05-01", "15/5/2026", (dt.date(2026, 5, 1), dt.date(2026, 5, 15))),
        ("", "", (None, None)),
    ],
)
def test_days(first, last, days):
    assert cells.read_days(first, last, "") == days


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("Băng rôn 6 m x 0,8 m", ("6mx0,8m", "Băng rôn")),
        ("6x0,8m", ("6mx0,8m", "")),
        ("bang-ron-6x0.8m", ("bang-ron-6x0.8m", "")),
        ("60 x 80 cm", ("60cmx80cm", "")),
    ],
)
def test_sizes(text, size):
    assert cells.read_sizes(text) == [size]


def test_a_kind_that_is_named_is_kept(tmp_path):
    path = tmp_path / "bang.csv"
    rows = [["duc-suc-tai", "co-do", "Cuốn nhôm 0,8 x 2 m", "1", "", "", "", ""],
            ["duc-suc-tai", "co-do", "Phướn 0,8 x 2 m", "1", "", "", "", ""]]  # fmt: skip
    path.write_bytes(delimited(rows=rows))
    assert [placed.job.size.name for placed in read(path).jobs] == ["cuon-0.8x2m", "phuon-0.8x2m"]


@given(st.text(max_size=30))
def test_no_cell_raises_anything_but_a_request_error(text):
    for read_one in (cells.read_count, cells.read_sides, cells.read_yes, cells.read_day):
        try:
            read_one(text)
        except RequestError:
            continue
    cells.read_sizes(text)
