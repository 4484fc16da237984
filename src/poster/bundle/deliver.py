"""What a campaign hands over: the proof and its pictures, a bundle for each shop, the slideshow."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from poster.bundle import proof, ticket
from poster.bundle.approval import RECORD, read_approval
from poster.bundle.facts import (
    SCREENS,
    Facts,
    bundle_files,
    by_shop,
    campaign_facts,
    piece_facts,
    rows_code,
    shop_facts,
    whole_code,
)
from poster.bundle.page import A4
from poster.bundle.pictures import drawn_meanwhile
from poster.bundle.reader import slideshow
from poster.bundle.screens import screens_data, write_screens
from poster.bundle.seal import Parts, Signed, from_disk, seal, zip_name
from poster.errors import Finding, PreflightError, Severity
from poster.files import ascii_name, atomic, make_folder, read_bytes
from poster.messages import Catalogue
from poster.model import Campaign, Piece
from poster.press.document import Leaf, leaf_artwork, write_document
from poster.press.pdf import Info
from poster.svg.artwork import Artwork

#: What Zalo and most mail servers still carry, MB.
MOST_MB: Final = 25
PICTURES: Final = "MAKET-ZALO"
SLIDESHOW: Final = "TRINH-CHIEU.html"
MOST_SCAN_BYTES: Final = 64 * 2**20

#: Hears of steps done and steps in all.
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What was written; `slideshow` is None where no piece is for a screen."""

    proof: Path
    pictures: tuple[Path, ...]
    bundles: tuple[Path, ...]
    slideshow: Path | None
    code: str
    approved: bool
    findings: tuple[Finding, ...]


def deliver(
    campaign: Campaign, pieces: Sequence[Piece], out: Path, texts: Catalogue,
    versions: Mapping[str, str], jobs: int, report: Report,
) -> Delivered:  # fmt: skip
    """Write all that leaves the house into `out`. `versions` is what made the pieces.

    At most `jobs` processes work; `report` hears of steps done and steps in all. An approval that
    stands in `out` goes into the bundles while nothing that it is bound to has changed. Raises
    PreflightError `bundle-file-changed` or `bundle-name-twice`, WriteError, RenderError,
    MachineError.
    """
    delivery = _Delivery(campaign, tuple(pieces), make_folder(out), texts, versions)
    leaves = delivery.leaves()
    pictures = delivery.pictures(leaves)
    told = _Steps(report, 2 + len(delivery.shops) + len(pictures))
    with drawn_meanwhile(pictures, jobs, told.one):
        paper = delivery.proof(leaves)
        told.one()
        signed, findings = delivery.signed()
        bundles = []
        for shop in delivery.shops:
            bundles.append(delivery.bundle(shop, signed))
            told.one()
        delivery.clear(bundles)
        delivery.screens(signed)
        slides = delivery.slideshow()
        told.one()
    large = (_large(path) for path in bundles)
    return Delivered(
        paper, tuple(pictures), tuple(bundles), slides, delivery.whole, signed is not None,
        (*findings, *(finding for finding in large if finding)),
    )  # fmt: skip


class _Steps:
    """Counts steps done, and tells of each."""

    def __init__(self, report: Report, total: int) -> None:
        self._report, self._done, self._total = report, 0, total
        report(0, total)

    def one(self) -> None:
        """One step more is done."""
        self._done += 1
        self._report(self._done, self._total)


class _Delivery:
    """One campaign's papers; facts are gathered once."""

    def __init__(
        self, campaign: Campaign, pieces: tuple[Piece, ...], out: Path, texts: Catalogue,
        versions: Mapping[str, str],
    ) -> None:  # fmt: skip
        self._campaign, self._pieces, self._out = campaign, pieces, out
        self._texts, self._versions = texts, versions
        self._paper = proof.PAPERS[campaign.proof_paper]
        self._groups = by_shop(pieces)
        self._rows: dict[str, list[Facts]] = {
            shop: [piece_facts(number, piece, texts) for number, piece in group]
            for shop, group in self._groups.items()
        }
        self._codes = {shop: rows_code(rows) for shop, rows in self._rows.items()}
        self.whole = whole_code(self._codes)
        self.shops = [shop for shop in self._groups if shop != SCREENS]

    def leaves(self) -> tuple[Leaf, ...]:
        """The pages that people sign."""
        rows = sorted(
            (row for rows in self._rows.values() for row in rows),
            key=lambda row: int(row["number"]),
        )
        by_name = {piece.name: piece for piece in self._pieces}
        campaign = campaign_facts(self._campaign)
        return proof.proof_leaves(campaign, rows, by_name, self.whole, self._texts, self._paper)

    def proof(self, leaves: Sequence[Leaf]) -> Path:
        """The pages as the document that people sign."""
        title = campaign_facts(self._campaign)["title"]
        info = Info(f"{self._texts.text('proof-title')} - {title}", self._campaign.day)
        path = self._out / proof.NAME
        with atomic(path) as stream:
            stream.write(write_document(leaves, self._paper, info, self.whole))
        return path

    def pictures(self, leaves: Sequence[Leaf]) -> dict[Path, Artwork]:
        """What is drawn of each page, by its file; what a longer proof left behind goes."""
        folder = make_folder(self._out / PICTURES)
        pages = {
            folder / f"MAKET-{number:02d}.jpg": leaf_artwork(leaf, self._paper)
            for number, leaf in enumerate(leaves, 1)
        }
        for old in set(folder.glob("MAKET-*.jpg")) - set(pages):
            old.unlink()
        return pages

    def signed(self) -> tuple[Signed | None, tuple[Finding, ...]]:
        """The approval in the folder, where it is for just these pieces."""
        record = self._out / RECORD
        if not record.is_file():
            return None, ()
        approval = read_approval(read_bytes(record, MOST_SCAN_BYTES))
        if approval.code != self.whole:
            day = f"{dt.date.fromisoformat(approval.date):%d/%m/%Y}"
            params = {"by": approval.by, "day": day}
            return None, (Finding("bundle-approval-void", Severity.WARNING, params=params),)
        scan = b""
        if approval.scan:
            scan = read_bytes(self._out / approval.scan, MOST_SCAN_BYTES)
            if hashlib.sha256(scan).hexdigest() != approval.scan_sha256:
                raise PreflightError("bundle-file-changed", name=approval.scan)
        return Signed(approval, scan), ()

    def bundle(self, shop: str, signed: Signed | None) -> Path:
        """The zip of one shop; what the other state of approval left behind goes."""
        parts = self._parts(shop)
        prefix, day = ascii_name(self._campaign.title, 40), self._campaign.day.isoformat()
        path = self._out / zip_name(prefix, shop, day, signed is not None)
        with atomic(path) as stream:
            seal(stream, parts, signed, self._texts)
        (self._out / zip_name(prefix, shop, day, signed is None)).unlink(missing_ok=True)
        return path

    def clear(self, bundles: Sequence[Path]) -> None:
        """Remove bundles that an earlier run left unapproved: nobody may approve them now."""
        for old in set(self._out.glob(f"*{ticket.UNAPPROVED}.zip")) - set(bundles):
            old.unlink()

    def _parts(self, shop: str) -> Parts:
        texts, pieces = self._texts, [piece for _, piece in self._groups[shop]]
        proof_sha256 = _sha256(self._out / proof.NAME)
        data = ticket.ticket_data(
            campaign_facts(self._campaign), shop_facts(pieces[0].job.shop), self._rows[shop],
            self._codes, self.whole, proof_sha256,
        )  # fmt: skip
        leaves = ticket.ticket_leaves(data, {piece.name: piece for piece in pieces}, texts)
        pages = write_document(leaves, A4, ticket.ticket_info(data, texts), data["code"])
        files = {}
        for name, (path, sha256) in bundle_files(pieces).items():
            if _sha256(path) != sha256:
                raise PreflightError("bundle-file-changed", name=path.name)
            files[name] = (sha256, path.stat().st_size, from_disk(path))
        return Parts(data, pages, files, self._versions)

    def screens(self, signed: Signed | None) -> None:
        """The list of the screens' pictures, which no bundle holds, and who approved them."""
        pieces, data = [piece for _, piece in self._groups.get(SCREENS, ())], None
        if pieces:
            data = screens_data(
                campaign_facts(self._campaign), self._rows[SCREENS], pieces, self._codes,
                self.whole, _sha256(self._out / proof.NAME), self._out,
            )  # fmt: skip
        write_screens(self._out, data, signed.approval if signed else None, self._texts)

    def slideshow(self) -> Path | None:
        """The page for a lobby's screen."""
        path = self._out / SLIDESHOW
        page = slideshow(self._campaign.title, self._pieces)
        if page is None:
            path.unlink(missing_ok=True)
            return None
        with atomic(path) as stream:
            stream.write(page)
        return path


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _large(path: Path) -> Finding | None:
    found = round(path.stat().st_size / 1e6)
    if found <= MOST_MB:
        return None
    params = {"name": path.name, "found": found, "limit": MOST_MB}
    return Finding("bundle-large", Severity.WARNING, path.name, str(found), str(MOST_MB), params)
