"""A file drawn 1:10 says so itself, and preflight believes it where nobody says otherwise."""

import io
from datetime import date

import pikepdf
import pytest

from poster.geometry import Edges, Rect
from poster.press.pdf import Boxes, Info, finish_pdf
from poster.press.pdfx import press_passes
from poster.press.preflight import Expectation, check_own, preflight
from poster.render.surface import draw_pdf
from poster.svg.artwork import Artwork

TRIM = Rect(0, 0, 6000, 800)
PRINTED = TRIM.outset(Edges.all(50))
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="6100mm" height="900mm"'
    b' viewBox="-50 -50 6100 900" data-trim="0 0 6000 800">'
    b'<path d="M-50 -50L6050 -50L6050 850L-50 850Z" fill="#da251d"/></svg>'
)


@pytest.fixture
def drawn(separation, tmp_path):
    """Writes the banner at a scale, under a name that says nothing of it."""

    def write(scale):
        art, info = Artwork(SVG, TRIM, PRINTED), Info("Văn hiến", date(2026, 5, 1))
        passes = press_passes(separation, art.sha256)
        data = finish_pdf(draw_pdf(art, scale), Boxes(TRIM, PRINTED, scale), info, passes)
        path = tmp_path / "bang-ron.pdf"
        path.write_bytes(data)
        return path

    return write


def test_a_file_at_1_to_10_says_its_scale_to_programs_and_people(drawn):
    with pikepdf.open(io.BytesIO(drawn(0.1).read_bytes())) as pdf:
        xmp = pdf.open_metadata(strict=True)
        assert xmp["{urn:poster:xmp}scale"] == "1:10"
        assert xmp["dc:description"] == pdf.docinfo.Subject == "1:10 = 6000 x 800 mm"


def test_preflight_reads_it_and_tells_the_true_size(drawn):
    report = preflight(drawn(0.1), Expectation())
    assert report.facts["scale"] == "1:10" and report.errors == 0
    assert report.facts["finished_mm"] == [6000, 800]
    assert report.facts["printed_mm"] == [6100, 900]


def test_what_was_ordered_is_compared_with_the_true_size(drawn):
    wanted = Expectation(size_mm=(6000, 800), edge_mm=Edges.all(50))
    assert check_own(drawn(0.1), "bang-ron.pdf", wanted) == ()
    rules = [fault.rule for fault in preflight(drawn(0.1), Expectation(size_mm=(600, 80))).faults]
    assert "preflight-scale-doubled" in rules


@pytest.mark.parametrize("scale", [0.5])
def test_other_scales(drawn, scale):
    assert preflight(drawn(scale), Expectation()).facts["finished_mm"] == [6000, 800]


def test_a_file_at_full_size_says_nothing(separation):
    art = Artwork(SVG.replace(b"6100", b"4100").replace(b"6000", b"4000"), TRIM, PRINTED)
    trim, printed = Rect(0, 0, 4000, 800), Rect(-50, -50, 4100, 900)
    data = finish_pdf(
        draw_pdf(Artwork(art.svg, trim, printed), 1), Boxes(trim, printed),
        Info("Văn hiến", date(2026, 5, 1)), press_passes(separation, art.sha256),
    )  # fmt: skip
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/Subject" not in pdf.docinfo
        assert "{urn:poster:xmp}scale" not in pdf.open_metadata()
