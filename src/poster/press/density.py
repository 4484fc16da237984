"""How many pixels a metre a JPEG says that it has.

JFIF's head holds whole pixels an inch or a centimetre, and much software reads nothing else. What
neither can say (24.5 an inch) would make a print too large there: so the head then says nothing,
and Exif, which holds fractions and is always there, speaks alone.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

#: By how much of itself a resolution in the head may be off: far less than a print's own tolerance.
SLACK: Final = Fraction(1, 2500)
#: Inches and centimetres of a metre, by JFIF's number for the unit.
PER_METRE: Final = {1: Fraction(10_000, 254), 2: Fraction(100)}
#: The largest number that the head holds.
MOST: Final = 0xFFFF
#: How the head begins; its unit and both numbers follow.
_JFIF: Final = b"JFIF\0\x01\x01"
#: Tags of Exif.
_X, _Y, _UNIT, _MORE = 282, 283, 296, 0x8769
_VERSION, _SPACE, _WIDTH, _HEIGHT = 0x9000, 0xA001, 0xA002, 0xA003
_INCH, _SRGB, _OTHER = 2, 1, 0xFFFF


def exif(pixels_per_metre: int, width_px: int, height_px: int, *, srgb: bool) -> bytes:
    """An Exif segment that says the resolution to the last digit, the size and the colours."""
    per_inch = Fraction(pixels_per_metre) / PER_METRE[1]
    said = Image.Exif()
    said[_X] = said[_Y] = IFDRational(per_inch.numerator, per_inch.denominator)
    said[_UNIT] = _INCH
    said[_MORE] = {
        _VERSION: b"0232", _SPACE: _SRGB if srgb else _OTHER, _WIDTH: width_px, _HEIGHT: height_px
    }  # fmt: skip
    return said.tobytes()


def set_density(data: bytearray, pixels_per_metre: int) -> None:
    """Write the resolution into the head of `data`, a JPEG as Pillow writes it."""
    at = data.index(_JFIF) + len(_JFIF)
    unit, number = _density(pixels_per_metre)
    data[at : at + 5] = bytes((unit,)) + 2 * number.to_bytes(2, "big")


def _density(pixels_per_metre: int) -> tuple[int, int]:
    """JFIF's unit and number; no unit, and one to one, where it can say it in none."""
    exact = {unit: pixels_per_metre / units for unit, units in PER_METRE.items()}
    off = {unit: abs(round(value) - value) / value for unit, value in exact.items()}
    unit = min(off, key=lambda unit: off[unit])
    number = round(exact[unit])
    return (unit, number) if off[unit] <= SLACK and number <= MOST else (0, 1)
