"""What every rule of the guard is given, and how it reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from poster.errors import Finding, Severity
from poster.model import Slogan
from poster.words.knowledge import Tables
from poster.words.tables import packaged_tables
from poster.words.tokens import Reading


@dataclass(frozen=True)
class Context:
    """The world of a check.

    `day` is when the words will hang, `slogans` the register, `where` a name for the place of the
    text (a slot, a section). `evidence` is the whole document that the text is part of.
    """

    tables: Tables = field(default_factory=packaged_tables)
    day: date | None = None
    slogans: tuple[Slogan, ...] = ()
    where: str = ""
    evidence: str = ""


Rule = Callable[[Reading, Context], Iterable[Finding]]


def fault(
    code: str,
    severity: Severity,
    context: Context,
    found: str,
    expected: str = "",
    /,
    **params: object,
) -> Finding:
    """A finding; its sentence may use `found` and `expected` beside `params`."""
    sentence = {"found": found, "expected": expected, **params}
    return Finding(code, severity, context.where, found, expected, sentence)
