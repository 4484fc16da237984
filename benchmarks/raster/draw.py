"""One drawing in a process of its own: `draw.py ENGINE ARTWORK.svg OUTPUT WIDTH HEIGHT JOBS`.

The artwork is filled beforehand, so that every engine starts from the same SVG.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from poster.geometry import Rect
from poster.library import Library, starter_library
from poster.svg.artwork import Artwork

PITCH = 5906


def artwork(svg: bytes) -> Artwork:
    """The artwork and its page, which its first element says."""
    from poster.svg import xml

    root = xml.parse(svg, "artwork")
    printed = Rect(*map(float, root.get("viewBox").split()))
    trim = Rect(*map(float, root.get("data-trim").split()))
    return Artwork(svg, trim, printed)


def tiff(svg: bytes, output: Path, size: tuple[int, int], jobs: int) -> None:
    """Ours, in four inks."""
    from poster.press.plates import Plates
    from poster.press.separate import Separation
    from poster.press.tiff import Label, write_tiff

    library, art = Library(starter_library()), artwork(svg)
    separation = Separation(library.inks, library.condition("fogra39"))
    label = Label(PITCH, separation.profile, dt.date(2026, 4, 20))
    with output.open("w+b") as stream:
        write_tiff(stream, Plates(art, art.printed, *size, separation), label, jobs=jobs)


def png(svg: bytes, output: Path, size: tuple[int, int], jobs: int) -> None:
    """Ours, in RGB."""
    from poster.press.png import write_png
    from poster.render.strips import Raster

    art = artwork(svg)
    with output.open("w+b") as stream:
        write_png(stream, Raster(art, art.printed, *size), PITCH, jobs=jobs)


def resvg(svg: bytes, output: Path, size: tuple[int, int], jobs: int) -> None:
    """resvg, by its Python package."""
    import resvg_py

    from poster.svg import xml

    root = xml.parse(svg, "artwork")
    root.set("width", str(size[0]))
    root.set("height", str(size[1]))
    text = xml.serialise(root).decode()
    drawn = resvg_py.svg_to_bytes(svg_string=text, dpi=96, skip_system_fonts=True)
    output.write_bytes(bytes(drawn))


def cairosvg(svg: bytes, output: Path, size: tuple[int, int], jobs: int) -> None:
    """CairoSVG as it is."""
    import cairosvg as plain

    plain.svg2png(bytestring=svg, write_to=str(output), output_width=size[0], output_height=size[1])


if __name__ == "__main__":
    engine, source, target, width, height, jobs = sys.argv[1:]
    ENGINES = {"tiff": tiff, "png": png, "resvg": resvg, "cairosvg": cairosvg}
    ENGINES[engine](Path(source).read_bytes(), Path(target), (int(width), int(height)), int(jobs))
