"""Commands that show what a library holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any, Final

import typer

from poster.cli import layout_tools, layouts
from poster.cli.context import Context
from poster.errors import RequestError
from poster.geometry import Edges
from poster.messages import Catalogue
from poster.model import Layout, Shop
from poster.units import decimal, spoken


def add_to(app: typer.Typer, texts: Catalogue) -> None:
    """Add `sizes`, `inks`, `shops` and `layouts list`."""
    as_json = Annotated[bool, typer.Option("--json", help=texts.text("help-json"))]
    group = typer.Typer(
        help=texts.text("help-layouts"), no_args_is_help=True, rich_markup_mode=None
    )

    @app.command(help=texts.text("help-sizes"))
    def sizes(context: typer.Context, json: as_json = False) -> None:
        _sizes(context.obj, json)

    @app.command(help=texts.text("help-inks"))
    def inks(context: typer.Context, json: as_json = False) -> None:
        _inks(context.obj, json)

    @app.command(help=texts.text("help-shops"))
    def shops(context: typer.Context, json: as_json = False) -> None:
        _shops(context.obj, json)

    @group.command("list", help=texts.text("help-layouts-list"))
    def layouts_list(context: typer.Context, json: as_json = False) -> int:
        return _layouts(context.obj, json)

    layouts.add_commands(group, texts)
    layout_tools.add_commands(group, texts)
    app.add_typer(group, name="layouts")


def show_rows(
    context: Context,
    as_json: bool,
    name: str,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
) -> None:
    """The rows as a table of `columns` (keys, which are message ids too), or as JSON."""
    rows = list(rows)
    screen = context.screen(as_json)
    screen.table(
        [f"column-{column}" for column in columns],
        [[_cell(row[column], context.catalogue) for column in columns] for row in rows],
    )
    screen.data({"ok": True, name: rows})


def _cell(value: Any, texts: Catalogue) -> str:
    if isinstance(value, bool):
        return texts.text("yes") if value else "-"
    if isinstance(value, float):
        return decimal(value, texts.language)
    if isinstance(value, list | tuple):
        return ", ".join(_cell(item, texts) for item in value)
    return "-" if value is None or value == "" else str(value)


def _sizes(context: Context, as_json: bool) -> None:
    language = context.catalogue.language
    rows = [
        {
            "name": size.name,
            "kind": size.kind.title,
            "finished": spoken(size.dimensions, language),
            "edge": edges(size.kind.edge_mm, language),
            "read_at": f"{decimal(size.kind.read_at_m, language)} m" if size.kind.read_at_m else "",
            "least_cap_mm": round(size.kind.floor_mm(size.height_mm), 1),
            "ppi": size.kind.ppi,
            "width_mm": size.width_mm,
            "height_mm": size.height_mm,
        }
        for size in context.library.sizes.values()
    ]
    columns = ("name", "kind", "finished", "edge", "read_at", "least_cap_mm", "ppi")
    show_rows(context, as_json, "sizes", columns, rows)
    if not as_json:
        for name, members in context.library.sets.items():
            context.screen(False).say(f"--set {name}: {', '.join(members)}")


def edges(edge: Edges, language: str) -> str:
    """Edges in mm: one number where all are alike, else top/right/bottom/left."""
    sides = (edge.top, edge.right, edge.bottom, edge.left)
    if len(set(sides)) == 1:
        return f"{decimal(sides[0], language)} mm" if sides[0] else ""
    return "/".join(decimal(side, language) for side in sides) + " mm"


def _inks(context: Context, as_json: bool) -> None:
    rows = [
        {
            "name": ink.name,
            "title": ink.title,
            "cmyk": [round(part) if part == int(part) else part for part in ink.cmyk],
            "srgb": ink.srgb,
            "aliases": list(ink.aliases),
            "source": ink.source,
        }
        for ink in context.library.inks.by_name.values()
    ]
    show_rows(context, as_json, "inks", ("name", "title", "cmyk", "srgb", "source"), rows)


def _shops(context: Context, as_json: bool) -> None:
    texts = context.catalogue
    rows = [
        {
            "name": shop.name,
            "title": shop.title,
            "formats": list(shop.formats),
            "condition": f"{shop.condition}, {decimal(shop.ink_limit_percent, texts.language)} %",
            "rolls": _rolls(shop, texts),
            "scale": f"1:{shop.scale} > {decimal(shop.one_to_one_up_to_mm / 1000, 'en')} m",
            "eyelets": f"≤ {decimal(shop.eyelet_gap_mm, texts.language)} mm",
            "holds": [texts.text(said) for name, said in _HELD.items() if getattr(shop, name)],
            "confirmed": _confirmed(shop, texts),
            **_shop_data(shop),
        }
        for shop in context.library.shops.values()
    ]
    columns = (
        "name", "title", "formats", "condition", "rolls", "scale", "eyelets", "holds", "confirmed"
    )  # fmt: skip
    show_rows(context, as_json, "shops", columns, rows)


#: What a shop's PDF may hold besides art, by the field of its profile.
_HELD: Final = {
    "slug": "holds-slug",
    "marks": "holds-marks",
    "eyelet_ticks": "holds-ticks",
    "processing_steps": "holds-steps",
    "cut_contour": "holds-cut",
}


def _rolls(shop: Shop, texts: Catalogue) -> str:
    """Roll widths in metres, and the widest print."""
    rolls = " · ".join(decimal(width / 1000, texts.language) for width in shop.roll_widths_mm)
    if shop.printable_mm is None:
        return f"{rolls} m" if rolls else ""
    return texts.text("shop-rolls", rolls=rolls or "-", printable_m=shop.printable_mm / 1000)


def _confirmed(shop: Shop, texts: Catalogue) -> str:
    """Who of the shop answered for its figures, and when."""
    if shop.confirmed_by or shop.confirmed_on:
        day = f"{shop.confirmed_on:%d/%m/%Y}" if shop.confirmed_on else ""
        return f"{shop.confirmed_by} {day}".strip()
    return texts.text("shop-generic" if shop.generic else "shop-unconfirmed")


def _shop_data(shop: Shop) -> dict[str, Any]:
    """Every figure of the profile, under its field's name, where no column shows it already."""
    fields = asdict(shop)
    for name in ("formats", "condition", "scale"):
        del fields[name]
    return {
        **fields,
        "print_condition": shop.condition,
        "scale_to": shop.scale,
        "confirmed_on": shop.confirmed_on.isoformat() if shop.confirmed_on else None,
    }


def _layouts(context: Context, as_json: bool) -> int:
    """Every sound layout, and what is wrong with each other one."""
    rows: list[Mapping[str, Any]] = []
    broken: list[Mapping[str, str]] = []
    for name in context.library.layout_names:
        try:
            rows.append(_layout_row(context.library.layout(name)))
        except RequestError as error:
            why = context.catalogue.error(error)
            broken.append({"name": name, "code": error.code, "why": why})
    screen, columns = context.screen(as_json), ("name", "title", "use", "ratios", "slots")
    screen.table(
        [f"column-{column}" for column in columns],
        [[_cell(row[column], context.catalogue) for column in columns] for row in rows],
    )
    for one in broken:
        screen.tell("layout-broken", **one)
    screen.data({"ok": not broken, "layouts": rows, "broken": broken})
    return RequestError.exit_code if broken else 0


def _layout_row(layout: Layout) -> Mapping[str, Any]:
    return {
        "name": layout.name,
        "title": layout.title,
        "use": layout.use,
        "ratios": list(layout.ratios),
        "slots": list(layout.slots),
    }
