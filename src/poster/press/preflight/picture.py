"""The page with a numbered mark at every place where something is wrong, and a list below."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from poster.errors import Severity
from poster.files import atomic, make_folder
from poster.geometry import Rect
from poster.messages import Catalogue
from poster.press.preflight import Report
from poster.press.preflight.rules import RULES
from poster.typeset.fonts import scan

FONT: Final = ("Be Vietnam Pro", 700)
#: Pixels: the width of the sheet at least, its margin, letters, a mark's radius.
WIDEST: Final = 1800
NARROWEST: Final = 1100
MARGIN: Final = 40
LETTERS: Final = 24
LINE: Final = 36
RADIUS: Final = 19
#: Places of one fault that are marked, so that the page can still be seen.
MOST_MARKS: Final = 6
COLOURS: Final = {
    Severity.ERROR: (200, 16, 46), Severity.WARNING: (176, 96, 0), Severity.NOTE: (30, 90, 160)
}  # fmt: skip
INK: Final = (30, 30, 30)
PAPER: Final = (255, 255, 255)


def write_picture(report: Report, folder: Path, fonts: Path, texts: Catalogue) -> Path:
    """Write "<name>_preflight.png" into `folder`. Raises WriteError, RequestError `font-…`."""
    from PIL import ImageFont

    face = scan(fonts).face(*FONT)
    letters = ImageFont.truetype(io.BytesIO(face.path.read_bytes()), LETTERS)
    if face.axes:
        letters.set_variation_by_axes([value for _, value in face.axes])
    page = _page(report)
    legend = list(_legend(report, texts, letters, max(page.width, NARROWEST)))
    sheet = _sheet(report, page, legend, letters)
    path = make_folder(folder) / f"{report.path.name.replace('.', '-')}_preflight.png"
    with atomic(path) as stream:
        sheet.save(stream, "PNG")
    return path


def _page(report: Report) -> Any:
    """The page as it was drawn, or an empty one of its shape."""
    from PIL import Image

    if report.picture:
        return Image.open(io.BytesIO(report.picture)).convert("RGB")
    width, height = (float(side) or 1.0 for side in report.facts["page_mm"])
    scale = WIDEST / max(width, height)
    return Image.new("RGB", (max(1, round(width * scale)), max(1, round(height * scale))), PAPER)


def _legend(
    report: Report, texts: Catalogue, letters: Any, width: int
) -> Iterator[tuple[int, Severity, str]]:
    """Lines of the list: number (0 where a line goes on), weight, words."""
    room = width - 2 * MARGIN - 3 * RADIUS
    for number, finding in enumerate(report.findings, 1):
        level = texts.text(f"severity-{finding.severity.value}")
        words = f"{level}: {texts.text(finding.code, **finding.params)}"
        for line in _wrapped(words, letters, room):
            yield number, finding.severity, line
            number = 0


def _wrapped(text: str, letters: Any, room: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and letters.getlength(longer) > room:
            yield line
            line = word
        else:
            line = longer
    yield line


def _sheet(report: Report, page: Any, legend: list[tuple[int, Severity, str]], letters: Any) -> Any:
    from PIL import Image, ImageDraw

    width = max(page.width, NARROWEST) + 2 * MARGIN
    top = MARGIN + LINE + 8
    height = top + page.height + MARGIN + LINE * len(legend) + MARGIN
    sheet = Image.new("RGB", (width, height), (240, 240, 238))
    draw = ImageDraw.Draw(sheet)
    draw.text((MARGIN, MARGIN - 8), report.path.name, INK, letters)
    left = (width - page.width) // 2
    sheet.paste(page, (left, top))
    draw.rectangle((left - 1, top - 1, left + page.width, top + page.height), outline=INK)
    _marks(draw, report, page, (left, top), letters)
    y = top + page.height + MARGIN
    for number, severity, words in legend:
        if number:
            _disc(draw, (MARGIN + RADIUS, y + LETTERS * 0.6), number, severity, letters)
        draw.text((MARGIN + 3 * RADIUS, y), words, INK, letters)
        y += LINE
    return sheet


def _marks(draw: Any, report: Report, page: Any, corner: tuple[int, int], letters: Any) -> None:
    """All frames first, then the numbers, so that no frame hides a number."""
    boxes = list(_boxes(report, page, corner))
    for _, severity, box in boxes:
        far = (max(box.right, box.x + 2), max(box.bottom, box.y + 2))
        draw.rectangle((box.x - 2, box.y - 2, far[0] + 2, far[1] + 2), outline=PAPER, width=5)
        draw.rectangle(
            (box.x - 1, box.y - 1, far[0] + 1, far[1] + 1), outline=COLOURS[severity], width=3
        )
    taken: list[tuple[float, float]] = []
    for number, severity, box in boxes:
        _disc(draw, _free((box.x, box.y), taken), number, severity, letters)


def _boxes(
    report: Report, page: Any, corner: tuple[int, int]
) -> Iterator[tuple[int, Severity, Rect]]:
    """The places on the first page, in pixels of the sheet, the largest of each fault."""
    page_mm = [float(side) for side in report.facts["page_mm"]]
    if not all(page_mm):
        return
    across, down = page.width / page_mm[0], page.height / page_mm[1]
    whole = Rect(0, 0, page.width, page.height)
    for number, fault in enumerate(report.faults, 1):
        places = fault.places if fault.page == 1 else ()
        largest = sorted(places, key=lambda place: place.width * place.height, reverse=True)
        for place in largest[:MOST_MARKS]:
            box = Rect.from_sides(
                place.x * across, place.y * down, place.right * across, place.bottom * down
            ).intersect(whole)
            if box.width >= 0 and box.height >= 0:
                moved = Rect(box.x + corner[0], box.y + corner[1], box.width, box.height)
                yield number, RULES[fault.rule].severity, moved


def _free(wanted: tuple[float, float], taken: list[tuple[float, float]]) -> tuple[float, float]:
    """A place for a mark beside those that stand there already."""
    x, y = wanted
    while any(abs(x - a) < 2 * RADIUS and abs(y - b) < 2 * RADIUS for a, b in taken):
        x += 2 * RADIUS + 2
    taken.append((x, y))
    return x, y


def _disc(
    draw: Any, middle: tuple[float, float], number: int, severity: Severity, letters: Any
) -> None:
    x, y = middle
    draw.ellipse((x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS), COLOURS[severity], PAPER, 2)
    draw.text((x, y), str(number), PAPER, letters, anchor="mm")
