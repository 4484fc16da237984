"""The command tree. The language is settled first, since help is part of the tree."""

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from poster import __version__
from poster.cli import bundle, campaign, doctor, fonts, lists, make, preflight, slogans, words
from poster.cli.context import Context
from poster.cli.show import Screen, error_data
from poster.cli.usage import is_help, usage_error
from poster.errors import PosterError, RequestError
from poster.messages import Catalogue, catalogue, choose_language

INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code. Never raises; tracebacks only with --debug."""
    texts = catalogue(choose_language(_asked_language(arguments)))
    screen = Screen(texts, as_json="--json" in arguments)
    try:
        result = build(texts)(list(arguments), standalone_mode=False, prog_name="poster")
    except PosterError as error:
        return _fail(screen, error, arguments)
    except typer.TyperException as error:
        if is_help(error):
            screen.say(str(error))
            return 0
        return _fail(screen, usage_error(error), arguments)
    except (KeyboardInterrupt, typer.Abort):
        screen.error(PosterError("interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
        return 0
    except Exception as error:  # the last fence: whatever is left is a fault of this program
        what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        return _fail(screen, PosterError("bug", what=what), arguments)
    if result == INTERRUPTED:  # Typer makes of Ctrl-C an exit code, and says nothing
        screen.error(PosterError("interrupted"))
    return result if isinstance(result, int) else 0


def _fail(screen: Screen, error: PosterError, arguments: Sequence[str]) -> int:
    if "--debug" in arguments:
        traceback.print_exc()
    screen.error(error)
    screen.data({"ok": False, "error": error_data(error, screen.catalogue)})
    return error.exit_code


def _asked_language(arguments: Sequence[str]) -> str | None:
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return None


def build(texts: Catalogue) -> Any:
    """The command tree with its help in one language, as a click command."""
    app = typer.Typer(
        help=texts.text("help-poster"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def poster(
        context: typer.Context,
        library: Annotated[
            Path | None,
            typer.Option(help=texts.text("help-library"), envvar="POSTER_LIBRARY", metavar="DIR"),
        ] = None,
        lang: Annotated[
            str | None, typer.Option(help=texts.text("help-lang"), metavar="vi|en")
        ] = None,
        debug: Annotated[bool, typer.Option("--debug", help=texts.text("help-debug"))] = False,
        version: Annotated[
            bool,
            typer.Option(
                "--version", help=texts.text("help-version"), callback=_version, is_eager=True
            ),
        ] = False,
    ) -> None:
        if lang not in (None, "vi", "en"):
            raise RequestError("unknown-language", given=lang)
        context.obj = Context(texts, library, debug)

    for module in (make, lists, slogans, words, campaign, preflight, bundle, fonts, doctor):
        module.add_to(app, texts)
    return typer.main.get_command(app)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"poster {__version__}")
        raise typer.Exit
