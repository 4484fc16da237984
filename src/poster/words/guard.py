"""The words guard: what is wrong with a text that is about to be printed.

Each rule is a function of a reading and the world (`rules`); what they know stands in tables
(`tables/words`), to which a library adds its own. An error stops; a warning should be looked at; a
note is for information. Nothing is corrected here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from poster.errors import Finding, RequestError, Severity, WordsError
from poster.words.rules import (
    anniversaries,
    approved,
    calendar,
    form,
    names,
    papers,
    repeats,
    spelling,
    terms,
)
from poster.words.rules.base import Context, Rule
from poster.words.tokens import Reading

__all__ = ["Acceptance", "Context", "accept", "check", "check_paragraphs", "refuse"]

#: In the order in which they are told.
RULES: Final[tuple[Rule, ...]] = (
    approved.nearly_approved,
    calendar.missing_days,
    calendar.wrong_weekdays,
    calendar.backward_spans,
    calendar.wrong_sums,
    anniversaries.wrong_anniversaries,
    anniversaries.stale_counts,
    terms.wrong_numerals,
    terms.wrong_terms,
    terms.odd_terms,
    terms.wrong_zodiac,
    papers.wrong_papers,
    papers.inconsistent_papers,
    names.wrong_names,
    names.wrong_places,
    names.wrong_proper_names,
    spelling.wrong_marks,
    spelling.no_syllables,
    repeats.doubled_words,
    form.wrong_figures,
    names.wrong_capitals,
    form.spacing,
    form.tone_styles,
    form.sponsors,
)
#: Rules that compare the parts of a document with each other: told once, for all of it.
_WHOLE: Final[tuple[Rule, ...]] = (papers.inconsistent_papers, form.tone_styles, form.sponsors)
_ORDER: Final = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Somebody's word that one finding is right as it stands."""

    code: str
    reason: str
    by: str


def check(text: str, context: Context) -> tuple[Finding, ...]:
    """The findings about one `text` (clean), the gravest first."""
    return tuple(_run(text, RULES, context))


def check_paragraphs(
    paragraphs: Iterable[tuple[str, str]], context: Context
) -> tuple[Finding, ...]:
    """The findings about a document: its paragraphs, each a place and a text, in their order."""
    pieces = list(paragraphs)
    whole = "\n".join(text for _, text in pieces)
    context = replace(context, evidence=whole)
    single = [rule for rule in RULES if rule not in _WHOLE]
    findings = [
        finding
        for where, text in pieces
        for finding in _run(text, single, replace(context, where=where))
    ]
    return _by_weight([*findings, *_run(whole, _WHOLE, replace(context, where=""))])


def accept(findings: Sequence[Finding], acceptances: Sequence[Acceptance]) -> tuple[Finding, ...]:
    """The findings; each acceptance turns the first error of its code into an accepted warning.

    Raises RequestError `accept-unused` for an acceptance that meets no error.
    """
    left = list(findings)
    for acceptance in acceptances:
        at = next((at for at, finding in enumerate(left) if _is_met(finding, acceptance)), None)
        if at is None:
            errors = [finding.code for finding in findings if finding.severity is Severity.ERROR]
            raise RequestError("accept-unused", code=acceptance.code, codes=errors)
        left[at] = replace(
            left[at], severity=Severity.WARNING,
            accepted_by=acceptance.by, accepted_because=acceptance.reason,
        )  # fmt: skip
    return tuple(left)


def refuse(findings: Iterable[Finding]) -> None:
    """Raise WordsError `words-refused` where a finding is an error."""
    errors = tuple(finding for finding in findings if finding.severity is Severity.ERROR)
    if errors:
        raise WordsError("words-refused", findings=errors, count=len(errors))


def _is_met(finding: Finding, acceptance: Acceptance) -> bool:
    return finding.severity is Severity.ERROR and finding.code == acceptance.code


def _run(text: str, rules: Iterable[Rule], context: Context) -> list[Finding]:
    """Each finding about one text once, the gravest first; half of a told fault is left out."""
    reading = Reading(text)
    found = [finding for rule in rules for finding in rule(reading, context)]
    told: dict[tuple[str, str], Finding] = {}
    for finding in _by_weight(found):
        mark = (finding.code, finding.found)
        if mark not in told and not _is_covered(finding, told.values()):
            told[mark] = finding
    return list(told.values())


def _by_weight(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: _ORDER.index(finding.severity)))


def _is_covered(finding: Finding, told: Iterable[Finding]) -> bool:
    """Whether a wrong mark has been told already by what it is half of."""
    halves = ("words-marks", "words-marks-seen", "words-syllable", "words-tone-place")
    wholes = ("words-approved", "words-registered", "words-place", "words-name-marks")
    return finding.code in halves and any(
        other.code in wholes and finding.found in other.found for other in told
    )
