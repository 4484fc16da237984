"""The guard's tables, read from plain text.

The package's own are in `tables/words`; a library's `words` folder adds to each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Final

from poster.errors import RequestError
from poster.files import read_text
from poster.words.dates import Day, read_day
from poster.words.knowledge import Alias, Body, Event, Paper, Renaming, Tables, Term
from poster.words.tokens import keys

FILES: Final = ("days.txt", "terms.txt", "papers.txt", "names.txt", "pairs.txt")
PHRASES: Final = "phrases.txt"
#: Sections of pairs.txt that are sets of words or pairs.
PAIR_SECTIONS: Final = ("good", "free", "doubled", "never doubled")
MAX_BYTES: Final = 1 << 20


@lru_cache(maxsize=1)
def packaged_tables() -> Tables:
    """The package's own tables."""
    tables = Tables()
    for name in FILES:
        text = (resources.files("poster") / "tables" / "words" / name).read_text(encoding="utf-8")
        tables = _added(tables, name, text.splitlines(), name)
    return tables


@lru_cache(maxsize=8)
def library_tables(folder: Path) -> Tables:
    """The package's own tables and those of a library's `words` folder, which need not exist.

    Read once in a run. Raises RequestError `words-table`, `phrases-section` or `file-…`.
    """
    tables = packaged_tables()
    for name in FILES:
        if (folder / name).is_file():
            text = read_text(folder / name, MAX_BYTES)
            tables = _added(tables, name, text.splitlines(), str(folder / name))
    if (folder / PHRASES).is_file():
        lines = read_text(folder / PHRASES, MAX_BYTES).splitlines()
        tables = replace(tables, phrases=tables.phrases.with_lines(lines))
    return tables


# ---------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class _Line:
    """One entry: its section, its text, and where it stands."""

    section: str
    text: str
    file: str
    number: int

    def parts(self, mark: str, count: int) -> list[str]:
        found = [part.strip() for part in self.text.split(mark)]
        if len(found) < count:
            raise self.fault()
        return found

    def day(self, text: str) -> Day:
        day = read_day(text)
        if day is None:
            raise self.fault()
        return day

    def fault(self) -> RequestError:
        return RequestError("words-table", file=self.file, line=self.number, entry=self.text[:60])


def _entries(lines: Iterable[str], file: str) -> Iterator[_Line]:
    section = ""
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text.startswith("["):
            section = text.strip("[]")
        elif text and not text.startswith("#"):
            yield _Line(section, text, file, number)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(";") if name.strip())


def _added(tables: Tables, name: str, lines: Iterable[str], file: str) -> Tables:
    reader = {
        "days.txt": _days,
        "terms.txt": _terms,
        "papers.txt": _papers,
        "names.txt": _renamings,
        "pairs.txt": _pairs,
    }[name]
    return reader(tables, _entries(lines, file))


def _days(tables: Tables, entries: Iterator[_Line]) -> Tables:
    events: list[Event] = []
    aliases: list[tuple[tuple[str, ...], Alias]] = []
    for line in entries:
        days, names, source = line.parts("|", 3)
        found = _names(names)
        first = found[0].partition(" !")[0]
        event = Event(tuple(line.day(day) for day in days.split(",")), first, source)
        events.append(event)
        for written in found:
            words, _, unless = written.partition(" !")
            others = tuple(keys(other) for other in unless.split(",") if other.strip())
            aliases.append((keys(words), Alias(event, others)))
    return replace(tables, events=(*tables.events, *events), aliases=(*tables.aliases, *aliases))


def _terms(tables: Tables, entries: Iterator[_Line]) -> Tables:
    bodies: dict[str, list[Term]] = {}
    for line in entries:
        match = re.fullmatch(r"([IVXL]+)\s+(\d{4})\s+(\d{4})-(\d{4})", line.text)
        if match is None or not re.match(r"(congress|term):", line.section):
            raise line.fault()
        number, *years = match.groups()
        bodies.setdefault(line.section, []).append(Term(number, *map(int, years)))
    made = [
        Body(section.partition(":")[0], _names(section.partition(":")[2]), tuple(terms))
        for section, terms in bodies.items()
    ]
    return replace(tables, bodies=(*tables.bodies, *made))


def _papers(tables: Tables, entries: Iterator[_Line]) -> Tables:
    kinds, papers = dict(tables.kinds), list(tables.papers)
    for line in entries:
        if line.section == "kinds":
            kind, letters = line.parts("=", 2)
            kinds[kind] = tuple(part.strip() for part in letters.split(","))
        else:
            kind, number, day, issuer, about = line.parts("|", 5)
            papers.append(Paper(kind, number, line.day(day), issuer, about))
    return replace(tables, kinds=kinds, papers=tuple(papers))


def _renamings(tables: Tables, entries: Iterator[_Line]) -> Tables:
    renamings = list(tables.renamings)
    lists: dict[str, list[str]] = {"capitals": [], "places": [], "proper": []}
    for line in entries:
        if line.section in lists:
            lists[line.section] += _names(line.text)
            continue
        names, rest = line.parts("=", 2)
        right, *notes = [part.strip() for part in rest.split("|")]
        if len(notes) != (2 if line.section == "old" else 1):
            raise line.fault()
        since = line.day(notes[0]).as_date() if line.section == "old" else None
        renamings += [Renaming(keys(wrong), right, notes[-1], since) for wrong in _names(names)]
    return replace(
        tables,
        renamings=tuple(renamings),
        capitals=(*tables.capitals, *lists["capitals"]),
        places=(*tables.places, *lists["places"]),
        proper=(*tables.proper, *lists["proper"]),
    )


def _pairs(tables: Tables, entries: Iterator[_Line]) -> Tables:
    """Compounds for proofreading beside the list of phrases, and sets of words and pairs."""
    right: list[str] = []
    sets = {section: set(tables.pairs.get(section, ())) for section in PAIR_SECTIONS}
    for line in entries:
        if line.section == "right":
            right += _names(line.text)
        elif line.section in sets:
            sets[line.section].update(keys(words) for words in _names(line.text))
        else:
            raise line.fault()
    pairs = {section: frozenset(words) for section, words in sets.items()}
    phrases = tables.phrases.with_lines(["[compounds]", *right])
    return replace(tables, pairs=pairs, phrases=phrases)
