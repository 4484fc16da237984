"""A drawn page into a finished PDF: boxes, description, identity. The one home of pikepdf."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pikepdf

from poster import __version__
from poster.geometry import Rect

MM_PER_POINT: Final = 25.4 / 72
VERSION: Final = "1.6"


@dataclass(frozen=True, slots=True)
class Boxes:
    """Finished and printed size of a piece in mm, and the scale of its page (0.1 for 1:10)."""

    trim: Rect
    printed: Rect
    scale: float


@dataclass(frozen=True, slots=True)
class Info:
    """What a PDF says of itself. The day is an input: nothing here reads the clock."""

    title: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a PDF holds: pages, the first page's boxes in mm on the page, fonts."""

    pages: int
    media: Rect
    bleed: Rect
    trim: Rect
    fonts: int


def finish_pdf(drawn: bytes, boxes: Boxes, info: Info) -> bytes:
    """The finished PDF of a page that `draw_pdf` drew. The same input gives the same bytes."""
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        for stage in _STAGES:
            stage(pdf, boxes, info)
        stream = io.BytesIO()
        pdf.save(
            stream,
            min_version=VERSION,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
        )
    return stream.getvalue()


def _set_boxes(pdf: pikepdf.Pdf, boxes: Boxes, _: Info) -> None:
    """MediaBox = BleedBox = printed size from 0,0; TrimBox inside. PDF's y grows upwards."""
    points = boxes.scale / MM_PER_POINT
    printed, trim = boxes.printed, boxes.trim
    page = pdf.pages[0]
    sheet = [0, 0, printed.width * points, printed.height * points]
    left, bottom = (trim.x - printed.x) * points, (printed.bottom - trim.bottom) * points
    inner = [left, bottom, left + trim.width * points, bottom + trim.height * points]
    page.MediaBox, page.BleedBox = (pikepdf.Array([_real(v) for v in sheet]) for _ in range(2))
    page.TrimBox = pikepdf.Array([_real(v) for v in inner])


def _real(points: float) -> pikepdf.Object:
    return pikepdf.Object.parse(f"{points:.5f}".rstrip("0").rstrip(".").encode() or b"0")


def _describe(pdf: pikepdf.Pdf, _: Boxes, info: Info) -> None:
    """Info and XMP in agreement; what cairo said of itself and of the time goes."""
    del pdf.docinfo
    made = dt.datetime.combine(info.day, dt.time(), dt.UTC)
    stamp = pikepdf.String(made.strftime("D:%Y%m%d%H%M%SZ"))
    creator = f"poster {__version__}"
    pdf.docinfo = pdf.make_indirect(
        pikepdf.Dictionary(
            Title=info.title, Creator=creator, Producer=creator,
            CreationDate=stamp, ModDate=stamp, Trapped=pikepdf.Name.False_,
        )  # fmt: skip
    )
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = info.title
        xmp["xmp:CreatorTool"] = creator
        xmp["pdf:Producer"] = creator
        xmp["xmp:CreateDate"] = xmp["xmp:ModifyDate"] = made.isoformat()
        xmp["pdf:Trapped"] = "False"


_STAGES: Final[tuple[Callable[[pikepdf.Pdf, Boxes, Info], None], ...]] = (_set_boxes, _describe)


def inspect_pdf(data: bytes) -> Inspected:
    """Read a finished PDF again, as a check before it appears."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        fonts = [
            one for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
        ]  # fmt: skip
        media = _box(page.mediabox)
        bleed, trim = (_box(page.get(key, page.mediabox)) for key in ("/BleedBox", "/TrimBox"))
        return Inspected(len(pdf.pages), media, bleed, trim, len(fonts))


def _box(corners: pikepdf.Array) -> Rect:
    left, bottom, right, top = (float(value) * MM_PER_POINT for value in corners)
    return Rect.from_sides(left, bottom, right, top)


