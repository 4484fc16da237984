"""`poster fonts`: what a library's fonts are, and what a designer's own are worth."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from poster.cli.context import Context
from poster.cli.show import finding_data, finding_text
from poster.errors import Finding, Severity
from poster.messages import Catalogue


def add_to(app: typer.Typer, texts: Catalogue) -> None:
    """Add `fonts` (a list) and `fonts check`."""
    as_json = Annotated[bool, typer.Option("--json", help=texts.text("help-json"))]
    group = typer.Typer(help=texts.text("help-fonts"), rich_markup_mode=None)

    @group.callback(invoke_without_command=True)
    def fonts(context: typer.Context, json: as_json = False) -> None:
        if context.invoked_subcommand is None:
            _list(context.obj, json)

    @group.command("check", help=texts.text("help-fonts-check"))
    def check(
        context: typer.Context,
        files: Annotated[list[Path], typer.Argument(metavar="FILE...", show_default=False)],
        json: as_json = False,
    ) -> int:
        return _check(context.obj, files, json)

    app.add_typer(group, name="fonts")


def _list(context: Context, as_json: bool) -> None:
    from poster.cli.lists import show_rows
    from poster.typeset.fonts import scan

    rows = [
        {
            "family": cut.family,
            "style": cut.style,
            "weights": (
                f"{cut.weights[0]}-{cut.weights[1]}" if cut.variable else str(cut.weights[0])
            ),
            "file": str(cut.path.relative_to(context.library.root)),
        }
        for cut in scan(context.library.root / "fonts").cuts
    ]
    show_rows(context, as_json, "fonts", ("family", "style", "weights", "file"), rows)


def _check(context: Context, files: list[Path], as_json: bool) -> int:
    """Exit code 2 where a font cannot set Vietnamese or may not be shipped."""
    from poster.typeset.inspect import inspect_font

    screen, texts = context.screen(as_json), context.catalogue
    reports = [inspect_font(path) for path in files]
    for path, report in zip(files, reports, strict=True):
        screen.tell(
            "font-report", file=path.name, family=report.cut.family, licence=report.licence or "-",
            cap_em=report.cap_height_em, highest_em=report.highest_em,
            lowest_em=report.lowest_em, above_em=report.above_ascent_em,
        )  # fmt: skip
        for finding in report.findings:
            level = texts.text(f"severity-{finding.severity.value}")
            screen.say(f"  {level}: {finding_text(finding, texts)}")
        if not report.findings:
            screen.tell("font-good")
    screen.data({
        "ok": not any(_bad(report.findings) for report in reports),
        "fonts": [
            {
                "file": str(path),
                "family": report.cut.family,
                "licence": report.licence,
                "reserved_names": list(report.reserved_names),
                "cap_height_em": round(report.cap_height_em, 4),
                "highest_em": round(report.highest_em, 4),
                "lowest_em": round(report.lowest_em, 4),
                "above_ascent_em": round(report.above_ascent_em, 4),
                "findings": [finding_data(finding, texts) for finding in report.findings],
            }
            for path, report in zip(files, reports, strict=True)
        ],
    })  # fmt: skip
    return 2 if any(_bad(report.findings) for report in reports) else 0


def _bad(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
