"""Small artworks and pictures that the tests of inks share."""

import base64
import io
from dataclasses import dataclass

from PIL import Image

from poster.geometry import Edges, Rect
from poster.press.plates import BAND_ROWS
from poster.svg.artwork import Artwork, check_artwork

TRIM = Rect(0, 0, 100, 50)
PRINTED = TRIM.outset(Edges.all(3))
GROUND = '<path id="ground" d="M -3 -3 L 103 -3 L 103 53 L -3 53 Z" fill="#da251d"/>'


def box(x, y, width, height, paint, **attributes):
    """A rectangle with its attributes."""
    more = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f'<path d="M {x} {y} L {x + width} {y} L {x + width} {y + height} L {x} {y + height} Z" fill="{paint}"{more}/>'


def linear(name, stops, x1=0, x2=100):
    """A gradient along x; stops are (offset, colour, opacity)."""
    inner = "".join(
        f'<stop offset="{offset}" stop-color="{colour}" stop-opacity="{opacity}"/>'
        for offset, colour, opacity in stops
    )
    return (
        f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse"'
        f' x1="{x1}" y1="0" x2="{x2}" y2="0">{inner}</linearGradient>'
    )


def artwork(body, defs="", ground=GROUND):
    """A piece of 100 x 50 mm with an edge of 3."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="106mm" height="56mm" viewBox="-3 -3 106 56"'
        f' data-trim="0 0 100 50">{f"<defs>{defs}</defs>" if defs else ""}{ground}{body}</svg>'
    ).encode()
    assert check_artwork(svg) == ()
    return Artwork(svg, TRIM, PRINTED)


def image(picture, kind, x=10, y=10, width=20, height=20, name="photo"):
    """A picture as an element of an artwork."""
    stream = io.BytesIO()
    picture.save(stream, kind.upper())
    data = base64.b64encode(stream.getvalue()).decode()
    return (
        f'<image id="{name}" x="{x}" y="{y}" width="{width}" height="{height}"'
        f' preserveAspectRatio="none" href="data:image/{kind};base64,{data}"/>'
    )


def photo(mode="RGB", size=(40, 40)):
    """A soft picture in many colours."""
    ramps = [Image.linear_gradient("L").resize(size).rotate(90 * turn) for turn in range(len(mode))]
    return Image.merge(mode, ramps)


@dataclass
class Held:
    """A CMYK picture in memory that comes in bands."""

    picture: Image.Image

    @property
    def width_px(self):
        return self.picture.width

    @property
    def height_px(self):
        return self.picture.height

    def bands(self, finish, jobs=1):
        for top in range(0, self.height_px, BAND_ROWS):
            yield finish(
                self.picture.crop((0, top, self.width_px, min(top + BAND_ROWS, self.height_px)))
            )


def saved(pdf):
    """An open PDF as bytes."""
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()
