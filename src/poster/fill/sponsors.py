"""A sponsor's name or logo on a piece: what the law says of it, with what this piece does.

The limits stand in `tables/sponsors.yaml` with their source. They are told and never enforced.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from poster.errors import Finding, Severity
from poster.geometry import Rect
from poster.model import Job, Sheet
from poster.model.noun import Noun
from poster.records import build, read_table


@dataclass(frozen=True, slots=True)
class SponsorLaw(Noun):
    """One law: shares in percent of the area, days that a banner may hang."""

    most_share_percent: float
    most_days: int
    source: str
    amended_by: str
    amended_from: dt.date


@cache
def _law() -> SponsorLaw:
    table = read_table(Path(str(resources.files("poster"))) / "tables" / "sponsors.yaml")
    name, row = next(iter(table.section("sponsors").items()))
    return build(SponsorLaw, row, table, str(name))


def sponsor_findings(job: Job, sheet: Sheet, boxes: Mapping[str, Rect | None]) -> Iterator[Finding]:
    """The rule for each sponsor's slot that is filled, and where this piece goes beyond it.

    `boxes` are what the slots take up, in mm.
    """
    for name, slot in job.layout.slots.items():
        box = boxes.get(name)
        if slot.sponsor and job.values.get(name) and box is not None:
            yield _rule(name)
            yield from _beyond(name, box, job, sheet)


def _rule(name: str) -> Finding:
    law = _law()
    params = {
        "slot": name, "share": f"{law.most_share_percent:g}", "days": law.most_days,
        "source": law.source, "amended_by": law.amended_by,
        "amended_from": f"{law.amended_from:%d/%m/%Y}",
    }  # fmt: skip
    return Finding("sponsor-rule", Severity.WARNING, name, params=params)


def _beyond(name: str, box: Rect, job: Job, sheet: Sheet) -> Iterator[Finding]:
    law, trim = _law(), sheet.trim
    share = 100 * box.width * box.height / (trim.width * trim.height)
    if share > law.most_share_percent:
        found, expected = f"{share:.0f} %", f"{law.most_share_percent:g} %"
        params = {"slot": name, "found": found, "expected": expected}
        yield Finding("sponsor-share", Severity.WARNING, name, found, expected, params)
    upright = trim.height >= trim.width
    misplaced = box.cy < trim.cy if upright else box.cx < trim.cx
    if misplaced:
        code = "sponsor-place-foot" if upright else "sponsor-place-right"
        yield Finding(code, Severity.WARNING, name, params={"slot": name})
    line = job.line
    if line.hang and line.take_down and (line.take_down - line.hang).days >= law.most_days:
        days = (line.take_down - line.hang).days + 1
        found, expected = f"{days}", f"{law.most_days}"
        params = {"slot": name, "found": found, "expected": expected}
        yield Finding("sponsor-days", Severity.WARNING, name, found, expected, params)
