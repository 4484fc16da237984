"""`poster campaign`: a table of rows into pieces, a proof to sign, and a bundle for each shop."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from poster.cli.make import acceptances, asked_day, asked_jobs
from poster.cli.show import Progress
from poster.errors import RequestError, worst_exit
from poster.files import atomic
from poster.messages import Catalogue

NEW_FILE = Path("chien-dich.xlsx")


def add_to(app: typer.Typer, texts: Catalogue) -> None:
    """Add the group `campaign`."""
    group = typer.Typer(help=texts.text("help-campaign"), no_args_is_help=True)
    app.add_typer(group, name="campaign")
    file = typer.Argument(help=texts.text("help-campaign-file"), metavar="FILE")
    as_json = typer.Option("--json", help=texts.text("help-json"))
    drafts = typer.Option("--allow-draft", help=texts.text("help-make-allow-draft"))
    cores = typer.Option("--jobs", help=texts.text("help-make-jobs"))
    day = typer.Option("--date", help=texts.text("help-make-date"))
    accepted = typer.Option("--accept", help=texts.text("help-make-accept"), metavar="CODE=REASON")
    accepted_by = typer.Option("--by", help=texts.text("help-make-by"), metavar="NAME")
    _add_new(group, texts)

    @group.command(help=texts.text("help-campaign-check"))
    def check(
        context: typer.Context,
        file: Annotated[Path, file],
        jobs: Annotated[int | None, cores] = None,
        allow_draft: Annotated[bool, drafts] = False,
        accept: Annotated[list[str] | None, accepted] = None,
        by: Annotated[str | None, accepted_by] = None,
        date: Annotated[str | None, day] = None,
        json: Annotated[bool, as_json] = False,
    ) -> int:
        from poster.cli.campaign_check import check as look

        settings = _settings(allow_draft, acceptances(accept or (), by), date)
        return look(context.obj, file, settings, asked_jobs(jobs), json)

    @group.command(help=texts.text("help-campaign-run"))
    def run(
        context: typer.Context,
        file: Annotated[Path, file],
        out: Annotated[Path, typer.Option(help=texts.text("help-campaign-out"), metavar="DIR")],
        jobs: Annotated[int | None, cores] = None,
        cluster: Annotated[
            str | None, typer.Option(help=texts.text("help-campaign-cluster"), metavar="ADDRESS")
        ] = None,
        part: Annotated[
            str | None, typer.Option(help=texts.text("help-campaign-part"), metavar="K/N")
        ] = None,
        allow_draft: Annotated[bool, drafts] = False,
        accept: Annotated[list[str] | None, accepted] = None,
        by: Annotated[str | None, accepted_by] = None,
        date: Annotated[str | None, day] = None,
        json: Annotated[bool, as_json] = False,
    ) -> int:
        settings = _settings(allow_draft, acceptances(accept or (), by), date)
        return _run(context.obj, file, out, jobs, cluster, part, settings, json)

    _add_approve(group, texts)


def _add_new(group: typer.Typer, texts: Catalogue) -> None:
    @group.command(help=texts.text("help-campaign-new"))
    def new(
        context: typer.Context,
        file: Annotated[
            Path, typer.Argument(help=texts.text("help-campaign-new-file"), metavar="FILE.xlsx")
        ] = NEW_FILE,
        json: Annotated[bool, typer.Option("--json", help=texts.text("help-json"))] = False,
    ) -> int:
        return _new(context.obj, file, json)


def _add_approve(group: typer.Typer, texts: Catalogue) -> None:
    @group.command(help=texts.text("help-campaign-approve"))
    def approve(
        context: typer.Context,
        out: Annotated[Path, typer.Argument(help=texts.text("help-campaign-out"), metavar="DIR")],
        by: Annotated[str, typer.Option(help=texts.text("help-campaign-by"), metavar="NAME")],
        role: Annotated[str, typer.Option(help=texts.text("help-campaign-role"), metavar="ROLE")],
        date: Annotated[
            str | None, typer.Option("--date", help=texts.text("help-campaign-day"))
        ] = None,
        scan: Annotated[
            Path | None, typer.Option(help=texts.text("help-campaign-scan"), metavar="FILE")
        ] = None,
        json: Annotated[bool, typer.Option("--json", help=texts.text("help-json"))] = False,
    ) -> int:
        from poster.bundle.approval import SignOff
        from poster.bundle.approve import approve as sign
        from poster.messages import catalogue

        screen = context.obj.screen(json)
        paths = sign(out, SignOff(by, role, asked_day(date), scan), catalogue("vi"))
        for path in paths:
            screen.tell("campaign-approved", path=path.name, by=by)
        told = {"bundles": ".zip", "screens": ".html"}
        lists = {key: [str(p) for p in paths if p.suffix == kind] for key, kind in told.items()}
        screen.data({"ok": True, **lists})
        return 0


def _new(context: Any, file: Path, as_json: bool) -> int:
    from poster.campaign.writing import twin, workbook

    yaml = file.with_suffix(".yaml")
    for path in (file, yaml):
        if path.exists():
            raise RequestError("campaign-exists", file=str(path))
    if file.suffix.lower() != ".xlsx":
        raise RequestError("campaign-new-kind", file=file.name)
    common = {"title": file.stem, "shop": "generic-hiflex"}
    row = {
        "slogan": next(iter(context.library.slogans)), "layout": "co-do",
        "size": "bang-ron-6x0.8m", "quantity": 1, "place": "Phố Tây Sơn",
    }  # fmt: skip
    with atomic(file) as stream:
        stream.write(workbook(context.library, common, [], context.catalogue))
    with atomic(yaml) as stream:
        stream.write(twin(common, [row]).encode())
    screen = context.screen(as_json)
    screen.tell("campaign-new", file=str(file), yaml=str(yaml))
    screen.data({"ok": True, "files": [str(file), str(yaml)]})
    return 0


def _settings(allow_draft: bool, accept: Sequence[Any], day: str | None) -> Any:
    from poster.campaign.reading import Settings

    return Settings(asked_day(day), allow_draft, tuple(accept))


def _run(
    context: Any, file: Path, out: Path, jobs: int | None, cluster: str | None, part: str | None,
    settings: Any, as_json: bool,
) -> int:  # fmt: skip
    from functools import partial

    from poster.campaign.reading import read_campaign
    from poster.campaign.running import run
    from poster.campaign.workers import Errand, make_here
    from poster.cli.campaign_show import data_of, show_run

    screen, started, cores = context.screen(as_json), time.monotonic(), asked_jobs(jobs)
    share = _share(part)
    reading = read_campaign(file, context.library, settings)
    errand = Errand(
        file.resolve(), context.library.root, out.resolve(), context.catalogue.language, settings
    )
    make: Any = partial(make_here, jobs=cores)
    if cluster is not None:
        from poster.campaign.cluster import make_there

        make = partial(make_there, address=cluster)
    with Progress(quiet=as_json) as progress:
        outcomes = run(
            reading, context.library, errand, make, share, cores,
            _teller(progress, context.catalogue),
        )  # fmt: skip
    show_run(screen, reading, outcomes, errand.out, time.monotonic() - started)
    screen.data(data_of(reading, outcomes.faults, context.catalogue, outcomes=outcomes))
    return worst_exit([fault.error.exit_code for fault in outcomes.faults])


def _teller(progress: Any, texts: Any) -> Any:
    """Shows the stage of a run, how much of it is done, and what a minute brings."""
    began: dict[str, float] = {}

    def tell(stage: str, done: int, total: int) -> None:
        minutes = (time.monotonic() - began.setdefault(stage, time.monotonic())) / 60
        rate = round(done / max(minutes, 1e-6))
        name = texts.text(
            "campaign-rate", stage=texts.text(stage), done=done, total=total, rate=rate
        )
        progress.update(name, done, total)

    return tell


def _share(given: str | None) -> Any:
    from poster.campaign.running import Share

    if given is None:
        return Share()
    number, slash, of = given.partition("/")
    if not (slash and number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of) <= 1000):
        raise RequestError("campaign-part", given=given)
    return Share(int(number), int(of))
