"""Drawing an artwork with cairo: the one home of cairosvg and cairocffi.

An artwork is parsed once and recorded; the recording is replayed for every strip of pixels, at any
size. A PDF is drawn directly instead: a replayed recording loses strokes whose gradient has alpha.
Importing this module needs libcairo, so callers import it when they are about to draw.
"""

from __future__ import annotations

import base64
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from PIL import Image

from poster.errors import MachineError, RenderError
from poster.geometry import Affine, Rect
from poster.render import tracing
from poster.render.boxes import matrix
from poster.render.prepare import for_pdf, for_pixels
from poster.svg.artwork import Artwork

#: The command that puts libcairo on a machine, by the start of `sys.platform`.
REMEDIES: Final = {
    "darwin": "brew install cairo",
    "win32": "winget install --id tschoonj.GTKForWindows",
    "linux": "sudo apt-get install libcairo2",
}


def remedy(platform: str) -> str:
    """The command that installs libcairo on `platform`, a value of `sys.platform`."""
    known = (command for start, command in REMEDIES.items() if platform.startswith(start))
    return next(known, REMEDIES["linux"])


try:
    import cairocffi
    from cairosvg.parser import Tree
    from cairosvg.surface import TAGS, Surface
except OSError as error:  # cairocffi found no libcairo to load
    raise MachineError("cairo-missing", command=remedy(sys.platform)) from error

TAGS[tracing.TAG] = tracing.trace

Colour = tuple[float, float, float, float]
#: Left, top, width and height of a part of a raster, in pixels.
Window = tuple[int, int, int, int]

MM_PER_POINT: Final = 25.4 / 72
#: Pixels that one recording may cover. cairo sorts what it recorded by areas in 32 bits; with
#: larger ones it recurses without end and takes the process down (1.16, and its source in 2021).
MAX_RECORDED_PX: Final = 2**30
#: The longest side in pixels of a picture that cairo takes.
MAX_IMAGE_PX: Final = 32_767
#: How deep groups with opacity may stand in one another: each takes the room of one more strip.
MAX_OPACITY_DEPTH: Final = 12


@dataclass(frozen=True, slots=True)
class Repaint:
    """Changes the colours of an artwork as it is drawn, as for the plates of a separation.

    `colour` maps red, green, blue and alpha (each 0 to 1); `picture` maps an RGB or RGBA picture
    to another one of the same size, in RGB or RGBA.
    """

    colour: Callable[[Colour], Colour]
    picture: Callable[[Image.Image], Image.Image]


class Recording:
    """An artwork's drawing in pixels, replayed part by part. It belongs to the thread that made it.

    Replaying moves by whole pixels and never scales: cairo 1.16 rounds the scale of a replayed path
    to 1/256, which puts the end of a banner some ten centimetres from its place.
    """

    def __init__(self, surface: Any) -> None:
        self._surface = surface

    def paint(self, pixels: memoryview, stride: int, window: Window) -> None:
        """Fill `pixels` with what is in `window`, on white.

        `pixels` is memory of the caller's: a row for each row of `window`, each `stride` bytes
        after the one before, of four bytes a pixel (blue, green, red, unused). No side of `window`
        may be longer than 32,767. Raises RenderError.
        """
        left, top, width, height = window
        with _as_render_error():
            target = cairocffi.ImageSurface.create_for_data(
                pixels, cairocffi.FORMAT_RGB24, width, height, stride
            )
            context = cairocffi.Context(target)
            context.set_source_rgb(1, 1, 1)
            context.paint()
            context.set_source_surface(self._surface, -left, -top)
            context.paint()
            target.finish()


def record(
    artwork: Artwork, to_px: Affine, window: Window, repaint: Repaint | None = None
) -> Recording:
    """Draw `artwork` once, for replaying parts of `window`, which holds at most `MAX_RECORDED_PX`.

    `to_px` takes its millimetres to pixels. Raises RenderError.
    """
    svg = for_pixels(artwork.svg, max(abs(to_px.a), abs(to_px.d)))
    with _as_render_error():
        return Recording(_Recorder(svg, to_px, window, repaint).cairo)


def draw_pdf(artwork: Artwork, scale: float) -> bytes:
    """`artwork` as one page of PDF, its printed size times `scale`, in vectors.

    Raises RenderError.
    """
    points = scale / MM_PER_POINT
    printed = artwork.printed.scaled(points)
    to_page = Affine.translate(-printed.x, -printed.y) @ Affine.scale(points)
    with _as_render_error():
        page = _Page(for_pdf(artwork.svg), to_page, printed)
        page.finish()
        return page.written


def cairo_version() -> str:
    """The version of the libcairo that draws."""
    return str(cairocffi.cairo_version_string())


@contextmanager
def _as_render_error() -> Iterator[None]:
    try:
        yield
    except cairocffi.CairoError as error:
        raise RenderError("render-cairo", why=str(error)) from error


def _refuse(url: str, kind: str) -> NoReturn:
    raise RenderError("render-fetch", url=url[:80])


class _Canvas(Surface):  # type: ignore[misc]  # cairosvg ships no types
    """CairoSVG, drawing an artwork in millimetres."""

    #: How a picture goes on beyond its edges, where the pixels around them are mixed.
    extend: int
    #: Whether the bytes of a JPEG are handed on as they are.
    keeps_jpeg: bool

    def __init__(self, svg: bytes, to_target: Affine, repaint: Repaint | None) -> None:
        self._to_target = to_target
        self._repaint = repaint
        self._pictures: dict[str, Any] = {}
        self._opacity_depth = 0
        tree = Tree(bytestring=svg, url_fetcher=_refuse)
        # At 25.4 pixels an inch, CairoSVG's pixel is our millimetre.
        super().__init__(tree, None, 25.4, map_rgba=repaint and repaint.colour)

    def set_context_size(self, width: float, height: float, viewbox: Any, tree: Any) -> None:
        """Put the artwork where it is wanted. What is drawn ends where the target ends."""
        self.context.set_matrix(cairocffi.Matrix(*self._to_target.numbers))
        self.context_width, self.context_height = width, height

    def draw(self, node: Any) -> None:
        """Draw one element: pictures by our own hand, all else by CairoSVG's."""
        if node.tag == "image":
            self._draw_image(node)
            return
        if node.tag == "path" and tracing.is_traceable(node.get("d", "")):
            node.tag = tracing.TAG
        fades = float(node.get("opacity", 1)) < 1
        self._opacity_depth += fades
        if self._opacity_depth > MAX_OPACITY_DEPTH:
            raise RenderError(
                "render-groups-too-deep", element=node.get("id", "g"), limit=MAX_OPACITY_DEPTH
            )
        super().draw(node)
        self._opacity_depth -= fades

    def _draw_image(self, node: Any) -> None:
        x, y, width, height = (float(node.get(key, 0)) for key in ("x", "y", "width", "height"))
        placed = matrix(node.get("transform"))
        if width * height * placed.determinant == 0:
            return
        picture = self._picture(node.get_href(), node.get("id", "image"))
        columns, rows = picture.get_width(), picture.get_height()
        context = self.context
        context.save()
        context.transform(cairocffi.Matrix(*placed.numbers))
        context.translate(x, y)
        context.scale(width / columns, height / rows)
        context.set_source_surface(picture, 0, 0)
        context.get_source().set_extend(self.extend)
        context.rectangle(0, 0, columns, rows)
        context.fill()
        context.restore()

    def _picture(self, href: str, element: str) -> Any:
        """The picture in a data URI as a surface, made once however often it is placed."""
        if not href.startswith("data:"):
            _refuse(href, "image")
        if href not in self._pictures:
            self._pictures[href] = self._decoded(base64.b64decode(href.partition(",")[2]), element)
        return self._pictures[href]

    def _decoded(self, data: bytes, element: str) -> Any:
        with Image.open(io.BytesIO(data)) as opened:
            _check_picture(opened, element)
            is_jpeg = opened.format == "JPEG"
            mode = "RGB" if is_jpeg else "RGBA"
            opened.load()
            picture = opened if opened.mode == mode else opened.convert(mode)
        if self._repaint is not None:
            picture = self._repaint.picture(picture)
        surface = _surface_of(picture)
        if is_jpeg and self.keeps_jpeg and self._repaint is None:
            surface.set_mime_data("image/jpeg", data)
        return surface


class _Recorder(_Canvas):
    """Draws into a recording."""

    # Without this the outermost pixels of a picture fade, and its edge stands out as a line.
    extend = cairocffi.EXTEND_PAD
    keeps_jpeg = False

    def __init__(self, svg: bytes, to_px: Affine, window: Window, repaint: Repaint | None) -> None:
        self._window = window
        super().__init__(svg, to_px, repaint)

    def _create_surface(self, width: float, height: float) -> tuple[Any, float, float]:
        surface = cairocffi.RecordingSurface(cairocffi.CONTENT_COLOR_ALPHA, self._window)
        return surface, width, height


class _Page(_Canvas):
    """Draws onto a page of PDF."""

    # A picture in a PDF ends at its edge by itself; padding would make cairo re-encode it.
    extend = cairocffi.EXTEND_NONE
    keeps_jpeg = True

    def __init__(self, svg: bytes, to_page: Affine, page: Rect) -> None:
        self._page = page
        self._stream = io.BytesIO()
        super().__init__(svg, to_page, None)

    def _create_surface(self, width: float, height: float) -> tuple[Any, float, float]:
        page = self._page
        return cairocffi.PDFSurface(self._stream, page.width, page.height), width, height

    @property
    def written(self) -> bytes:
        return self._stream.getvalue()


def _check_picture(picture: Image.Image, element: str) -> None:
    """Refuse what a PDF would show otherwise than the raster does."""
    if max(picture.size) > MAX_IMAGE_PX:
        raise RenderError(
            "render-image-size", element=element, pixels=max(picture.size), limit=MAX_IMAGE_PX
        )
    if picture.mode not in ("1", "L", "LA", "P", "PA", "RGB", "RGBA"):
        raise RenderError("render-image-mode", element=element, mode=picture.mode)
    if picture.getexif().get(0x0112, 1) != 1:  # the tag that says which way is up
        raise RenderError("render-image-turned", element=element)


def _surface_of(picture: Image.Image) -> Any:
    """`picture` in cairo's pixels: blue, green, red, and alpha by which they are multiplied."""
    opaque = picture.mode == "RGB"
    pixels = (
        picture.tobytes("raw", "BGRX") if opaque else picture.convert("RGBa").tobytes("raw", "BGRa")
    )
    kind = cairocffi.FORMAT_RGB24 if opaque else cairocffi.FORMAT_ARGB32
    return cairocffi.ImageSurface.create_for_data(bytearray(pixels), kind, *picture.size)
