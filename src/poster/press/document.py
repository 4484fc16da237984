"""Documents of several pages, for people: drawings, pictures and searchable text as one PDF.

A document may carry a status, drawn on every page from one place in the file, so that it can be
changed later without drawing the pages again.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import pikepdf
from pikepdf import Array, Dictionary, Pdf

from poster.geometry import Rect
from poster.press.jpeg import write_jpeg
from poster.press.lettering import lettering
from poster.press.pdf import POINTS_PER_MM, VERSION, Info, describe
from poster.press.type3 import Fonts, Words
from poster.render.strips import Raster
from poster.render.surface import draw_pdf
from poster.svg.artwork import Artwork
from poster.svg.nodes import Node, to_artwork
from poster.units import pitch, pixels

#: The name under which every page draws the document's status.
STATUS: Final = "/PosterStatus"
#: Quality of a page as a picture: telephones and Zalo compress it once more.
LEAF_QUALITY: Final = 90


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: drawings and pictures, and words over them."""

    nodes: tuple[Node, ...] = ()
    words: tuple[Words, ...] = ()


def write_document(
    leaves: Sequence[Leaf], page: Rect, info: Info, code: str, status: Leaf | None = None
) -> bytes:
    """The pages as one PDF, each of the size of `page` (mm); the same bytes every time.

    `code` says what the document belongs to; `document_code` reads it. Raises RenderError,
    RequestError `letter-missing`.
    """
    with ExitStack() as opened:
        pdf = opened.enter_context(Pdf.new())
        setter = _Setter(pdf, page, opened)
        for leaf in leaves:
            setter.add(leaf)
        if status is not None:
            setter.put_status(status)
        setter.finish()
        return _saved(pdf, info, code)


def with_status(document: bytes, page: Rect, info: Info, code: str, status: Leaf) -> bytes:
    """A `document` of ours with another status on its pages."""
    with ExitStack() as opened:
        pdf = opened.enter_context(Pdf.open(io.BytesIO(document)))
        setter = _Setter(pdf, page, opened)
        setter.put_status(status)
        return _saved(pdf, info, code)


def _saved(pdf: Pdf, info: Info, code: str) -> bytes:
    describe(info)(pdf)
    pdf.docinfo["/Subject"] = code
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:description"] = code
    # What is read back is written a little otherwise than what is new. Written twice, a document
    # is the same whether its status came with it or was changed later.
    with Pdf.open(io.BytesIO(_written(pdf))) as again:
        del again.trailer.ID
        return _written(again)


def _written(pdf: Pdf) -> bytes:
    finished = io.BytesIO()
    pdf.save(
        finished,
        force_version=VERSION,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=True,
    )
    return finished.getvalue()


def leaf_artwork(leaf: Leaf, page: Rect) -> Artwork:
    """One page of the size of `page` (mm) as an artwork, its words as outlines.

    Raises RequestError `letter-missing`.
    """
    words = (
        lettering(one.text, one.face, one.size_mm, one.x_mm, one.y_mm, colour=one.colour)
        for one in leaf.words
    )
    return to_artwork((*leaf.nodes, *words), page, page)


def write_picture(stream: BinaryIO, page: Artwork, ppi: float) -> None:
    """A page as a JPEG in RGB, for telephones. Raises RenderError."""
    per_metre = pitch(ppi)
    width, height = pixels(page.trim.width, per_metre), pixels(page.trim.height, per_metre)
    write_jpeg(stream, Raster(page, page.trim, width, height), per_metre, quality=LEAF_QUALITY)


class _Setter:
    """Puts leaves into one PDF; its fonts stand in it once."""

    def __init__(self, pdf: Pdf, page: Rect, opened: ExitStack) -> None:
        self._pdf, self._page, self._opened = pdf, page, opened
        self._fonts = Fonts()
        self._set: list[Any] = []

    def add(self, leaf: Leaf) -> None:
        """A new page."""
        self._pdf.pages.append(self._drawn(leaf))
        self._set.append(self._furnish(self._pdf.pages[-1], leaf))

    def put_status(self, leaf: Leaf) -> None:
        """Draw `leaf` on every page, in the place of what stood there before."""
        apart = self._opened.enter_context(Pdf.new())
        single = _Setter(apart, self._page, self._opened)
        single.add(leaf)
        single.finish()
        form = self._pdf.copy_foreign(apart.pages[0].as_form_xobject())
        for page in self._pdf.pages:
            if STATUS not in page.Resources.get("/XObject", Dictionary()):
                page.contents_add(f"q {STATUS} Do Q".encode())
            self._objects(page)[STATUS] = form

    def finish(self) -> None:
        """Write the fonts, which are known when all text is set."""
        fonts = self._fonts.write(self._pdf)
        for page in self._set:
            page.Resources["/Font"] = fonts

    def _drawn(self, leaf: Leaf) -> Any:
        drawn = draw_pdf(to_artwork(leaf.nodes, self._page, self._page), 1.0)
        source = self._opened.enter_context(Pdf.open(io.BytesIO(drawn)))
        return source.pages[0]

    def _furnish(self, page: Any, leaf: Leaf) -> Any:
        words = self._fonts.content(leaf.words, self._page.height)
        page.contents_add(b"q", prepend=True)
        page.contents_add(b"Q\n" + words)
        page.obj.MediaBox = Array([0, 0, *(
            round(side * POINTS_PER_MM, 4) for side in (self._page.width, self._page.height)
        )])  # fmt: skip
        return page

    def _objects(self, page: Any) -> Any:
        if "/XObject" not in page.Resources:
            page.Resources["/XObject"] = Dictionary()
        return page.Resources["/XObject"]
