"""What the columns of a campaign's table are called, in every way that staff write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from poster.records import read_table

_SOFT: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_UNIT: Final = re.compile(r"(?:\(|_|\b)(mm|cm|m|px)\)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` in a YAML file, `title` in a new workbook, `width` in Excel's units."""

    key: str
    title: str
    width: float
    help: str


@dataclass(frozen=True, slots=True)
class Columns:
    """All that may stand above a cell. `known` is a folded header -> key."""

    columns: tuple[Column, ...]
    known: Mapping[str, str]
    slots: Mapping[str, str]
    common: Mapping[str, str]
    titles: Mapping[str, str]
    ignored: frozenset[str]

    def key(self, header: str) -> str | None:
        """The key of a column by its header: a column's own, or "slot:NAME"; None if unknown."""
        for name in (folded(header), folded(_UNIT.sub("", header))):
            if name in self.known:
                return self.known[name]
        name = folded(header)
        return f"slot:{self.slots[name]}" if name in self.slots else None

    def title(self, key: str) -> str:
        """What a new workbook calls the column `key`."""
        return next((column.title for column in self.columns if column.key == key), key)


def folded(text: str) -> str:
    """A header without case, accents, signs and spaces: headers are compared so."""
    bare = unicodedata.normalize("NFD", _SOFT.sub("", text).casefold().replace("đ", "d"))
    return "".join(sign for sign in bare if sign.isalnum() or sign == "#")


def unit_of(header: str) -> str:
    """The unit that a header ends with, else "m": Rộng (cm), rong_mm."""
    found = _UNIT.search(header)
    return found[1].lower() if found else "m"


@lru_cache(maxsize=1)
def columns() -> Columns:
    """The package's table of columns."""
    table = read_table(Path(str(resources.files("poster"))) / "tables" / "campaign.yaml")
    rows = table.section("columns")
    known = {
        folded(str(name)): str(key)
        for key, row in rows.items()
        for name in (key, row["title"], *row.get("also", ()))
    }
    slots = {
        folded(str(name)): str(key)
        for key, names in table.section("slots").items()
        for name in (key, *names)
    }
    common, titles = _common(table.section("campaign"))
    made = tuple(
        Column(str(key), str(row["title"]), float(row["width"]), str(row["help"]))
        for key, row in rows.items()
    )
    ignored = frozenset(folded(str(name)) for name in table.data.get("ignored") or ())
    return Columns(made, known, slots, common, titles, ignored)


def _common(section: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    names = {
        folded(str(name)): str(key)
        for key, row in section.items()
        for name in (key, row["title"], *row["also"])
    }
    return names, {str(key): str(row["title"]) for key, row in section.items()}
