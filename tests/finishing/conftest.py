"""Jobs of a shop with any habits, through the one parser of requests."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest

from poster.intake import Request, read_request
from poster.messages import catalogue
from poster.model import Job
from poster.sheet import make_sheet
from poster.typeset.fonts import scan


@pytest.fixture(scope="session")
def job_of(library) -> Callable[..., Job]:
    """A job of `size` with `finishing`, at a hiflex shop with the habits named."""

    def make(size: str, finishing: str = "", **habits) -> Job:
        request = Request(
            layout="co-do", day=dt.date(2026, 5, 1), sizes=[size], finishing=finishing,
            slogan="van-hien-van-minh", quantity=20,
        )  # fmt: skip
        (job,) = read_request(request, library).jobs
        return dataclasses.replace(job, shop=dataclasses.replace(job.shop, **habits))

    return make


@pytest.fixture(scope="session")
def piece_of(job_of):
    """The job and its sheet."""

    def make(*asked, **habits):
        job = job_of(*asked, **habits)
        return job, make_sheet(job.size, job.shop, job.finishing)

    return make


@pytest.fixture(scope="session")
def face(library):
    return scan(library.root / "fonts").face("Noto Sans", 400)


@pytest.fixture(scope="session")
def vi():
    return catalogue("vi")
