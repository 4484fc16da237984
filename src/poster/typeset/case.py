"""Capitals for a headline, sparing what would be wrong in capitals."""

from __future__ import annotations

import re
from typing import Final

#: Units that stay small after a number.
UNITS: Final = frozenset(
    [
        *("mm", "cm", "dm", "m", "km", "m2", "m3", "m²", "m³", "km2", "km²", "ha"),
        *("mg", "g", "kg", "l", "ml", "h", "s", "kw", "kwh", "mw", "mwh", "kW", "kWh", "MW", "MWh"),
    ]
)
_ADDRESS: Final = re.compile(r"\S+@\S+\.\S+|\w+://\S+|([a-z0-9-]+\.)+[a-z]{2,}(/\S*)?")
#: VNeID, IoT, iPhone, YouTube: a small letter next to a capital that is not the first letter.
_MIXED: Final = re.compile(r"[^\W\d_]*[a-z][A-Z]\w*|[A-Z]{2,}[a-z]\w*")
_RATE: Final = re.compile(r"[a-z]{1,3}\d?/[a-z]{1,3}\d?")
_MEASURE: Final = re.compile(r"\d[\d.,]*([a-zµ]{1,3}[\d²³]?)|\d{1,2}h(\d\d)?")


def upper(word: str, previous: str = "") -> str:
    """`word` in capitals, but addresses, units (after a number in `previous`) and VNeID as is."""
    bare = word.strip("“”‘’()[],;:.!?…")
    return word if _spared(bare, previous) else word.upper()


def _spared(bare: str, previous: str) -> bool:
    if _ADDRESS.fullmatch(bare) or _MIXED.fullmatch(bare) or _RATE.fullmatch(bare):
        return True
    measure = _MEASURE.fullmatch(bare)
    if measure is not None:
        return measure.group(1) is None or measure.group(1) in UNITS
    return bare in UNITS and previous[-1:].isdigit()
