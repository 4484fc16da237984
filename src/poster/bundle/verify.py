"""Is a bundle still what was delivered, and does all of it belong together?

Every file is compared with the manifest; then ticket, reader page and approval with each other, so
that a file which was swapped together with its line in the manifest is found, too; then the print
files are preflighted again.
"""

from __future__ import annotations

import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from poster.bundle import manifest, ticket
from poster.bundle.approval import RECORD, read_approval
from poster.bundle.archive import MOST_SMALL, Archive, open_archive
from poster.bundle.facts import LOOK, PRINT, TECHNICAL, rows_code, short_code, whole_code
from poster.bundle.manifest import Manifest, read_manifest
from poster.bundle.meter import HeardMirror, Meter, Report
from poster.bundle.pack import BLOCK, Entry, pack
from poster.bundle.reader import reader_files
from poster.errors import Finding, PosterError, PreflightError, Severity
from poster.press.document_code import document_code
from poster.press.preflight import SETTLED, preflight
from poster.press.preflight.faults import Expectation

#: Where a workbook says what it is.
PROPERTIES: Final = "docProps/core.xml"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found; a bundle without an error is intact. `code` is its own, in short."""

    path: Path
    files: int
    code: str
    approved: bool
    findings: tuple[Finding, ...]

    @property
    def is_intact(self) -> bool:
        """Whether nothing but the lack of an approval was found."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)


def verify(
    path: Path, *, preflighted: bool = True, report: Report = lambda _done, _total: None
) -> Verified:
    """Check the bundle at `path`; `preflighted` says to look into its print files again.

    `report` hears of bytes looked at, and of bytes in all. Raises PreflightError `bundle-…` for
    what is no bundle or a hostile zip, RequestError `file-…`.
    """
    with open_archive(path) as archive:
        if manifest.NAME not in archive.names:
            raise PreflightError("bundle-no-manifest", path=path.name)
        listed = read_manifest(archive.read(manifest.NAME))
        heard = Meter(report, _work(archive, preflighted))
        findings = [*_contents(archive, listed, heard)]
        if not findings:
            findings += _wrapping(archive, heard)
        findings += _belonging(archive, listed)
        if preflighted and not findings:
            findings += _preflighted(archive, heard)
        if not listed.approved:
            findings.append(Finding("bundle-not-approved", Severity.WARNING))
        code = short_code(listed.code)
        return Verified(path, len(archive.names), code, listed.approved, tuple(findings))


def _error(code: str, name: str, **params: object) -> Finding:
    return Finding(code, Severity.ERROR, name, params={"name": name, **params})


# ---------------------------------------------------------------- the manifest's own list


def _work(archive: Archive, preflighted: bool) -> int:
    """How many bytes are looked at: all of them twice, and print files once more."""
    print_files = (info for name, info in archive.infos.items() if name.startswith(f"{PRINT}/"))
    once_more = sum(info.file_size for info in print_files) if preflighted else 0
    return 2 * sum(info.file_size for info in archive.infos.values()) + once_more


def _contents(archive: Archive, listed: Manifest, heard: Meter) -> Iterator[Finding]:
    """Every file that was changed, lost, added or renamed."""
    wanted = {one.name: one.sha256 for one in listed.files}
    names = [name for name in archive.names if name != manifest.NAME]
    strangers = {name: archive.sha256(name, heard) for name in names if name not in wanted}
    for name, sha256 in wanted.items():
        if name in archive.names:
            if archive.sha256(name, heard) != sha256:
                yield _error("bundle-changed", name)
            continue
        new = next((other for other, digest in strangers.items() if digest == sha256), None)
        if new is None:
            yield _error("bundle-missing", name)
        else:
            del strangers[new]
            yield _error("bundle-renamed", name, found=new)
    for name in strangers:
        yield _error("bundle-extra", name)


def _wrapping(archive: Archive, heard: Meter) -> Iterator[Finding]:
    """Whether the zip itself, packed again from its files, comes out the same to the byte."""
    entries = (
        Entry(name, info.file_size, archive.opener(name)) for name, info in archive.infos.items()
    )
    with archive.path.open("rb") as original:
        mirror = HeardMirror(original, heard)
        pack(mirror, entries)  # type: ignore[arg-type]  # as much of a stream as zipfile needs
        if not mirror.is_equal:
            yield _error("bundle-wrapping", archive.path.name)


# ---------------------------------------------------------------- what belongs together


def _belonging(archive: Archive, listed: Manifest) -> Iterator[Finding]:
    """Ticket, reader page, approval and manifest must speak of the same pieces and files."""
    stem = next((
        stem for stem in (ticket.STEM, ticket.STEM + ticket.UNAPPROVED)
        if f"{stem}.json" in archive.names
    ), None)  # fmt: skip
    if stem is None or (stem == ticket.STEM) != listed.approved:
        mark = "" if listed.approved else ticket.UNAPPROVED
        yield _error("bundle-ticket-missing", f"{ticket.STEM}{mark}.json")
        return
    try:
        data = json.loads(archive.read(f"{stem}.json"))
        yield from _ticket(archive, listed, data, f"{stem}.json")
        yield from _papers(archive, data["code"], stem)
        yield from _approval(archive, listed, data)
    except (PosterError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        yield _error("bundle-ticket-broken", f"{stem}.json", why=str(error)[:120])
    yield from _reader(archive, listed)


def _ticket(
    archive: Archive, listed: Manifest, data: Mapping[str, Any], name: str
) -> Iterator[Finding]:
    own = rows_code(data["pieces"])
    for code in (data["code"], listed.code, data["codes"][data["shop"]["name"]]):
        if code != own:
            found, expected = short_code(code), short_code(own)
            yield _error("bundle-ticket-other", name, found=found, expected=expected)
            break
    if whole_code(data["codes"]) != data["whole_code"]:
        yield _error("bundle-ticket-file", name)
    told = {
        file["name"]: file["sha256"]
        for row in data["pieces"]
        for file in row["files"]
        if "/" in file["name"]
    }
    held = {
        one.name: one.sha256
        for one in listed.files
        if one.name.partition("/")[0] in (PRINT, LOOK, TECHNICAL)
    }
    for file in sorted({*told, *held}):
        if told.get(file) != held.get(file):
            yield _error("bundle-ticket-file", file)


def _papers(archive: Archive, code: str, stem: str) -> Iterator[Finding]:
    """The ticket as PDF and as a workbook name the same code."""
    for name, read in ((f"{stem}.pdf", document_code), (f"{stem}.xlsx", _workbook_code)):
        if name not in archive.names:
            yield _error("bundle-ticket-missing", name)
            continue
        try:
            found = read(archive.read(name), name)
        except (PosterError, zipfile.BadZipFile, KeyError, ValueError) as error:
            yield _error("bundle-ticket-broken", name, why=str(error)[:120])
            continue
        if found != code:
            params = {"found": short_code(found) or "-", "expected": short_code(code)}
            yield _error("bundle-ticket-other", name, **params)


def _workbook_code(data: bytes, name: str) -> str:
    """The code at the end of a workbook's title."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        info = book.getinfo(PROPERTIES)
        if info.file_size > MOST_SMALL:
            raise ValueError(f"{name}: {PROPERTIES}")
        text = book.read(info).decode("utf-8", "replace")
    title = text.partition("<dc:title>")[2].partition("</dc:title>")[0]
    return title.rpartition(" ")[2]


def _approval(archive: Archive, listed: Manifest, data: Mapping[str, Any]) -> Iterator[Finding]:
    """The signature is for just these pieces, and its scan is the one that was signed for."""
    if not listed.approved:
        return
    if RECORD not in archive.names:
        yield _error("bundle-approval-missing", RECORD)
        return
    approval = read_approval(archive.read(RECORD))
    same_codes = dict(approval.codes) == data["codes"]
    bound = same_codes and approval.code == whole_code(data["codes"])
    said = data["approval"] == {
        "by": approval.by, "role": approval.role, "date": approval.date
    }  # fmt: skip
    if not bound or not said or approval.proof_sha256 != data["proof_sha256"]:
        yield _error("bundle-approval-other", RECORD)
    if approval.scan:
        if approval.scan not in archive.names:
            yield _error("bundle-approval-missing", approval.scan)
        elif archive.sha256(approval.scan) != approval.scan_sha256:
            yield _error("bundle-approval-other", approval.scan)


def _reader(archive: Archive, listed: Manifest) -> Iterator[Finding]:
    wanted = tuple(one for one in listed.files if one.name != manifest.READER)
    if manifest.READER not in archive.names:
        return  # told as missing already, or as never listed
    if reader_files(archive.read(manifest.READER)) != wanted:
        yield _error("bundle-reader-other", manifest.READER)


# ---------------------------------------------------------------- the print files


def _preflighted(archive: Archive, heard: Meter) -> Iterator[Finding]:
    """The errors of a second preflight, each with the file's name."""
    stem = next(name for name in archive.names if name.endswith(".json") and ticket.STEM in name)
    data = json.loads(archive.read(stem))
    limit = float(data["shop"]["ink_limit_percent"])
    wanted = {
        file["name"]: _expected(row, file, limit) for row in data["pieces"] for file in row["files"]
    }
    with tempfile.TemporaryDirectory(prefix="poster-") as folder:
        for name in archive.names:
            if name.startswith(f"{PRINT}/"):
                path = Path(folder) / name.rpartition("/")[2]
                with archive.stream(name) as source, path.open("wb") as target:
                    shutil.copyfileobj(source, target, BLOCK)
                yield from _looked_at(path, wanted[name])
                path.unlink()
                heard(archive.infos[name].file_size)


def _expected(row: Mapping[str, Any], file: Mapping[str, Any], limit: float) -> Expectation:
    """What the ticket says of a file; one panel of a piece is no piece's size."""
    whole = "panel" not in file
    return Expectation(
        size_mm=tuple(row["finished_mm"]) if whole else None,
        printed_mm=tuple(row["printed_mm"]) if whole else None,
        scale=int(file.get("scale", "1:1").partition(":")[2]),
        ink_limit_percent=limit,
        pixels=False,
    )


def _looked_at(path: Path, wanted: Expectation) -> Iterator[Finding]:
    for finding in preflight(path, wanted).findings:
        if finding.severity is Severity.ERROR and finding.code not in SETTLED:
            yield finding
