"""Finishing the PDF that cairo drew, and reading back what a PDF holds: the one home of pikepdf.

Finishing is a row of passes over one open document; what a stricter kind of PDF needs is a further
pass.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from poster import __version__
from poster.errors import RenderError, RequestError
from poster.geometry import Rect

Pass = Callable[[Pdf], None]

PDF_VERSION: Final = "1.6"
POINTS_PER_MM: Final = 72 / 25.4
#: The longest side that readers agree on, in points; UserUnit would lift it, but they do not agree.
MAX_SIDE_PT: Final = 14_400
#: Above this outer size in mm a page is drawn at 1:10.
MAX_FULL_SIZE_MM: Final = 5_000
#: Decimals of a box in points: a thousandth of a micrometre.
BOX_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """The rectangles of a page in mm of the finished piece; the page shows them at 1:`scale`."""

    printed: Rect
    trim: Rect
    scale: int = 1


@dataclass(frozen=True, slots=True)
class PdfInfo:
    """What a PDF says of itself."""

    title: str
    made: date


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The boxes of one page in mm of the page, y growing downwards from the top of the MediaBox."""

    media: Rect
    bleed: Rect | None
    trim: Rect | None
    crop: Rect | None


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What a PDF holds. `images` counts pictures and not their masks."""

    version: str
    pages: tuple[PageFacts, ...]
    fonts: int
    images: int
    title: str | None


def page_scale(printed: Rect) -> int:
    """1 or 10: the page of a piece is drawn at 1:1 or 1:10.

    Raises RequestError `page-too-large` where even 1:10 is beyond what a PDF page can be.
    """
    side = max(printed.width, printed.height)
    scale = 1 if side <= MAX_FULL_SIZE_MM else 10
    if side / scale * POINTS_PER_MM > MAX_SIDE_PT:
        limit = MAX_SIDE_PT * scale / POINTS_PER_MM / 1000
        raise RequestError("page-too-large", size_m=f"{side / 1000:g}", limit_m=f"{limit:.1f}")
    return scale


def finish_pdf(drawn: bytes, boxes: PageBoxes, info: PdfInfo, further: Sequence[Pass] = ()) -> bytes:
    """The one page that cairo drew, with exact boxes and metadata; the same bytes every time.

    `further` passes run before the file is written. Raises RenderError `pdf-pages` where `drawn`
    does not hold exactly one page.
    """
    with Pdf.open(io.BytesIO(drawn)) as pdf:
        if len(pdf.pages) != 1:
            raise RenderError("pdf-pages", found=len(pdf.pages))
        for apply in (_set_boxes(boxes), _set_info(info), *further):
            apply(pdf)
        finished = io.BytesIO()
        pdf.save(
            finished,
            force_version=PDF_VERSION,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
        )
        return finished.getvalue()


def _set_boxes(boxes: PageBoxes) -> Pass:
    def apply(pdf: Pdf) -> None:
        page, printed, trim = pdf.pages[0], boxes.printed, boxes.trim
        points = POINTS_PER_MM / boxes.scale
        whole = (0.0, 0.0, printed.width * points, printed.height * points)
        left, bottom = trim.x - printed.x, printed.bottom - trim.bottom
        inner = tuple(
            side * points for side in (left, bottom, left + trim.width, bottom + trim.height)
        )
        page.obj.MediaBox = page.obj.BleedBox = _box(whole)
        page.obj.TrimBox = _box(inner)
        for other in (Name.CropBox, Name.ArtBox, Name.UserUnit):
            if other in page.obj:
                del page.obj[other]

    return apply


def _box(sides: Sequence[float]) -> Array:
    return Array([round(side, BOX_DECIMALS) for side in sides])


def _set_info(info: PdfInfo) -> Pass:
    def apply(pdf: Pdf) -> None:
        creator, day = f"poster {__version__}", info.made
        stamp = pikepdf.String(f"D:{day:%Y%m%d}000000Z")
        del pdf.docinfo
        pdf.docinfo.update(
            Dictionary(
                Title=pikepdf.String(info.title),
                Creator=pikepdf.String(creator),
                CreationDate=stamp,
                ModDate=stamp,
                Trapped=Name("/False"),
            )
        )
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp["dc:title"] = info.title
            xmp["xmp:CreatorTool"] = creator
            xmp["xmp:CreateDate"] = xmp["xmp:ModifyDate"] = f"{day.isoformat()}T00:00:00Z"
            xmp["pdf:Trapped"] = "False"

    return apply


def inspect_pdf(data: bytes) -> PdfFacts:
    """What the PDF in `data` holds. Raises RequestError `pdf-unreadable`."""
    try:
        with Pdf.open(io.BytesIO(data)) as pdf:
            things = [thing for thing in pdf.objects if isinstance(thing, Dictionary | pikepdf.Stream)]
            pictures = [thing for thing in things if thing.get("/Subtype") == Name.Image]
            title = pdf.docinfo.get("/Title")
            return PdfFacts(
                version=pdf.pdf_version,
                pages=tuple(_page_facts(page) for page in pdf.pages),
                fonts=sum(thing.get("/Type") == Name.Font for thing in things),
                images=len(pictures) - sum("/SMask" in picture for picture in pictures),
                title=None if title is None else str(title),
            )
    except pikepdf.PdfError as error:
        raise RequestError("pdf-unreadable", why=str(error)) from error


def _page_facts(page: pikepdf.Page) -> PageFacts:
    media = [float(side) for side in page.mediabox]

    def box(name: str) -> Rect | None:
        # CropBox is inherited from the page tree, as MediaBox is; the others are not.
        sides = page.cropbox if name == "/CropBox" and "/CropBox" in page.obj else page.obj.get(name)
        return None if sides is None else _in_mm([float(side) for side in sides], media)

    return PageFacts(_in_mm(media, media), box("/BleedBox"), box("/TrimBox"), box("/CropBox"))


def _in_mm(sides: Sequence[float], media: Sequence[float]) -> Rect:
    (x1, x2), (y1, y2) = sorted(sides[::2]), sorted(sides[1::2])
    left, top = min(media[::2]), max(media[1::2])
    return Rect.from_sides(x1 - left, top - y2, x2 - left, top - y1).scaled(1 / POINTS_PER_MM)
