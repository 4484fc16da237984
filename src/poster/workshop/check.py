"""Every fault of a layout at once: what is written, what is drawn, and how type stands on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final

from poster.errors import Finding, PosterError, RequestError, Severity
from poster.files import read_bytes
from poster.fill.compose import Composition, compose
from poster.intake import Request, read_request
from poster.library import Library, nearest
from poster.model import Layout, Slot
from poster.render import opinion
from poster.render.compare import compare
from poster.render.legible import entering_shares, shapes_of, weak_share
from poster.sheet import make_sheet
from poster.svg import xml
from poster.svg.nodes import Node
from poster.workshop.ink import around, letters_of, touching

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
class Checked:
    """What is wrong with a layout, each fault once, and pictures (PNG) of drawings that differ."""

    layout: Layout
    findings: list[Finding] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    tried: int = 0

    @property
    def has_errors(self) -> bool:
        """Whether it cannot be printed from."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def add(self, finding: Finding) -> None:
        """Keep a finding, once for all shapes in which it is met."""
        known = {(one.code, one.where) for one in self.findings}
        if (finding.code, finding.where) not in known:
            self.findings.append(finding)


def check_layout(name: str, library: Library) -> Checked:
    """Try every master of the layout at the ends and the middle of its range.

    Raises RequestError where layout.yaml itself cannot be read.
    """
    layout = library.layout(name)
    checked = Checked(layout)
    for finding in (*_ranges(layout), *_colours(layout, library), *_pins(layout)):
        checked.add(finding)
    for file, master in layout.masters.items():
        low, high = master.ratio
        middle, values = (low * high) ** 0.5, _all_values(layout)
        _try(checked, library, file, middle, values, look=True)
        for ratio, given in ((low * 1.001, values), (high * 0.999, values), (middle, {})):
            _try(checked, library, file, ratio, given, look=False)
    return checked


def _ranges(layout: Layout) -> Iterator[Finding]:
    """Half-open ranges leave no gap and do not overlap."""
    ranges = sorted((master.ratio, file) for file, master in layout.masters.items())
    for (one, file), (two, _) in pairwise(ranges):
        if abs(one[1] - two[0]) > 1e-9:
            code = "check-gap" if one[1] < two[0] else "check-overlap-ranges"
            params = {"end": one[1], "start": two[0]}
            yield Finding(code, Severity.WARNING, file, params=params)
    for (low, high), file in ranges:
        if not 0 < low < high:
            yield Finding("check-range", Severity.ERROR, file, params={"low": low, "high": high})


def _colours(layout: Layout, library: Library) -> Iterator[Finding]:
    try:
        library.inks.printing(layout.colours)
    except RequestError as error:
        yield Finding(error.code, Severity.ERROR, "colours", params=error.params)


def _pins(layout: Layout) -> Iterator[Finding]:
    """Pins of layout.yaml are for elements that some master has; how they read, masters tell."""
    known = {
        f"#{name}" for file in layout.masters for name in _ids(layout.folder / file, layout.name)
    }
    for given in sorted(set(layout.pins) - known):
        params = {"given": given, "nearest": nearest(given, known)}
        yield Finding("check-pin", Severity.ERROR, "pins", params=params)


def _ids(master: Path, name: str) -> Iterator[str]:
    root = xml.parse_svg(xml.unpacked(read_bytes(master, xml.MAX_BYTES), name), name)
    return (element.get("id", "") for element in root.iter() if element.get("id"))


def _all_values(layout: Layout) -> Mapping[str, str]:
    """A value for every slot of words that is not the slogan."""
    return {
        name: _sample(name, slot) for name, slot in layout.slots.items()
        if name != "slogan" and slot.type == "text"
    }  # fmt: skip


def _sample(name: str, slot: Slot) -> str:
    return slot.sample or slot.default or UNIT


def _try(
    checked: Checked,
    library: Library,
    file: str,
    ratio: float,
    values: Mapping[str, str],
    *,
    look: bool,
) -> None:
    checked.tried += 1
    size = _size(ratio)
    request = Request(
        layout=checked.layout.name, day=DAY, text=SAMPLE, sizes=(size,), values=values
    )
    try:
        intake = read_request(request, library)
        for fault in intake.faults:
            raise fault
        (job,) = intake.jobs
        sheet = make_sheet(job.size, job.shop, job.finishing)
        made = compose(job, sheet, library)
    except PosterError as error:
        for finding in error.findings or (
            Finding(error.code, Severity.ERROR, params=error.params),
        ):
            checked.add(_in_file(finding, file))
        return
    for finding in made.findings:
        if finding.code in ("layout-unpinned", "colour-not-ink"):
            checked.add(_in_file(finding, file))
    letters = {slot: shapes for slot, shapes in letters_of(made.nodes) if shapes}
    for finding in touching(made.settings, letters):
        checked.add(_in_file(finding, file))
    if not look:
        return
    for finding in _looked_at(made):
        checked.add(_in_file(finding, file))
    _second_opinion(checked, made, file, size)


def _size(ratio: float) -> str:
    long_mm = next(length for least, length in _LONG_MM if ratio >= least)
    width, height = (long_mm, long_mm / ratio) if ratio >= 1 else (long_mm * ratio, long_mm)
    return f"{width:.2f}x{height:.2f}mm"


def _in_file(finding: Finding, file: str) -> Finding:
    where = f"{file} #{finding.where}" if finding.where else file
    return replace(finding, where=where)


# ---------------------------------------------------------------- looking


def _looked_at(made: Composition) -> Iterator[Finding]:
    """Type against its ground, and frames against art."""
    art = [node for node in made.nodes if node.id not in {f"slot-{name}" for name in made.frames}]
    for name in made.settings:
        letters = [s for node in made.nodes if node.id == f"slot-{name}" for s in shapes_of(node)]
        region = around(letters)
        if region is None:
            continue
        weak = weak_share(letters, art, region, LEAST_CONTRAST)
        if weak > WEAK_NOTED:
            severity = Severity.ERROR if weak > WEAK_REFUSED else Severity.WARNING
            params = {"slot": name, "share": max(1, round(100 * weak)), "least": LEAST_CONTRAST}
            yield Finding("check-contrast", severity, f"slot-{name}", params=params)
        yield from _overlaps(made, art, name)


def _overlaps(made: Composition, art: Sequence[Node], name: str) -> Iterator[Finding]:
    frame = made.frames[name].box
    least, most = OVERLAP
    tried = [
        node for node in art if (box := node.bounds) is not None
        and min(box.intersect(frame).width, box.intersect(frame).height) > 0
        and not box.contains(made.artwork.trim)
    ]  # fmt: skip
    for node, share in zip(tried, entering_shares(art, tried, frame), strict=True):
        if least < share < most:
            params = {"slot": name, "element": node.id or "?", "share": max(1, round(100 * share))}
            where = node.id or f"slot-{name}"
            yield Finding("check-overlap", Severity.WARNING, where, params=params)


def _second_opinion(checked: Checked, made: Composition, file: str, size: str) -> None:
    found = compare(made.artwork)
    if found.agrees:
        return
    params = {"size": size, "share": round(100 * found.share, 2), "area": found.where}
    checked.add(Finding("check-differs", Severity.ERROR, file, params=params))
    name = f"{checked.layout.name}-{file.removesuffix('.svg')}"
    checked.pictures.setdefault(name, opinion.side_by_side(made.artwork, found))
