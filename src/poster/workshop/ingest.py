"""The inside of the jail for drawings: an SVG of any program into a master, step by step.

`digest` reads, settles, marks, normalises, flattens and arranges; `draw` makes pictures with the
second engine. Both take and give plain JSON, and see no file but what they are handed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from poster.errors import Finding, Severity
from poster.geometry import Rect
from poster.svg import cascade, resvg, xml
from poster.workshop import original
from poster.workshop.arrange import Arranged, arrange
from poster.workshop.inner import embed
from poster.workshop.marks import Marks, mark, without_frames
from poster.workshop.normal import flattened, on_page, to_mm
from poster.workshop.order import Order, as_text
from poster.workshop.page import note, read_original
from poster.workshop.patches import Patch
from poster.workshop.placing import place_texts


def digest(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The master of a drawing, or, where it holds pictures that were not cleaned yet, those."""
    order = Order.from_json(payload)
    read = read_original(order.data, order.name, order.size)
    findings = read.findings
    settled = cascade.settle(read.root, order.name)
    findings += original.clear(read.root, order.name)
    findings += original.style_findings(settled)
    pictures = original.find_pictures(read.root, order.folder, findings)
    wanted = {key: found for key, found in pictures.items() if found.kind != "svg"}
    if order.pictures is None and wanted:
        return {"pictures": {key: as_text(found.data) for key, found in wanted.items()}}
    inner = {key: found.data for key, found in pictures.items() if found.kind == "svg"}
    embed(read.root, order, inner)
    findings += original.fix_strokes(read.root, read.page, to_mm(read.page))
    marks = mark(read.root, order.slots)
    texts = place_texts(read.root, order, marks, Rect(*read.page.user))
    findings += marks.findings
    drawing = on_page(read.root, read.page)
    reference = xml.serialise(without_frames(drawing))
    made, patches, native = flattened(drawing, order, read.page, findings)
    arranged = arrange(made, read.page.box, marks.attributes, order.pins)
    findings += [*arranged.findings, *_lost(marks, arranged)]
    return {
        **_answer(arranged, patches, findings, texts),
        "reference": reference.decode(),
        "page": [read.page.width_mm, read.page.height_mm, read.page.box.height],
        "native": native,
        "pins": [[one.id, one.pin, list(one.names)] for one in arranged.pins],
        "slots": {name: dict(marks.attributes.get(name, {})) for name in arranged.frames},
        "frames": {
            name: [box.x, box.y, box.width, box.height] for name, box in arranged.frames.items()
        },
    }


def _answer(
    arranged: Arranged,
    patches: Sequence[Patch],
    findings: Sequence[Finding],
    texts: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    return {
        "master": xml.serialise(arranged.root).decode(),
        "findings": [{key: getattr(f, key) for key in Finding.__slots__} for f in findings],
        "patches": [
            {"file": p.file, "size": [p.width_px, p.height_px],
             "documents": [d.decode() for d in p.documents]}
            for p in patches
        ],
        "texts": list(texts),
    }  # fmt: skip


def draw(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Pictures of `drawings` (svg, width, height; whole viewBox) by the second engine, as PNG."""
    return {
        "pictures": [
            as_text(resvg.draw(svg.encode(), width, height, payload.get("fonts", ())))
            for svg, width, height in payload["drawings"]
        ]
    }


def _lost(marks: Marks, arranged: Arranged) -> list[Finding]:
    return [
        note("import-slot-lost", where, Severity.ERROR, slot=name)
        for name, where in marks.slots.items() if name not in arranged.frames
    ]  # fmt: skip
