"""Finished PDFs: boxes to the micrometre, nothing of cairo's left, the same bytes every time."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
from dataclasses import replace

import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from poster import __version__
from poster.errors import RenderError, RequestError
from poster.geometry import Edges, Rect
from poster.press.pdf import Boxes, Info, finish_pdf, inspect_pdf
from poster.render.compare import difference
from poster.render.strips import Raster
from poster.render.surface import draw_pdf
from poster.svg.artwork import Artwork

INFO = Info("Văn hiến - Văn minh", dt.date(2026, 4, 20))


@pytest.fixture(scope="module")
def drawn(banner):
    return draw_pdf(banner, 1)


@pytest.fixture(scope="module")
def finished(banner, drawn):
    return finish_pdf(drawn, Boxes(banner.trim, banner.printed), INFO)


def blank(trim, edge, scale):
    printed = trim.outset(Edges.all(edge))
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'width="{printed.width}mm" height="{printed.height}mm" '
        f'viewBox="{printed.x} {printed.y} {printed.width} {printed.height}"/>'
    )
    page = draw_pdf(Artwork(svg.encode(), trim, printed), scale)
    return finish_pdf(page, Boxes(trim, printed, scale), INFO)


def near(rect):
    return pytest.approx((rect.x, rect.y, rect.width, rect.height), abs=0.0005)


def sides(rect):
    return (rect.x, rect.y, rect.width, rect.height)


def test_boxes_are_exact(finished):
    found = inspect_pdf(finished)
    assert found.pages == 1
    assert sides(found.media) == sides(found.bleed) == near(Rect(0, 0, 1220, 180))
    assert sides(found.trim) == near(Rect(10, 10, 1200, 160))
    assert found.stated == {"MediaBox", "BleedBox", "TrimBox"}


@settings(max_examples=25, deadline=None)
@given(
    st.integers(10_000, 4_800_000), st.integers(10_000, 4_800_000), st.integers(0, 100_000),
    st.sampled_from([1, 0.1]),
)  # fmt: skip
def test_boxes_of_every_size_are_exact_to_a_thousandth(width_um, height_um, edge_um, scale):
    trim, edge = Rect(0, 0, width_um / 1000, height_um / 1000), edge_um / 1000
    found = inspect_pdf(blank(trim, edge, scale))
    inside = Rect(edge, edge, trim.width, trim.height).scaled(scale)
    assert sides(found.trim) == near(inside)


def test_a_page_of_154_by_214_is_one_page_of_that_size():
    found = inspect_pdf(blank(Rect(0, 0, 154, 214), 0, 1))
    assert (found.pages, sides(found.trim)) == (1, near(Rect(0, 0, 154, 214)))


def test_a_page_beyond_what_readers_agree_on_is_refused(banner, drawn):
    boxes = Boxes(banner.trim, replace(banner.printed, width=5_081))
    with pytest.raises(RequestError) as caught:
        finish_pdf(drawn, boxes, INFO)
    assert caught.value.code == "pdf-page-too-large"


def test_it_says_what_it_is_and_nothing_else(finished):
    with pikepdf.open(io.BytesIO(finished)) as pdf:
        assert {str(key): str(value) for key, value in pdf.docinfo.items()} == {
            "/Title": "Văn hiến - Văn minh",
            "/Creator": f"poster {__version__}",
            "/Producer": f"poster {__version__}",
            "/CreationDate": "D:20260420000000Z",
            "/ModDate": "D:20260420000000Z",
            "/Trapped": "/False",
        }
        assert isinstance(pdf.docinfo.Trapped, pikepdf.Name)
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == "Văn hiến - Văn minh"
            assert xmp["xmp:CreatorTool"] == xmp["pdf:Producer"] == f"poster {__version__}"
            assert xmp["xmp:CreateDate"] == xmp["xmp:ModifyDate"] == "2026-04-20T00:00:00Z"
            assert xmp["pdf:Trapped"] == "False"
        assert pdf.Root.keys() == {"/Type", "/Pages", "/Metadata"}
    assert b"cairo" not in finished


def test_the_same_input_is_the_same_file_and_another_is_not(banner, finished):
    boxes = Boxes(banner.trim, banner.printed)
    assert finish_pdf(draw_pdf(banner, 1), boxes, INFO) == finished
    other = finish_pdf(draw_pdf(banner, 1), boxes, replace(INFO, title="Khác"))
    ids = []
    for data in (finished, other):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            ids.append(bytes(pdf.trailer.ID[0]))
    assert ids[0] != ids[1]


def test_it_holds_pictures_as_they_were_and_no_fonts(finished, jpeg):
    found = inspect_pdf(finished)
    assert (found.version, found.fonts, found.images, found.title) == ("1.6", 0, 1, INFO.title)
    with pikepdf.open(io.BytesIO(finished)) as pdf:
        raw = [
            thing.read_raw_bytes() for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]  # fmt: skip
    assert raw == [jpeg]
    assert finished.startswith(b"%PDF-1.6") and b"/ObjStm" in finished


def test_further_passes_see_the_open_document(banner, drawn):
    seen = []

    def mark(pdf):
        seen.append(str(pdf.docinfo.Title))
        pdf.Root.Lang = pikepdf.String("vi")

    marked = finish_pdf(drawn, Boxes(banner.trim, banner.printed), INFO, [mark])
    assert seen == [INFO.title]
    with pikepdf.open(io.BytesIO(marked)) as pdf:
        assert str(pdf.Root.Lang) == "vi"


def test_two_pages_are_no_piece(banner):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.add_blank_page()
        stream = io.BytesIO()
        pdf.save(stream)
    with pytest.raises(RenderError) as caught:
        finish_pdf(stream.getvalue(), Boxes(banner.trim, banner.printed), INFO)
    assert caught.value.params == {"found": 2}


def test_boxes_that_a_page_does_not_state_follow_from_others():
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(720, 360))
        pdf.pages[0].obj.MediaBox = pikepdf.Array([-72, 36, 648, 396])
        pdf.pages[0].obj.CropBox = pikepdf.Array([0, 36, 648, 396])
        stream = io.BytesIO()
        pdf.save(stream)
    found = inspect_pdf(stream.getvalue())
    assert sides(found.media) == near(Rect(0, 0, 254, 127))
    assert sides(found.trim) == sides(found.bleed) == near(Rect(25.4, 0, 228.6, 127))
    assert found.stated == {"MediaBox", "CropBox"} and found.title is None


@pytest.mark.parametrize("data", [b"", b"%PDF-1.6 and no more", b"GIF89a"])
def test_what_is_no_pdf_is_said_to_be_none(data):
    with pytest.raises(RequestError) as caught:
        inspect_pdf(data)
    assert caught.value.code == "pdf-unreadable"


def by_pdfium(path, width, _):
    document = pdfium.PdfDocument(path)
    page = document[0].render(scale=width / document[0].get_width()).to_pil().convert("RGB")
    document.close()
    return page


def by_command(*command):
    def shown(path, width, page_width_mm):
        picture = path.with_suffix(".png")
        filled = [
            part.format(ppi=2 * width / (page_width_mm / 25.4), picture=picture, page=path)
            for part in command
        ]
        subprocess.run(filled, check=True, capture_output=True)
        with Image.open(picture) as page:
            return page.convert("RGB")

    return shown


READERS = {
    "pdfium": by_pdfium,
    "gs": by_command(
        "gs",
        "-q",
        "-dSAFER",
        "-dBATCH",
        "-dNOPAUSE",
        "-sDEVICE=png16m",
        "-r{ppi}",
        "-o",
        "{picture}",
        "{page}",
    ),
    "mutool": by_command("mutool", "draw", "-q", "-r", "{ppi}", "-o", "{picture}", "{page}"),
}


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_shows_what_the_raster_shows(reader, banner, finished, tmp_path):
    if reader != "pdfium" and shutil.which(reader) is None:
        pytest.skip(f"{reader} is not installed")
    path = tmp_path / "banner.pdf"
    path.write_bytes(finished)
    width, height = 976, 144
    ours = Raster(banner, banner.printed, width, height).image()
    theirs = READERS[reader](path, width, banner.printed.width)
    assert theirs.width / theirs.height == pytest.approx(width / height, rel=0.02)
    theirs = theirs.resize((width, height), Image.Resampling.BOX)
    assert difference(ours, theirs, banner.printed).agrees
