"""Text tables as Excel and its relatives really save them.

With or without a byte order mark, in UTF-8, UTF-16 or an old Vietnamese encoding, parted by commas,
semicolons, tabs or bars, with a "sep=;" line or without, with line breaks inside quoted cells.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice
from typing import Final

from poster.errors import RequestError
from poster.office.grid import Grid, Line
from poster.words.legacy import read_bytes

SEPARATORS: Final = (";", "\t", ",", "|")
#: Rows by which the separator is told.
_LOOKED_AT: Final = 60
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 200
#: Lines of text for each row, at most, before a file is looked into at all.
LINES_A_ROW: Final = 5


def read_delimited(data: bytes, name: str) -> Grid:
    """The one sheet of a text table.

    Row numbers are those that Excel shows: a cell with line breaks is one row, and a "sep=" line
    is none. Raises RequestError `text-…`, `table-cells`, `table-huge`.
    """
    huge = RequestError("table-huge", file=name, rows=MOST_ROWS, columns=MOST_COLUMNS)
    if max(data.count(b"\n"), data.count(b"\r")) > MOST_ROWS * LINES_A_ROW:
        raise huge
    text = read_bytes(data, name).text
    separator, text = _separator(text)
    rows = _rows(text, separator, name)
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        raise huge
    return Grid("", tuple(Line(number, tuple(row)) for number, row in enumerate(rows, 1)))


def _separator(text: str) -> tuple[str, str]:
    """The separator that a first line "sep=;" names, else the likeliest; and the text after it."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) <= 5:
        return first.strip()[4:] or "\t", rest
    return max(SEPARATORS, key=lambda one: _evenness(text, one)), text


def _evenness(text: str, separator: str) -> tuple[int, int]:
    """How many rows agree on a number of cells above one, and on how many."""
    try:
        rows = csv.reader(io.StringIO(text), delimiter=separator)
        counts = Counter(len(row) for row, _ in zip(rows, range(_LOOKED_AT), strict=False))
    except csv.Error:
        return (0, 0)
    several = [(rows, cells) for cells, rows in counts.items() if cells > 1]
    return max(several, default=(0, 0))


def _rows(text: str, separator: str, name: str) -> list[list[str]]:
    try:
        rows = csv.reader(io.StringIO(text), delimiter=separator)
        return list(islice(rows, MOST_ROWS + 1))
    except csv.Error as error:
        raise RequestError("table-cells", file=name, why=str(error)) from error
