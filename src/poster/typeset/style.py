"""How a slot wants its text set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from poster.typeset.composition import Align
from poster.typeset.fonts import Face

VAlign = Literal["top", "middle", "bottom"]


@dataclass(frozen=True, slots=True)
class Style:
    """How a slot wants its text.

    `narrower` faces are tried, in order, where one long unit makes the text small, or its capitals
    are lower than `wanted_cap_mm`; with that given, compounds are broken when nothing else helps.
    `line_sizes` "own" lets short lines be larger, but never in a slogan with dashes.
    """

    face: Face
    narrower: tuple[Face, ...] = ()
    case: Literal["as-is", "upper"] = "as-is"
    align: Align = "center"
    valign: VAlign = "middle"
    max_lines: int | None = None
    tracking_em: float = 0.0
    max_cap_mm: float | None = None
    wanted_cap_mm: float | None = None
    line_sizes: Literal["equal", "own"] = "equal"

    @property
    def faces(self) -> tuple[Face, ...]:
        """The face, and the narrower ones."""
        return (self.face, *self.narrower)
