"""The pictures for screens: no shop is given them, so they are listed and approved where they are.

The list stands beside the proof, for people as a page and for programs as JSON; its name says where
nobody has approved.
"""

from __future__ import annotations

import hashlib
import html
import json
import os
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any, Final

from poster.bundle.approval import Approval
from poster.bundle.facts import LOOK, SCREENS, Facts, role, short_code
from poster.bundle.ticket import UNAPPROVED
from poster.errors import PreflightError
from poster.files import atomic, read_bytes
from poster.messages import Catalogue
from poster.model import Piece

STEM: Final = "MAN-HINH"
MOST_BYTES: Final = 16 * 2**20
_BROKEN: Final = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


def record(out: Path, approved: bool) -> Path:
    """Where the list stands as JSON."""
    return out / f"{STEM}{'' if approved else UNAPPROVED}.json"


def page(out: Path, approved: bool) -> Path:
    """Where the list stands as a page for people."""
    return record(out, approved).with_suffix(".html")


def screens_data(
    campaign: Facts, rows: Sequence[Facts], pieces: Sequence[Piece], codes: Mapping[str, str],
    whole: str, proof_sha256: str, out: Path,
) -> Facts:  # fmt: skip
    """All that the list says; `rows` and `pieces` go together. Pictures are named from `out`."""
    return {
        "format": "poster-screens",
        "version": 1,
        "whole_code": whole,
        "codes": dict(codes),
        "proof_sha256": proof_sha256,
        "approval": None,
        "campaign": campaign,
        "shop": {"name": SCREENS},
        "pieces": list(rows),
        "pictures": [
            {
                "number": row["number"],
                "path": Path(os.path.relpath(file.path, out)).as_posix(),
                "bytes": file.bytes,
                "sha256": file.sha256,
            }
            for row, piece in zip(rows, pieces, strict=True)
            for file in piece.files
            if role(file) != LOOK
        ],
    }


def write_screens(
    out: Path, data: Facts | None, approval: Approval | None, texts: Catalogue
) -> tuple[Path, ...]:
    """Write the list in its two forms; those of the other state go, and all where `data` is None.

    Raises WriteError.
    """
    made: dict[Path, bytes] = {}
    if data is not None:
        said = {"by": approval.by, "role": approval.role, "date": approval.date} if approval else {}
        told = {**data, "approval": said or None}
        text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        approved = approval is not None
        made = {
            page(out, approved): _page(data, approval, texts),
            record(out, approved): text.encode(),
        }
    for path, content in made.items():
        with atomic(path) as stream:
            stream.write(content)
    for old in {one(out, state) for one in (record, page) for state in (True, False)} - set(made):
        old.unlink(missing_ok=True)
    return tuple(made)


def waiting_screens(out: Path) -> Facts | None:
    """The list that waits for an approval, its pictures unharmed; None where there is none.

    Raises PreflightError `screens-broken`, `bundle-file-changed`.
    """
    path = record(out, approved=False)
    if not path.is_file():
        return None
    try:
        data: dict[str, Any] = json.loads(read_bytes(path, MOST_BYTES))
        pictures = [(out / one["path"], one["sha256"]) for one in data["pictures"]]
        if data["shop"]["name"] != SCREENS or not {"codes", "proof_sha256"} <= set(data):
            raise ValueError(data["format"])
    except _BROKEN as error:
        raise PreflightError("screens-broken", name=path.name, why=str(error)[:120]) from error
    for file, sha256 in pictures:
        if not file.is_file() or _sha256(file) != sha256:
            raise PreflightError("bundle-file-changed", name=file.name)
    return data


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _page(data: Facts, approval: Approval | None, texts: Catalogue) -> bytes:
    source = resources.files("poster.bundle").joinpath("pages", "man-hinh.html")
    if approval is None:
        said = ". ".join(map(texts.text, ("bundle-unapproved", "screens-unapproved-why")))
    else:
        said = f"{texts.text('bundle-approved')}: {approval.sentence(texts)}"
    rows = {row["number"]: row for row in data["pieces"]}
    values = {
        "title": data["campaign"]["title"],
        "unit": data["campaign"]["unit"],
        "status": said,
        "code": short_code(data["whole_code"]),
    }
    filled = {key: html.escape(value) for key, value in values.items()}
    filled["kind"] = "approved" if approval else "unapproved"
    filled["pictures"] = "\n".join(_item(rows[one["number"]], one) for one in data["pictures"])
    return Template(source.read_text(encoding="utf-8")).substitute(filled).encode()


def _item(row: Facts, picture: Facts) -> str:
    """One picture: shown, and where it is for."""
    heading = html.escape(f"{row['number']} · {row['kind']} {row['finished']}")
    where = html.escape(row["place"])
    path = html.escape(picture["path"], quote=True)
    return (
        f'<li><a href="{path}"><img src="{path}" alt="{html.escape(row["text"], quote=True)}"></a>'
        f"<div><b>{heading}</b><p>{html.escape(row['text'])}</p><p>{where}</p>"
        f"<small>{html.escape(Path(picture['path']).name)}<br>SHA-256 {picture['sha256']}</small>"
        "</div></li>"
    )
