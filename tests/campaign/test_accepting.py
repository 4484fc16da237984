"""Acceptances stand in the campaign's file: a colleague who runs it again gets the same."""

import datetime as dt
import json
import zipfile

import pytest
from campaign_files import delimited
from hypothesis import given
from hypothesis import strategies as st

from poster.campaign import cells
from poster.campaign.reading import Settings, read_campaign
from poster.campaign.writing import twin, workbook
from poster.errors import RequestError
from poster.intake import read_acceptances
from poster.library import Library, starter_library
from poster.messages import catalogue
from poster.words.guard import Acceptance

LIBRARY = Library(starter_library())
SETTINGS = Settings(dt.date(2026, 4, 20))
WRONG = "Kỷ niệm 43 năm (1945 - 2018)"
ROW = {"slogan": WRONG, "layout": "co-do", "size": "320x180px"}


def read(path, settings=SETTINGS):
    return read_campaign(path, LIBRARY, settings)


@pytest.fixture(scope="module")
def code():
    """The code of the error in `WRONG`."""
    import pathlib
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "a.yaml"
        path.write_text(twin({"title": "a"}, [ROW]), encoding="utf-8")
        (fault,) = read(path).faults
    (finding,) = fault.error.findings
    return finding.code


def accepted(reading):
    return [
        (one.accepted_by, one.accepted_because)
        for placed in reading.jobs
        for one in placed.job.findings
        if one.accepted_by
    ]


def test_a_row_accepts_for_itself_alone(tmp_path, code):
    path = tmp_path / "bang.csv"
    headers = ["Khẩu hiệu", "Mẫu", "Cỡ", "Chấp nhận", "Người chấp nhận"]
    cell = f"{code}=đúng văn bản; số 12"
    rows = [[WRONG, "co-do", "320x180px", cell, "Chị Lan"], [WRONG, "co-do", "320x180px", "", ""]]
    path.write_bytes(delimited(headers=headers, rows=rows))
    reading = read(path)
    assert accepted(reading) == [("Chị Lan", "đúng văn bản; số 12")]
    assert [(f.row, f.column, f.error.code) for f in reading.faults] == [
        (3, "Khẩu hiệu", "words-refused")
    ]


@pytest.mark.parametrize(
    ("cell", "by", "fault"),
    [
        ("words-none=vì thế", "Lan", "accept-unused"),
        ("vì thế", "Lan", "accept-syntax"),
        ("{code}=vì thế", "", "accept-by"),
    ],
)
def test_what_is_wrong_with_an_acceptance_is_told_in_its_column(tmp_path, code, cell, by, fault):
    path = tmp_path / "bang.csv"
    headers = ["Khẩu hiệu", "Mẫu", "Cỡ", "Chấp nhận", "Người chấp nhận"]
    row = [WRONG, "co-do", "320x180px", cell.format(code=code), by]
    path.write_bytes(delimited(headers=headers, rows=[row]))
    told = {(one.column, one.error.code) for one in read(path).faults}
    assert ("Chấp nhận", fault) in told


def test_yaml_and_workbook_head_say_the_same_for_all_rows(tmp_path, code):
    fields = f"{{code: {code}, reason: đúng văn bản, by: Chị Lan}}"
    as_fields = tmp_path / "a.yaml"
    body = twin({"title": "a"}, [ROW, {**ROW, "slogan": "duc-suc-tai"}, ROW])
    as_fields.write_text(f"accept: [{fields}]\n{body}", encoding="utf-8")
    common = {"title": "a", "accept": f"{code}=đúng văn bản", "accept_by": "Chị Lan"}
    as_text, book = tmp_path / "b.yaml", tmp_path / "c.xlsx"
    rows = [ROW, {**ROW, "slogan": "duc-suc-tai"}, ROW]
    as_text.write_text(twin(common, rows), encoding="utf-8")
    book.write_bytes(workbook(LIBRARY, common, rows, catalogue("vi")))
    for path in (as_fields, as_text, book):
        reading = read(path)
        assert not reading.faults and not reading.findings
        assert accepted(reading) == [("Chị Lan", "đúng văn bản")] * 2


def test_one_row_s_own_fields(tmp_path, code):
    path = tmp_path / "a.yaml"
    fields = f"[{{code: {code}, reason: đúng, by: Anh Ba}}]"
    path.write_text(
        f"jobs:\n  - {{slogan: '{WRONG}', layout: co-do, size: 320x180px, accept: {fields}}}\n",
        encoding="utf-8",
    )
    assert accepted(read(path)) == [("Anh Ba", "đúng")]
    path.write_text(path.read_text(encoding="utf-8").replace("by:", "ai:"), encoding="utf-8")
    with pytest.raises(RequestError, match="accept-fields"):
        read(path)


def test_what_the_command_line_accepts_is_for_the_rows_that_need_it(tmp_path, code):
    path = tmp_path / "a.yaml"
    path.write_text(twin({"title": "a"}, [ROW, {**ROW, "slogan": "duc-suc-tai"}]), encoding="utf-8")
    given_ = (Acceptance(code, "đúng", "Lan"), Acceptance("words-none", "thừa", "Lan"))
    reading = read(path, Settings(SETTINGS.day, accept=given_))
    assert not reading.faults and accepted(reading) == [("Lan", "đúng")]
    (finding,) = reading.findings
    assert (finding.code, finding.params["code"]) == ("campaign-accept-unused", "words-none")


def test_drafts_are_allowed_by_the_head_of_a_workbook(tmp_path):
    draft = next(slogan.id for slogan in LIBRARY.slogans.values() if not slogan.is_approved)
    rows = [{**ROW, "slogan": draft}]
    for word, faults in (("", ["slogan-draft"]), ("không", ["slogan-draft"]), ("có", [])):
        path = tmp_path / "a.xlsx"
        common = {"title": "a", "allow_draft": word}
        path.write_bytes(workbook(LIBRARY, common, rows, catalogue("vi")))
        assert [fault.error.code for fault in read(path).faults] == faults


CODES = st.from_regex(r"[a-z]+(-[a-z]+)?", fullmatch=True)
REASONS = st.text("abc đúng=,.", min_size=1).map(str.strip).filter(bool)


@given(st.lists(st.tuples(CODES, REASONS), max_size=4), st.sampled_from(["; ", "\n"]))
def test_a_cell_holds_any_number_of_acceptances(pairs, between):
    text = between.join(f"{code}={reason}" for code, reason in pairs)
    found = read_acceptances(cells.read_accepted(text), "Lan")
    assert found == tuple(Acceptance(code, reason, "Lan") for code, reason in pairs)


@pytest.mark.slow
def test_what_each_row_accepted_stands_on_ticket_and_proof_also_after_a_change(tmp_path, code):
    """Two rows share a piece; a colleague words one reason anew. Nothing is made again."""
    import pypdfium2

    from poster.cli.app import run

    def papers(*reasons):
        row = {**ROW, "size": "a4", "accept_by": "Chị Lan"}
        rows = [{**row, "accept": f"{code}={reason}", "place": reason} for reason in reasons]
        file, out = tmp_path / "a.yaml", tmp_path / "out"
        file.write_text(twin({"title": "a", "date": "2026-04-20"}, rows), encoding="utf-8")
        assert run(["campaign", "run", str(file), "--out", str(out), "--jobs", "1"]) == 0
        (bundle,) = out.glob("*.zip")
        with zipfile.ZipFile(bundle) as archive:
            ticket = json.loads(archive.read("PHIEU-DAT-IN_CHUA-DUYET.json"))
            pages = archive.read("PHIEU-DAT-IN_CHUA-DUYET.pdf")
        told = [
            [one["accepted_because"] for one in piece["findings"] if one["accepted_by"]]
            for piece in ticket["pieces"]
        ]
        texts = []
        for data in (pages, (out / "MAKET-TRINH-DUYET.pdf").read_bytes()):
            document = pypdfium2.PdfDocument(data)
            texts.append(" ".join(page.get_textpage().get_text_range() for page in document))
            document.close()
        print_file = next(out.rglob("*_CMYK.pdf"))
        return told, [" ".join(text.split()) for text in texts], print_file.stat().st_mtime_ns

    first, texts, made = papers("theo công văn 12", "theo công văn 34")
    assert first == [["theo công văn 12"], ["theo công văn 34"]]
    assert all("Chị Lan - theo công văn 12" in text for text in texts)
    assert all("Chị Lan - theo công văn 34" in text for text in texts)
    again, _, made_again = papers("theo công văn 12", "theo công văn 56")
    assert again == [["theo công văn 12"], ["theo công văn 56"]] and made_again == made
