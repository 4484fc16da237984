"""Pictures by resvg, an SVG engine that shares no code with ours: the one home of resvg_py.

It serves the second opinion on an artwork, and effects that a press file cannot hold as vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import resvg_py

from poster.errors import RenderError
from poster.svg import xml

#: Pixels of the largest picture. resvg takes the whole process down where memory does not suffice.
MAX_PX: Final = 100_000_000
#: What may be referred to; resvg opens any other reference as a file, also inside an SVG in a URI.
INSIDE: Final = ("#", "data:image/png;", "data:image/jpeg;")


def draw(
    svg: bytes, width_px: int, height_px: int | None = None, fonts: Sequence[str] = ()
) -> bytes:
    """The whole viewBox of `svg` as an RGBA PNG, transparent where nothing is painted.

    The height follows the viewBox where it is not given; where it is, the picture is stretched to
    exactly `width_px` by `height_px`. No file of the machine is read but the font files `fonts`.
    Raises RenderError `resvg-failed` where the engine refuses, `resvg-too-large`, `render-fetch`.
    """
    root = xml.parse(svg, "artwork")
    _stay_inside(root)
    if height_px is None:
        _, _, width, height = map(float, root.get("viewBox", "").replace(",", " ").split())
        height_px = max(1, round(width_px * height / width))
    if width_px * height_px > MAX_PX:
        raise RenderError("resvg-too-large", width=width_px, height=height_px)
    # resvg takes sizes in whole pixels from the root; its own width option rounds the other side
    # as it likes, and keeps the proportions.
    root.set("width", str(width_px))
    root.set("height", str(height_px))
    root.set("preserveAspectRatio", "none")
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=xml.serialise(root).decode(),
                dpi=96,
                skip_system_fonts=True,
                font_files=list(fonts) or None,
            )
        )
    except ValueError as error:
        raise RenderError("resvg-failed", why=str(error)) from error


def _stay_inside(root: xml.Element) -> None:
    for element in xml.in_document_order(root):
        for name, value in element.attrib.items():
            if str(name).endswith("href") and not str(value).startswith(INSIDE):
                raise RenderError("render-fetch", url=str(value)[:80])
