"""The ticket as an Excel table, for shops that reckon and plan in one."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from poster.bundle.approval import Approval
from poster.bundle.facts import Facts, short_code
from poster.bundle.labels import day, finishing_notes, print_files, sides_mm
from poster.messages import Catalogue
from poster.office.new_workbook import NewSheet, Row, write_workbook

SHEET_COLUMNS: Final = (
    "ticket-column-number",
    "ticket-sheet-kind",
    "ticket-sheet-text",
    "ticket-finished",
    "ticket-printed",
    "ticket-quantity",
    "ticket-sheet-sides",
    "ticket-area",
    "ticket-material",
    "ticket-sheet-eyelets",
    "ticket-finishing",
    "ticket-place",
    "ticket-sheet-hang",
    "ticket-sheet-take-down",
    "ticket-needed",
    "ticket-deliver",
    "ticket-contact",
    "ticket-sheet-scale",
    "ticket-sheet-file",
    "ticket-sheet-sha256",
    "ticket-note",
)


def ticket_workbook(data: Facts, approval: Approval | None, texts: Catalogue) -> bytes:
    """The ticket as an Excel table, a row for each line of the order."""
    widths = (6, 14, 36, 18, 18, 9, 7, 10, 16, 8, 60, 26, 12, 12, 12, 24, 24, 8, 60, 68, 30)
    said = approval.sentence(texts) if approval else texts.text("bundle-unapproved")
    campaign, total = data["campaign"], data["totals"]
    head = [
        Row([texts.text("ticket-title")], "title"),
        Row([f"{campaign['unit']} - {campaign['title']}"], "bold"),
        Row([f"{texts.text('ticket-shop')}: {data['shop']['title']}"], "plain"),
        Row(
            [f"{texts.text('ticket-contact')}: {campaign['contact']} {campaign['telephone']}"],
            "plain",
        ),
        Row([said], "bold"),
        Row([f"{texts.text('ticket-code')}: {short_code(data['code'])}"], "plain"),
        Row([texts.text(name) for name in SHEET_COLUMNS], "header"),
    ]
    body = [Row(_cells(row, texts)) for row in data["pieces"]]
    foot = Row(["", "", texts.text("ticket-sum"), "", "", total["quantity"], "", total["area_m2"]],
               "bold")  # fmt: skip
    unwrapped = {(row, 0): "title" if row == 0 else "hint" for row in range(6)}
    sheet = NewSheet(texts.text("ticket-sheet"), [*head, *body, foot], widths, (7, 3),
                     styles=unwrapped)  # fmt: skip
    made = dt.date.fromisoformat(campaign["date"])
    return write_workbook([sheet], f"{texts.text('ticket-title')} {data['code']}", made)


def _cells(row: Facts, texts: Catalogue) -> list[Any]:
    files = list(print_files(row))
    return [
        row["number"], row["kind"], row["text"], sides_mm(row["finished_mm"]),
        sides_mm(row["printed_mm"]), row["quantity"], row["sides"], row["total_m2"],
        row["material"], row["eyelets"], "\n".join(finishing_notes(row, texts)), row["place"],
        day(row["hang"]), day(row["take_down"]), day(row["needed_by"]), row["deliver_to"],
        f"{row['contact']} {row['telephone']}".strip(), row["scale"],
        "\n".join(file["name"] for file in files), "\n".join(file["sha256"] for file in files),
        row["note"],
    ]  # fmt: skip
