"""Posters on A4 and A3: as few sheets as can be, and glued together they are the poster."""

import json

import numpy as np
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poster.cli.app import run
from poster.errors import RequestError
from poster.intake import read_size
from poster.press.home import MARGIN_MM, MOST_SHEETS, OVERLAP_MM, plan_home

PPI = 50.8
MM = 2


def plan(library, size, paper="a4"):
    return plan_home(read_size(size, library), paper)


@pytest.mark.parametrize(
    ("size", "paper", "columns", "rows"),
    [("a4", "a3", 1, 1), ("a3", "a4", 2, 2), ("a1", "a4", 3, 5), ("a0", "a4", 5, 5),
     ("a0", "a3", 3, 5), ("bang-ron-6x0.8m", "a4", 34, 3), ("bang-ron-10x1m", "a3", 26, 4)],
)  # fmt: skip
def test_sheets_of_known_sizes(library, size, paper, columns, rows):
    made = plan(library, size, paper)
    assert (made.columns, made.rows, len(made.sheets)) == (columns, rows, columns * rows)


def test_codes_are_rows_and_columns(library):
    made = plan(library, "a1")
    assert [sheet.code for sheet in made.sheets[:4]] == ["A1", "A2", "A3", "B1"]
    tall = plan(library, "300x9900mm", "a4")
    assert tall.rows > 26 and tall.sheets[26 * tall.columns].code == "AA1"


def test_screens_and_too_many_sheets_are_refused(library):
    with pytest.raises(RequestError, match="home-screen"):
        plan(library, "man-hinh-1080p")
    with pytest.raises(RequestError, match="home-too-many") as refused:
        plan(library, "pa-no-4x6m")
    assert refused.value.params["count"] > MOST_SHEETS


@settings(max_examples=150, deadline=None)
@given(st.integers(500, 2400), st.integers(500, 2400), st.sampled_from(["a4", "a3"]))
def test_sheets_cover_the_piece_and_stay_inside_the_margins(library, width, height, paper):
    try:
        made = plan(library, f"{width}x{height}mm", paper)
    except RequestError as refused:
        assert refused.code == "home-too-many"
        return
    assert min(sheet.region.x for sheet in made.sheets) == 0
    assert made.sheets[-1].region.right == pytest.approx(width)
    assert made.sheets[-1].region.bottom == pytest.approx(height)
    for sheet in made.sheets:
        place, paper_box = sheet.place, made.paper
        assert min(place.x, place.y) >= MARGIN_MM - 1e-6
        assert place.right <= paper_box.width - MARGIN_MM + 1e-6
        assert place.bottom <= paper_box.height - MARGIN_MM + 1e-6
        for neighbour, shared in (
            (made.at(sheet.row, sheet.column + 1), "x"), (made.at(sheet.row + 1, sheet.column), "y"),
        ):  # fmt: skip
            if neighbour:
                end = sheet.region.right if shared == "x" else sheet.region.bottom
                assert end - getattr(neighbour.region, shared) == pytest.approx(OVERLAP_MM)


@pytest.fixture(scope="module")
def printed_at_home(tmp_path_factory):
    out = tmp_path_factory.mktemp("home")
    arguments = [
        "make", "--slogan", "van-hien-van-minh", "--layout", "co-do", "--size", "a2", "--home",
        "A4", "--format", "png", "--ppi", str(PPI), "--date", "2026-05-01", "--out", str(out),
    ]  # fmt: skip
    assert run(arguments) == 0
    (pdf,) = out.glob("*/*TAI-NHA-A4_RGB.pdf")
    (png,) = out.glob("*/*_RGB.png")
    return pdf, png


def test_sheets_glued_together_are_the_poster(library, printed_at_home):
    from PIL import Image

    pdf, png = printed_at_home
    made, document = plan(library, "a2"), pypdfium2.PdfDocument(pdf)
    assert len(document) == len(made.sheets) + 1
    whole = np.zeros((594 * MM, 420 * MM, 3), int)
    for sheet, page in zip(made.sheets, list(document)[1:], strict=True):
        shown = np.asarray(page.render(scale=PPI / 72).to_pil().convert("RGB"))
        x, y = round(sheet.place.x * MM), round(sheet.place.y * MM)
        left, top = round(sheet.region.x * MM), round(sheet.region.y * MM)
        width, height = round(sheet.region.width * MM), round(sheet.region.height * MM)
        part = shown[y : y + height, x : x + width]
        whole[top : top + height, left : left + width] = part[
            : whole.shape[0] - top, : whole.shape[1] - left
        ]
    with Image.open(png) as opened:
        poster = np.asarray(opened.convert("RGB").resize((420 * MM, 594 * MM))).astype(int)
    apart = np.abs(whole - poster).max(axis=2)
    assert np.median(apart) <= 2 and (apart > 60).mean() < 0.02


def test_the_art_is_in_the_file_once_and_all_marks_keep_off_it(library, printed_at_home):
    pdf, _ = printed_at_home
    assert pdf.stat().st_size < 1_500_000
    made, document = plan(library, "a2"), pypdfium2.PdfDocument(pdf)
    for sheet, page in zip(made.sheets, list(document)[1:], strict=True):
        shown = np.asarray(page.render(scale=PPI / 72).to_pil().convert("RGB")).astype(int)
        place = sheet.place
        size = (made.paper.height * MM, made.paper.width * MM)
        assert shown.shape[:2] == pytest.approx(size, abs=1)
        border = int(4.4 * MM)  # what printers leave white
        for strip in (shown[:border], shown[-border:], shown[:, :border], shown[:, -border:]):
            assert strip.min() == 255
        inside = shown[
            int(place.y * MM) + 3 : int(place.bottom * MM) - 3,
            int(place.x * MM) + 3 : int(place.right * MM) - 3,
        ]
        assert (inside.max(axis=2) > 60).all(), "no black mark stands in the art"


def test_the_command_says_how_many_sheets_and_refuses_what_makes_no_sense(tmp_path, capsys):
    def make(*more):
        return run(
            ["make", "--slogan", "van-hien-van-minh", "--layout", "co-do", "--out", str(tmp_path),
             "--date", "2026-05-01", "--jobs", "1", "--json", *more]
        )  # fmt: skip

    assert make("--size", "a3", "--home", "a4") == 0
    (piece,) = json.loads(capsys.readouterr().out)["pieces"]
    (home,) = (file for file in piece["files"] if file["format"] == "home")
    assert (home["paper"], home["sheets"], home["rows"], home["columns"]) == ("A4", 4, 2, 2)
    assert make("--size", "a3", "--home", "a5") == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "unknown-home"
    assert make("--size", "man-hinh-1080p", "--home", "a4") == 2
