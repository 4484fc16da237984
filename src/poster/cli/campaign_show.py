"""What a campaign's check and run say to a person, and to another program."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from poster.campaign.reading import Reading, RowFault
from poster.campaign.running import Outcomes
from poster.campaign.totals import Totals
from poster.cli.show import Screen, error_lines, finding_data, finding_line
from poster.messages import Catalogue
from poster.units import decimal


def show_check(screen: Screen, reading: Reading, sums: Totals, copy: Path | None) -> None:
    """The faults by row, then what the campaign comes to."""
    _show_faults(screen, reading.faults)
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
    if delivered.bundles and not delivered.approved:
        screen.tell("campaign-next", folder=out)


def _show_faults(screen: Screen, faults: Sequence[RowFault]) -> None:
    for fault in faults:
        lines = error_lines(fault.error, screen.catalogue)
        screen.tell("campaign-fault", row=fault.row, column=fault.column or "-", why=lines[0])
        for line in lines[1:]:
            screen.say("    " + line)


def data_of(
    reading: Reading, faults: Sequence[RowFault], texts: Catalogue, *,
    sums: Totals | None = None, outcomes: Outcomes | None = None, marked: Path | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The JSON of a check or a run."""
    data: dict[str, Any] = {
        "ok": not faults,
        "rows": reading.rows,
        "faults": [
            {"row": fault.row, "column": fault.column, "code": fault.error.code,
             "message": texts.error(fault.error)}
            for fault in faults
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
