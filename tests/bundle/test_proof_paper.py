"""The proof on two papers, its pages well filled; what labels say of days and deliveries."""

from dataclasses import replace

import pypdfium2
import pytest
from small_campaign import CAMPAIGN, TEXTS

from poster.bundle.labels import by_material, delivery, hanging
from poster.bundle.page import A4, Pages
from poster.bundle.proof import PAPERS
from poster.campaign.cells import read_paper
from poster.errors import RequestError
from poster.geometry import Rect

MM = 72 / 25.4


def pages(path):
    document = pypdfium2.PdfDocument(path)
    try:
        return [
            (page.get_size(), " ".join(page.get_textpage().get_text_range().split()))
            for page in document
        ]
    finally:
        document.close()


@pytest.mark.slow
def test_a3_says_the_same_on_larger_pages(give, tmp_path):
    small = pages(give(out=tmp_path / "a4").proof)
    large = pages(give(campaign=replace(CAMPAIGN, proof_paper="a3"), out=tmp_path / "a3").proof)
    assert [text for _, text in small] == [text for _, text in large]
    assert {(round(w / MM), round(h / MM)) for (w, h), _ in small} == {(210, 297)}
    assert {(round(w / MM), round(h / MM)) for (w, h), _ in large} == {(297, 420)}


def test_papers_are_of_one_shape():
    for paper in PAPERS.values():
        assert paper.height / paper.width == pytest.approx(A4.height / A4.width, rel=1e-3)


@pytest.mark.parametrize(
    ("text", "paper"), [("", "a4"), ("A3", "a3"), ("khổ a3", "a3"), ("giấy A4", "a4")]
)
def test_the_paper_as_people_write_it(text, paper):
    assert read_paper(text) == paper


def test_other_papers_are_refused():
    with pytest.raises(RequestError, match="proof-paper"):
        read_paper("A2")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-05-01", "2026-05-15", "Cổng, 01/05–15/05/2026"),
        ("2026-12-25", "2027-01-03", "Cổng, 25/12/2026–03/01/2027"),
        ("2026-05-01", "", "Cổng, từ 01/05/2026"),
        ("", "2026-05-15", "Cổng, đến 15/05/2026"),
        ("", "", "Cổng"),
    ],
)
def test_days_stand_in_one_word(first, last, said):
    assert hanging({"place": "Cổng", "hang": first, "take_down": last}, TEXTS) == said


def test_a_delivery_says_who_is_who():
    row = {
        "deliver_to": "Trụ sở",
        "contact": "Chị Hoa",
        "telephone": "0912",
        "hung_by": "",
        "note": "",
    }
    assert delivery(row, TEXTS) == "Trụ sở; Liên hệ: Chị Hoa · 0912"


def test_square_metres_by_material_leave_screens_out():
    rows = [
        {"screen": False, "material": "Lụa", "total_m2": 1.5},
        {"screen": False, "material": "", "total_m2": 2},
        {"screen": False, "material": "Lụa", "total_m2": 0.25},
        {"screen": True, "material": "", "total_m2": 9},
    ]
    assert by_material(rows, TEXTS) == "Lụa: 1,75 m²; chưa ghi: 2 m²"


def test_what_fits_is_known_before_it_is_drawn():
    def draw(on):
        on.box(Rect(on.left, on.y, 10, 100), "#000000")
        on.y += 100

    page = Pages()
    assert page.fits(draw)
    page.y = page.foot - 99
    assert not page.fits(draw) and len(page.words) == 1
