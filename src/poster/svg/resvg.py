"""Pictures by resvg, an SVG engine that shares no code with ours: the one home of resvg_py.

It serves the second opinion on an artwork, and effects that a press file cannot hold as vectors.
"""

from __future__ import annotations

import resvg_py

from poster.errors import RenderError
from poster.svg import xml


def draw(svg: bytes, width_px: int, height_px: int | None = None) -> bytes:
    """The whole viewBox of `svg` as an RGBA PNG, transparent where nothing is painted.

    The height follows the viewBox where it is not given; where it is, the picture is stretched to
    exactly `width_px` by `height_px`. No font and no file of the machine is read.
    Raises RenderError `resvg-failed` where the engine refuses the document.
    """
    root = xml.parse(svg, "artwork")
    _, _, width, height = map(float, root.get("viewBox", "").replace(",", " ").split())
    if height_px is None:
        height_px = max(1, round(width_px * height / width))
    # resvg takes sizes in whole pixels from the root; its own width option rounds the other side
    # as it likes, and keeps the proportions.
    root.set("width", str(width_px))
    root.set("height", str(height_px))
    root.set("preserveAspectRatio", "none")
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=xml.serialise(root).decode("utf-8"), dpi=96, skip_system_fonts=True
            )
        )
    except ValueError as error:
        raise RenderError("resvg-failed", why=str(error)) from error
