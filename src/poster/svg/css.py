"""The little CSS that drawings carry: style attributes, colours, lengths, transforms.

The one home of tinycss2.
"""

from __future__ import annotations

import math
import re
from typing import Final

import tinycss2
from tinycss2.color4 import parse_color

from poster.geometry import Affine

#: User units (CSS pixels) per unit of length.
UNITS: Final = {
    "": 1.0, "px": 1.0, "mm": 96 / 25.4, "cm": 960 / 25.4, "in": 96.0, "pt": 96 / 72, "pc": 16.0,
}  # fmt: skip
# Possessive quantifiers: a hostile attribute must not make a search go back and forth.
_NUMBER = r"[-+]?(?:\d++\.?+\d*+|\.\d++)(?:[eE][-+]?\d++)?+"
_LENGTH = re.compile(rf"({_NUMBER})\s*+([a-z%]*+)")
_CMYK = re.compile(r"(device-)?cmyk\(([^()]*+)\)")
_FUNCTION = re.compile(r"[\s,]*+([a-zA-Z]++)\s*+\(([^()]*+)\)")


def declarations(style: str) -> dict[str, str]:
    """The properties of a style attribute. Raises ValueError where it is no CSS."""
    found: dict[str, str] = {}
    for item in tinycss2.parse_declaration_list(style, skip_comments=True, skip_whitespace=True):
        if item.type != "declaration":
            raise ValueError(getattr(item, "message", "not a declaration"))
        found[item.lower_name] = tinycss2.serialize(item.value).strip()
    return found


def colour(text: str) -> tuple[str, float]:
    """A CSS colour as "#rrggbb" and its opacity. Raises ValueError where it is none.

    Percent of inks, as `device-cmyk(0% 100% 100% 0%)` or `cmyk(0, 100, 100, 0)`, come as the plain
    complement that drawing programs show.
    """
    if match := _CMYK.fullmatch(text.strip().lower()):
        return _from_inks(match)
    parsed = parse_color(text)
    if parsed is None or isinstance(parsed, str):
        raise ValueError(text)
    try:
        rgb = parsed.to("srgb")
    except NotImplementedError as error:  # Lab and its like, which no drawing program writes
        raise ValueError(text) from error
    channels = (min(255, max(0, round((value or 0.0) * 255))) for value in rgb.coordinates)
    alpha = 1.0 if rgb.alpha is None else float(rgb.alpha)
    return "#" + "".join(f"{value:02x}" for value in channels), min(1.0, max(0.0, alpha))


def _from_inks(match: re.Match[str]) -> tuple[str, float]:
    numbers = _floats(match.group(2))
    if len(numbers) != 4:
        raise ValueError(match.group())
    whole = 1.0 if match.group(1) and "%" not in match.group(2) and max(numbers) <= 1 else 100.0
    *inks, black = (min(1.0, max(0.0, value / whole)) for value in numbers)
    return "#" + "".join(f"{round(255 * (1 - ink) * (1 - black)):02x}" for ink in inks), 1.0


def length(text: str) -> float:
    """A length in user units. Raises ValueError for percentages and font-relative units."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None or match.group(2) not in UNITS:
        raise ValueError(text)
    return float(match.group(1)) * UNITS[match.group(2)]


def share(text: str) -> float:
    """A number from 0 to 1, also written as a percentage, held to that range."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None or match.group(2) not in ("", "%"):
        raise ValueError(text)
    return min(1.0, max(0.0, float(match.group(1)) / (100 if match.group(2) else 1)))


def transform(text: str) -> Affine:
    """The product of SVG's transform functions. Raises ValueError where it is none."""
    result, end = Affine(), 0
    while match := _FUNCTION.match(text, end):
        result, end = result @ _function(match.group(1), _floats(match.group(2))), match.end()
    if text[end:].strip(" ,\t\r\n"):
        raise ValueError(text[:40])
    return result


def _floats(text: str) -> list[float]:
    return [float(part) for part in re.findall(_NUMBER, text)]


def _function(name: str, values: list[float]) -> Affine:
    match (name, len(values)):
        case ("matrix", 6):
            return Affine(*values)
        case ("translate", 1 | 2):
            return Affine.translate(values[0], values[1] if len(values) == 2 else 0)
        case ("scale", 1 | 2):
            return Affine.scale(values[0], values[-1])
        case ("rotate", 1):
            return Affine.rotate(values[0])
        case ("rotate", 3):
            there = Affine.translate(values[1], values[2])
            back = Affine.translate(-values[1], -values[2])
            return there @ Affine.rotate(values[0]) @ back
        case ("skewX" | "skewY", 1):
            return _skew(name, values[0])
    raise ValueError(f"{name} with {len(values)} numbers")


def _skew(name: str, degrees: float) -> Affine:
    slant = math.tan(math.radians(degrees))
    return Affine(c=slant) if name == "skewX" else Affine(b=slant)


def numbers(text: str) -> list[float]:
    """All numbers in `text`, as in `points` or `viewBox`."""
    return _floats(text)
