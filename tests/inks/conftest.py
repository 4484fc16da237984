"""The shipped print condition, and Ghostscript's plates of a PDF."""

import io
import subprocess

import numpy as np
import pikepdf
import pytest
from PIL import Image

from poster.library import Library
from poster.press.recolour import to_cmyk
from poster.press.separate import Separation
from poster.render.surface import draw_pdf


@pytest.fixture(scope="session")
def separation(library: Library):
    return Separation(library.inks, library.condition("fogra39"))


@pytest.fixture
def recoloured(separation):
    """An artwork as an open PDF in CMYK, straight from the pass."""

    def make(art):
        pdf = pikepdf.open(io.BytesIO(draw_pdf(art, 1)))
        to_cmyk(pdf, separation)
        return pdf

    return make


@pytest.fixture
def gs_plates(tmp_path):
    """Ghostscript's four plates of a PDF, as an array of rows, pixels and inks (0 to 255)."""

    def plates(data, ppi):
        pdf, tiff = tmp_path / "page.pdf", tmp_path / "plates.tif"
        pdf.write_bytes(data)
        subprocess.run(
            ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiff32nc", f"-r{ppi}",
             f"-sOutputFile={tiff}", str(pdf)], check=True, capture_output=True,
        )  # fmt: skip
        with Image.open(tiff) as opened:
            assert opened.mode == "CMYK"
            return np.asarray(opened).astype(int)

    return plates
