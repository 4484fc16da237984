"""`poster words`: the words guard, on any text or file."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from poster.cli.context import Context
from poster.cli.make import acceptances, asked_day
from poster.cli.show import Screen, finding_data, finding_line
from poster.errors import Finding, RequestError, Severity, WordsError
from poster.intake import change_findings
from poster.messages import Catalogue
from poster.words.clean import clean
from poster.words.guard import Acceptance, accept, check, check_paragraphs
from poster.words.guard import Context as Words
from poster.words.tables import library_tables


def add_to(app: typer.Typer, texts: Catalogue) -> None:
    """Add `words`."""

    @app.command(help=texts.text("help-words"))
    def words(
        context: typer.Context,
        text: Annotated[str | None, typer.Argument(help=texts.text("help-words-text"))] = None,
        file: Annotated[
            Path | None, typer.Option("--file", help=texts.text("help-words-file"), metavar="FILE")
        ] = None,
        day: Annotated[
            str | None, typer.Option("--date", help=texts.text("help-words-date"))
        ] = None,
        accept: Annotated[
            list[str] | None,
            typer.Option("--accept", help=texts.text("help-make-accept"), metavar="CODE=REASON"),
        ] = None,
        by: Annotated[str | None, typer.Option("--by", help=texts.text("help-make-by"))] = None,
        json: Annotated[bool, typer.Option("--json", help=texts.text("help-json"))] = False,
    ) -> int:
        if (text is None) == (file is None):
            raise RequestError("words-text-or-file")
        accepted = acceptances(accept or (), by)
        world = guard_context(context.obj, day)
        found = _of_text(text, world) if text is not None else _of_file(Path(str(file)), world)
        return _show(context.obj.screen(json), found, accepted)


def guard_context(context: Context, day: str | None) -> Words:
    """What the guard knows in the library of this command, on the day asked for."""
    library = context.library
    tables = library_tables(library.root / "words")
    return Words(tables, asked_day(day), tuple(library.slogans.values()))


def _of_text(text: str, world: Words) -> tuple[Finding, ...]:
    cleaned = clean(text)
    if not cleaned.text:
        raise RequestError("text-empty")
    return (*check(cleaned.text, world), *change_findings(cleaned, ""))


def _of_file(path: Path, world: Words) -> tuple[Finding, ...]:
    from poster.office.documents import read_document

    document = read_document(path)
    paragraphs = [(block.place, block.text) for block in document.blocks]
    return (*check_paragraphs(paragraphs, world), *document.findings)


def _show(screen: Screen, found: Sequence[Finding], accepted: Sequence[Acceptance]) -> int:
    findings = accept(found, accepted)
    texts, weights = screen.catalogue, Counter(finding.severity for finding in findings)
    for finding in findings:
        where = f"{finding.where}: " if finding.where else ""
        code = f" [{finding.code}]" if finding.severity is Severity.ERROR else ""
        screen.say(f"{where}{finding_line(finding, texts)}{code}")
    if findings:
        screen.tell("words-found", **_counts(weights))
    else:
        screen.tell("words-fine")
    screen.data({
        "ok": not weights[Severity.ERROR],
        **_counts(weights),
        "findings": [finding_data(finding, texts) for finding in findings],
    })  # fmt: skip
    return WordsError.exit_code if weights[Severity.ERROR] else 0


def _counts(weights: Counter[Severity]) -> dict[str, Any]:
    return {f"{severity.value}s": weights[severity] for severity in Severity}
