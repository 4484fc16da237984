"""A clean print file of our own making, to be broken."""

import io
from datetime import date

import pikepdf
import pytest
from broken import saved

from poster.geometry import Edges, Rect
from poster.press.pdf import Boxes, Info, finish_pdf
from poster.press.pdfx import press_passes
from poster.press.preflight import Expectation, preflight
from poster.press.preflight.inside import look
from poster.press.separate import Separation
from poster.render.surface import draw_pdf
from poster.svg.artwork import Artwork, check_artwork

TRIM = Rect(0, 0, 200, 100)
PRINTED = TRIM.outset(Edges.all(5))
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="110mm"'
    b' viewBox="-5 -5 210 110" data-trim="0 0 200 100">'
    b'<path d="M -5 -5 L 205 -5 L 205 105 L -5 105 Z" fill="#da251d"/>'
    b'<g opacity="0.5"><path d="M 20 20 L 60 20 40 60 Z" fill="#ffff00"/></g></svg>'
)


@pytest.fixture(scope="session")
def separation(library):
    return Separation(library.inks, library.condition("fogra39"))


@pytest.fixture(scope="session")
def clean(separation):
    """The bytes of a clean PDF/X-4 of 200 x 100 mm with an edge of 5 mm."""
    assert check_artwork(SVG) == ()
    art = Artwork(SVG, TRIM, PRINTED)
    boxes, info = Boxes(TRIM, PRINTED), Info("Văn hiến", date(2026, 5, 1))
    return finish_pdf(draw_pdf(art, 1), boxes, info, press_passes(separation, art.sha256))


@pytest.fixture
def wanted():
    return Expectation(size_mm=(200, 100), edge_mm=Edges.all(5), ppi=150)


@pytest.fixture
def break_it(clean, tmp_path):
    """Breaks the clean file and saves it; options go to pikepdf."""

    def broken(plant, name="broken.pdf", **options):
        with pikepdf.open(io.BytesIO(clean)) as pdf:
            plant(pdf)
            return saved(pdf, tmp_path / name, **options)

    return broken


def rules_of(path, wanted):
    """The rules that `path` breaks, looked at in this process."""
    reply = look({"path": str(path), "wanted": wanted.to_data()})
    return [fault["rule"] for fault in reply["faults"]]


@pytest.fixture
def rules():
    return rules_of


@pytest.fixture
def jailed():
    return lambda path, wanted: [fault.rule for fault in preflight(path, wanted).faults]
