"""The technical page of a piece, A4: its drawing, an enlarged corner, notes, and a title block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from poster.geometry import Affine, Edges, Rect
from poster.messages import Catalogue
from poster.model import Job, Panel, Sheet
from poster.press.drafting import HELP, SCALES, Pen, frame
from poster.press.lettering import lettering, width_mm, wrapped
from poster.press.technical import Drawing, technical_nodes
from poster.press.technical_notes import technical_notes
from poster.svg import paths
from poster.svg.artwork import Artwork
from poster.svg.nodes import Group, Node, to_artwork
from poster.typeset.fonts import Face
from poster.units import plain

#: The page lying and standing, and its margin, mm.
LYING: Final = Rect(0, 0, 297, 210)
STANDING: Final = Rect(0, 0, 210, 297)
MARGIN_MM: Final = 10.0
HEAD_MM: Final = 9.0
TITLE_MM: Final = 30.0
#: From this aspect ratio on, notes stand below the drawing, else beside it.
STACKED_FROM: Final = 2.6
#: The room of notes: a band's height, a column's width; and that of the enlarged corner, mm.
BAND_MM: Final = 72.0
COLUMN_MM: Final = 84.0
DETAIL_MM: Final = 78.0
#: Em heights of notes and of the title block's words, mm.
NOTE_MM: Final = 2.8
LABEL_MM: Final = 1.9
VALUES_MM: Final = (3.2, 2.8, 2.4, 2.1, 1.8, 1.5)
LEADING: Final = 1.45
#: How much of the piece's inside the enlarged corner shows beside its hem or pocket, mm.
INSIDE_MM: Final = 45.0
#: Where a file's name may be broken into lines; the space is taken out again.
_BREAK: Final = "_ "


@dataclass(frozen=True, slots=True)
class TechnicalPage:
    """What a technical page is made of; `sha256` is the artwork's, `bold` the face of heads."""

    job: Job
    sheet: Sheet
    panels: Sequence[Panel]
    name: str
    sha256: str
    face: Face
    bold: Face
    catalogue: Catalogue

    def artwork(self, art: Sequence[Node] = ()) -> Artwork:
        """The page. `art` (mm of the finished piece) shows lightly under the drawing.

        Raises RequestError `letter-missing`.
        """
        page = self.page
        return to_artwork(self._nodes(page.inset(Edges.all(MARGIN_MM)), art), page, page)

    @property
    def page(self) -> Rect:
        """The page, mm: lying for what is wider than high."""
        return LYING if self.sheet.printed.ratio >= 1 else STANDING

    @property
    def _pen(self) -> Pen:
        return Pen(self.face, self.catalogue.language)

    def _nodes(self, room: Rect, art: Sequence[Node]) -> Iterator[Node]:
        title = Rect(room.x, room.bottom - TITLE_MM, room.width, TITLE_MM)
        inner = room.inset(Edges(top=HEAD_MM, bottom=TITLE_MM + 3))
        if self.sheet.printed.ratio >= STACKED_FROM:
            drawing = inner.inset(Edges(bottom=BAND_MM))
            notes = Rect(inner.x, drawing.bottom, inner.width - DETAIL_MM - 6, BAND_MM)
            detail = Rect(inner.right - DETAIL_MM, drawing.bottom, DETAIL_MM, BAND_MM)
        else:
            drawing = inner.inset(Edges(right=COLUMN_MM))
            column = Rect(drawing.right, inner.y, COLUMN_MM, inner.height)
            notes = column.inset(Edges(left=4, bottom=BAND_MM))
            detail = Rect(column.right - DETAIL_MM, column.bottom - BAND_MM, DETAIL_MM, BAND_MM)
        yield from self._head(room)
        yield from technical_nodes(
            self.job, self.sheet, self.panels, drawing, self.face, self.catalogue, art
        )
        yield from self._notes(notes)
        if self.sheet.printed != self.sheet.trim:
            yield from self._detail(detail)
        yield from self._title(title)

    def _head(self, room: Rect) -> Iterator[Node]:
        head = self.catalogue.text("technical-head")
        yield lettering(head, self.bold, 4.2, room.x, room.y + 4.2)
        yield lettering(
            self.catalogue.text("technical-warning"), self.face, 2.6, room.right, room.y + 4.2,
            anchor="end",
        )  # fmt: skip

    def _notes(self, box: Rect) -> Iterator[Node]:
        y = box.y + NOTE_MM
        yield lettering(self.catalogue.text("technical-notes"), self.bold, NOTE_MM, box.x, y)
        notes = technical_notes(self.job, self.sheet, self.panels, self.catalogue)
        for number, note in enumerate(notes, 1):
            y += NOTE_MM * 0.35
            for place, row in enumerate(wrapped(note, self.face, NOTE_MM, box.width - 6)):
                y += NOTE_MM * LEADING
                if not place:
                    yield self._pen.text(f"{number}.", box.x, y, anchor="start", size_mm=NOTE_MM)
                yield self._pen.text(row, box.x + 5, y, anchor="start", size_mm=NOTE_MM)

    # ------------------------------------------------------------ the enlarged corner

    def _detail(self, box: Rect) -> Iterator[Node]:
        """The top left corner at a larger scale, with the measures that are too small elsewhere."""
        sheet = self.sheet
        folds = sheet.hem.left + sheet.pocket.left, sheet.hem.top + sheet.pocket.top
        part = Rect(
            sheet.printed.x, sheet.printed.y,
            sheet.edge.left + folds[0] + INSIDE_MM, sheet.edge.top + folds[1] + INSIDE_MM,
        )  # fmt: skip
        part = part.intersect(sheet.printed)
        room = box.inset(Edges(top=17, left=17, bottom=3, right=3))
        needed = max(part.width / room.width, part.height / room.height)
        scale = next(scale for scale in SCALES if scale >= needed)
        to_page = (
            Affine.translate(room.x, room.y)
            @ Affine.scale(1 / scale)
            @ Affine.translate(-part.x, -part.y)
        )
        drawing = Drawing(self.job, sheet, (), to_page, self._pen, self.catalogue)
        shown = to_page.box(part).outset(Edges(top=0.3, left=0.3))
        yield Group(tuple(drawing.piece(())), clip=paths.rectangle(shown))
        words = self.catalogue.text("technical-corner", scale=f"1:{self._pen.number(scale)}")
        yield lettering(words, self.bold, 2.4, box.x, box.y + 2.4)
        yield from self._corner_measures(to_page, room)

    def _corner_measures(self, to_page: Affine, room: Rect) -> Iterator[Node]:
        sheet, pen = self.sheet, replace(self._pen, letters_mm=2.3)
        level, plumb = room.y - 3.0, room.x - 3.0
        yield from _chain(
            pen, to_page, "x", level,
            (sheet.printed.x, 0.0, sheet.hem.left + sheet.pocket.left),
        )  # fmt: skip
        yield from _chain(
            pen, to_page, "y", plumb, (sheet.printed.y, 0.0, sheet.hem.top + sheet.pocket.top)
        )
        if sheet.eyelets:
            first = min(sheet.eyelets, key=lambda eyelet: eyelet.x_mm + eyelet.y_mm)
            yield from _chain(pen, to_page, "x", level - 5, (0.0, first.x_mm))
            yield from _chain(pen, to_page, "y", plumb - 5, (0.0, first.y_mm))

    # ------------------------------------------------------------ the title block

    def _title(self, box: Rect) -> Iterator[Node]:
        yield frame(box, weight_mm=0.35)
        upper, lower = (Rect(box.x, y, box.width, box.height / 2) for y in (box.y, box.cy))
        yield from self._cells(upper, self._upper)
        yield from self._cells(lower, self._lower)

    @property
    def _upper(self) -> tuple[tuple[str, str, float], ...]:
        job = self.job
        return (
            ("technical-what", job.text, 0.56),
            ("technical-shop", job.shop.title, 0.28),
            ("technical-quantity", str(job.quantity), 0.16),
        )

    @property
    def _lower(self) -> tuple[tuple[str, str, float], ...]:
        trim, printed = self.sheet.trim, self.sheet.printed
        return (
            ("technical-size", _sides(trim), 0.2),
            ("technical-outer", _sides(printed), 0.18),
            ("technical-file-scale", f"1:{self.sheet.scale}", 0.09),
            ("technical-date", f"{self.job.day:%d/%m/%Y}", 0.12),
            ("technical-name", self.name.replace("_", _BREAK), 0.25),
            ("technical-hash", self.sha256[:16], 0.16),
        )

    def _cells(self, row: Rect, cells: Sequence[tuple[str, str, float]]) -> Iterator[Node]:
        x = row.x
        for label, value, share in cells:
            cell = Rect(x, row.y, row.width * share, row.height)
            x = cell.right
            yield frame(cell)
            words = self.catalogue.text(label)
            yield self._pen.text(
                words, cell.x + 1.5, cell.y + 3, anchor="start", size_mm=LABEL_MM, colour=HELP
            )
            yield from self._value(value, cell.inset(Edges(3.8, 1.5, 1.0, 1.5)))

    def _value(self, value: str, box: Rect) -> Iterator[Node]:
        """`value` as large as its cell allows, in lines."""
        rows: list[str] = []
        for size_mm in VALUES_MM:
            rows = list(wrapped(value, self.bold, size_mm, box.width))
            widest = max(width_mm(row, self.bold, size_mm) for row in rows)
            if widest <= box.width and len(rows) * size_mm * 1.3 <= box.height:
                break
        for number, row in enumerate(rows, 1):
            y = box.y + (number - 0.15) * size_mm * 1.3
            yield lettering(row.replace(_BREAK, "_"), self.bold, size_mm, box.x, y)


def _chain(
    pen: Pen, to_page: Affine, axis: str, place: float, stops_mm: Sequence[float]
) -> Iterator[Node]:
    """Measures between neighbours of `stops_mm`, level (axis "x") or upright; none of no length."""
    for start, end in pairwise(stops_mm):
        if end - start <= 0:
            continue
        words = pen.number(end - start)
        (x1, y1), (x2, y2) = to_page.apply(start, start), to_page.apply(end, end)
        if axis == "x":
            yield from pen.across(x1, x2, place, words)
        else:
            yield from pen.down(y1, y2, place, words)


def _sides(box: Rect) -> str:
    return f"{plain(box.width)} × {plain(box.height)} mm"
