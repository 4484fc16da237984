"""The piece that all benchmarks draw: a banner of 6 x 0.8 m with the ward's own slogan."""

from __future__ import annotations

import datetime as dt

from poster.fill.compose import compose
from poster.intake import Request, read_request
from poster.library import Library, starter_library
from poster.press.order import Order
from poster.press.separate import Separation
from poster.sheet import make_sheet

SIZE, LAYOUT, SLOGAN = "bang-ron-6x0.8m", "co-do", "van-hien-van-minh"
UNIT = "UBND phường Đống Đa"
DAY = dt.date(2026, 4, 20)


def order(ppi: float = 150, jobs: int = 1) -> Order:
    """The banner, filled, as an order to the press."""
    library = Library(starter_library())
    request = Request(layout=LAYOUT, day=DAY, sizes=[SIZE], slogan=SLOGAN, values={"unit": UNIT})
    (job,) = read_request(request, library).jobs
    sheet = make_sheet(job.size, job.shop)
    made = compose(job, sheet, library)
    return Order(
        artwork=made.artwork, nodes=made.nodes, overlays=(), sheet=sheet,
        separation=Separation(library.inks, library.condition(job.shop.condition)),
        bigtiff=False, ppi=ppi, title=job.text, day=DAY, jobs=jobs, progress=lambda *_: None,
    )  # fmt: skip
