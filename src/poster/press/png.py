"""PNG files of any size, written strip by strip.

Each strip is a piece of deflate of its own that ends on a whole byte, so strips are compressed on
the threads that drew them, and the file's bytes do not depend on how many there were.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from PIL import ImageChops
from PIL.Image import Image
from zlib_ng import zlib_ng

from poster.render.strips import Strip, Strips

Progress = Callable[[int, int], None]

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
#: zlib-ng's level 2 gave the same bytes on every processor that was tried, in an eighth of the
#: time of zlib's level 6.
LEVEL: Final = 2
#: Rows that are filtered at once: few enough that what that takes is small beside the strip.
BAND_ROWS: Final = 16
#: Head of a zlib stream, and the empty block that ends one.
ZLIB_HEAD: Final = b"\x78\x5e"
ZLIB_END: Final = b"\x03\x00"
ADLER_BASE: Final = 65_521
#: PNG's numbers of the filters that are used.
SUB: Final = 1
UP: Final = 2


@dataclass(frozen=True, slots=True)
class _Piece:
    """A strip, compressed; `adler` is the checksum of its `size` bytes before that."""

    deflated: bytes
    adler: int
    size: int
    rows: int


def write_png(
    stream: BinaryIO,
    strips: Strips,
    pixels_per_metre: int,
    *,
    jobs: int = 1,
    progress: Progress | None = None,
) -> None:
    """Write `strips` to `stream` as an RGB PNG in sRGB with that many pixels in a metre.

    `progress` hears of rows done and rows in all. Raises what drawing and writing raise.
    """
    size = (strips.width_px, strips.height_px)
    stream.write(SIGNATURE)
    stream.write(_chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)))
    stream.write(_chunk(b"sRGB", b"\0"))
    stream.write(_chunk(b"pHYs", struct.pack(">IIB", pixels_per_metre, pixels_per_metre, 1)))
    stream.write(_chunk(b"IDAT", ZLIB_HEAD))
    adler, rows = 1, 0
    for piece in strips.strips(_compressed, jobs):
        stream.write(_chunk(b"IDAT", piece.deflated))
        adler, rows = _joined(adler, piece), rows + piece.rows
        if progress is not None:
            progress(rows, strips.height_px)
    stream.write(_chunk(b"IDAT", ZLIB_END + struct.pack(">I", adler)))
    stream.write(_chunk(b"IEND", b""))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return b"".join(
        (struct.pack(">I", len(data)), kind, data, struct.pack(">I", zlib_ng.crc32(kind + data)))
    )


def _compressed(strip: Strip) -> _Piece:
    """`strip` filtered and deflated. Its first row is told from its own pixels only."""
    deflate = zlib_ng.compressobj(LEVEL, zlib_ng.DEFLATED, -zlib_ng.MAX_WBITS)
    parts, adler, size = [], 1, 0
    for top in range(0, strip.image.height, BAND_ROWS):
        for band in _filtered(strip.image, top, min(top + BAND_ROWS, strip.image.height)):
            parts.append(deflate.compress(band))
            adler, size = zlib_ng.adler32(band, adler), size + len(band)
    parts.append(deflate.flush(zlib_ng.Z_FULL_FLUSH))
    return _Piece(b"".join(parts), adler, size, strip.image.height)


def _filtered(image: Image, top: int, bottom: int) -> list[bytes]:
    """Rows `top` to `bottom` as PNG wants them: each as its difference to the row above.

    That filter made the smallest files of the three that were tried, and is the fastest. The first
    row of a strip has no row above it and is told from the pixel to the left instead.
    """
    bands = []
    if top == 0:
        row = image.crop((0, 0, image.width, 1))
        bands.append(
            _rows(ImageChops.subtract_modulo(row, image.crop((-1, 0, image.width - 1, 1))), SUB)
        )
        top = 1
    if top < bottom:
        below = image.crop((0, top, image.width, bottom))
        above = image.crop((0, top - 1, image.width, bottom - 1))
        bands.append(_rows(ImageChops.subtract_modulo(below, above), UP))
    return bands


def _rows(image: Image, kind: int) -> bytes:
    """The bytes of `image`, each row headed by the number of its filter."""
    stride = 3 * image.width + 1
    # Pillow fills up each row to the stride: what stands behind a row heads the next one.
    rows = bytearray(b"\0" + image.tobytes("raw", "RGB", stride, 1))
    del rows[-1]
    rows[::stride] = bytes([kind]) * image.height
    return bytes(rows)


def _joined(adler: int, piece: _Piece) -> int:
    """The checksum of what `adler` stands for with `piece` behind it."""
    low, high = adler & 0xFFFF, adler >> 16
    piece_low, piece_high = piece.adler & 0xFFFF, piece.adler >> 16
    low_sum = (low + piece_low - 1) % ADLER_BASE
    high_sum = (high + piece_high + piece.size * (low - 1)) % ADLER_BASE
    return high_sum << 16 | low_sum


def read_png_size(path: Path) -> tuple[int, int, int]:
    """Width and height in pixels and pixels a metre, from the head of the PNG file at `path`."""
    with path.open("rb") as stream:
        head = stream.read(128)
    width, height = struct.unpack(">II", head[16:24])
    place = head.index(b"pHYs") + 4
    return width, height, struct.unpack(">I", head[place : place + 4])[0]
