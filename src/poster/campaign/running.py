"""A whole campaign: what is made already, what must be made, and what is handed over."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from poster.bundle.deliver import Delivered
from poster.campaign.cache import FOLDER, Keys, Records
from poster.campaign.handing import hand_over
from poster.campaign.reading import Reading, RowFault
from poster.campaign.workers import Errand, Maker, combined, quantities
from poster.errors import RequestError
from poster.files import PART_PATTERN, make_folder
from poster.library import Library
from poster.model import Job, Piece
from poster.press.naming import piece_name

#: Hears of a stage (a message id), of steps done and of steps in all.
Report = Callable[[str, int, int], None]
#: The stages of a run.
MAKING: Final = "campaign-progress"
HANDING: Final = "campaign-handing-over"


@dataclass(frozen=True)
class Share:
    """The part `number` of `of` equal shares; 1 of 1 is everything."""

    number: int = 1
    of: int = 1

    @property
    def is_whole(self) -> bool:
        """Whether this is everything."""
        return self.of == 1


@dataclass(frozen=True)
class Outcomes:
    """What a run came to. `pieces` are by row; `delivered` is None for a share."""

    pieces: tuple[Piece, ...]
    made: int
    kept: int
    faults: tuple[RowFault, ...]
    delivered: Delivered | None


def run(
    reading: Reading, library: Library, errand: Errand, make: Maker, share: Share, jobs: int,
    report: Report,
) -> Outcomes:  # fmt: skip
    """Make what is missing, then hand over, with at most `jobs` processes of this machine.

    One bad row stops nothing else.

    Raises RequestError `campaign-busy` where another run has the folder, and what handing over
    raises.
    """
    with _alone(make_folder(errand.out), share), _swept(errand.out, share):
        keys, records, amounts = Keys(library), Records(errand.out), quantities(reading)
        wanted = _wanted(reading, share)
        found = {
            name: records.find(name, keys.key(combined(job, amounts)), job)
            for name, place in wanted.items()
            for job in [reading.jobs[place].job]
        }
        missing = [wanted[name] for name, piece in found.items() if piece is None]
        # The largest first: who began with small ones would wait at the end for a last large one.
        missing.sort(key=lambda place: -_area_mm2(reading.jobs[place].job))
        made, errors = _make(reading, errand, make, missing, records, report)
        ready = {**{name: piece for name, piece in found.items() if piece}, **made}
        pieces, faults = _by_row(reading, ready, errors)
        delivered = None
        if share.is_whole and pieces:
            delivered = hand_over(
                reading.campaign, pieces, errand.out, keys, jobs, partial(report, HANDING)
            )
    kept = len(ready) - len(made)
    return Outcomes(pieces, len(made), kept, (*reading.faults, *faults), delivered)


def _wanted(reading: Reading, share: Share) -> dict[str, int]:
    """Each piece once, by shop and name, and the first job that asks for it."""
    first: dict[str, int] = {}
    for place, placed in enumerate(reading.jobs):
        first.setdefault(_name(placed.job.shop.name, piece_name(placed.job)), place)
    shares = enumerate(sorted(first.items()))
    return {name: place for at, (name, place) in shares if at % share.of == share.number - 1}


def _area_mm2(job: Job) -> float:
    return job.size.width_mm * job.size.height_mm


def _name(shop: str, piece: str) -> str:
    return f"{shop}/{piece}"


def _make(
    reading: Reading, errand: Errand, make: Maker, places: list[int], records: Records,
    report: Report,
) -> tuple[dict[str, Piece], dict[str, RowFault]]:  # fmt: skip
    made: dict[str, Piece] = {}
    errors: dict[str, RowFault] = {}
    report(MAKING, 0, len(places))
    for done, outcome in enumerate(make(errand, places) if places else (), 1):
        placed = reading.jobs[outcome.place]
        name = _name(placed.job.shop.name, piece_name(placed.job))
        if outcome.record is not None:
            made[name] = records.piece(outcome.record, placed.job)
        elif outcome.error is not None:
            errors[name] = placed.fault(outcome.error)
        report(MAKING, done, len(places))
    return made, errors


def _by_row(
    reading: Reading, ready: Mapping[str, Piece], errors: Mapping[str, RowFault]
) -> tuple[tuple[Piece, ...], tuple[RowFault, ...]]:
    """Every row's own piece, with the row's amounts and places; every row's own fault."""
    pieces, faults = [], []
    for placed in reading.jobs:
        name = _name(placed.job.shop.name, piece_name(placed.job))
        if name in ready:
            piece = ready[name]
            told = (*placed.job.findings, *piece.findings[len(piece.job.findings) :])
            pieces.append(replace(piece, job=placed.job, findings=told))
        elif name in errors:
            faults.append(placed.fault(errors[name].error))
    return tuple(pieces), tuple(faults)


# ---------------------------------------------------------------- the folder


@contextmanager
def _alone(out: Path, share: Share) -> Iterator[None]:
    """Hold the folder against a second run of the same share. A dead process holds nothing."""
    folder = make_folder(out / FOLDER)
    own = f"lock-{share.number}-{share.of}"
    with (folder / "lock").open("a+b") as common, (folder / own).open("a+b") as stream:
        # Shares of one campaign may run side by side; a run of everything waits for nobody.
        if not (_locked(common.fileno(), share.is_whole) and _locked(stream.fileno(), True)):
            raise RequestError("campaign-busy", folder=str(out))
        yield


def _locked(descriptor: int, alone: bool) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            if alone:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            kind = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def _swept(out: Path, share: Share) -> Iterator[None]:
    """Remove what a killed run left half-written, and, when interrupted, what this one leaves.

    Only a run of everything does so: nobody else writes here then.
    """
    if share.is_whole:
        _sweep(out)
    try:
        yield
    except KeyboardInterrupt:
        if share.is_whole:
            _sweep(out)
        raise


def _sweep(out: Path) -> None:
    for path in out.rglob(PART_PATTERN):
        path.unlink(missing_ok=True)
