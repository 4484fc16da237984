"""What the words of a list and of figures mean: one writing for flags, YAML and spreadsheet cells.

A list is a point a line, or points with " | " between them. Figures are a figure a line (or " || "
between them), each `value | unit | caption | year`; a figure without a caption of its own goes on
with the one before it, and figures with the same caption are one series through time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from poster.errors import RequestError

_POINTS: Final = re.compile(r"\n| \| ")
_FIGURES: Final = re.compile(r"\n| \|\| ")
_VALUE: Final = re.compile(r"(?P<qualifier>\D*?)\s*(?P<shown>[-−+]?\d.*)")
_NUMBER: Final = re.compile(r"[-−+]?\d+(?:\.\d{3})+(?:,\d+)?|[-−+]?\d+(?:[.,]\d+)?")
_YEARS: Final = re.compile(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?")
_FIELDS: Final = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: "tối thiểu" "12.000" "USD" in 2030.

    `number` is its size, None where nobody can tell; `years` are the first and the last of a span,
    equal for one year, None for none.
    """

    qualifier: str
    shown: str
    unit: str
    number: float | None
    years: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one thing, in the order of their years."""

    caption: str
    figures: tuple[Figure, ...]

    @property
    def is_chart(self) -> bool:
        """Whether there is something to compare through time: two or more figures in figures."""
        known = [f for f in self.figures if f.years and f.number is not None and f.number >= 0]
        return len(known) == len(self.figures) >= 2


def read_points(text: str) -> tuple[str, ...]:
    """The points of a list."""
    return tuple(point for part in _POINTS.split(text) if (point := part.strip()))


def read_figures(text: str) -> tuple[Series, ...]:
    """The figures, by series. Raises RequestError `figures-…`."""
    rows: list[tuple[str, Figure]] = []
    for line in filter(None, (part.strip() for part in _FIGURES.split(text))):
        fields = [field.strip() for field in line.split("|")]
        if len(fields) > _FIELDS:
            raise RequestError("figures-fields", line=line[:80])
        fields += [""] * (_FIELDS - len(fields))
        value, unit, caption, year = fields
        caption = caption or (rows[-1][0] if rows else "")
        if not value or not caption:
            raise RequestError("figures-fields", line=line[:80])
        rows.append((caption, _figure(value, unit, year, line)))
    return tuple(
        Series(caption, tuple(sorted((figure for _, figure in group), key=_first_year)))
        for caption, group in groupby(rows, key=lambda row: row[0])
    )


def _first_year(figure: Figure) -> int:
    return figure.years[0] if figure.years else 0


def _figure(value: str, unit: str, year: str, line: str) -> Figure:
    match = _VALUE.fullmatch(value)
    qualifier, shown = (match["qualifier"], match["shown"]) if match else ("", value)
    number = _NUMBER.match(shown) if match else None
    if number is not None and not unit:  # "11 %": what follows the number is its unit
        shown, unit = number[0], shown[number.end() :].strip()
    return Figure(qualifier, shown, unit, number and _size(number[0]), _years(year, line))


def _size(number: str) -> float:
    """How much "12.000" or "3,5" is, as Vietnamese writes numbers."""
    text = number.replace("−", "-")
    if re.search(r"\.\d{3}(?!\d)", text):
        text = text.replace(".", "")
    return float(text.replace(",", "."))


def _years(year: str, line: str) -> tuple[int, int] | None:
    if not year:
        return None
    match = _YEARS.fullmatch(year)
    if match is None:
        raise RequestError("figures-year", given=year, line=line[:80])
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        raise RequestError("figures-year", given=year, line=line[:80])
    return (first, last)


def words_of(kind: str, text: str) -> tuple[str, ...]:
    """The sentences that people read in a slot of that type: what a words guard looks at."""
    if kind == "list":
        return read_points(text)
    if kind == "figures":
        return tuple(
            f"{series.caption}: {' '.join(filter(None, (f.qualifier, f.shown, f.unit)))}"
            for series in read_figures(text)
            for f in series.figures
        )
    return (text,) if kind == "text" else ()
