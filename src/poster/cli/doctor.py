"""`poster doctor`: is this machine ready, and if not, the exact command that mends it."""

import platform
from collections.abc import Callable
from typing import Annotated

import typer

from poster.cli.context import Context
from poster.errors import MachineError, PosterError
from poster.messages import Catalogue


def add_to(app: typer.Typer, texts: Catalogue) -> None:
    """Add `doctor`."""
    as_json = Annotated[bool, typer.Option("--json", help=texts.text("help-json"))]

    @app.command(help=texts.text("help-doctor"))
    def doctor(context: typer.Context, json: as_json = False) -> int:
        return _doctor(context.obj, json)


def _doctor(context: Context, as_json: bool) -> int:
    screen, texts = context.screen(as_json), context.catalogue
    rows, worst = [], 0
    for name, check in _CHECKS.items():
        try:
            rows.append({"check": name, "ok": True, "found": check(context)})
        except PosterError as error:
            rows.append({"check": name, "ok": False, "found": texts.error(error)})
            worst = worst or error.exit_code
    for row in rows:
        mark = texts.text("doctor-good" if row["ok"] else "doctor-bad")
        screen.say(f"{mark}  {texts.text('doctor-' + str(row['check']))}: {row['found']}")
    screen.tell("doctor-ready" if not worst else "doctor-not-ready")
    screen.data({"ok": not worst, "checks": rows})
    return worst


def _python(_: Context) -> str:
    return platform.python_version()


def _cairo(_: Context) -> str:
    from poster.render.surface import cairo_version

    return cairo_version()


def _fonts(context: Context) -> str:
    from poster.typeset.fonts import scan

    families = scan(context.library.root / "fonts").families
    if not families:
        raise MachineError("fonts-none", folder=context.library.root / "fonts")
    return ", ".join(families)


_CHECKS: dict[str, Callable[[Context], str]] = {
    "python": _python,
    "cairo": _cairo,
    "library": lambda context: str(context.library.root),
    "fonts": _fonts,
}
