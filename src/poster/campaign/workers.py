"""One piece in a process of its own. What goes between processes is plain: indexes and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from poster.campaign.cache import Keys, Records
from poster.campaign.reading import Reading, Settings, read_campaign
from poster.crew import Crew
from poster.errors import PosterError, RenderError
from poster.library import Library
from poster.messages import catalogue
from poster.model import Job
from poster.pipeline import Workshop
from poster.press.naming import piece_name

#: How often a cluster tries a piece whose worker was lost.
TRIES: Final = 2


@dataclass(frozen=True)
class Errand:
    """All that a worker must know: it reads the campaign's file itself."""

    file: Path
    library: Path
    out: Path
    language: str
    settings: Settings


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the job at `place`: a record of its piece, or an error."""

    place: int
    record: Mapping[str, Any] | None = None
    error: PosterError | None = None


@lru_cache(maxsize=1)
def _bench(errand: Errand) -> tuple[Library, Reading, Keys]:
    """A worker's own library and jobs: read once, kept for all its pieces."""
    library = Library(errand.library)
    return library, read_campaign(errand.file, library, errand.settings), Keys(library)


def make_one(errand: Errand, place: int) -> Outcome:
    """Make the piece of the job at `place` (from 0) and keep its record."""
    library, reading, keys = _bench(errand)
    job = combined(reading.jobs[place].job, quantities(reading))
    workshop = Workshop(
        library, pieces_folder(errand.out, job.shop.name), 1, catalogue(errand.language), _silent
    )
    try:
        piece = workshop.make(job)
        return Outcome(place, Records(errand.out).keep(keys.key(job), piece))
    except PosterError as error:
        return Outcome(place, error=error)
    except Exception as error:  # a fault of this program costs its piece, not the campaign
        what = f"{type(error).__name__}: {error}"[:200]
        return Outcome(place, error=PosterError("bug", what=what))


def quantities(reading: Reading) -> Counter[tuple[str, str]]:
    """How many copies of each piece all rows want together, by shop and name."""
    found: Counter[tuple[str, str]] = Counter()
    for placed in reading.jobs:
        found[placed.job.shop.name, piece_name(placed.job)] += placed.job.quantity
    return found


def combined(job: Job, wanted: Counter[tuple[str, str]]) -> Job:
    """`job` for all rows that ask for the same piece."""
    return replace(job, quantity=wanted[job.shop.name, piece_name(job)])


def pieces_folder(out: Path, shop: str) -> Path:
    """Where a shop's pieces stand: two shops may print the same piece each in its own way."""
    return out / "pieces" / shop


def _silent(_name: str, _done: float, _total: float) -> None:
    """A worker has no screen."""


def make_here(errand: Errand, places: Sequence[int], jobs: int) -> Iterator[Outcome]:
    """Make the pieces of `places` in `jobs` processes, in the order in which they get done.

    When a worker dies, a new pool goes on with what is left. Where a pool gets nothing done, the
    first piece is tried alone, and given up when it kills its worker again.
    """
    waiting = list(places)
    while waiting:
        before = len(waiting)
        for outcome in _round(errand, tuple(waiting), jobs):
            waiting.remove(outcome.place)
            yield outcome
        if len(waiting) == before:
            place = waiting.pop(0)
            died = Outcome(place, error=RenderError("campaign-worker-died"))
            yield next(_round(errand, (place,), 1), died)


def _round(errand: Errand, places: Sequence[int], jobs: int) -> Iterator[Outcome]:
    """One pool's life: it ends with its work, or with the first worker that dies."""
    with Crew(min(jobs, len(places))) as pool:
        open_ = {pool.submit(make_one, errand, place) for place in places}
        while open_:
            done, open_ = wait(open_, return_when=FIRST_COMPLETED)
            for future in done:
                if not isinstance(future.exception(), BrokenProcessPool):
                    yield future.result()


#: What makes the pieces: this machine's processes, or a cluster's.
Maker = Callable[[Errand, Sequence[int]], Iterator[Outcome]]
