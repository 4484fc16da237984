"""The slug: what a file is, on the page outside the printed size, and a ruler for its scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from poster.geometry import Affine
from poster.messages import Catalogue
from poster.model import Job, Sheet
from poster.press.drafting import INK
from poster.press.lettering import lettering, width_mm
from poster.sheet import SLUG_MM
from poster.svg import paths
from poster.svg.nodes import Shape, Stroke
from poster.typeset.fonts import Face
from poster.units import plain

#: From this finished length on the ruler is a metre long, else 100 mm.
METRE_FROM_MM: Final = 1500.0
#: Places and sizes in the strip, mm on the page: the ruler, its ticks, two lines of words.
RULER_MM: Final = 4.0
TICK_MM: Final = 1.8
LINES_MM: Final = (9.2, 12.8)
LETTERS_MM: Final = 2.4
LEAST_LETTERS_MM: Final = 1.7
LINE_MM: Final = 0.12
#: Air at the strip's ends, mm on the page.
AIR_MM: Final = 2.0


@dataclass(frozen=True, slots=True)
class Slug:
    """What the slug says: of which job, under which file name, bound to which artwork."""

    job: Job
    sheet: Sheet
    name: str
    sha256: str
    face: Face
    catalogue: Catalogue

    def shapes(self) -> tuple[Shape, ...]:
        """The slug in mm of the finished piece, in black. Raises RequestError `letter-missing`."""
        to_piece = self._to_piece
        drawn = (*self._ruler(), *self._lines())
        return tuple(shape.transformed(to_piece) for shape in drawn)

    @property
    def _is_wide(self) -> bool:
        return self.sheet.printed.width >= self.sheet.printed.height

    @property
    def _to_piece(self) -> Affine:
        """From mm on the page, in a level strip that starts at the printed size, to the piece.

        A strip at the right is read from the right, so that it begins at the foot.
        """
        printed, page, scale = self.sheet.printed, self.sheet.page, self.sheet.scale
        depth, air = SLUG_MM * scale, AIR_MM * scale
        if self._is_wide:
            return Affine.translate(printed.x + air, page.bottom - depth) @ Affine.scale(scale)
        foot = Affine.translate(page.right - depth, printed.bottom - air)
        return foot @ Affine.scale(scale) @ Affine(a=0, b=-1, c=1, d=0)

    @property
    def _length_mm(self) -> float:
        """How long the strip is on the page, from the printed size on."""
        printed, page = self.sheet.printed, self.sheet.page
        length = page.right - printed.x if self._is_wide else printed.bottom - page.y
        return length / self.sheet.scale - 2 * AIR_MM

    def _ruler(self) -> Iterator[Shape]:
        trim, scale = self.sheet.trim, self.sheet.scale
        is_metre = max(trim.width, trim.height) >= METRE_FROM_MM
        length = (1000 if is_metre else 100) / scale
        for tenth in range(11):
            x = length * tenth / 10
            tick = TICK_MM if tenth % 5 == 0 else TICK_MM / 2
            yield _line((x, RULER_MM), (x, RULER_MM - tick))
        yield _line((0, RULER_MM), (length, RULER_MM))
        words = self.catalogue.text("slug-ruler", length="1 m" if is_metre else "100 mm")
        yield lettering(words, self.face, LETTERS_MM, length + 1.5, RULER_MM, colour=INK)

    def _lines(self) -> Iterator[Shape]:
        trim, printed = self.sheet.trim, self.sheet.printed
        facts = self.catalogue.text(
            "slug-facts",
            finished=f"{plain(trim.width)} × {plain(trim.height)}",
            printed=f"{plain(printed.width)} × {plain(printed.height)}",
            scale=f"1:{self.sheet.scale}",
            day=f"{self.job.day:%d/%m/%Y}",
            hash=self.sha256[:16],
        )
        what = f"{self.name} · {self.job.text}"
        for words, y in zip((facts, what), LINES_MM, strict=True):
            size_mm, shown = self._fitted(words)
            yield lettering(shown, self.face, size_mm, 0, y)

    def _fitted(self, words: str) -> tuple[float, str]:
        """`words` no longer than the strip: smaller, and in the end shorter."""
        length = self._length_mm
        size_mm = min(LETTERS_MM, LETTERS_MM * length / width_mm(words, self.face, LETTERS_MM))
        if size_mm >= LEAST_LETTERS_MM:
            return size_mm, words
        size_mm, shown = LEAST_LETTERS_MM, words
        while width_mm(f"{shown}…", self.face, size_mm) > length:
            shown = shown[:-1]
        return size_mm, f"{shown.rstrip()}…"


def _line(start: paths.Point, end: paths.Point) -> Shape:
    return Shape(paths.polygon((start, end), closed=False), stroke=Stroke(INK, LINE_MM))
