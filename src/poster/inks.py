"""Inks by name and by what screens and drawing programs make of them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from poster.errors import RequestError
from poster.model import Ink

_TINT = re.compile(r"([a-z0-9-]+)(?:@(\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class InkTable:
    """All inks of a library."""

    by_name: Mapping[str, Ink]
    by_srgb: Mapping[str, Ink]

    def srgb(self, name: str) -> str:
        """The sRGB value "#rrggbb" of an ink "vang-sao", or of its tint "vang-sao@60".

        Raises RequestError `unknown-ink`.
        """
        match = _TINT.fullmatch(name)
        ink = self.by_name.get(match.group(1)) if match else None
        share = int(match.group(2) or 100) if match else 0
        if ink is None or share > 100:
            near = difflib.get_close_matches(name, self.by_name, 3, 0.4)
            raise RequestError("unknown-ink", given=name, nearest=near or sorted(self.by_name))
        return tint(ink.srgb, share / 100)

    def canonical(self, srgb: str) -> str:
        """The ink's own sRGB value for one of its aliases; any other colour stays as it is."""
        ink = self.by_srgb.get(srgb)
        return ink.srgb if ink else srgb


def tint(srgb: str, share: float) -> str:
    """A colour thinned with white to `share` (1 = full)."""
    channels = (int(srgb[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - value) * share):02x}" for value in channels)


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
