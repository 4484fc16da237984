"""The register of slogans held to its rules: ids, sources, twins, approval and validity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from poster.errors import Finding, Severity
from poster.model import Slogan
from poster.words.clean import clean
from poster.words.guard import Context, check
from poster.words.rules.approved import one_apart, words_of
from poster.words.rules.base import fault

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def check_register(slogans: Sequence[Slogan], context: Context) -> tuple[Finding, ...]:
    """What is wrong with the register; `where` of each finding is the slogan's id."""
    found: list[Finding] = []
    for slogan in slogans:
        own = replace(context, where=slogan.id, slogans=())
        found += _of_entry(slogan, own)
        for text in (slogan.text, *slogan.short):
            found += check(clean(text).text, own)
    for one, other in combinations(slogans, 2):
        found += _of_pair(one, other, replace(context, where=f"{one.id}, {other.id}"))
    order = list(Severity)
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def _of_entry(slogan: Slogan, context: Context) -> Iterator[Finding]:
    if not _ID.fullmatch(slogan.id):
        yield fault("register-id", Severity.ERROR, context, slogan.id)
    if not any((slogan.origin.document, slogan.taken_from.document, slogan.origin.url)):
        severity = Severity.ERROR if slogan.status == "approved" else Severity.WARNING
        yield fault("register-source", severity, context, slogan.text)
    if clean(slogan.text).text != slogan.text:
        yield fault(
            "register-unclean", Severity.WARNING, context, slogan.text, clean(slogan.text).text
        )
    yield from _approval(slogan, context)
    yield from _validity(slogan, context)


def _approval(slogan: Slogan, context: Context) -> Iterator[Finding]:
    if slogan.status != "approved":
        return
    if slogan.approved is None:
        yield fault("register-unsigned", Severity.ERROR, context, slogan.text)
    elif not slogan.is_approved:
        yield fault("register-edited", Severity.ERROR, context, slogan.text, by=slogan.approved.by)


def _validity(slogan: Slogan, context: Context) -> Iterator[Finding]:
    since, until = slogan.valid.since, slogan.valid.until
    if since and until and until < since:
        yield fault(
            "register-validity", Severity.ERROR, context, f"{since} - {until}", f"{until} - {since}"
        )
    elif until and context.day and until < context.day:
        yield fault("register-expired", Severity.WARNING, context, str(until))


def _of_pair(one: Slogan, other: Slogan, context: Context) -> Iterator[Finding]:
    letters, marks = zip(words_of(one.text), words_of(other.text), strict=True)
    if marks[0] == marks[1]:
        yield fault("register-twins", Severity.ERROR, context, one.text)
    elif letters[0] == letters[1]:
        yield fault("register-marks", Severity.ERROR, context, one.text, other.text)
    elif one_apart(*marks) and len(marks[0]) > 3:
        yield fault("register-near", Severity.WARNING, context, one.text, other.text)
