"""JPEG files in CMYK of any size that the format can say, written band by band.

Every row of blocks ends with a restart marker, behind which nothing refers back. So bands are
compressed alone, on the threads that drew them, and their rows joined: the file is the same as if
it had been compressed in one piece.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO, Final

from PIL import Image

from poster.errors import RequestError
from poster.press.density import exif, set_density
from poster.press.tiff import Bands, Label

Progress = Callable[[int, int], None]

#: The longest side that the format can say.
MAX_SIDE_PX: Final = 65_535
#: Quality for print: letters of one ink on another keep clean edges.
QUALITY: Final = 95
#: Rows of a block; colour is kept at full resolution, so all inks have the same blocks.
BLOCK_ROWS: Final = 8
#: Markers: size of the picture, begin of its rows, restart number 0, end.
SOF, SOS, RESTART, END = 0xC0, 0xDA, 0xD0, b"\xff\xd9"


def write_cmyk_jpeg(
    stream: BinaryIO,
    plates: Bands,
    label: Label,
    *,
    jobs: int = 1,
    progress: Progress | None = None,
) -> None:
    """Write `plates` to `stream`, with resolution and profile.

    Raises RequestError `jpeg-too-large`, and what drawing and writing raise.
    """
    longest = max(plates.width_px, plates.height_px)
    if longest > MAX_SIDE_PX:
        raise RequestError("jpeg-too-large", pixels=longest, limit=MAX_SIDE_PX)
    stream.write(_head(plates, label))
    blocks = rows = 0
    for band_rows, parts in plates.bands(_compressed, jobs):
        for part in parts:
            if blocks:
                stream.write(bytes((0xFF, RESTART + (blocks - 1) % 8)))
            stream.write(part)
            blocks += 1
        rows += band_rows
        if progress is not None:
            progress(rows, plates.height_px)
    stream.write(END)


def _saved(band: Image.Image, **options: object) -> bytes:
    stream = io.BytesIO()
    band.save(stream, "JPEG", quality=QUALITY, subsampling=0, restart_marker_rows=1, **options)
    return stream.getvalue()


def _compressed(band: Image.Image) -> tuple[int, list[bytes]]:
    """A band's number of rows, and each row of its blocks without markers."""
    data = _saved(band)
    blocks = data[_segments(data)[SOS] :].removesuffix(END)
    parts = [blocks]
    for number in range(-(-band.height // BLOCK_ROWS) - 1):
        parts[-1:] = parts[-1].split(bytes((0xFF, RESTART + number)), 1)
    return band.height, parts


def _head(plates: Bands, label: Label) -> bytes:
    """All that stands before the first row, as of a picture of one row of blocks, made higher."""
    row, per_metre = Image.new("CMYK", (plates.width_px, 1)), label.pixels_per_metre
    said = exif(per_metre, plates.width_px, plates.height_px, srgb=False)
    # Pillow writes a head for inks only where it is told of a resolution.
    data = _saved(row, dpi=(1, 1), exif=said, icc_profile=label.profile)
    segments = _segments(data)
    head = bytearray(data[: segments[SOS]])
    size = segments[SOF]
    head[size + 1 : size + 3] = plates.height_px.to_bytes(2, "big")
    set_density(head, per_metre)
    return bytes(head)


def _segments(data: bytes) -> dict[int, int]:
    """Where the content of each segment starts; of the rows, where their blocks do."""
    places: dict[int, int] = {}
    at = 2
    while True:
        kind, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if kind == SOS:
            return {**places, SOS: at + 2 + length}
        places[kind] = at + 4
        at += 2 + length
