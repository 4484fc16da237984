"""The ticket that a shop works from (phiếu đặt in): facts once, as JSON and as PDF."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from poster.bundle.approval import Approval
from poster.bundle.facts import Facts, short_code, totals
from poster.bundle.labels import (
    amount,
    area,
    by_material,
    day,
    delivery,
    delivery_rows,
    finishing_notes,
    hanging,
    heading,
    ink_notes,
    order_rows,
    print_files,
    scale_note,
    sides_mm,
    warnings,
)
from poster.bundle.page import A4, GREY, MARGIN_MM, PALE, RED, Column, Pages, faces
from poster.geometry import Rect
from poster.messages import Catalogue
from poster.model import Piece
from poster.press.document import Leaf
from poster.press.pdf import Info
from poster.press.technical import technical_nodes
from poster.press.thumbnails import thumbnail

STEM: Final = "PHIEU-DAT-IN"
UNAPPROVED: Final = "_CHUA-DUYET"
#: The longer side of a picture on the ticket, in pixels: clear on paper, small in a mail.
PICTURE_PX: Final = 800
#: Room for picture and technical drawing side by side, mm.
SHOWN_MM: Final = 74.0
BODY: Final = 3.0


def stem(approval: Approval | None) -> str:
    """The ticket's file name without its ending; it says where nobody has approved."""
    return STEM if approval else STEM + UNAPPROVED


def ticket_data(
    campaign: Facts, shop: Facts, rows: Sequence[Facts], codes: Mapping[str, str], whole: str,
    proof_sha256: str,
) -> Facts:  # fmt: skip
    """All that a ticket says, as JSON values; `approval` is None until somebody signs."""
    return {
        "format": "poster-ticket",
        "version": 1,
        "code": codes[shop["name"]],
        "whole_code": whole,
        "codes": dict(codes),
        "proof_sha256": proof_sha256,
        "approval": None,
        "campaign": campaign,
        "shop": shop,
        "totals": totals(rows),
        "pieces": list(rows),
    }


def ticket_json(data: Facts) -> bytes:
    """The ticket for other programs."""
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def ticket_info(data: Facts, texts: Catalogue) -> Info:
    """What the ticket's PDF says of itself."""
    title = f"{texts.text('ticket-title')} - {data['campaign']['title']} - {data['shop']['title']}"
    return Info(title, dt.date.fromisoformat(data["campaign"]["date"]))


def status(approval: Approval | None, texts: Catalogue) -> Leaf:
    """What stands at the head of every page: approved by whom, or that nobody has approved."""
    pages, right = Pages(), A4.width - MARGIN_MM
    if approval is None:
        pages.box(Rect(right - 62, 7, 62, 9), RED)
        pages.put(texts.text("bundle-unapproved"), right - 31, 13.2, 5, strong=True,
                  colour="#ffffff", anchor=0.5)  # fmt: skip
        pages.put(texts.text("bundle-unapproved-why"), right, 19.4, 2.5, colour=RED, anchor=1)
    else:
        pages.put(texts.text("bundle-approved"), right, 12.5, 5, strong=True, anchor=1)
        pages.put(approval.sentence(texts), right, 17.5, 2.8, anchor=1)
    return Leaf(tuple(pages.nodes[0]), tuple(pages.words[0]))


# ---------------------------------------------------------------- the page


def ticket_leaves(data: Facts, pieces: Mapping[str, Piece], texts: Catalogue) -> tuple[Leaf, ...]:
    """The ticket's pages, without the status. `pieces` are by name."""
    pages = Pages(y=9)
    _head(pages, data, texts)
    _summary(pages, data, texts)
    by_name = sorted(data["pieces"], key=lambda row: row["name"])
    groups = [list(rows) for _, rows in groupby(by_name, key=lambda row: str(row["name"]))]
    for rows in sorted(groups, key=lambda rows: str(rows[0]["number"])):
        _piece(pages, rows, pieces[rows[0]["name"]], texts)
    running = texts.text(
        "ticket-running", title=data["campaign"]["title"], shop=data["shop"]["title"],
        code=short_code(data["code"]),
    )  # fmt: skip
    return pages.leaves(running)


def _head(pages: Pages, data: Facts, texts: Catalogue) -> None:
    campaign, shop = data["campaign"], data["shop"]
    pages.text(campaign["unit"], 3.4, width=110, strong=True)
    pages.y = max(pages.y, 21.5)
    pages.text(texts.text("ticket-title"), 8.5, strong=True, colour=RED)
    pages.text(campaign["title"], 4.4, strong=True)
    pages.y += 2
    top = pages.y
    contact = " · ".join(filter(None, (campaign["contact"], campaign["telephone"])))
    half = pages.width / 2 - 3
    pages.facts((
        (texts.text("ticket-from"), campaign["unit"]),
        (texts.text("ticket-contact"), contact or texts.text("ticket-unsaid")),
        (texts.text("ticket-date"), day(campaign["date"])),
    ), pages.left, half, BODY + 0.2)  # fmt: skip
    left, pages.y = pages.y, top
    pages.facts((
        (texts.text("ticket-shop"), shop["title"]),
        (texts.text("ticket-code"), short_code(data["code"])),
        (texts.text("ticket-note"), campaign["note"]),
    ), pages.left + half + 6, half, BODY + 0.2)  # fmt: skip
    pages.y = max(left, pages.y) + 3


def _summary(pages: Pages, data: Facts, texts: Catalogue) -> None:
    shares = (
        ("ticket-column-number", 0.05), ("ticket-column-piece", 0.29),
        ("ticket-column-finished", 0.13), ("ticket-column-printed", 0.13),
        ("ticket-column-quantity", 0.07), ("ticket-column-area", 0.09),
        ("ticket-column-place", 0.24),
    )  # fmt: skip
    numbers = ("ticket-column-quantity", "ticket-column-area")
    columns = [Column(texts.text(name), share, name in numbers) for name, share in shares]
    rows = [
        (
            row["number"], f"{row['kind']}: {row['text']}", sides_mm(row["finished_mm"]),
            sides_mm(row["printed_mm"]), str(row["quantity"]), area(row["total_m2"], texts),
            hanging(row, texts),
        )
        for row in data["pieces"]
    ]  # fmt: skip
    pages.table(columns, rows, 2.75)
    pages.y += 2
    total = data["totals"]
    pages.text(texts.text("ticket-total", rows=total["rows"], quantity=total["quantity"],
                          area=area(total["area_m2"], texts)), 3.6, strong=True)  # fmt: skip
    materials = by_material(data["pieces"], texts)
    pages.text(texts.text("ticket-materials", materials=materials), BODY + 0.2)
    pages.text(texts.text("ticket-check"), BODY, colour=GREY)
    pages.y += 4


def _piece(pages: Pages, rows: Sequence[Facts], piece: Piece, texts: Catalogue) -> None:
    picture = thumbnail(preview(piece).read_bytes(), PICTURE_PX)

    def draw(on: Pages) -> None:
        _title(on, rows, texts)
        _shown(on, piece, picture, texts)
        _ordered(on, rows, texts)
        _told(on, rows, texts)
        on.y += 5

    pages.keep(draw)


def _title(pages: Pages, rows: Sequence[Facts], texts: Catalogue) -> None:
    row = rows[0]
    count = texts.text("ticket-amount", count=sum(one["quantity"] for one in rows))
    bar(pages, [one["number"] for one in rows], heading(row), count)
    pages.text(row["text"], 3.8, strong=True)
    if not row["approved"]:
        pages.text(texts.text("ticket-unapproved-text"), 3.4, strong=True, colour=RED)
    pages.y += 1


def bar(pages: Pages, numbers: Sequence[str], title: str, count: str) -> None:
    """The head of a piece: its numbers and what it is, and at the right how many."""
    pages.box(Rect(pages.left, pages.y, pages.width, 8), PALE)
    line = f"{' + '.join(numbers)} · {title}"
    pages.put(line, pages.left + 2, pages.y + 5.7, 4.4, strong=True)
    right = pages.left + pages.width - 2
    pages.put(count, right, pages.y + 5.7, 4.4, strong=True, colour=RED, anchor=1)
    pages.y += 10


def preview(piece: Piece) -> Path:
    """The small stamped picture of a piece."""
    return next(file.path for file in piece.files if file.details.get("preview"))


def _shown(pages: Pages, piece: Piece, picture: tuple[bytes, int, int], texts: Catalogue) -> None:
    """The picture, and beside or below it the drawing of what must be sewn or punched."""
    wide = piece.sheet.trim.ratio > 3
    width, height = (pages.width, 40.0) if wide else (pages.width * 0.42, SHOWN_MM)
    place = pages.picture(picture, Rect(pages.left, pages.y, width, height))
    if not piece.sheet.has_finishing:
        pages.y = place.bottom + 3
        return
    box = Rect(pages.left + pages.width * 0.44, pages.y, pages.width * 0.56, SHOWN_MM)
    if wide:
        box = Rect(pages.left, place.bottom + 1, pages.width, 54)
    pages.nodes[-1] += technical_nodes(
        piece.job, piece.sheet, piece.panels, box, faces().plain, texts
    )
    pages.y = max(place.bottom, box.bottom) + 3


def _ordered(pages: Pages, rows: Sequence[Facts], texts: Catalogue) -> None:
    """What is ordered, and where each part of it goes."""
    top, half = pages.y, pages.width / 2 - 3
    pages.facts(order_rows(rows, texts), pages.left, half, BODY)
    if len(rows) == 1:
        left, pages.y = pages.y, top
        pages.facts(delivery_rows(rows[0], texts), pages.left + half + 6, half, BODY)
        pages.y = max(left, pages.y) + 1
        return
    pages.y += 1
    columns = (
        Column(texts.text("ticket-column-number"), 0.06),
        Column(texts.text("ticket-quantity"), 0.14),
        Column(texts.text("ticket-place"), 0.3), Column(texts.text("ticket-needed"), 0.14),
        Column(texts.text("ticket-deliver"), 0.36),
    )  # fmt: skip
    pages.table(columns, [
        (row["number"], amount(row, texts), hanging(row, texts), day(row["needed_by"]),
         delivery(row, texts))
        for row in rows
    ], 2.8)  # fmt: skip
    pages.y += 2


def _told(pages: Pages, rows: Sequence[Facts], texts: Catalogue) -> None:
    row = rows[0]
    told = (
        ("ticket-finishing", list(finishing_notes(row, texts))),
        ("ticket-inks", list(ink_notes(row))),
        ("ticket-warnings", warnings(rows, texts)),
    )
    for message, lines in told:
        if lines:
            pages.text(texts.text(message), BODY, strong=True)
            for line in lines:
                pages.text(f"- {line}", BODY)
            pages.y += 1
    pages.text(texts.text("ticket-files"), BODY, strong=True)
    for file in print_files(row):
        pages.text(f"{file['name']} · {scale_note(file, row, texts)}", BODY)
        pages.text(f"SHA-256 {file['sha256']}", 2.4, colour=GREY)
