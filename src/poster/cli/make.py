"""`poster make`: one request, one or many sizes."""

import os
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from poster import __version__
from poster.cli.context import Context
from poster.cli.show import Progress, Screen, error_data, finding_data, finding_line
from poster.errors import PosterError, RequestError, worst_exit
from poster.intake import DEFAULT_SHOP, Request, read_acceptances, read_date, read_request
from poster.messages import Catalogue
from poster.model import SIDES, Piece, Sheet
from poster.press.formats import FORMATS
from poster.press.home import PAPERS
from poster.press.technical_notes import technical_notes
from poster.units import Dimensions, plain, spoken
from poster.words.guard import Acceptance

MOST_JOBS = 64


def add_to(app: typer.Typer, texts: Catalogue) -> None:
    """Add `make`."""

    def option(*names: str, **settings: Any) -> Any:
        message = "help-make-" + names[0].removeprefix("--")
        return typer.Option(*names, help=texts.text(message, formats=list(FORMATS)), **settings)

    @app.command(help=texts.text("help-make"))
    def make(
        context: typer.Context,
        layout: Annotated[str, option("--layout")],
        slogan: Annotated[str | None, option("--slogan", metavar="ID")] = None,
        text: Annotated[str | None, option("--text")] = None,
        size: Annotated[list[str] | None, option("--size")] = None,
        size_set: Annotated[str | None, option("--set")] = None,
        slot: Annotated[list[str] | None, option("--slot", metavar="NAME=VALUE")] = None,
        shop: Annotated[str, option("--shop")] = DEFAULT_SHOP,
        quantity: Annotated[int, option("--quantity")] = 1,
        finishing: Annotated[list[str] | None, option("--finishing")] = None,
        formats: Annotated[str | None, option("--format")] = None,
        ppi: Annotated[float | None, option("--ppi")] = None,
        home: Annotated[str | None, option("--home", metavar="a4|a3")] = None,
        day: Annotated[str | None, option("--date")] = None,
        allow_draft: Annotated[bool, option("--allow-draft")] = False,
        accept: Annotated[list[str] | None, option("--accept", metavar="CODE=REASON")] = None,
        by: Annotated[str | None, option("--by", metavar="NAME")] = None,
        out: Annotated[Path, option("--out", metavar="DIR")] = Path("out"),
        jobs: Annotated[int | None, option("--jobs")] = None,
        json: Annotated[bool, typer.Option("--json", help=texts.text("help-json"))] = False,
    ) -> int:
        request = Request(
            layout=layout, day=asked_day(day), sizes=size or (), size_set=size_set, slogan=slogan,
            text=text, values=_values(slot or ()), shop=shop, quantity=quantity,
            finishing="; ".join(finishing or ()), formats=_formats(formats), ppi=ppi,
            allow_draft=allow_draft, accept=acceptances(accept or (), by),
        )  # fmt: skip
        return _make(context.obj, request, out, asked_jobs(jobs), _paper(home), json)


def asked_day(given: str | None) -> date:
    """The day asked for, else SOURCE_DATE_EPOCH, else today: nothing else reads the clock."""
    if given is not None:
        return read_date(given)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        if not epoch.isascii() or not epoch.isdigit() or len(epoch) > 11:
            raise RequestError("date-unreadable", given=f"SOURCE_DATE_EPOCH={epoch}")
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return date.today()


def _values(slots: Sequence[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for given in slots:
        name, equals, value = given.partition("=")
        if not equals or not name.strip():
            raise RequestError("slot-syntax", given=given)
        values[name.strip()] = value.strip()
    return values


def acceptances(given: Sequence[str], by: str | None) -> tuple[Acceptance, ...]:
    """ "CODE=REASON" and who says so. Raises RequestError `accept-…`."""
    return read_acceptances(given, by or "")


def _formats(given: str | None) -> tuple[str, ...]:
    names = [name.strip().lower() for name in (given or "").split(",") if name.strip()]
    for name in names:
        if name not in FORMATS:
            raise RequestError("unknown-format", given=name, nearest=list(FORMATS))
    return tuple(names)


def _paper(given: str | None) -> str | None:
    name = (given or "").strip().lower()
    if name and name not in PAPERS:
        raise RequestError("unknown-home", given=given, nearest=list(PAPERS))
    return name or None


def asked_jobs(given: int | None) -> int:
    """How many cores: those asked for, else all."""
    if given is None:
        return min(os.cpu_count() or 1, MOST_JOBS)
    if not 1 <= given <= MOST_JOBS:
        raise RequestError("jobs-range", given=given)
    return given


def _make(
    context: Context, request: Request, out: Path, jobs: int, home: str | None, as_json: bool
) -> int:
    from poster.pipeline import Workshop

    screen, started = context.screen(as_json), time.monotonic()
    intake = read_request(request, context.library)
    pieces, failures = [], list(intake.faults)
    with Progress(quiet=as_json) as progress:
        workshop = Workshop(context.library, out, jobs, context.catalogue, progress.update, home)
        for job in intake.jobs:
            try:
                pieces.append(workshop.make(job))
            except PosterError as error:
                failures.append(error)
    for failure in failures:
        screen.error(failure)
    _show(screen, pieces, out, time.monotonic() - started)
    screen.data(_data(pieces, failures, context.catalogue))
    return worst_exit([failure.exit_code for failure in failures])


def _show(screen: Screen, pieces: Sequence[Piece], out: Path, seconds: float) -> None:
    if not pieces:
        return
    files = sum(len(piece.files) for piece in pieces)
    screen.tell("made-title", count=len(pieces), files=files, seconds=round(seconds, 1))
    screen.tell("made-where", folder=out.resolve())
    for piece in pieces:
        screen.say("")
        _show_piece(screen, piece)


def _show_piece(screen: Screen, piece: Piece) -> None:
    texts, size = screen.catalogue, piece.job.size
    finished = spoken(size.dimensions, texts.language)
    if size.is_screen:
        screen.tell("made-screen", title=size.kind.title, size=size.name, finished=finished)
    else:
        scaled = piece.sheet.scale != 1 and "pdf" in piece.job.formats
        scale = texts.text("made-scale", scale=piece.sheet.scale) if scaled else ""
        printed = piece.sheet.printed
        outer = spoken(Dimensions(printed.width, printed.height), texts.language)
        screen.tell("made-piece", title=size.kind.title, size=size.name, finished=finished,
                    printed=outer, scale=scale)  # fmt: skip
    screen.say(
        "  " + texts.text("made-lines", cap_mm=round(piece.cap_mm), lines=" / ".join(piece.lines))
    )
    if piece.sheet.has_finishing:
        # The first two notes are the sizes, which stand above.
        notes = technical_notes(piece.job, piece.sheet, piece.panels, texts)[2:]
        screen.say("  " + texts.text("made-finishing", notes=" ".join(notes)))
    if piece.panels:
        screen.say("  " + _panels_told(piece, texts))
    for finding in piece.findings:
        screen.say(f"  {finding_line(finding, texts)}")
    for file in piece.files:
        kind = "preview" if file.details.get("preview") else file.format
        said, name = texts.text(f"file-{kind}"), file.path.name
        if "panel" in file.details:
            said += ", " + texts.text("file-panel", code=file.details["panel"])
            name = f"{file.path.parent.name}/{name}"
        screen.say(f"  {said}: {name}")


def _panels_told(piece: Piece, texts: Catalogue) -> str:
    """How many panels, which way the cloth runs, and how large each is, in metres."""
    sizes = [
        spoken(Dimensions(panel.region.width, panel.region.height), texts.language)
        for panel in piece.panels
    ]
    runs = "height" if "right" in piece.panels[0].glued else "width"
    return texts.text(
        "made-panels-height" if runs == "height" else "made-panels-width",
        count=len(sizes), sizes="; ".join(sizes), overlap_cm=piece.job.shop.overlap_mm / 10,
    )  # fmt: skip


def _data(
    pieces: Sequence[Piece], failures: Sequence[PosterError], texts: Catalogue
) -> dict[str, Any]:
    from poster.pipeline import versions

    return {
        "ok": not failures,
        "pieces": [_piece_data(piece, texts) for piece in pieces],
        "errors": [error_data(failure, texts) for failure in failures],
        "versions": {"poster": __version__, **versions()},
    }


def _piece_data(piece: Piece, texts: Catalogue) -> dict[str, Any]:
    sheet, job = piece.sheet, piece.job
    return {
        "name": piece.name,
        "slogan": job.slogan.id,
        "text": job.text,
        "approved": job.slogan.is_approved,
        "layout": job.layout.name,
        "size": job.size.name,
        "shop": job.shop.name,
        "quantity": job.quantity,
        "date": job.day.isoformat(),
        "finished_mm": [_mm(sheet.trim.width), _mm(sheet.trim.height)],
        "printed_mm": [_mm(sheet.printed.width), _mm(sheet.printed.height)],
        "scale": f"1:{sheet.scale}",
        "finishing": finishing_data(sheet),
        "panels": [
            {
                "code": panel.code,
                "region_mm": [
                    _mm(panel.region.x),
                    _mm(panel.region.y),
                    _mm(panel.region.width),
                    _mm(panel.region.height),
                ],
                "glued": list(panel.glued),
            }
            for panel in piece.panels
        ],
        "lines": list(piece.lines),
        "cap_mm": round(piece.cap_mm, 2),
        "artwork_sha256": piece.artwork_sha256,
        "files": [
            {
                "path": str(file.path),
                "format": file.format,
                "bytes": file.bytes,
                "sha256": file.sha256,
                **file.details,
            }
            for file in piece.files
        ],
        "findings": [finding_data(finding, texts) for finding in piece.findings],
    }


def finishing_data(sheet: Sheet) -> dict[str, Any]:
    """A sheet's finishing as JSON: lengths by side and the centres of eyelets, mm."""
    return {
        "edge_mm": {side: _mm(getattr(sheet.edge, side)) for side in SIDES},
        "hem_mm": {side: _mm(getattr(sheet.hem, side)) for side in SIDES},
        "pocket_mm": {side: _mm(getattr(sheet.pocket, side)) for side in SIDES},
        "cassette_mm": sheet.size.kind.cassette_mm,
        "eyelets": {
            "count": len(sheet.eyelets),
            "rows": {
                row.side: {"gaps": row.gaps, "gap_mm": round(row.gap_mm, 4)}
                for row in sheet.eyelet_rows
            },
            "positions_mm": [[eyelet.x_mm, eyelet.y_mm] for eyelet in sheet.eyelets],
        },
    }


def _mm(value: float) -> float:
    return float(plain(value))
