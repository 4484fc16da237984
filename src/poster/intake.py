"""The one parser of requests: flags, form fields and spreadsheet rows become jobs here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from poster.errors import Finding, PosterError, RequestError, Severity
from poster.files import unique_name
from poster.finishing import read_finishing, unfinished
from poster.images.find import read_picture
from poster.library import Library, nearest
from poster.model import Job, Kind, Layout, Picture, Size, Slogan, Slot
from poster.model.values import read_figures, read_points, words_of
from poster.units import looks_like_dimensions, parse_dimensions
from poster.words.clean import Cleaned, clean
from poster.words.guard import Acceptance, Context, accept, check, refuse
from poster.words.tables import library_tables

DEFAULT_SHOP = "generic-hiflex"
#: Before the name of who accepts a finding, where it stands beside the reason.
ACCEPTED_BY = " | "
#: Characters of a text that a sentence about it shows.
LONGEST_SHOWN = 70


@dataclass(frozen=True)
class Request:
    """What somebody asked for, in their own words. Exactly one of slogan and text is given.

    A value of several lines may be given as a list of them. Pictures are named from `folder`.
    """

    layout: str
    day: date
    sizes: Sequence[str] = ()
    size_set: str | None = None
    slogan: str | None = None
    text: str | None = None
    values: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    folder: Path = Path()
    shop: str = DEFAULT_SHOP
    quantity: int = 1
    finishing: str = ""
    formats: Sequence[str] = ()
    ppi: float | None = None
    allow_draft: bool = False
    accept: Sequence[Acceptance] = ()


@dataclass(frozen=True)
class Intake:
    """The jobs of a request, and the faults of what could not become one."""

    jobs: tuple[Job, ...]
    faults: tuple[PosterError, ...]


def read_request(request: Request, library: Library) -> Intake:
    """Resolve `request` against `library`.

    A fault of the whole request raises, and so does an error in its words that nobody has accepted
    (WordsError); a fault of one size is listed beside the other jobs.
    """
    slogan, findings = _slogan(request, library)
    layout = library.layout(request.layout)
    shop = library.shop(request.shop)
    values, cleaned = _values(request, layout, slogan)
    findings = (*findings, *cleaned, *_guarded(values, layout, request, library))
    pictures = _pictures(values, layout, request, library)
    finishing = read_finishing(request.finishing)
    if request.quantity < 1 or request.quantity > 100_000:
        raise RequestError("quantity-range", given=request.quantity)
    if request.ppi is not None and not 10 <= request.ppi <= 2400:
        raise RequestError("ppi-range", given=request.ppi)
    jobs: list[Job] = []
    faults: list[PosterError] = []
    for given in _size_names(request, library):
        try:
            size = read_size(given, library)
        except RequestError as fault:
            faults.append(fault)
            continue
        formats = tuple(dict.fromkeys(request.formats)) or _default_formats(size, shop.formats)
        jobs.append(
            Job(slogan, layout, size, shop, values, request.day, formats,
                request.quantity, request.ppi, (*findings, *unfinished(finishing, size)),
                finishing, pictures=pictures)
        )  # fmt: skip
    return Intake(tuple(jobs), tuple(faults))


def read_acceptances(given: Iterable[str], by: str) -> tuple[Acceptance, ...]:
    """ "CODE=REASON" each, in the name of `by`; "CODE=REASON | NAME" in another's.

    Raises RequestError `accept-syntax`, `accept-by`.
    """
    found = []
    for text in given:
        told, bar, other = text.rpartition(ACCEPTED_BY)
        code, _, reason = (part.strip() for part in (told if bar else text).partition("="))
        if not code or not reason:
            raise RequestError("accept-syntax", given=text)
        name = " ".join((other if bar else by).split())
        if not name:
            raise RequestError("accept-by", code=code)
        found.append(Acceptance(code, reason, name))
    return tuple(found)


def _default_formats(size: Size, of_shop: tuple[str, ...]) -> tuple[str, ...]:
    return ("png",) if size.is_screen else of_shop


def _slogan(request: Request, library: Library) -> tuple[Slogan, tuple[Finding, ...]]:
    if (request.slogan is None) == (request.text is None):
        raise RequestError("slogan-or-text")
    if request.text is not None:
        text, findings = _clean(request.text, "slogan")
        if not text:
            raise RequestError("text-empty")
        slogan = Slogan(id=unique_name(text, 48), text=text)
        return slogan, (*findings, Finding("not-approved", Severity.WARNING))
    slogan = library.slogan(request.slogan or "")
    text, findings = _clean(slogan.text, slogan.id)
    if not slogan.is_approved:
        if not request.allow_draft:
            raise RequestError("slogan-draft", id=slogan.id)
        findings = (*findings, Finding("not-approved", Severity.WARNING))
    return slogan, (*findings, *_validity(slogan, request.day))


def _validity(slogan: Slogan, day: date) -> tuple[Finding, ...]:
    since, until = slogan.valid.since, slogan.valid.until
    if (since and day < since) or (until and day > until):
        params = {"id": slogan.id, "since": since or "…", "until": until or "…"}
        return (Finding("out-of-date", Severity.WARNING, found=str(day), params=params),)
    return ()


def _clean(text: str, where: str) -> tuple[str, tuple[Finding, ...]]:
    cleaned = clean(text)
    return cleaned.text, change_findings(cleaned, where)


def change_findings(cleaned: Cleaned, where: str) -> tuple[Finding, ...]:
    """What cleaning changed, as findings."""
    return tuple(
        Finding(change.code, change.severity, where, change.before, change.after,
                {"before": _short(change.before), "after": _short(change.after)})
        for change in cleaned.changes
    )  # fmt: skip


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LONGEST_SHOWN else one_line[:LONGEST_SHOWN] + "…"


def _guarded(
    values: Mapping[str, str], layout: Layout, request: Request, library: Library
) -> tuple[Finding, ...]:
    """What the words guard says of every text. Raises WordsError for an error not accepted."""
    slogans = tuple(library.slogans.values())
    context = Context(library_tables(library.root / "words"), request.day, slogans)
    findings = [
        finding
        for name, value in values.items()
        for words in words_of(layout.slots[name].type, value)
        for finding in check(words, replace(context, where=name))
    ]
    accepted = accept(findings, request.accept)
    refuse(accepted)
    return accepted


def _values(
    request: Request, layout: Layout, slogan: Slogan
) -> tuple[dict[str, str], tuple[Finding, ...]]:
    values = {name: slot.default for name, slot in layout.slots.items() if slot.default}
    findings: list[Finding] = []
    for name, value in request.values.items():
        if name == "slogan" or name not in layout.slots:
            known = [slot for slot in layout.slots if slot != "slogan"]
            raise RequestError(
                "unknown-slot", given=name, layout=layout.name, nearest=nearest(name, known)
            )
        text = value if isinstance(value, str) else "\n".join(value)
        if layout.slots[name].type in ("image", "qr"):  # names of files, addresses: as they are
            values[name] = text.strip()
            continue
        values[name], changes = _clean(text, name)
        findings += changes
    values["slogan"] = clean(slogan.text).text
    for name, slot in layout.slots.items():
        value = values.get(name, "")
        if slot.required and not value:
            raise RequestError("slot-missing", slot=name, layout=layout.name)
        if slot.type == "choice" and value not in slot.options:
            raise RequestError("slot-choice", slot=name, given=value, options=slot.options)
        _check_count(name, slot, value)
    return {name: value for name, value in values.items() if value}, tuple(findings)


def _check_count(name: str, slot: Slot, value: str) -> None:
    """Lists and figures of more parts than the layout has room for are refused."""
    if slot.type == "list":
        count = len(read_points(value))
    elif slot.type == "figures":
        count = len(read_figures(value))
    else:
        return
    if count > slot.points:
        raise RequestError("slot-points", slot=name, count=count, most=slot.points)


def _pictures(
    values: Mapping[str, str], layout: Layout, request: Request, library: Library
) -> dict[str, Picture]:
    """The pictures of a request, by slot: from its folder, the layout's, or the library."""
    asked, own = (request.folder, layout.folder, library.root), (layout.folder,)
    return {
        name: read_picture(
            values[name], own if values[name] == slot.default else asked, slot.focus, name
        )
        for name, slot in layout.slots.items()
        if slot.type == "image" and values.get(name)
    }


def _size_names(request: Request, library: Library) -> list[str]:
    names = list(request.sizes)
    if request.size_set is not None:
        if request.size_set not in library.sets:
            raise RequestError(
                "unknown-set",
                given=request.size_set,
                nearest=nearest(request.size_set, library.sets),
            )
        names.extend(library.sets[request.size_set])
    if not names:
        raise RequestError("size-missing")
    return list(dict.fromkeys(names))


def read_size(given: str, library: Library) -> Size:
    """A size by its name, or in figures ("6x0,8m"). Raises RequestError `size-…`."""
    if given in library.sizes:
        return library.sizes[given]
    if not looks_like_dimensions(given):
        raise RequestError("unknown-size", given=given, nearest=nearest(given, library.sizes))
    dimensions = parse_dimensions(given)
    for size in library.sizes.values():
        if size.dimensions == dimensions:
            return size
    if dimensions.pixels:
        return Size(str(dimensions), _screen_kind(library), dimensions)
    for kind, takes in library.kinds.values():
        if takes is not None and takes.fits(dimensions):
            return Size(str(dimensions), kind, dimensions)
    raise RequestError("size-no-kind", given=given)


def read_date(given: str) -> date:
    """Read "2026-05-19" or, as people write it, "19/5/2026". Raises RequestError."""
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", given.strip())
    own = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", given.strip())
    parts = iso.groups() if iso else own.groups()[::-1] if own else None
    try:
        return date(*(int(part) for part in parts or ()))
    except (TypeError, ValueError) as error:
        raise RequestError("date-unreadable", given=given) from error


def _screen_kind(library: Library) -> Kind:
    return next(size.kind for size in library.sizes.values() if size.is_screen)
