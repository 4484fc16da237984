"""A campaign's files for people to fill in: the workbook with its lists and help, the YAML twin."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from poster.campaign.columns import Column, columns
from poster.campaign.reading import RowFault, RowWarning
from poster.errors import Finding, PosterError
from poster.library import Library
from poster.messages import Catalogue
from poster.office.grid import column_letter
from poster.office.new_workbook import NewSheet, Row, write_workbook
from poster.office.workbook import Mark, mark_workbook

#: Rows of a new workbook whose cells offer a list.
_LISTED_ROWS: Final = 500
_LISTS: Final = "Danh sách"
_YAML_HEAD: Final = (
    "title", "unit", "shop", "date", "contact", "telephone", "note", "proof", "allow_draft",
    "accept", "accept_by",
)  # fmt: skip

#: Rows by column key.
Rows = Sequence[Mapping[str, str | int]]


def workbook(
    library: Library, common: Mapping[str, str], rows: Rows, texts: Catalogue, example: bool = True
) -> bytes:
    """An Excel workbook: what is common, the table, the lists, a help sheet.

    With `example` a first row shows how, and is never made. Raises MachineError `office-missing`.
    """
    shown = [column for column in columns().columns if column.width]
    lists = _lists(library)
    table = _table(shown, common, rows, lists, texts, example)
    return write_workbook([table, _help(shown, texts), _list_sheet(lists)], common["title"])


def _table(
    shown: Sequence[Column], common: Mapping[str, str], rows: Rows,
    lists: Mapping[str, Sequence[str]], texts: Catalogue, example: bool,
) -> NewSheet:  # fmt: skip
    titles = columns().titles
    head = [Row([texts.text("campaign-sheet-title")], "title", 26)]
    head += [Row([titles[key], common.get(key, "")], "plain") for key in titles]
    head.append(Row([texts.text("campaign-sheet-hint")], "hint"))
    at = len(head)
    body = [Row([column.title for column in shown], "header", 34)]
    if example:
        body.append(Row([_example(column.key, lists) for column in shown], "example"))
    for number, row in enumerate(rows, 1):
        body.append(Row([number if c.key == "number" else row.get(c.key, "") for c in shown]))
    body += [Row([""] * len(shown)) for _ in range(max(0, 40 - len(rows)))]
    places = {column.key: place for place, column in enumerate(shown)}
    choices = {
        places[key]: f"='{_LISTS}'!${column_letter(at_)}$2:${column_letter(at_)}${len(items) + 1}"
        for at_, (key, items) in enumerate(lists.items())
    }
    return NewSheet(
        texts.text("campaign-sheet"), [*head, *body], [column.width for column in shown],
        frozen=(at + 1, 2), choices=choices, choices_from=at + 1, choices_to=at + _LISTED_ROWS,
        header_row=at,
    )  # fmt: skip


def _example(key: str, lists: Mapping[str, Sequence[str]]) -> str | int:
    own: dict[str, str | int] = {
        "number": "Ví dụ", "quantity": 20, "sides": "1 mặt", "material": "hiflex",
        "finishing": "may 30, khuy 500", "wind_slits": "không", "place": "Phố Tây Sơn",
        "from": "1/5/2026", "until": "15/5/2026", "needed_by": "28/4/2026",
    }  # fmt: skip
    return own.get(key) or (lists[key][0] if lists.get(key) else "")


def _lists(library: Library) -> dict[str, Sequence[str]]:
    """What the cells of a column offer: names that the reader knows."""
    approved = [slogan.text for slogan in library.slogans.values() if slogan.is_approved]
    return {
        "slogan": approved,
        "layout": [library.layout(name).title for name in library.layout_names],
        "size": [*library.sets, *library.sizes],
        "shop": list(library.shops),
        "sides": ["1 mặt", "2 mặt"],
        "wind_slits": ["không", "có"],
    }


def _list_sheet(lists: Mapping[str, Sequence[str]]) -> NewSheet:
    most = max(map(len, lists.values()))
    rows = [Row([columns().title(key) for key in lists], "bold")]
    for at in range(most):
        rows.append(Row([items[at] if at < len(items) else "" for items in lists.values()]))
    return NewSheet(_LISTS, rows, [46, 20, 26, 20, 10, 10], frozen=(1, 0), hidden=True)


def _help(shown: Sequence[Column], texts: Catalogue) -> NewSheet:
    head = [Row([texts.text("campaign-help-title")], "title", 26)]
    rows = [Row([column.title, column.help], "plain") for column in shown]
    return NewSheet(texts.text("campaign-help-sheet"), [*head, *rows], [22, 110], landscape=True)


def twin(common: Mapping[str, str], rows: Rows) -> str:
    """The same campaign as YAML."""

    def said(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    lines = [f"{key}: {said(common[key])}" for key in _YAML_HEAD if common.get(key)]
    lines.append("jobs:")
    for row in rows:
        pairs = ", ".join(f"{key}: {said(value)}" for key, value in row.items() if value != "")
        lines.append(f"  - {{{pairs}}}")
    return "\n".join(lines) + "\n"


def marked(
    path: Path, faults: Sequence[RowFault], warnings: Sequence[RowWarning],
    say: Callable[[PosterError | Finding], str], listing: str,
) -> bytes:  # fmt: skip
    """A copy of the workbook at `path` in which every faulty or doubtful cell is marked.

    `say` explains what is wrong; `listing` is the name of the sheet that lists it all.
    """
    marks = [Mark(one.sheet, one.row, max(0, one.place), say(one.error), "error") for one in faults]
    wrong = {(mark.sheet, mark.row, mark.column) for mark in marks}
    for one in warnings:
        place = (one.sheet, one.row, max(0, one.place))
        colour = "error" if place in wrong else "warning"  # one cell has one colour
        marks.append(Mark(*place, say(one.finding), colour))
    return mark_workbook(path.read_bytes(), marks, listing, path.name)
