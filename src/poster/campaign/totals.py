"""What a campaign comes to before it is made: pieces, cloth, eyelets, time and disk."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from poster.campaign.reading import Reading
from poster.press.naming import piece_name
from poster.sheet import make_sheet

#: Measured on two cores of a common server: seconds of one core, and MB, for one piece in PDF with
#: technical page and preview.
SECONDS_A_PIECE: Final = 5.0
MB_A_PIECE: Final = 1.6


@dataclass(frozen=True, slots=True)
class Totals:
    """`square_metres` are finished sizes times quantity times sides, by shop and material."""

    pieces: int
    copies: int
    square_metres: dict[tuple[str, str], float]
    eyelets: int
    minutes: float
    disk_mb: float


def totals(reading: Reading, jobs: int) -> Totals:
    """The totals of what can be made, with `jobs` cores."""
    area: Counter[tuple[str, str]] = Counter()
    copies = eyelets = 0
    names = set()
    for placed in reading.jobs:
        job = placed.job
        names.add((job.shop.name, piece_name(job)))
        copies += job.quantity
        if job.size.is_screen:
            continue
        square = job.size.width_mm * job.size.height_mm / 1e6 * job.line.sides * job.quantity
        area[job.shop.name, job.line.material] += square  # type: ignore[assignment]
        eyelets += len(make_sheet(job.size, job.shop, job.finishing).eyelets) * job.quantity
    return Totals(
        len(names), copies, {key: round(value, 2) for key, value in area.items()}, eyelets,
        round(len(names) * SECONDS_A_PIECE / jobs / 60, 1), round(len(names) * MB_A_PIECE, 1),
    )  # fmt: skip
