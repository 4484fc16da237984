"""Pictures of a PDF: how many pixels, in which colours, with how much ink."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Final

from poster.press.preflight.colour import CMYK, Inks, Space, read_space

#: The longer side to which a picture is made smaller before its inks are added up.
_SEARCH_PX: Final = 1000
#: Pictures of more pixels are not unpacked: there is 1 GB for all.
MOST_PIXELS: Final = 60_000_000
_SHORT: Final = {"/Width": "/W", "/Height": "/H", "/ColorSpace": "/CS", "/ImageMask": "/IM"}


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """A picture in pixels; `space` is None of a stencil, which takes the colour of fills."""

    width_px: int
    height_px: int
    space: Space | None


def facts(thing: Any, resources_spaces: Any = None) -> PictureFacts:
    """What an image XObject, or the dictionary of an inline image, says of itself."""

    def entry(key: str) -> Any:
        found = thing.get(key)
        return thing.get(_SHORT[key]) if found is None else found

    stencil = bool(entry("/ImageMask") or False)
    space = None if stencil else read_space(entry("/ColorSpace"), resources_spaces)
    return PictureFacts(int(entry("/Width") or 0), int(entry("/Height") or 0), space)


def most_ink(thing: Any, known: PictureFacts) -> float | None:
    """The most percent of ink in one place; None where it cannot be said.

    A large picture is looked at smaller, single pixels of it averaged with their neighbours.
    """
    space = known.space
    if space is None or space.kind == "grey":
        return 0.0
    if space.base is not None and space.kind == "cmyk":
        return _of_table(space)
    is_plain = space == CMYK or (space.kind == "cmyk" and space.slots == CMYK.slots)
    if not is_plain or not hasattr(thing, "read_raw_bytes"):
        return None
    if int(thing.get("/BitsPerComponent", 8)) != 8:
        return None
    if known.width_px * known.height_px > MOST_PIXELS:
        return None
    return _of_pixels(thing, known)


def _of_table(space: Space) -> float | None:
    assert space.base is not None
    count = max(1, space.base.parts)
    found: list[Inks | None] = [space.inks([at]) for at in range(len(space.table) // count)]
    return max((sum(inks) for inks in found if inks is not None), default=None)


def _of_pixels(thing: Any, known: PictureFacts) -> float | None:
    from pikepdf import PdfError
    from PIL import Image, ImageChops, UnidentifiedImageError

    size = (known.width_px, known.height_px)
    filters = thing.get("/Filter")
    is_list = getattr(filters, "_type_name", "") == "array"
    last = str(filters[-1] if is_list and len(filters) else filters)
    inverted = [float(level) for level in thing.get("/Decode", ())][:2] == [1.0, 0.0]
    try:
        if last == "/DCTDecode" and not (is_list and len(filters) > 1):
            with Image.open(io.BytesIO(thing.read_raw_bytes())) as opened:
                opened.draft("CMYK", (_SEARCH_PX, _SEARCH_PX))
                if opened.mode != "CMYK":
                    return None
                inverted = inverted != ("adobe" in opened.info)
                picture = opened.convert("CMYK")
        else:
            picture = Image.frombytes("CMYK", size, thing.read_bytes())
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, PdfError):
        return None
    picture.thumbnail((_SEARCH_PX, _SEARCH_PX), Image.Resampling.BOX)
    return heaviest(ImageChops.invert(picture) if inverted else picture)


def heaviest(picture: Any) -> float:
    """The most percent of ink in one pixel of a CMYK picture of Pillow."""
    from PIL import ImageMath

    total = ImageMath.lambda_eval(
        lambda inks: inks["c"] + inks["m"] + inks["y"] + inks["k"],
        **dict(zip("cmyk", picture.split(), strict=True)),
    )
    return float(total.getextrema()[1]) / 2.55
