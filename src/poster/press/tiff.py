"""TIFF files of any size in CMYK, written strip by strip.

Each strip of the file is compressed alone, on the thread that drew it, so the bytes do not depend
on how many threads there were. The head is written last, when the size is known: it is a BigTIFF's
only where a classic TIFF cannot count that far.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import BinaryIO, Final, Protocol, TypeVar

from PIL import Image, ImageChops
from zlib_ng import zlib_ng

from poster import __version__
from poster.errors import RequestError
from poster.press.plates import BAND_ROWS

T = TypeVar("T")
Progress = Callable[[int, int], None]

#: zlib-ng's level 2: see `png`.
LEVEL: Final = 2
#: Where a classic TIFF ends, less room for what stands behind the pixels.
CLASSIC_BYTES: Final = 2**32 - 2**24
#: Room for the head of either kind.
HEAD_BYTES: Final = 16

#: Kinds of values, and how each is packed.
BYTES, TEXT, SHORT, LONG, RATIONAL, LONG8 = 7, 2, 3, 4, 5, 16
PACKED: Final = {BYTES: "B", TEXT: "B", SHORT: "H", LONG: "I", RATIONAL: "I", LONG8: "Q"}


class Bands(Protocol):
    """A picture in CMYK that comes in bands of `BAND_ROWS` rows, from the top down."""

    @property
    def width_px(self) -> int:
        """Pixels in a row."""

    @property
    def height_px(self) -> int:
        """Rows of all bands together."""

    def bands(self, finish: Callable[[Image.Image], T], jobs: int = 1) -> Iterator[T]:
        """What `finish` makes of each band, in order, `jobs` of them at work at once."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a TIFF says of itself beside its pixels."""

    pixels_per_metre: int
    profile: bytes
    day: dt.date


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of a TIFF's directory."""

    tag: int
    kind: int
    values: Sequence[int] | bytes


def write_tiff(
    stream: BinaryIO,
    plates: Bands,
    label: Label,
    *,
    bigtiff: bool = False,
    classic_bytes: int = CLASSIC_BYTES,
    jobs: int = 1,
    progress: Progress | None = None,
) -> None:
    """Write `plates` to `stream`, which starts empty and can seek.

    Raises RequestError `tiff-too-large` where it would pass `classic_bytes` and `bigtiff` is not
    allowed, and what drawing and writing raise.
    """
    stream.write(b"\0" * HEAD_BYTES)
    offsets, counts, at = [], [], HEAD_BYTES
    for band in plates.bands(_compressed, jobs):
        offsets.append(at)
        counts.append(stream.write(band))
        at += len(band)
        if at > classic_bytes and not bigtiff:
            raise RequestError("tiff-too-large", width=plates.width_px, height=plates.height_px)
        if progress is not None:
            progress(min(len(offsets) * BAND_ROWS, plates.height_px), plates.height_px)
    wide = at > classic_bytes
    at += stream.write(b"\0" * (-at % 8))
    fields = [*_fields(plates, label), *_places(offsets, counts, wide)]
    stream.write(_directory(fields, at, wide))
    stream.seek(0)
    stream.write(_head(at, wide))


def differences(image: Image.Image) -> bytes:
    """The rows of a picture, each sample as the difference to that of the pixel on its left."""
    moved = image.crop((-1, 0, image.width - 1, image.height))
    return ImageChops.subtract_modulo(image, moved).tobytes()


def _compressed(band: Image.Image) -> bytes:
    return zlib_ng.compress(differences(band), LEVEL)


def _fields(plates: Bands, label: Label) -> Iterator[Field]:
    """What the pixels are: CMYK of 8 bits, deflated after horizontal differencing."""
    per_inch = Fraction(label.pixels_per_metre) * Fraction(254, 10_000)
    resolution = (per_inch.numerator, per_inch.denominator)
    yield Field(256, LONG, [plates.width_px])
    yield Field(257, LONG, [plates.height_px])
    yield Field(258, SHORT, [8, 8, 8, 8])
    yield Field(259, SHORT, [8])  # compression: deflate
    yield Field(262, SHORT, [5])  # separated, that is inks
    yield Field(277, SHORT, [4])
    yield Field(278, LONG, [BAND_ROWS])
    yield Field(282, RATIONAL, resolution)
    yield Field(283, RATIONAL, resolution)
    yield Field(284, SHORT, [1])  # the four inks of a pixel stand together
    yield Field(296, SHORT, [2])  # resolution is per inch
    yield Field(305, TEXT, f"poster {__version__}\0".encode())
    yield Field(306, TEXT, f"{label.day:%Y:%m:%d} 00:00:00\0".encode())
    yield Field(317, SHORT, [2])  # predictor: horizontal differencing
    yield Field(332, SHORT, [1])  # the inks are cyan, magenta, yellow, black
    yield Field(34675, BYTES, label.profile)


def _places(offsets: Sequence[int], counts: Sequence[int], wide: bool) -> Iterator[Field]:
    yield Field(273, LONG8 if wide else LONG, offsets)
    yield Field(279, LONG, counts)


def _directory(fields: Sequence[Field], at: int, wide: bool) -> bytes:
    """The directory at `at`, and behind it the values that do not fit into its entries."""
    number, room = ("Q", 8) if wide else ("I", 4)
    count = struct.pack("<Q" if wide else "<H", len(fields))
    behind = at + len(count) + len(fields) * (4 + 2 * room) + room
    entries, values = bytearray(), bytearray()
    for field in sorted(fields, key=lambda field: field.tag):
        packed = struct.pack(f"<{len(field.values)}{PACKED[field.kind]}", *field.values)
        held = len(field.values) // (2 if field.kind == RATIONAL else 1)
        entries += struct.pack(f"<HH{number}", field.tag, field.kind, held)
        if len(packed) <= room:
            entries += packed.ljust(room, b"\0")
        else:
            entries += struct.pack(f"<{number}", behind + len(values))
            values += packed.ljust(-(-len(packed) // 8) * 8, b"\0")
    return bytes(count + entries + b"\0" * room + values)


def _head(directory: int, wide: bool) -> bytes:
    if wide:
        return struct.pack("<2sHHHQ", b"II", 43, 8, 0, directory)
    return struct.pack("<2sHI8x", b"II", 42, directory)
