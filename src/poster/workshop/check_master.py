"""One master tried: at the ends and the middle of its range, with and without values and options.

At each shape type must be clear of edges and other type, seen whole, and stand out from its ground;
at the middle the art round it and the opinion of a second engine are looked at as well.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from poster.errors import Finding, PosterError, Severity
from poster.files import read_bytes
from poster.fill.clearance import SLOT, clearance_faults, shapes_of
from poster.fill.compose import Arts, Composition, compose
from poster.fill.contact import meet
from poster.geometry import Affine, Rect
from poster.intake import Request, read_request
from poster.library import Library
from poster.model import Layout, Sheet, Slot
from poster.render import opinion
from poster.render.compare import compare
from poster.render.legible import entering_shares, hidden_type, weak_share
from poster.sheet import make_sheet
from poster.svg import xml
from poster.svg.nodes import Node
from poster.workshop.stress import OPINION_PX

#: Words that every layout must take, and what other slots are tried with.
SAMPLE: Final = "Văn hiến - Văn minh - Hiện đại - Hạnh phúc"
UNIT: Final = "UBND phường Đống Đa"
#: The clock is an input; for a sample any day will do.
DAY: Final = date(2026, 1, 1)
#: The long side of the pieces that are tried, by the aspect ratio from which each is usual, mm.
_LONG_MM: Final = ((3.2, 6000), (0.51, 841), (0.0, 2000))
#: Least difference of L* between type and ground, and how much of the letters may fall below it.
LEAST_CONTRAST: Final = 30.0
WEAK_NOTED: Final = 0.01
WEAK_REFUSED: Final = 0.10
#: Art that shows in so much of a frame (and in no more: else it is the frame's ground) overlaps it.
OVERLAP: Final = (0.01, 0.85)


@dataclass
class Tried:
    """What became of a master: findings, pictures of what engines draw differently, how many."""

    findings: list[Finding] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    count: int = 0


def try_master(root: Path, name: str, file: str) -> Tried:
    """Try the master `file` of a layout of the library in `root`."""
    library = Library(root)
    layout = library.layout(name)
    trial = _Trial(library, layout, file)
    low, high = layout.masters[file].ratio
    if not 0 < low < high:  # nothing can be tried; `check_layout` tells
        return trial.tried
    full = _all_values(layout)
    middle = math.sqrt(low * high)
    ends = (low * 1.001, high * 0.999)
    for values in (full, *({**full, **option} for option in _options(layout, file))):
        trial.look(middle, values, closely=True)
        for ratio in ends:
            trial.look(ratio, values)
    trial.look(middle, {})
    return trial.tried


def _all_values(layout: Layout) -> Mapping[str, str]:
    """A value for every slot of words that is not the slogan."""
    return {
        name: _sample(name, slot) for name, slot in layout.slots.items()
        if name != "slogan" and slot.type == "text"
    }  # fmt: skip


def _sample(name: str, slot: Slot) -> str:
    return slot.sample or slot.default or UNIT


def _options(layout: Layout, file: str) -> Iterator[Mapping[str, str]]:
    """The options of choice slots that the master speaks of, but for those that it has anyway."""
    text = xml.unpacked(read_bytes(layout.folder / file, xml.MAX_BYTES), layout.name)
    for name, slot in layout.slots.items():
        if slot.type == "choice" and name.encode() in text:
            yield from ({name: option} for option in slot.options if option != slot.default)


@dataclass
class _Trial:
    library: Library
    layout: Layout
    file: str
    tried: Tried = field(default_factory=Tried)
    arts: Arts = field(default_factory=lambda: Arts(kept=1))

    def look(self, ratio: float, values: Mapping[str, str], *, closely: bool = False) -> None:
        """Draw the master at one ratio of width to height, and note what is wrong."""
        self.tried.count += 1
        try:
            made, sheet, ring_mm = self._made(ratio, values)
        except PosterError as error:
            own = Finding(error.code, Severity.ERROR, params=error.params)
            self._add(error.findings or (own,))
            return
        self._add(clearance_faults(made, sheet, ring_mm))
        self._add(hidden_type(made.nodes))
        self._add(_contrasts(made, round(ratio, 2)))
        if closely:
            for name in made.settings:
                self._add(_overlaps(made, _art(made), name))
            self._second_opinion(made, _size(ratio))

    def _made(self, ratio: float, values: Mapping[str, str]) -> tuple[Composition, Sheet, float]:
        request = Request(
            layout=self.layout.name, day=DAY, text=SAMPLE, sizes=(_size(ratio),), values=values
        )
        intake = read_request(request, self.library)
        for fault in intake.faults:
            raise fault
        (job,) = intake.jobs
        sheet = make_sheet(job.size, job.shop, job.finishing)
        # The art's own faults are told beside those of slots, which stop all filling.
        art = self.arts.art(job, sheet, self.library, self.file)
        self._add((*art.faults, *art.notes))
        return compose(job, sheet, self.library, self.arts), sheet, job.shop.eyelet_ring_mm

    def _add(self, findings: Iterable[Finding]) -> None:
        self.tried.findings += [_in_file(finding, self.file) for finding in findings]

    def _second_opinion(self, made: Composition, size: str) -> None:
        width = math.ceil(math.sqrt(OPINION_PX * made.printed.ratio))
        found = compare(made.artwork, width)
        if found.agrees:
            return
        params = {"size": size, "share": round(100 * found.share, 2), "area": found.where}
        self._add([Finding("check-differs", Severity.ERROR, params=params)])
        name = f"{self.layout.name}-{self.file.removesuffix('.svg')}"
        self.tried.pictures.setdefault(name, opinion.side_by_side(made.artwork, found))


def _size(ratio: float) -> str:
    long_mm = next(length for least, length in _LONG_MM if ratio >= least)
    width, height = (long_mm, long_mm / ratio) if ratio >= 1 else (long_mm * ratio, long_mm)
    return f"{width:.2f}x{height:.2f}mm"


def _in_file(finding: Finding, file: str) -> Finding:
    """Where a designer looks: the file, and the element there; sentences name slots themselves."""
    slot = str(finding.params.get("slot", ""))
    if finding.where in ("", slot, f"{SLOT}{slot}"):
        return replace(finding, where=file)
    mark = "" if finding.where.startswith("<") else "#"
    return replace(finding, where=f"{file} {mark}{finding.where}")


# ---------------------------------------------------------------- looking


def _art(made: Composition) -> list[Node]:
    return [node for node in made.nodes if node.id not in {f"{SLOT}{name}" for name in made.frames}]


def _contrasts(made: Composition, ratio: float) -> Iterator[Finding]:
    """Type that hardly differs from what it stands on."""
    for node in made.nodes:
        name, letters = node.id.removeprefix(SLOT), shapes_of(node)
        boxes = [box for shape in letters if (box := shape.bounds) is not None]
        if name not in made.settings or not boxes or name == node.id:
            continue
        region = Rect.around(corner for box in boxes for corner in box.corners)
        weak = weak_share(letters, _art(made), region, LEAST_CONTRAST)
        if weak > WEAK_NOTED:
            severity = Severity.ERROR if weak > WEAK_REFUSED else Severity.WARNING
            share = max(1, round(100 * weak))
            params = {"slot": name, "share": share, "least": LEAST_CONTRAST, "ratio": ratio}
            yield Finding("check-contrast", severity, params=params)


def _overlaps(made: Composition, art: Sequence[Node], name: str) -> Iterator[Finding]:
    level, room = made.frames[name].levelled
    levelled = art if level == Affine() else [node.transformed(level) for node in art]
    least, most = OVERLAP
    tried = [
        node for node, drawn in zip(levelled, art, strict=True)
        if (box := node.bounds) is not None and meet(box, room)
        and (whole := drawn.bounds) is not None and not whole.contains(made.trim)
    ]  # fmt: skip
    for node, share in zip(tried, entering_shares(levelled, tried, room), strict=True):
        if least < share < most:
            params = {"slot": name, "element": node.id or "?", "share": max(1, round(100 * share))}
            yield Finding("check-overlap", Severity.WARNING, node.id, params=params)
