"""What a campaign's check and run say to a person, and to another program."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, groupby
from pathlib import Path
from typing import Any

from poster.campaign.reading import Reading, RowFault, RowWarning
from poster.campaign.running import Outcomes
from poster.campaign.totals import Totals
from poster.cli.show import Screen, error_lines, finding_data, finding_line
from poster.messages import Catalogue
from poster.units import decimal


def show_check(
    screen: Screen, reading: Reading, warnings: Sequence[RowWarning], sums: Totals,
    copy: Path | None,
) -> None:  # fmt: skip
    """The faults and warnings by row, then what the campaign comes to."""
    _show_faults(screen, reading.faults)
    _show_warnings(screen, warnings)
    for finding in reading.findings:
        screen.say(finding_line(finding, screen.catalogue))
    language = screen.catalogue.language
    screen.tell(
        "campaign-checked", rows=reading.rows, pieces=sums.pieces, copies=sums.copies,
        faults=len({(fault.sheet, fault.row) for fault in reading.faults}),
    )  # fmt: skip
    for (shop, material), square in sorted(sums.square_metres.items()):
        name = material or screen.catalogue.text("campaign-no-material")
        screen.tell(
            "campaign-area", shop=shop, material=name, square=decimal(round(square, 2), language)
        )
    screen.tell(
        "campaign-estimate", eyelets=sums.eyelets, minutes=decimal(sums.minutes, language),
        disk_mb=decimal(sums.disk_mb, language),
    )  # fmt: skip
    if copy is not None:
        screen.tell("campaign-marked", file=copy.name)


def show_run(
    screen: Screen, reading: Reading, outcomes: Outcomes, out: Path, seconds: float
) -> None:
    """A table of what was made, where it stands, and what was not made."""
    screen.table(
        ("campaign-head-row", "campaign-head-piece", "campaign-head-quantity",
         "campaign-head-place", "campaign-head-files"),
        [
            (str(at), piece.name, str(piece.job.quantity), piece.job.line.place,
             str(len(piece.files)))
            for at, piece in enumerate(outcomes.pieces, 1)
        ],
    )  # fmt: skip
    _show_faults(screen, outcomes.faults)
    texts = screen.catalogue
    for finding in reading.findings:
        screen.say(finding_line(finding, texts))
    screen.tell(
        "campaign-ran", rows=reading.rows, orders=len(outcomes.pieces),
        pieces=outcomes.made + outcomes.kept, made=outcomes.made, kept=outcomes.kept,
        faults=len(outcomes.faults),
        seconds=decimal(round(seconds, 1), texts.language),
    )  # fmt: skip
    screen.tell("made-where", folder=out)
    delivered = outcomes.delivered
    if delivered is None:
        screen.tell("campaign-share-made")
        return
    screen.tell("campaign-proof", file=delivered.proof.name, code=delivered.code[:16])
    for path in delivered.bundles:
        screen.tell("campaign-bundle", file=path.name, mb=round(path.stat().st_size / 1e6, 1))
    if delivered.slideshow is not None:
        screen.tell("campaign-slideshow", file=delivered.slideshow.name)
    for finding in delivered.findings:
        screen.say(finding_line(finding, texts))
    if not delivered.approved:
        screen.tell("campaign-next", folder=out)


def _show_faults(screen: Screen, faults: Sequence[RowFault]) -> None:
    """The same fault of many rows once."""
    rows: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for fault in faults:
        lines = tuple(error_lines(fault.error, screen.catalogue))
        rows.setdefault((fault.column or "-", lines), []).append(fault.row)
    for (column, lines), found in rows.items():
        screen.tell("campaign-fault", row=spans(found), column=column, why=lines[0])
        for line in lines[1:]:
            screen.say("    " + line)


def _show_warnings(screen: Screen, warnings: Sequence[RowWarning]) -> None:
    rows: dict[tuple[str, str], list[int]] = {}
    for one in warnings:
        line = finding_line(one.finding, screen.catalogue)
        rows.setdefault((one.column, line), []).append(one.row)
    for (column, line), found in rows.items():
        screen.tell("campaign-fault", row=spans(found), column=column, why=line)


def spans(rows: Sequence[int]) -> str:
    """Numbers in few words: "2-5, 9"."""
    counter = count()
    runs = (list(run) for _, run in groupby(sorted(set(rows)), lambda row: row - next(counter)))
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def data_of(
    reading: Reading, faults: Sequence[RowFault], texts: Catalogue, *,
    warnings: Sequence[RowWarning] = (), sums: Totals | None = None,
    outcomes: Outcomes | None = None, marked: Path | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The JSON of a check or a run."""
    data: dict[str, Any] = {
        "ok": not faults,
        "rows": reading.rows,
        "faults": [
            {"row": fault.row, "column": fault.column, "code": fault.error.code,
             "message": texts.error(fault.error),
             "findings": [finding_data(finding, texts) for finding in fault.error.findings]}
            for fault in faults
        ],
        "warnings": [
            {"row": one.row, "column": one.column, **finding_data(one.finding, texts)}
            for one in warnings
        ],
        "findings": [finding_data(finding, texts) for finding in reading.findings],
    }  # fmt: skip
    if sums is not None:
        areas = [
            {"shop": shop, "material": material, "square_metres": square}
            for (shop, material), square in sorted(sums.square_metres.items())
        ]
        data |= {"pieces": sums.pieces, "copies": sums.copies, "areas": areas,
                 "eyelets": sums.eyelets, "minutes": sums.minutes, "disk_mb": sums.disk_mb,
                 "marked": marked and str(marked)}  # fmt: skip
    if outcomes is not None:
        delivered = outcomes.delivered
        data |= {
            "pieces": [piece.name for piece in outcomes.pieces],
            "made": outcomes.made,
            "kept": outcomes.kept,
            "bundles": [str(path) for path in delivered.bundles] if delivered else [],
            "proof": str(delivered.proof) if delivered else None,
            "code": delivered.code if delivered else None,
            "approved": bool(delivered and delivered.approved),
        }
    return data
