"""One row of a campaign's table as a request and the facts of its order; faults are gathered."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from poster.campaign import cells
from poster.campaign.columns import columns, folded, unit_of
from poster.campaign.table import TableRow
from poster.errors import Finding, PosterError, RequestError
from poster.intake import DEFAULT_SHOP, Request, read_acceptances, read_date, read_size
from poster.library import Library
from poster.model import Campaign, OrderLine
from poster.units import looks_like_dimensions, parse_dimensions
from poster.words.guard import Acceptance

T = TypeVar("T")

_LINE_TEXTS: Final = (
    "material", "place", "deliver_to", "contact", "telephone", "hung_by", "note"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row; `column` is its header as it stands in the file, `place` from 0."""

    row: int
    column: str
    error: PosterError
    sheet: str = ""
    place: int = -1


@dataclass(frozen=True, slots=True)
class RowWarning:
    """What should be looked at in a row; the rest as in `RowFault`."""

    row: int
    column: str
    finding: Finding
    sheet: str = ""
    place: int = -1


def fault_of(row: TableRow, key: str, error: PosterError) -> RowFault:
    """The fault `error` in the column `key` of `row`."""
    return RowFault(row.number, _header(row, key), error, row.sheet, _place(row, key))


def warning_of(row: TableRow, key: str, finding: Finding) -> RowWarning:
    """The warning `finding` in the column `key` of `row`."""
    return RowWarning(row.number, _header(row, key), finding, row.sheet, _place(row, key))


def _header(row: TableRow, key: str) -> str:
    if key in row.cells:
        return row.cells[key].header
    slot = key.removeprefix("slot:")
    return columns().title(key) if slot == key else columns().titles.get(slot, slot)


def _place(row: TableRow, key: str) -> int:
    return row.cells[key].column if key in row.cells else -1


@dataclass
class OwnRow:
    """One row while it is read: its faults are gathered, not raised."""

    row: TableRow
    faults: list[RowFault] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)

    def fault(self, key: str, error: PosterError) -> None:
        """Note what is wrong in the column `key`."""
        self.faulty.add(key)
        self.faults.append(fault_of(self.row, key, error))

    def get(self, key: str, read: Callable[[str], T], default: T) -> T:
        """What a cell says; `default` where it is empty or cannot be read."""
        text = self.row.said(key)
        if not text:
            return default
        try:
            return read(text)
        except PosterError as error:
            self.fault(key, error)
            return default


class RowReader:
    """Reads the rows of one table by what is common to them all.

    Raises RequestError where what is common cannot be read.
    """

    def __init__(
        self, path: Path, library: Library, day: date, allow_draft: bool, common: Mapping[str, str]
    ) -> None:
        self.library, self.folder = library, path.parent
        self.day = read_date(common["date"]) if common.get("date") else day
        self.campaign = Campaign(
            title=common.get("title") or path.stem, unit=common.get("unit", ""), day=self.day,
            contact=common.get("contact", ""), telephone=common.get("telephone", ""),
            note=common.get("note", ""), proof_paper=cells.read_paper(common.get("proof", "")),
        )  # fmt: skip
        self.shop = common.get("shop") or DEFAULT_SHOP
        self.drafts = allow_draft or cells.read_yes(common.get("allow_draft", ""))
        self.accepted_by = common.get("accept_by", "")
        given = cells.read_accepted(common.get("accept", ""))
        self.accept = read_acceptances(given, self.accepted_by)
        self._slogans = {_exact(slogan.text): slogan.id for slogan in library.slogans.values()}
        self._sizes = {_exact(name): name for name in (*library.sizes, *library.sets)}
        self._layouts = {_exact(library.layout(n).title): n for n in library.layout_names}
        self._shops = {_exact(shop.title): name for name, shop in library.shops.items()}

    def request(self, own: OwnRow) -> Request:
        """What a row asks for, as far as its cells can be read."""
        row = own.row
        slogan, text = self._words(own)
        layout = own.get("layout", self._layout, "")
        if not layout and "layout" not in row.cells:
            own.fault("layout", RequestError("cell-missing"))
        sizes, size_set = self._wanted_sizes(own)
        finishing = own.get("finishing", cells.checked_finishing, "")
        return Request(
            layout=layout, day=self.day, sizes=sizes, size_set=size_set, slogan=slogan, text=text,
            values=self._values(own, layout), folder=self.folder,
            shop=own.get("shop", self._shop, self.shop),
            quantity=own.get("quantity", cells.read_count, 1), finishing=finishing,
            allow_draft=self.drafts, accept=self._accepted(own),
        )  # fmt: skip

    def _accepted(self, own: OwnRow) -> tuple[Acceptance, ...]:
        by = own.row.said("accept_by") or self.accepted_by
        return own.get(
            "accept", lambda text: read_acceptances(cells.read_accepted(text), by), ()
        )  # fmt: skip

    def _words(self, own: OwnRow) -> tuple[str | None, str | None]:
        """A slogan by its id or its exact words; else free words."""
        given, free = own.row.said("slogan"), own.row.said("text")
        if not given and not free:
            own.fault("slogan", RequestError("cell-missing"))
        words = given or free
        if words in self.library.slogans:
            return words, None
        known = self._slogans.get(_exact(words))
        if known:
            return known, None
        if given and " " not in given and given.isascii():
            return own.get("slogan", lambda name: self.library.slogan(name).id, None), None
        return None, words

    def _wanted_sizes(self, own: OwnRow) -> tuple[list[str], str | None]:
        row = own.row
        text, size_set = row.said("size"), row.said("set") or None
        if not text and row.said("wide") and row.said("high"):
            parts = [
                row.said(key).replace(" ", "") + unit_of(row.cells[key].header)
                for key in ("wide", "high")
            ]
            text = "x".join(parts)
        sizes = self._given_sizes(own, text)
        named = [size for size in sizes if size in self.library.sets]
        if named and not size_set:
            size_set = named[0]
            sizes = [size for size in sizes if size != size_set]
        if not text and not size_set:
            own.fault("size", RequestError("cell-missing"))
        return sizes, size_set

    def _given_sizes(self, own: OwnRow, text: str) -> list[str]:
        try:
            return [self._size(size, words) for size, words in cells.read_sizes(text)]
        except PosterError as error:
            own.fault("size" if own.row.said("size") else "wide", error)
            return []

    def _size(self, given: str, words: str) -> str:
        """The size's own name; of "Cuốn nhôm 0,8 x 2 m" the one whose kind is named, too."""
        if folded(words) and looks_like_dimensions(given):
            wanted = parse_dimensions(given)
            for name, size in self.library.sizes.items():
                kind = folded(size.kind.title.partition("(")[0])
                if size.dimensions == wanted and (kind in folded(words) or folded(words) in kind):
                    return name
        name = self._sizes.get(_exact(given), given)
        return name if name in self.library.sets else read_size(name, self.library).name

    def _values(self, own: OwnRow, layout: str) -> dict[str, str]:
        row = own.row
        values: dict[str, str] = own.get("slots", cells.read_slots, {})
        for key in row.cells:
            if key.startswith("slot:") and row.said(key):
                values[key.removeprefix("slot:")] = row.said(key)
        if self.campaign.unit and layout and "unit" in self.library.layout(layout).slots:
            values.setdefault("unit", self.campaign.unit)
        return values

    def _layout(self, text: str) -> str:
        return self.library.layout(self._layouts.get(_exact(text), text)).name

    def _shop(self, text: str) -> str:
        name = self._shops.get(_exact(text), text)
        return self.library.shop(name).name

    def line(self, own: OwnRow) -> OrderLine:
        """What a row says for the ticket."""
        row = own.row
        try:
            days = cells.read_days(row.said("from"), row.said("until"), row.said("period"))
        except PosterError as error:
            own.fault("period" if row.said("period") else "from", error)
            days = (None, None)
        texts = {key: " ".join(row.said(key).split()) for key in _LINE_TEXTS}
        texts["contact"] = texts["contact"] or self.campaign.contact
        texts["telephone"] = cells.dialled(texts["telephone"]) or self.campaign.telephone
        return OrderLine(
            sides=own.get("sides", cells.read_sides, 1),
            wind_slits=own.get("wind_slits", cells.read_yes, False),
            hang=days[0], take_down=days[1],
            needed_by=own.get("needed_by", cells.read_day, None), **texts,
        )  # fmt: skip


def _exact(text: str) -> str:
    """Words as they are compared: composed, without case and the space around."""
    return " ".join(unicodedata.normalize("NFC", text).replace("–", "-").casefold().split())
