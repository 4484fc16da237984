"""What a shop must know of a piece's finishing, in words: for the technical page and the ticket."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from poster.geometry import Edges
from poster.messages import Catalogue
from poster.model import SIDES, Job, Panel, Sheet, Side
from poster.sheet import SIDE_TERMS, WELD_MM

_OPPOSITE: Final[tuple[tuple[Side, Side], ...]] = (("top", "bottom"), ("left", "right"))


def technical_notes(
    job: Job, sheet: Sheet, panels: Sequence[Panel], catalogue: Catalogue
) -> tuple[str, ...]:
    """Sentences on sizes, edge, hem, pockets, eyelets, seams and cutting; lengths in mm.

    The shop's own terms stand in them where its profile names them.
    """
    return tuple(_notes(job, sheet, panels, catalogue))


def _notes(job: Job, sheet: Sheet, panels: Sequence[Panel], texts: Catalogue) -> Iterator[str]:
    kind, terms = sheet.size.kind, job.shop.terms
    trim, printed = sheet.trim, sheet.printed
    yield texts.text("note-finished", width=trim.width, height=trim.height)
    sides = by_side(sheet.edge, texts)
    yield texts.text(
        "note-printed", width=printed.width, height=printed.height, term=terms.edge, sides=sides
    )
    if any(getattr(sheet.hem, side) for side in SIDES):
        yield texts.text("note-hem", term=_begin(terms.hem), sides=by_side(sheet.hem, texts))
    if any(getattr(sheet.pocket, side) for side in SIDES):
        sides = by_side(sheet.pocket, texts)
        yield texts.text("note-pocket", term=_begin(terms.pocket), sides=sides, weld_mm=WELD_MM)
    if sheet.eyelet_rows:
        yield from _eyelets(job, sheet, texts)
    if kind.cassette_mm:
        yield texts.text("note-cassette", length_mm=kind.cassette_mm)
    if kind.wrapped:
        yield texts.text("note-wrapped")
    if len(panels) > 1:
        codes = [panel.code for panel in panels]
        yield texts.text(
            "note-panels", count=len(panels), codes=codes, overlap_mm=job.shop.overlap_mm
        )
    yield texts.text("note-cut-trim" if sheet.cut == trim else "note-cut-edge")


def _eyelets(job: Job, sheet: Sheet, texts: Catalogue) -> Iterator[str]:
    shop, term = job.shop, _begin(job.shop.terms.eyelet)
    count = len(sheet.eyelets)
    if count == 4 and all(row.gaps == 1 for row in sheet.eyelet_rows):
        where = texts.text("note-eyelets-corners")
    else:
        where = "; ".join(_rows(sheet, texts))
    yield texts.text(
        "note-eyelets", term=term, count=count, hole_mm=shop.eyelet_hole_mm, where=where
    )
    x_mm, y_mm = sheet.eyelets[0].x_mm, sheet.eyelets[0].y_mm
    if x_mm == y_mm and not any(getattr(sheet.pocket, side) for side in SIDES):
        message = "note-eyelets-hem" if sheet.hem.top == 2 * y_mm else "note-eyelets-inset"
        yield texts.text(message, term=shop.terms.eyelet, inset_mm=y_mm)


def _rows(sheet: Sheet, texts: Catalogue) -> Iterator[str]:
    """Gaps by side, opposite sides together: they are alike."""
    rows = {row.side: row for row in sheet.eyelet_rows}
    for pair in _OPPOSITE:
        alike = [rows[side] for side in pair if side in rows]
        if alike:
            sides = [SIDE_TERMS[row.side] for row in alike]
            gap_mm = round(alike[0].gap_mm, 1)
            yield texts.text("note-eyelet-row", sides=sides, gaps=alike[0].gaps, gap_mm=gap_mm)


def by_side(edges: Edges, texts: Catalogue) -> str:
    """Lengths by side in words: one number where all four are alike."""
    lengths = {side: float(getattr(edges, side)) for side in SIDES}
    if len(set(lengths.values())) == 1:
        return texts.text("note-all-sides", length_mm=lengths["top"])
    return ", ".join(
        texts.text("note-side", side=SIDE_TERMS[side], length_mm=length_mm)
        for side, length_mm in lengths.items()
        if length_mm
    )


def _begin(term: str) -> str:
    """A term at the beginning of a sentence."""
    return term[:1].upper() + term[1:]
