"""Artworks for tests of drawing: one for each thing that the grammar can say."""

from __future__ import annotations

import base64
import io

from PIL import Image

from poster.geometry import Rect
from poster.svg.artwork import Artwork, check_artwork


def artwork(body, defs="", *, width=100, height=50, edge=5):
    """An artwork of `body`, trimmed to `width` x `height` mm."""
    printed = Rect(-edge, -edge, width + 2 * edge, height + 2 * edge)
    box = [f"{side:g}" for side in (printed.x, printed.y, printed.width, printed.height)]
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{box[2]}mm" height="{box[3]}mm" viewBox="{" ".join(box)}" '
        f'data-trim="0 0 {width:g} {height:g}"><defs>{defs}</defs>{body}</svg>'
    ).encode()
    assert check_artwork(svg) == ()
    return Artwork(svg, Rect(0, 0, width, height), printed)


def uri(picture, kind="PNG", **options):
    """A picture as the data URI that an image element holds."""
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    data = base64.b64encode(stream.getvalue()).decode()
    return f"data:image/{kind.lower()};base64,{data}"


def photo(width=300, height=200):
    """Something with edges, texture and a ramp, as photos have them."""
    shape = Image.effect_mandelbrot((width, height), (-2, -1.3, 1, 1.3), 60)
    grain = Image.linear_gradient("L").resize((height, width)).rotate(90, expand=True)
    ramp = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (shape, grain, ramp))


def faded(width=60, height=40):
    """A picture with alpha."""
    pixels = [
        (255 * x // width, 255 * y // height, 128, 255 * (x + y) // (width + height))
        for y in range(height)
        for x in range(width)
    ]
    picture = Image.new("RGBA", (width, height))
    picture.putdata(pixels)
    return picture


def gradient(kind="linear", geometry="", stops=None, more=""):
    geometry = geometry or {
        "linear": 'x1="10" y1="10" x2="90" y2="40"',
        "radial": 'cx="50" cy="25" r="30"',
    }.get(kind, "")
    inner = "".join(
        f'<stop offset="{offset}" stop-color="{colour}" stop-opacity="{alpha}"/>'
        for offset, colour, alpha in (stops if stops is not None else TWO)
    )
    return (
        f'<{kind}Gradient id="g" gradientUnits="userSpaceOnUse" {geometry}{more}>'
        f"{inner}</{kind}Gradient>"
    )


def clip(d, name="c"):
    return f'<clipPath id="{name}" clipPathUnits="userSpaceOnUse"><path d="{d}"/></clipPath>'


def shape(d, **attributes):
    listed = " ".join(f'{key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f'<path d="{d}" {listed}/>'


def line(**attributes):
    return shape(OPEN, fill="none", stroke=RED, **{"stroke_width": 4, **attributes})


def image(href, width=60, height=40, more=""):
    return (
        f'<image x="10" y="5" width="{width}" height="{height}"{more} '
        f'preserveAspectRatio="none" href="{href}"/>'
    )


RED, YELLOW, GREEN, BLUE = "#da251d", "#ffff00", "#00a040", "#0030ff"
TWO = ((0, RED, 1), (1, YELLOW, 1))
ALPHA = ((0, RED, 0.1), (0.5, GREEN, 1), (1, BLUE, 0.3))
BOX = "M5 5L95 5 95 45 5 45Z"
OVAL = "M50 5C75 5 90 15 90 25C90 40 70 45 50 45C30 45 10 40 10 25C10 15 25 5 50 5Z"
STAR = "M50 3L62 47 20 18 80 18 38 47Z"
OPEN = "M10 40C20 0 40 0 50 25L70 10 90 40"
ZIGZAG = "M10 40L30 8 50 40 55 8 60 40 90 30 62 24"
GROUND = shape("M-5 -5L105 -5 105 55 -5 55Z", fill="#e8f0ff")
#: Curves whose handles are next to nothing: cairo's own stroking leaves half of the line away.
HOOKED = (
    "M96.94 22.93C96.93 22.94 81.84 33.18 81.9 33.27C82 33.41 49.9 45.02 50 45C50 45.01 17.8 33.4 "
    "18 33.27C17.9 33.37 4.8 22.9 5 22.93C5 22.94 18 12.59 18.1 12.59C17.9 12.4 50 8 50 8.2C50 8 "
    "82.1 12.4 81.9 12.59C81.8 12.7 97 22.9 96.94 22.93Z"
)

FILLED = {"fill": "url(#g)"}
STROKED = {"fill": "none", "stroke": "url(#g)", "stroke_width": 8}

#: What each feature is drawn with: (body, defs).
FEATURES = {
    "nonzero": (shape(STAR, fill=RED), ""),
    "evenodd": (shape(STAR, fill=RED, fill_rule="evenodd"), ""),
    "black unless told": (shape(OVAL), ""),
    "fill opacity": (GROUND + shape(OVAL, fill=RED, fill_opacity=0.4), ""),
    "stroke opacity": (
        GROUND + shape(OVAL, fill=RED, stroke="#000000", stroke_width=6, stroke_opacity=0.4),
        "",
    ),
    "no stroke width": (shape(OVAL, fill="none", stroke=RED, stroke_width=0), ""),
    "stroke of 1 unless told": (shape(OVAL, fill="none", stroke=RED), ""),
    "beyond the page": (shape("M-500 -500L600 -500 600 25 -500 25Z", fill=RED), ""),
    "arcs": (shape("M30 25A20 15 30 1 0 70 25A20 15 0 0 1 30 25Z", fill=RED), ""),
    "relative": (shape("m10 10l20 0 0 20-20 0zm40 0h20v20h-20zm10 5l5 0 0 5z", fill=RED), ""),
    "quadratics": (shape("M10 25Q30 -10 50 25T90 25L90 45 10 45Z", fill=RED), ""),
    "smooth": (shape("M10 25C10 5 30 5 50 25S90 45 90 25s-20-20-40-10z", fill=RED), ""),
    "numbers run together": (shape("M1e1 4.5L20.5.5-3 4zM30 10l1e1 0 .5.5.5 20z", fill=RED), ""),
    "not closed": (shape("M10 10L50 10 50 40", fill=RED), ""),
    "hooked stroke": (
        shape(HOOKED, fill=YELLOW, stroke=RED, stroke_width=3, stroke_linejoin="round"), "",
    ),
    **{
        f"cap {cap}": (line(stroke_width=6, stroke_linecap=cap), "")
        for cap in ("butt", "round", "square")
    },
    **{
        f"dashes {cap}": (line(stroke_dasharray="10 6 2", stroke_dashoffset=3.5, stroke_linecap=cap), "")
        for cap in ("butt", "round", "square")
    },
    "dashes from behind": (line(stroke_dasharray="10,6", stroke_dashoffset=-7), ""),
    "dashes none": (line(stroke_dasharray="none"), ""),
    "dashes of nothing": (line(stroke_dasharray="0 0"), ""),
    "dotted line": (line(stroke_width=5, stroke_dasharray="0 8", stroke_linecap="round"), ""),
    **{
        f"dots {cap}": (
            shape(
                "M20 20ZM50 20L50 20M80 20L80 20Z",
                fill="none", stroke=RED, stroke_width=12, stroke_linecap=cap,
            ),
            "",
        )
        for cap in ("butt", "round", "square")
    },
    **{
        f"join {join}": (shape(ZIGZAG, fill="none", stroke=RED, stroke_width=5, stroke_linejoin=join), "")
        for join in ("miter", "round", "bevel")
    },
    **{
        f"miter limit {limit}": (
            shape(ZIGZAG, fill="none", stroke=RED, stroke_width=5, stroke_miterlimit=limit), "",
        )
        for limit in (0, 1, 2, 10)
    },
    **{
        f"{kind} {spread}{' alpha' if stops is ALPHA else ''}": (
            shape(BOX, **FILLED),
            gradient(kind, geometry, stops, f' spreadMethod="{spread}"'),
        )
        for kind, geometry in (
            ("linear", 'x1="40" y1="20" x2="50" y2="25"'),
            ("radial", 'cx="50" cy="25" r="14" fx="56" fy="20"'),
        )
        for spread in ("pad", "reflect", "repeat")
        for stops in (TWO, ALPHA)
    },
    "linear on a curve": (GROUND + shape(OVAL, **FILLED), gradient(stops=ALPHA)),
    "linear and fill opacity": (
        GROUND + shape(OVAL, fill_opacity=0.5, **FILLED), gradient(stops=ALPHA),
    ),
    "linear stroke": (GROUND + shape(OVAL, **STROKED), gradient()),
    "linear stroke alpha": (
        GROUND + shape(OVAL, stroke_opacity=0.6, **STROKED), gradient(stops=ALPHA),
    ),
    "linear without length": (
        shape(BOX, **FILLED), gradient("linear", 'x1="50" y1="25" x2="50" y2="25"'),
    ),
    "radial without length": (shape(BOX, **FILLED), gradient("radial", 'cx="50" cy="25" r="0"')),
    "radial on its rim": (
        shape(BOX, **FILLED), gradient("radial", 'cx="50" cy="25" r="20" fx="70" fy="25"'),
    ),
    "radial from outside": (
        shape(BOX, **FILLED), gradient("radial", 'cx="50" cy="25" r="15" fx="75" fy="25"'),
    ),
    "no stops": (shape(BOX, **FILLED), gradient(stops=())),
    "one stop": (shape(BOX, **FILLED), gradient(stops=((0.4, RED, 0.5),))),
    "hard stops": (
        shape(BOX, **FILLED),
        gradient(stops=((0.3, RED, 1), (0.3, YELLOW, 1), (0.7, BLUE, 1), (0.7, "#ffffff", 1))),
    ),
    "hard stops at the ends": (
        shape(BOX, **FILLED),
        gradient(stops=((0, RED, 1), (0, YELLOW, 1), (1, BLUE, 1), (1, "#ffffff", 1))),
    ),
    "stops backwards": (
        shape(BOX, **FILLED), gradient(stops=((0.6, RED, 1), (0.3, YELLOW, 1), (1, BLUE, 1))),
    ),
    "three stops at one place": (
        shape(BOX, **FILLED),
        gradient(stops=((0, RED, 1), (0.5, YELLOW, 1), (0.5, GREEN, 1), (0.5, BLUE, 1), (1, RED, 1))),
    ),
    **{
        f"{kind} turned": (
            shape(BOX, **FILLED),
            gradient(kind, geometry, None, f' gradientTransform="matrix({numbers})"'),
        )
        for kind, geometry, numbers in (
            ("linear", "", "0.5 0.3 -0.4 1.2 12 -8"),
            ("radial", 'cx="50" cy="25" r="30" fx="35" fy="15"', "1.5 0.3 -0.2 0.6 -20 3"),
        )
    },
    "gradient in small numbers": (
        shape(BOX, **FILLED),
        gradient("linear", 'x1="0.1" y1="0.1" x2="0.9" y2="0.4"', None,
                 ' gradientTransform="matrix(100,0,0,100,0,0)"'),
    ),
    # Its own space is 60 times longer across than down, as on a stretched banner.
    "gradient stretched": (
        shape(BOX, **FILLED),
        gradient("linear", 'x1="0" y1="0" x2="0" y2="800"', None,
                 ' gradientTransform="matrix(0.001 0 0 0.06 0 0)"'),
    ),
    "group opacity": (
        GROUND + '<g opacity="0.5">' + shape("M5 5L60 5 60 45 5 45Z", fill="#ff0000")
        + shape("M40 10L95 10 95 40 40 40Z", fill="#ff0000") + "</g>",
        "",
    ),
    "groups in groups": (
        GROUND + '<g opacity="0.7">' + shape("M5 5L60 5 60 45 5 45Z", fill="#ff0000")
        + '<g opacity="0.5">' + shape(BOX, fill=GREEN) + shape(STAR) + "</g></g>",
        "",
    ),
    "group not seen": (GROUND + f'<g opacity="0">{shape(OVAL)}</g>', ""),
    "group of nothing": (GROUND + '<g opacity="0.5"></g>' + shape(OVAL), ""),
    "clip": (GROUND + f'<g clip-path="url(#c)">{shape(BOX, fill=RED)}</g>' + shape(STAR), clip(OVAL)),
    "clip by a star": (GROUND + f'<g clip-path="url(#c)">{shape(BOX, fill=RED)}</g>', clip(STAR)),
    "clip with a hole": (
        GROUND + f'<g clip-path="url(#c)">{shape(BOX, fill=RED)}</g>',
        clip("M5 5L95 5 95 45 5 45ZM30 10L30 40 70 40 70 10Z"),
    ),
    "clip to nothing": (GROUND + f'<g clip-path="url(#c)">{shape(BOX)}</g>', clip("M0 0Z")),
    "clip and opacity": (
        GROUND + '<g opacity="0.5" clip-path="url(#c)">' + shape(BOX, fill=RED)
        + shape(STAR, fill=BLUE) + "</g>",
        clip(OVAL),
    ),
    "clip in a clip": (
        GROUND + f'<g clip-path="url(#c)"><g clip-path="url(#d)">{shape(BOX, fill=RED)}</g>'
        + shape("M0 0L50 0 0 30Z", fill=GREEN) + "</g>",
        clip(OVAL) + clip(STAR, "d"),
    ),
    "clip used twice": (
        GROUND + f'<g clip-path="url(#c)">{shape("M0 0L50 0 50 50 0 50Z", fill=RED)}</g>'
        + f'<g clip-path="url(#c)">{shape("M50 0L100 0 100 50 50 50Z", fill=BLUE)}</g>',
        clip(OVAL),
    ),
    "clipped stroke alpha": (
        GROUND + f'<g opacity="0.7" clip-path="url(#c)">{shape(OVAL, **STROKED)}</g>',
        gradient(stops=ALPHA) + clip(STAR),
    ),
    "evenodd in a clip": (
        GROUND + f'<g clip-path="url(#c)">{shape(STAR, fill=RED, fill_rule="evenodd")}</g>', clip(OVAL),
    ),
    "jpeg": (GROUND + image(uri(photo(), "JPEG", quality=90)), ""),
    "jpeg turned": (
        GROUND + image(uri(photo(), "JPEG"), more=' transform="matrix(0.8 0.3 -0.3 0.8 20 -5)"'), "",
    ),
    "jpeg mirrored": (
        GROUND + image(uri(photo(), "JPEG"), more=' transform="matrix(-1 0 0 1 100 0)"'), "",
    ),
    "jpeg flat": (GROUND + image(uri(photo(), "JPEG"), more=' transform="matrix(0 0 0 0 9 0)"'), ""),
    "jpeg in grey": (GROUND + image(uri(photo().convert("L"), "JPEG")), ""),
    "png squeezed": (GROUND + image(uri(photo()), 80, 12), ""),
    "png alpha": (GROUND + image(uri(faded())), ""),
    "png of a palette": (GROUND + image(uri(faded().quantize(16))), ""),
    "png grey alpha": (GROUND + image(uri(faded().convert("LA"))), ""),
    "png black and white": (GROUND + image(uri(faded().convert("L").point(lambda v: v > 99, "1"))), ""),
    "png coarse": (GROUND + image(uri(photo(6, 4).convert("RGB"))), ""),
    "picture in a group": (
        GROUND + f'<g opacity="0.5" clip-path="url(#c)">{image(uri(faded()))}</g>', clip(OVAL),
    ),
    "picture twice": (
        GROUND + image(uri(photo()), 25) + image(uri(photo()), 25, more=' transform="matrix(1 0 0 1 40 3)"'),
        "",
    ),
    "picture of no width": (GROUND + image(uri(photo()), 0), ""),
}  # fmt: skip


def feature(name):
    body, defs = FEATURES[name]
    return artwork(body, defs)
