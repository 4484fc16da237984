"""The campaign of the benchmarks: pieces of mixed sizes and layouts, as a ward's usual order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from poster.fill.compose import compose
from poster.intake import Request, read_request
from poster.library import Library, starter_library
from poster.sheet import make_sheet

HEAD = "title: Đo tốc độ\ndate: 2026-04-20\njobs:\n"
DAY = dt.date(2026, 4, 20)
SLOGANS = ("duc-suc-tai", "van-hien-van-minh")
LAYOUTS = ("co-do", "sen-vang", "thu-do", "lua-do", "tranh-co-dong")
#: Of six pieces: two banners, two for poles, a sheet for the notice board, a screen.
SIZES = (
    (6000, 800, "mm"), (800, 2000, "mm"), (420, 594, "mm"), (1280, 720, "px"), (3000, 1000, "mm"),
    (600, 1600, "mm"),
)  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """A piece as any program for SVG takes it; `width_px` is 0 where it is printed."""

    svg: bytes
    width_mm: float
    height_mm: float
    width_px: int = 0


def job(at: int) -> tuple[str, str, str]:
    """Slogan, layout and size of the piece at `at`; no two are alike."""
    width, height, unit = SIZES[at % len(SIZES)]
    return SLOGANS[at % 2], LAYOUTS[at % len(LAYOUTS)], f"{width + 2 * at}x{height}{unit}"


def table(start: int, end: int) -> str:
    """The pieces from `start` to before `end`, as a campaign in YAML."""
    rows = (job(at) for at in range(start, end))
    return HEAD + "".join(
        f"  - {{slogan: {slogan}, layout: {layout}, size: {size}}}\n"
        for slogan, layout, size in rows
    )


def filled(count: int) -> list[Filled]:
    """The first `count` pieces of the campaign, filled."""
    library = Library(starter_library())
    return [_filled(library, *job(at)) for at in range(count)]


def _filled(library: Library, slogan: str, layout: str, size: str) -> Filled:
    request = Request(layout=layout, day=DAY, sizes=[size], slogan=slogan)
    (made,) = read_request(request, library).jobs
    sheet = make_sheet(made.size, made.shop)
    page = sheet.printed.scaled(1 / sheet.scale)
    width_px = int(size.partition("x")[0]) if size.endswith("px") else 0
    svg = compose(made, sheet, library).artwork.svg
    return Filled(svg, page.width, page.height, width_px)
