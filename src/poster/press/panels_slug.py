"""What stands beside a panel: which one it is, where it is glued, and a ruler. Nothing inside it.

The strip lies across the end of the cloth, so that it does not make a panel wider than the roll.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from poster.geometry import Affine, Edges, Rect
from poster.messages import Catalogue, Term
from poster.model import Panel, Side
from poster.press.drafting import INK, line
from poster.press.lettering import lettering, width_mm
from poster.svg.nodes import Shape
from poster.svg.paths import rectangle
from poster.typeset.fonts import Face

#: Mm on the page, from the panel on: bars where it is glued, a ruler beside the code, two lines.
STRIP_MM: Final = 17.0
BAR_MM: Final = (0.6, 1.0)
RULER_MM: Final = 5.5
CODE_MM: Final = (7.0, 5.0)
LINES_MM: Final = (11.2, 15.0)
LETTERS_MM: Final = 2.6
TICK_MM: Final = 1.8
RULER_LENGTH_MM: Final = 100.0
AIR_MM: Final = 2.0


@dataclass(frozen=True, slots=True)
class PanelSlug:
    """The strip of one of `panels` at 1:`scale`; `what` names the piece."""

    panel: Panel
    panels: tuple[Panel, ...]
    scale: int
    overlap_mm: float
    what: str
    face: Face
    head: Face
    catalogue: Catalogue

    @property
    def page(self) -> Rect:
        """The panel and its strip: below one that is glued at its sides, else to its right."""
        depth_mm = STRIP_MM * self.scale
        below = Edges(bottom=depth_mm) if self._is_upright else Edges(right=depth_mm)
        return self.panel.region.outset(below)

    @property
    def _is_upright(self) -> bool:
        return not {"top", "bottom"} & set(self.panel.glued)

    def shapes(self) -> tuple[Shape, ...]:
        """The strip's content in mm of the piece, black. Raises RequestError `letter-missing`."""
        drawn = (*self._ruler(), *self._words())
        return (*self._bars(), *(shape.transformed(self._to_piece) for shape in drawn))

    @property
    def _length_mm(self) -> float:
        region = self.panel.region
        length = region.width if self._is_upright else region.height
        return length / self.scale - 2 * AIR_MM

    @property
    def _to_piece(self) -> Affine:
        """From mm on the page, in a level strip, to the piece; one at the right runs up."""
        region, air = self.panel.region, AIR_MM * self.scale
        if self._is_upright:
            return Affine.translate(region.x + air, region.bottom) @ Affine.scale(self.scale)
        foot = Affine.translate(region.right, region.bottom - air)
        return foot @ Affine.scale(self.scale) @ Affine(a=0, b=-1, c=1, d=0)

    def _bars(self) -> Iterator[Shape]:
        """A bar beside each overlap, as long as the overlap is wide."""
        region, overlap = self.panel.region, self.overlap_mm
        gap, depth = (length * self.scale for length in BAR_MM)
        level, upright = region.bottom + gap, region.right + gap
        bars: dict[Side, Rect] = {
            "left": Rect(region.x, level, overlap, depth),
            "right": Rect(region.right - overlap, level, overlap, depth),
            "top": Rect(upright, region.y, depth, overlap),
            "bottom": Rect(upright, region.bottom - overlap, depth, overlap),
        }
        for side in self.panel.glued:
            yield Shape(rectangle(bars[side]), INK)

    def _ruler(self) -> Iterator[Shape]:
        length = RULER_LENGTH_MM / self.scale
        for tenth in range(11):
            tick = TICK_MM if tenth % 5 == 0 else TICK_MM / 2
            x = length * tenth / 10
            yield line((x, RULER_MM), (x, RULER_MM - tick))
        yield line((0, RULER_MM), (length, RULER_MM))
        words = self.catalogue.text("slug-ruler", length=f"{RULER_LENGTH_MM:g} mm")
        yield lettering(words, self.face, LETTERS_MM, length + 1.5, RULER_MM)

    def _words(self) -> Iterator[Shape]:
        y, size = CODE_MM
        code = self.catalogue.text("panel-code", code=self.panel.code)
        yield lettering(code, self.head, size, self._length_mm, y, anchor="end")
        for words, baseline in zip((self._glue(), self.what), LINES_MM, strict=True):
            natural = width_mm(words, self.face, LETTERS_MM)
            fitted = LETTERS_MM * min(1.0, self._length_mm / natural)
            yield lettering(words, self.face, fitted, 0, baseline)

    def _glue(self) -> str:
        """Which sides are glued to which panels, and how large the panel is."""
        region, texts = self.panel.region, self.catalogue
        own = self.panels.index(self.panel)
        sides = [
            texts.text(
                "panel-glue", side=Term(f"side-{side}"), overlap_mm=self.overlap_mm,
                other=self.panels[own + (1 if side in ("right", "bottom") else -1)].code,
            )
            for side in self.panel.glued
        ]  # fmt: skip
        return texts.text(
            "panel-facts", width=round(region.width), height=round(region.height),
            scale=f"1:{self.scale}", glue="; ".join(sides),
        )  # fmt: skip
