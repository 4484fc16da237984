"""Pictures for screens go to no shop: they are listed and approved in the folder itself."""

import html
import json
import shutil
from dataclasses import replace

import pytest
from small_campaign import CAMPAIGN, SIGNOFF, TEXTS

from poster.bundle.approve import approve
from poster.errors import PreflightError, RequestError


@pytest.fixture
def screen(ordered, give):
    """A screen's piece whose files stand in the campaign's own folder."""
    (piece,) = (piece for piece in ordered if piece.job.size.is_screen)
    folder = give.out / "pieces"
    folder.mkdir(parents=True)
    files = tuple(
        replace(file, path=shutil.copy(file.path, folder / file.path.name)) for file in piece.files
    )
    return replace(piece, files=files)


def listed(out):
    return sorted(path.name for path in out.iterdir() if path.name.startswith("MAN-HINH"))


def test_a_campaign_of_screens_alone_is_approved(give, screen, tmp_path):
    delivered = give((screen,))
    assert not delivered.bundles and not delivered.approved
    assert listed(give.out) == ["MAN-HINH_CHUA-DUYET.html", "MAN-HINH_CHUA-DUYET.json"]
    scan = tmp_path / "ký.png"
    scan.write_bytes(b"\x89PNG signed")
    (page,) = approve(give.out, replace(SIGNOFF, scan=scan), TEXTS)
    assert listed(give.out) == ["MAN-HINH.html", "MAN-HINH.json"]
    assert not list(give.out.rglob("*CHUA-DUYET*"))
    said = html.unescape(page.read_text(encoding="utf-8"))
    assert "ĐÃ DUYỆT: Trần Văn Nam, Phó Chủ tịch, ngày 22/04/2026" in said
    assert screen.job.size.kind.title in said
    data = json.loads((give.out / "MAN-HINH.json").read_bytes())
    assert data["approval"] == {"by": "Trần Văn Nam", "role": "Phó Chủ tịch", "date": "2026-04-22"}
    assert data["whole_code"] == delivered.code
    (picture,) = data["pictures"]
    assert (give.out / picture["path"]).is_file()
    assert (give.out / "BAN-KY.png").read_bytes() == scan.read_bytes()
    before = {name: (give.out / name).read_bytes() for name in listed(give.out)}
    assert give((screen,)).approved
    assert {name: (give.out / name).read_bytes() for name in listed(give.out)} == before
    with pytest.raises(RequestError, match="approve-already"):
        approve(give.out, SIGNOFF, TEXTS)


@pytest.mark.slow
def test_another_place_voids_the_approval(give, screen):
    give((screen,))
    approve(give.out, SIGNOFF, TEXTS)
    moved = replace(screen, job=replace(screen.job, line=replace(screen.job.line, place="Cổng")))
    again = give((moved,))
    assert [one.code for one in again.findings] == ["bundle-approval-void"]
    assert listed(give.out) == ["MAN-HINH_CHUA-DUYET.html", "MAN-HINH_CHUA-DUYET.json"]


@pytest.mark.parametrize("spoil", ["change", "remove"])
def test_a_picture_that_changed_since_cannot_be_approved(give, screen, spoil):
    give((screen,))
    picture = next(file.path for file in screen.files if file.format == "png")
    picture.unlink() if spoil == "remove" else picture.write_bytes(b"\x89PNG")
    with pytest.raises(PreflightError, match="bundle-file-changed"):
        approve(give.out, SIGNOFF, TEXTS)
    assert not (give.out / "PHE-DUYET.json").exists()


@pytest.mark.parametrize("text", ["", "[]", '{"pictures": [{"path": 1}]}', "[" * 100_000])
def test_a_broken_list_is_told(give, screen, text):
    give((screen,))
    (give.out / "MAN-HINH_CHUA-DUYET.json").write_text(text)
    with pytest.raises(PreflightError, match="screens-broken"):
        approve(give.out, SIGNOFF, TEXTS)


@pytest.mark.slow
def test_without_screens_there_is_no_list(give, screen, ordered):
    give((screen,))
    give((ordered[0],))
    assert not listed(give.out)


def test_words_on_the_page_are_words(give, screen):
    campaign = replace(CAMPAIGN, title="<script>alert(1)</script>", unit="A & $title")
    line = replace(screen.job.line, place='"><img src=x>')
    give((replace(screen, job=replace(screen.job, line=line)),), campaign)
    page = (give.out / "MAN-HINH_CHUA-DUYET.html").read_text(encoding="utf-8")
    assert "<script" not in page and "<img src=x>" not in page
    assert "A &amp; $title" in page
