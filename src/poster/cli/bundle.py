"""`poster bundle`: is a bundle what was delivered, and what changed between two."""

from pathlib import Path
from typing import Annotated, Any

import typer

from poster.cli.show import Progress, Screen, finding_data, finding_line
from poster.errors import PreflightError
from poster.files import atomic
from poster.messages import Catalogue

#: Where pictures side by side go when nobody says otherwise.
COMPARISON = Path("SO-SANH.pdf")


def add_to(app: typer.Typer, texts: Catalogue) -> None:
    """Add `bundle verify` and `bundle diff`."""
    bundle = typer.Typer(help=texts.text("help-bundle"), no_args_is_help=True)
    app.add_typer(bundle, name="bundle")

    @bundle.command(help=texts.text("help-bundle-verify"))
    def verify(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(help=texts.text("help-bundle-zip"), metavar="ZIP")],
        json: Annotated[bool, typer.Option("--json", help=texts.text("help-json"))] = False,
    ) -> int:
        return _verify(context.obj.screen(json), file, json)

    @bundle.command(help=texts.text("help-bundle-diff"))
    def diff(
        context: typer.Context,
        old: Annotated[Path, typer.Argument(help=texts.text("help-bundle-old"), metavar="OLD.zip")],
        new: Annotated[Path, typer.Argument(help=texts.text("help-bundle-new"), metavar="NEW.zip")],
        out: Annotated[
            Path, typer.Option(help=texts.text("help-bundle-out"), metavar="FILE.pdf")
        ] = COMPARISON,
        json: Annotated[bool, typer.Option("--json", help=texts.text("help-json"))] = False,
    ) -> int:
        return _diff(context.obj.screen(json), old, new, out)


def _verify(screen: Screen, file: Path, as_json: bool) -> int:
    from poster.bundle.verify import verify

    texts = screen.catalogue
    with Progress(quiet=as_json) as progress:
        name = texts.text("bundle-verifying", path=file.name)
        found = verify(file, report=lambda done, total: progress.update(name, done, total))
    for finding in found.findings:
        screen.say(finding_line(finding, texts))
    if found.is_intact:
        screen.tell("bundle-verified", path=file.name, count=found.files, code=found.code)
    else:
        errors = sum(finding.severity.value == "error" for finding in found.findings)
        screen.tell("bundle-refused", path=file.name, count=errors)
    screen.data({
        "ok": found.is_intact,
        "path": str(file),
        "files": found.files,
        "code": found.code,
        "approved": found.approved,
        "findings": [finding_data(finding, texts) for finding in found.findings],
    })  # fmt: skip
    return 0 if found.is_intact else PreflightError.exit_code


def _diff(screen: Screen, old: Path, new: Path, out: Path) -> int:
    from poster.bundle.diff import Change, compare, sentences
    from poster.bundle.diff_page import comparison

    difference, texts = compare(old, new), screen.catalogue
    for line in sentences(difference, texts):
        screen.say(line)
    shown = any(change.is_seen for change in difference.changed)
    if shown:
        with atomic(out) as stream:
            stream.write(comparison(difference, texts))
        screen.tell("diff-written", path=out)

    def told(change: Change) -> dict[str, Any]:
        region = change.region
        return {
            "name": change.new["name"],
            "number": change.new["number"],
            "words": {wording.slot or "slogan": wording.stretches for wording in change.words},
            "facts": [{"fact": texts.text(m), "old": a, "new": b} for m, a, b in change.facts],
            "region": region and [region.x, region.y, region.width, region.height],
            "files": change.files,
        }

    screen.data({
        "ok": True,
        "same": difference.is_none,
        "added": [row["name"] for row in difference.added],
        "removed": [row["name"] for row in difference.removed],
        "changed": [told(change) for change in difference.changed],
        "pictures": str(out) if shown else None,
    })  # fmt: skip
    return 0
