"""Rasters of any size, as strips of a fixed height, drawn and finished on several threads.

A strip is drawn alone, so memory depends on the width of a raster and not on its height, and the
pixels do not depend on how many threads drew them. Threads serve because cairo, Pillow and zlib-ng
work outside Python's lock: two of them draw 1.8 to 2 times as fast as one.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from PIL import Image

from poster.geometry import Affine, Rect
from poster.svg.artwork import Artwork

if TYPE_CHECKING:
    from poster.render.surface import Recording, Repaint

T = TypeVar("T")

#: Rows of a strip. Part of what makes the same request the same bytes: a piece of PNG is a strip.
STRIP_ROWS: Final = 128
#: Pixels of a tile inside a strip, at most; cairo's own limit is 32,767.
TILE_PX: Final = 32_000


@dataclass(frozen=True, slots=True)
class Strip:
    """Rows of a raster from `top_px` on, as an RGB picture of the raster's width."""

    top_px: int
    image: Image.Image


class Strips(Protocol):
    """Something that comes in strips, from the top down."""

    @property
    def width_px(self) -> int:
        """Pixels in a row."""

    @property
    def height_px(self) -> int:
        """Rows of all strips together."""

    def strips(self, finish: Callable[[Strip], T], jobs: int = 1) -> Iterator[T]:
        """What `finish` makes of each strip, in order, `jobs` of them at work at once."""


@dataclass(frozen=True, slots=True)
class Raster:
    """A request: `region` of an artwork (in mm) on `width_px` by `height_px` pixels.

    What the artwork leaves unpainted comes out white. `repaint` changes its colours.
    """

    artwork: Artwork
    region: Rect
    width_px: int
    height_px: int
    repaint: Repaint | None = None

    @property
    def to_px(self) -> Affine:
        """Takes millimetres of the artwork to pixels of the raster."""
        return Affine.between(self.region, Rect(0, 0, self.width_px, self.height_px))

    def strips(self, finish: Callable[[Strip], T], jobs: int = 1) -> Iterator[T]:
        """What `finish` makes of each strip, in order; it runs on the thread that drew the strip.

        Raises RenderError.
        """
        return together([self], lambda strips: finish(strips[0]), jobs)

    def image(self, jobs: int = 1) -> Image.Image:
        """The whole raster as one RGB picture, for sizes that fit in memory."""
        whole = Image.new("RGB", (self.width_px, self.height_px))
        for strip in self.strips(lambda strip: strip, jobs):
            whole.paste(strip.image, (0, strip.top_px))
        return whole


def together(
    rasters: Sequence[Raster], finish: Callable[[Sequence[Strip]], T], jobs: int = 1
) -> Iterator[T]:
    """What `finish` makes of the same rows of several rasters of one size, drawn on one thread.

    Raises RenderError.
    """
    own, recording = threading.local(), threading.Lock()

    def work(top_px: int) -> T:
        if not hasattr(own, "brushes"):
            pixels = _memory(rasters[0])
            own.brushes = [_Brush(raster, recording, pixels) for raster in rasters]
        return finish([brush.strip(top_px) for brush in own.brushes])

    return in_order(work, range(0, rasters[0].height_px, STRIP_ROWS), jobs)


def _memory(raster: Raster) -> memoryview:
    """Room for the pixels of a strip; the brushes of one thread draw into it by turns."""
    # One row more than is drawn: cairo wants the last row of a tile to be a whole stride long.
    rows = min(STRIP_ROWS, raster.height_px) + 1
    return memoryview(bytearray(4 * raster.width_px * rows))


class _Brush:
    """What one thread needs to draw strips: a recording, and memory for pixels."""

    def __init__(self, raster: Raster, recording: threading.Lock, pixels: memoryview) -> None:
        self._raster = raster
        self._one_at_a_time = recording
        self._stride = 4 * raster.width_px
        self._pixels = pixels
        self._recorded: tuple[int, Recording] | None = None

    def strip(self, top_px: int) -> Strip:
        width, rows = self._raster.width_px, min(STRIP_ROWS, self._raster.height_px - top_px)
        recording = self._recording(top_px)
        for left in range(0, width, TILE_PX):
            tile = self._pixels[4 * left : 4 * left + self._stride * rows]
            recording.paint(tile, self._stride, (left, top_px, min(TILE_PX, width - left), rows))
        drawn = self._pixels[: self._stride * rows]
        return Strip(top_px, Image.frombytes("RGB", (width, rows), drawn, "raw", "BGRX"))

    def _recording(self, top_px: int) -> Recording:
        """The recording of the rows around `top_px`: of all rows, unless the raster is enormous."""
        from poster.render import surface  # loads cairo, which only drawing needs

        raster = self._raster
        rows = max(1, surface.MAX_RECORDED_PX // raster.width_px // STRIP_ROWS) * STRIP_ROWS
        part = top_px // rows
        if self._recorded is None or self._recorded[0] != part:
            window = (0, part * rows, raster.width_px, min(rows, raster.height_px - part * rows))
            # Recording holds Python's lock anyway; taking turns halves the memory for photos.
            with self._one_at_a_time:
                drawn = surface.record(raster.artwork, raster.to_px, window, raster.repaint)
            self._recorded = (part, drawn)
        return self._recorded[1]


def in_order(work: Callable[[int], T], items: range, jobs: int) -> Iterator[T]:
    """`work` of each item, in the order of `items`, `jobs` of them at once.

    At most two results a job are under way, so a slow reader does not fill the memory.
    """
    if jobs == 1:
        yield from map(work, items)
        return
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="poster-strip")
    waiting: deque[Future[T]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) == 2 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
