"""The technical drawing of a piece: what is cut, folded, sewn and punched, with measures.

It is drawn into any box on any page, to the largest scale of the usual ones that fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from poster.geometry import Affine, Edges, Rect
from poster.messages import Catalogue
from poster.model import SIDES, Eyelet, EyeletRow, Job, Panel, Sheet
from poster.press.drafting import (
    ACCENT,
    FOLDED,
    HELP,
    HIDDEN,
    OUTLINE_MM,
    SCALES,
    THIN_MM,
    Pen,
    dots,
    frame,
    inner_side,
    line,
    named,
    strip,
)
from poster.press.lettering import Anchor
from poster.svg import paths
from poster.svg.nodes import Group, Node, Shape, Stroke
from poster.typeset.fonts import Face

#: Between two rows of measures, and from the piece to the first, mm.
ROW_MM: Final = 5.5
FIRST_ROW_MM: Final = 4.5
#: What measures need round the piece, mm.
MARGINS: Final = Edges(top=14.0, right=16.0, bottom=16.0, left=14.0)
#: An eyelet is drawn at least so large, and numbered where its neighbour is so far, mm.
LEAST_RING_MM: Final = 1.5
LEAST_GAP_MM: Final = 4.5
#: How strongly the picture shows through: a reminder of which piece this is, under the lines.
PICTURE: Final = 0.22
#: The strip at the top in which panels are named, mm.
PANEL_NAME_MM: Final = 9.0
DASHES: Final = (1.6, 0.8)
SEAM_DASHES: Final = (3.0, 0.8, 0.6, 0.8)


def technical_nodes(
    job: Job,
    sheet: Sheet,
    panels: Sequence[Panel],
    box: Rect,
    face: Face,
    catalogue: Catalogue,
    art: Sequence[Node] = (),
) -> tuple[Node, ...]:
    """The drawing of `sheet` within `box` (mm on the page): outlines, folds, eyelets, measures.

    `art` (mm of the finished piece) shows lightly under the lines. The scale is stated below the
    drawing; `drawing_scale` gives it. Raises RequestError `letter-missing`.
    """
    scale = drawing_scale(sheet, box)
    room, printed = box.inset(MARGINS), sheet.printed
    to_page = (
        Affine.translate(room.cx, room.cy)
        @ Affine.scale(1 / scale)
        @ Affine.translate(-printed.cx, -printed.cy)
    )
    drawing = Drawing(job, sheet, panels, to_page, Pen(face, catalogue.language), catalogue)
    return (*drawing.piece(art), *drawing.measures(), *drawing.labels(scale))


def drawing_scale(sheet: Sheet, box: Rect) -> float:
    """The scale, 1 to so many, at which the drawing and its measures fit into `box` (mm)."""
    room, printed = box.inset(MARGINS), sheet.printed
    needed = max(printed.width / room.width, printed.height / room.height)
    return next((scale for scale in SCALES if scale >= needed), needed)


@dataclass(frozen=True, slots=True)
class Drawing:
    """One piece on the paper. `to_page` takes mm of the piece to mm of the page."""

    job: Job
    sheet: Sheet
    panels: Sequence[Panel]
    to_page: Affine
    pen: Pen
    catalogue: Catalogue

    @property
    def trim(self) -> Rect:
        """The finished outline on the page."""
        return self.to_page.box(self.sheet.trim)

    @property
    def printed(self) -> Rect:
        """The printed outline on the page."""
        return self.to_page.box(self.sheet.printed)

    def piece(self, art: Sequence[Node]) -> Iterator[Node]:
        """What the piece is: its picture, its outlines, folds and eyelets."""
        yield frame(self.printed, fill=FOLDED, colour=None)
        yield frame(self.trim, fill="#ffffff", colour=None)
        if art:
            shown = tuple(node.transformed(self.to_page) for node in art)
            yield Group(shown, PICTURE, paths.rectangle(self.printed))
        yield from self._strips()
        yield frame(self.printed, weight_mm=THIN_MM)
        yield from self._seams()
        yield frame(self.trim, weight_mm=OUTLINE_MM)
        for eyelet in self.sheet.eyelets:
            yield from self._eyelet(eyelet)

    def _strips(self) -> Iterator[Node]:
        """Pockets and what a roll-up's case hides as grey strips; seams of hems as dashed lines."""
        sheet = self.sheet
        if cassette_mm := sheet.size.kind.cassette_mm:
            part = strip(sheet.trim, "bottom", cassette_mm)
            yield frame(self.to_page.box(part), fill=HIDDEN, dashes=DASHES)
        for side in SIDES:
            if pocket_mm := getattr(sheet.pocket, side):
                part = strip(sheet.trim, side, pocket_mm)
                yield frame(self.to_page.box(part), fill=HIDDEN, dashes=DASHES)
            if hem_mm := getattr(sheet.hem, side):
                seam = self.to_page.box(strip(sheet.trim, side, hem_mm))
                yield line(*inner_side(seam, side), dashes=DASHES)

    def _seams(self) -> Iterator[Node]:
        """Where panels overlap: a strip between two dashed lines, and the code of each panel."""
        for before, after in pairwise(self.panels):
            both = self.to_page.box(before.region.intersect(after.region))
            yield frame(both, fill=HIDDEN, colour=ACCENT, dashes=SEAM_DASHES)

    def _eyelet(self, eyelet: Eyelet) -> Iterator[Node]:
        x, y = self.to_page.apply(eyelet.x_mm, eyelet.y_mm)
        shop, scale = self.job.shop, self.to_page.a
        ring = max(shop.eyelet_ring_mm * scale, LEAST_RING_MM) / 2
        hole = ring * shop.eyelet_hole_mm / shop.eyelet_ring_mm
        rim = Stroke(ACCENT, ring - hole)
        middle = (ring + hole) / 2
        yield Shape(paths.ellipse(x, y, middle, middle), "#ffffff", stroke=rim)

    # ------------------------------------------------------------ measures

    def measures(self) -> Iterator[Node]:
        """Finished and printed size, and the chains of eyelets along two sides."""
        trim, printed, pen = self.trim, self.printed, self.pen
        finished, outer = self.sheet.trim, self.sheet.printed
        below = printed.bottom + FIRST_ROW_MM
        beside = printed.right + FIRST_ROW_MM
        yield from self._up_to(trim, below, beside)
        yield from pen.across(trim.x, trim.right, below, self._sized("width", finished.width))
        yield from pen.down(trim.y, trim.bottom, beside, pen.number(finished.height))
        if outer != finished:
            below, beside = below + ROW_MM, beside + ROW_MM
            yield from self._up_to(printed, below, beside)
            across = self._sized("printed", outer.width)
            yield from pen.across(printed.x, printed.right, below, across)
            yield from pen.down(printed.y, printed.bottom, beside, pen.number(outer.height))
        rows = {row.side: row for row in self.sheet.eyelet_rows}
        if row := rows.get("top") or rows.get("bottom"):
            yield from self._chain_across(row)
        if row := rows.get("left") or rows.get("right"):
            yield from self._chain_down(row)

    def _sized(self, what: str, length_mm: float) -> str:
        names = {"width": "technical-finished", "printed": "technical-printed"}
        return f"{self.pen.number(length_mm)} {self.catalogue.text(names[what])}"

    def _up_to(self, box: Rect, below: float, beside: float) -> Iterator[Node]:
        """Help lines from the corners of `box` to the measures below and beside it."""
        for x in (box.x, box.right):
            yield line((x, box.bottom), (x, below + 1), colour=HELP)
        for y in (box.y, box.bottom):
            yield line((box.right, y), (beside + 1, y), colour=HELP)

    def _chain_across(self, row: EyeletRow) -> Iterator[Node]:
        """The eyelets along the top: corner distance, gaps times distance, corner distance."""
        y, trim = self.printed.y - FIRST_ROW_MM, self.trim
        places = [self.to_page.apply(eyelet.x_mm, eyelet.y_mm) for eyelet in row.eyelets]
        for x, foot in (*places, (trim.x, trim.y), (trim.right, trim.y)):
            yield line((x, min(foot, trim.y)), (x, y - 0.4), colour=HELP)
        yield from self.pen.across(places[0][0], places[-1][0], y, self._gaps(row))
        yield from dots((x, y) for x, _ in places[1:-1])
        first, last = row.eyelets[0].x_mm, self.sheet.trim.right - row.eyelets[-1].x_mm
        level, gap = y - 0.7, 0.8
        yield self.pen.text(self.pen.number(first), trim.x - gap, level, anchor="end")
        yield self.pen.text(self.pen.number(last), trim.right + gap, level, anchor="start")

    def _chain_down(self, row: EyeletRow) -> Iterator[Node]:
        """The eyelets along the left side, read from the right."""
        x, trim = self.printed.x - FIRST_ROW_MM, self.trim
        places = [self.to_page.apply(eyelet.x_mm, eyelet.y_mm) for eyelet in row.eyelets]
        for foot, y in (*places, (trim.x, trim.y), (trim.x, trim.bottom)):
            yield line((min(foot, trim.x), y), (x - 0.4, y), colour=HELP)
        yield from self.pen.down(places[0][1], places[-1][1], x, self._gaps(row))
        yield from dots((x, y) for _, y in places[1:-1])
        first, last = row.eyelets[0].y_mm, self.sheet.trim.bottom - row.eyelets[-1].y_mm
        level, gap = x - 0.7, 0.8
        texts: tuple[tuple[float, float, Anchor], ...] = (
            (first, trim.y - gap, "start"),
            (last, trim.bottom + gap, "end"),
        )
        for length_mm, y, anchor in texts:
            yield self.pen.text(self.pen.number(length_mm), level, y, turned=-90, anchor=anchor)

    def _gaps(self, row: EyeletRow) -> str:
        gap = self.pen.number(row.gap_mm)
        if row.gaps == 1:
            return gap
        return f"{row.gaps} × {gap} = {self.pen.number(row.gaps * row.gap_mm)}"

    # ------------------------------------------------------------ words

    def labels(self, scale: float) -> Iterator[Node]:
        """Numbers of eyelets, names of strips and panels, and the drawing's scale."""
        yield from self._numbers()
        yield from self._names()
        words = self.catalogue.text("technical-scale", scale=f"1:{self.pen.number(scale)}")
        yield self.pen.text(
            words, self.printed.cx, self.printed.bottom + FIRST_ROW_MM + 2 * ROW_MM - 0.3,
            size_mm=2.2,
        )  # fmt: skip

    def _numbers(self) -> Iterator[Node]:
        """Each eyelet's number inside the piece; where they stand too close, the corners' alone."""
        small = replace(self.pen, letters_mm=1.8)
        ends = {eyelet for row in self.sheet.eyelet_rows for eyelet in _ends(row)}
        dense = {
            eyelet
            for row in self.sheet.eyelet_rows
            if row.gap_mm * self.to_page.a < LEAST_GAP_MM
            for eyelet in row.eyelets
        }
        middle = self.trim
        for number, eyelet in enumerate(self.sheet.eyelets, 1):
            if eyelet in dense and eyelet not in ends:
                continue
            x, y = self.to_page.apply(eyelet.x_mm, eyelet.y_mm)
            reach = max(self.job.shop.eyelet_ring_mm * self.to_page.a / 2, LEAST_RING_MM / 2) + 0.5
            # Beside those that stand along a side, below or above all others, so none meets its
            # neighbour where the drawing turns.
            left, right = x - middle.x < 2 * reach, middle.right - x < 2 * reach
            foot = y + reach + 1.4 if y < middle.cy else y - reach
            if min(y - middle.y, middle.bottom - y) >= 2 * reach:
                foot = y + 0.7
            anchor: Anchor = "start" if left else "end" if right else "middle"
            yield small.text(str(number), x + reach * (left - right), foot, anchor=anchor)

    def _names(self) -> Iterator[Node]:
        sheet, pen = self.sheet, replace(self.pen, letters_mm=2.2)
        terms = self.job.shop.terms
        for side in SIDES:
            if pocket_mm := getattr(sheet.pocket, side):
                part = self.to_page.box(strip(sheet.trim, side, pocket_mm))
                yield from named(pen, part, f"{terms.pocket} {pen.number(pocket_mm)}")
        if cassette_mm := sheet.size.kind.cassette_mm:
            part = self.to_page.box(strip(sheet.trim, "bottom", cassette_mm))
            words = self.catalogue.text("technical-cassette", length_mm=cassette_mm)
            yield from named(pen, part, words)
        for panel in self.panels:
            whole = self.to_page.box(panel.region)
            part = Rect(whole.x, self.trim.y, whole.width, PANEL_NAME_MM)
            size = f"{pen.number(panel.region.width)} × {pen.number(panel.region.height)}"
            words = self.catalogue.text("technical-panel", code=panel.code, size=size)
            yield from named(pen, part, words)


def _ends(row: EyeletRow) -> tuple[Eyelet, Eyelet]:
    return row.eyelets[0], row.eyelets[-1]
