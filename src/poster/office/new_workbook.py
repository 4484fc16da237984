"""Excel workbooks of our own. The one home of xlsxwriter.

A cell is a number or text, whatever its text begins with: no formula and no link is ever written.
The same content gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from poster.errors import MachineError
from poster.office.grid import column_letter

Value = str | int | float

_FONT: Final = {"font_name": "Arial", "font_size": 11, "valign": "top", "text_wrap": True}
#: How a row may look, by name.
STYLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "body": {**_FONT, "border": 1, "border_color": "#D9D9D9", "locked": False},
    "plain": _FONT,
    "bold": {**_FONT, "bold": True},
    "title": {**_FONT, "bold": True, "font_size": 16, "font_color": "#B00000", "text_wrap": False},
    "hint": {**_FONT, "italic": True, "font_color": "#595959", "text_wrap": False},
    "example": {**_FONT, "italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2",
                "border": 1, "border_color": "#D9D9D9"},
    "header": {**_FONT, "bold": True, "bg_color": "#C00000", "font_color": "#FFFFFF", "border": 1,
               "valign": "vcenter"},
    "wrong": {**_FONT, "border": 1, "border_color": "#D9D9D9", "bg_color": "#FFC7CE"},
    "doubtful": {**_FONT, "border": 1, "border_color": "#D9D9D9", "bg_color": "#FFEB9C"},
}  # fmt: skip
#: The day that stands in the file's properties where nobody gave one.
_NO_DAY: Final = dt.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of one style; `height` in points, None as Excel likes."""

    cells: Sequence[Value]
    style: str = "body"
    height: float | None = None


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet to write. Places are (row, column) from 0.

    `choices` are the cells of a drop-down list by column: a range such as "=Lists!$A$2:$A$9"; they
    hold from row `choices_from` to `choices_to`. `notes` are comments, `styles` single cells' own.
    """

    name: str
    rows: Sequence[Row]
    widths: Sequence[float]
    frozen: tuple[int, int] = (0, 0)
    choices: Mapping[int, str] = field(default_factory=dict)
    choices_from: int = 0
    choices_to: int = 0
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    styles: Mapping[tuple[int, int], str] = field(default_factory=dict)
    landscape: bool = True
    header_row: int | None = None
    hidden: bool = False


def write_workbook(sheets: Sequence[NewSheet], title: str, day: dt.date | None = None) -> bytes:
    """A workbook of `sheets`, in order. Raises MachineError `office-missing`."""
    if importlib.util.find_spec("xlsxwriter") is None:
        raise MachineError("office-missing", kind=".xlsx")
    import xlsxwriter

    stream = io.BytesIO()
    settings = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, settings) as book:
        created = dt.datetime.combine(day or _NO_DAY, dt.time())
        book.set_properties({"title": title, "author": "poster", "created": created})
        formats = {name: book.add_format(dict(style)) for name, style in STYLES.items()}
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats)
    return stream.getvalue()


def _write_sheet(out: Any, sheet: NewSheet, formats: Mapping[str, Any]) -> None:
    if sheet.hidden:
        out.hide()
    for column, width in enumerate(sheet.widths):
        out.set_column(column, column, width)
    for number, row in enumerate(sheet.rows):
        if row.height is not None:
            out.set_row(number, row.height)
        for column, value in enumerate(row.cells):
            look = formats[sheet.styles.get((number, column), row.style)]
            if isinstance(value, str):
                out.write_string(number, column, value, look)
            else:
                out.write_number(number, column, value, look)
    out.freeze_panes(*sheet.frozen)
    for column, source in sheet.choices.items():
        # "information": a size in figures and a text of one's own are right without being listed.
        rule = {"validate": "list", "source": source, "error_type": "information"}
        out.data_validation(sheet.choices_from, column, sheet.choices_to, column, rule)
    for (line, column), text in sheet.notes.items():
        out.write_comment(line, column, text, {"author": "poster", "x_scale": 2.5, "y_scale": 1.4})
    _set_up_page(out, sheet)


def _set_up_page(out: Any, sheet: NewSheet) -> None:
    out.set_paper(9)  # A4
    if sheet.landscape:
        out.set_landscape()
    out.fit_to_pages(1, 0)
    if sheet.header_row is not None:
        out.repeat_rows(sheet.header_row)
        width = max(len(row.cells) for row in sheet.rows)
        last_row = max(sheet.choices_to, sheet.header_row) + 1
        out.autofilter(f"A{sheet.header_row + 1}:{column_letter(width - 1)}{last_row}")
