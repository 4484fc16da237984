"""A campaign's rows as jobs. Each goes through the one parser; each fault names row and column."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from poster.campaign import cells
from poster.campaign.columns import columns, folded, unit_of
from poster.campaign.faults import column_of
from poster.campaign.table import CampaignTable, TableRow, read_campaign_table
from poster.errors import Finding, PosterError, RequestError, Severity, WordsError
from poster.intake import DEFAULT_SHOP, Request, read_date, read_request, read_size
from poster.library import Library
from poster.model import Campaign, Job, OrderLine
from poster.sheet import make_sheet
from poster.units import looks_like_dimensions, parse_dimensions
from poster.words.guard import Acceptance

T = TypeVar("T")

_LINE_TEXTS: Final = (
    "material", "place", "deliver_to", "contact", "telephone", "hung_by", "note"
)  # fmt: skip
_MOST_COLUMNS_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class PlacedJob:
    """A job and the row that asks for it."""

    row: int
    job: Job


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row; `column` is its header as it stands in the file, `place` from 0."""

    row: int
    column: str
    error: PosterError
    sheet: str = ""
    place: int = -1


@dataclass(frozen=True, slots=True)
class Reading:
    """A campaign, read: its jobs in the order of the rows, and all faults."""

    campaign: Campaign
    jobs: tuple[PlacedJob, ...]
    faults: tuple[RowFault, ...]
    rows: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Settings:
    """What the command line adds to a campaign's file."""

    day: date
    allow_draft: bool = False
    accept: tuple[Acceptance, ...] = ()


def read_campaign(path: Path, library: Library, settings: Settings) -> Reading:
    """Read `path`. A fault of one row is listed beside the other rows' jobs.

    Raises RequestError where nothing at all can be read.
    """
    table = read_campaign_table(path, _slot_names(library))
    reader = _Reader(path, library, settings, table)
    jobs: list[PlacedJob] = []
    faults: list[RowFault] = []
    for row in table.rows:
        made, wrong = reader.row(row)
        jobs += (PlacedJob(row.number, job) for job in made)
        faults += wrong
    return Reading(reader.campaign, tuple(jobs), tuple(faults), len(table.rows), reader.findings)


@dataclass
class _Row:
    """One row while it is read: its faults are gathered, not raised."""

    row: TableRow
    faults: list[RowFault] = field(default_factory=list)

    def fault(self, key: str, error: PosterError) -> None:
        cell = self.row.cells.get(key)
        name = cell.header if cell else columns().title(key)
        place = cell.column if cell else -1
        self.faults.append(RowFault(self.row.number, name, error, self.row.sheet, place))

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


class _Reader:
    """Reads the rows of one table."""

    def __init__(
        self, path: Path, library: Library, settings: Settings, table: CampaignTable
    ) -> None:
        self.path, self.library, self.settings, self.table = path, library, settings, table
        common = table.common
        self.day = read_date(common["date"]) if common.get("date") else settings.day
        self.campaign = Campaign(
            title=common.get("title") or path.stem, unit=common.get("unit", ""), day=self.day,
            contact=common.get("contact", ""), telephone=common.get("telephone", ""),
            note=common.get("note", ""),
        )  # fmt: skip
        self.shop = common.get("shop") or DEFAULT_SHOP
        self.drafts = settings.allow_draft or cells.read_yes(common.get("allow_draft", ""))
        self.slogans = {_exact(slogan.text): slogan.id for slogan in library.slogans.values()}
        self.sizes = {_exact(name): name for name in (*library.sizes, *library.sets)}
        self.layouts = {_exact(library.layout(n).title): n for n in library.layout_names}
        self.shops = {_exact(shop.title): name for name, shop in library.shops.items()}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Columns that nobody knows: told, since their cells are not used."""
        shown = ", ".join(self.table.unknown[:_MOST_COLUMNS_SHOWN])
        if not shown:
            return ()
        params = {"columns": shown}
        return (Finding("campaign-columns", Severity.WARNING, found=shown, params=params),)

    def row(self, row: TableRow) -> tuple[Sequence[Job], Sequence[RowFault]]:
        """The jobs of a row; none where it has a fault."""
        own = _Row(row)
        for key, code in row.wrong.items():
            own.fault(key, RequestError(code, given=row.said(key)))
        request, line = self._request(own), self._line(own)
        if own.faults:
            self._words_too(request, own)
            return (), own.faults
        try:
            intake = read_request(request, self.library)
        except PosterError as error:
            own.fault(column_of(error, row), error)
            return (), own.faults
        for wrong in intake.faults:
            own.fault(column_of(wrong, row), wrong)
        return [replace(job, line=line) for job in intake.jobs if self._fits(job, own)], own.faults

    def _words_too(self, request: Request, own: _Row) -> None:
        """Of a row with other faults, what the words guard refuses: all is told at once."""
        sized = request.sizes or request.size_set
        if not request.layout or not sized or (request.slogan or request.text) is None:
            return  # these faults are told already, and without them no words can be judged
        try:
            read_request(request, self.library)
        except WordsError as error:
            own.fault(column_of(error, own.row), error)
        except PosterError:
            return  # may come of the cells that could not be read; told once these are mended

    def _fits(self, job: Job, own: _Row) -> bool:
        """Whether the piece has a sheet: edge, hems, pockets and eyelets find their room."""
        try:
            make_sheet(job.size, job.shop, job.finishing)
        except PosterError as error:
            own.fault(column_of(error, own.row), error)
            return False
        return True

    def _request(self, own: _Row) -> Request:
        row = own.row
        slogan, text = self._words(own)
        layout = own.get("layout", self._layout, "")
        if not layout and "layout" not in row.cells:
            own.fault("layout", RequestError("cell-missing"))
        sizes, size_set = self._sizes(own)
        finishing = own.get("finishing", cells.checked_finishing, "")
        return Request(
            layout=layout, day=self.day, sizes=sizes, size_set=size_set, slogan=slogan, text=text,
            values=self._values(own, layout), folder=self.path.parent,
            shop=own.get("shop", self._shop, self.shop),
            quantity=own.get("quantity", cells.read_count, 1), finishing=finishing,
            allow_draft=self.drafts, accept=self.settings.accept,
        )  # fmt: skip

    def _words(self, own: _Row) -> tuple[str | None, str | None]:
        """A slogan by its id or its exact words; else free words."""
        given, free = own.row.said("slogan"), own.row.said("text")
        if not given and not free:
            own.fault("slogan", RequestError("cell-missing"))
        words = given or free
        if words in self.library.slogans:
            return words, None
        known = self.slogans.get(_exact(words))
        if known:
            return known, None
        if given and " " not in given and given.isascii():
            return own.get("slogan", lambda name: self.library.slogan(name).id, None), None
        return None, words

    def _sizes(self, own: _Row) -> tuple[list[str], str | None]:
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

    def _given_sizes(self, own: _Row, text: str) -> list[str]:
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
        name = self.sizes.get(_exact(given), given)
        return name if name in self.library.sets else read_size(name, self.library).name

    def _values(self, own: _Row, layout: str) -> dict[str, str]:
        row = own.row
        values: dict[str, str] = own.get("slots", cells.read_slots, {})
        for key in row.cells:
            if key.startswith("slot:") and row.said(key):
                values[key.removeprefix("slot:")] = row.said(key)
        if self.campaign.unit and layout and "unit" in self.library.layout(layout).slots:
            values.setdefault("unit", self.campaign.unit)
        return values

    def _layout(self, text: str) -> str:
        return self.library.layout(self.layouts.get(_exact(text), text)).name

    def _shop(self, text: str) -> str:
        name = self.shops.get(_exact(text), text)
        return self.library.shop(name).name

    def _line(self, own: _Row) -> OrderLine:
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


def _slot_names(library: Library) -> frozenset[str]:
    """The slots of all layouts: each may be a column of its own."""
    slots = (library.layout(name).slots for name in library.layout_names)
    return frozenset(slot for names in slots for slot in names if slot != "slogan")


def _exact(text: str) -> str:
    """Words as they are compared: composed, without case and the space around."""
    return " ".join(unicodedata.normalize("NFC", text).replace("–", "-").casefold().split())
