"""Handing a campaign over: papers and bundles are written again only when something changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from poster.bundle.approval import RECORD
from poster.bundle.deliver import Delivered, Report, deliver
from poster.bundle.screens import page, record
from poster.campaign.cache import FOLDER, Keys, finding_data, finding_from, read_note, stands
from poster.files import atomic
from poster.messages import catalogue
from poster.model import Campaign, Piece
from poster.pipeline import versions

#: Tickets and proofs are for Vietnamese shops and offices.
PAPERS: Final = "vi"
#: Not a piece's record: those stand in a folder of their shop.
NOTE: Final = "handed-over.json"


def hand_over(
    campaign: Campaign, pieces: Sequence[Piece], out: Path, keys: Keys, jobs: int, report: Report
) -> Delivered:
    """Write proof, pictures, bundles and slideshow, unless they stand as they must.

    At most `jobs` processes work; `report` hears of steps done and steps in all.
    Raises what `poster.bundle.deliver.deliver` raises.
    """
    key, note = _key(campaign, pieces, out, keys), out / FOLDER / NOTE
    known = read_note(note)
    if known.get("key") == key and all(stands(out, file) for file in known["files"]):
        return _recalled(known, out)
    delivered = deliver(campaign, pieces, out, catalogue(PAPERS), versions(), jobs, report)
    with atomic(note) as stream:
        stream.write(json.dumps(_facts(key, delivered, out), ensure_ascii=False).encode())
    return delivered


def _key(campaign: Campaign, pieces: Sequence[Piece], out: Path, keys: Keys) -> str:
    """The digest of all that the papers say."""
    approval = out / RECORD
    parts = [
        keys.program,
        asdict(campaign),
        approval.read_text(encoding="utf-8") if approval.is_file() else "",
        [
            [piece.name, piece.job.quantity, asdict(piece.job.line), piece.artwork_sha256,
             [file.sha256 for file in piece.files], piece.job.shop.name,
             [asdict(finding) for finding in piece.job.findings]]
            for piece in pieces
        ],
    ]  # fmt: skip
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _facts(key: str, delivered: Delivered, out: Path) -> dict[str, Any]:
    shown = [delivered.slideshow] if delivered.slideshow else []
    lists = [one(out, delivered.approved) for one in (page, record)]
    shown += [path for path in lists if path.is_file()]  # without screens there is none
    paths = (delivered.proof, *delivered.pictures, *delivered.bundles, *shown)
    findings = [finding_data(finding) for finding in delivered.findings]
    return {
        "key": key,
        "files": [_file(path, out) for path in paths],
        "proof": _name(delivered.proof, out),
        "pictures": [_name(path, out) for path in delivered.pictures],
        "bundles": [_name(path, out) for path in delivered.bundles],
        "slideshow": _name(delivered.slideshow, out) if delivered.slideshow else None,
        "code": delivered.code,
        "approved": delivered.approved,
        "findings": findings,
    }


def _file(path: Path, out: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    found = path.stat()
    return {"path": _name(path, out), "bytes": found.st_size, "sha256": digest,
            "mtime_ns": found.st_mtime_ns}  # fmt: skip


def _name(path: Path, out: Path) -> str:
    return path.relative_to(out).as_posix()


def _recalled(known: Mapping[str, Any], out: Path) -> Delivered:
    return Delivered(
        proof=out / known["proof"],
        pictures=tuple(out / name for name in known["pictures"]),
        bundles=tuple(out / name for name in known["bundles"]),
        slideshow=out / known["slideshow"] if known["slideshow"] else None,
        code=known["code"],
        approved=known["approved"],
        findings=tuple(finding_from(finding) for finding in known["findings"]),
    )
