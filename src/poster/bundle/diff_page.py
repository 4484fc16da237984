"""Two bundles compared on paper: each changed piece, old and new side by side."""

from __future__ import annotations

import datetime as dt
from typing import Final

from poster.bundle.diff import Change, Difference, change_sentences, come_and_gone
from poster.bundle.labels import heading
from poster.bundle.page import A4, GREY, RED, Pages
from poster.geometry import Rect
from poster.messages import Catalogue
from poster.press.document import write_document
from poster.press.pdf import Info
from poster.press.thumbnails import thumbnail

PICTURE_PX: Final = 900
#: The day that the comparison's file names: it is about no day, and nothing here reads the clock.
NO_DAY: Final = dt.date(2000, 1, 1)


def comparison(difference: Difference, texts: Catalogue) -> bytes:
    """A PDF: each changed piece with its changed words and both pictures side by side."""
    pages = Pages(y=12)
    pages.text(texts.text("diff-title"), 8, strong=True, colour=RED)
    pages.text(texts.text("diff-running", old=difference.old.name, new=difference.new.name), 3,
               colour=GREY)  # fmt: skip
    pages.y += 3
    for line in come_and_gone(difference, texts):
        pages.text(line, 3.4)
    for change in difference.changed:
        _show(pages, change, texts)
    running = texts.text("diff-running", old=difference.old.name, new=difference.new.name)
    info = Info(texts.text("diff-title"), NO_DAY)
    return write_document(pages.leaves(running), A4, info, "")


def _show(pages: Pages, change: Change, texts: Catalogue) -> None:
    pair = [thumbnail(picture, PICTURE_PX) for picture in change.pictures]

    def draw(on: Pages) -> None:
        on.y += 3
        on.rule()
        on.y += 2
        on.text(f"{change.new['number']} · {heading(change.new)}", 4.2, strong=True)
        for line in change_sentences(change, texts):
            on.text(line, 3.2)
        on.y += 2
        _side_by_side(on, pair, change.region, texts)

    pages.keep(draw)


def _side_by_side(
    pages: Pages, pair: list[tuple[bytes, int, int]], region: Rect | None, texts: Catalogue
) -> None:
    """Old at the left, new at the right, the reach of the change at both."""
    half, top, lowest = pages.width / 2 - 2, pages.y + 5, pages.y
    for number, (message, picture) in enumerate(zip(("diff-old", "diff-new"), pair, strict=True)):
        x = pages.left + number * (half + 4)
        pages.put(texts.text(message), x, pages.y + 3.4, 3.2, strong=True, colour=GREY)
        place = pages.picture(picture, Rect(x, top, half, 100))
        lowest = max(lowest, place.bottom)
        if region is not None:
            _reach(pages, place, region)
    pages.y = lowest + 3


def _reach(pages: Pages, place: Rect, region: Rect) -> None:
    """Marks beside and below the picture how far the change reaches; the picture stays bare."""
    across = Rect(place.x + region.x * place.width, place.bottom + 0.6,
                  region.width * place.width, 0.9)  # fmt: skip
    down = Rect(place.right + 0.3, place.y + region.y * place.height, 0.9,
                region.height * place.height)  # fmt: skip
    for mark in (across, down):
        pages.box(mark, RED)
