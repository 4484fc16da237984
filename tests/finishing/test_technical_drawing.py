"""The technical drawing shows what is so: outlines, folds, eyelets and their measures, to scale."""

import dataclasses

import pytest

from poster.fill.compose import compose
from poster.geometry import Rect
from poster.messages import catalogue
from poster.model import Panel, Terms
from poster.press import drafting, technical
from poster.press.drafting import ACCENT, SCALES
from poster.press.technical import drawing_scale, technical_nodes
from poster.press.technical_notes import technical_notes
from poster.press.technical_page import TechnicalPage
from poster.svg.artwork import check_artwork
from poster.svg.nodes import Group, Shape

BOX = Rect(10, 10, 277, 100)
TALL = Rect(10, 10, 100, 200)
PANELS = (
    Panel("T1", Rect(-100, -100, 2120, 2700), ("right",)),
    Panel("T2", Rect(2000, -100, 2100, 2700), ("left",)),
)


@pytest.fixture
def said(monkeypatch):
    """Every word that the drawing letters."""
    words = []
    own = drafting.lettering
    monkeypatch.setattr(
        drafting, "lettering", lambda text, *a, **k: (words.append(text), own(text, *a, **k))[1]
    )
    return words


def drawing(piece, box, face, panels=(), texts=None, art=()):
    return technical_nodes(*piece, panels, box, face, texts or catalogue("vi"), art)


def rings(nodes):
    """The middles of everything round in the eyelets' colour."""
    return [
        node.path.bounds for node in nodes
        if isinstance(node, Shape) and node.stroke and node.stroke.paint == ACCENT
        and any(kind == "C" for kind, _ in node.path.steps)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "box"),
    [(("bang-ron-6x0.8m", "khuy 500"), BOX), (("phuon-0.8x2m",), TALL),
     (("cuon-0.8x2m",), TALL), (("standee-0.6x1.6m",), TALL), (("a3",), TALL),
     (("pa-no-5x10m",), TALL), (("60x90mm",), TALL), (("bang-ron-10x1m",), BOX)],
)  # fmt: skip
def test_all_of_the_drawing_stays_in_its_box(piece_of, face, asked, box):
    for node in drawing(piece_of(*asked), box, face):
        assert box.contains(node.bounds, slack=0.5)


def test_eyelets_stand_where_the_sheet_has_them(piece_of, face):
    job, sheet = piece_of("bang-ron-6x0.8m", "khuy 500")
    scale = drawing_scale(sheet, BOX)
    assert scale == 25 and scale in SCALES
    found = rings(drawing((job, sheet), BOX, face))
    assert len(found) == 28
    first, others = found[0], found[1:]
    for eyelet, ring in zip(sheet.eyelets[1:], others, strict=True):
        assert (ring.cx - first.cx) * scale == pytest.approx(eyelet.x_mm - 15, abs=0.5)
        assert (ring.cy - first.cy) * scale == pytest.approx(eyelet.y_mm - 15, abs=0.5)


def test_measures_say_gaps_sizes_and_the_corner_distance(piece_of, face, said):
    drawing(piece_of("bang-ron-6x0.8m", "khuy 500"), BOX, face)
    assert {"12 × 497,5 = 5970", "2 × 385 = 770", "15", "800", "900"} <= set(said)
    assert {"6000 thành phẩm", "6100 khổ in", "Bản vẽ tỉ lệ 1:25, số đo bằng mm"} <= set(said)
    assert {str(number) for number in range(1, 29)} <= set(said)


def test_english_is_a_point_and_other_words(piece_of, face, said):
    drawing(piece_of("bang-ron-6x0.8m", "khuy 500"), BOX, face, texts=catalogue("en"))
    assert {"12 × 497.5 = 5970", "6000 finished"} <= set(said)


def test_pockets_cases_and_panels_are_named(piece_of, face, said):
    terms = Terms(pocket="xỏ cây")
    drawing(piece_of("phuon-0.8x2m", terms=terms), TALL, face)
    assert said.count("xỏ cây 70") == 2
    drawing(piece_of("cuon-0.8x2m"), TALL, face)
    assert "nằm trong hộp cuốn 150 mm" in said
    drawing(piece_of("phong-4x2.5m"), BOX, face, PANELS)
    assert {"tấm T1: 2120 × 2700", "tấm T2: 2100 × 2700"} <= set(said)


def test_where_a_top_pocket_leaves_no_row_the_bottom_is_measured(piece_of, face, said):
    piece = piece_of("bang-ron-6x0.8m", "khuy 500, xỏ trên 70, chừa biên trên 100")
    assert len(rings(drawing(piece, BOX, face))) == 17
    assert {"12 × 497,5 = 5970", "2 × 350 = 700", "85", "luồn cây 70"} <= set(said)


def test_the_picture_shows_lightly_and_only_when_it_is_given(piece_of, face, library):
    job, sheet = piece_of("bang-ron-6x0.8m")
    art = compose(job, sheet, library).nodes
    assert not [node for node in drawing((job, sheet), BOX, face) if isinstance(node, Group)]
    (shown,) = (
        node for node in drawing((job, sheet), BOX, face, art=art) if isinstance(node, Group)
    )
    assert shown.opacity == technical.PICTURE < 0.3


def test_notes_are_in_the_shops_own_terms(piece_of, vi):
    terms = Terms(eyelet="khoen", hem="dán biên", edge="chừa mép")
    job, sheet = piece_of("bang-ron-6x0.8m", "khuy 500", terms=terms)
    notes = " ".join(technical_notes(job, sheet, (), vi))
    assert "Khoen: 28 cái" in notes and "cạnh trên, dưới: 12 khoảng 497,5 mm" in notes
    assert "Tâm khoen giữa mép may, cách mép thành phẩm 15 mm" in notes
    assert "Dán biên: 30 mm bốn cạnh" in notes and "chừa mép: 50 mm bốn cạnh" in notes
    assert "khuy" not in notes.lower()
    assert "Cắt theo mép khổ in" in notes


def test_notes_tell_pockets_frames_cases_corners_and_seams(piece_of, vi):
    def notes(*asked, panels=()):
        return " ".join(technical_notes(*piece_of(*asked), panels, vi))

    assert "Luồn cây: trên 70 mm, dưới 70 mm" in notes("phuon-0.8x2m")
    assert "150 mm dưới cùng" in notes("cuon-0.8x2m")
    assert "ở bốn góc" in notes("standee-0.6x1.6m") and "Xén" in notes("standee-0.6x1.6m")
    framed = notes("phong-4x2.5m", panels=PANELS)
    assert "quanh khung" in framed and "Ghép 2 tấm (T1, T2), chồng mí 20 mm" in framed


@pytest.mark.parametrize(
    "asked", [("bang-ron-10x1m", "khuy 500"), ("phuon-0.8x2m",), ("phong-4x2.5m",)]
)
def test_the_page_is_an_artwork_and_nothing_leaves_it(piece_of, face, vi, asked, library):
    job, sheet = piece_of(*asked)
    slogan = "Toàn Đảng, toàn dân, toàn quân đoàn kết, ra sức thi đua lập thành tích " * 4
    job = dataclasses.replace(job, values={**job.values, "slogan": slogan})
    name = "mot-ten-rat-dai-cua-mot-khau-hieu-dai-nua_layout-dai_bang-ron-6x0.8m_abcdef"
    page = TechnicalPage(job, sheet, (), name, "0123456789abcdef" * 4, face, face, vi)
    artwork = page.artwork()
    assert check_artwork(artwork.svg) == ()
    assert artwork.trim.width == (210 if sheet.printed.height > sheet.printed.width else 297)
    assert artwork == page.artwork()
    room = page.page
    for node in page._nodes(room.inset(technical.Edges.all(10)), ()):
        assert room.contains(node.bounds)
