"""Pieces for a shop with a roll of any width."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from poster.fill.compose import compose
from poster.intake import Request, read_request
from poster.messages import catalogue
from poster.press.separate import Separation
from poster.press.tiles import plan_panels
from poster.sheet import make_sheet
from poster.typeset.fonts import scan


@pytest.fixture(scope="session")
def job_of(library):
    """A job of `size` in `layout`, at a hiflex shop with the habits named."""

    def make(size, layout="co-do", **habits):
        request = Request(
            layout=layout, day=dt.date(2026, 5, 1), sizes=[size], slogan="van-hien-van-minh"
        )
        (job,) = read_request(request, library).jobs
        return dataclasses.replace(job, shop=dataclasses.replace(job.shop, **habits))

    return make


@pytest.fixture(scope="session")
def planned(job_of, library):
    """The sheet of a size, its composition, and its panels."""

    def make(*asked, **habits):
        job = job_of(*asked, **habits)
        sheet = make_sheet(job.size, job.shop)
        made = compose(job, sheet, library)
        return sheet, made, plan_panels(sheet, job.shop, made.artwork, made.nodes)

    return make


@pytest.fixture(scope="session")
def separation(library):
    return Separation(library.inks, library.condition("fogra39"))


@pytest.fixture(scope="session")
def faces(library):
    fonts = scan(library.root / "fonts")
    return fonts.face("Noto Sans", 400), fonts.face("Noto Sans", 700)


@pytest.fixture(scope="session")
def vi():
    return catalogue("vi")
