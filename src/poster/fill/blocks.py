"""Slots that hold more than one run of type: what each gets, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Final

from poster.errors import Finding, RequestError, Severity
from poster.geometry import Rect
from poster.images.photo import Grid
from poster.inks import InkTable
from poster.model import Job, Picture, Sheet, Slot
from poster.svg.nodes import Node
from poster.typeset.fit import Setting
from poster.typeset.fonts import Face, FontIndex

#: Nothing that is drawn is thinner than this on the finished piece, mm.
THINNEST_MM: Final = 0.5


@dataclass(frozen=True)
class Bench:
    """The world of one piece, as all blocks need it."""

    job: Job
    sheet: Sheet
    inks: InkTable
    fonts: FontIndex


@dataclass(frozen=True, slots=True)
class BlockFrame:
    """A slot's frame on the sheet (mm), its slot, and its value.

    `cap_of` names another slot and the greatest share of its cap height for this one's type;
    `most_cap_mm` is what that comes to, once the other is set.
    """

    name: str
    slot: Slot
    box: Rect
    value: str
    align: str
    valign: str
    cap_of: tuple[str, float] | None = None
    most_cap_mm: float = inf

    def face(self, bench: Bench, *, caption: bool = False) -> Face:
        """The slot's face, or that of its captions. Raises RequestError `layout-font-missing`."""
        slot = self.slot
        if not slot.font:
            raise RequestError("layout-font-missing", slot=self.name)
        if caption:
            return bench.fonts.face(slot.caption_font or slot.font, slot.caption_weight)
        return bench.fonts.face(slot.font, slot.weight, slot.width)

    def ink(self, bench: Bench, *names: str) -> str:
        """The sRGB of the first ink that is named. Raises RequestError `layout-fill-missing`."""
        for name in (*names, self.slot.fill):
            if name:
                return bench.inks.srgb(name)
        raise RequestError("layout-fill-missing", slot=self.name)


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture on the sheet: the box (mm) that its `grid` of extremes covers."""

    picture: Picture
    box: Rect
    grid: Grid


@dataclass(frozen=True, slots=True)
class Block:
    """A filled slot. `cap_mm` is the smallest type in it, None where there is none."""

    node: Node
    findings: tuple[Finding, ...] = ()
    cap_mm: float | None = None
    placed: Placed | None = None


Setter = Callable[[BlockFrame, Bench], Block]


def set_blocks(
    frames: Mapping[str, BlockFrame], bench: Bench, setters: Mapping[str, Setter]
) -> dict[str, Block]:
    """Fill every frame by the setter of its slot's type."""
    return {name: setters[frame.slot.type](frame, bench) for name, frame in frames.items()}


def type_notes(name: str, settings: Iterable[Setting]) -> Iterator[Finding]:
    """What the typesetter had to do against its wishes."""
    for setting in settings:
        for note in setting.notes:
            params = {"slot": name, "detail": note.detail}
            severity = Severity.WARNING if note.code == "type-broken" else Severity.NOTE
            yield Finding(note.code, severity, name, note.detail, params=params)


def fine_print(frame: BlockFrame, bench: Bench, block: Block) -> Finding | None:
    """A warning where type in a block is too small even for who steps to half the distance."""
    if block.cap_mm is None:
        return None
    floor_mm = bench.job.size.kind.floor_mm(bench.job.size.height_mm) / 2
    if block.cap_mm >= floor_mm:
        return None
    found, expected = f"{block.cap_mm:.1f} mm", f"{floor_mm:.1f} mm"
    params = {
        "slot": frame.name,
        "found": round(block.cap_mm, 1),
        "expected": round(floor_mm, 1),
    }
    return Finding("block-small", Severity.WARNING, frame.name, found, expected, params)
