"""Lengths and sizes as people write them. Everything inside the program is in millimetres."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from poster.errors import RequestError

MM_PER_INCH: Final = 25.4
#: A CSS pixel; screens have no size of their own, so that artwork for them takes this one.
MM_PER_PX: Final = MM_PER_INCH / 96
MM_PER: Final = {"mm": 1.0, "cm": 10.0, "m": 1000.0, "mét": 1000.0, "in": MM_PER_INCH}

#: What can be ordered, in mm: from a sticker to the side of a tall building.
SHORTEST_MM: Final = 10.0
LONGEST_MM: Final = 100_000.0
FEWEST_PX: Final = 16
MOST_PX: Final = 65_535

_LENGTH = r"(\d{1,9}(?:[.,]\d{1,6})?)\s*(mm|cm|mét|m|in|px)?"
_SIZE = re.compile(rf"\s*{_LENGTH}\s*[xX×*]\s*{_LENGTH}\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dimensions:
    """A width and a height, in mm or (for screens) in pixels."""

    width: float
    height: float
    pixels: bool = False

    @property
    def width_mm(self) -> float:
        """The width in mm."""
        return self.width * (MM_PER_PX if self.pixels else 1)

    @property
    def height_mm(self) -> float:
        """The height in mm."""
        return self.height * (MM_PER_PX if self.pixels else 1)

    def __str__(self) -> str:
        unit = "px" if self.pixels else "mm"
        return f"{plain(self.width)}x{plain(self.height)}{unit}"


def looks_like_dimensions(text: str) -> bool:
    """Whether `text` is meant as a width and a height rather than as a name."""
    return re.match(r"\s*[-+]?\d[\d.,]*\s*(mm|cm|mét|m|in|px)?\s*[xX×*]", text) is not None


def parse_dimensions(text: str) -> Dimensions:
    """Read "6000x800mm", "6x0,8m", "6m x 80cm", "1920x1080px"; the width stands first.

    A unit that stands once holds for both numbers. Raises RequestError `size-…`.
    """
    match = _SIZE.fullmatch(unicodedata.normalize("NFC", text))
    if match is None:
        raise RequestError("size-unreadable", given=text)
    first, unit, second, last_unit = match.groups()
    if unit is None and last_unit is None:
        raise RequestError("size-without-unit", given=text.strip())
    units = ((unit or last_unit).lower(), (last_unit or unit).lower())
    if ("px" in units) and units[0] != units[1]:
        raise RequestError("size-unreadable", given=text)
    return _checked(text, _number(first), _number(second), units)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _checked(text: str, first: float, second: float, units: tuple[str, str]) -> Dimensions:
    if units[0] == "px":
        if not all(FEWEST_PX <= side <= MOST_PX and side == int(side) for side in (first, second)):
            raise RequestError("size-px-range", given=text, least=FEWEST_PX, most=MOST_PX)
        return Dimensions(first, second, pixels=True)
    width, height = round(first * MM_PER[units[0]], 4), round(second * MM_PER[units[1]], 4)
    if not all(SHORTEST_MM <= side <= LONGEST_MM for side in (width, height)):
        raise RequestError("size-range", given=text, least=SHORTEST_MM, most_m=LONGEST_MM / 1000)
    return Dimensions(width, height)


def plain(value: float) -> str:
    """A number for file names: no trailing zeros, a point, at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def pitch(ppi: float) -> int:
    """Whole pixels a metre: what PNG can state, so the raster's own pitch (72 ppi = 2835)."""
    return int(ppi * 1000 / MM_PER_INCH + 0.5)


def pixels(length_mm: float, pixels_per_metre: int) -> int:
    """Pixels along `length_mm`, rounded to the nearest."""
    return int(length_mm * pixels_per_metre / 1000 + 0.5)


def decimal(value: float, language: str) -> str:
    """A number as people write it: 0,8 in Vietnamese, 0.8 in English; at most three decimals."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "vi" else text


def spoken(size: Dimensions, language: str) -> str:
    """A size as people say it: metres from one metre up, else cm; pixels on screens."""
    if size.pixels:
        return f"{size.width:g} x {size.height:g} px"
    unit, divisor = ("m", 1000) if max(size.width, size.height) >= 1000 else ("cm", 10)
    sides = (decimal(side / divisor, language) for side in (size.width, size.height))
    return " x ".join(sides) + f" {unit}"
