"""A campaign's file as rows of named cells, whatever program saved it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from poster.campaign.columns import Columns, columns, folded
from poster.errors import RequestError
from poster.files import read_bytes
from poster.intake import ACCEPTED_BY
from poster.office.grid import Grid, Line
from poster.records import read_table

WORKBOOKS: Final = (".xlsx", ".xlsm")
TEXT_TABLES: Final = (".csv", ".tsv", ".txt")
YAML: Final = (".yaml", ".yml")
MAX_BYTES: Final = 16 * 2**20
#: A row whose first cell says so is an example and is not made.
EXAMPLE: Final = "vidu"
#: Of a header, at least so many columns must be known.
_LEAST_KNOWN: Final = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell; `header` as in the file, `column` from 0 (-1 where there is none)."""

    text: str
    header: str
    column: int = -1


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; `number` is the one that its reader sees.

    `cells` are by column key, `wrong` the message ids of cells that hold no value.
    """

    number: int
    cells: Mapping[str, Cell]
    sheet: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)

    def said(self, key: str) -> str:
        """The words in a cell, without spaces around; empty where there is none."""
        return self.cells[key].text.strip() if key in self.cells else ""


@dataclass(frozen=True, slots=True)
class CampaignTable:
    """A campaign's file: what all rows have in common, the rows, headers that nobody knows."""

    common: Mapping[str, str]
    rows: tuple[TableRow, ...]
    unknown: tuple[str, ...]


def read_campaign_table(path: Path, slots: Collection[str] = ()) -> CampaignTable:
    """Read a workbook, a text table or a YAML file. A column may be called as one of `slots`.

    Raises RequestError `campaign-kind`, `campaign-no-table`, and what the readers raise.
    """
    suffix, known = path.suffix.lower(), columns()
    known = replace(known, slots={folded(slot): slot for slot in slots} | dict(known.slots))
    if suffix in YAML:
        return _from_yaml(path, known)
    if suffix not in (*WORKBOOKS, *TEXT_TABLES):
        raise RequestError("campaign-kind", file=path.name)
    grids = _grids(path, suffix)
    found = [table for grid in grids if not grid.hidden for table in _from_grid(grid, known)]
    if not found:
        raise RequestError("campaign-no-table", file=path.name)
    common = {key: value for table in reversed(found) for key, value in table.common.items()}
    rows = tuple(row for table in found for row in table.rows)
    unknown = tuple(dict.fromkeys(name for table in found for name in table.unknown))
    return CampaignTable(common, rows, unknown)


def _grids(path: Path, suffix: str) -> tuple[Grid, ...]:
    data = read_bytes(path, MAX_BYTES)
    if suffix in WORKBOOKS:
        from poster.office.workbook import read_workbook

        return read_workbook(data, path.name)
    from poster.office.delimited import read_delimited

    return (read_delimited(data, path.name),)


# ---------------------------------------------------------------- sheets


def _from_grid(grid: Grid, known: Columns) -> Iterator[CampaignTable]:
    """The table of a sheet, where it holds one: the help sheet does not."""
    scores = [(_score(line, known), -place) for place, line in enumerate(grid.lines[:60])]
    best, place = max(scores, default=(0, 0))
    if best < _LEAST_KNOWN:
        return
    header = grid.lines[-place]
    keys, unknown = _keys(header, known)
    common = _common(grid.lines[:-place], known)
    faults = {(fault.row, fault.column): fault.code for fault in grid.faults}
    rows = [_row(line, header, keys, grid.name, faults) for line in grid.lines[-place + 1 :]]
    yield CampaignTable(common, tuple(row for row in rows if row is not None), unknown)


def _score(line: Line, known: Columns) -> int:
    keys = [known.key(cell) for cell in line.cells if cell.strip()]
    told = {key for key in keys if key}
    says_what = told & {"slogan", "text"} and told & {"layout", "size", "wide", "set"}
    return len(told) if says_what else 0


def _keys(header: Line, known: Columns) -> tuple[dict[int, str], tuple[str, ...]]:
    keys: dict[int, str] = {}
    unknown = []
    for column, cell in enumerate(header.cells):
        key = known.key(cell)
        if key and key not in keys.values():
            keys[column] = key
        elif not key and cell.strip() and folded(cell) not in known.ignored:
            unknown.append(_one_line(cell))
    return keys, tuple(unknown)


def _common(lines: tuple[Line, ...], known: Columns) -> dict[str, str]:
    """What stands above the table: "Tên chiến dịch" and beside it the name."""
    found: dict[str, str] = {}
    for line in lines:
        cells = [cell.strip() for cell in line.cells if cell.strip()]
        if len(cells) == 1 and ":" in cells[0]:
            cells = [part.strip() for part in cells[0].split(":", 1)]
        if len(cells) >= 2 and folded(cells[0]) in known.common:
            found.setdefault(known.common[folded(cells[0])], cells[1])
    return found


def _row(
    line: Line, header: Line, keys: Mapping[int, str], sheet: str,
    faults: Mapping[tuple[int, int], str],
) -> TableRow | None:  # fmt: skip
    cells, wrong = {}, {}
    for column, key in keys.items():
        text = line.cells[column] if column < len(line.cells) else ""
        name = _one_line(header.cells[column])
        code = faults.get((line.number, column))
        if code:
            wrong[key] = code
        if text.strip() or code:
            cells[key] = Cell(_joined(text), name, column)
    if not (set(cells) - {"number"}):
        return None
    if "number" in cells and folded(cells["number"].text).startswith(EXAMPLE):
        return None
    return TableRow(line.number, cells, sheet, wrong)


def _joined(text: str) -> str:
    """A cell's text; what was wrapped inside the cell stays in lines of its own."""
    return re.sub(r"[ \t\u00a0\u00ad]+", " ", text.replace("\r\n", "\n").replace("\r", "\n"))


def _one_line(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())


# ---------------------------------------------------------------- yaml


def _from_yaml(path: Path, known: Columns) -> CampaignTable:
    table = read_table(path)
    heads = {str(key): value for key, value in table.data.items() if key != "jobs"}
    named = {known.common.get(folded(key), key): value for key, value in heads.items()}
    common = {key: _yaml_field(key, value) for key, value in named.items()}
    unknown = [key for key in common if key not in known.titles]
    given = [row for _, row in table.rows("jobs")]
    unknown += (str(name) for row in given for name in row if not known.key(str(name)))
    rows = tuple(
        TableRow(number, dict(_yaml_cells(row, known))) for number, row in enumerate(given, 1)
    )
    if not rows:
        raise RequestError("campaign-no-table", file=path.name)
    return CampaignTable(common, rows, tuple(dict.fromkeys(unknown)))


def _yaml_cells(row: Mapping[str, Any], known: Columns) -> Iterator[tuple[str, Cell]]:
    for name, value in row.items():
        if name == "slots" and isinstance(value, Mapping):
            for slot, text in value.items():
                yield f"slot:{slot}", Cell(_yaml_text(text), f"slots.{slot}")
            continue
        key = known.key(str(name)) or str(name)
        yield key, Cell(_yaml_field(key, value), str(name))


def _yaml_field(key: str, value: Any) -> str:
    """A field as a cell would hold it; acceptances may be given as a list of fields."""
    if key == "accept" and isinstance(value, list):
        return "\n".join(_yaml_accepted(one) for one in value)
    return _yaml_text(value)


def _yaml_accepted(given: Any) -> str:
    """ "CODE=REASON | NAME". Raises RequestError `accept-fields`."""
    if not isinstance(given, Mapping):
        return _yaml_text(given)
    if unknown := set(map(str, given)) - {"code", "reason", "by"}:
        raise RequestError("accept-fields", given=sorted(unknown)[0])
    code, reason, by = (_yaml_text(given.get(key)) for key in ("code", "reason", "by"))
    return f"{code}={' '.join(reason.split())}" + (f"{ACCEPTED_BY}{by}" if by else "")


def _yaml_text(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    return "" if value is None else str(value)
