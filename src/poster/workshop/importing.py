"""A drawing of any program into a layout of the library: the calls in order.

Everything that reads the stranger's file runs in the jail; what is written is written whole or not
at all.
"""

from __future__ import annotations

import base64
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from poster import jail
from poster.errors import Finding, PosterError, RequestError, Severity
from poster.files import ascii_name, read_bytes
from poster.fill.master import Item, read_master
from poster.geometry import Rect
from poster.images import photo
from poster.library import Library
from poster.messages import Term
from poster.render import opinion
from poster.render.compare import Difference
from poster.svg import usvg, xml
from poster.svg.artwork import Artwork
from poster.svg.nodes import Node, to_artwork
from poster.typeset.fonts import FontIndex, scan
from poster.units import Dimensions
from poster.workshop import colours
from poster.workshop.again import earlier, readable_pins
from poster.workshop.colours import Match
from poster.workshop.folder import layout_before, write_layout
from poster.workshop.slots_made import TextTold, make_slots
from poster.workshop.units import Pinned
from poster.workshop.writing import layout_yaml, master_file

#: Less than the five that a refusal may take in all.
SECONDS: Final = 4.5
#: Drawing a patch or the reference may take longer than reading: nothing hostile gets this far.
DRAW_SECONDS: Final = 20.0
NO_PINS: Final[Mapping[str, str]] = {}
NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a designer asks for besides the file. `slots` are ids -> names; `size` confirms mm.

    `again` draws a layout anew that is there already, and keeps its layout.yaml.
    """

    name: str = ""
    size: Dimensions | None = None
    outline: bool = False
    slots: Mapping[str, str] = field(default_factory=dict)
    again: bool = False


@dataclass(frozen=True)
class Imported:
    """What an import made or would make. `folder` is None where errors among `findings` forbid it.

    `difference` is against the second engine's drawing of the original; `side_by_side` a PNG of
    both where they differ.
    """

    name: str
    folder: Path | None
    width_mm: float
    height_mm: float
    findings: tuple[Finding, ...]
    texts: tuple[TextTold, ...]
    colours: tuple[Match, ...]
    slots: tuple[str, ...]
    pins: tuple[Pinned, ...]
    difference: Difference
    side_by_side: bytes | None = None

    @property
    def is_refused(self) -> bool:
        """Whether nothing was written."""
        return self.folder is None


@dataclass(frozen=True)
class Drawn:
    """A master with its pictures by file name, read and drawn like the original on its page."""

    master: bytes
    files: Mapping[str, bytes]
    nodes: tuple[Node, ...]
    artwork: Artwork
    digest: Mapping[str, Any]
    findings: list[Finding]
    reference: bytes
    pins: tuple[Pinned, ...]


def import_drawing(path: Path, library: Library, wish: Wish) -> Imported:
    """Make a layout of the drawing in `path` (SVG or svgz, told by content).

    Raises RequestError for a file that cannot be read at all, `import-exists`, `import-name`;
    MachineError `usvg-missing`. Errors about single elements are findings; then nothing is written.
    """
    name = _layout_name(path, library, wish)
    before = layout_before(library, name)
    fonts = scan(library.root / "fonts")
    pins = readable_pins(before) if before else {}
    drawn = draw_original(read_bytes(path, xml.MAX_BYTES), path, fonts, wish, pins)
    texts, slots = make_slots(drawn.digest, drawn.nodes, fonts, library.inks)
    found = colours.matches(drawn.nodes, library.inks)
    difference = opinion.against(drawn.artwork, drawn.reference)
    findings = [*drawn.findings, *(finding for text in texts for finding in text.findings)]
    picture = None
    if not difference.agrees and not _errors(findings):  # what was left out differs, of course
        share = round(100 * difference.share, 2)
        params = {"share": share, "area": difference.where}
        findings.append(Finding("import-differs", Severity.ERROR, "svg", params=params))
        picture = opinion.side_by_side(drawn.artwork, difference, drawn.reference)
    if not slots and not _errors(findings):
        findings.append(Finding("import-no-slot", Severity.ERROR, "svg"))
    width, height, _ = drawn.digest["page"]
    folder = None
    if not _errors(findings) and before:
        old = earlier(before, width / height)
        findings += old.findings(slots, drawn.pins)
        text = old.with_pins(drawn.pins)
        folder = write_layout(library, name, {old.file: drawn.master, **drawn.files}, text)
    elif not _errors(findings):
        file = master_file(width / height)
        text = layout_yaml(path.stem, path.name, slots, file, width / height, found, drawn.pins)
        folder = write_layout(library, name, {file: drawn.master, **drawn.files}, text)
    return Imported(
        name, folder, width, height, tuple(findings), texts, found,
        tuple(slot.name for slot in slots), drawn.pins, difference, picture,
    )  # fmt: skip


def _errors(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _layout_name(path: Path, library: Library, wish: Wish) -> str:
    name = wish.name or ascii_name(path.stem).lower().replace("_", "-").strip("-.")[:40]
    if not NAME.fullmatch(name) or name == "parts":
        raise RequestError("import-name", given=name)
    if (library.root / "layouts" / name).exists() and not wish.again:
        raise RequestError("import-exists", name=name)
    return name


# ---------------------------------------------------------------- drawing


def draw_original(
    data: bytes, path: Path, fonts: FontIndex, wish: Wish, kept: Mapping[str, str] = NO_PINS
) -> Drawn:
    """The master of `data`, with what the second engine makes of the original. Raises as above.

    `kept` are pins that a layout has already, by "#id".
    """
    digest, findings = _digest(data, path, fonts, wish, kept)
    files = {patch["file"]: _patch(patch, path.name, findings) for patch in digest["patches"]}
    master = _with_files(digest["master"], files)
    width, height = digest["page"][0], digest["page"][2]
    page = Rect(0, 0, width, height)
    pins = tuple(Pinned(name, pin, tuple(names)) for name, pin, names in digest["pins"])
    nodes = _nodes(master, files, path.name, pins)
    artwork = to_artwork(nodes, page, page)
    size = opinion.size_px(page)
    paths = [str(cut.path) for cut in fonts.cuts] if wish.outline else []
    reference = _drawings([(digest["reference"], *size)], path.name, paths)[0]
    return Drawn(master, files, nodes, artwork, digest, findings, reference, pins)


def _digest(
    data: bytes, path: Path, fonts: FontIndex, wish: Wish, kept: Mapping[str, str]
) -> tuple[Mapping[str, Any], list[Finding]]:
    size = wish.size
    cuts = [str(cut.path) for cut in fonts.cuts] if wish.outline else []
    payload: dict[str, Any] = {
        "name": path.name, "data": _text(data), "folder": str(path.parent.resolve()),
        "size": [size.width, size.height, size.pixels] if size else None,
        "slots": dict(wish.slots), "outline": wish.outline, "families": sorted(fonts.families),
        "module": _text(usvg.compiled()), "fonts": cuts, "pins": dict(kept),
    }  # fmt: skip
    readable = [path.parent, *([fonts.folder] if wish.outline else [])]
    answer = jail.call(
        "poster.workshop.ingest:digest", payload, SECONDS, what=path.name, readable=readable
    )
    findings: list[Finding] = []
    if "pictures" in answer:
        payload["pictures"] = _cleaned(answer["pictures"], findings)
        answer = jail.call(
            "poster.workshop.ingest:digest", payload, SECONDS, what=path.name, readable=readable
        )
    for found in answer["findings"]:
        params = dict(found["params"])
        if "edges" in params:
            params["edges"] = [Term(f"side-{edge}") for edge in params["edges"]]
        severity = Severity(found["severity"])
        findings.append(Finding(**{**found, "severity": severity, "params": params}))
    return answer, findings


def _cleaned(pictures: Mapping[str, str], findings: list[Finding]) -> dict[str, str]:
    """Every picture in sRGB, without metadata, by way of the jail; a broken one is an error."""
    cleaned: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as name:
        for place, (key, data) in enumerate(pictures.items(), 1):
            file = Path(name) / f"anh-{place}"
            file.write_bytes(base64.b64decode(data))
            try:
                picture = photo.inspect(file, file.name, (50.0, 50.0))
                size = (picture.width_px, picture.height_px)
                cleaned[key] = _text(photo.cut(picture, Rect(0, 0, 1, 1), size).data)
            except PosterError as error:
                findings.append(Finding(error.code, Severity.ERROR, file.name, params=error.params))
    return cleaned


def _patch(patch: Mapping[str, Any], name: str, findings: list[Finding]) -> bytes:
    drawings = [(document, *patch["size"]) for document in patch["documents"]]
    pictures = _drawings(drawings, name, ())
    return pictures[0] if len(pictures) == 1 else opinion.unblended(*pictures)


def _drawings(
    drawings: Sequence[tuple[str, int, int]], name: str, fonts: Sequence[str]
) -> list[bytes]:
    payload = {"drawings": [list(drawing) for drawing in drawings], "fonts": list(fonts)}
    readable = [Path(font) for font in fonts]
    answer = jail.call(
        "poster.workshop.ingest:draw", payload, DRAW_SECONDS, what=name, readable=readable
    )
    return [base64.b64decode(picture) for picture in answer["pictures"]]


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _with_files(master: str, files: dict[str, bytes]) -> bytes:
    """The master with its pictures as files beside it, each once."""
    root = xml.parse_svg(master.encode(), "master")
    known: dict[bytes, str] = {}
    for image in root.iter(f"{{{xml.SVG}}}image"):
        href = image.get("href", "")
        if not href.startswith("data:"):
            continue
        data = base64.b64decode(href.partition(",")[2])
        if data not in known:
            suffix = "png" if data.startswith(b"\x89PNG") else "jpg"
            known[data] = f"anh-{len(known) + 1}.{suffix}"
            files[known[data]] = data
        image.set("href", known[data])
    return xml.serialise(root)


def _nodes(
    master: bytes, files: Mapping[str, bytes], name: str, pins: Iterable[Pinned]
) -> tuple[Node, ...]:
    """What the master draws on its own page, without moving anything."""
    with tempfile.TemporaryDirectory() as folder:
        for file, data in files.items():
            (Path(folder) / file).write_bytes(data)
        by_id = {f"#{one.id}": one.pin for one in pins}
        drawing = read_master(master, name, {}, by_id, Path(folder))
    return tuple(part.node for part in drawing.parts if isinstance(part, Item))
