"""Finishing the page that cairo drew, and reading back what a PDF holds.

Finishing is a row of passes over one open document; what a stricter kind of PDF needs is a further
pass.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from poster import __version__
from poster.errors import RenderError, RequestError
from poster.geometry import Rect

Pass = Callable[[Pdf], None]

VERSION: Final = "1.6"
POINTS_PER_MM: Final = 72 / 25.4
#: The longest side that readers agree on, in points; UserUnit would lift it, but they do not agree.
MAX_SIDE_PT: Final = 14_400
#: The namespace of what XMP has no property for: `scale`, as "1:10".
NAMESPACE: Final = "urn:poster:xmp"
#: Decimals of a box in points: a thousandth of a micrometre.
BOX_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class Boxes:
    """Finished and printed size of a piece in mm, and the scale of its page (0.1 for 1:10).

    `page` is what the page holds where slug and marks stand round the printed size.
    """

    trim: Rect
    printed: Rect
    scale: float = 1.0
    page: Rect | None = None


@dataclass(frozen=True, slots=True)
class Info:
    """What a PDF says of itself. The day is an input: nothing here reads the clock."""

    title: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a PDF holds.

    The boxes are those of the first page, in mm on that page, from the top left of its MediaBox;
    one that the page does not state is as large as the CropBox or MediaBox, as the specification
    says. `images` counts pictures and not their masks.
    """

    version: str
    pages: int
    media: Rect
    bleed: Rect
    trim: Rect
    stated: frozenset[str]
    fonts: int
    images: int
    title: str | None


def finish_pdf(drawn: bytes, boxes: Boxes, info: Info, further: Sequence[Pass] = ()) -> bytes:
    """The one page that cairo drew, with exact boxes and metadata; the same bytes every time.

    `further` passes run before the file is written. Raises RenderError `pdf-pages` where `drawn`
    does not hold exactly one page, RequestError `pdf-page-too-large` beyond 14,400 pt.
    """
    with Pdf.open(io.BytesIO(drawn)) as pdf:
        if len(pdf.pages) != 1:
            raise RenderError("pdf-pages", found=len(pdf.pages))
        for apply in (_set_boxes(boxes), describe(info), _state_scale(boxes), *further):
            apply(pdf)
        finished = io.BytesIO()
        pdf.save(
            finished,
            force_version=VERSION,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
        )
        return finished.getvalue()


def _set_boxes(boxes: Boxes) -> Pass:
    """MediaBox from 0,0; BleedBox = printed size and TrimBox inside. A PDF's y grows upwards."""
    points, page = POINTS_PER_MM * boxes.scale, boxes.page or boxes.printed
    longest_pt = max(page.width, page.height) * points
    if longest_pt > MAX_SIDE_PT:
        raise RequestError("pdf-page-too-large", longest_pt=round(longest_pt), limit_pt=MAX_SIDE_PT)

    def on_page(box: Rect) -> Array:
        sides = (box.x - page.x, page.bottom - box.bottom, box.right - page.x, page.bottom - box.y)
        return Array([round(side * points, BOX_DECIMALS) for side in sides])

    def apply(pdf: Pdf) -> None:
        drawn = pdf.pages[0].obj
        drawn.MediaBox, drawn.BleedBox = on_page(page), on_page(boxes.printed)
        drawn.TrimBox = on_page(boxes.trim)

    return apply


def _state_scale(boxes: Boxes) -> Pass:
    """Where the page is smaller than the piece: its scale for programs, and what it stands for."""
    scale = f"1:{round(1 / boxes.scale)}"
    piece = f"{scale} = {boxes.trim.width:g} x {boxes.trim.height:g} mm"

    def apply(pdf: Pdf) -> None:
        if boxes.scale == 1:
            return
        pdf.docinfo.Subject = piece
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp.register_xml_namespace(NAMESPACE, "poster")
            xmp["poster:scale"], xmp["dc:description"] = scale, piece

    return apply


def describe(info: Info) -> Pass:
    """Info and XMP in agreement; what cairo said of itself and of the time goes."""
    creator, day = f"poster {__version__}", info.day
    stamp = f"D:{day:%Y%m%d}000000Z"

    def apply(pdf: Pdf) -> None:
        del pdf.docinfo
        pdf.docinfo.update(
            Dictionary(
                Title=info.title,
                Creator=creator,
                Producer=creator,
                CreationDate=stamp,
                ModDate=stamp,
                Trapped=Name("/False"),
            )
        )
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp["dc:title"] = info.title
            xmp["xmp:CreatorTool"] = xmp["pdf:Producer"] = creator
            xmp["xmp:CreateDate"] = xmp["xmp:ModifyDate"] = f"{day.isoformat()}T00:00:00Z"
            xmp["pdf:Trapped"] = "False"

    return apply


def inspect_pdf(data: bytes) -> Inspected:
    """What the PDF in `data` holds. Raises RequestError `pdf-unreadable`."""
    try:
        with Pdf.open(io.BytesIO(data)) as pdf:
            return _inspected(pdf)
    except (pikepdf.PdfError, pikepdf.PasswordError, IndexError) as error:
        raise RequestError("pdf-unreadable", why=str(error)) from error


def _inspected(pdf: Pdf) -> Inspected:
    page = pdf.pages[0]
    things = [thing for thing in pdf.objects if isinstance(thing, Dictionary | pikepdf.Stream)]
    pictures = [thing for thing in things if thing.get("/Subtype") == "/Image"]
    title = pdf.docinfo.get("/Title")
    media, bleed, trim = (
        _in_mm(box, page.mediabox) for box in (page.mediabox, page.bleedbox, page.trimbox)
    )
    names = ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox")
    return Inspected(
        version=pdf.pdf_version,
        pages=len(pdf.pages),
        media=media,
        bleed=bleed,
        trim=trim,
        stated=frozenset(name for name in names if f"/{name}" in page.obj),
        fonts=sum(thing.get("/Type") == "/Font" for thing in things),
        images=len(pictures) - sum("/SMask" in picture for picture in pictures),
        title=None if title is None else str(title),
    )


def _in_mm(box: Array, media: Array) -> Rect:
    x1, y1, x2, y2 = (float(side) for side in box)
    left, top = min(float(media[0]), float(media[2])), max(float(media[1]), float(media[3]))
    return Rect.around(((x1 - left, top - y1), (x2 - left, top - y2))).scaled(1 / POINTS_PER_MM)
