"""What drawing refuses, what it leaves alone, and what it says where libcairo is missing."""

from __future__ import annotations

import base64
import io
import os
import subprocess
import sys

import pikepdf
import pytest
from drawings import artwork, image, photo, shape, uri
from PIL import Image

from poster.errors import RenderError
from poster.geometry import Rect
from poster.render.strips import Raster
from poster.render.surface import draw_pdf, remedy
from poster.svg.artwork import Artwork

TURNED = Image.Exif()
TURNED[0x0112] = 6

REFUSED = {
    "render-image-mode": uri(photo().convert("CMYK"), "JPEG"),
    "render-image-turned": uri(photo(), "JPEG", exif=TURNED),
    "render-image-size": uri(Image.new("L", (32_768, 1))),
}


@pytest.mark.parametrize("code", REFUSED)
@pytest.mark.parametrize(
    "draw", [lambda a: draw_pdf(a, 1), lambda a: Raster(a, a.trim, 9, 9).image()]
)
def test_pictures_that_would_come_out_wrong_are_refused(code, draw):
    drawn = artwork(image(REFUSED[code], more=' id="anh"'))
    with pytest.raises(RenderError) as caught:
        draw(drawn)
    assert caught.value.code == code
    assert caught.value.params["element"] == "anh"


@pytest.mark.parametrize(
    "inner",
    [
        '<image x="0" y="0" width="9" height="9" href="http://127.0.0.1:9/a.png"/>',
        '<image x="0" y="0" width="9" height="9" href="file:///etc/hostname"/>',
        "<style>@import url(http://127.0.0.1:9/a.css);</style>",
    ],
)
def test_nothing_is_fetched(inner):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9mm" height="9mm" viewBox="0 0 9 9">{inner}</svg>'
    page = Rect(0, 0, 9, 9)
    with pytest.raises(RenderError) as caught:
        draw_pdf(Artwork(svg.encode(), page, page), 1)
    assert caught.value.code == "render-fetch"


def test_groups_may_stand_in_one_another_up_to_a_depth():
    def nested(depth):
        inside = '<g opacity="0.9">' * depth + shape("M0 0L99 0 99 49Z") + "</g>" * depth
        return artwork(f"<g>{inside}</g>")

    fine, deep = nested(12), nested(13)
    assert Raster(fine, fine.trim, 9, 9).image().getpixel((6, 1)) != (255, 255, 255)
    with pytest.raises(RenderError) as caught:
        draw_pdf(deep, 1)
    assert caught.value.params == {"element": "g", "limit": 12}


def test_a_jpeg_stands_in_the_pdf_byte_for_byte():
    href = uri(photo(), "JPEG", quality=90)
    drawn = draw_pdf(artwork(image(href) + image(href, 20, 20)), 1)
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        pictures = [
            thing for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]  # fmt: skip
        (picture,) = pictures
        assert picture.read_raw_bytes() == base64.b64decode(href.partition(",")[2])


def test_a_page_is_as_large_as_the_printed_size():
    drawn = artwork("", width=6000, height=800, edge=50)
    with pikepdf.open(io.BytesIO(draw_pdf(drawn, 0.1))) as pdf:
        sides = [float(side) * 25.4 / 72 for side in pdf.pages[0].mediabox]
    assert sides == pytest.approx([0, 0, 610, 90], abs=0.001)


def python(code, **environment):
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment}
    done = subprocess.run(
        [sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_cairo_is_loaded_by_drawing_and_not_before():
    code = (
        "import sys, poster.render.strips, poster.render.compare; print('cairocffi' in sys.modules)"
    )
    assert python(code) == "False"


def test_without_libcairo_the_remedy_is_named(tmp_path):
    (tmp_path / "cairocffi.py").write_text(
        "raise OSError('no library called \"cairo-2\" was found')"
    )
    code = (
        "from poster.errors import MachineError\n"
        "try:\n    import poster.render.surface\n"
        "except MachineError as error:\n    print(error.code, error.params['command'])"
    )
    path = os.pathsep.join([str(tmp_path), *sys.path])
    assert python(code, PYTHONPATH=path) == f"cairo-missing {remedy(sys.platform)}"


@pytest.mark.parametrize(
    ("platform", "word"),
    [("linux", "apt-get"), ("darwin", "brew"), ("win32", "GTK"), ("freebsd14", "libcairo2")],
)
def test_every_platform_has_a_remedy(platform, word):
    assert word in remedy(platform)
