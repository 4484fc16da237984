"""What the guard knows, as frozen values: days, terms, documents, names, pairs of words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from poster.words.break_list import Phrases, packaged
from poster.words.dates import Day
from poster.words.tokens import Finder, keys


@dataclass(frozen=True, slots=True)
class Event:
    """A day that is commemorated. `days` are alternatives; a year is what is counted from."""

    days: tuple[Day, ...]
    name: str
    source: str

    @property
    def title(self) -> str:
        """Its name as that of a day."""
        return self.name if self.name.startswith("Ngày") else f"Ngày {self.name}"

    def agrees(self, day: Day) -> bool:
        """Whether day and month of `day` are those of one alternative; what is not said agrees."""
        return any(_same_day(own, day) for own in self.days)

    @property
    def years(self) -> tuple[int, ...]:
        """The years that may be counted from; none where nothing is."""
        return tuple(dict.fromkeys(day.year for day in self.days if day.year))


def _same_day(own: Day, other: Day) -> bool:
    if own.month != other.month:
        return own.month is None or other.month is None
    return own.day is None or other.day is None or own.day == other.day


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
    proper: tuple[str, ...] = ()
    pairs: Mapping[str, frozenset[tuple[str, ...]]] = field(default_factory=dict)
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
