"""Layout, master and slot: what a designer gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from poster.model.noun import Noun

#: What a slot can hold.
SlotType = Literal["text", "choice", "list", "figures", "image", "qr"]


@dataclass(frozen=True, slots=True)
class Slot(Noun):
    """A named frame that a value fills. Tracking is in em; `fill` names an ink.

    `narrower` are families with a width (100 is normal), tried in turn before a word is broken.
    Lists, figures: `points` is the most of them, `caption_…` how what stands beside numbers is set.
    Images: `fit`, and `focus`, the place (percent from the left and the top) that stays in sight.
    QR codes: `read_at_m`, from how far one is scanned; `ground` is the ink of its light parts.
    `sample` is what tools show in it where nobody gave a value; a piece never takes it.
    `sponsor` puts the slot under the law's limits for sponsors.
    """

    type: SlotType
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
    sample: str = ""
    points: int = 12
    ground: str = ""
    caption_font: str = ""
    caption_weight: int = 700
    caption_fill: str = ""
    fit: Literal["cover", "contain"] = "cover"
    focus: tuple[float, float] = (50.0, 50.0)
    read_at_m: float | None = None
    sponsor: bool = False

    @property
    def has_words(self) -> bool:
        """Whether people read what is in it: the words guard does, too."""
        return self.type in ("text", "list", "figures")


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo or logo that fills a slot: an image file that was tried.

    Its size in pixels is as it is seen, turned upright. `focus` is as in Slot.
    """

    path: Path
    width_px: int
    height_px: int
    sha256: str
    focus: tuple[float, float] = (50.0, 50.0)


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
    """A designer's folder. `masters` is by file name, `slots` by slot name.

    `colours` says which ink a colour "#rrggbb" of its art is printed with.
    """

    name: str
    title: str
    folder: Path
    slots: Mapping[str, Slot]
    masters: Mapping[str, Master]
    pins: Mapping[str, str]
    use: str = ""
    credits: str = ""
    colours: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def ratios(self) -> tuple[float, float]:
        """The narrowest and the widest aspect ratio that any master serves."""
        ranges = [master.ratio for master in self.masters.values()]
        return (min(low for low, _ in ranges), max(high for _, high in ranges))
