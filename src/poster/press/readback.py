"""What a raster file says, read by Pillow and not by what wrote it."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

from PIL import Image, JpegImagePlugin, TiffImagePlugin
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from poster.errors import RequestError

#: Tags of a TIFF, by the names of its specification.
WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC, SAMPLES = 256, 257, 258, 259, 262, 277
ROWS, PLANAR, UNIT, PREDICTOR, EXTRA, PROFILE = 278, 284, 296, 317, 338, 34675
OFFSETS, COUNTS, X_PER_UNIT, Y_PER_UNIT, PHOTOSHOP_LAYERS = 273, 279, 282, 283, 37724
#: What a TIFF's samples stand for, in Pillow's words.
_MODES: Final = {0: "L", 1: "L", 2: "RGB", 3: "P", 5: "CMYK", 6: "YCbCr", 8: "LAB"}
_TIFF_STARTS: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
#: Compressions that a strip of can be unpacked by itself: none, LZW, deflate (two), PackBits.
_UNPACKED: Final = (1, 5, 8, 32946, 32773)
#: A larger JPEG takes longer to unpack than a preflight may last; it cannot be read in parts.
MOST_JPEG_PIXELS: Final = 120_000_000
#: Tags that a strip needs to be a picture of its own.
_OF_A_STRIP: Final = (WIDTH, BITS, COMPRESSION, PHOTOMETRIC, SAMPLES, PLANAR, PREDICTOR, EXTRA)


@dataclass(frozen=True, slots=True)
class RasterFacts:
    """Size in pixels, Pillow's name of the colours ("CMYK"), pixels an inch, and the profile.

    `ppi` is 0 where the file says none; `ppi_down` is that of columns. `extra` counts channels
    beside the colours, `bits` are those of a sample, `layered` says that Photoshop's layers are
    inside.
    """

    kind: Literal["tiff", "jpeg"]
    width_px: int
    height_px: int
    mode: str
    ppi: float
    ppi_down: float
    profile: bytes
    extra: int = 0
    bits: int = 8
    layered: bool = False


def inspect_raster(path: Path) -> RasterFacts:
    """What the TIFF or JPEG at `path` says; its pixels are not read, however many there are.

    Raises RequestError `raster-unreadable`.
    """
    with _readable(path) as stream:
        if stream.read(2) == b"\xff\xd8":
            return _jpeg_facts(stream)
        return _tiff_facts(_directory(stream))


@contextmanager
def _readable(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as stream:
            yield stream
    except (
        OSError,
        SyntaxError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        struct.error,
    ) as error:
        raise RequestError("raster-unreadable", file=path.name, why=str(error)[:120]) from error


def _jpeg_facts(stream: BinaryIO) -> RasterFacts:
    stream.seek(0)
    # The reader itself: `Image.open` would warn of a banner's size as of an attack.
    with JpegImagePlugin.JpegImageFile(stream) as opened:
        across, down = opened.info.get("dpi", (0.0, 0.0))
        profile = opened.info.get("icc_profile") or b""
        width, height = opened.size
        return RasterFacts(
            "jpeg", width, height, opened.mode, float(across), float(down), profile
        )  # fmt: skip


def _directory(stream: BinaryIO) -> ImageFileDirectory_v2:
    """The tags of the first picture of a TIFF."""
    stream.seek(0)
    head = stream.read(8)
    if head[:4] not in _TIFF_STARTS:
        raise SyntaxError("not a TIFF or JPEG file")
    if head[2:3] == b"+" or head[3:4] == b"+":
        head += stream.read(8)
    tags = ImageFileDirectory_v2(head)
    stream.seek(tags.next)
    with warnings.catch_warnings():  # a torn directory: what is missing in it is missed below
        warnings.simplefilter("ignore")
        tags.load(stream)
    return tags


def _tiff_facts(tags: Mapping[int, Any]) -> RasterFacts:
    per_inch = {2: 1.0, 3: 2.54}.get(int(tags.get(UNIT, 2)), 0.0)
    bits = tags.get(BITS, (1,))
    mode = _MODES.get(int(tags.get(PHOTOMETRIC, -1)), "?")
    extra = tags.get(EXTRA, ())
    return RasterFacts(
        "tiff",
        int(tags[WIDTH]),
        int(tags[HEIGHT]),
        mode,
        float(tags.get(X_PER_UNIT, 0)) * per_inch,
        float(tags.get(Y_PER_UNIT, 0)) * per_inch,
        bytes(tags.get(PROFILE, b"")),
        len(extra) if isinstance(extra, tuple) else 1,
        int(bits[0] if isinstance(bits, tuple) else bits),
        PHOTOSHOP_LAYERS in tags,
    )


def cmyk_bands(path: Path, most_pixels: int) -> Iterator[tuple[float, Any]] | None:
    """Bands of a CMYK file from the top down, each with its place (0 to 1): all of a small file,
    evenly chosen strips of a large TIFF, a large JPEG made smaller.

    None where the file is of a kind that cannot be read so. Raises RequestError.
    """
    facts = inspect_raster(path)
    if facts.mode != "CMYK" or facts.bits != 8:
        return None
    if facts.kind == "jpeg":
        is_quick = facts.width_px * facts.height_px <= MOST_JPEG_PIXELS
        return _jpeg_band(path, most_pixels) if is_quick else None
    with _readable(path) as stream:
        tags = _directory(stream)
    plain = int(tags.get(COMPRESSION, 1)) in _UNPACKED and int(tags.get(PLANAR, 1)) == 1
    if not plain or OFFSETS not in tags or facts.extra:
        return None
    return _strips(path, tags, most_pixels)


def _jpeg_band(path: Path, most_pixels: int) -> Iterator[tuple[float, Any]]:
    with _readable(path) as stream, JpegImagePlugin.JpegImageFile(stream) as opened:
        share = min(1.0, (most_pixels / (opened.width * opened.height)) ** 0.5)
        opened.draft("CMYK", (int(opened.width * share), int(opened.height * share)))
        yield 0.0, opened.convert("CMYK")


def _strips(
    path: Path, tags: ImageFileDirectory_v2, most_pixels: int
) -> Iterator[tuple[float, Any]]:
    width, height = int(tags[WIDTH]), int(tags[HEIGHT])
    rows = min(int(tags.get(ROWS, height)), height)
    offsets, counts = (_many(tags[key]) for key in (OFFSETS, COUNTS))
    step = max(1, -(-len(offsets) * rows * width // most_pixels))
    chosen = sorted({*range(0, len(offsets), step), len(offsets) - 1})
    with _readable(path) as stream:
        for number in chosen:
            stream.seek(offsets[number])
            data = stream.read(counts[number])
            held = min(rows, height - number * rows)
            yield number * rows / height, _alone(tags, data, held)


def _many(value: Any) -> tuple[int, ...]:
    return tuple(value) if isinstance(value, tuple) else (int(value),)


def _alone(tags: ImageFileDirectory_v2, data: bytes, rows: int) -> Image.Image:
    """One strip as a TIFF of its own, unpacked by Pillow."""
    own = ImageFileDirectory_v2(b"II*\0\0\0\0\0" if tags.prefix == b"II" else b"MM\0*\0\0\0\0")
    for key in _OF_A_STRIP:
        if key in tags:
            own.tagtype[key] = tags.tagtype[key]
            own[key] = tags[key]
    own[HEIGHT] = own[ROWS] = rows
    own[OFFSETS], own[COUNTS] = 0, len(data)  # Pillow counts offsets from the directory's end
    for key in (HEIGHT, ROWS, OFFSETS, COUNTS):
        own.tagtype[key] = 4
    order = "<" if own.prefix == b"II" else ">"
    start = own.prefix + struct.pack(f"{order}HI", 42, 8)
    whole = io.BytesIO(start + own.tobytes(8) + data)
    with TiffImagePlugin.TiffImageFile(whole) as opened:
        opened.load()
        return opened.copy()
