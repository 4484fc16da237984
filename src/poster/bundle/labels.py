"""Facts of a piece as names and values that people read: one list for ticket and proof."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from poster.bundle.facts import PRINT, Facts, is_warning
from poster.messages import Catalogue
from poster.units import decimal, plain

#: How the codes of findings about inks begin: told to the shop, under a heading of their own.
INKS: Final = ("ink-", "picture-by")


def heading(row: Facts) -> str:
    """Kind and size of a piece."""
    return f"{row['kind']} {row['finished']}"


def sides_mm(sides: Sequence[float]) -> str:
    """A width and a height in mm, width first."""
    return f"{plain(sides[0])} x {plain(sides[1])} mm"


def amount(row: Facts, texts: Catalogue) -> str:
    """How many, and how many sides of each are printed."""
    message = "ticket-amount-two" if row["sides"] == 2 else "ticket-amount"
    return texts.text(message, count=row["quantity"])


def area(square_metres: float, texts: Catalogue) -> str:
    """Square metres."""
    return f"{decimal(round(square_metres, 2), texts.language)} m²"


def day(value: str) -> str:
    """A day as people write it; "" for none."""
    return f"{dt.date.fromisoformat(value):%d/%m/%Y}" if value else ""


def hanging(row: Facts, texts: Catalogue) -> str:
    """Where and from when to when a piece hangs."""
    return ", ".join(filter(None, (row["place"], _days(row["hang"], row["take_down"], texts))))


def _days(first: str, last: str, texts: Catalogue) -> str:
    """From when to when, without a space: a line is never broken inside."""
    if not first or not last:
        message = "ticket-since" if first else "ticket-until"
        return texts.text(message, day=day(first or last)) if first or last else ""
    begin = day(first)[:5] if first[:4] == last[:4] else day(first)
    return f"{begin}–{day(last)}"


def delivery(row: Facts, texts: Catalogue) -> str:
    """Where to, whom to ask, who hangs it and what else was said, in one line."""
    asked = " · ".join(filter(None, (row["contact"], row["telephone"])))
    parts = (("", row["deliver_to"]), ("ticket-contact", asked), ("ticket-hung-by", row["hung_by"]),
             ("ticket-note", row["note"]))  # fmt: skip
    return "; ".join(
        f"{texts.text(name)}: {value}" if name else value for name, value in parts if value
    )


def by_material(rows: Sequence[Facts], texts: Catalogue) -> str:
    """Square metres of each material."""
    sums: dict[str, float] = {}
    for row in rows:
        if not row["screen"]:
            name = row["material"] or texts.text("ticket-unsaid")
            sums[name] = sums.get(name, 0.0) + row["total_m2"]
    return "; ".join(f"{name}: {area(square, texts)}" for name, square in sums.items())


def order_rows(rows: Sequence[Facts], texts: Catalogue) -> Iterator[tuple[str, str]]:
    """What is ordered: sizes, square metres, material; `rows` are of one piece."""
    row, text = rows[0], texts.text
    total = sum(one["total_m2"] for one in rows)
    materials = ", ".join(dict.fromkeys(one["material"] for one in rows if one["material"]))
    finished = row["finished"] if row["screen"] else sides_mm(row["finished_mm"])
    yield text("ticket-finished"), finished
    if not row["screen"]:
        yield text("ticket-printed"), sides_mm(row["printed_mm"])
        yield text("ticket-area"), text("ticket-area-value", one=area(row["area_m2"], texts),
                                        total=area(total, texts))  # fmt: skip
        yield text("ticket-material"), materials or text("ticket-unsaid")


def delivery_rows(row: Facts, texts: Catalogue) -> Iterator[tuple[str, str]]:
    """One order line: how many, where, when, and whom to ask."""
    text = texts.text
    yield text("ticket-quantity"), amount(row, texts)
    yield text("ticket-place"), hanging(row, texts)
    yield text("ticket-needed"), day(row["needed_by"])
    yield text("ticket-deliver"), row["deliver_to"]
    yield text("ticket-hung-by"), row["hung_by"]
    yield text("ticket-contact"), " · ".join(filter(None, (row["contact"], row["telephone"])))
    yield text("ticket-note"), row["note"]


def finishing_notes(row: Facts, texts: Catalogue) -> Iterator[str]:
    """How a piece is finished, a sentence each."""
    yield from row["notes"]
    if row["wind_slits"]:
        yield texts.text("ticket-wind-slits")


def ink_notes(row: Facts) -> Iterator[str]:
    """What the shop should know of the inks."""
    for finding in row["findings"]:
        if finding["code"].startswith(INKS):
            yield finding["text"]


def warnings(rows: Sequence[Facts], texts: Catalogue) -> list[str]:
    """What was found in the rows of one piece and let pass: by whom and why, where somebody did."""
    return list(dict.fromkeys(line for row in rows for line in _warnings(row, texts)))


def _warnings(row: Facts, texts: Catalogue) -> Iterator[str]:
    for finding in row["findings"]:
        if finding["accepted_by"]:
            who = texts.text(
                "accepted", by=finding["accepted_by"], reason=finding["accepted_because"]
            )
            yield f"{finding['text']} {who}"
        elif is_warning(finding) and not finding["code"].startswith(("not-approved", *INKS)):
            yield finding["text"]


def print_files(row: Facts) -> Iterator[Facts]:
    """The files that go to a press."""
    yield from (file for file in row["files"] if file["name"].startswith(f"{PRINT}/"))


def scale_note(file: Facts, row: Facts, texts: Catalogue) -> str:
    """At which scale a file holds the piece, and what to do about it."""
    if file["format"] != "pdf" or row["scale"] == "1:1":
        return texts.text("ticket-scale-one")
    percent = int(row["scale"].partition(":")[2]) * 100
    return texts.text("ticket-scale", scale=row["scale"], percent=percent)
