"""What programs write and a press cannot take as it is: drawn like the original, or said."""

from __future__ import annotations

import pytest
from drawings_in import data_uri, png, svg

from poster.render import opinion
from poster.render.strips import Raster

pytestmark = pytest.mark.slow

RED, YELLOW, GREEN, BLUE, WHITE = "#da251d", "#ffff00", "#008000", "#0000ff", "#ffffff"
BANDS = data_uri(png([GREEN, BLUE]))


def pixel(drawn, x, y):
    page = drawn.artwork.printed
    picture = Raster(drawn.artwork, page, 400, round(400 / page.ratio)).image()
    found = picture.getpixel(
        (min(399, int(x * 400)), min(picture.height - 1, int(y * picture.height)))
    )
    return "#" + "".join(f"{value:02x}" for value in found)


def near(found, wanted, slack=14):
    return all(
        abs(int(found[at : at + 2], 16) - int(wanted[at : at + 2], 16)) <= slack for at in (1, 3, 5)
    )


#: name -> (drawing, [(x, y, colour)], code of what must be said or "")
CASES = {
    "gradient with a matrix": (
        '<linearGradient id="g" gradientUnits="userSpaceOnUse" x2="1" gradientTransform="matrix(100 0 0 1 0 0)">'
        f'<stop stop-color="{RED}"/><stop offset="1" stop-color="{YELLOW}"/></linearGradient>'
        '<rect width="100" height="50" fill="url(#g)"/>',
        [(0.01, 0.5, RED), (0.99, 0.5, YELLOW)], "",
    ),
    "gradient by class, stops by href": (
        f'<style>.a{{fill:url(#g)}}</style><linearGradient id="s"><stop style="stop-color:{RED}"/>'
        f'<stop offset="1" style="stop-color:{YELLOW}"/></linearGradient>'
        '<linearGradient id="g" xlink:href="#s"/><rect class="a" width="100" height="50"/>',
        [(0.01, 0.5, RED), (0.99, 0.5, YELLOW)], "",
    ),
    "alpha stops": (
        f'<linearGradient id="g"><stop stop-color="{BLUE}" stop-opacity="0"/><stop offset="1" stop-color="{BLUE}"/>'
        '</linearGradient><rect width="100" height="50" fill="url(#g)"/>',
        [(0.01, 0.5, WHITE), (0.99, 0.5, BLUE)], "",
    ),
    "clip outside defs, moved": (
        '<clipPath id="c" transform="translate(-25)"><rect x="25" width="50" height="50" transform="scale(1 2)"/></clipPath>'
        f'<rect width="100" height="50" fill="{RED}" clip-path="url(#c)"/>',
        [(0.25, 0.5, RED), (0.75, 0.5, WHITE)], "",
    ),
    "even-odd clip of two shapes, clipped again": (
        '<clipPath id="o"><rect width="90" height="50"/></clipPath><clipPath id="c" clip-path="url(#o)">'
        '<path clip-rule="evenodd" d="M0 0H100V50H0zM40 10H60V40H40z"/><circle cx="50" cy="25" r="3"/></clipPath>'
        f'<rect width="100" height="50" fill="{RED}" clip-path="url(#c)"/>',
        [(0.1, 0.5, RED), (0.43, 0.5, WHITE), (0.5, 0.5, RED), (0.95, 0.5, WHITE)], "",
    ),
    "clip by a bounding box, turned": (
        '<clipPath id="c" clipPathUnits="objectBoundingBox" transform="translate(50)"><rect width=".5" height="1"/></clipPath>'
        f'<rect width="100" height="50" fill="{RED}" clip-path="url(#c)"/>',
        [(0.25, 0.5, WHITE), (0.75, 0.5, RED)], "",
    ),
    "picture that fills its frame": (
        f'<image x="25" width="50" height="50" preserveAspectRatio="xMaxYMid slice" xlink:href="{BANDS}"/>',
        [(0.3, 0.5, BLUE), (0.7, 0.5, BLUE), (0.8, 0.5, WHITE)], "",
    ),
    "ellipse with one radius": (
        f'<ellipse cx="50" cy="25" ry="20" fill="{RED}"/><rect x="80" width="20" height="20" rx="-5" ry="9" fill="{RED}"/>',
        [(0.35, 0.5, RED), (0.2, 0.5, WHITE), (0.81, 0.02, WHITE)], "",
    ),
    "mask by luminance": (
        '<mask id="m"><rect width="50" height="50" fill="#fff"/></mask>'
        f'<rect width="100" height="50" fill="{RED}" mask="url(#m)"/>',
        [(0.25, 0.5, RED), (0.75, 0.5, WHITE)], "import-patch",
    ),
    "mask on a picture": (
        '<mask id="m"><rect x="25" width="50" height="50" fill="#fff"/></mask>'
        f'<image width="100" height="50" preserveAspectRatio="none" xlink:href="{BANDS}" mask="url(#m)"/>',
        [(0.1, 0.5, WHITE), (0.35, 0.5, GREEN), (0.65, 0.5, BLUE), (0.9, 0.5, WHITE)], "import-patch",
    ),
    "picture as pattern": (
        '<pattern id="p" patternContentUnits="objectBoundingBox" width="1" height="1">'
        f'<image width="1" height="1" preserveAspectRatio="none" xlink:href="{BANDS}"/></pattern>'
        '<rect width="100" height="50" fill="url(#p)"/>',
        [(0.2, 0.5, GREEN), (0.8, 0.5, BLUE)], "import-patch",
    ),
    "multiply": (
        f'<rect width="66" height="50" fill="{YELLOW}"/>'
        '<rect x="33" width="67" height="50" fill="#00ffff" style="mix-blend-mode:multiply"/>',
        [(0.15, 0.5, YELLOW), (0.5, 0.5, "#00ff00"), (0.85, 0.5, "#00ffff")], "import-patch",
    ),
    "shadow": (
        '<filter id="f" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="2"/></filter>'
        f'<rect x="30" y="10" width="40" height="30" fill="{RED}" filter="url(#f)"/>',
        [(0.5, 0.5, RED), (0.1, 0.5, WHITE)], "import-patch",
    ),
    "group opacity": (
        '<g opacity=".5"><rect width="60" height="50" fill="#f00"/><rect x="40" width="60" height="50" fill="#f00"/></g>',
        [(0.15, 0.5, "#ff8080"), (0.5, 0.5, "#ff8080"), (0.85, 0.5, "#ff8080")], "",
    ),
    "opacity on use": (
        '<rect id="r" width="50" height="50" fill="#f00" stroke="#f00" stroke-width="9"/><use xlink:href="#r" x="50" opacity="50%"/>',
        [(0.2, 0.5, "#ff0000"), (0.8, 0.5, "#ff8080")], "",
    ),
    "important beats inline": (
        f'<style>.i{{fill:{GREEN} !important}}.c{{fill:{GREEN}}}</style><rect width="50" height="50" class="i" style="fill:#f00"/>'
        '<rect x="50" width="50" height="50" class="c" fill="#f00"/>',
        [(0.2, 0.5, GREEN), (0.8, 0.5, GREEN)], "",
    ),
    "currentColor": (
        f'<g color="{GREEN}"><rect x="50" width="50" height="50" fill="currentColor"/></g><rect width="50" height="50" fill="currentColor"/>',
        [(0.8, 0.5, GREEN), (0.2, 0.5, "#000000")], "",
    ),
    "modern colours": (
        '<rect width="50" height="50" fill="hsl(120 100% 50%)"/><rect x="50" width="50" height="50" fill="rgb(255 0 0 / 50%)"/>',
        [(0.2, 0.5, "#00ff00"), (0.8, 0.5, "#ff8080")], "",
    ),
    "colours in percent of inks": (
        '<rect width="50" height="50" fill="cmyk(0,100,100,0)"/><rect x="50" width="50" height="50" style="fill:device-cmyk(0% 0% 100% 0%)"/>',
        [(0.2, 0.5, "#ff0000"), (0.8, 0.5, YELLOW)], "import-cmyk",
    ),
    "inner drawing without a size": (
        '<svg viewBox="0 0 100 100"><circle cx="50" cy="50" r="50" fill="#00f"/></svg>',
        [(0.5, 0.5, BLUE), (0.3, 0.5, BLUE), (0.1, 0.5, WHITE)], "",
    ),
    "stroke scaled unevenly": (
        f'<g transform="scale(10 1)"><line x1="5" y1="0" x2="5" y2="50" stroke="{RED}" stroke-width="4"/></g>',
        [(0.5, 0.5, RED), (0.35, 0.5, RED), (0.2, 0.5, WHITE)], "",
    ),
    "stroke that does not scale": (
        f'<g transform="scale(10 1)"><rect x="1" y="5" width="8" height="40" fill="none" stroke="{RED}" stroke-width="8" vector-effect="non-scaling-stroke"/></g>',
        [(0.1, 0.5, RED), (0.5, 0.1, RED), (0.13, 0.5, WHITE)], "import-stroke-fixed",
    ),
    "stroke below fill": (
        f'<rect x="20" y="10" width="60" height="30" fill="{RED}" stroke="{YELLOW}" stroke-width="8" paint-order="stroke"/>',
        [(0.22, 0.5, RED), (0.17, 0.5, YELLOW)], "",
    ),
    "picture in a picture": (
        "<image width='100' height='50' preserveAspectRatio='none' href=\"data:image/svg+xml;utf8,&lt;svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 5'>"
        "&lt;rect width='5' height='5' fill='green'/>&lt;/svg>\"/>",
        [(0.2, 0.5, GREEN), (0.8, 0.5, WHITE)], "",
    ),
    "a switch for other programs": (
        '<switch><foreignObject requiredExtensions="http://ns.adobe.com/AdobeIllustrator/10.0/" width="1" height="1"/>'
        f'<g><rect width="100" height="50" fill="{GREEN}"/></g></switch>',
        [(0.5, 0.5, GREEN)], "",
    ),
    "flowed text is no black box": (
        f'<rect width="100" height="50" fill="{RED}"/><flowRoot style="font-size:8px;fill:#ffff00"><flowRegion>'
        '<rect x="5" y="5" width="90" height="40"/></flowRegion><flowPara>Đoàn kết</flowPara></flowRoot>',
        [(0.03, 0.05, RED), (0.5, 0.5, RED)], "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_it_is_drawn_like_the_original_or_said(name, drawn):
    body, pixels, said = CASES[name]
    made = drawn(svg(body))
    assert opinion.against(made.artwork, made.reference).agrees
    for x, y, colour in pixels:
        assert near(pixel(made, x, y), colour), (x, y)
    assert not said or said in {finding.code for finding in made.findings}


def test_a_missing_word_of_the_second_engine_is_seen(drawn):
    """The comparison can fail: our drawing against the picture of another one."""
    one, other = (
        drawn(svg('<rect width="50" height="50"/>')),
        drawn(svg('<rect width="80" height="50"/>')),
    )
    found = opinion.against(one.artwork, other.reference)
    assert not found.agrees and found.box.x == pytest.approx(50, abs=2)
    assert opinion.side_by_side(one.artwork, found, other.reference).startswith(b"\x89PNG")
