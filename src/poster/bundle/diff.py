"""What changed between two bundles: pieces, words as words, and pictures side by side."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from poster.bundle import ticket
from poster.bundle.archive import Archive, open_archive
from poster.bundle.facts import LOOK, PRINT, Facts
from poster.bundle.labels import heading
from poster.errors import PreflightError
from poster.geometry import Rect
from poster.messages import Catalogue
from poster.press.thumbnails import changed_region

#: What is compared of a row, and what it is called.
FACTS: Final = {
    "finished": "ticket-finished", "printed": "ticket-printed", "quantity": "ticket-quantity",
    "sides": "ticket-sheet-sides", "material": "ticket-material", "scale": "ticket-sheet-scale",
    "place": "ticket-place", "hang": "ticket-sheet-hang", "take_down": "ticket-sheet-take-down",
    "needed_by": "ticket-needed", "deliver_to": "ticket-deliver", "contact": "ticket-contact",
    "hung_by": "ticket-hung-by", "eyelets": "ticket-sheet-eyelets", "note": "ticket-note",
    "notes": "ticket-finishing",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """Stretches of words, each with "" (kept), "-" (gone) or "+" (new)."""

    slot: str
    stretches: tuple[tuple[str, str], ...]

    def shown(self, texts: Catalogue) -> str:
        """The words on one line, what is gone and what is new in brackets."""
        messages = {"-": "diff-gone", "+": "diff-new-words"}
        return " ".join(
            texts.text(messages[mark], text=words) if mark else words
            for mark, words in self.stretches
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One piece that stands in both bundles and is not the same.

    `region` is what of the picture changed, as shares of its sides; `facts` are a message id, the
    old and the new value.
    """

    old: Facts
    new: Facts
    words: tuple[Wording, ...]
    facts: tuple[tuple[str, str, str], ...]
    region: Rect | None
    pictures: tuple[bytes, bytes]
    files: bool

    @property
    def is_seen(self) -> bool:
        """Whether there is something to look at."""
        return self.region is not None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two bundles compared: rows that are new, rows that are gone, and rows that changed."""

    old: Path
    new: Path
    added: tuple[Facts, ...] = ()
    removed: tuple[Facts, ...] = ()
    changed: tuple[Change, ...] = field(default=())

    @property
    def is_none(self) -> bool:
        """Whether the two say the same."""
        return not (self.added or self.removed or self.changed)


def compare(old: Path, new: Path) -> Difference:
    """Compare two bundles by their tickets and pictures; `verify` says whether to trust them.

    Raises PreflightError `bundle-…`, RequestError.
    """
    with open_archive(old) as one, open_archive(new) as two:
        before, after = _rows(one), _rows(two)
        pairs = dict(_pairs(before, after))
        taken = set(pairs.values())
        changes = (_change(one, two, before[key], after[other]) for key, other in pairs.items())
        return Difference(
            old,
            new,
            added=tuple(row for key, row in after.items() if key not in taken),
            removed=tuple(row for key, row in before.items() if key not in pairs),
            changed=tuple(change for change in changes if change is not None),
        )


def _rows(archive: Archive) -> dict[tuple[str, str], Facts]:
    """The rows of a bundle's ticket, by piece and place."""
    name = next((name for name in archive.names if _is_ticket(name)), None)
    if name is None:
        raise PreflightError("bundle-ticket-missing", name=f"{ticket.STEM}.json")
    try:
        rows: list[Facts] = json.loads(archive.read(name))["pieces"]
        return {(row["name"], f"{row['place']} {row['deliver_to']}"): row for row in rows}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PreflightError("bundle-ticket-broken", name=name, why=str(error)[:120]) from error


def _is_ticket(name: str) -> bool:
    return name.startswith(ticket.STEM) and name.endswith(".json")


def _pairs(
    before: Mapping[tuple[str, str], Facts], after: Mapping[tuple[str, str], Facts]
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Rows that belong together: of one piece and place, else of one piece, else of one kind."""
    left, right = dict(before), dict(after)
    for alike in (_same, _same_piece, _same_kind):
        for key in list(left):
            other = next((o for o in right if alike(key, left[key], o, right[o])), None)
            if other is not None:
                yield key, other
                del left[key], right[other]


def _same(key: tuple[str, str], _: Facts, other: tuple[str, str], __: Facts) -> bool:
    return key == other


def _same_piece(key: tuple[str, str], _: Facts, other: tuple[str, str], __: Facts) -> bool:
    return key[0] == other[0]


def _same_kind(_: tuple[str, str], row: Facts, __: tuple[str, str], other: Facts) -> bool:
    """A corrected text makes a new piece: same layout, size and place are the old one's heir."""
    names = ("layout", "size", "place", "deliver_to")
    return all(row[name] == other[name] for name in names)


def _change(one: Archive, two: Archive, old: Facts, new: Facts) -> Change | None:
    pictures = (_picture(one, old), _picture(two, new))
    region = None if pictures[0] == pictures[1] else changed_region(*pictures)
    change = Change(
        old,
        new,
        words=tuple(_words(old, new)),
        facts=tuple(_facts(old, new)),
        region=region,
        pictures=pictures,
        files=_hashes(old) != _hashes(new),
    )
    same = not (change.words or change.facts or change.is_seen or change.files)
    return None if same else change


def _picture(archive: Archive, row: Facts) -> bytes:
    name = next(file["name"] for file in row["files"] if file["name"].startswith(f"{LOOK}/"))
    if name not in archive.names:
        raise PreflightError("bundle-damaged", name=name, why="-")
    return archive.read(name)


def _hashes(row: Facts) -> list[str]:
    return [file["sha256"] for file in row["files"] if file["name"].startswith(f"{PRINT}/")]


def _words(old: Facts, new: Facts) -> Iterator[Wording]:
    texts = [{"": row["text"], **row["values"]} for row in (old, new)]
    for slot in dict.fromkeys((*texts[0], *texts[1])):
        before, after = (text.get(slot, "") for text in texts)
        if before != after:
            yield Wording(slot, tuple(_stretches(before.split(), after.split())))


def _stretches(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield "", " ".join(before[a:b])
            continue
        if b > a:
            yield "-", " ".join(before[a:b])
        if d > c:
            yield "+", " ".join(after[c:d])


def _facts(old: Facts, new: Facts) -> Iterator[tuple[str, str, str]]:
    for key, message in FACTS.items():
        if old[key] != new[key]:
            yield message, _plain(old[key]), _plain(new[key])


def _plain(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value) or "-"


# ---------------------------------------------------------------- told


def sentences(difference: Difference, texts: Catalogue) -> Iterator[str]:
    """All that changed, a line each."""
    if difference.is_none:
        yield texts.text("diff-same")
    yield from come_and_gone(difference, texts)
    for change in difference.changed:
        yield from change_sentences(change, texts)


def come_and_gone(difference: Difference, texts: Catalogue) -> Iterator[str]:
    """The rows of one bundle alone."""
    for message, rows in (("diff-added", difference.added), ("diff-removed", difference.removed)):
        for row in rows:
            yield texts.text(message, name=f"{heading(row)}: {row['text']}")


def change_sentences(change: Change, texts: Catalogue) -> Iterator[str]:
    """What became of one row."""
    name = f"{change.new['number']} {heading(change.new)}"
    for wording in change.words:
        head = texts.text("diff-words", name=name)
        yield f"{head}: {wording.shown(texts)}"
    for message, old, new in change.facts:
        yield texts.text("diff-fact", name=name, fact=texts.text(message), old=old, new=new)
    if change.region is not None:
        share = max(1, round(change.region.width * change.region.height * 100))
        yield texts.text("diff-picture", name=name, share=share)
    elif change.files:
        yield texts.text("diff-files", name=name)
