"""A layout's PDF and TIFF carry the same inks: our plates beside Ghostscript's of our PDF."""

import dataclasses
import datetime as dt
import subprocess

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image

from poster.intake import Request, read_request
from poster.messages import catalogue
from poster.pipeline import Workshop

#: One dot a millimetre.
PPI = 25.4
#: Levels of 255 that engines may differ by where faint layers lie over one another: each layer is
#: rounded to a whole level, in another order.
MOST = 5


@pytest.mark.slow
@pytest.mark.parametrize("size", ["bang-ron-4x0.6m", "phuon-0.8x2m", "phong-3x2m"])
def test_faint_layers_do_not_drift_apart(library, tmp_path, size):
    request = Request(
        layout="co-do", day=dt.date(2026, 5, 1), sizes=[size], slogan="van-hien-van-minh"
    )
    (job,) = read_request(request, library).jobs
    shop = dataclasses.replace(job.shop, slug=False)
    job = dataclasses.replace(job, shop=shop, formats=("pdf", "tiff"), ppi=PPI)
    piece = Workshop(library, tmp_path, 2, catalogue("vi"), lambda *_: None).make(job)
    files = {file.format: file.path for file in piece.files}
    rendered = tmp_path / "gs.tif"
    subprocess.run(
        ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiff32nc",
         f"-r{PPI * piece.sheet.scale}", f"-sOutputFile={rendered}", str(files["pdf"])], check=True,
    )  # fmt: skip
    ours, theirs = (np.asarray(Image.open(path)).astype(int) for path in (files["tiff"], rendered))
    apart = abs(ours - theirs)
    # The least of five by five dots: a difference that lasts, and no edge half a dot off.
    lasting = sliding_window_view(apart.max(axis=2), (5, 5)).min(axis=(2, 3))
    assert lasting.max() <= MOST
