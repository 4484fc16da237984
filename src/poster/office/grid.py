"""A table as an office keeps it: sheets of rows of cells, every cell as its plain text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that holds no value: `code` is a message id; `column` counts from 0."""

    row: int
    column: int
    code: str
    found: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `number` is the one that Excel shows, from 1."""

    number: int
    cells: tuple[str, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet; `name` is empty where the file has no sheets."""

    name: str
    lines: tuple[Line, ...]
    faults: tuple[CellFault, ...] = ()
    hidden: bool = False


def column_letter(column: int) -> str:
    """What Excel calls the column that counts `column` from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
