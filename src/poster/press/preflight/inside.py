"""The half of preflight that opens files: for those of strangers it runs in the jail.

JSON values in, JSON values out.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from poster.errors import RequestError
from poster.geometry import Rect
from poster.press.preflight import document, objects, order, pages, raster
from poster.press.preflight.content import POINTS_PER_MM
from poster.press.preflight.faults import Expectation, Notebook

#: How far into a file its "%PDF-" may stand.
_HEAD: Final = 1024
_RASTERS: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"\xff\xd8\xff")


def look(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Look at one file: `path`, `wanted` (an Expectation), `picture` (whether to draw page 1).

    Raises RequestError `preflight-kind`, `preflight-unreadable`, `raster-unreadable`.
    """
    path, wanted = Path(payload["path"]), Expectation.from_data(payload["wanted"])
    notebook = Notebook()
    kind = kind_of(path)
    if kind == "pdf":
        facts = check_pdf(path, wanted, notebook)
    else:
        facts = raster.check_raster(path, wanted, notebook)
    shown = b""
    if payload.get("picture"):
        from poster.press.preflight import shown as drawing

        shown = drawing.draw(path, kind)
    return {
        "kind": kind,
        "facts": facts,
        "faults": [fault.to_data() for fault in notebook.faults],
        "picture": base64.b64encode(shown).decode(),
    }


def kind_of(path: Path) -> str:
    """ "pdf", "tiff" or "jpeg", by the first bytes. Raises RequestError `preflight-…`."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        why = error.strerror or str(error)
        raise RequestError("preflight-unreadable", file=path.name, why=why) from error
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(_RASTERS):
        return "jpeg" if head[:1] == b"\xff" else "tiff"
    raise RequestError("preflight-kind", file=path.name)


def check_pdf(path: Path, wanted: Expectation, notebook: Notebook) -> dict[str, Any]:
    """Write down what is wrong with a PDF; returns facts of it. Raises RequestError."""
    import pikepdf

    try:
        with pikepdf.open(path, access_mode=pikepdf.AccessMode.stream) as pdf:
            if not len(pdf.pages):
                raise RequestError("preflight-unreadable", file=path.name, why="0 pages")
            return _check_open(pdf, wanted, notebook)
    except pikepdf.PasswordError:
        notebook.add("preflight-encrypted")
        notebook.add("preflight-unseen-content", most=0)
        return {"pages": 0, "page_mm": [0, 0], "scale": "1:1", "standard": ""}
    except (pikepdf.PdfError, RecursionError, ValueError, TypeError) as error:
        why = str(error).replace(str(path), path.name)[:160]
        raise RequestError("preflight-unreadable", file=path.name, why=why) from error


def _check_open(pdf: Any, wanted: Expectation, notebook: Notebook) -> dict[str, Any]:
    identity = document.identify(pdf)
    document.check_document(pdf, identity, notebook)
    found = objects.look_through(pdf)
    first = pages.read_boxes(pdf.pages[0])
    printed, trim = (_in_mm(box, first.media) for box in (first.bleed, first.trim))
    scale = order.check_order(trim, printed, wanted, _stated_scale(identity), notebook)
    _check_layers(pdf, notebook)
    before, unseen = len(notebook.faults), set()
    for number, page in enumerate(pdf.pages, 1):
        if number > pages.MOST_PAGES:
            notebook.add("preflight-unseen-content", number, most=pages.MOST_PAGES)
            break
        unseen |= pages.check_page(page, number, wanted, notebook, scale)
    rgb = any(fault.rule == "preflight-rgb" for fault in notebook.faults[before:])
    objects.write(found, notebook, rgb)
    for what in sorted(unseen & {"inks", "pictures"}):
        notebook.add(f"preflight-unseen-{what}")
    media = _in_mm(first.media, first.media)
    return {
        "standard": identity.claims, "version": str(pdf.pdf_version), "pages": len(pdf.pages),
        "page_mm": [round(media.width, 2), round(media.height, 2)],
        "finished_mm": [round(trim.width * scale, 1), round(trim.height * scale, 1)],
        "printed_mm": [round(printed.width * scale, 1), round(printed.height * scale, 1)],
        "scale": f"1:{scale}", "objects": len(pdf.objects),
    }  # fmt: skip


def _in_mm(box: Rect, media: Rect) -> Rect:
    left, top = box.x - media.x, media.bottom - box.bottom
    return Rect(left, top, box.width, box.height).scaled(1 / POINTS_PER_MM)


def _stated_scale(identity: document.Identity) -> int | None:
    """The scale that the metadata name as "1:10", whatever the property's namespace."""
    for key, value in identity.named.items():
        name = key.rpartition("}")[2].lower()
        head, _, tail = value.partition(":")
        if name in ("scale", "scalingfactor") and head == "1" and tail.isdigit():
            return max(1, int(tail[:3]))
    return None


def _check_layers(pdf: Any, notebook: Notebook) -> None:
    layers = (pdf.Root.get("/OCProperties") or {}).get("/OCGs") or ()
    plain = [
        str(layer.get("/Name", "?"))
        for layer in layers
        if "/GTS_ProcStepsGroup" not in (layer.get("/GTS_Metadata") or {})
    ]
    if plain:
        notebook.add("preflight-layers", names=plain[:12], count=len(plain))
