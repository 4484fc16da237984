"""Inks by name, by what screens and drawing programs make of them, and in percent for the press."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

from poster.errors import RequestError
from poster.model import Ink

#: Percent of cyan, magenta, yellow and black.
Cmyk = tuple[float, float, float, float]

_TINT = re.compile(r"([a-z0-9-]+)(?:@(\d{1,3}))?")
#: The tints of an ink, those that people ask for first: full tens, then fives, then the rest.
_SHARES: Final = sorted(range(1, 100), key=lambda share: (share % 10 != 0, share % 5 != 0, share))


@dataclass(frozen=True)
class InkTable:
    """All inks of a library."""

    by_name: Mapping[str, Ink]
    by_srgb: Mapping[str, Ink]

    def srgb(self, name: str) -> str:
        """The sRGB value "#rrggbb" of an ink "vang-sao", or of its tint "vang-sao@60".

        Raises RequestError `unknown-ink`, or `ink-tint-clash` for a tint that a screen shows as
        another ink: artwork knows inks by their sRGB value, and could not tell the two apart.
        """
        match = _TINT.fullmatch(name)
        ink = self.by_name.get(match.group(1)) if match else None
        share = int(match.group(2) or 100) if match else 0
        if ink is None or share > 100:
            near = difflib.get_close_matches(name, self.by_name, 3, 0.4)
            raise RequestError("unknown-ink", given=name, nearest=near or sorted(self.by_name))
        value = tint(ink.srgb, share / 100)
        if self.cmyk(value) != _thinned(ink.cmyk, share):
            other = self._names.get(value, value)
            raise RequestError("ink-tint-clash", given=name, other=other, value=value)
        return value

    def printing(self, colours: Mapping[str, str]) -> InkTable:
        """The table in which each colour "#rrggbb" of `colours` is the ink that it names.

        Raises RequestError `unknown-ink`.
        """
        own = {srgb: self.by_name.get(name) for srgb, name in colours.items()}
        for srgb, ink in own.items():
            if ink is None:
                self.srgb(colours[srgb])  # which says the nearest names
        named = {srgb: ink for srgb, ink in own.items() if ink is not None}
        return InkTable(self.by_name, MappingProxyType({**self.by_srgb, **named}))

    def canonical(self, srgb: str) -> str:
        """The ink's own sRGB value for one of its aliases; any other colour stays as it is."""
        ink = self.by_srgb.get(srgb)
        return ink.srgb.lower() if ink else srgb

    def cmyk(self, srgb: str) -> Cmyk | None:
        """Percent of each ink of the press for "#rrggbb": exact for inks and their tints.

        A grey is black alone. None for a colour that only an ICC profile can translate.
        """
        name = self._names.get(srgb)
        if name is not None:
            ink, _, share = name.partition("@")
            return _thinned(self.by_name[ink].cmyk, int(share or 100))
        return (0.0, 0.0, 0.0, 100 * (1 - channels(srgb)[0] / 255)) if _is_grey(srgb) else None

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """What each sRGB value stands for: an ink "vang-sao", else the tint "vang-sao@60"."""
        names = {value: ink.name for value, ink in self.by_srgb.items()}
        for share in _SHARES:
            for ink in self.by_name.values():
                value = tint(ink.srgb, share / 100)
                if not _is_grey(value) or not any(ink.cmyk[:3]):
                    names.setdefault(value, f"{ink.name}@{share}")
        return names


def channels(srgb: str) -> tuple[int, int, int]:
    """Red, green and blue (0 to 255) of "#rrggbb"."""
    value = int(srgb[1:], 16)
    return (value >> 16, value >> 8 & 0xFF, value & 0xFF)


def tint(srgb: str, share: float) -> str:
    """A colour thinned with white to `share` (1 = full)."""
    return "#" + "".join(f"{round(255 - (255 - value) * share):02x}" for value in channels(srgb))


def lightness(srgb: str) -> float:
    """The CIE lightness L* (0 to 100) of "#rrggbb"."""
    return lightness_of(channels(srgb))


def lightness_of(colour: tuple[float, float, float]) -> float:
    """The CIE lightness L* (0 to 100) of red, green and blue (0 to 255 each) in sRGB."""
    red, green, blue = (_linear(level / 255) for level in colour)
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 116 * y ** (1 / 3) - 16 if y > 216 / 24389 else y * 24389 / 27


def _linear(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4


def _is_grey(srgb: str) -> bool:
    return len(set(channels(srgb))) == 1


def _thinned(cmyk: Cmyk, share: int) -> Cmyk:
    cyan, magenta, yellow, black = (round(part * share / 100, 6) for part in cmyk)
    return (cyan, magenta, yellow, black)


def ink_table(inks: Iterable[Ink]) -> InkTable:
    """Index `inks`. Raises RequestError `ink-clash` where two share a value or an alias."""
    by_name: dict[str, Ink] = {}
    by_srgb: dict[str, Ink] = {}
    for ink in inks:
        by_name[ink.name] = ink
        for value in (ink.srgb, *ink.aliases):
            other = by_srgb.setdefault(value.lower(), ink)
            if other is not ink:
                raise RequestError("ink-clash", one=other.name, two=ink.name, value=value)
    return InkTable(MappingProxyType(by_name), MappingProxyType(by_srgb))
