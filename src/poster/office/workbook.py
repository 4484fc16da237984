"""Excel workbooks that somebody sends, read and marked in the jail. The one home of openpyxl."""

from __future__ import annotations

import base64
import datetime as dt
import io
import mimetypes
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from poster import jail
from poster.errors import MachineError, RequestError
from poster.office.grid import CellFault, Grid, Line

MAX_BYTES: Final = 16 * 2**20
#: What a workbook may hold when it is unpacked.
MOST_BYTES: Final = 96 * 2**20
MOST_PARTS: Final = 2000
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 200
#: A workbook of 20,000 full rows takes some seconds more than other documents.
_SECONDS: Final = 20
_MARK_COLOUR: Final = {"error": "FFFFC7CE", "warning": "FFFFEB9C"}


@dataclass(frozen=True, slots=True)
class Mark:
    """What is written on one cell (row from 1, column from 0); `severity` is error or warning."""

    sheet: str
    row: int
    column: int
    text: str
    severity: str


def read_workbook(data: bytes, name: str) -> tuple[Grid, ...]:
    """The sheets of a workbook, formulas by the value that Excel last reckoned.

    Raises RequestError `workbook-…`, `jail-…`, MachineError `office-missing`.
    """
    _refuse_missing("openpyxl")
    reply = _call("read", {"data": base64.b64encode(data).decode()}, name)
    return tuple(
        Grid(
            sheet["name"],
            tuple(Line(number, tuple(cells), hidden) for number, hidden, cells in sheet["lines"]),
            tuple(CellFault(*fault) for fault in sheet["faults"]),
            sheet["hidden"],
        )
        for sheet in reply["sheets"]
    )


def mark_workbook(data: bytes, marks: Sequence[Mark], listing: str, name: str) -> bytes:
    """A copy of a workbook in which `marks` stand as coloured cells with a note, and as a list on a
    sheet of their own called `listing`. Raises as `read_workbook`."""
    _refuse_missing("openpyxl")
    payload = {
        "data": base64.b64encode(data).decode(),
        "marks": [asdict(mark) for mark in marks],
        "listing": listing,
    }
    return base64.b64decode(_call("mark", payload, name)["data"])


def _call(function: str, payload: Mapping[str, Any], name: str) -> dict[str, Any]:
    return jail.call(f"poster.office.workbook:{function}", payload, _SECONDS, what=name)


def _refuse_missing(package: str) -> None:
    import importlib.util

    if importlib.util.find_spec(package) is None:
        raise MachineError("office-missing", kind=".xlsx")


# ---------------------------------------------------------------- the jailed half: reading


def read(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The jailed half of `read_workbook`."""
    data = base64.b64decode(payload["data"])
    values, written = _open(data, data_only=True), _open(data, data_only=False)
    return {"sheets": [_sheet(sheet, written[sheet.title]) for sheet in values.worksheets]}


def _open(data: bytes, *, data_only: bool) -> Any:
    _refuse_bombs(data)
    # openpyxl asks for the system's list of file types when it is imported; the jail holds it back.
    mimetypes.knownfiles.clear()
    import openpyxl

    try:
        return openpyxl.load_workbook(io.BytesIO(data), data_only=data_only, keep_links=False)
    except MemoryError:
        raise
    except Exception as error:  # openpyxl lets many kinds through: KeyError, ParseError, ValueError
        why = f"{type(error).__name__}: {error}"[:120]
        raise RequestError("document-broken", why=why) from error


def _refuse_bombs(data: bytes) -> None:
    """Look into the zip's directory, and for entities, before any part is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
                raise RequestError("document-huge", limit_mb=MOST_BYTES // 2**20)
            if any(b"<!DOCTYPE" in archive.read(part) for part in parts if _is_xml(part.filename)):
                raise RequestError("workbook-entities")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise RequestError("document-broken", why=str(error)[:120]) from error


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _sheet(values: Any, written: Any) -> dict[str, Any]:
    # ws.rows would make every missing cell up to the last one that somebody ever touched, which
    # may be a million rows down; `_cells` holds those that the file holds.
    cells = {place: cell for place, cell in values._cells.items() if cell.value is not None}
    formulas = {
        place: cell
        for place, cell in written._cells.items()
        if cell.data_type == "f" and place not in cells
    }
    _refuse_huge([*cells, *formulas])
    texts = {place: _text(cell) for place, cell in cells.items() if cell.data_type != "e"}
    _spread_merged(values, texts)
    faults = [
        *((row, column - 1, "cell-not-reckoned", str(cell.value)[:60])
          for (row, column), cell in formulas.items()),
        *((row, column - 1, "cell-error", str(cell.value))
          for (row, column), cell in cells.items() if cell.data_type == "e"),
    ]  # fmt: skip
    return {
        "name": values.title,
        "hidden": values.sheet_state != "visible",
        "lines": list(_lines(values, texts, {row for row, *_ in faults})),
        "faults": sorted(faults),
    }


def _refuse_huge(places: Sequence[tuple[int, int]]) -> None:
    if any(row > MOST_ROWS or column > MOST_COLUMNS for row, column in places):
        raise RequestError("workbook-rows", rows=MOST_ROWS, columns=MOST_COLUMNS)


def _spread_merged(sheet: Any, texts: dict[tuple[int, int], str]) -> None:
    """A value merged over several rows is the value of each of them."""
    last = max((row for row, _ in texts), default=0)
    for area in sheet.merged_cells.ranges:
        text = texts.get((area.min_row, area.min_col))
        if text is not None:
            for row in range(area.min_row + 1, min(area.max_row, last) + 1):
                texts[(row, area.min_col)] = text


def _lines(sheet: Any, texts: Mapping[tuple[int, int], str], also: set[int]) -> Iterator[list[Any]]:
    width = max((column for _, column in texts), default=0)
    for row in sorted({row for row, _ in texts} | also):
        cells = [texts.get((row, column), "") for column in range(1, width + 1)]
        yield [row, bool(sheet.row_dimensions[row].hidden), cells]


def _text(cell: Any) -> str:
    """A cell as its reader sees it, without the country's habits: ISO days, a point, percent."""
    value = cell.value
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        percent = str(cell.number_format).endswith("%")
        return f"{value * 100:.10g}%" if percent else f"{value:.12g}"
    return str(value)


# ---------------------------------------------------------------- the jailed half: marking


def mark(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The jailed half of `mark_workbook`."""
    workbook = _open(base64.b64decode(payload["data"]), data_only=False)
    marks = [Mark(**fields) for fields in payload["marks"]]
    for one in marks:
        _mark_cell(workbook[one.sheet], one)
    _list_marks(workbook, marks, payload["listing"])
    return {"data": base64.b64encode(_saved(workbook)).decode()}


def _mark_cell(sheet: Any, mark: Mark) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    place = (mark.row, mark.column + 1)
    for area in sheet.merged_cells.ranges:
        if area.min_row <= place[0] <= area.max_row and area.min_col <= place[1] <= area.max_col:
            place = (area.min_row, area.min_col)
    cell = sheet.cell(*place)
    text = f"{cell.comment.text}\n{mark.text}" if cell.comment else mark.text
    cell.comment = Comment(text, "poster", width=420, height=40 + 18 * (text.count("\n") + 3))
    cell.fill = PatternFill("solid", fgColor=_MARK_COLOUR[mark.severity])


def _list_marks(workbook: Any, marks: Sequence[Mark], name: str) -> None:
    from openpyxl.styles import Alignment

    sheet = workbook.create_sheet(name, 0)
    workbook.active = 0
    for row, one in enumerate(marks, 1):
        for column, text in enumerate((one.sheet, one.row, one.text), 1):
            cell = sheet.cell(row, column, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(text, str):
                cell.data_type = "s"  # never a formula
    for letter, width in (("A", 18), ("B", 8), ("C", 110)):
        sheet.column_dimensions[letter].width = width


def _saved(workbook: Any) -> bytes:
    """The workbook as bytes. openpyxl writes sheets to temporary files, which the jail refuses."""
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class Writer(ExcelWriter):  # type: ignore[misc]
        def write_worksheet(self, ws: Any) -> None:
            ws._drawing = SpreadsheetDrawing()
            ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
            writer = WorksheetWriter(ws, out=io.BytesIO())
            writer.write()
            ws._rels = writer._rels
            self._archive.writestr(ws.path[1:], writer.out.getvalue())
            self.manifest.append(ws)

    stream = io.BytesIO()
    Writer(workbook, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)).save()
    return stream.getvalue()
