"""Finishing as processing steps (ISO 19593-1), for shops whose machines read them.

Each step is a layer of lines in its own spot colour, in mm of the finished piece. The standard
knows neither eyelet nor hem: eyelets are punched, hems and pockets are folded and glued.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from poster.geometry import Affine, Edges, Rect
from poster.messages import Catalogue
from poster.model import SIDES, Job, Panel, Sheet
from poster.press.drafting import INK, Pen, inner_side, strip
from poster.press.lettering import wrapped
from poster.press.overlay import Overlay
from poster.press.technical_notes import technical_notes
from poster.sheet import WELD_MM
from poster.svg import paths
from poster.svg.nodes import Shape, Stroke
from poster.svg.paths import Path
from poster.typeset.fonts import Face

#: Weight of lines, mm on the page.
LINE_MM: Final = 0.25
#: The layer of measures and notes is drawn as on paper of this width, mm.
PAPER_MM: Final = 250.0
#: The name that cutters look for.
CUT_CONTOUR: Final = "CutContour"


def processing_steps(
    job: Job, sheet: Sheet, panels: Sequence[Panel], face: Face, catalogue: Catalogue
) -> Iterator[Overlay]:
    """The layers that the job's shop asks for, hidden but for the cut of a shop that cuts by it.

    Raises RequestError `letter-missing`.
    """
    shop, line = job.shop, Stroke(INK, LINE_MM * sheet.scale)
    if shop.cut_contour:
        yield Overlay(CUT_CONTOUR, _lines([paths.rectangle(sheet.cut)], line),
                      ("Structural", "Cutting"))  # fmt: skip
    if not shop.processing_steps:
        return
    lines = {
        "Cutting": [] if shop.cut_contour else [paths.rectangle(sheet.cut)],
        "Folding": list(_folds(sheet)),
        "Gluing": list(_welds(sheet, panels)),
        "Punching": list(_holes(job, sheet)),
    }
    for kind, found in lines.items():
        if found:
            yield Overlay(kind, _lines(found, line), ("Structural", kind), shown=False)
    pen = Pen(face, catalogue.language)
    measures, notes = _measures(sheet, pen), _legend(job, sheet, panels, pen, catalogue)
    yield Overlay("Dimensions", tuple(measures), ("Dimensions", None), shown=False)
    yield Overlay("Legend", tuple(notes), ("Legend", None), shown=False)


def _lines(outlines: Sequence[Path], line: Stroke) -> tuple[Shape, ...]:
    return tuple(Shape(outline, stroke=line) for outline in outlines)


def _folds(sheet: Sheet) -> Iterator[Path]:
    """The finished outline, where the edge is folded behind."""
    for side in SIDES:
        if sheet.folds(side):
            yield paths.polygon(inner_side(strip(sheet.trim, side, 0.0), side), closed=False)


def _welds(sheet: Sheet, panels: Sequence[Panel]) -> Iterator[Path]:
    """What is glued: the hem's cloth, the strip behind a pocket, the overlaps of panels."""
    for side in SIDES:
        hem_mm, pocket_mm = getattr(sheet.hem, side), getattr(sheet.pocket, side)
        if hem_mm:
            yield paths.rectangle(_outer(sheet.trim, side, 0.0, hem_mm))
        if pocket_mm:
            yield paths.rectangle(_outer(sheet.trim, side, pocket_mm, WELD_MM))
    for before, after in pairwise(panels):
        yield paths.rectangle(before.region.intersect(after.region))


def _outer(trim: Rect, side: str, start_mm: float, depth_mm: float) -> Rect:
    """A strip along one side of `trim`, outside it, that begins `start_mm` off."""
    far = trim.outset(Edges(**{side: start_mm + depth_mm}))
    near = trim.outset(Edges(**{side: start_mm}))
    left, right = (near.right, far.right) if side == "right" else (far.x, far.right)
    top, bottom = (near.bottom, far.bottom) if side == "bottom" else (far.y, far.bottom)
    return Rect.from_sides(
        left, top, near.x if side == "left" else right, near.y if side == "top" else bottom
    )


def _holes(job: Job, sheet: Sheet) -> Iterator[Path]:
    radius = job.shop.eyelet_hole_mm / 2
    for eyelet in sheet.eyelets:
        yield paths.ellipse(eyelet.x_mm, eyelet.y_mm, radius, radius)


def _on_paper(sheet: Sheet) -> float:
    """Millimetres of the piece for a millimetre of the paper that words are drawn on."""
    return max(sheet.trim.width, sheet.trim.height) / PAPER_MM


def _measures(sheet: Sheet, pen: Pen) -> Iterator[Shape]:
    """Finished width and height, and the chains of eyelets, across the piece itself."""
    factor = _on_paper(sheet)
    trim = sheet.trim.scaled(1 / factor)
    drawn = [
        *pen.across(trim.x, trim.right, trim.y + trim.height / 3, pen.number(sheet.trim.width)),
        *pen.down(trim.y, trim.bottom, trim.x + trim.width / 3, pen.number(sheet.trim.height)),
    ]
    for row in sheet.eyelet_rows:
        first, last = row.eyelets[0], row.eyelets[-1]
        words = f"{row.gaps} × {pen.number(row.gap_mm)}"
        if row.side == "top":
            y = trim.y + trim.height / 4
            drawn += pen.across(first.x_mm / factor, last.x_mm / factor, y, words)
        elif row.side == "left":
            x = trim.x + trim.width / 4
            drawn += pen.down(first.y_mm / factor, last.y_mm / factor, x, words)
    larger = Affine.scale(factor)
    return (shape.transformed(larger) for shape in drawn if isinstance(shape, Shape))


def _legend(
    job: Job, sheet: Sheet, panels: Sequence[Panel], pen: Pen, catalogue: Catalogue
) -> Iterator[Shape]:
    """The notes on finishing, in the upper left of where type may stand."""
    factor, size_mm = _on_paper(sheet), pen.letters_mm
    room = sheet.safe_area.scaled(1 / factor)
    notes = technical_notes(job, sheet, panels, catalogue)
    rows = [row for note in notes for row in wrapped(note, pen.face, size_mm, room.width)]
    for number, row in enumerate(rows, 1):
        y = room.y + number * size_mm * 1.4
        yield pen.text(row, room.x, y, anchor="start").transformed(Affine.scale(factor))
