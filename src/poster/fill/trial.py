"""Could a job be made? All that filling refuses or warns of, slot by slot, with nothing drawn.

The same calls as in `compose`, but a fault in one slot does not hide those of another, and what
many jobs share (a master's art on one sheet) is looked at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final, TypeVar

from poster.errors import Finding, PosterError, RequestError, Severity
from poster.fill.art import Easel, fills
from poster.fill.blocks import Bench, Block, set_blocks, type_notes
from poster.fill.compose import (
    choose_master,
    conditions,
    filled_master,
    place_drawing,
    read_drawing,
    refuse_faults,
)
from poster.fill.filling import SETTERS, block_findings, capped, shade_photos, words_on
from poster.fill.frames import Framer, Frames, TextFrame, set_type
from poster.fill.legibility import alike, judge
from poster.fill.master import Drawing, Item, PinnedFrame
from poster.fill.pins import Placement
from poster.library import Library
from poster.model import Job, Size
from poster.sheet import make_sheet
from poster.typeset.fit import Setting
from poster.typeset.fonts import scan

T = TypeVar("T")

#: Drawings that are kept at a time: a campaign asks for the same few masters again and again.
KEPT: Final = 24


@dataclass(frozen=True, slots=True)
class Trial:
    """What was found: errors, each with the slot it is in ("" for none), and findings."""

    errors: tuple[tuple[str, PosterError], ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Frames and the type set in them, by slot name, as `judge` needs them."""

    frames: Mapping[str, TextFrame]
    settings: Mapping[str, Setting]


@dataclass(frozen=True, slots=True)
class _Opened:
    """A job's drawing on its sheet; `key` is the same for jobs that share all their art."""

    key: tuple[Any, ...]
    master: str
    drawing: Drawing
    placement: Placement
    frames: Frames
    bench: Bench


@dataclass
class Trials:
    """Tries the jobs of one library."""

    library: Library
    _drawings: dict[tuple[Any, ...], Drawing] = field(default_factory=dict)
    _arts: dict[tuple[Any, ...], PosterError | None] = field(default_factory=dict)

    def attempt(self, job: Job) -> Trial:
        """Everything that filling the layout for `job` refuses or warns of."""
        errors: list[tuple[str, PosterError]] = []
        try:
            opened = self._open(job)
        except PosterError as error:
            return Trial((("", error),))
        if (wrong := self._art(job, opened)) is not None:
            errors.append(("", wrong))
        settings = self._settings(job, opened.frames.text, errors)
        blocks = self._blocks(opened, settings, errors)
        notes = [note for name, one in settings.items() for note in type_notes(name, [one])]
        comfort = self._judged(job, opened, settings, errors)
        findings = (*notes, *block_findings(opened.frames, blocks, opened.bench))
        return Trial(tuple(errors), (*findings, comfort) if comfort else findings)

    # ------------------------------------------------------------ masters and their art

    def _open(self, job: Job) -> _Opened:
        sheet = make_sheet(job.size, job.shop, job.finishing)
        file, master = choose_master(job.layout, sheet)
        svg = filled_master(job, sheet, self.library, file)
        key = (job.layout.name, file, svg, tuple(conditions(svg, job)))
        if key not in self._drawings:
            if len(self._drawings) >= KEPT:
                self._drawings.pop(next(iter(self._drawings)))
            self._drawings[key] = read_drawing(job, file, svg)
        drawing = self._drawings[key]
        placement = place_drawing(drawing, sheet)
        bench = Bench(job, sheet, self.library.inks, scan(self.library.root / "fonts"))
        framer = Framer(job, sheet, master, placement, bench.inks, bench.fonts)
        frames = framer.frames(part for part in drawing.parts if isinstance(part, PinnedFrame))
        refuse_faults(f"{job.layout.name}/{file}", tuple(frames.faults))
        on_sheet = (*key, sheet.trim, sheet.edge, sheet.safe)
        name = f"{job.layout.name}/{file}"
        return _Opened(on_sheet, name, drawing, placement, frames, bench)

    def _art(self, job: Job, opened: _Opened) -> PosterError | None:
        """What is wrong with a master's art on this sheet; looked at once for all its jobs."""
        if opened.key not in self._arts:
            try:
                refuse_faults(opened.master, tuple(_art_faults(job, opened)))
                self._arts[opened.key] = None
            except RequestError as error:
                self._arts[opened.key] = error
        return self._arts[opened.key]

    # ------------------------------------------------------------ slots

    def _settings(
        self, job: Job, frames: Mapping[str, TextFrame], errors: list[tuple[str, PosterError]]
    ) -> dict[str, Setting]:
        """The type of every slot that can be set."""
        settings: dict[str, Setting] = {}
        for name, frame in sorted(frames.items(), key=lambda one: one[1].cap_of is not None):
            if frame.cap_of is not None and frame.cap_of[0] in settings:
                most_mm = settings[frame.cap_of[0]].cap_mm * frame.cap_of[1]
                frame = replace(frame, style=replace(frame.style, max_cap_mm=most_mm))
            call = partial(set_type, {name: frame}, job.values)
            settings |= _tried(call, name, errors) or {}
        return settings

    def _blocks(
        self, opened: _Opened, settings: Mapping[str, Setting],
        errors: list[tuple[str, PosterError]],
    ) -> dict[str, Block]:  # fmt: skip
        blocks: dict[str, Block] = {}
        for name, frame in capped(opened.frames.blocks, settings).items():
            call = partial(set_blocks, {name: frame}, opened.bench, SETTERS)
            blocks |= _tried(call, name, errors) or {}
        if any(block.placed for block in blocks.values()) and not errors:
            _tried(partial(_shaded, opened, settings, blocks), "", errors)
        return blocks

    def _judged(
        self, job: Job, opened: _Opened, settings: Mapping[str, Setting],
        errors: list[tuple[str, PosterError]],
    ) -> Finding | None:  # fmt: skip
        """Whether the slogan can be read from where people stand."""
        if "slogan" not in settings:
            return None
        fitted = _Fitted(opened.frames.text, settings)
        others = alike(job, self.library.sizes.values())
        return _tried(partial(judge, fitted, job, others, partial(self._at, job)), "slogan", errors)

    def _at(self, job: Job, size: Size) -> _Fitted:
        """The same slogan at another size. Raises what filling raises."""
        other = replace(job, size=size)
        frames = self._open(other).frames.text
        return _Fitted(frames, set_type({"slogan": frames["slogan"]}, other.values))


def _tried(call: Callable[[], T], slot: str, errors: list[tuple[str, PosterError]]) -> T | None:
    """What `call` gives; None where it refuses, and why goes to `errors`."""
    try:
        return call()
    except PosterError as error:
        errors.append((slot, error))
        return None


def _art_faults(job: Job, opened: _Opened) -> Iterator[Finding]:
    easel = Easel(opened.placement, opened.bench.inks.printing(job.layout.colours))
    drawn = [easel.draw(part) for part in opened.drawing.parts if isinstance(part, Item)]
    yield from easel.faults
    if not fills([node for node in drawn if node is not None], opened.bench.sheet.printed):
        yield Finding("layout-not-filled", Severity.ERROR)


def _shaded(opened: _Opened, settings: Mapping[str, Setting], blocks: Mapping[str, Block]) -> None:
    """Raise RequestError where no shade lets the words on a photo be read."""
    easel = Easel(opened.placement, opened.bench.inks)
    parts = opened.drawing.parts
    nodes = [easel.draw(one) if isinstance(one, Item) and one.shade else None for one in parts]
    words = words_on(opened.frames, settings, blocks, opened.bench)
    shade_photos(parts, nodes, blocks, words)
