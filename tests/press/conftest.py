"""One artwork with a bit of everything, for tests of files."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from poster.geometry import Rect
from poster.svg.artwork import Artwork, check_artwork


@pytest.fixture(scope="session")
def jpeg():
    """The bytes of a small photo."""
    stream = io.BytesIO()
    Image.effect_mandelbrot((120, 80), (-2, -1.3, 1, 1.3), 60).convert("RGB").save(stream, "JPEG")
    return stream.getvalue()


@pytest.fixture(scope="session")
def banner(jpeg):
    """A banner of 1200 x 160 mm, printed 10 mm larger all round."""
    printed = Rect(-10, -10, 1220, 180)
    svg = f"""<svg xmlns="http://www.w3.org/2000/svg" width="1220mm" height="180mm" \
viewBox="-10 -10 1220 180" data-trim="0 0 1200 160"><defs>\
<linearGradient id="g" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="1200" y2="0">\
<stop offset="0" stop-color="#da251d"/><stop offset="1" stop-color="#8a0f10"/></linearGradient>\
<clipPath id="c" clipPathUnits="userSpaceOnUse"><path d="M0 0L1200 0 1200 160 0 160Z"/></clipPath>\
</defs><path d="M-10 -10L1210 -10 1210 170 -10 170Z" fill="url(#g)"/>\
<g opacity="0.4" clip-path="url(#c)"><path d="M100 80L900 -90 1100 90Z" fill="#ffff00"/></g>\
<path d="M60 40L90 40 75 120Z M120 40A30 40 0 1 0 180 40Z" fill="#ffff00" fill-rule="evenodd"/>\
<image x="1000" y="20" width="150" height="100" preserveAspectRatio="none" \
href="data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"/></svg>""".encode()
    assert check_artwork(svg) == ()
    return Artwork(svg, Rect(0, 0, 1200, 160), printed)
