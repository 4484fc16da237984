"""`poster slogans`: the register, and slogans out of documents."""

import json as jsons
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from poster.cli.context import Context
from poster.cli.lists import show_rows
from poster.cli.show import Screen, error_data, finding_data, finding_line
from poster.cli.words import guard_context
from poster.errors import Finding, PosterError, RequestError, Severity, WordsError, worst_exit
from poster.files import atomic, unique_name
from poster.messages import Catalogue
from poster.units import spoken
from poster.words.facts import Figure, Source, figures, source
from poster.words.guard import check_paragraphs
from poster.words.merits import Candidate
from poster.words.rank import candidates
from poster.words.register import check_register
from poster.words.rules.approved import words_of


def add_to(app: typer.Typer, texts: Catalogue) -> None:
    """Add `slogans list`, `slogans extract` and `slogans check`."""
    as_json = Annotated[bool, typer.Option("--json", help=texts.text("help-json"))]
    group = typer.Typer(
        help=texts.text("help-slogans"), no_args_is_help=True, rich_markup_mode=None
    )

    @group.command("list", help=texts.text("help-slogans-list"))
    def slogans_list(context: typer.Context, json: as_json = False) -> None:
        _list(context.obj, json)

    @group.command("extract", help=texts.text("help-slogans-extract"))
    def slogans_extract(
        context: typer.Context,
        files: Annotated[list[Path], typer.Argument(help=texts.text("help-slogans-files"))],
        yaml: Annotated[
            Path | None,
            typer.Option("--yaml", help=texts.text("help-slogans-yaml"), metavar="FILE"),
        ] = None,
        day: Annotated[
            str | None, typer.Option("--date", help=texts.text("help-words-date"))
        ] = None,
        json: as_json = False,
    ) -> int:
        return _extract(context.obj, files, yaml, day, json)

    @group.command("check", help=texts.text("help-slogans-check"))
    def slogans_check(
        context: typer.Context,
        day: Annotated[
            str | None, typer.Option("--date", help=texts.text("help-words-date"))
        ] = None,
        json: as_json = False,
    ) -> int:
        return _check(context.obj, day, json)

    app.add_typer(group, name="slogans")


def _list(context: Context, as_json: bool) -> None:
    texts = context.catalogue
    rows = [
        {
            "id": slogan.id,
            "text": slogan.text,
            "status": texts.text("status-approved" if slogan.is_approved else "status-draft"),
            "origin": " ".join(
                str(part) for part in (slogan.origin.document, slogan.origin.number) if part
            ),
            "tags": list(slogan.tags),
            "approved": slogan.is_approved,
        }
        for slogan in context.library.slogans.values()
    ]
    show_rows(context, as_json, "slogans", ("id", "text", "status", "origin"), rows)


def _check(context: Context, day: str | None, as_json: bool) -> int:
    screen, slogans = context.screen(as_json), tuple(context.library.slogans.values())
    findings = check_register(slogans, guard_context(context, day))
    _tell(screen, findings)
    screen.tell("register-checked", count=len(slogans), findings=len(findings))
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    screen.data({
        "ok": not errors,
        "slogans": len(slogans),
        "findings": [finding_data(finding, screen.catalogue) for finding in findings],
    })  # fmt: skip
    worded = (WordsError.exit_code, RequestError.exit_code)
    return worst_exit([worded[finding.code.startswith("register-")] for finding in errors])


# ---------------------------------------------------------------- extract


@dataclass(frozen=True, slots=True)
class _Found:
    """What one document gave."""

    file: Path
    source: Source
    candidates: tuple[Candidate, ...]
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]


def _extract(
    context: Context, files: Sequence[Path], yaml: Path | None, day: str | None, as_json: bool
) -> int:
    screen = context.screen(as_json)
    if yaml is not None and yaml.exists():
        raise RequestError("yaml-exists", file=yaml)
    found: list[_Found] = []
    failures: list[PosterError] = []
    for file in files:
        try:
            found.append(_read(context, file, day))
        except PosterError as failure:
            failures.append(failure)
            screen.error(failure)
    known = {words_of(slogan.text): slogan.id for slogan in context.library.slogans.values()}
    for one in found:
        _show(screen, one, known)
    if yaml is not None:
        count = _write(yaml, found, known)
        screen.tell("extract-written", count=count, file=yaml)
    screen.data({
        "ok": not failures,
        "documents": [_data(one, known, screen.catalogue) for one in found],
        "errors": [error_data(failure, screen.catalogue) for failure in failures],
    })  # fmt: skip
    return worst_exit([failure.exit_code for failure in failures])


def _read(context: Context, file: Path, day: str | None) -> _Found:
    from poster.office.documents import read_document

    document = read_document(file)
    paragraphs = [(block.place, block.text) for block in document.blocks]
    findings = check_paragraphs(paragraphs, guard_context(context, day))
    return _Found(
        file,
        source(block.text for block in document.blocks),
        candidates(document.blocks),
        tuple(figures(paragraphs)),
        (*document.findings, *findings),
    )


def _show(screen: Screen, found: _Found, known: Mapping[Any, str]) -> None:
    texts = screen.catalogue
    told = " ".join(filter(None, (found.source.kind, found.source.number, found.source.date)))
    screen.tell(
        "extract-title", file=found.file.name, source=told or "-", count=len(found.candidates)
    )
    screen.table(
        ["column-score", "column-text", "column-place", "column-ordered", "column-id"],
        [
            [f"{one.score:g}", one.text, one.place, _ordered(one, texts), _known(one, known)]
            for one in found.candidates
        ],
    )
    if found.figures:
        screen.tell("extract-figures")
        for figure in found.figures:
            screen.say(f"  {figure.place}: {figure.context}")
    if found.findings:
        screen.tell("extract-faults")
        _tell(screen, found.findings, indent="  ")


def _tell(screen: Screen, findings: Iterable[Finding], indent: str = "") -> None:
    for finding in findings:
        where = f"{finding.where}: " if finding.where else ""
        screen.say(f"{indent}{where}{finding_line(finding, screen.catalogue)}")


def _ordered(one: Candidate, texts: Catalogue) -> str:
    sizes = "; ".join(spoken(size, texts.language) for size in one.sizes)
    return " x ".join(filter(None, (sizes, str(one.quantity or ""))))


def _known(one: Candidate, known: Mapping[Any, str]) -> str:
    return known.get(words_of(one.text), "")


def _data(found: _Found, known: Mapping[Any, str], texts: Catalogue) -> dict[str, Any]:
    return {
        "file": str(found.file),
        "source": {name: getattr(found.source, name) for name in found.source.__slots__},
        "candidates": [
            {
                "text": one.text,
                "score": one.score,
                "reasons": list(one.reasons),
                "place": one.place,
                "section": one.section,
                "offset": one.offset,
                "sizes_mm": [[size.width_mm, size.height_mm] for size in one.sizes],
                "quantity": one.quantity,
                "registered": _known(one, known) or None,
            }
            for one in found.candidates
        ],
        "figures": [
            {"text": one.text, "context": one.context, "place": one.place} for one in found.figures
        ],
        "findings": [finding_data(finding, texts) for finding in found.findings],
    }


def _write(path: Path, found: Sequence[_Found], known: Mapping[Any, str]) -> int:
    """The candidates that the register lacks, in its own form, all drafts; how many."""
    lines, count = ["slogans:"], 0
    written: set[str] = set()
    for document in found:
        for one in document.candidates:
            name = unique_name(one.text, 48)
            if _known(one, known) or name in written:
                continue
            written.add(name)
            lines += _entry(name, one, document.source)
            count += 1
    if not count:
        lines = ["slogans: []"]
    with atomic(path) as stream:
        stream.write(("\n".join(lines) + "\n").encode())
    return count


def _entry(name: str, one: Candidate, source: Source) -> list[str]:
    taken = {
        "document": source.kind, "number": source.number or "chưa rõ", "date": source.date,
        "issuer": source.issuer, "place": one.place or f"ký tự {one.offset}",
    }  # fmt: skip
    fields = ", ".join(f"{key}: {_quoted(value)}" for key, value in taken.items() if value)
    lines = [f"  - id: {name}", f"    text: {_quoted(one.text)}", f"    taken_from: {{{fields}}}",
             "    status: draft"]  # fmt: skip
    ordered = " x ".join(filter(None, ("; ".join(map(str, one.sizes)), str(one.quantity or ""))))
    return [*lines, f"    note: {_quoted(ordered)}"] if ordered else lines


def _quoted(text: str) -> str:
    """A YAML scalar; JSON's strings are YAML's."""
    return jsons.dumps(text, ensure_ascii=False)
