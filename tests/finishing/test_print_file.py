"""What a print file holds besides art: slug, marks, ticks and steps, and nothing inside unasked."""

import dataclasses
import io
import subprocess

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from poster.messages import catalogue
from poster.pipeline import Workshop, piece_name
from poster.press.marks import crop_marks, eyelet_ticks
from poster.press.pdfx import foreign_colours
from poster.press.slug import Slug
from poster.press.steps import processing_steps

SIZE = "2000x600mm"
#: Two dots a millimetre, so that what moves by whole millimetres moves by whole dots.
PPI = 50.8
MM = 2
ALL = {"marks": True, "processing_steps": True, "cut_contour": True}


@pytest.fixture(scope="session")
def made(job_of, library, tmp_path_factory):
    """The files of a piece by format, made by a shop with the habits named."""
    known = {}

    def make(size=SIZE, finishing="khuy 500", formats=("pdf",), **habits):
        key = (size, finishing, formats, tuple(sorted(habits.items())))
        if key not in known:
            job = dataclasses.replace(job_of(size, finishing, **habits), formats=formats, ppi=PPI)
            out = tmp_path_factory.mktemp("made")
            shop = Workshop(library, out, 1, catalogue("vi"), lambda *_: None)
            known[key] = shop.make(job)
        return known[key]

    return make


def data_of(piece, kind="pdf"):
    (file,) = (
        file for file in piece.files if file.format == kind and "preview" not in file.details
    )
    return file.path.read_bytes()


def ghostscript(data, folder, device):
    """What Ghostscript makes of a PDF, in `folder`."""
    folder.mkdir(exist_ok=True)
    pdf = folder / "page.pdf"
    pdf.write_bytes(data)
    subprocess.run(
        ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", f"-sDEVICE={device}", f"-r{PPI}",
         f"-sOutputFile={folder / 'made.tif'}", str(pdf)], check=True, capture_output=True,
    )  # fmt: skip


def separated(data, folder):
    """Ghostscript's plates by name, spot colours too, 0 to 255 of ink."""
    ghostscript(data, folder, "tiffsep")
    plates = {}
    for path in folder.glob("made(*).tif"):
        with Image.open(path) as opened:
            plates[path.name[5:-5]] = 255 - np.asarray(opened.convert("L")).astype(int)
    return plates


def mixed(data, folder):
    """Ghostscript's four plates, to which spot colours give their looks."""
    ghostscript(data, folder, "tiff32nc")
    with Image.open(folder / "made.tif") as opened:
        return np.asarray(opened).astype(int)


def inner(plate, piece):
    """The part of a plate that is printed."""
    sheet = piece.sheet
    left, top = round(sheet.slug.left * MM), round(sheet.slug.top * MM)
    width, height = int(sheet.printed.width * MM), int(sheet.printed.height * MM)
    return plate[top + 1 : top + height - 1, left + 1 : left + width - 1]


# ---------------------------------------------------------------- boxes and bytes


def test_the_slug_widens_the_media_box_alone(made):
    piece = made(slug=True)
    with pikepdf.open(io.BytesIO(data_of(piece))) as pdf:
        page = pdf.pages[0].obj
        media, bleed, trim = (
            [float(side) * 25.4 / 72 for side in page[key]]
            for key in ("/MediaBox", "/BleedBox", "/TrimBox")
        )
        assert "/OCProperties" not in pdf.Root
    assert media == pytest.approx([0, 0, 2100, 715], abs=0.001)
    assert bleed == pytest.approx([0, 15, 2100, 715], abs=0.001)
    assert trim == pytest.approx([50, 65, 2050, 665], abs=0.001)


def test_without_slug_and_marks_the_page_is_the_printed_size(made):
    with pikepdf.open(io.BytesIO(data_of(made(slug=False)))) as pdf:
        page = pdf.pages[0].obj
        assert list(page.MediaBox) == list(page.BleedBox)


@pytest.mark.slow
def test_twice_the_same_bytes(made, job_of, library, tmp_path):
    first = data_of(made(slug=True, **ALL))
    job = job_of(SIZE, "khuy 500", slug=True, **ALL)
    again = Workshop(library, tmp_path, 1, catalogue("vi"), lambda *_: None).make(
        dataclasses.replace(job, ppi=PPI)
    )
    assert data_of(again) == first


@pytest.mark.slow
def test_everything_together_is_still_one_page_of_inks_without_fonts(made):
    for habits in ({"slug": True}, {"slug": True, **ALL, "eyelet_ticks": True}):
        data = data_of(made(**habits))
        assert data.startswith(b"%PDF-1.6") and foreign_colours(data) == ()
        with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as xmp:
            assert xmp["{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"] == "PDF/X-4"
            assert not [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]  # fmt: skip
        with pypdfium2.PdfDocument(data) as document:
            assert len(document) == 1


# ---------------------------------------------------------------- what is where


@pytest.mark.slow
def test_nothing_of_it_reaches_the_printed_size(made, tmp_path):
    """With slug, marks and hidden steps, the four plates are those of the bare file, to the dot."""
    bare, full = made(slug=False), made(slug=True, marks=True, processing_steps=True)
    one, other = (
        inner(mixed(data_of(piece), tmp_path / str(number)), piece)
        for number, piece in enumerate((bare, full))
    )
    apart = abs(one - other).max(axis=2)
    # Half a dot here and there along edges, since cairo writes places to a thousandth of a point.
    assert (apart > 1).mean() < 1e-4
    shown = io.BytesIO()
    with pikepdf.open(io.BytesIO(data_of(full))) as pdf:
        pdf.Root.OCProperties.D.OFF = pikepdf.Array([])
        pdf.save(shown)
    seen = inner(mixed(shown.getvalue(), tmp_path / "shown"), full)
    # The comparison can fail: layers that are shown are seen.
    assert (abs(one - seen).max(axis=2) > 1).mean() > 1e-3


@pytest.mark.slow
def test_registration_is_on_every_plate_and_outside_the_bleed(made, tmp_path):
    piece = made(slug=True, marks=True)
    plates = separated(data_of(piece), tmp_path)
    band = int(11 * MM)
    for ink in ("Cyan", "Magenta", "Yellow", "Black"):
        assert (plates[ink][:band] > 128).sum() > 20, ink
    strip = plates["Black"][-int(15 * MM) :]
    assert (strip > 128).sum() > 200  # the slug is black
    assert (plates["Cyan"][-int(13 * MM) :] > 128).sum() == 0  # and black alone


def test_crop_marks_and_targets_stand_outside_the_printed_size_and_on_the_page(piece_of):
    for size, shop in (("a3", {}), ("bang-ron-6x0.8m", {}), ("60x90mm", {"slug": True})):
        _, sheet = piece_of(size, marks=True, **shop)
        marks = list(crop_marks(sheet))
        assert len(marks) == 8 + 4 * 3
        for mark in marks:
            box, printed = mark.bounds, sheet.printed
            apart = max(
                printed.x - box.right, box.x - printed.right, printed.y - box.bottom,
                box.y - printed.bottom,
            )  # fmt: skip
            assert apart > 0 and sheet.page.contains(box)


@pytest.mark.parametrize("size", ["bang-ron-6x0.8m", "phuon-0.8x2m", "a4", "60x90mm", "90x60mm", "standee-0.6x1.6m"])  # fmt: skip
@pytest.mark.parametrize("marks", [False, True])
def test_the_slug_stands_on_the_page_outside_the_printed_size(piece_of, face, vi, size, marks):
    job, sheet = piece_of(size, marks=marks)
    name = "mot-ten-rat-dai-" * 8
    shapes = Slug(job, sheet, name, "0123456789abcdef" * 4, face, vi).shapes()
    for shape in shapes:
        box, printed = shape.bounds, sheet.printed
        assert sheet.page.contains(box)
        assert box.y >= printed.bottom or box.x >= printed.right
    # The ruler's line: a metre, or 100 mm of a piece shorter than 1.5 m.
    longest = max(max(s.bounds.width, s.bounds.height) for s in shapes if s.fill is None)
    long_side = max(sheet.trim.width, sheet.trim.height)
    line = 0.12 * sheet.scale
    assert longest == pytest.approx(1000 if long_side >= 1500 else 100, abs=2 * line)


@pytest.mark.slow
def test_ticks_stand_in_the_edge_of_pdf_and_tiff_and_only_there(made, piece_of):
    _, sheet = piece_of(SIZE, "khuy 500")
    ticks = list(eyelet_ticks(sheet))
    assert len(ticks) == 2 * sum(len(row.eyelets) for row in sheet.eyelet_rows)
    for tick in ticks:
        box = tick.path.bounds
        assert sheet.printed.contains(box)
        touching = sheet.trim.intersect(box)
        assert touching.width <= 0 or touching.height <= 0
    formats = ("pdf", "tiff")
    plain, ticked = (made(formats=formats, eyelet_ticks=on) for on in (False, True))
    one, other = (data_of(piece, "tiff") for piece in (plain, ticked))
    with Image.open(io.BytesIO(one)) as a, Image.open(io.BytesIO(other)) as b:
        apart = (np.asarray(a).astype(int) != np.asarray(b).astype(int)).any(axis=2)
    edge = round(50 * MM)
    assert apart[edge:-edge, edge:-edge].sum() == 0 < apart.sum()
    assert plain.artwork_sha256 == ticked.artwork_sha256


# ---------------------------------------------------------------- steps


def test_processing_steps_are_layers_by_the_standard_in_spots_that_overprint(made):
    with pikepdf.open(io.BytesIO(data_of(made(processing_steps=True)))) as pdf:
        layers = pdf.Root.OCProperties
        steps = [
            tuple(str(name) for _, name in layer.GTS_Metadata.items()) for layer in layers.OCGs
        ]
        assert steps == [
            ("/Structural", "/Cutting"), ("/Structural", "/Folding"), ("/Structural", "/Gluing"),
            ("/Structural", "/Punching"), ("/Dimensions",), ("/Legend",),
        ]  # fmt: skip
        assert len(layers.D.OFF) == len(layers.D.Order) == 6 and "/AS" not in layers.D
        assert "/Name" in layers.D
        resources = pdf.pages[0].obj.Resources
        spots = [str(space[1]) for _, space in resources.ColorSpace.items()]
        assert spots == ["/Cutting", "/Folding", "/Gluing", "/Punching", "/Dimensions", "/Legend"]
        assert all(space[2] == "/DeviceCMYK" for _, space in resources.ColorSpace.items())
        over = resources.ExtGState["/Overprint"]
        assert (over.OP, over.op, over.OPM) == (True, True, 1)


@pytest.mark.slow
def test_a_cutter_finds_its_spot_at_the_cut_and_it_is_shown(made, tmp_path):
    piece = made("a3", "", slug=False, cut_contour=True)
    data = data_of(piece)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert list(pdf.Root.OCProperties.D.OFF) == []
    plate = separated(data, tmp_path)["CutContour"]
    rows, columns = np.nonzero(plate > 60)
    assert rows.min() / MM == pytest.approx(3, abs=1) and columns.min() / MM == pytest.approx(
        3, abs=1
    )
    assert (plate[20:-20, 20:-20] > 0).sum() == 0


def test_holes_are_punched_where_the_eyelets_are(piece_of, face, vi):
    job, sheet = piece_of("bang-ron-6x0.8m", "khuy 500", processing_steps=True)
    steps = {overlay.ink: overlay for overlay in processing_steps(job, sheet, (), face, vi)}
    holes = steps["Punching"].shapes
    assert [(round(hole.path.bounds.cx, 3), round(hole.path.bounds.cy, 3)) for hole in holes] == [
        (eyelet.x_mm, eyelet.y_mm) for eyelet in sheet.eyelets
    ]
    assert all(hole.path.bounds.width == pytest.approx(12) for hole in holes)
    assert len(steps["Folding"].shapes) == 4 and len(steps["Gluing"].shapes) == 4
    assert not any(overlay.shown for overlay in steps.values())


def test_a_pocket_is_glued_behind_itself(piece_of, face, vi):
    job, sheet = piece_of("phuon-0.8x2m", processing_steps=True)
    steps = {overlay.ink: overlay for overlay in processing_steps(job, sheet, (), face, vi)}
    boxes = [shape.path.bounds for shape in steps["Gluing"].shapes]
    assert (-100, 30) in [(box.y, box.height) for box in boxes]
    assert (2070, 30) in [(box.y, box.height) for box in boxes]
    assert "Punching" not in steps


# ---------------------------------------------------------------- the piece


def test_a_piece_with_finishing_has_a_technical_page_and_a_poster_none(made):
    piece = made(slug=True)
    (technical,) = (file for file in piece.files if file.format == "technical")
    assert technical.path.name == f"{piece.name}_KY-THUAT.pdf"
    with pikepdf.open(technical.path) as pdf:
        page = pdf.pages[0].obj
        assert list(page.MediaBox) == list(page.TrimBox) and "/OCProperties" not in pdf.Root
    assert foreign_colours(technical.path.read_bytes()) == ()
    assert "technical" not in {file.format for file in made("a3", "").files}


def test_another_finishing_is_another_piece(job_of):
    names = {piece_name(job_of(SIZE, words)) for words in ("", "khuy 500", "khuy 1000", "may 25")}
    assert len(names) == 4
