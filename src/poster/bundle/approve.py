"""Approving what a campaign made: the signature goes into every bundle, bound to its files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from poster.bundle import manifest, proof, ticket
from poster.bundle.approval import RECORD, SCAN_STEM, Approval, SignOff, read_approval
from poster.bundle.archive import Archive, open_archive
from poster.bundle.deliver import MOST_SCAN_BYTES
from poster.bundle.facts import Facts, whole_code
from poster.bundle.screens import page, record, waiting_screens, write_screens
from poster.bundle.seal import Parts, Signed, seal
from poster.bundle.verify import verify
from poster.errors import PreflightError, RequestError
from poster.files import atomic, read_bytes
from poster.messages import Catalogue

#: How the signed sheet may come, and how such a file begins.
SCANS: Final = {
    ".pdf": b"%PDF",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".png": b"\x89PNG",
}


def approve(out: Path, signoff: SignOff, texts: Catalogue) -> tuple[Path, ...]:
    """Put `signoff` into every bundle of the folder `out` and into the list of its screens.

    Gives the approved bundles, and the screens' page where there are screens. The proof, all
    bundles and the screens' pictures must be of one run, and unchanged since. Raises RequestError
    `approve-…`, PreflightError, WriteError.
    """
    if not signoff.by.strip() or not signoff.role.strip():
        raise RequestError("approve-name")
    waiting = sorted(out.glob(f"*{ticket.UNAPPROVED}.zip"))
    screens = waiting_screens(out)
    found = _tickets(out, waiting, screens)
    signed = _signed(signoff, next(iter(found.values())))
    with atomic(out / RECORD) as stream:
        stream.write(signed.approval.to_json())
    if signed.scan:
        with atomic(out / signed.approval.scan) as stream:
            stream.write(signed.scan)
    bundles = tuple(_approved(path, found[path], signed, texts) for path in waiting)
    if screens is None:
        return bundles
    write_screens(out, screens, signed.approval, texts)
    return (*bundles, page(out, approved=True))


def _tickets(out: Path, waiting: list[Path], screens: Facts | None) -> dict[Path, Facts]:
    """What waits, by its file: the tickets of intact bundles, and the screens; all of one run."""
    if not waiting and screens is None:
        old = out / RECORD
        if not old.is_file():
            raise RequestError("approve-nothing", folder=str(out))
        approval = read_approval(read_bytes(old, MOST_SCAN_BYTES))
        raise RequestError("approve-already", by=approval.by, day=approval.date, name=RECORD)
    found = {} if screens is None else {record(out, approved=False): screens}
    for path in waiting:
        verified = verify(path, preflighted=False)
        if not verified.is_intact:
            raise PreflightError("bundle-refused", findings=verified.findings, path=path.name,
                                 count=len(verified.findings))  # fmt: skip
        with open_archive(path) as archive:
            found[path] = json.loads(archive.read(f"{ticket.stem(None)}.json"))
    _check_one_run(out, found)
    return found


def _check_one_run(out: Path, found: dict[Path, Facts]) -> None:
    first = next(iter(found.values()))
    for path, data in found.items():
        if data["codes"] != first["codes"] or data["proof_sha256"] != first["proof_sha256"]:
            raise RequestError("approve-mixed", name=path.name, shop=data["shop"]["name"])
    shops = {data["shop"]["name"] for data in found.values()}
    if missing := [shop for shop in first["codes"] if shop not in shops]:
        name = next(iter(found)).name
        raise RequestError("approve-mixed", name=name, shop=", ".join(missing))
    path = out / proof.NAME
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != first["proof_sha256"]:
        raise RequestError("approve-proof", name=proof.NAME)


def _signed(signoff: SignOff, data: Facts) -> Signed:
    scan, name, digest = b"", "", ""
    if signoff.scan is not None:
        suffix = signoff.scan.suffix.lower()
        scan = read_bytes(signoff.scan, MOST_SCAN_BYTES)
        if suffix not in SCANS or not scan.startswith(SCANS[suffix]):
            raise RequestError("approve-scan", name=signoff.scan.name)
        name, digest = f"{SCAN_STEM}{suffix}", hashlib.sha256(scan).hexdigest()
    approval = Approval(
        by=" ".join(signoff.by.split()),
        role=" ".join(signoff.role.split()),
        date=signoff.day.isoformat(),
        code=whole_code(data["codes"]),
        codes=data["codes"],
        proof_sha256=data["proof_sha256"],
        scan=name,
        scan_sha256=digest,
    )
    return Signed(approval, scan)


def _approved(path: Path, data: Facts, signed: Signed, texts: Catalogue) -> Path:
    """The bundle at `path` approved; the one that said CHUA-DUYET goes."""
    new = path.with_name(path.name.replace(ticket.UNAPPROVED, ""))
    with open_archive(path) as archive:
        parts = _parts(archive, data)
        with atomic(new) as stream:
            seal(stream, parts, signed, texts)
    path.unlink()
    return new


def _parts(archive: Archive, data: Facts) -> Parts:
    listed = manifest.read_manifest(archive.read(manifest.NAME))
    files = {
        one.name: (one.sha256, one.bytes, archive.opener(one.name))
        for one in listed.files
        if "/" in one.name
    }
    pages = archive.read(f"{ticket.stem(None)}.pdf")
    return Parts(data, pages, files, {k: v for k, v in listed.versions.items() if k != "poster"})
