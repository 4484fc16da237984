"""What a campaign hands over: complete, repeatable, whole or not at all; approvals hold or fall."""

import hashlib
import io
import json
import os
import zipfile
from dataclasses import replace

import pypdfium2
import pytest
from small_campaign import CAMPAIGN
from zips import codes, contents

from poster.bundle.approval import SignOff
from poster.bundle.verify import verify
from poster.errors import Finding, PreflightError, RequestError, Severity, WriteError


def pdf_texts(data):
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_each_shop_gets_its_own_pieces_and_no_screen(give):
    delivered = give()
    names = [path.name for path in delivered.bundles]
    assert names == [
        "tuyen-truyen-nghi-quyet-02_generic-hiflex_20260420_CHUA-DUYET.zip",
        "tuyen-truyen-nghi-quyet-02_generic-offset_20260420_CHUA-DUYET.zip",
    ]
    hiflex, offset = (contents(path) for path in delivered.bundles)
    assert [name.split("/")[0] for name in hiflex if "/" in name] == ["IN", "KY-THUAT", "XEM"]
    assert not [name for name in (*hiflex, *offset) if "640x360" in name or name.endswith(".png")]
    assert not set(hiflex) & set(offset) - {name for name in hiflex if "/" not in name}
    assert list(hiflex)[-1] == "manifest.json"


def test_the_same_pieces_give_the_same_bytes(give, tmp_path):
    one, two = give(out=tmp_path / "one"), give(out=tmp_path / "two")
    for left, right in zip(
        (one.proof, one.slideshow, *one.bundles),
        (two.proof, two.slideshow, *two.bundles),
        strict=True,
    ):
        assert left.read_bytes() == right.read_bytes(), left.name
    assert one.code == two.code


@pytest.mark.slow
def test_names_are_ascii_flagged_as_utf8_and_short_enough_for_windows(give):
    for path in give().bundles:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                assert info.filename.isascii()
                assert info.flag_bits & 0x800
                assert info.date_time == (1980, 1, 1, 0, 0, 0)
                assert len(info.filename) < 130  # below a long user folder and the zip's own name


def test_the_ticket_says_all_that_a_shop_asks_back_for(give):
    files = contents(give().bundles[0])
    ticket = json.loads(files["PHIEU-DAT-IN_CHUA-DUYET.json"])
    first, second = ticket["pieces"]
    assert (first["number"], second["number"]) == ("01", "02")
    assert (first["finished_mm"], first["printed_mm"]) == ([800, 2000], [900, 2200])
    assert (first["quantity"], first["area_m2"], first["total_m2"]) == (40, 1.6, 64)
    assert second["total_m2"] == 12.8  # four, printed on both sides
    assert first["pocket_mm"]["top"] == 70
    assert first["place"] == "Phố Chùa Bộc"
    assert ticket["totals"] == {"rows": 2, "quantity": 44, "area_m2": 76.8, "eyelets": 0}
    for file in first["files"]:
        assert hashlib.sha256(files[file["name"]]).hexdigest() == file["sha256"]


def test_the_ticket_can_be_searched_and_says_the_same_in_pdf_and_excel(give):
    from openpyxl import load_workbook

    files = contents(give().bundles[0])
    book = load_workbook(io.BytesIO(files["PHIEU-DAT-IN_CHUA-DUYET.xlsx"]))
    cells = [str(cell) for row in book.active.iter_rows(values_only=True) for cell in row if cell]
    text = "\n".join(pdf_texts(files["PHIEU-DAT-IN_CHUA-DUYET.pdf"]))
    for wanted in ("800 x 2000 mm", "900 x 2200 mm", "Phố Chùa Bộc", "Bạt hiflex", "CHƯA DUYỆT"):
        assert any(wanted in cell for cell in cells), wanted
        assert wanted in text, wanted


@pytest.mark.slow
def test_a_letter_that_no_font_has_is_written_as_its_code_point(give, ordered):
    odd = replace(
        ordered[0],
        job=replace(ordered[0].job, line=replace(ordered[0].job.line, note="Gấp 🚩 \u0301a")),
    )
    files = contents(give((odd,)).bundles[0])
    text = "\n".join(pdf_texts(files["PHIEU-DAT-IN_CHUA-DUYET.pdf"]))
    assert "[U+1F6A9]" in text


def test_the_ticket_names_what_was_accepted_by_whom_and_why(give, ordered):
    params = {"found": "43 năm", "first": 1945, "last": 2018, "years": 73, "count": 43}
    met = Finding("words-sum", Severity.WARNING, params=params, accepted_by="Ông Bình",
                  accepted_because="theo công văn 12")  # fmt: skip
    files = contents(give((replace(ordered[0], findings=(met,)),)).bundles[0])
    text = " ".join("".join(pdf_texts(files["PHIEU-DAT-IN_CHUA-DUYET.pdf"])).split())
    assert "Ông Bình" in text and "theo công văn 12" in text and "73 năm" in text


def test_what_an_earlier_run_left_unapproved_goes(give):
    give()
    (left,) = give(campaign=replace(CAMPAIGN, title="Tên khác")).bundles[:1]
    assert sorted(give.out.glob("*.zip"))[0] == left
    assert not list(give.out.glob("tuyen-truyen*"))


# ---------------------------------------------------------------- approval


def test_an_approval_goes_into_every_bundle_and_takes_the_mark_from_every_name(
    give, signed, tmp_path
):
    delivered = give()
    scan = tmp_path / "Bản ký.pdf"
    scan.write_bytes(b"%PDF-1.4 signed")
    bundles = signed(give.out, SignOff("Trần Văn Nam", "Phó Chủ tịch", delivered_day(), scan))
    assert len(bundles) == len(delivered.bundles)
    assert not list(give.out.glob("*CHUA-DUYET*"))
    for path in bundles:
        found = verify(path)
        assert (found.approved, found.findings) == (True, ())
        files = contents(path)
        assert files["BAN-KY.pdf"] == scan.read_bytes()
        assert json.loads(files["PHE-DUYET.json"])["code"] == delivered.code
        assert not [name for name in files if "CHUA-DUYET" in name]


def delivered_day():
    import datetime as dt

    return dt.date(2026, 4, 22)


def test_a_second_run_with_nothing_changed_keeps_approval_and_bytes(give, signed):
    give()
    before = {path.name: path.read_bytes() for path in signed(give.out)}
    again = give()
    assert again.approved and not again.findings
    assert {path.name: path.read_bytes() for path in again.bundles} == before


@pytest.mark.slow
def test_a_changed_quantity_voids_the_approval(give, signed, ordered):
    give()
    signed(give.out)
    more = replace(ordered[0], job=replace(ordered[0].job, quantity=41))
    again = give((more, *ordered[1:]))
    assert not again.approved
    assert [one.code for one in again.findings] == ["bundle-approval-void"]
    assert all("CHUA-DUYET" in path.name for path in again.bundles)
    assert len(list(give.out.glob("*.zip"))) == 2


@pytest.mark.slow
def test_a_changed_proof_cannot_be_approved(give, signed):
    proof = give().proof
    proof.write_bytes(proof.read_bytes() + b"\n")
    with pytest.raises(RequestError, match="approve-proof"):
        signed(give.out)


@pytest.mark.slow
def test_a_changed_or_missing_bundle_cannot_be_approved(give, signed):
    first, second = give().bundles
    data = bytearray(first.read_bytes())
    data[5000] ^= 1
    first.write_bytes(data)
    with pytest.raises(PreflightError, match="bundle-refused"):
        signed(give.out)
    first.unlink()
    with pytest.raises(RequestError, match="approve-mixed"):
        signed(give.out)
    second.unlink()
    with pytest.raises(RequestError, match="approve-mixed"):  # the list of screens still waits
        signed(give.out)
    (give.out / "MAN-HINH_CHUA-DUYET.json").unlink()
    with pytest.raises(RequestError, match="approve-nothing"):
        signed(give.out)


@pytest.mark.slow
def test_approving_needs_a_name_and_is_done_once(give, signed):
    give()
    with pytest.raises(RequestError, match="approve-name"):
        signed(give.out, SignOff(" ", "Phó Chủ tịch", delivered_day()))
    signed(give.out)
    with pytest.raises(RequestError, match="approve-already"):
        signed(give.out)


@pytest.mark.slow
def test_a_signature_for_other_files_does_not_pass(give, signed, ordered, tmp_path):
    from zips import relisted, write

    give()
    (path, _) = signed(give.out)
    more = replace(ordered[0], job=replace(ordered[0].job, quantity=41))
    give((more, *ordered[1:]), out=tmp_path / "more")
    (other, _) = signed(tmp_path / "more")
    record = contents(path)["PHE-DUYET.json"]
    write(other, relisted({**contents(other), "PHE-DUYET.json": record}))
    assert ("bundle-approval-other", "PHE-DUYET.json") in codes(other)


# ---------------------------------------------------------------- whole or not at all


def test_a_file_that_was_changed_since_it_was_made_is_refused(give, ordered, tmp_path):
    import shutil

    file = ordered[0].files[0]
    copy = tmp_path / file.path.name
    shutil.copy(file.path, copy)
    copy.write_bytes(copy.read_bytes() + b"\n")
    spoilt = replace(ordered[0], files=(replace(file, path=copy), *ordered[0].files[1:]))
    with pytest.raises(PreflightError, match="bundle-file-changed"):
        give((spoilt,))
    assert not list(give.out.glob("*.zip"))


def test_a_full_disk_leaves_nothing_half_written(give, monkeypatch):
    from poster.bundle import deliver

    def full(stream, *_):
        stream.write(b"PK")
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(deliver, "seal", full)
    with pytest.raises(WriteError, match="cannot-write-full"):
        give()
    assert not list(give.out.glob("*.zip*"))
    assert not list(give.out.glob(".poster-*"))


@pytest.mark.slow
def test_a_large_bundle_is_warned_about(give, monkeypatch):
    from poster.bundle import deliver

    monkeypatch.setattr(deliver, "MOST_MB", 1)
    assert "bundle-large" in {one.code for one in give().findings}


def test_the_proof_carries_its_code_in_a_square_that_telephones_read(delivered_once):
    import zxingcpp
    from PIL import Image

    with Image.open(delivered_once.pictures[-1]) as page:
        (found,) = zxingcpp.read_barcodes(page)
    assert found.text == f"MAKET SHA256 {delivered_once.code.upper()}"
