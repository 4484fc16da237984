"""In which column of a campaign's row a fault of its request is mended."""

from __future__ import annotations

from typing import Final

from poster.campaign.table import TableRow
from poster.errors import PosterError, WordsError

#: Which column a fault of a request stands in, by the beginning of its code.
_COLUMN_OF: Final = (
    ("unknown-layout", "layout"), ("layout-", "layout"), ("accept-", "accept"),
    ("sheet-", "size"),
    ("unknown-size", "size"), ("unknown-set", "size"), ("size-", "size"), ("edge-", "finishing"),
    ("finishing-", "finishing"), ("quantity-", "quantity"), ("unknown-shop", "shop"),
    ("unknown-slot", "slots"), ("slot-", "slots"), ("picture-", "slots"), ("value", "slots"),
    ("unknown-slogan", "slogan"), ("slogan-", "slogan"), ("text-", "slogan"), ("words", "slogan"),
)  # fmt: skip


def column_of(error: PosterError, row: TableRow, slot: str = "") -> str:
    """The key of the column in which the fault `error` of `row` is mended.

    `slot` names the slot that was being filled, where it is known.
    """
    words = "slogan" if row.said("slogan") else "text"
    own = _slot_column(error, row, slot)
    if own:
        return own
    if slot and not error.code.startswith("layout-"):
        # What no cell of the row says was said above the table, or by the layout itself.
        beside = "slots" if f"{slot}=" in row.said("slots").replace(" ", "") else f"slot:{slot}"
        return words if slot == "slogan" else beside
    if isinstance(error, WordsError):
        return words
    for begin, key in _COLUMN_OF:
        if error.code.startswith(begin):
            return words if key == "slogan" else key
    return words


def _slot_column(error: PosterError, row: TableRow, slot: str) -> str | None:
    """The column of its own in which the slot stands that `error` speaks of, if it does."""
    told: set[object] = {error.params.get("slot"), slot}
    if error.code == "unknown-slot":
        told.add(error.params["given"])
    told |= {finding.where for finding in error.findings}
    for key in (key for key in row.cells if key.startswith("slot:")):
        file = row.said(key).partition(" | ")[0].strip()
        if key.removeprefix("slot:") in told or file == error.params.get("file"):
            return key
    return None
