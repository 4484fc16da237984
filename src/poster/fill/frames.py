"""Slots with their frames on a sheet, and the type set in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from poster.errors import Finding, RequestError, Severity
from poster.fill.blocks import BlockFrame
from poster.fill.master import PinnedFrame
from poster.fill.pins import Placement
from poster.fill.slots import Frame
from poster.fill.turned import Slant
from poster.geometry import Affine, Rect
from poster.inks import InkTable
from poster.model import Job, Master, Sheet, Slot
from poster.svg.nodes import Group, Node, Shape
from poster.typeset.fit import Setting, Style, fit
from poster.typeset.fonts import FontIndex

#: A frame narrower than this on the finished piece holds no type, mm.
LEAST_FRAME_MM = 1.0


@dataclass(frozen=True, slots=True)
class TextFrame:
    """A slot's frame on the sheet (mm) and how its type is set: all that a fit needs.

    `colours` are the sRGB values of the slot's ink and of its accent. Lines are turned by
    `turn_deg`, clockwise; a setting's coordinates are those before the turn.
    """

    slot: str
    box: Rect
    style: Style
    colours: tuple[str, str]
    cap_of: tuple[str, float] | None
    turn_deg: float = 0.0

    @property
    def turn(self) -> Affine:
        """Where the turn takes a point of a setting: all ink then lies in `box`."""
        return Slant(self.box, self.turn_deg).turn if self.turn_deg else Affine()

    @property
    def levelled(self) -> tuple[Affine, Rect]:
        """What makes the lines level and keeps plumb what is plumb, and what they may then fill."""
        return Slant(self.box, self.turn_deg).levelled if self.turn_deg else (Affine(), self.box)

    def set(self, text: str, style: Style | None = None) -> Setting:
        """`text` set in the frame, in its own style or another. Raises what `fit` raises."""
        if self.turn_deg:
            return Slant(self.box, self.turn_deg).set(text, style or self.style)
        return fit(text, self.box, style or self.style)


@dataclass(frozen=True)
class Frames:
    """The frames of a sheet by slot name, those of type apart from all others, and the faults."""

    text: dict[str, TextFrame] = field(default_factory=dict)
    blocks: dict[str, BlockFrame] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Framer:
    """Puts the frames of one master on one sheet."""

    job: Job
    sheet: Sheet
    master: Master
    placement: Placement
    inks: InkTable
    fonts: FontIndex

    def frames(self, parts: Iterable[PinnedFrame]) -> Frames:
        """The frames by slot name, and what is wrong with them."""
        found = Frames()
        for part in parts:
            name, box = part.frame.slot, self._box(part)
            slot = self.job.layout.slots.get(name)
            if slot is None or slot.type == "choice":
                found.faults.append(_fault("layout-frame-unknown", name))
            elif name in found.text or name in found.blocks:
                found.faults.append(_fault("layout-frame-twice", name))
            elif min(box.width, box.height) < LEAST_FRAME_MM:
                found.faults.append(_fault("layout-frame-small", name))
            elif part.frame.turn_deg and slot.type != "text":
                found.faults.append(_fault("layout-turn-slot", name))
            elif slot.type == "text":
                found.text[name] = self._text_frame(part.frame, slot, box)
            elif value := self.job.values.get(name):
                align, valign = part.frame.align or slot.align, part.frame.valign or slot.valign
                own = part.frame.cap_of
                found.blocks[name] = BlockFrame(name, slot, box, value, align, valign, own)
        found.faults.extend(self._without_place(found))
        return found

    def _box(self, part: PinnedFrame) -> Rect:
        """Where a frame goes: inside the safe area, unless a picture fills it to the edge."""
        placed = self.placement.stretched(part.pin, part.frame.box)
        slot = self.job.layout.slots.get(part.frame.slot)
        if slot is not None and slot.type == "image" and slot.fit == "cover":
            return placed
        return placed.intersect(self.sheet.safe_area)

    def _without_place(self, found: Frames) -> list[Finding]:
        """Everything that was given must have a frame: nothing is left out unsaid.

        The layout's own default may go without, as a hint beside a code that nobody asked for.
        """
        named = {fault.where for fault in found.faults} | {*found.text, *found.blocks}
        return [
            _fault("layout-frame-none", name)
            for name, slot in self.job.layout.slots.items()
            if slot.type != "choice"
            and name not in named
            and self.job.values.get(name, slot.default) != slot.default
        ]

    def _wanted_mm(self, frame: Frame) -> float | None:
        """The least cap height that can be read; only the slogan must reach it."""
        if frame.slot != "slogan":
            return None
        return self.job.size.kind.floor_mm(self.job.size.height_mm)

    def _text_frame(self, frame: Frame, slot: Slot, box: Rect) -> TextFrame:
        if not slot.font:
            raise RequestError("layout-font-missing", slot=frame.slot)
        if not slot.fill:
            raise RequestError("layout-fill-missing", slot=frame.slot)
        # A master's limit is for the slogan; other slots carry their own.
        of_master = self.master.max_lines if frame.slot == "slogan" else None
        limits = [count for count in (slot.max_lines, of_master) if count]
        style = Style(
            face=self.fonts.face(slot.font, slot.weight, slot.width),
            narrower=tuple(
                self.fonts.face(family, slot.weight, width) for family, width in slot.narrower
            ),
            case=slot.case,
            align=frame.align or slot.align,  # type: ignore[arg-type]  # read_master checks it
            valign=frame.valign or slot.valign,  # type: ignore[arg-type]
            max_lines=min(limits) if limits else None,
            tracking_em=slot.tracking,
            wanted_cap_mm=self._wanted_mm(frame),
            line_sizes="own" if slot.own_line_sizes else "equal",
        )
        colours = (self.inks.srgb(slot.fill), self.inks.srgb(slot.accent or slot.fill))
        return TextFrame(frame.slot, box, style, colours, frame.cap_of, frame.turn_deg)


def _fault(code: str, slot: str) -> Finding:
    return Finding(code, Severity.ERROR, where=slot, params={"slot": slot})


def set_type(frames: Mapping[str, TextFrame], values: Mapping[str, str]) -> dict[str, Setting]:
    """Set every frame that has a value; those sized by another (`cap_of`) come after it."""
    settings: dict[str, Setting] = {}
    for frame in sorted(frames.values(), key=lambda frame: frame.cap_of is not None):
        text = values.get(frame.slot, "")
        if not text:
            continue
        style = frame.style
        if frame.cap_of is not None and frame.cap_of[0] in settings:
            cap_mm = settings[frame.cap_of[0]].cap_mm * frame.cap_of[1]
            style = replace(style, max_cap_mm=cap_mm)
        settings[frame.slot] = frame.set(text, style)
    return settings


def type_node(frame: TextFrame, setting: Setting) -> Node:
    """The outlines of a setting in the slot's inks, a shape a line."""
    children: list[Node] = []
    for place, line in enumerate(setting.lines, 1):
        name = f"{frame.slot}-line-{place}"
        children.append(Shape(line.path, frame.colours[0], id=name))
        if line.emphasised:
            children.append(Shape(line.emphasis_path, frame.colours[1], id=f"{name}-emphasis"))
    group = Group(tuple(children), id=f"slot-{frame.slot}")
    return group.transformed(frame.turn) if frame.turn_deg else group
