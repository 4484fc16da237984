"""What a raster file says, read by Pillow and not by what wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import JpegImagePlugin, TiffImagePlugin
from PIL.ImageFile import ImageFile

from poster.errors import RequestError


@dataclass(frozen=True, slots=True)
class RasterFacts:
    """Size in pixels, Pillow's name of the colours ("CMYK"), pixels an inch, and the profile."""

    width_px: int
    height_px: int
    mode: str
    ppi: float
    profile: bytes


def inspect_raster(path: Path) -> RasterFacts:
    """What the TIFF or JPEG at `path` says; its pixels are not read, however many there are.

    Raises RequestError `raster-unreadable`.
    """
    try:
        with path.open("rb") as stream:
            kind = _kind(stream.read(2))
            stream.seek(0)
            with kind(stream) as opened:
                width, height = opened.size
                ppi = float(opened.info.get("dpi", (0.0, 0.0))[0])
                profile = opened.info.get("icc_profile") or b""
                return RasterFacts(width, height, opened.mode, ppi, profile)
    except (OSError, SyntaxError) as error:
        raise RequestError("raster-unreadable", file=path.name, why=str(error)) from error


def _kind(start: bytes) -> type[ImageFile]:
    """The reader itself: `Image.open` would warn of a banner's size as of an attack."""
    if start == b"\xff\xd8":
        return JpegImagePlugin.JpegImageFile
    return TiffImagePlugin.TiffImageFile
