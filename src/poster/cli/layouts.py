"""`poster layouts import` and `check`: a designer's way in. More commands join here."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from poster.cli.context import Context
from poster.cli.show import Screen, finding_data, finding_line
from poster.errors import Finding, RequestError
from poster.files import atomic, make_folder
from poster.messages import Catalogue
from poster.units import decimal, parse_dimensions

#: Where pictures of drawings that differ are put, below the folder one works in.
PICTURES = Path("out") / "layouts"
#: Elements that are named in one line.
MOST_NAMED = 8


def add_commands(group: typer.Typer, texts: Catalogue) -> None:
    """Add `import` and `check` to the group `layouts`."""
    as_json = Annotated[bool, typer.Option("--json", help=texts.text("help-json"))]

    @group.command("import", help=texts.text("help-layouts-import"))
    def layouts_import(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(metavar="FILE.svg", show_default=False)],
        name: Annotated[str, typer.Option(help=texts.text("help-import-name"))] = "",
        size: Annotated[
            str | None, typer.Option(help=texts.text("help-import-size"), metavar="WxHmm")
        ] = None,
        text: Annotated[
            str, typer.Option(help=texts.text("help-import-text"), metavar="slot|outline")
        ] = "slot",
        slot: Annotated[
            list[str] | None,
            typer.Option(help=texts.text("help-import-slot"), metavar="'#ID=NAME'"),
        ] = None,
        again: Annotated[
            bool, typer.Option("--again", help=texts.text("help-import-again"))
        ] = False,
        json: as_json = False,
    ) -> int:
        if text not in ("slot", "outline"):
            raise RequestError("import-text", given=text)
        from poster.workshop.importing import Wish

        wish = Wish(
            name=name, size=parse_dimensions(size) if size else None, outline=text == "outline",
            slots=dict(_slot(one) for one in slot or ()), again=again,
        )  # fmt: skip
        return _import(context.obj, file, wish, json)

    @group.command("check", help=texts.text("help-layouts-check"))
    def layouts_check(
        context: typer.Context,
        name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)],
        json: as_json = False,
    ) -> int:
        return _check(context.obj, name, json)


# ---------------------------------------------------------------- import


def _import(context: Context, file: Path, wish: Any, as_json: bool) -> int:
    from poster.workshop.importing import import_drawing

    made = import_drawing(file, context.library, wish)
    screen, texts = context.screen(as_json), context.catalogue
    language = texts.language
    screen.tell(
        "import-head", file=file.name, width=decimal(made.width_mm, language),
        height=decimal(made.height_mm, language),
    )  # fmt: skip
    _say(screen, made.findings)
    _say_texts(screen, made.texts)
    _say_colours(screen, made.colours)
    if not made.is_refused:
        _say_pins(screen, made.pins)
    picture = _picture(f"{made.name}-import", made.side_by_side, screen)
    if made.folder is None:
        screen.tell("import-refused")
    else:
        screen.tell("import-made", folder=made.folder, name=made.name, slots=", ".join(made.slots))
    screen.data({
        "ok": not made.is_refused,
        "name": made.name,
        "folder": str(made.folder) if made.folder else None,
        "page_mm": [made.width_mm, made.height_mm],
        "slots": list(made.slots),
        "texts": [
            {"element": one.element, "words": one.words, "font": one.font, "slot": one.slot,
             "sample": one.is_sample}
            for one in made.texts
        ],
        "pins": {f"#{one.id}": one.pin for one in made.pins},
        "colours": [
            {"srgb": one.srgb, "ink": one.ink, "difference": round(one.difference, 1),
             "exact": one.exact, "mapped": one.is_mapped}
            for one in made.colours
        ],
        "second_opinion": {"agrees": made.difference.agrees, "where": made.difference.where,
                           "picture": picture},
        "findings": [finding_data(finding, texts) for finding in made.findings],
    })  # fmt: skip
    return RequestError.exit_code if made.is_refused else 0


def _slot(text: str) -> tuple[str, str]:
    identifier, _, name = text.partition("=")
    if not identifier.startswith("#") or not name:
        raise RequestError("import-slot-option", given=text)
    return identifier[1:], name.strip()


def _say(screen: Screen, findings: Sequence[Finding]) -> None:
    for finding in findings:
        where = f"{finding.where}: " if finding.where else ""
        screen.say(f"  {where}{finding_line(finding, screen.catalogue)}")


def _say_texts(screen: Screen, texts: Sequence[Any]) -> None:
    for one in texts:
        words = " / ".join(one.words.split("\n"))[:60]
        code = (
            "import-text-sample" if one.is_sample
            else "import-text-slot" if one.slot else "import-text-outline"
        )  # fmt: skip
        line = screen.catalogue.text(code, words=words, font=one.font or "-", slot=one.slot)
        screen.say(f"  {one.element}: {line}")


def _say_colours(screen: Screen, colours: Sequence[Any]) -> None:
    for one in colours:
        code = (
            "import-colour-exact" if one.exact
            else "import-colour-mapped" if one.is_mapped else "import-colour-far"
        )  # fmt: skip
        apart = decimal(round(one.difference, 1), screen.catalogue.language)
        screen.say("  " + screen.catalogue.text(code, srgb=one.srgb, ink=one.ink, apart=apart))


def _say_pins(screen: Screen, pins: Sequence[Any]) -> None:
    """What keeps to which edge, one line a pin."""
    by_pin: dict[str, list[str]] = {}
    for one in pins:
        name = f"{one.id} ({', '.join(one.names[:3])})" if one.names else one.id
        by_pin.setdefault(one.pin, []).append(name)
    for pin, names in by_pin.items():
        more = [f"… (+{len(names) - MOST_NAMED})"] if len(names) > MOST_NAMED else []
        elements = [*names[:MOST_NAMED], *more]
        screen.say("  " + screen.catalogue.text("import-pinned-line", pin=pin, elements=elements))


def _picture(name: str, data: bytes | None, screen: Screen) -> str | None:
    """Write a picture for people to look at, and say where."""
    if data is None:
        return None
    path = make_folder(PICTURES) / f"{name}.png"
    with atomic(path) as stream:
        stream.write(data)
    screen.tell("check-picture", file=path)
    return str(path)


# ---------------------------------------------------------------- check


def _check(context: Context, name: str, as_json: bool) -> int:
    from poster.workshop.check import check_layout

    checked = check_layout(name, context.library, min(2, os.cpu_count() or 1))
    screen, texts = context.screen(as_json), context.catalogue
    _say(screen, checked.findings)
    pictures = [_picture(key, data, screen) for key, data in checked.pictures.items()]
    screen.tell("check-fine" if not checked.findings else "check-found",
                name=name, count=len(checked.findings), tried=checked.tried)  # fmt: skip
    screen.data({
        "ok": not checked.has_errors,
        "layout": name,
        "tried": checked.tried,
        "pictures": pictures,
        "findings": [finding_data(finding, texts) for finding in checked.findings],
    })  # fmt: skip
    return RequestError.exit_code if checked.has_errors else 0
