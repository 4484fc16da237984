"""Job + sheet + library -> artwork: the master drawn for this sheet, its slots filled with type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from re import compile as pattern
from typing import Any, Final

from poster.errors import Finding, RequestError, Severity
from poster.fill.art import Easel, fills
from poster.fill.blocks import Bench, set_blocks, type_notes
from poster.fill.filling import SETTERS, block_findings, capped, shade_photos, words_on
from poster.fill.frames import Framer, TextFrame, set_type, type_node
from poster.fill.master import Drawing, Item, PinnedFrame, read_master
from poster.fill.pins import Placement, place
from poster.fill.slots import holds
from poster.fill.template import render_master
from poster.geometry import Rect
from poster.library import Library
from poster.model import Job, Layout, Master, Sheet
from poster.svg.artwork import Artwork, check_artwork
from poster.svg.nodes import Node, to_artwork
from poster.typeset.fit import Setting
from poster.typeset.fonts import scan

_CONDITION: Final = pattern(rb"""data-if\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True)
class Composition:
    """What stands in a job's artwork. `frames` and `settings` are by slot name."""

    nodes: tuple[Node, ...]
    trim: Rect
    printed: Rect
    frames: Mapping[str, TextFrame]
    settings: Mapping[str, Setting]
    findings: tuple[Finding, ...]

    @cached_property
    def artwork(self) -> Artwork:
        """The artwork of the job, written when it is first asked for."""
        return written(self.nodes, self.trim, self.printed)


@dataclass(frozen=True, slots=True)
class Art:
    """A master read and drawn on a sheet. Of `nodes`, one for each part, those of frames are None;
    `faults` forbid what `notes` only tell."""

    drawing: Drawing
    placement: Placement
    nodes: tuple[Node | None, ...]
    faults: tuple[Finding, ...]
    notes: tuple[Finding, ...]


@dataclass
class Arts:
    """Draws masters on sheets, and keeps the last few for the next piece that shares their art."""

    kept: int = 0
    _drawn: dict[tuple[Any, ...], Art] = field(default_factory=dict)

    def art(self, job: Job, sheet: Sheet, library: Library, file: str) -> Art:
        """The art of the master `file` for `job` on `sheet`. Raises RequestError."""
        svg = filled_master(job, sheet, library, file)
        shared = (job.layout.name, file, svg, tuple(conditions(svg, job)))
        key = (*shared, sheet.trim, sheet.edge, sheet.safe)
        if key in self._drawn:
            return self._drawn[key]
        art = _drawn_art(job, sheet, library, read_drawing(job, file, svg))
        self._drawn[key] = art
        while len(self._drawn) > self.kept:
            del self._drawn[next(iter(self._drawn))]
        return art


def compose(job: Job, sheet: Sheet, library: Library, arts: Arts | None = None) -> Composition:
    """Fill the job's layout for `sheet`. Raises RequestError; legibility is judged elsewhere.

    With the same `arts`, pieces whose masters, sheets and conditions are the same share nodes.
    """
    file, master = choose_master(job.layout, sheet)
    art = (arts or Arts()).art(job, sheet, library, file)
    fonts = scan(library.root / "fonts")
    framer = Framer(job, sheet, master, art.placement, library.inks, fonts)
    frames = framer.frames(p for p in art.drawing.parts if isinstance(p, PinnedFrame))
    refuse_faults(f"{job.layout.name}/{file}", (*art.faults, *frames.faults))
    settings = set_type(frames.text, job.values)
    bench = Bench(job, sheet, library.inks, fonts)
    blocks = set_blocks(capped(frames.blocks, settings), bench, SETTERS)
    filled = {name: type_node(frames.text[name], setting) for name, setting in settings.items()}
    filled |= {name: block.node for name, block in blocks.items()}
    words = words_on(frames, settings, blocks, bench)
    nodes = shade_photos(art.drawing.parts, art.nodes, blocks, words)
    drawn = tuple(_drawn(art.drawing, nodes, filled))
    notes = [note for name, one in settings.items() for note in type_notes(name, [one])]
    findings = (*art.notes, *notes, *block_findings(frames, blocks, bench))
    return Composition(drawn, sheet.trim, sheet.printed, frames.text, settings, findings)


def written(nodes: Iterable[Node], trim: Rect, printed: Rect) -> Artwork:
    """`nodes` as an artwork, its grammar checked: anything else is a fault of this program."""
    artwork = to_artwork(nodes, trim, printed)
    if violations := check_artwork(artwork.svg):
        raise AssertionError(f"composed no artwork: {violations[:3]}")
    return artwork


def _drawn_art(job: Job, sheet: Sheet, library: Library, drawing: Drawing) -> Art:
    placement = place_drawing(drawing, sheet)
    easel = Easel(placement, library.inks.printing(job.layout.colours))
    nodes = tuple(easel.draw(part) if isinstance(part, Item) else None for part in drawing.parts)
    if not fills([node for node in nodes if node is not None], sheet.printed):
        easel.faults.append(Finding("layout-not-filled", Severity.ERROR))
    return Art(drawing, placement, nodes, tuple(easel.faults), tuple(easel.notes.values()))


def choose_master(layout: Layout, sheet: Sheet) -> tuple[str, Master]:
    """The master that serves the sheet's aspect ratio. Raises RequestError `size-ratio`."""
    ratio = round(sheet.trim.ratio, 9)
    for file, master in layout.masters.items():
        if master.serves(ratio):
            return file, master
    width, height = sheet.size.dimensions.width, sheet.size.dimensions.height
    turned = f"{height:g}x{width:g}{'px' if sheet.size.is_screen else 'mm'}"
    least, most = layout.ratios
    raise RequestError(
        "size-ratio-turned" if any(m.serves(1 / ratio) for m in layout.masters.values())
        else "size-ratio",
        layout=layout.name, given=sheet.size.name, ratio=ratio, least=least, most=most,
        turned=turned,
    )  # fmt: skip


def filled_master(job: Job, sheet: Sheet, library: Library, file: str) -> bytes:
    """The master `file` as SVG, its template filled. Raises RequestError."""
    trim = sheet.trim
    return render_master(
        job.layout.folder / file,
        job.layout.folder,
        library.root / "layouts" / "parts",
        {
            "page": {"width_mm": trim.width, "height_mm": trim.height, "ratio": trim.ratio},
            "sheet": {"edge_mm": sheet.edge.top, "safe_mm": sheet.safe.top, "scale": sheet.scale},
            "slots": _values(job),
            "inks": {name: ink.srgb for name, ink in library.inks.by_name.items()},
        },
    )


def _values(job: Job) -> dict[str, str]:
    """A value for every slot; empty where none was given."""
    return {name: job.values.get(name, "") for name in job.layout.slots}


def read_drawing(job: Job, file: str, svg: bytes) -> Drawing:
    """What stands in a filled master `svg`. Raises RequestError `layout-faults`."""
    layout = job.layout
    return read_master(svg, f"{layout.name}/{file}", _values(job), layout.pins, layout.folder)


def conditions(svg: bytes, job: Job) -> Iterator[bool | None]:
    """Which of a master's conditions hold for `job`, in the order of the file; None for no term."""
    for double, single in _CONDITION.findall(svg):
        try:
            yield holds((double or single).decode("utf-8", "replace"), job.values)
        except ValueError:  # told by whoever reads the master
            yield None


def place_drawing(drawing: Drawing, sheet: Sheet) -> Placement:
    """Where a drawing's parts go on `sheet`. Raises RequestError `sheet-no-room`."""
    placement = place(drawing.box, drawing.margin, sheet)
    if placement.scale <= 0:
        raise RequestError("sheet-no-room", size=sheet.size.name)
    return placement


def refuse_faults(file: str, faults: tuple[Finding, ...]) -> None:
    """Raise RequestError `layout-faults` where a master has any."""
    if faults:
        raise RequestError("layout-faults", file=file, count=len(faults), findings=faults)


def _drawn(
    drawing: Drawing, nodes: Sequence[Node | None], filled: Mapping[str, Node]
) -> Iterator[Node]:
    """Art and what fills the slots, in the master's own order."""
    for part, node in zip(drawing.parts, nodes, strict=True):
        if node is not None:
            yield node
        elif isinstance(part, PinnedFrame) and part.frame.slot in filled:
            yield filled[part.frame.slot]
