"""`poster layouts new`, `stress` and `watch`: what designers begin with and look at."""

import os
from pathlib import Path
from typing import Annotated

import typer

from poster.cli.context import Context
from poster.cli.show import Progress, finding_data
from poster.errors import RequestError, Severity
from poster.files import atomic, make_folder
from poster.messages import Catalogue

#: Where contact sheets are put, below the folder one works in.
PICTURES = Path("out") / "layouts"
DEFAULT_PORT = 8017


def add_commands(group: typer.Typer, texts: Catalogue) -> None:
    """Add `new`, `stress` and `watch` to the group `layouts`."""
    as_json = Annotated[bool, typer.Option("--json", help=texts.text("help-json"))]
    named = Annotated[str, typer.Argument(metavar="NAME", show_default=False)]

    @group.command("new", help=texts.text("help-layouts-new"))
    def layouts_new(context: typer.Context, name: named, json: as_json = False) -> None:
        _new(context.obj, name, json)

    @group.command("stress", help=texts.text("help-layouts-stress"))
    def layouts_stress(
        context: typer.Context,
        name: named,
        out: Annotated[
            Path | None, typer.Option(help=texts.text("help-stress-out"), metavar="FILE.png")
        ] = None,
        json: as_json = False,
    ) -> int:
        return _stress(context.obj, name, out, json)

    @group.command("watch", help=texts.text("help-layouts-watch"))
    def layouts_watch(
        context: typer.Context,
        name: named,
        port: Annotated[
            int, typer.Option(help=texts.text("help-watch-port"), min=0, max=65535)
        ] = DEFAULT_PORT,
        text: Annotated[
            str | None, typer.Option(help=texts.text("help-watch-text"), show_default=False)
        ] = None,
    ) -> None:
        _watch(context.obj, name, port, text)


def _new(context: Context, name: str, as_json: bool) -> None:
    from poster.workshop.new_layout import new_layout

    folder = new_layout(name, context.library)
    screen = context.screen(as_json)
    screen.tell("new-made", name=name, folder=folder)
    screen.data({"ok": True, "name": name, "folder": str(folder)})


def _stress(context: Context, name: str, out: Path | None, as_json: bool) -> int:
    from poster.pipeline import HEAD_FONT, NOTE_FONT
    from poster.typeset.fonts import scan
    from poster.workshop.stress_runs import SHAPES, Trial, cases, run
    from poster.workshop.stress_sheet import ContactSheet, Faces

    library, screen, texts = context.library, context.screen(as_json), context.catalogue
    layout = library.layout(name)
    rows = cases(layout)
    places = [(row, size) for row in range(len(rows)) for size, _ in SHAPES]
    trials = [
        Trial(library.root, name, size, case.text, tuple(case.values.items()), width)
        for case in rows for size, width in SHAPES
    ]  # fmt: skip
    outcomes = {}
    with Progress(as_json) as progress:
        for place, outcome in run(trials, min(2, os.cpu_count() or 1)):
            outcomes[places[place]] = outcome
            progress.update(name, len(outcomes), len(trials))
    fonts = scan(library.root / "fonts")
    faces = Faces(fonts.face(*HEAD_FONT), fonts.face(*NOTE_FONT))
    path = out or make_folder(PICTURES) / f"{name}-stress.png"
    with atomic(path) as stream:
        stream.write(ContactSheet(layout, rows, outcomes, faces, texts).png())
    faulty = sum(outcome.has_faults for outcome in outcomes.values())
    for (row, size), outcome in sorted(outcomes.items()):
        for finding in outcome.findings:
            if finding.severity is Severity.ERROR:
                title = texts.text(rows[row].title, option=rows[row].option)
                sentence = texts.text(finding.code, **finding.params)
                screen.say(f"  {size}, {title}: {sentence}")
    code = "stress-faulty" if faulty else "stress-sound"
    screen.tell(code, count=faulty, tried=len(outcomes))
    screen.tell("stress-picture", file=path)
    screen.data({
        "ok": not faulty,
        "layout": name,
        "picture": str(path),
        "pieces": [
            {"case": rows[row].title, "option": rows[row].option, "size": size,
             "text": rows[row].text, "state": outcome.state,
             "findings": [finding_data(finding, texts) for finding in outcome.findings]}
            for (row, size), outcome in sorted(outcomes.items())
        ],
    })  # fmt: skip
    return RequestError.exit_code if faulty else 0


def _watch(context: Context, name: str, port: int, text: str | None) -> None:
    from poster.workshop.stress_runs import USUAL
    from poster.workshop.watch import Studio
    from poster.workshop.watch_page import serve

    library, screen = context.library, context.screen(as_json=False)
    library.layout(name)  # a name that is none is refused before anything opens
    studio = Studio(library, name, context.catalogue, text or USUAL)
    serve(studio, port, lambda address: screen.tell("watch-open", address=address, name=name))
    screen.tell("watch-ended")
