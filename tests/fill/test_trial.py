"""A trial and the real filling agree on what can be made and what is to be said of it."""

import datetime as dt

import pytest

from poster.errors import PosterError
from poster.fill.compose import compose
from poster.fill.legibility import alike, judge
from poster.fill.trial import Trials
from poster.intake import Request, read_request
from poster.sheet import make_sheet

DAY = dt.date(2026, 4, 20)
SLOW = ("bang-ron-6x0.8m", "phuon-0.8x2m", "a3", "1080x1080px")
SIZES = ("4000x150mm", *(pytest.param(size, marks=pytest.mark.slow) for size in SLOW))
TEXTS = ("Hà Nội xanh", "Đoàn kết, kỷ cương, dân chủ, " * 9)


def made(job, library):
    """What really filling says: its error's code, or its findings but those on colours of art."""
    sheet = make_sheet(job.size, job.shop, job.finishing)
    try:
        composition = compose(job, sheet, library)
        comfort = judge(composition, job, alike(job, ()), lambda size: composition)
    except PosterError as error:
        return error.code, set()
    found = (*composition.findings, *((comfort,) if comfort else ()))
    of_art = ("colour-not-ink", "layout-unpinned")
    return None, {one.code for one in found if one.code not in of_art}


@pytest.mark.parametrize("size", SIZES)
def test_they_agree_for_every_layout(library, size):
    trials = Trials(library)
    for name in library.layout_names:
        layout = library.layout(name)
        filled = {key: "1 | hai\n2 | ba" for key, slot in layout.slots.items()
                  if slot.required and key != "slogan"}  # fmt: skip
        for text in TEXTS:
            request = Request(
                layout=name, day=DAY, sizes=(size,), text=text, values=filled, quantity=1
            )
            try:
                jobs = read_request(request, library).jobs
            except PosterError:
                continue  # a required picture: told before anything is filled
            for job in jobs:
                code, findings = made(job, library)
                trial = trials.attempt(job)
                assert ({error.code for _, error in trial.errors} >= {code}) if code else (
                    not trial.errors
                ), (name, size, code, trial.errors)  # fmt: skip
                if code is None:
                    assert {one.code for one in trial.findings} == findings, (name, size)


def test_every_slot_tells_its_own_fault(library):
    request = Request(
        layout="co-do", day=DAY, sizes=("a3",), text="Hà Nội ☂", values={"unit": "Tổ 🚩"}
    )
    (job,) = read_request(request, library).jobs
    errors = Trials(library).attempt(job).errors
    assert {slot for slot, _ in errors} == {"slogan", "unit"}
    assert {error.code for _, error in errors} <= {"letter-missing", "letter-nowhere"}


def test_two_jobs_with_other_conditions_do_not_share_their_drawing(library):
    trials, found = Trials(library), []
    for unit in ("UBND phường Đống Đa", ""):
        request = Request(
            layout="co-do", day=DAY, sizes=("a3",), text="Hà Nội xanh",
            values={"unit": unit} if unit else {},
        )  # fmt: skip
        (job,) = read_request(request, library).jobs
        found.append((trials.attempt(job), made(job, library)))
    assert all(not trial.errors and code is None for trial, (code, _) in found)
