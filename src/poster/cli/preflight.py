"""`poster preflight`: is this a file that can be printed as it was ordered?"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from poster.cli.context import Context
from poster.cli.show import Screen, error_data, finding_data, finding_text
from poster.errors import PosterError, PreflightError, RequestError, Severity, worst_exit
from poster.intake import DEFAULT_SHOP, read_size
from poster.library import Library
from poster.messages import Catalogue
from poster.model import Shop, Size
from poster.press.preflight import Report, preflight
from poster.press.preflight.faults import Expectation
from poster.press.preflight.order import read_name
from poster.press.preflight.rules import RULES

#: Capitals lower than this are read by nobody, however near; in mm.
LEAST_LETTERS_MM = 1.5
#: The smallest line of a piece may be a third of what its slogan must be at least.
SMALL_SHARE = 1 / 3


def add_to(app: typer.Typer, texts: Catalogue) -> None:
    """Add `preflight`."""

    @app.command("preflight", help=texts.text("help-preflight"))
    def command(
        context: typer.Context,
        files: Annotated[
            list[Path], typer.Argument(help=texts.text("help-preflight-file"), metavar="FILE...")
        ],
        size: Annotated[
            str | None, typer.Option("--size", help=texts.text("help-preflight-size"))
        ] = None,
        shop: Annotated[
            str, typer.Option("--shop", help=texts.text("help-preflight-shop"))
        ] = DEFAULT_SHOP,
        picture: Annotated[
            Path | None,
            typer.Option("--picture", help=texts.text("help-preflight-picture"), metavar="DIR"),
        ] = None,
        json: Annotated[bool, typer.Option("--json", help=texts.text("help-json"))] = False,
    ) -> int:
        library = context.obj.library
        ordered = None if size is None else read_size(size, library)
        if ordered is not None and ordered.is_screen:
            raise RequestError("size-unreadable", given=str(size))
        return _run(context.obj, files, ordered, library.shop(shop), picture, json)


def expected(path: Path, ordered: Size | None, shop: Shop, library: Library) -> Expectation:
    """What `path` should be: by the order, else by what its name says."""
    said = read_name(path)
    size = ordered
    if size is None and said.size_mm is not None:
        try:
            size = read_size("{:g}x{:g}mm".format(*said.size_mm), library)
        except RequestError:  # a size of no kind we know: only its figures can be compared
            size = None
    finished = said.size_mm if ordered is None else (ordered.width_mm, ordered.height_mm)
    kind = None if size is None else size.kind
    floor_mm = 0.0 if size is None or kind is None else kind.floor_mm(size.height_mm)
    return Expectation(
        size_mm=finished,
        printed_mm=said.printed_mm if ordered is None else None,
        edge_mm=None if ordered is None else ordered.kind.edge_mm,
        scale=said.scale,
        ppi=shop.ppi or (kind.ppi if kind is not None else Expectation().ppi),
        ink_limit_percent=shop.ink_limit_percent,
        letters_mm=max(LEAST_LETTERS_MM, floor_mm * SMALL_SHARE),
    )


def _run(
    context: Context,
    files: Sequence[Path],
    ordered: Size | None,
    shop: Shop,
    pictures: Path | None,
    as_json: bool,
) -> int:
    screen, codes, data = context.screen(as_json), [], []
    for path in files:
        try:
            wanted = expected(path, ordered, shop, context.library)
            report = preflight(path, wanted, picture=pictures is not None)
            shown = _picture(report, pictures, context)
        except PosterError as error:
            screen.error(error)
            codes.append(error.exit_code)
            data.append(
                {"path": str(path), "ok": False, "error": error_data(error, screen.catalogue)}
            )
            continue
        codes.append(PreflightError.exit_code if report.errors else 0)
        _show(screen, report, shown)
        data.append(_data(report, shown, screen.catalogue))
    screen.data({"ok": not any(codes), "files": data})
    return worst_exit(codes)


def _picture(report: Report, folder: Path | None, context: Context) -> Path | None:
    if folder is None:
        return None
    from poster.press.preflight.picture import write_picture

    return write_picture(report, folder, context.library.root / "fonts", context.catalogue)


# ---------------------------------------------------------------- showing


def sources(code: str, texts: Catalogue) -> str:
    """Where a rule comes from; what has no document is said in words."""
    named = (source if source not in texts.texts else texts.text(source)
             for source in RULES[code].sources)  # fmt: skip
    return "; ".join(named)


def _show(screen: Screen, report: Report, picture: Path | None) -> None:
    texts = screen.catalogue
    weights = Counter(finding.severity for finding in report.findings)
    counts = {f"{severity.value}s": weights[severity] for severity in Severity}
    name = report.path.name
    screen.tell("preflight-counts", file=name, **counts)
    rows = [
        (str(number), texts.text(f"severity-{finding.severity.value}"),
         f"{finding_text(finding, texts)} [{finding.code}]", finding.where,
         sources(finding.code, texts))
        for number, finding in enumerate(report.findings, 1)
    ]  # fmt: skip
    if rows:
        heads = ("column-number", "column-severity", "column-rule", "column-where", "column-source")
        screen.table(heads, rows)
    if not report.errors:
        is_x4 = report.facts.get("standard") == "PDF/X-4"
        screen.tell("preflight-fine-x4" if is_x4 else "preflight-fine", file=name)
    if picture is not None:
        if not report.picture:
            screen.tell("preflight-undrawn", file=name)
        screen.tell("preflight-pictured", path=picture)


def _data(report: Report, picture: Path | None, texts: Catalogue) -> dict[str, Any]:
    findings = [
        {**finding_data(finding, texts), "sources": list(RULES[finding.code].sources),
         "page": fault.page, "places_mm": [
            [round(side, 2) for side in (box.x, box.y, box.width, box.height)]
            for box in fault.places]}
        for finding, fault in zip(report.findings, report.faults, strict=True)
    ]  # fmt: skip
    return {
        "path": str(report.path),
        "ok": not report.errors,
        "kind": report.kind,
        **report.facts,
        "findings": findings,
        "picture": None if picture is None else str(picture),
    }
