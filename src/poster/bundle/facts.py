"""What a ticket and a proof say of each piece, gathered once: for the page, the table and JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from poster.errors import Finding, PreflightError, Severity
from poster.geometry import Edges
from poster.messages import Catalogue
from poster.model import Campaign, Origin, Piece, PieceFile, Shop
from poster.press.formats import FORMATS
from poster.press.technical_notes import technical_notes
from poster.units import Dimensions, plain, spoken
from poster.words.break_marks import Joint, read

#: Folders of a bundle.
PRINT, LOOK, TECHNICAL = "IN", "XEM", "KY-THUAT"
#: The group of pieces that no shop prints.
SCREENS: Final = "man-hinh"

Facts = dict[str, Any]


def by_shop(pieces: Sequence[Piece]) -> dict[str, list[tuple[int, Piece]]]:
    """The pieces of each shop with their numbers in the campaign; screens are a group of their own.

    A piece of paper or cloth of which no print file was made belongs to no shop, either.
    """
    groups: dict[str, list[tuple[int, Piece]]] = {}
    for number, piece in enumerate(pieces, 1):
        printed = any(role(file) == PRINT for file in piece.files)
        key = piece.job.shop.name if printed and not piece.job.size.is_screen else SCREENS
        groups.setdefault(key, []).append((number, piece))
    return dict(sorted(groups.items()))


def role(file: PieceFile) -> str:
    """The folder of a bundle that a file goes into; "" for one that no shop is given."""
    if file.details.get("preview"):
        return LOOK
    if file.format == "technical":
        return TECHNICAL
    return PRINT if file.format in FORMATS and FORMATS[file.format].is_print else ""


def bundle_files(pieces: Iterable[Piece]) -> dict[str, tuple[Path, str]]:
    """Path and SHA-256 of what goes into a shop's bundle, by its name there.

    Rows of one order may share a piece. Raises PreflightError `bundle-name-twice`.
    """
    found: dict[str, tuple[Path, str]] = {}
    for piece in pieces:
        for file in piece.files:
            if folder := role(file):
                name = f"{folder}/{file.path.name}"
                known = found.setdefault(name, (file.path, file.sha256))
                if known[1] != file.sha256:
                    raise PreflightError("bundle-name-twice", name=file.path.name)
    return found


def piece_facts(number: int, piece: Piece, catalogue: Catalogue) -> Facts:
    """Everything about one row of an order, as JSON values; lengths in mm."""
    job, sheet, language = piece.job, piece.sheet, catalogue.language
    trim, printed = sheet.trim, sheet.printed
    area = trim.width * trim.height / 1e6
    outer = Dimensions(printed.width, printed.height)
    return {
        "number": f"{number:02d}",
        "name": piece.name,
        "kind": job.size.kind.title,
        "size": job.size.name,
        "screen": job.size.is_screen,
        "text": spelled(job.text),
        "lines": list(piece.lines),
        "values": _values(piece),
        "approved": job.slogan.is_approved,
        "approved_by": _approval(piece),
        "source": source(job.slogan.origin) or source(job.slogan.taken_from),
        "layout": job.layout.title,
        "finished": spoken(job.size.dimensions, language),
        "finished_mm": [_mm(trim.width), _mm(trim.height)],
        "printed": "" if job.size.is_screen else spoken(outer, language),
        "printed_mm": [_mm(printed.width), _mm(printed.height)],
        "scale": f"1:{sheet.scale}",
        "cap_mm": _mm(piece.cap_mm),
        "quantity": job.quantity,
        "sides": job.line.sides,
        "area_m2": round(area, 3),
        "total_m2": round(area * job.quantity * job.line.sides, 3),
        **_finishing(piece, catalogue),
        **_hanging(piece),
        "files": [_file(file) for file in piece.files],
        "findings": [_finding(finding, catalogue) for finding in piece.findings],
    }


def _values(piece: Piece) -> dict[str, str]:
    """The words beside the slogan; what chooses an emblem or a picture is seen, not read."""
    slots = piece.job.layout.slots
    return {
        key: spelled(value)
        for key, value in piece.job.values.items()
        if key != "slogan" and (slots[key].has_words or slots[key].type == "qr")
    }


def _approval(piece: Piece) -> str:
    approval = piece.job.slogan.approved
    if approval is None or not piece.job.slogan.is_approved:
        return ""
    return f"{approval.by}, {approval.role}, {approval.date:%d/%m/%Y}"


def source(origin: Origin) -> str:
    """Where words come from, in one line."""
    day = origin.date if isinstance(origin.date, str) else f"{origin.date:%d/%m/%Y}"
    return ", ".join(
        filter(None, (f"{origin.document} {origin.number}".strip(), day, origin.issuer))
    )


def _finishing(piece: Piece, catalogue: Catalogue) -> Facts:
    sheet, line = piece.sheet, piece.job.line
    eyelets = [[_mm(one.x_mm), _mm(one.y_mm)] for one in sheet.eyelets]
    return {
        "material": line.material,
        "edge_mm": _edges(sheet.edge),
        "hem_mm": _edges(sheet.hem),
        "pocket_mm": _edges(sheet.pocket),
        "eyelets": len(eyelets),
        "eyelets_mm": eyelets,
        "eyelet_gap_mm": _mm(max((row.gap_mm for row in sheet.eyelet_rows), default=0.0)),
        "wind_slits": line.wind_slits,
        "notes": list(technical_notes(piece.job, sheet, piece.panels, catalogue)),
        "panels": [
            {"code": panel.code, "glued": list(panel.glued), "region_mm": [
                _mm(side) for side in
                (panel.region.x, panel.region.y, panel.region.width, panel.region.height)
            ]}
            for panel in piece.panels
        ],
    }  # fmt: skip


def _hanging(piece: Piece) -> Facts:
    line = piece.job.line
    days = {
        "hang": line.hang, "take_down": line.take_down, "needed_by": line.needed_by
    }  # fmt: skip
    return {
        "place": line.place,
        **{key: day.isoformat() if day else "" for key, day in days.items()},
        "deliver_to": line.deliver_to,
        "contact": line.contact,
        "telephone": line.telephone,
        "hung_by": line.hung_by,
        "note": line.note,
    }


def _file(file: PieceFile) -> Facts:
    folder = role(file)
    return {
        "name": f"{folder}/{file.path.name}" if folder else file.path.name,
        "format": "preview" if folder == LOOK else file.format,
        "bytes": file.bytes,
        "sha256": file.sha256,
        **{key: value for key, value in file.details.items() if key != "preview"},
    }


def _finding(finding: Finding, catalogue: Catalogue) -> Facts:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "text": catalogue.text(finding.code, **finding.params),
        "accepted_by": finding.accepted_by,
        "accepted_because": finding.accepted_because,
    }


def shop_facts(shop: Shop) -> Facts:
    """What a ticket says of the shop that it is for."""
    return {"name": shop.name, "title": shop.title, "generic": shop.generic,
            "ink_limit_percent": shop.ink_limit_percent, "condition": shop.condition}  # fmt: skip


def campaign_facts(campaign: Campaign) -> Facts:
    """What all pieces have in common."""
    return {
        "title": campaign.title,
        "unit": campaign.unit,
        "date": campaign.day.isoformat(),
        "contact": campaign.contact,
        "telephone": campaign.telephone,
        "note": campaign.note,
    }


def totals(rows: Sequence[Facts]) -> Facts:
    """Kinds, pieces and square metres of an order."""
    return {
        "rows": len(rows),
        "quantity": sum(row["quantity"] for row in rows),
        "area_m2": round(sum(row["total_m2"] for row in rows), 3),
        "eyelets": sum(row["eyelets"] * row["quantity"] for row in rows),
    }


def spelled(text: str) -> str:
    """The words of a slot as a reader sees them, without the writer's marks."""
    parts = []
    for word in read(text):
        dash = f" {word.dash}" if word.dash else ""
        parts.append(f"{word.text}{dash}" + ("" if word.joint is Joint.END else " "))
    return "".join(parts).strip()


def rows_code(rows: Sequence[Mapping[str, Any]]) -> str:
    """The hash over all that is said of the pieces of one group, their files' hashes among it."""
    text = json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def whole_code(codes: Mapping[str, str]) -> str:
    """The hash over the groups of a campaign: what a signature is bound to."""
    return rows_code([dict(codes)])


def short_code(code: str) -> str:
    """The first sixteen digits of a hash, as people read them out."""
    head = code[:16].upper()
    return "-".join(head[at : at + 4] for at in range(0, 16, 4))


def is_warning(finding: Mapping[str, str]) -> bool:
    """Whether a finding weighs more than a note."""
    return finding["severity"] != Severity.NOTE.value


def _edges(edges: Edges) -> dict[str, float]:
    return {side: _mm(getattr(edges, side)) for side in ("top", "right", "bottom", "left")}


def _mm(value: float) -> float:
    return float(plain(value))
