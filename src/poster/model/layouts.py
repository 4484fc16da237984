"""Layout, master and slot: what a designer gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from poster.model.noun import Noun


@dataclass(frozen=True, slots=True)
class Slot(Noun):
    """A named frame that a value fills. Tracking is in em; `fill` names an ink.

    `narrower` are families with a width (100 is normal), tried in turn before a word is broken.
    """

    type: Literal["text", "choice"]
    required: bool = False
    font: str = ""
    weight: int = 700
    width: float | None = None
    narrower: tuple[tuple[str, float], ...] = ()
    case: Literal["as-is", "upper"] = "as-is"
    align: Literal["left", "center", "right"] = "center"
    valign: Literal["top", "middle", "bottom"] = "middle"
    fill: str = ""
    accent: str = ""
    tracking: float = 0.0
    max_lines: int | None = None
    own_line_sizes: bool = False
    options: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class Master(Noun):
    """One SVG for the aspect ratios (width by height) in the half-open range `ratio`."""

    ratio: tuple[float, float]
    max_lines: int | None = None

    def serves(self, ratio: float) -> bool:
        """Whether a piece of that aspect ratio is made from this master."""
        return self.ratio[0] <= ratio < self.ratio[1]


@dataclass(frozen=True, slots=True)
class Layout:
    """A designer's folder. `masters` is by file name, `slots` by slot name."""

    name: str
    title: str
    folder: Path
    slots: Mapping[str, Slot]
    masters: Mapping[str, Master]
    pins: Mapping[str, str]
    use: str = ""
    credits: str = ""

    @property
    def ratios(self) -> tuple[float, float]:
        """The narrowest and the widest aspect ratio that any master serves."""
        ranges = [master.ratio for master in self.masters.values()]
        return (min(low for low, _ in ranges), max(high for _, high in ranges))
