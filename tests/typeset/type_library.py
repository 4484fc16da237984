"""Where the library's fonts are, and text frames of real pieces."""

from __future__ import annotations

from pathlib import Path

from poster.geometry import Rect

FONTS = Path(__file__).resolve().parents[2] / "fonts"

#: Text frames of real pieces, mm: the finished size less 12 % of its short side all round.
FRAMES = {
    name: Rect(0, 0, width - 0.24 * min(width, height), height - 0.24 * min(width, height))
    for name, (width, height) in {
        "10000x1000": (10000, 1000),
        "6400x800": (6400, 800),
        "3000x1000": (3000, 1000),
        "1000x1000": (1000, 1000),
        "a2": (420, 594),
        "800x2400": (800, 2400),
        "500x2000": (500, 2000),
    }.items()
}
