"""What the guard knows: days, terms, documents and names, read from plain text tables.

The package's own are in `tables/words`; a library's `words` folder adds to each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Final

from poster.errors import RequestError
from poster.files import read_text
from poster.words.break_list import Phrases, packaged
from poster.words.dates import Day, read_day
from poster.words.tokens import Finder, keys

FILES: Final = ("days.txt", "terms.txt", "papers.txt", "names.txt", "pairs.txt")
PHRASES: Final = "phrases.txt"
MAX_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Event:
    """A day that is commemorated. `days` are alternatives; a year is what is counted from."""

    days: tuple[Day, ...]
    name: str
    source: str

    def agrees(self, day: Day) -> bool:
        """Whether day and month of `day` are those of one alternative; what is not said agrees."""
        return any(
            own.day in (None, day.day) or day.day is None if own.month == day.month else own.month is None
            for own in self.days
        )

    @property
    def years(self) -> tuple[int, ...]:
        """The years that may be counted from; none where nothing is."""
        return tuple(dict.fromkeys(day.year for day in self.days if day.year))


@dataclass(frozen=True, slots=True)
class Alias:
    """A name of an event, which is another's where one of `unless` follows."""

    event: Event
    unless: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """One congress or term of a body."""

    number: str
    year: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Body:
    """Who holds congresses or has terms; `kind` is congress or term."""

    kind: str
    names: tuple[str, ...]
    terms: tuple[Term, ...]

    def of(self, number: str) -> Term | None:
        """The term of that number."""
        return next((term for term in self.terms if term.number == number), None)

    def at(self, year: int) -> tuple[Term, ...]:
        """The terms that hold in `year`, the newest first."""
        return tuple(term for term in reversed(self.terms) if term.begin <= year <= term.end)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that is often quoted."""

    kind: str
    number: str
    day: Day
    issuer: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Renaming:
    """A name and what it should be; from `since` on, where that is given."""

    wrong: tuple[str, ...]
    right: str
    why: str
    since: date | None = None


@dataclass(frozen=True, eq=False)
class Tables:
    """All that the guard knows, as it stands in the tables. One is equal to itself alone."""

    events: tuple[Event, ...] = ()
    aliases: tuple[tuple[tuple[str, ...], Alias], ...] = ()
    bodies: tuple[Body, ...] = ()
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    papers: tuple[Paper, ...] = ()
    renamings: tuple[Renaming, ...] = ()
    capitals: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    good_pairs: frozenset[tuple[str, ...]] = frozenset()
    phrases: Phrases = field(default_factory=packaged)

    @cached_property
    def event_finder(self) -> Finder[Alias]:
        """Events by the words of their names."""
        return Finder(self.aliases)

    @cached_property
    def renaming_finder(self) -> Finder[Renaming]:
        """Wrong and old names by their words."""
        return Finder((renaming.wrong, renaming) for renaming in self.renamings)

    @cached_property
    def capital_finder(self) -> Finder[str]:
        """Names whose capitals are known."""
        return Finder((keys(name), name) for name in self.capitals)

    def with_folder(self, folder: Path) -> Tables:
        """These and the tables of a library's `words` folder. Raises RequestError `words-table`."""
        tables = self
        for name in FILES:
            if (folder / name).is_file():
                text = read_text(folder / name, MAX_BYTES)
                tables = _added(tables, name, text.splitlines(), str(folder / name))
        if (folder / PHRASES).is_file():
            lines = read_text(folder / PHRASES, MAX_BYTES).splitlines()
            tables = _replaced(tables, phrases=tables.phrases.with_lines(lines))
        return tables


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
    return packaged_tables().with_folder(folder)


def _replaced(tables: Tables, **changes: object) -> Tables:
    return Tables(**{**{name: getattr(tables, name) for name in Tables.__dataclass_fields__}, **changes})


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
    return _replaced(
        tables, events=(*tables.events, *events), aliases=(*tables.aliases, *aliases)
    )


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
    return _replaced(tables, bodies=(*tables.bodies, *made))


def _papers(tables: Tables, entries: Iterator[_Line]) -> Tables:
    kinds, papers = dict(tables.kinds), list(tables.papers)
    for line in entries:
        if line.section == "kinds":
            kind, letters = line.parts("=", 2)
            kinds[kind] = tuple(part.strip() for part in letters.split(","))
        else:
            kind, number, day, issuer, about = line.parts("|", 5)
            papers.append(Paper(kind, number, line.day(day), issuer, about))
    return _replaced(tables, kinds=kinds, papers=tuple(papers))


def _renamings(tables: Tables, entries: Iterator[_Line]) -> Tables:
    renamings = list(tables.renamings)
    lists: dict[str, list[str]] = {"capitals": [], "places": []}
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
    return _replaced(
        tables,
        renamings=tuple(renamings),
        capitals=(*tables.capitals, *lists["capitals"]),
        places=(*tables.places, *lists["places"]),
    )


def _pairs(tables: Tables, entries: Iterator[_Line]) -> Tables:
    """Compounds for proofreading beside the list of phrases, and pairs that only look wrong."""
    good, right = set(tables.good_pairs), []
    for line in entries:
        for words in _names(line.text):
            if line.section == "good":
                good.add(keys(words))
            else:
                right.append(words)
    phrases = tables.phrases.with_lines(["[compounds]", *right])
    return _replaced(tables, good_pairs=frozenset(good), phrases=phrases)
