"""The pixels of panels: parts of one raster that is drawn once, so that they are its very pixels.

Strips must be drawn in full width: where a gradient's drawing begins changes its last digit. What
was drawn is kept in a file without a name, compressed, until every panel has been written.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, TypeVar

from PIL import Image
from zlib_ng import zlib_ng

from poster.errors import WriteError
from poster.geometry import Affine, Rect
from poster.press.plates import BAND_ROWS
from poster.press.tiff import Bands
from poster.render.strips import in_order

T = TypeVar("T")
Progress = Callable[[int, int], None]

#: What is kept is read once and thrown away: speed counts more than size.
LEVEL: Final = 1


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a raster in pixels; `right` and `bottom` are the first ones outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def columns(self) -> tuple[int, int]:
        """From which column to which."""
        return self.left, self.right


def window_of(region: Rect, printed: Rect, width_px: int, height_px: int) -> Window:
    """The pixels of `region` (mm) in a raster of `printed`, each side on the nearest joint."""
    box = Affine.between(printed, Rect(0, 0, width_px, height_px)).box(region)
    return Window(round(box.x), round(box.y), round(box.right), round(box.bottom))


@dataclass
class _Columns:
    """The bands of some columns of a raster, from the top down, in a file."""

    width_px: int
    file: IO[bytes]
    places: list[tuple[int, int]] = field(default_factory=list)
    reading: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, packed: bytes) -> None:
        self.places.append((self.file.tell(), self.file.write(packed)))

    def band(self, number: int) -> Image.Image:
        at, length = self.places[number]
        with self.reading:
            self.file.seek(at)
            packed = self.file.read(length)
        pixels = zlib_ng.decompress(packed)
        return Image.frombytes("CMYK", (self.width_px, len(pixels) // (4 * self.width_px)), pixels)


@dataclass(frozen=True, slots=True)
class Part:
    """The pixels of one window, in bands like those of a whole raster."""

    window: Window
    kept: _Columns

    @property
    def width_px(self) -> int:
        """Pixels in a row."""
        return self.window.right - self.window.left

    @property
    def height_px(self) -> int:
        """Rows of all bands together."""
        return self.window.bottom - self.window.top

    def bands(self, finish: Callable[[Image.Image], T], jobs: int = 1) -> Iterator[T]:
        """What `finish` makes of each band of `BAND_ROWS` rows, in order, `jobs` at once."""

        def work(top_px: int) -> T:
            return finish(self._rows(top_px, min(top_px + BAND_ROWS, self.window.bottom)))

        return in_order(work, range(self.window.top, self.window.bottom, BAND_ROWS), jobs)

    def _rows(self, top_px: int, bottom_px: int) -> Image.Image:
        """Rows of the whole raster, out of the one or two bands that hold them."""
        rows = Image.new("CMYK", (self.width_px, bottom_px - top_px))
        for number in range(top_px // BAND_ROWS, -(-bottom_px // BAND_ROWS)):
            rows.paste(self.kept.band(number), (0, number * BAND_ROWS - top_px))
        return rows


@contextmanager
def parts_of(
    plates: Bands, windows: Sequence[Window], folder: Path, jobs: int, progress: Progress
) -> Iterator[tuple[Part, ...]]:
    """Draw `plates` once; the parts can be read until the block ends.

    `folder` has room for what is kept meanwhile. Raises WriteError where it has not, and what
    drawing raises.
    """
    columns = list(dict.fromkeys(window.columns for window in windows))
    files: list[IO[bytes]] = []
    try:
        for _ in columns:
            files.append(tempfile.TemporaryFile(dir=folder))  # noqa: SIM115
        kept = {
            (left, right): _Columns(right - left, file)
            for (left, right), file in zip(columns, files, strict=True)
        }
        _keep(plates, kept, jobs, progress)
        yield tuple(Part(window, kept[window.columns]) for window in windows)
    finally:
        for file in files:
            file.close()


def _keep(
    plates: Bands, kept: dict[tuple[int, int], _Columns], jobs: int, progress: Progress
) -> None:
    def packed(band: Image.Image) -> list[bytes]:
        cuts = (band.crop((left, 0, right, band.height)) for left, right in kept)
        return [zlib_ng.compress(cut.tobytes(), LEVEL) for cut in cuts]

    rows = 0
    for cuts in plates.bands(packed, jobs):
        for columns, cut in zip(kept.values(), cuts, strict=True):
            try:
                columns.keep(cut)
            except OSError as error:
                raise WriteError("cannot-write-panels", why=error.strerror or "") from error
        rows = min(rows + BAND_ROWS, plates.height_px)
        progress(rows, plates.height_px)
