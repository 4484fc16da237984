"""A campaign's rows as jobs. Each goes through the one parser; each fault names row and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from poster.campaign.faults import column_of
from poster.campaign.rows import OwnRow, RowFault, RowReader, RowWarning, fault_of, warning_of
from poster.campaign.table import CampaignTable, TableRow, read_campaign_table
from poster.errors import Finding, PosterError, RequestError, Severity, WordsError
from poster.intake import Intake, Request, read_request
from poster.library import Library
from poster.model import Campaign, Job
from poster.sheet import make_sheet
from poster.words.guard import Acceptance

__all__ = ["PlacedJob", "Reading", "RowFault", "RowWarning", "Settings", "read_campaign"]

_MOST_COLUMNS_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class PlacedJob:
    """A job and the row that asks for it; `source` is the row as it stands in the file."""

    row: int
    job: Job
    source: TableRow

    def fault(self, error: PosterError, slot: str = "") -> RowFault:
        """What is wrong with this job, in the column where it is mended."""
        return fault_of(self.source, column_of(error, self.source, slot), error)

    def warning(self, finding: Finding) -> RowWarning:
        """What should be looked at in this job, in the column where it is mended."""
        slot = finding.where if finding.where in self.job.layout.slots else ""
        told = RequestError(finding.code, findings=(finding,), **finding.params)
        return warning_of(self.source, column_of(told, self.source, slot), finding)


@dataclass(frozen=True, slots=True)
class Reading:
    """A campaign, read: its jobs in the order of the rows, and all faults.

    `doubtful` are jobs of rows with a fault elsewhere: never made, but they can be judged.
    """

    campaign: Campaign
    jobs: tuple[PlacedJob, ...]
    faults: tuple[RowFault, ...]
    rows: int
    findings: tuple[Finding, ...] = ()
    doubtful: tuple[PlacedJob, ...] = ()


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
    doubtful: list[PlacedJob] = []
    faults: list[RowFault] = []
    for row in table.rows:
        found = reader.row(row)
        (doubtful if found.spoilt else jobs).extend(
            PlacedJob(row.number, job, row) for job in found.jobs
        )
        faults += found.faults
    return Reading(
        reader.campaign, tuple(jobs), tuple(faults), len(table.rows), reader.findings,
        tuple(doubtful),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    """What came of a row; a `spoilt` one has a fault that concerns all its jobs."""

    jobs: Sequence[Job]
    faults: Sequence[RowFault]
    spoilt: bool


class _Reader:
    """Reads the rows of one table."""

    def __init__(
        self, path: Path, library: Library, settings: Settings, table: CampaignTable
    ) -> None:
        self.library, self.table = library, table
        self.rows = RowReader(path, library, settings.day, settings.allow_draft, table.common)
        self.accept = (*self.rows.accept, *settings.accept)
        self.used: set[Acceptance] = set()

    @property
    def campaign(self) -> Campaign:
        """What all rows have in common."""
        return self.rows.campaign

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was given and not used: columns that nobody knows, acceptances of no error."""
        found = []
        shown = ", ".join(self.table.unknown[:_MOST_COLUMNS_SHOWN])
        if shown:
            params = {"columns": shown}
            found.append(Finding("campaign-columns", Severity.WARNING, found=shown, params=params))
        for one in self.accept:
            if one not in self.used:
                told = {"code": one.code, "by": one.by}
                found.append(Finding("campaign-accept-unused", Severity.WARNING, params=told))
        return tuple(found)

    def row(self, row: TableRow) -> _Found:
        """The jobs of a row, and its faults."""
        own = OwnRow(row)
        for key, code in row.wrong.items():
            own.fault(key, RequestError(code, given=row.said(key)))
        request, line = self.rows.request(own), self.rows.line(own)
        spoilt = bool(own.faults)
        intake = self._read(request, own)
        for wrong in intake.faults:
            own.fault(column_of(wrong, row), wrong)
        jobs = [replace(job, line=line) for job in intake.jobs if self._fits(job, own)]
        return _Found(jobs, own.faults, spoilt)

    def _read(self, request: Request, own: OwnRow) -> Intake:
        """What a row asks for; of one with other faults as much as can be judged."""
        sized = request.sizes or request.size_set
        if own.faults and not (request.layout and sized and (request.slogan or request.text)):
            return Intake((), ())  # told already, and without them nothing can be judged
        try:
            return self._accepted(request)
        except PosterError as error:
            key = column_of(error, own.row)
            if isinstance(error, WordsError) or key not in own.faulty:
                own.fault(key, error)  # else it may come of the cell that could not be read
            return Intake((), ())

    def _accepted(self, request: Request) -> Intake:
        """The request, read; what is accepted for the whole campaign is used where it is needed."""
        try:
            return read_request(request, self.library)
        except WordsError as error:
            met = Counter(finding.code for finding in error.findings)
            common = []
            for one in self.accept:
                if met[one.code] > 0:
                    met[one.code] -= 1
                    common.append(one)
            if not common:
                raise
        self.used.update(common)
        return read_request(replace(request, accept=(*request.accept, *common)), self.library)

    def _fits(self, job: Job, own: OwnRow) -> bool:
        """Whether the piece has a sheet: edge, hems, pockets and eyelets find their room."""
        try:
            make_sheet(job.size, job.shop, job.finishing)
        except PosterError as error:
            own.fault(column_of(error, own.row), error)
            return False
        return True


def _slot_names(library: Library) -> frozenset[str]:
    """The slots of all layouts: each may be a column of its own."""
    slots = (library.layout(name).slots for name in library.layout_names)
    return frozenset(slot for names in slots for slot in names if slot != "slogan")
