"""Trials of a layout: which words at which shapes, and what came of each, on several processes."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from poster.errors import Finding, RequestError, Severity, WordsError
from poster.fill.compose import compose
from poster.intake import Request, read_request
from poster.library import Library
from poster.model import Job, Layout, Slot
from poster.render.mosaic import png
from poster.sheet import make_sheet
from poster.words.clean import clean
from poster.workshop.stress import inspect

State = Literal["made", "illegible", "unserved", "refused"]

#: Seven shapes from 10:1 to 1:4, with the pixels that each takes on a contact sheet.
SHAPES: Final = (
    ("10000x1000mm", 800), ("6000x800mm", 800), ("3000x1000mm", 540), ("4000x2500mm", 400),
    ("1000x1000mm", 256), ("800x2000mm", 102), ("600x2400mm", 64),
)  # fmt: skip
#: Everything that takes room from type: wide pieces are hemmed and punched, upright ones hang
#: from poles as well.
FINISHING_WIDE: Final = "khuy 500, may biên 30, chừa biên 50"
FINISHING_TALL: Final = "khuy 500, may biên 30, xỏ trên dưới 70, chừa biên 100"
DAY: Final = date(2026, 1, 1)
#: What passes the words guard in place of the words tried: this is about type, not about words.
_ANY_WORDS: Final = "Hà Nội"
SHORTEST: Final = "Tết"
USUAL: Final = "Văn hiến - Văn minh - Hiện đại - Hạnh phúc"
LONGEST: Final = (
    "Toàn Đảng, toàn dân, toàn quân ra sức học tập và làm theo tư tưởng, đạo đức, phong cách "
    "Hồ Chí Minh, quyết tâm thực hiện thắng lợi Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIV "
    "của Đảng, xây dựng Thủ đô văn hiến - văn minh - hiện đại!"
)
STACKED: Final = (
    "PHẤN ĐẤU ĐỔI MỚI ĐỂ MỖI NGƯỜI ĐỀU ẤM NO, HIỂU BIẾT, TIẾN BỘ, VỮNG BƯỚC DƯỚI CỜ ĐẢNG!"
)
UNIT: Final = "UBND phường Đống Đa"
LONG_UNIT: Final = (
    "Ủy ban Mặt trận Tổ quốc Việt Nam phường Văn Miếu - Quốc Tử Giám, thành phố Hà Nội"
)
#: Refusals of a shape for which a layout has no master; not a fault.
_UNSERVED: Final = frozenset({"size-ratio", "size-ratio-turned"})


@dataclass(frozen=True, slots=True)
class Case:
    """A row of a contact sheet: `title` is a message id; the option is of a slot of type choice."""

    title: str
    text: str
    values: Mapping[str, str]
    option: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """One piece to try. With `width_px` it is drawn as well; the library is named by its folder."""

    library: Path
    layout: str
    size: str
    text: str
    values: tuple[tuple[str, str], ...] = ()
    width_px: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a trial; `picture` is a PNG of the finished size, empty where none was made."""

    trial: Trial
    state: State
    findings: tuple[Finding, ...]
    seconds: float
    picture: bytes = b""

    @property
    def has_faults(self) -> bool:
        """Whether anything is wrong with the layout; illegible words are not."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def cases(layout: Layout) -> tuple[Case, ...]:
    """The rows of a layout's contact sheet."""
    full = full_values(layout)
    rows = [
        Case("stress-case-usual", USUAL, full),
        Case("stress-case-absent", USUAL, {}),
        Case("stress-case-shortest", SHORTEST, full),
        Case("stress-case-shortest-absent", SHORTEST, {}),
        Case("stress-case-longest", LONGEST, full),
        Case("stress-case-stacked", STACKED, full),
    ]
    if "unit" in layout.slots:
        rows.append(Case("stress-case-unit", STACKED, {**full, "unit": LONG_UNIT}))
    for name, slot in layout.slots.items():
        for option in slot.options if slot.type == "choice" else ():
            if option != slot.default:
                rows.append(Case("stress-case-option", USUAL, {**full, name: option}, option))
    return tuple(rows)


def full_values(layout: Layout) -> dict[str, str]:
    """A value for every slot that can have one without a file of the user's."""
    return {
        name: value for name, slot in layout.slots.items()
        if name != "slogan" and (value := _value(name, slot))
    }  # fmt: skip


def _value(name: str, slot: Slot) -> str:
    given = slot.sample or slot.default
    return given or (UNIT if slot.type == "text" else "")


def run(trials: Sequence[Trial], processes: int) -> Iterator[tuple[int, Outcome]]:
    """What comes of each trial, with its place in `trials`, in the order in which they are done."""
    if processes == 1 or len(trials) == 1:
        yield from enumerate(map(try_one, trials))
        return
    with crew(processes) as pool:
        try:
            places = {pool.submit(try_one, trial): at for at, trial in enumerate(trials)}
            for done in as_completed(places):
                yield places[done], done.result()
        finally:
            pool.shutdown(cancel_futures=True)


def crew(processes: int) -> ProcessPoolExecutor:
    """Processes of their own; who presses Ctrl-C stops the one that they work for."""
    spawn = multiprocessing.get_context(method="spawn")
    return ProcessPoolExecutor(processes, spawn, signal.signal, (signal.SIGINT, signal.SIG_IGN))


@lru_cache(maxsize=4)
def _library(root: Path) -> Library:
    return Library(root)


def try_one(trial: Trial) -> Outcome:
    """Compose, inspect and, if asked, draw one piece; faults of the layout do not raise."""
    started = time.perf_counter()
    try:
        state, findings, picture = _tried(trial)
    except (RequestError, WordsError) as error:
        state = "unserved" if error.code in _UNSERVED else "refused"
        severity = Severity.NOTE if state == "unserved" else Severity.ERROR
        own = (Finding(error.code, severity, params=error.params),)
        findings, picture = (*own, *error.findings), b""
    return Outcome(trial, state, findings, time.perf_counter() - started, picture)


def _tried(trial: Trial) -> tuple[State, tuple[Finding, ...], bytes]:
    library = _library(trial.library)
    job = job_of(trial, library)
    sheet = make_sheet(job.size, job.shop, job.finishing)
    made = compose(job, sheet, library)
    cap_mm, floor_mm = made.settings["slogan"].cap_mm, job.size.kind.floor_mm(job.size.height_mm)
    findings = list(inspect(made, sheet, job.shop.eyelet_ring_mm))
    if cap_mm < floor_mm:
        params = {"cap_mm": round(cap_mm, 1), "floor_mm": round(floor_mm, 1)}
        findings.append(Finding("stress-illegible", Severity.NOTE, "slogan", params=params))
    picture = png(made.artwork, sheet.trim, trial.width_px) if trial.width_px else b""
    return "illegible" if cap_mm < floor_mm else "made", tuple(findings), picture


def job_of(trial: Trial, library: Library) -> Job:
    """The job of a trial, finished in every way that takes room. Raises what `intake` raises."""
    width, height = (float(side) for side in trial.size.removesuffix("mm").split("x"))
    request = Request(
        layout=trial.layout, day=DAY, text=_ANY_WORDS, sizes=(trial.size,),
        values=dict(trial.values),
        finishing=FINISHING_WIDE if width >= height else FINISHING_TALL,
    )  # fmt: skip
    intake = read_request(request, library)
    for fault in intake.faults:
        raise fault
    (job,) = intake.jobs
    words = clean(trial.text).text
    slogan = replace(job.slogan, text=words)
    return replace(job, slogan=slogan, values={**job.values, "slogan": words})
