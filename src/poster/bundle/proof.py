"""The proof that people read and sign before anything is printed (maket trình duyệt)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Final

from poster.bundle.facts import Facts, short_code
from poster.bundle.labels import amount, day, hanging, heading, warnings
from poster.bundle.page import A4, GREY, RED, Column, Pages
from poster.bundle.ticket import bar, preview
from poster.geometry import Affine, Rect
from poster.images.qr import encode
from poster.messages import Catalogue
from poster.model import Piece
from poster.press.document import Leaf
from poster.press.thumbnails import thumbnail
from poster.svg.nodes import Shape

NAME: Final = "MAKET-TRINH-DUYET.pdf"
#: The papers that a proof may be laid out for, upright.
PAPERS: Final[Mapping[str, Rect]] = {"a4": A4, "a3": Rect(0, 0, 297, 420)}
#: The longer side of a picture on the proof, in pixels: 200 an inch over the width of the page.
PICTURE_PX: Final = 1400
#: The height of an upright picture: two of them share a page; of any other at most so much.
TALL_MM: Final = 110.0
WIDE_MM: Final = 90.0
#: How far a picture may shrink where that spares a page that would stand half empty.
SHARES: Final = (1.0, 0.9, 0.8, 0.7)
QR_MM: Final = 30.0
BODY: Final = 3.2
SIGNERS: Final = (
    ("proof-drafter", "proof-drafter-how"),
    ("proof-approver", "proof-approver-how"),
    ("proof-stamp", "proof-stamp-how"),
)


def proof_leaves(
    campaign: Facts, rows: Sequence[Facts], pieces: Mapping[str, Piece], whole: str,
    texts: Catalogue, paper: Rect = A4,
) -> tuple[Leaf, ...]:  # fmt: skip
    """The proof's pages: what there is, each picture with its words in large type, signatures.

    On a larger `paper` (of the same shape, mm) all is larger, and pictures are finer.
    """
    factor = paper.width / A4.width
    pages = Pages(y=11)
    _head(pages, campaign, texts)
    _contents(pages, rows, texts)
    by_name = sorted(rows, key=lambda row: str(row["name"]))
    groups = [list(some) for _, some in groupby(by_name, key=lambda row: str(row["name"]))]
    for some in sorted(groups, key=lambda some: str(some[0]["number"])):
        _piece(pages, some, pieces[some[0]["name"]], texts, round(PICTURE_PX * factor))
    _signatures(pages, campaign, rows, whole, texts)
    running = texts.text("proof-running", title=campaign["title"], code=short_code(whole))
    return tuple(_enlarged(leaf, factor) for leaf in pages.leaves(running))


def _enlarged(leaf: Leaf, factor: float) -> Leaf:
    """A page with everything on it larger."""
    if factor == 1:
        return leaf
    words = (
        replace(one, size_mm=one.size_mm * factor, x_mm=one.x_mm * factor, y_mm=one.y_mm * factor)
        for one in leaf.words
    )
    return Leaf(tuple(node.transformed(Affine.scale(factor)) for node in leaf.nodes), tuple(words))


def _head(pages: Pages, campaign: Facts, texts: Catalogue) -> None:
    pages.text(campaign["unit"], 3.8, strong=True)
    pages.y += 3
    pages.text(texts.text("proof-title"), 9, strong=True, colour=RED)
    pages.text(campaign["title"], 5, strong=True)
    pages.text(texts.text("proof-day", day=day(campaign["date"])), BODY, colour=GREY)
    if campaign["note"]:
        pages.text(campaign["note"], BODY)
    pages.y += 3


def _contents(pages: Pages, rows: Sequence[Facts], texts: Catalogue) -> None:
    shares = (
        ("ticket-column-number", 0.06), ("ticket-column-piece", 0.46),
        ("ticket-column-finished", 0.16), ("ticket-column-quantity", 0.08),
        ("ticket-column-place", 0.24),
    )  # fmt: skip
    columns = [
        Column(texts.text(name), share, name == "ticket-column-quantity") for name, share in shares
    ]
    pages.table(columns, [
        (row["number"], f"{row['kind']}: {row['text']}", row["finished"], str(row["quantity"]),
         hanging(row, texts))
        for row in rows
    ], BODY)  # fmt: skip
    pages.y += 6


def _piece(
    pages: Pages, rows: Sequence[Facts], piece: Piece, texts: Catalogue, most_px: int
) -> None:
    picture = thumbnail(preview(piece).read_bytes(), most_px)

    def draw(share: float, on: Pages) -> None:
        _drawn(on, rows, picture, texts, share)

    share = next((share for share in SHARES if pages.fits(partial(draw, share))), SHARES[0])
    pages.keep(partial(draw, share))


def _drawn(
    pages: Pages, rows: Sequence[Facts], picture: tuple[bytes, int, int], texts: Catalogue,
    share: float,
) -> None:  # fmt: skip
    """The picture, and its words beside it (tall) or below it (wide)."""
    count = texts.text("ticket-amount", count=sum(one["quantity"] for one in rows))
    bar(pages, [one["number"] for one in rows], heading(rows[0]), count)
    tall = picture[2] > picture[1]
    width, height = (pages.width * 0.46, TALL_MM) if tall else (pages.width, WIDE_MM)
    place = pages.picture(picture, Rect(pages.left, pages.y, width, height * share))
    if tall:
        x = place.right + 6
        _words(pages, rows, texts, x, pages.left + pages.width - x)
        pages.y = max(pages.y, place.bottom)
    else:
        pages.y = place.bottom + 3
        _words(pages, rows, texts, pages.left, pages.width)
    pages.y += 7


def _words(pages: Pages, rows: Sequence[Facts], texts: Catalogue, x: float, width: float) -> None:
    """The exact words in large type, where they come from, and what was found in them."""
    row = rows[0]
    pages.text(texts.text("proof-words"), 2.8, x=x, width=width, colour=GREY)
    pages.text(row["text"], 6.4, x=x, width=width, strong=True)
    for value in row["values"].values():
        if value:
            pages.text(value, 4.2, x=x, width=width, strong=True)
    pages.y += 1
    pages.text(texts.text("proof-lines", lines=" / ".join(row["lines"])), BODY, x=x, width=width)
    if not row["approved"]:
        pages.text(
            texts.text("ticket-unapproved-text"), 3.6, x=x, width=width, strong=True, colour=RED
        )
    origin = [(texts.text("proof-source"), row["source"]),
              (texts.text("proof-approved"), row["approved_by"])]  # fmt: skip
    hung = [(texts.text("ticket-place"), " · ".join(filter(None, (
        amount(one, texts), hanging(one, texts))))) for one in rows]  # fmt: skip
    pages.facts((*origin, *hung), x, width, BODY)
    found = warnings(rows, texts)
    if not found:
        pages.text(texts.text("proof-guard-fine"), BODY, x=x, width=width)
    for line in found:
        pages.text(f"- {line}", BODY, x=x, width=width, colour=RED)


def _signatures(
    pages: Pages, campaign: Facts, rows: Sequence[Facts], whole: str, texts: Catalogue
) -> None:
    """What is signed for; the code that binds it to the print files; drafter, approver, stamp."""
    pages.room(96)
    pages.rule()
    pages.y += 3
    pages.text(texts.text("proof-signed-for"), BODY, colour=GREY)
    count = sum(row["quantity"] for row in rows)
    said = texts.text("proof-sum", title=campaign["title"], rows=len(rows), count=count)
    pages.text(said, 4.2, strong=True)
    pages.y += 4
    top = pages.y
    box = Rect(pages.left + pages.width - QR_MM, top, QR_MM, QR_MM)
    # Capitals and digits alone make a coarser code, which a telephone reads from worn paper.
    code = encode(f"MAKET SHA256 {whole.upper()}")
    pages.nodes[-1].append(Shape(code.dark(box), "#000000"))
    width = pages.width - QR_MM - 6
    pages.text(texts.text("proof-bound"), BODY, width=width)
    pages.text(short_code(whole), 6, width=width, strong=True)
    pages.text(texts.text("proof-bound-why"), 2.7, width=width, colour=GREY)
    pages.y = max(pages.y, box.bottom) + 6
    column = pages.width / 3
    for number, (message, how) in enumerate(SIGNERS):
        middle = pages.left + column * (number + 0.5)
        pages.put(texts.text(message), middle, pages.y + 4, 3.6, strong=True, anchor=0.5)
        pages.put(texts.text(how), middle, pages.y + 8.6, 2.6, colour=GREY, anchor=0.5)
        pages.put(texts.text("proof-date-line"), middle, pages.y + 36, 2.8, colour=GREY, anchor=0.5)
    pages.y = min(pages.y + 42, A4.height)
