"""A shop's bundle from its parts: status and approval put in, hashes listed, all of it zipped.

The same parts serve when a bundle is first made and when it is approved later.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from poster import __version__
from poster.bundle import manifest, ticket
from poster.bundle.approval import RECORD, Approval
from poster.bundle.facts import Facts
from poster.bundle.manifest import Listed, Manifest
from poster.bundle.pack import Entry, pack
from poster.bundle.page import A4
from poster.bundle.reader import reader_page
from poster.bundle.ticket_table import ticket_workbook
from poster.messages import Catalogue
from poster.press.document import with_status


@dataclass(frozen=True, slots=True)
class Signed:
    """An approval, and the signed sheet that was scanned ("" and nothing where there is none)."""

    approval: Approval
    scan: bytes = b""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a bundle is made of: the ticket's facts and drawn pages, and the files beside it.

    `files` are hash, size and a way to read each, by its name in the bundle.
    """

    data: Facts
    pages: bytes
    files: Mapping[str, tuple[str, int, Callable[[], IO[bytes]]]]
    versions: Mapping[str, str]


def zip_name(prefix: str, shop: str, day: str, approved: bool) -> str:
    """A bundle's file name; it says where nobody has approved."""
    mark = "" if approved else ticket.UNAPPROVED
    return f"{prefix}_{shop}_{day.replace('-', '')}{mark}.zip"


def seal(stream: BinaryIO, parts: Parts, signed: Signed | None, texts: Catalogue) -> None:
    """Write the bundle into `stream`. Raises OSError, RenderError, MachineError."""
    small = _papers(parts, signed, texts)
    listed = [_listed(name, content) for name, content in small.items()]
    listed += [Listed(name, size, sha256) for name, (sha256, size, _) in parts.files.items()]
    listed.sort(key=lambda one: one.name)
    approval = signed.approval if signed else None
    said = _said(approval, texts)
    small[manifest.READER] = reader_page(parts.data, listed, approval is not None, said)
    listed.append(_listed(manifest.READER, small[manifest.READER]))
    small[manifest.NAME] = _manifest(parts, approval, listed).to_json()
    opened = {name: opener for name, (_, _, opener) in parts.files.items()}
    sizes = {one.name: one.bytes for one in listed} | {manifest.NAME: len(small[manifest.NAME])}
    names = [*(one.name for one in listed), manifest.NAME]
    pack(stream, (
        Entry(name, sizes[name], opened.get(name) or _opener(small[name])) for name in names
    ))  # fmt: skip


def _papers(parts: Parts, signed: Signed | None, texts: Catalogue) -> dict[str, bytes]:
    """The ticket in its three forms, and the approval."""
    approval = signed.approval if signed else None
    data = {**parts.data, "approval": _short(approval) if approval else None}
    name, info = ticket.stem(approval), ticket.ticket_info(data, texts)
    status = ticket.status(approval, texts)
    papers = {
        f"{name}.pdf": with_status(parts.pages, A4, info, data["code"], status),
        f"{name}.xlsx": ticket_workbook(data, approval, texts),
        f"{name}.json": ticket.ticket_json(data),
    }
    if signed:
        papers[RECORD] = signed.approval.to_json()
        if signed.scan:
            papers[signed.approval.scan] = signed.scan
    return papers


def _short(approval: Approval) -> Facts:
    return {"by": approval.by, "role": approval.role, "date": approval.date}


def _said(approval: Approval | None, texts: Catalogue) -> str:
    if approval is None:
        return f"{texts.text('bundle-unapproved')}. {texts.text('bundle-unapproved-why')}"
    return f"{texts.text('bundle-approved')}: {approval.sentence(texts)}"


def _manifest(parts: Parts, approval: Approval | None, listed: list[Listed]) -> Manifest:
    data = parts.data
    return Manifest(
        campaign=data["campaign"]["title"],
        shop=data["shop"]["name"],
        date=data["campaign"]["date"],
        code=data["code"],
        approved=approval is not None,
        versions={**parts.versions, "poster": __version__},
        files=tuple(listed),
    )


def _listed(name: str, content: bytes) -> Listed:
    return Listed(name, len(content), hashlib.sha256(content).hexdigest())


def _opener(content: bytes) -> Callable[[], IO[bytes]]:
    return lambda: io.BytesIO(content)


def from_disk(path: Path) -> Callable[[], IO[bytes]]:
    """How to read a file of the output folder."""
    return lambda: path.open("rb")
