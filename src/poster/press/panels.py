"""The print files of panels, beside the file of the whole piece: PDF, TIFF or JPEG a panel.

A shop whose program splits a file itself uses the whole one; the others print these as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from poster.errors import PreflightError
from poster.files import atomic, make_folder
from poster.geometry import Rect
from poster.messages import Catalogue
from poster.model import Panel
from poster.press.bandjpeg import write_cmyk_jpeg
from poster.press.order import Details, Order, inks_of, raster_size
from poster.press.overlay import BLACK, Overlay
from poster.press.panels_raster import Part, parts_of, window_of
from poster.press.panels_slug import PanelSlug
from poster.press.pdf import Boxes
from poster.press.pdfx import STANDARD
from poster.press.plates import Plates
from poster.press.preflight import check_own
from poster.press.preflight.faults import Expectation
from poster.press.readback import inspect_raster
from poster.press.tiff import Label, write_tiff
from poster.press.vector import check_page, finished_pdf
from poster.svg.nodes import Group, to_artwork
from poster.svg.paths import rectangle
from poster.typeset.fonts import Face
from poster.units import plain

#: The folder of panels ("tấm") inside a piece's own.
FOLDER: Final = "tam"
_ENDINGS: Final = {"tiff": "tif", "jpg": "jpg"}

#: A file that is there, and what reports say of it.
Written = tuple[Path, Details]


@dataclass(frozen=True, slots=True)
class PanelFiles:
    """All that the panels of one piece need; `folder` and `name` are the piece's."""

    order: Order
    panels: tuple[Panel, ...]
    overlap_mm: float
    folder: Path
    name: str
    face: Face
    head: Face
    catalogue: Catalogue

    def write(self, key: str) -> Iterator[Written]:
        """A file of format `key` ("pdf", "tiff", "jpg") for each panel. Raises PosterError."""
        make_folder(self.folder / FOLDER)
        return self._pdfs() if key == "pdf" else self._rasters(key)

    # ------------------------------------------------------------ vectors

    def _pdfs(self) -> Iterator[Written]:
        scale = self.order.sheet.scale
        said = "" if scale == 1 else f"_TL1-{scale}"
        for panel in self.panels:
            slug = PanelSlug(
                panel, self.panels, scale, self.overlap_mm, f"{self.name} · {self.order.title}",
                self.face, self.head, self.catalogue,
            )  # fmt: skip
            trim, page = self._finished(panel), slug.page
            path = self._path(panel, f"{_sides(trim)}{said}_CMYK.pdf")
            kept = Group(self.order.nodes, clip=rectangle(panel.region))
            artwork = to_artwork((kept,), self.order.sheet.trim, page)
            own = replace(
                self.order, artwork=artwork, overlays=(Overlay(BLACK, slug.shapes()),),
                title=f"{self.order.title} - {self.catalogue.text('panel-code', code=panel.code)}",
            )  # fmt: skip
            boxes = Boxes(trim, panel.region, 1 / scale, page)
            with atomic(path, check=partial(_check_pdf, boxes)) as stream:
                stream.write(finished_pdf(own, artwork, boxes))
            on_page = page.scaled(1 / scale)
            yield (
                path,
                {
                    **self._said(panel),
                    "scale": f"1:{scale}",
                    "page_mm": [float(plain(on_page.width)), float(plain(on_page.height))],
                    "standard": STANDARD,
                },
            )

    # ------------------------------------------------------------ pixels

    def _rasters(self, key: str) -> Iterator[Written]:
        order, printed = self.order, self.order.sheet.printed
        width, height, per_metre = raster_size(order, printed)
        plates = Plates(order.artwork, printed, width, height, order.separation)
        label = Label(per_metre, order.separation.profile, order.day)
        windows = [window_of(panel.region, printed, width, height) for panel in self.panels]
        room = self.folder / FOLDER
        with parts_of(plates, windows, room, order.jobs, order.progress) as parts:
            for panel, part in zip(self.panels, parts, strict=True):
                sizes = f"{_sides(self._finished(panel))}_in{_sides(panel.region)}"
                ending = f"{sizes}_{plain(order.ppi)}ppi_CMYK.{_ENDINGS[key]}"
                path = self._path(panel, ending)
                with atomic(path, check=self._raster_check(part, label)) as stream:
                    self._write_raster(key, stream, part, label)
                yield (
                    path,
                    {
                        **self._said(panel),
                        "width_px": part.width_px,
                        "height_px": part.height_px,
                        "pixels_per_metre": per_metre,
                        "ppi": order.ppi,
                    },
                )

    def _write_raster(self, key: str, stream: BinaryIO, part: Part, label: Label) -> None:
        if key == "tiff":
            write_tiff(stream, part, label, bigtiff=self.order.bigtiff, jobs=self.order.jobs)
        else:
            write_cmyk_jpeg(stream, part, label, jobs=self.order.jobs)

    def _raster_check(self, part: Part, label: Label) -> Callable[[Path], None]:
        def check(path: Path) -> None:
            found = inspect_raster(path)
            wanted = (part.width_px, part.height_px, "CMYK", label.profile)
            if (found.width_px, found.height_px, found.mode, found.profile) != wanted:
                size = f"{part.width_px} x {part.height_px} CMYK"
                raise PreflightError("raster-wrong", file=path.name, wanted=size)
            check_own(path, path.name, Expectation(ppi=self.order.ppi, pixels=False))

        return check

    # ------------------------------------------------------------ both

    def _finished(self, panel: Panel) -> Rect:
        """What a panel shows of the finished size."""
        return panel.region.intersect(self.order.sheet.trim)

    def _path(self, panel: Panel, ending: str) -> Path:
        code = panel.code.replace("/", "-")
        return self.folder / FOLDER / f"{self.name}_tam{code}_{ending}"

    def _said(self, panel: Panel) -> Details:
        return {"panel": panel.code, "glued": list(panel.glued), **inks_of(self.order)}


def _sides(box: Rect) -> str:
    return f"{plain(box.width)}x{plain(box.height)}mm"


def _check_pdf(boxes: Boxes, path: Path) -> None:
    page = boxes.page or boxes.printed
    check_page(path, boxes.scale, trim=boxes.trim, bleed=boxes.printed, media=page)
    scale = round(1 / boxes.scale)
    check_own(path, path.name, Expectation(scale=scale, pixels=False))
