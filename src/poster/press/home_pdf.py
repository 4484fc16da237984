"""Sheets for a home printer as one PDF: the art once, shown by every page through a window.

In RGB, which is what such printers' drivers take; they make their own inks of it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from poster.errors import PreflightError
from poster.files import atomic
from poster.geometry import Affine, Rect
from poster.messages import Catalogue
from poster.press.home import HomePlan
from poster.press.home_guides import Guides
from poster.press.order import Details, Order
from poster.press.pdf import POINTS_PER_MM, VERSION, Info, describe, inspect_pdf
from poster.render.surface import draw_pdf
from poster.svg.artwork import Artwork
from poster.svg.nodes import Node, to_artwork
from poster.typeset.fonts import Face

#: The name under which pages show the art.
ART: Final = "/Art"


def write_home(artwork: Artwork, plan: HomePlan, guides: Guides, info: Info) -> bytes:
    """The first sheet with its map, then a page for each sheet of art; the same bytes every time.

    Raises RenderError, RequestError `letter-missing`.
    """
    with ExitStack() as opened:
        pdf = opened.enter_context(Pdf.new())
        drawn = opened.enter_context(Pdf.open(io.BytesIO(draw_pdf(artwork, 1.0))))
        art = pdf.copy_foreign(drawn.pages[0].as_form_xobject())
        pages = _Pages(pdf, art, artwork.printed, plan.paper, opened)
        words, picture = guides.cover()
        pages.add(words, artwork.trim, picture, tuple(guides.map(picture)))
        for sheet in plan.sheets:
            pages.add(guides.sheet(sheet), sheet.region, sheet.place)
        describe(info)(pdf)
        pdf.remove_unreferenced_resources()
        finished = io.BytesIO()
        pdf.save(
            finished,
            force_version=VERSION,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
        )
        return finished.getvalue()


def _check(data: bytes, plan: HomePlan, file: str) -> None:
    """The finished document, read again: its pages and their size. Raises PreflightError."""
    found = inspect_pdf(data)
    paper = plan.paper
    off = max(abs(found.media.width - paper.width), abs(found.media.height - paper.height))
    if found.pages != len(plan.sheets) + 1 or off > 0.01 or found.fonts:
        size = f"{paper.width:g} x {paper.height:g}"
        raise PreflightError("pdf-size", file=file, wanted=size)


@dataclass(frozen=True, slots=True)
class HomeFile:
    """The document of one piece; `what` names it for people, in the words of `catalogue`."""

    order: Order
    plan: HomePlan
    what: str
    face: Face
    head: Face
    catalogue: Catalogue

    def write(self, folder: Path, name: str) -> tuple[Path, Details]:
        """The file in `folder`, its name beginning with `name`. Raises PosterError."""
        plan, order = self.plan, self.order
        guides = Guides(plan, self.what, self.face, self.head, self.catalogue)
        path = folder / f"{name}_TAI-NHA-{plan.name.upper()}_RGB.pdf"
        data = write_home(order.artwork, plan, guides, Info(order.title, order.day))
        _check(data, plan, path.name)
        with atomic(path) as stream:
            stream.write(data)
        return path, {
            "paper": plan.name.upper(), "sheets": len(plan.sheets), "rows": plan.rows,
            "columns": plan.columns, "colour": "sRGB",
        }  # fmt: skip


class _Pages:
    """Puts pages into a PDF; each draws its own guides, and the art from one place."""

    def __init__(self, pdf: Pdf, art: Any, printed: Rect, paper: Rect, opened: ExitStack) -> None:
        self._pdf, self._art, self._printed = pdf, art, printed
        self._paper, self._opened = paper, opened

    def add(
        self, under: Sequence[Node], region: Rect, place: Rect, over: Sequence[Node] = ()
    ) -> None:
        """A page: `region` of the piece at `place`, with guides under and over it; mm."""
        self._pdf.pages.append(self._drawn(under))
        page = self._pdf.pages[-1]
        layers = {ART: self._art}
        parts = list(self._shown(region, place))
        if over:
            layers["/Over"] = self._pdf.copy_foreign(self._drawn(over).as_form_xobject())
            parts.append(b"/Over Do")
        if "/XObject" not in page.Resources:
            page.Resources["/XObject"] = Dictionary()
        for name, form in layers.items():
            page.Resources.XObject[Name(name)] = form
        page.contents_add(b"q", prepend=True)
        page.contents_add(b"Q\n" + b"\n".join(parts))
        width, height = (
            round(side * POINTS_PER_MM, 4) for side in (self._paper.width, self._paper.height)
        )
        page.obj.MediaBox = pikepdf.Array([0, 0, width, height])

    def _drawn(self, nodes: Sequence[Node]) -> Any:
        drawn = draw_pdf(to_artwork(nodes, self._paper, self._paper), 1.0)
        return self._opened.enter_context(Pdf.open(io.BytesIO(drawn))).pages[0]

    def _shown(self, region: Rect, place: Rect) -> Iterator[bytes]:
        """The art through a window. A PDF's y grows upwards, in the form as on the page."""
        height = self._paper.height
        window = Rect(place.x, height - place.bottom, place.width, place.height)
        corner = self._printed.bottom - region.bottom
        source = Rect(region.x - self._printed.x, corner, region.width, region.height)
        placed = Affine.between(source.scaled(POINTS_PER_MM), window.scaled(POINTS_PER_MM))
        box = window.scaled(POINTS_PER_MM)
        yield b"q"
        yield f"{box.x:.4f} {box.y:.4f} {box.width:.4f} {box.height:.4f} re W n".encode()
        yield f"{placed.a:.8f} 0 0 {placed.d:.8f} {placed.e:.4f} {placed.f:.4f} cm".encode()
        yield f"{ART} Do Q".encode()
