"""The inside of the jail for pictures: a file of JPEG, PNG, TIFF or WebP into pixels in sRGB.

Runs in a child process that may read one file. Raises RequestError `picture-…` and `file-…`.
"""

from __future__ import annotations

import base64
import hashlib
import io
import struct
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from PIL import (
    Image,
    ImageCms,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from poster.errors import RequestError
from poster.files import read_bytes
from poster.images.photo import MOST_CUT_BYTES, MOST_CUT_PX, MOST_SIDE_PX

MAX_BYTES: Final = 300 * 2**20
#: Pixels of a file, at most: photos joined out of many have 220 million; bombs have thousands.
MOST_PX: Final = 300_000_000
#: What is read; a telephone's JPEG with a second picture inside is opened as JPEG, too.
FORMATS: Final = (
    JpegImagePlugin.JpegImageFile.format,
    PngImagePlugin.PngImageFile.format,
    TiffImagePlugin.TiffImageFile.format,
    WebPImagePlugin.WebPImageFile.format,
)
QUALITY: Final = 95
#: A picture of no more colours than these is drawn and not photographed: it is kept without loss.
FEW_COLOURS: Final = 4096
#: Cells along the longer side in which extremes are looked for, and pixels along a cell's side.
CELLS: Final = 120
CELL_PX: Final = 8
#: Luminance of red, green and blue in linear light.
LUMINANCE: Final = (0.2126, 0.7152, 0.0722, 0)
#: Tag 274 says which way is up; what turns the picture for each of its values.
ORIENTATION: Final = 0x0112
TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


#: What decoders raise on damaged files.
_FAILURES: Final = (
    *(OSError, ValueError, SyntaxError, TypeError, ArithmeticError, LookupError, EOFError),
    *(struct.error, zlib.error),
)


def look(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Size and hash of the picture in `path`: width_px and height_px as seen upright, sha256."""
    data = read_bytes(Path(payload["path"]), MAX_BYTES)
    with _told(payload["name"]):
        picture = _opened(data, payload["name"])
        width, height = picture.size
        if _turn(picture) >= 5:
            width, height = height, width
    return {"width_px": width, "height_px": height, "sha256": hashlib.sha256(data).hexdigest()}


def cut(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The part `box` (upright shares: left, top, right, bottom) of `path`, as JPEG or PNG.

    Reduced so that it is not larger than `most_px`; the answer holds data, width_px, height_px and
    the grid of extremes.
    """
    name = payload["name"]
    data = read_bytes(Path(payload["path"]), MAX_BYTES)
    if hashlib.sha256(data).hexdigest() != payload["sha256"]:
        raise RequestError("picture-changed", file=name)
    with _told(name):
        picture = _opened(data, name)
        part = _upright_part(picture, payload["box"], payload["most_px"])
        part = _in_srgb(part, picture.info.get("icc_profile"), name)
    packed = _packed(part)
    while len(packed) > MOST_CUT_BYTES:
        share = 0.95 * (MOST_CUT_BYTES / len(packed)) ** 0.5
        size = (max(1, round(part.width * share)), max(1, round(part.height * share)))
        part = part.resize(size, Image.Resampling.LANCZOS)
        packed = _packed(part)
    return {
        "data": base64.b64encode(packed).decode(),
        "width_px": part.width,
        "height_px": part.height,
        "grid": _grid(part),
    }


@contextmanager
def _told(name: str) -> Iterator[None]:
    """What a decoder says of a bad file, as an error of ours."""
    try:
        yield
    except UnidentifiedImageError as error:
        raise RequestError("picture-kind", file=name) from error
    except _FAILURES as error:
        raise RequestError("picture-broken", file=name, why=str(error)[:80]) from error


def _opened(data: bytes, name: str) -> Image.Image:
    """The picture, not decoded yet; its kind and size are looked at first."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit holds, and knows real photos
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on odd but harmless metadata
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    if picture.width * picture.height > MOST_PX:
        raise RequestError(
            "picture-huge", file=name, width=picture.width, height=picture.height,
            most=MOST_PX // 10**6,
        )  # fmt: skip
    return picture


def _turn(picture: Image.Image) -> int:
    """The value of the tag that says which way is up; 1 where there is none."""
    if not isinstance(picture, PngImagePlugin.PngImageFile):
        return int(picture.getexif().get(ORIENTATION, 1))
    tags = Image.Exif()  # Pillow would decode all of a PNG to look behind it
    tags.load(picture.info.get("exif", b""))
    return int(tags.get(ORIENTATION, 1))


def _upright_part(
    picture: Image.Image, box: Sequence[float], most_px: Sequence[int]
) -> Image.Image:
    turn = _turn(picture)
    corners = [_in_file(turn, box[0], box[1]), _in_file(turn, box[2], box[3])]
    (left, right), (top, bottom) = (sorted(side) for side in zip(*corners, strict=True))
    width, height = picture.size
    most = most_px if turn < 5 else most_px[::-1]
    share = _reduction((right - left) * width, (bottom - top) * height, most)
    picture.draft("RGB", (round(width * share), round(height * share)))  # JPEG decodes smaller
    width, height = picture.size
    sides = (left * width, top * height, right * width, bottom * height)
    part = picture.crop(_whole_pixels(sides, picture.size))
    part = _plain(part)
    share = _reduction(part.width, part.height, most)
    if share < 1:
        size = (max(1, round(part.width * share)), max(1, round(part.height * share)))
        part = part.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
    return part.transpose(TURNS[turn]) if turn in TURNS else part


def _reduction(width: float, height: float, most: Sequence[int]) -> float:
    """The share (at most 1) of its size that a part may keep."""
    by_area = (MOST_CUT_PX / (width * height)) ** 0.5
    by_need = max(most[0] / width, most[1] / height)
    return float(min(1.0, by_area, by_need, MOST_SIDE_PX / width, MOST_SIDE_PX / height))


def _in_file(turn: int, x: float, y: float) -> tuple[float, float]:
    """Where the place (x, y) of the upright picture lies in the file, in shares."""
    places = {
        2: (1 - x, y), 3: (1 - x, 1 - y), 4: (x, 1 - y),
        5: (y, x), 6: (y, 1 - x), 7: (1 - y, 1 - x), 8: (1 - y, x),
    }  # fmt: skip
    return places.get(turn, (x, y))


def _whole_pixels(sides: Sequence[float], size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top = (min(int(side), most - 1) for side, most in zip(sides[:2], size, strict=True))
    right, bottom = (
        max(least + 1, min(-int(-side // 1), most))
        for side, most, least in zip(sides[2:], size, (left, top), strict=True)
    )
    return (left, top, right, bottom)


def _plain(picture: Image.Image) -> Image.Image:
    """The picture in L, LA, RGB, RGBA, CMYK or LAB, 8 bits a channel."""
    if picture.mode in ("I;16", "I;16L", "I;16B", "I"):  # grey in 16 bits
        return picture.convert("I").point(lambda level: level / 257).convert("L")
    if picture.mode in ("P", "PA"):
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode == "YCbCr":
        return picture.convert("RGB")
    if picture.mode in ("L", "RGB") and picture.has_transparency_data:
        return picture.convert("LA" if picture.mode == "L" else "RGBA")
    return picture


def _in_srgb(picture: Image.Image, profile: bytes | None, name: str) -> Image.Image:
    """The picture in RGB or RGBA, its colours through the profile that it carries."""
    if picture.mode not in ("L", "LA", "RGB", "RGBA", "CMYK", "LAB"):
        raise RequestError("picture-mode", file=name, mode=picture.mode)
    if picture.mode == "CMYK" and not profile:
        raise RequestError("picture-cmyk", file=name)
    alpha = picture.getchannel("A") if picture.mode in ("LA", "RGBA") else None
    if alpha is not None:
        picture = picture.convert("L" if picture.mode == "LA" else "RGB")
    if profile or picture.mode == "LAB":
        picture = _through(picture, profile, name)
    picture = picture.convert("RGB")
    if alpha is None or alpha.getextrema() == (255, 255):
        return picture
    picture.putalpha(alpha)
    return picture


def _through(picture: Image.Image, profile: bytes | None, name: str) -> Image.Image:
    srgb = ImageCms.createProfile("sRGB")
    try:
        source = (
            ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if profile and picture.mode != "LAB" else ImageCms.createProfile("LAB")
        )  # fmt: skip
        converted = ImageCms.profileToProfile(
            picture, source, srgb, ImageCms.Intent.RELATIVE_COLORIMETRIC, "RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )  # fmt: skip
    except (ImageCms.PyCMSError, OSError) as error:
        raise RequestError("picture-profile", file=name, why=str(error)[:80]) from error
    if converted is None:
        raise RequestError("picture-profile", file=name, why="-")
    return converted


def _packed(picture: Image.Image) -> bytes:
    """JPEG for photos; PNG for what is drawn or has holes."""
    stream = io.BytesIO()
    if picture.mode == "RGBA" or picture.getcolors(FEW_COLOURS) is not None:
        picture.save(stream, "PNG")
    else:
        picture.save(stream, "JPEG", quality=QUALITY, subsampling=0)
    return stream.getvalue()


def _grid(picture: Image.Image) -> dict[str, Any]:
    """The darkest and the lightest colour of each cell, in a picture of fixed fineness."""
    if picture.mode == "RGBA":  # what shows through is unknown here; white is the worst of paper
        backed = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
        picture = backed.convert("RGB")
    cell = max(picture.size) / CELLS
    columns, rows = (max(1, round(side / cell)) for side in picture.size)
    fine = picture.resize((columns * CELL_PX, rows * CELL_PX), Image.Resampling.BOX)
    darkest, lightest = bytearray(), bytearray()
    for dark, light in _extremes(fine, columns, rows):
        darkest += dark
        lightest += light
    return {
        "columns": columns,
        "rows": rows,
        "darkest": base64.b64encode(darkest).decode(),
        "lightest": base64.b64encode(lightest).decode(),
    }


def _extremes(fine: Image.Image, columns: int, rows: int) -> Iterator[tuple[bytes, bytes]]:
    """The darkest and the lightest colour of each cell, as three bytes each."""
    light = fine.point([level * level / 255 for level in range(256)] * 3)  # about linear light
    levels, colours = light.convert("L", LUMINANCE).tobytes(), fine.tobytes()
    for cell in range(columns * rows):
        first = (cell // columns) * CELL_PX * fine.width + (cell % columns) * CELL_PX
        lines = [first + line * fine.width for line in range(CELL_PX)]
        own = b"".join(levels[start : start + CELL_PX] for start in lines)
        places = (own.index(min(own)), own.index(max(own)))
        at = [3 * (lines[place // CELL_PX] + place % CELL_PX) for place in places]
        yield colours[at[0] : at[0] + 3], colours[at[1] : at[1] + 3]
