"""The files of panels: what they are called, what they hold, and nothing inside the art but art."""

import json

import numpy as np
import pypdfium2
import pytest
import tifffile
from PIL import Image, ImageFilter

from poster.cli.app import run
from poster.messages import catalogue
from poster.pipeline import Workshop
from poster.press.panels_slug import PanelSlug
from poster.press.pdf import inspect_pdf
from poster.press.pdfx import foreign_colours
from poster.press.preflight import preflight
from poster.press.preflight.faults import Expectation
from poster.press.readback import inspect_raster

#: Dots an inch in files, and of pages that are drawn: two a millimetre, so that panels that begin
#: at whole millimetres begin at whole dots.
PPI, LOOK_PPI = 25.4, 50.8
MM = 2
SHOP = {"printable_mm": 500.0, "overlap_mm": 20.0}


@pytest.fixture(scope="session")
def made(job_of, library, tmp_path_factory):
    """A board in two rows or in two columns; a JPEG tells whole dots an inch only."""
    known = {}

    def make(size, formats=("pdf", "tiff"), ppi=PPI):
        from dataclasses import replace

        key = (size, formats, ppi)
        if key not in known:
            job = replace(job_of(size, "thu-do", **SHOP), formats=formats, ppi=ppi)
            out = tmp_path_factory.mktemp("panels")
            known[key] = Workshop(library, out, 2, catalogue("vi"), lambda *_: None).make(job)
        return known[key]

    return make


SIZES = ("1300x700mm", "700x1300mm")
BOTH = (SIZES[0], pytest.param(SIZES[1], marks=pytest.mark.slow))


def of_panels(piece, kind):
    return [f for f in piece.files if f.format == kind and "panel" in f.details]


def whole(piece, kind):
    (file,) = (
        f for f in piece.files
        if f.format == kind and "panel" not in f.details and "preview" not in f.details
    )  # fmt: skip
    return file


def drawn(path, ppi=LOOK_PPI):
    page = pypdfium2.PdfDocument(path)[0]
    return np.asarray(page.render(scale=ppi / 72).to_pil().convert("RGB")).astype(int)


@pytest.mark.parametrize("size", BOTH)
def test_tiffs_of_panels_reassemble_to_the_whole_tiff(made, size):
    piece = made(size)
    everything = tifffile.imread(whole(piece, "tiff").path)
    printed = piece.sheet.printed
    found = np.zeros_like(everything)
    for panel, file in zip(piece.panels, of_panels(piece, "tiff"), strict=True):
        pixels = tifffile.imread(file.path)
        top = round((panel.region.y - printed.y) / printed.height * everything.shape[0])
        left = round((panel.region.x - printed.x) / printed.width * everything.shape[1])
        found[top : top + pixels.shape[0], left : left + pixels.shape[1]] = pixels
        assert inspect_raster(file.path).ppi == pytest.approx(PPI, abs=0.05)
    assert np.array_equal(found, everything)


@pytest.mark.parametrize("size", BOTH)
def test_pages_of_panels_show_their_part_and_have_boxes_of_their_own(made, size):
    piece = made(size)
    everything, printed = drawn(whole(piece, "pdf").path), piece.sheet.printed
    for panel, file in zip(piece.panels, of_panels(piece, "pdf"), strict=True):
        data, region = file.path.read_bytes(), panel.region
        found = inspect_pdf(data)
        trim = region.intersect(piece.sheet.trim)
        assert (found.bleed.width, found.bleed.height) == pytest.approx(
            (region.width, region.height), abs=0.001
        )
        assert (found.trim.width, found.trim.height) == pytest.approx(
            (trim.width, trim.height), abs=0.001
        )
        assert found.bleed.x == pytest.approx(0, abs=1e-3)
        assert found.fonts == 0 and not foreign_colours(data)
        top, left = round((region.y - printed.y) * MM), round((region.x - printed.x) * MM)
        height, width = round(region.height * MM), round(region.width * MM)
        part = everything[top : top + height, left : left + width]
        shown = drawn(file.path)[:height, :width]
        # The border may be mixed with what stands beyond it, and edges fall elsewhere in a pixel.
        apart = (np.abs(shown - part)[2:-2, 2:-2].max(axis=2) > 24).astype(np.uint8) * 255
        assert Image.fromarray(apart).filter(ImageFilter.MinFilter(5)).getbbox() is None
        outside = drawn(file.path).copy()
        outside[:height, :width] = 255
        assert (outside.min(axis=2) < 100).any(), "the strip has its words"


@pytest.mark.parametrize(
    ("size", "along"),
    [(BOTH[0], "width"), pytest.param(SIZES[1], "height", marks=pytest.mark.slow)],
)
def test_the_strip_lies_across_the_end_of_the_cloth(made, size, along):
    """It must not make a panel wider than the roll."""
    piece, across = made(size), "height" if along == "width" else "width"
    for panel, file in zip(piece.panels, of_panels(piece, "pdf"), strict=True):
        page, region = inspect_pdf(file.path.read_bytes()).media, panel.region
        assert getattr(page, across) == pytest.approx(getattr(region, across), abs=1e-3)
        assert getattr(page, along) > getattr(region, along) + 10


@pytest.mark.parametrize("scale", [1, 10])
def test_a_strip_has_a_true_ruler_and_stays_off_the_panel(planned, faces, vi, scale):
    _, _, plan = planned("5000x10000mm")
    for panel in plan.panels:
        slug = PanelSlug(panel, plan.panels, scale, 20, "piece", *faces, vi)
        shapes = slug.shapes()
        for shape in shapes:
            box = shape.bounds
            assert box.y >= panel.region.bottom and slug.page.contains(box)
        ruler = max((s.path.bounds for s in shapes if s.stroke), key=lambda box: box.width)
        assert ruler.width == pytest.approx(100)
        bars = [s.path.bounds for s in shapes if s.fill and s.path.bounds.width == 20]
        glued = "right" if panel.code == "1/2" else "left"
        edge = bars[0].right if glued == "right" else bars[0].x
        assert panel.glued == (glued,) and edge == getattr(
            panel.region, {"left": "x"}.get(glued, glued)
        )


def test_strips_name_the_glued_sides(planned, faces, vi):
    _, _, plan = planned("5000x10000mm", printable_mm=2000.0)
    assert [panel.code for panel in plan.panels] == ["1/3", "2/3", "3/3"]
    middle = PanelSlug(plan.panels[1], plan.panels, 10, 20, "piece", *faces, vi)
    assert middle._glue().endswith(
        "cạnh trái chồng mí 20 mm với tấm 1/3 (vạch đậm); "
        "cạnh phải chồng mí 20 mm với tấm 3/3 (vạch đậm)"
    )


@pytest.mark.parametrize("kind", ["pdf", "tiff", pytest.param("jpg", marks=pytest.mark.slow)])
def test_a_panel_passes_the_preflight_of_its_own_name(made, kind):
    piece = made(SIZES[0], ("jpg",), 72) if kind == "jpg" else made(SIZES[0])
    assert len(of_panels(piece, kind)) == 2
    for file in of_panels(piece, kind):
        assert preflight(file.path, Expectation(ppi=PPI, pixels=False)).errors == 0


def make_backdrop(out, *more):
    return run([
        "--lang", "vi", "make", "--slogan", "van-hien-van-minh", "--layout", "co-do", "--size",
        "phong-6x3m", "--date", "2026-05-01", "--out", str(out), "--jobs", "1", *more,
    ])  # fmt: skip


def test_the_command_lists_panels(tmp_path, capsys):
    assert make_backdrop(tmp_path, "--json") == 0
    (piece,) = json.loads(capsys.readouterr().out)["pieces"]
    assert [panel["code"] for panel in piece["panels"]] == ["1/2", "2/2"]
    assert sum(panel["region_mm"][3] for panel in piece["panels"]) == 3220
    panels = [file for file in piece["files"] if "panel" in file]
    assert [file["panel"] for file in panels] == ["1/2", "2/2"]
    assert all("/tam/" in file["path"] and "_tam" in file["path"] for file in panels)


@pytest.mark.slow
def test_the_command_says_panels_in_metres(tmp_path, capsys):
    assert make_backdrop(tmp_path) == 0
    said = capsys.readouterr().out
    assert "In thành 2 tấm, cuộn bạt chạy theo chiều ngang: 6,2 x 1,725 m; 6,2 x 1,495 m" in said
    assert "PDF để in, tấm 1/2: tam/" in said
