"""Can the slogan be read from where people stand? If not, what would help.

Cap heights by distance d: refused below d/300 (DIN 4844's limit), warned below d/200, noted below
d/120. Only the slogan is judged; smaller lines have limits of their own in the layout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from poster.errors import Finding, LegibilityError, PosterError, Severity
from poster.fill.frames import TextFrame
from poster.model import Job, Size
from poster.typeset.fit import Setting


class Typeset(Protocol):
    """What is judged: frames and the type set in them, by slot name."""

    @property
    def frames(self) -> Mapping[str, TextFrame]:
        """The frames of type."""

    @property
    def settings(self) -> Mapping[str, Setting]:
        """The type set in them."""


#: How a job would come out at another size; raises what composing raises.
Retry = Callable[[Size], Typeset]


def alike(job: Job, sizes: Iterable[Size]) -> tuple[Size, ...]:
    """Sizes of the same kind, largest last: what an officer would think of next."""
    others = (size for size in sizes if size.kind == job.size.kind)
    larger = (size for size in others if size.dimensions != job.size.dimensions)
    return tuple(sorted(larger, key=lambda size: size.width_mm * size.height_mm))


def judge(composition: Typeset, job: Job, others: tuple[Size, ...], retry: Retry) -> Finding | None:
    """What to say of the slogan's size; None when it is comfortable.

    `others` are sizes worth naming when it is too small. Raises LegibilityError with advice.
    """
    frame, cap_mm = composition.frames["slogan"], composition.settings["slogan"].cap_mm
    floor_mm = job.size.kind.floor_mm(job.size.height_mm)
    if cap_mm < floor_mm:
        code = "text-illegible-screen" if job.size.kind.read_at_m is None else "text-illegible"
        raise LegibilityError(
            code,
            size=job.size.name,
            text=job.text if len(job.text) <= 40 else job.text[:39] + "…",
            cap_mm=round(cap_mm, 1),
            floor_mm=round(floor_mm, 1),
            read_at_m=job.size.kind.read_at_m or 0,
            findings=tuple(_advice(frame, job, floor_mm, others, retry)),
        )
    return _comfort(job, cap_mm)


def _comfort(job: Job, cap_mm: float) -> Finding | None:
    comfort = job.size.kind.comfort_mm()
    if comfort is None:
        return None
    levels = (("cap-below-comfort", Severity.WARNING), ("cap-below-ideal", Severity.NOTE))
    for (code, severity), least_mm in zip(levels, comfort, strict=True):
        if cap_mm < least_mm:
            found, expected = f"{cap_mm:.0f} mm", f"{least_mm:.0f} mm"
            params = {
                "found": found, "expected": expected, "read_at_m": job.size.kind.read_at_m
            }  # fmt: skip
            return Finding(code, severity, "slogan", found, expected, params)
    return None


def _advice(
    frame: TextFrame, job: Job, floor_mm: float, others: tuple[Size, ...], retry: Retry
) -> Iterator[Finding]:
    def reaches(text: str) -> bool:
        return frame.set(text).cap_mm >= floor_mm

    count = _to_cut(job.text, reaches)
    if count:
        yield Finding("advice-cut", Severity.NOTE, params={"count": count})
    short = next((text for text in job.slogan.short if reaches(text)), None)
    if short is not None:
        yield Finding("advice-short", Severity.NOTE, params={"short": short})
    sizes = [size.name for size in others if _would_do(size, retry)]
    if sizes:
        yield Finding("advice-sizes", Severity.NOTE, params={"sizes": sizes})


def _to_cut(text: str, reaches: Callable[[str], bool]) -> int:
    """Characters to take out until the rest can be read; 0 where not even one word can."""
    words = text.split()
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if reaches(" ".join(words[:middle])):
            low = middle
        else:
            high = middle - 1
    return len(text) - len(" ".join(words[:low])) if low else 0


def _would_do(size: Size, retry: Retry) -> bool:
    """Whether the same words can be read at `size`; where it cannot be made they cannot."""
    try:
        composition = retry(size)
    except PosterError:
        return False
    return composition.settings["slogan"].cap_mm >= size.kind.floor_mm(size.height_mm)
