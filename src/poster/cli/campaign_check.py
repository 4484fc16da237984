"""`poster campaign check`: every fault and warning of a table and of its pieces, nothing made."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from poster.campaign.reading import Reading, Settings, read_campaign
from poster.campaign.table import WORKBOOKS
from poster.campaign.totals import totals
from poster.campaign.trying import Tried, try_pieces
from poster.campaign.writing import marked
from poster.cli.campaign_show import data_of, show_check
from poster.cli.show import Progress, error_lines, finding_line
from poster.errors import Finding, PosterError, worst_exit
from poster.files import atomic
from poster.messages import Catalogue


def check(context: Any, file: Path, settings: Settings, cores: int, as_json: bool) -> int:
    """Read and try the campaign in `file`, tell all that was found, and give the exit code."""
    screen, texts = context.screen(as_json), context.catalogue
    reading = read_campaign(file, context.library, settings)
    with Progress(quiet=as_json) as progress:
        name = texts.text("campaign-trying")
        tried = try_pieces(
            reading, context.library, file, settings, cores,
            lambda done, total: progress.update(name, done, total),
        )  # fmt: skip
    found = replace(reading, jobs=tried.jobs, faults=_in_order(reading, tried))
    copy = _marked_copy(file, found, tried, texts)
    sums = totals(found, cores)
    show_check(screen, found, tried.warnings, sums, copy)
    screen.data(
        data_of(found, found.faults, texts, warnings=tried.warnings, sums=sums, marked=copy)
    )
    return worst_exit([fault.error.exit_code for fault in found.faults])


def _in_order(reading: Reading, tried: Tried) -> tuple[Any, ...]:
    """What the table is refused for and what its pieces are, by row."""
    return tuple(sorted((*reading.faults, *tried.faults), key=lambda one: (one.sheet, one.row)))


def _marked_copy(file: Path, found: Reading, tried: Tried, texts: Catalogue) -> Path | None:
    """A copy of a faulty workbook with its cells marked; None where nothing is wrong."""
    if not found.faults or file.suffix.lower() not in WORKBOOKS:
        return None

    def say(one: PosterError | Finding) -> str:
        lines: Sequence[str] = (
            [finding_line(one, texts)] if isinstance(one, Finding) else error_lines(one, texts)
        )
        return "\n".join(lines)

    copy = file.with_name(f"{file.stem}_LOI.xlsx")
    listing = texts.text("campaign-marks-sheet")
    with atomic(copy) as stream:
        stream.write(marked(file, found.faults, tried.warnings, say, listing))
    return copy
