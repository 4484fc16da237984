"""Job + sheet + library -> artwork: the master drawn for this sheet, its slots filled with type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from poster.errors import Finding, RequestError, Severity
from poster.fill.art import Easel, fills
from poster.fill.blocks import Bench, set_blocks, type_notes
from poster.fill.filling import SETTERS, block_findings, capped, shade_photos, words_on
from poster.fill.frames import Framer, TextFrame, set_type, type_node
from poster.fill.master import Drawing, Item, PinnedFrame, read_master
from poster.fill.pins import Placement, place
from poster.fill.template import render_master
from poster.library import Library
from poster.model import Job, Layout, Master, Sheet
from poster.svg.artwork import Artwork, check_artwork
from poster.svg.nodes import Node, to_artwork
from poster.typeset.fit import Setting
from poster.typeset.fonts import scan


@dataclass(frozen=True)
class Composition:
    """The artwork of a job and what stands in it. `frames` and `settings` are by slot name."""

    artwork: Artwork
    nodes: tuple[Node, ...]
    frames: Mapping[str, TextFrame]
    settings: Mapping[str, Setting]
    findings: tuple[Finding, ...]


def compose(job: Job, sheet: Sheet, library: Library) -> Composition:
    """Fill the job's layout for `sheet`. Raises RequestError; legibility is judged elsewhere."""
    file, master = choose_master(job.layout, sheet)
    drawing = _drawing(job, sheet, library, file)
    placement = _placement(drawing, sheet)
    easel = Easel(placement, library.inks.printing(job.layout.colours))
    nodes = [easel.draw(part) if isinstance(part, Item) else None for part in drawing.parts]
    if not fills([node for node in nodes if node is not None], sheet.printed):
        easel.faults.append(Finding("layout-not-filled", Severity.ERROR))
    fonts = scan(library.root / "fonts")
    framer = Framer(job, sheet, master, placement, library.inks, fonts)
    frames = framer.frames(p for p in drawing.parts if isinstance(p, PinnedFrame))
    _refuse(f"{job.layout.name}/{file}", (*easel.faults, *frames.faults))
    settings = set_type(frames.text, job.values)
    bench = Bench(job, sheet, library.inks, fonts)
    blocks = set_blocks(capped(frames.blocks, settings), bench, SETTERS)
    filled = {name: type_node(frames.text[name], setting) for name, setting in settings.items()}
    filled |= {name: block.node for name, block in blocks.items()}
    nodes = shade_photos(drawing.parts, nodes, blocks, words_on(frames, settings, blocks, bench))
    drawn = tuple(_drawn(drawing, nodes, filled))
    artwork = to_artwork(drawn, sheet.trim, sheet.printed)
    _check(artwork)
    notes = [note for name, one in settings.items() for note in type_notes(name, [one])]
    findings = (*easel.notes.values(), *notes, *block_findings(frames, blocks, bench))
    return Composition(artwork, drawn, frames.text, settings, findings)


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


def _drawing(job: Job, sheet: Sheet, library: Library, file: str) -> Drawing:
    values = {name: job.values.get(name, "") for name in job.layout.slots}
    trim = sheet.trim
    svg = render_master(
        job.layout.folder / file,
        job.layout.folder,
        library.root / "layouts" / "parts",
        {
            "page": {"width_mm": trim.width, "height_mm": trim.height, "ratio": trim.ratio},
            "sheet": {"edge_mm": sheet.edge.top, "safe_mm": sheet.safe.top, "scale": sheet.scale},
            "slots": values,
            "inks": {name: ink.srgb for name, ink in library.inks.by_name.items()},
        },
    )
    layout = job.layout
    return read_master(svg, f"{layout.name}/{file}", values, layout.pins, layout.folder)


def _placement(drawing: Drawing, sheet: Sheet) -> Placement:
    placement = place(drawing.box, drawing.margin, sheet)
    if placement.scale <= 0:
        raise RequestError("sheet-no-room", size=sheet.size.name)
    return placement


def _refuse(file: str, faults: tuple[Finding, ...]) -> None:
    if faults:
        raise RequestError("layout-faults", file=file, count=len(faults), findings=faults)


def _check(artwork: Artwork) -> None:
    """What leaves here is an artwork; anything else is a fault of this program."""
    if violations := check_artwork(artwork.svg):
        raise AssertionError(f"composed no artwork: {violations[:3]}")


def _drawn(
    drawing: Drawing, nodes: Sequence[Node | None], filled: Mapping[str, Node]
) -> Iterator[Node]:
    """Art and what fills the slots, in the master's own order."""
    for part, node in zip(drawing.parts, nodes, strict=True):
        if node is not None:
            yield node
        elif isinstance(part, PinnedFrame) and part.frame.slot in filled:
            yield filled[part.frame.slot]
