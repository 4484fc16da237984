"""What a press will make of an artwork's colours, told before anything is printed."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageMath

from poster.errors import Finding, Severity
from poster.geometry import Rect
from poster.inks import Cmyk
from poster.press.plates import Plates
from poster.press.separate import Separation, is_grey
from poster.svg import xml
from poster.svg.artwork import Artwork, is_colour

#: The longer side in pixels of the picture in which places with too much ink are looked for.
SEARCH_PX: Final = 1200
#: How far the sum of four plates of 8 bits may be off, in percent of ink.
ROUNDING: Final = 1.6
#: How many colours or elements one sentence names.
MOST_NAMED: Final = 6


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of an artwork, each with the elements that wear it; and its coloured pictures."""

    colours: Mapping[str, tuple[str, ...]]
    pictures: tuple[str, ...]


def palette(artwork: Artwork) -> Palette:
    """Every colour that `artwork` paints with, in the order of drawing."""
    root = xml.parse(artwork.svg, "artwork")
    gradients = {
        f"url(#{element.get('id')})": [stop.get("stop-color", "") for stop in element]
        for element in xml.in_document_order(root)
        if xml.local_name(element).endswith("Gradient")
    }
    colours: dict[str, dict[str, None]] = {}
    pictures = []
    for element in xml.in_document_order(root):
        if xml.local_name(element) == "image" and _is_coloured(element.get("href", "")):
            pictures.append(_name(element))
        for paint in (element.get("fill", ""), element.get("stroke", "")):
            for colour in filter(is_colour, gradients.get(paint, [paint])):
                colours.setdefault(colour, {})[_name(element)] = None
    return Palette({colour: tuple(names) for colour, names in colours.items()}, tuple(pictures))


def _name(element: xml.Element) -> str:
    """The id of an element, or of the nearest one around it that has one."""
    own, around = element.get("id"), element.getparent()
    return own or (xml.local_name(element) if around is None else _name(around))


def _is_coloured(href: str) -> bool:
    with Image.open(io.BytesIO(base64.b64decode(href.partition(",")[2]))) as picture:
        return not is_grey(picture.convert("RGB"))


def ink_findings(
    artwork: Artwork, separation: Separation, limit_percent: float
) -> tuple[Finding, ...]:
    """Which colours the profile translates, and where more ink meets than `limit_percent`.

    Raises RenderError, RequestError.
    """
    found = palette(artwork)
    excess = _excess(artwork, found, separation, limit_percent)
    return (*_translated(found, separation), *([excess] if excess else ()))


def _translated(found: Palette, separation: Separation) -> Iterator[Finding]:
    colours = [
        f"{colour} = {_percent(separation.colour(colour))}"
        for colour in found.colours if not separation.is_exact(colour)
    ]  # fmt: skip
    for code, things in (("ink-by-profile", colours), ("picture-by-profile", found.pictures)):
        if things:
            params = {
                "things": things[:MOST_NAMED],
                "count": len(things),
                "condition": separation.condition.title,
            }
            yield Finding(code, Severity.NOTE, found=", ".join(things), params=params)


def _percent(cmyk: Cmyk) -> str:
    return " ".join(f"{ink}{part:.0f}" for ink, part in zip("CMYK", cmyk, strict=True))


def _excess(
    artwork: Artwork, found: Palette, separation: Separation, limit_percent: float
) -> Finding | None:
    """A warning of too much ink, and where.

    Colours that cover one another are mixed and never added up: where no colour has too much by
    itself no place has, and only pictures need to be looked at.
    """
    sums = {colour: sum(separation.colour(colour)) for colour in found.colours}
    heavy = [colour for colour, percent in sums.items() if percent > limit_percent + ROUNDING]
    if not heavy and not found.pictures:
        return None
    place = _heaviest_place(artwork, separation, limit_percent + ROUNDING)
    if not heavy and place is None:
        return None
    names = list(dict.fromkeys(name for colour in heavy for name in found.colours[colour]))
    names = names or list(found.pictures)
    params: dict[str, object] = {"elements": names[:MOST_NAMED], "limit": round(limit_percent)}
    if place is None:  # hidden by other art, or too small for the picture that was searched
        params["percent"] = round(max(sums[colour] for colour in heavy))
        code = "ink-limit-hidden"
    else:
        params |= place.params
        code = "ink-limit"
    return Finding(
        code, Severity.WARNING, ", ".join(names), f"{params['percent']} %", f"{limit_percent:g} %",
        params,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Place:
    """The most ink that meets in one point, and the box around all points with too much of it:
    in mm from the upper left corner of the printed size."""

    percent: float
    box: Rect

    @property
    def params(self) -> dict[str, object]:
        box = self.box
        return {
            "percent": round(self.percent),
            "left_mm": round(box.x),
            "top_mm": round(box.y),
            "width_mm": max(1, round(box.width)),
            "height_mm": max(1, round(box.height)),
        }


def _heaviest_place(
    artwork: Artwork, separation: Separation, limit_percent: float
) -> _Place | None:
    """Looks for too much ink in a small picture of the printed size."""
    printed = artwork.printed
    mm_per_px = max(printed.width, printed.height) / SEARCH_PX
    width, height = (max(1, round(side / mm_per_px)) for side in (printed.width, printed.height))
    plates = Plates(artwork, printed, width, height, separation).image().split()
    total = ImageMath.lambda_eval(
        lambda inks: inks["c"] + inks["m"] + inks["y"] + inks["k"],
        **dict(zip("cmyk", plates, strict=True)),
    )
    over = ImageMath.lambda_eval(
        lambda inks: inks["convert"](inks["total"] > limit_percent * 2.55, "L"), total=total
    )
    corners = over.getbbox()
    if corners is None:
        return None
    box = Rect.from_sides(*corners).scaled(mm_per_px)
    return _Place(total.getextrema()[1] / 2.55, box)
