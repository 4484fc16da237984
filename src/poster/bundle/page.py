"""Pages of a document: text that flows, tables, pictures and rules, from the top to the foot.

Lengths are in mm, text sizes are em heights in mm; a page breaks where the next thing has no room.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar, Final

from poster.geometry import Rect
from poster.library import starter_library
from poster.press.document import Leaf
from poster.press.lettering import width_mm, wrapped
from poster.press.type3 import Words
from poster.svg import paths
from poster.svg.nodes import Image, Node, Shape, Stroke
from poster.typeset.fonts import Face, scan

A4: Final = Rect(0, 0, 210, 297)
MARGIN_MM: Final = 14.0
#: Room at the head for the status, and at the foot for the running line.
HEAD_MM: Final = 22.0
FOOT_MM: Final = 16.0
#: Distance of baselines as a share of the em: Vietnamese capitals carry two marks.
LEADING: Final = 1.42
INK: Final = "#1a1a1a"
GREY: Final = "#6b6b6b"
RED: Final = "#c8102e"
PALE: Final = "#f3efe9"
LINE: Final = "#c9c2b8"


@dataclass(frozen=True, slots=True)
class Faces:
    """The two faces of every document; they come with the program, whatever the library holds."""

    plain: Face
    strong: Face


@lru_cache(maxsize=1)
def faces() -> Faces:
    """The faces of the program's own documents."""
    index = scan(starter_library() / "fonts")
    return Faces(index.face("Noto Sans", 400), index.face("Be Vietnam Pro", 700))


def legible(text: str, face: Face) -> str:
    """`text` on one line with only letters that `face` has; others are written as code points."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    lacking = {*face.missing(plain), *(letter for letter in plain if unicodedata.combining(letter))}
    return "".join(f"[U+{ord(letter):04X}]" if letter in lacking else letter for letter in plain)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading, its share of the width, and whether it is numbers."""

    title: str
    share: float
    numbers: bool = False


@dataclass
class Pages:
    """The pages written so far; `y` is where the next thing begins."""

    y: float = HEAD_MM
    nodes: list[list[Node]] = field(default_factory=lambda: [[]])
    words: list[list[Words]] = field(default_factory=lambda: [[]])

    left: ClassVar[float] = MARGIN_MM
    width: ClassVar[float] = A4.width - 2 * MARGIN_MM
    foot: ClassVar[float] = A4.height - FOOT_MM

    def room(self, height: float) -> None:
        """Begin a new page where `height` does not fit on this one any more."""
        if self.y + height > self.foot and self.y > HEAD_MM:
            self.turn()

    def turn(self) -> None:
        """Begin a new page."""
        self.nodes.append([])
        self.words.append([])
        self.y = HEAD_MM

    def keep(self, draw: Callable[[Pages], None]) -> None:
        """Draw what should stay on one page: tried apart first, to see how high it is."""
        self.room(min(_height(draw), self.foot - HEAD_MM))
        draw(self)

    def fits(self, draw: Callable[[Pages], None]) -> bool:
        """Whether what `draw` draws has room on this page."""
        return self.y + _height(draw) <= self.foot

    def put(
        self, text: str, x: float, y: float, size: float, *, strong: bool = False,
        colour: str = INK, anchor: float = 0.0,
    ) -> None:  # fmt: skip
        """One line with its baseline at `y`; `anchor` is the share of it that lies left of `x`."""
        face = faces().strong if strong else faces().plain
        shown = legible(text, face)
        if shown:
            start = x - anchor * width_mm(shown, face, size) if anchor else x
            self.words[-1].append(Words(shown, face, size, start, y, colour))

    def text(
        self, text: str, size: float, *, x: float | None = None, width: float | None = None,
        strong: bool = False, colour: str = INK,
    ) -> None:  # fmt: skip
        """A paragraph below what stands there, and the cursor below it."""
        start = self.left if x is None else x
        for line in broken(text, size, width or self.width, strong):
            self.room(size * LEADING)
            self.put(line, start, self.y + size * 1.05, size, strong=strong, colour=colour)
            self.y += size * LEADING

    def box(self, rect: Rect, fill: str | None, stroke: str | None = None) -> None:
        """A filled or outlined rectangle on this page."""
        line = Stroke(stroke, 0.25) if stroke else None
        self.nodes[-1].append(Shape(paths.rectangle(rect), fill, stroke=line))

    def rule(self, colour: str = LINE, height: float = 0.25) -> None:
        """A line across the page."""
        self.box(Rect(self.left, self.y, self.width, height), colour)
        self.y += height

    def picture(self, jpeg: tuple[bytes, int, int], within: Rect) -> Rect:
        """A picture as large as fits, at the top left of `within`; where it stands."""
        data, columns, rows = jpeg
        scale = min(within.width / columns, within.height / rows)
        place = Rect(within.x, within.y, columns * scale, rows * scale)
        self.nodes[-1].append(Image(place, data))
        return place

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[str]], size: float) -> None:
        """A table whose rows stay whole; its headings stand again on each page."""
        self.room(size * 6)
        self._headings(columns, size)
        for row in rows:
            cells = [
                broken(text, size, self.width * column.share - 2)
                for text, column in zip(row, columns, strict=True)
            ]
            height = max(map(len, cells)) * size * LEADING + 1.6
            if self.y + height > self.foot:
                self.turn()
                self._headings(columns, size)
            self._row(columns, cells, size)
            self.y += height
            self.rule()

    def _headings(self, columns: Sequence[Column], size: float) -> None:
        cells = [
            broken(one.title, size * 0.92, self.width * one.share - 2, True) for one in columns
        ]
        height = max(map(len, cells)) * size * LEADING + 1.6
        self.box(Rect(self.left, self.y, self.width, height), PALE)
        self._row(columns, cells, size * 0.92, strong=True)
        self.y += height

    def _row(
        self, columns: Sequence[Column], cells: Sequence[Sequence[str]], size: float,
        strong: bool = False,
    ) -> None:  # fmt: skip
        x = self.left
        for column, lines in zip(columns, cells, strict=True):
            width = self.width * column.share
            for number, line in enumerate(lines):
                y = self.y + 0.8 + size * (1.05 + number * LEADING)
                at = x + width - 3 if column.numbers else x + 1
                self.put(line, at, y, size, strong=strong, anchor=float(column.numbers))
            x += width

    def facts(self, rows: Iterable[tuple[str, str]], x: float, width: float, size: float) -> None:
        """Names and values in two columns; a row without a value is left out."""
        label = width * 0.34
        for name, value in rows:
            if not value:
                continue
            names = broken(name, size, label - 2)
            values = broken(value, size, width - label)
            height = max(len(names), len(values)) * size * LEADING
            self.room(height)
            for number, line in enumerate(names):
                y = self.y + size * (1.05 + number * LEADING)
                self.put(line, x, y, size, colour=GREY)
            for number, line in enumerate(values):
                self.put(line, x + label, self.y + size * (1.05 + number * LEADING), size)
            self.y += height + 0.35

    def leaves(self, running: str) -> tuple[Leaf, ...]:
        """The pages, each with the running line (as much as fits) and its number at the foot."""
        count = len(self.words)
        for number in range(count):
            size, y = 2.6, A4.height - 8
            face = faces().plain
            first, *rest = broken(running, size, self.width - 16)
            line, place = first + (" …" if rest else ""), f"{number + 1}/{count}"
            end = A4.width - MARGIN_MM - width_mm(place, face, size)
            self.words[number] += [
                Words(line, face, size, self.left, y, GREY), Words(place, face, size, end, y, GREY)
            ]  # fmt: skip
        return tuple(
            Leaf(tuple(nodes), tuple(words))
            for nodes, words in zip(self.nodes, self.words, strict=True)
        )


def _height(draw: Callable[[Pages], None]) -> float:
    """How high something is, mm; a whole page where one does not suffice."""
    trial = Pages()
    draw(trial)
    return trial.foot - HEAD_MM if len(trial.words) > 1 else trial.y - HEAD_MM


@lru_cache(maxsize=4096)
def broken(text: str, size: float, width: float, strong: bool = False) -> tuple[str, ...]:
    """`text` in lines of at most `width` mm; a word that is longer is cut where the line ends."""
    face = faces().strong if strong else faces().plain
    lines: list[str] = []
    for line in wrapped(legible(text, face), face, size, width):
        lines += _cut(line, face, size, width)
    return tuple(lines) or ("",)


def _cut(word: str, face: Face, size: float, width: float) -> Iterable[str]:
    while len(word) > 1 and width_mm(word, face, size) > width:
        upto = max(1, int(len(word) * width / width_mm(word, face, size)))
        yield word[:upto]
        word = word[upto:]
    yield word
