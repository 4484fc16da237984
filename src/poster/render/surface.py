"""Drawing an artwork with cairo: the one home of cairosvg and cairocffi.

An artwork is parsed once and recorded; the recording is replayed for every strip of pixels, at any
size. A PDF is drawn directly instead, because a replayed recording loses strokes whose gradient has
alpha. Importing this module needs libcairo; callers import it when they are about to draw.
"""

from __future__ import annotations

import base64
import io
import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image

from poster.errors import MachineError, RenderError
from poster.geometry import Affine, Rect
from poster.svg.artwork import Artwork

#: How libcairo is put on a machine, by the start of `sys.platform`.
REMEDIES: Final = {
    "darwin": "brew install cairo",
    "win32": "winget install --id=tschoonj.GTKForWindows",
    "linux": "sudo apt-get install libcairo2",
}


def remedy(platform: str) -> str:
    """The command that installs libcairo on `platform` (a value of `sys.platform`)."""
    return next((text for name, text in REMEDIES.items() if platform.startswith(name)), "libcairo2")


try:
    import cairocffi
    from cairosvg.parser import Tree
    from cairosvg.surface import Surface
except OSError as error:  # cairocffi found no shared library to load
    raise MachineError("cairo-missing", command=remedy(sys.platform)) from error
