"""Real files and attacks through the whole import, where the corpus is beside the project."""

from __future__ import annotations

import json
import time

import pytest

from poster.errors import RequestError
from poster.render import opinion
from poster.render.strips import Raster
from poster.svg import usvg
from poster.workshop.importing import Wish, draw_original

pytestmark = pytest.mark.slow

#: Attacks of which the harmless rest is drawn: what must be said of each, "" where nothing is lost.
DRAWN = {
    "05-illustrator-entities-benign.svg": "",
    "11-utf16.svg": "",
    "20-image-http.svg": "import-image-network",
    "21-image-file.svg": "import-image-outside",
    "23-css-import-font.svg": "import-css-rule",
    "26-script-onload.svg": "import-script",
    "30-use-self.svg": "import-use-lost",
    "51-pattern-dust.svg": "import-patch",
    "52-text-flood.svg": "",
    "54-redos-attributes.svg": "",
    "61-png-ztxt-bomb.svg": "picture-broken",
    "62-png-bad-icc.svg": "picture-profile",
    "64-eps-and-mvg-in-image.svg": "import-image-kind",
}
#: What must be said of a case, beside what it must look like.
SAID = {
    "38-image-relative-href": "import-image-missing",
    "46-non-scaling-stroke": "import-stroke-fixed",
}


def test_every_attack_is_refused_or_its_rest_is_drawn_and_said(corpus, fonts):
    usvg.compiled()
    for path in sorted((corpus / "hostile").glob("*.svg")):
        started = time.monotonic()
        try:
            made = draw_original(path.read_bytes(), path, fonts, Wish())
        except RequestError:
            assert path.name not in DRAWN, path.name
        else:
            said = {finding.code for finding in made.findings}
            assert path.name in DRAWN, (path.name, said)
            assert not DRAWN[path.name] or DRAWN[path.name] in said, (path.name, said)
        assert time.monotonic() - started < 5.5, path.name  # half a second for a busy machine


def test_every_real_file_is_drawn_like_its_reference(corpus, fonts):
    differ = []
    for path in sorted((corpus / "svg").glob("*/*.svg")):
        made = draw_original(path.read_bytes(), path, fonts, Wish())
        if not opinion.against(made.artwork, made.reference).agrees:
            differ.append(path.name)
    assert not differ


def test_cases_hold(corpus, fonts):
    for folder in sorted((corpus / "cases").iterdir()):
        number = int(folder.name[:2])
        path = folder / "in.svg"
        if not path.is_file() or not (number <= 22 or 36 <= number <= 50 or number >= 58):
            continue
        made = draw_original(path.read_bytes(), path, fonts, Wish())
        wanted = json.loads((folder / "expect.json").read_text(encoding="utf-8"))
        assert made.digest["page"][:2] == pytest.approx(wanted["page_mm"], abs=0.01), folder.name
        assert opinion.against(made.artwork, made.reference).agrees, folder.name
        if folder.name in SAID:
            assert SAID[folder.name] in {finding.code for finding in made.findings}
        _look(made, wanted["pixels"], folder.name)


def _look(made, pixels, name):
    page = made.artwork.printed
    picture = Raster(made.artwork, page, 800, max(1, round(800 / page.ratio))).image()
    for point in pixels:
        x = min(picture.width - 1, int(point["x"] * picture.width))
        y = min(picture.height - 1, int(point["y"] * picture.height))
        wanted = [int(point["rgb"][at : at + 2], 16) for at in (1, 3, 5)]
        found = picture.getpixel((x, y))
        assert max(abs(a - b) for a, b in zip(found, wanted, strict=True)) <= point["tol"], (
            name,
            point,
        )
