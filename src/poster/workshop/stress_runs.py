"""Trials of a layout: which words at which shapes, and what came of each, on several processes."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from poster.crew import Crew
from poster.errors import Finding, PosterError, RequestError, Severity, WordsError
from poster.fill.compose import Arts, compose
from poster.intake import Request, read_request
from poster.library import Library
from poster.model import Job, Layout, Sheet, Slot
from poster.render.mosaic import png
from poster.sheet import make_sheet
from poster.words.clean import clean
from poster.workshop.stress import KEPT, Opinions, inspect

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
    """What comes of each trial, with its place in `trials`, in the order in which they are done.

    Trials that differ in their words alone are done one after the other: they share most work.
    """
    order = _grouped(trials)
    if processes == 1 or len(trials) == 1:
        yield from ((at, try_one(trials[at])) for at in order)
        return
    with Crew(processes) as pool:
        places = {pool.submit(try_one, trials[at]): at for at in order}
        for done in as_completed(places):
            yield places[done], done.result()


def _grouped(trials: Sequence[Trial]) -> list[int]:
    """The places of all trials, those together that differ in their words alone."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for at, trial in enumerate(trials):
        groups.setdefault((trial.layout, trial.size, trial.values), []).append(at)
    return [at for group in groups.values() for at in group]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a process keeps from one trial of a library to the next."""

    library: Library
    arts: Arts
    opinions: Opinions


@lru_cache(maxsize=4)
def _kept(root: Path) -> _Kept:
    return _Kept(Library(root), Arts(KEPT), Opinions())


@lru_cache(maxsize=KEPT)
def _without_words(trial: Trial) -> tuple[Job, Sheet]:
    """The job of a trial with other words, and its sheet: the same for many trials."""
    job = job_of(trial, _kept(trial.library).library)
    return job, make_sheet(job.size, job.shop, job.finishing)


def try_one(trial: Trial) -> Outcome:
    """Compose, inspect and, if asked, draw one piece; faults of the layout do not raise."""
    started = time.perf_counter()
    try:
        state, findings, picture = _tried(trial)
    except (RequestError, WordsError) as error:
        state = "unserved" if error.code in _UNSERVED else "refused"
        harmless = state == "unserved" or _is_of_words(trial.text, error)
        severity = Severity.NOTE if harmless else Severity.ERROR
        own = (Finding(error.code, severity, params=error.params),)
        findings, picture = (*own, *error.findings), b""
    return Outcome(trial, state, findings, time.perf_counter() - started, picture)


def _is_of_words(text: str, error: PosterError) -> bool:
    """Whether the words themselves were refused: for a letter that no font has, or for a sign
    (as ≥) that this layout's font lacks. A letter that it lacks is a fault of the layout."""
    if error.code not in ("letter-nowhere", "letter-missing"):
        return False
    letter = str(error.params["letter"])
    is_sign = unicodedata.category(letter[0]).startswith("S")
    return letter in text and (error.code == "letter-nowhere" or is_sign)


def _tried(trial: Trial) -> tuple[State, tuple[Finding, ...], bytes]:
    kept = _kept(trial.library)
    job, sheet = _without_words(replace(trial, text=_ANY_WORDS, width_px=0))
    made = compose(_saying(trial.text, job), sheet, kept.library, kept.arts)
    cap_mm, floor_mm = made.settings["slogan"].cap_mm, job.size.kind.floor_mm(job.size.height_mm)
    findings = list(inspect(made, sheet, job.shop.eyelet_ring_mm, kept.opinions))
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
    return _saying(trial.text, job)


def _saying(text: str, job: Job) -> Job:
    """The job with other words on it, which no rule for words looks at."""
    words = clean(text).text
    slogan = replace(job.slogan, text=words)
    return replace(job, slogan=slogan, values={**job.values, "slogan": words})
