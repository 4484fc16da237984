"""QR codes as outlines: the home of segno."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from poster.errors import RequestError
from poster.geometry import Rect
from poster.svg.paths import EMPTY, Path, rectangle

#: Light modules around the code, by its standard (ISO/IEC 18004).
QUIET_MODULES: Final = 4
#: Characters that a code may hold: more makes modules too fine for a poster.
MOST_LETTERS: Final = 300
#: A code of 25 modules a side is scanned from ten times its width.
MODULE_OF_DISTANCE: Final = 1 / 250


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: which modules are dark, row by row, without the quiet zone."""

    modules: tuple[tuple[bool, ...], ...]

    @property
    def side(self) -> int:
        """Modules along a side, the quiet zone included."""
        return len(self.modules) + 2 * QUIET_MODULES

    def dark(self, box: Rect) -> Path:
        """The dark modules as one path, the code with its quiet zone filling the square `box`."""
        module = box.width / self.side
        steps = EMPTY.steps
        for row, modules in enumerate(self.modules, QUIET_MODULES):
            for start, end in _runs(modules):
                left = box.x + (start + QUIET_MODULES) * module
                top, width = box.y + row * module, (end - start) * module
                steps += rectangle(Rect(left, top, width, module)).steps
        return Path(steps)


def encode(text: str) -> Code:
    """The smallest code of medium error correction that holds `text`.

    Raises RequestError `qr-long`, `qr-control`.
    """
    import segno

    if len(text) > MOST_LETTERS:
        raise RequestError("qr-long", count=len(text), most=MOST_LETTERS)
    if not text.isprintable():
        raise RequestError("qr-control")
    # The boost would take a stronger correction where it is free: kept, it makes no module finer.
    code = segno.make_qr(text, error="m")
    return Code(tuple(tuple(bool(module) for module in row) for row in code.matrix))


def _runs(modules: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Start and end of each run of dark modules."""
    changes = [
        place for place, dark in enumerate((*modules, False))
        if dark != (place > 0 and modules[place - 1])
    ]  # fmt: skip
    return list(zip(changes[::2], changes[1::2], strict=True))
