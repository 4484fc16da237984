"""Every piece of a campaign filled once without being drawn: all that a run would refuse, told now.

Nothing is written. Rows that ask for the same piece are tried together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from poster.campaign.reading import (
    PlacedJob,
    Reading,
    RowFault,
    RowWarning,
    Settings,
    read_campaign,
)
from poster.crew import Crew
from poster.errors import RenderError, Severity
from poster.fill.trial import Trial, Trials
from poster.library import Library
from poster.model import Job
from poster.press.naming import piece_name

#: Below so many pieces for each process, it would take longer to begin than to be done.
LEAST_EACH: Final = 60
#: How many pieces a process is given at a time: neighbours share the reading of their master.
BATCH: Final = 40

#: Hears of pieces done and pieces in all.
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Tried:
    """What was found in the pieces, by row; `jobs` are those that can be made."""

    jobs: tuple[PlacedJob, ...]
    faults: tuple[RowFault, ...]
    warnings: tuple[RowWarning, ...]


@dataclass(frozen=True)
class _Task:
    """All that a process must know: it reads the campaign's file itself."""

    file: Path
    library: Path
    settings: Settings


def try_pieces(
    reading: Reading, library: Library, file: Path, settings: Settings, jobs: int, report: Report
) -> Tried:
    """Try every piece of `reading`, which was read from `file`, with at most `jobs` processes.

    Raises RenderError `campaign-check-died` where a process was ended from outside.
    """
    placed = _placed(reading)
    first: dict[tuple[str, str], int] = {}
    for place, one in enumerate(placed):
        first.setdefault(_name(one.job), place)
    places = sorted(first.values(), key=lambda place: _alike(placed[place].job))
    processes = min(jobs, len(places) // LEAST_EACH)
    trials: dict[int, Trial] = {}
    report(0, len(places))
    task = _Task(file.resolve(), library.root, settings)
    here = _here(placed, library, places)
    for place, trial in here if processes < 2 else _there(task, places, processes):
        trials[place] = trial
        report(len(trials), len(places))
    return _by_row(reading, {name: trials[place] for name, place in first.items()})


def _placed(reading: Reading) -> tuple[PlacedJob, ...]:
    return (*reading.jobs, *reading.doubtful)


def _name(job: Job) -> tuple[str, str]:
    return job.shop.name, piece_name(job)


def _alike(job: Job) -> tuple[str, str, str]:
    """Pieces of one layout and size stand together: they share most of the work."""
    return job.layout.name, job.size.name, job.shop.name


def _here(
    placed: Sequence[PlacedJob], library: Library, places: Sequence[int]
) -> Iterator[tuple[int, Trial]]:
    trials = Trials(library)
    for place in places:
        yield place, trials.attempt(placed[place].job)


def _there(task: _Task, places: Sequence[int], processes: int) -> Iterator[tuple[int, Trial]]:
    batches = [places[at : at + BATCH] for at in range(0, len(places), BATCH)]
    with Crew(processes) as pool:
        open_ = [pool.submit(_attempts, task, batch) for batch in batches]
        try:
            for done in as_completed(open_):
                yield from done.result()
        except BrokenProcessPool as error:
            raise RenderError("campaign-check-died") from error


def _attempts(task: _Task, places: Sequence[int]) -> list[tuple[int, Trial]]:
    trials, placed = _bench(task)
    return [(place, trials.attempt(placed[place].job)) for place in places]


@lru_cache(maxsize=1)
def _bench(task: _Task) -> tuple[Trials, tuple[PlacedJob, ...]]:
    """A process's own library and jobs: read once."""
    library = Library(task.library)
    return Trials(library), _placed(read_campaign(task.file, library, task.settings))


def _by_row(reading: Reading, trials: Mapping[tuple[str, str], Trial]) -> Tried:
    """Every row's own faults and warnings, each once, in the order of the rows."""
    faults: dict[tuple[object, ...], RowFault] = {}
    warnings: dict[tuple[object, ...], RowWarning] = {}
    for one in sorted(_placed(reading), key=lambda one: (one.source.sheet, one.row)):
        trial = trials[_name(one.job)]
        for slot, error in trial.errors:
            fault = one.fault(error, slot)
            faults.setdefault((fault.sheet, fault.row, fault.column, str(error)), fault)
        for finding in (*one.job.findings, *trial.findings):
            if finding.severity is Severity.WARNING:
                told = one.warning(finding)
                mark = (told.sheet, told.row, told.column, finding.code, str(finding.params))
                warnings.setdefault(mark, told)
    fine = tuple(one for one in reading.jobs if not trials[_name(one.job)].errors)
    return Tried(fine, tuple(faults.values()), tuple(warnings.values()))
