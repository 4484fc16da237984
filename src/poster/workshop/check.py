"""Every fault of a layout at once: what is written in layout.yaml, and what each master draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from poster.crew import Crew
from poster.errors import Finding, RequestError, Severity
from poster.files import read_bytes
from poster.library import Library, nearest
from poster.model import Layout, Slot
from poster.svg import xml
from poster.typeset.fonts import scan
from poster.workshop.check_master import Tried, try_master

_WEIGHT = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.NOTE: 0}


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
        """Keep a finding, once for all shapes in which it is met: as it is at the worst of them."""
        for place, known in enumerate(self.findings):
            if _subject(known) == _subject(finding):
                self.findings[place] = _worst(known, finding)
                return
        self.findings.append(finding)


def _subject(finding: Finding) -> tuple[object, ...]:
    """What a finding is about, whatever its figures."""
    about = (finding.params.get(key) for key in ("slot", "other", "element", "given", "feature"))
    return (finding.code, finding.where, finding.found, *map(str, about))


def _worst(one: Finding, other: Finding) -> Finding:
    """The graver of two findings on one subject, with the edges of both."""
    graver = max(one, other, key=lambda each: (_WEIGHT[each.severity], _extent(each)))
    sides = [*_sides(one), *(side for side in _sides(other) if side not in _sides(one))]
    return replace(graver, params={**graver.params, "sides": sides}) if sides else graver


def _extent(finding: Finding) -> float:
    figures = (finding.params.get(key, 0) for key in ("share", "beyond", "by_mm"))
    return max(float(figure) for figure in figures if isinstance(figure, int | float))


def _sides(finding: Finding) -> Sequence[object]:
    sides = finding.params.get("sides", ())
    return sides if isinstance(sides, list) else ()


def check_layout(name: str, library: Library, processes: int = 1) -> Checked:
    """Try every master of the layout at the ends and the middle of its range, on `processes`.

    Raises RequestError where layout.yaml itself cannot be read.
    """
    layout = library.layout(name)
    checked = Checked(layout)
    written = (
        *_ranges(layout), *_slots(layout, library), *_colours(layout, library), *_pins(layout),
    )  # fmt: skip
    for finding in written:
        checked.add(finding)
    told = {(finding.code, str(finding.params)) for finding in written}
    for tried in _masters(layout, library, processes):
        checked.tried += tried.count
        checked.pictures |= tried.pictures
        for finding in tried.findings:
            if (finding.code, str(finding.params)) not in told:
                checked.add(finding)
    return checked


def _masters(layout: Layout, library: Library, processes: int) -> Iterator[Tried]:
    """What became of each master, in the layout's own order."""
    count = len(layout.masters)
    with nullcontext() if min(processes, count) == 1 else Crew(min(processes, count)) as pool:
        apart = map if pool is None else pool.map
        given = [library.root] * count, [layout.name] * count, list(layout.masters)
        yield from apart(try_master, *given)


# ---------------------------------------------------------------- what is written


def _ranges(layout: Layout) -> Iterator[Finding]:
    """Half-open ranges leave no gap and do not overlap."""
    ranges = sorted((master.ratio, file) for file, master in layout.masters.items())
    for (one, file), (two, other) in pairwise(ranges):
        if abs(one[1] - two[0]) > 1e-9:
            code = "check-gap" if one[1] < two[0] else "check-overlap-ranges"
            params = {"one": file, "other": other, "end": one[1], "start": two[0]}
            yield Finding(code, Severity.WARNING, "layout.yaml", params=params)
    for (low, high), file in ranges:
        if not 0 < low < high:
            params = {"file": file, "low": low, "high": high}
            yield Finding("check-range", Severity.ERROR, "layout.yaml", params=params)


def _slots(layout: Layout, library: Library) -> Iterator[Finding]:
    """Fonts and inks that the slots name."""
    fonts = scan(library.root / "fonts")
    for name, slot in layout.slots.items():
        asked = [(slot.font, slot.weight, slot.width)] if slot.font else []
        asked += [(family, slot.weight, width) for family, width in slot.narrower]
        asked += [(slot.caption_font, slot.caption_weight, None)] if slot.caption_font else []
        for family, weight, width in asked:
            try:
                fonts.face(family, weight, width)
            except RequestError as error:
                yield _of_slot(error, name)
        for ink in filter(None, (slot.fill, slot.accent, slot.caption_fill, slot.ground)):
            try:
                library.inks.srgb(ink)
            except RequestError as error:
                yield _of_slot(error, name)
        yield from _missing(name, slot)


def _of_slot(error: RequestError, name: str) -> Finding:
    return Finding(error.code, Severity.ERROR, f"layout.yaml, slots.{name}", params=error.params)


def _missing(name: str, slot: Slot) -> Iterator[Finding]:
    if slot.type != "text":
        return
    for given, code in ((slot.font, "layout-font-missing"), (slot.fill, "layout-fill-missing")):
        if not given:
            yield Finding(code, Severity.ERROR, "layout.yaml", params={"slot": name})


def _colours(layout: Layout, library: Library) -> Iterator[Finding]:
    try:
        library.inks.printing(layout.colours)
    except RequestError as error:
        yield Finding(error.code, Severity.ERROR, "layout.yaml, colours", params=error.params)


def _pins(layout: Layout) -> Iterator[Finding]:
    """Pins of layout.yaml are for elements that some master has; how they read, masters tell."""
    known = {
        f"#{name}" for file in layout.masters for name in _ids(layout.folder / file, layout.name)
    }
    for given in sorted(set(layout.pins) - known):
        params = {"given": given, "nearest": nearest(given, known)}
        yield Finding("check-pin", Severity.ERROR, "layout.yaml, pins", params=params)


def _ids(master: Path, name: str) -> Iterator[str]:
    root = xml.parse_svg(xml.unpacked(read_bytes(master, xml.MAX_BYTES), name), name)
    return (element.get("id", "") for element in root.iter() if element.get("id"))
