"""Text in documents that people read: the typesetter's own outlines as small fonts of a PDF.

Print files carry outlines and no fonts. A ticket or a proof has thousands of letters, which people
search, copy and send on: each outline is written once, as a glyph of a Type 3 font that says which
letter it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Pdf

from poster.press.pdf import POINTS_PER_MM
from poster.svg.paths import Path
from poster.typeset.fonts import Face
from poster.typeset.shape import Run, outline, shape

#: Units of a glyph to an em.
EM: Final = 1000
#: Glyphs that one font can hold: a code is one byte, and 0 stays free.
MOST_GLYPHS: Final = 255


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text on its baseline, from (x, y) in mm; the size is an em in mm."""

    text: str
    face: Face
    size_mm: float
    x_mm: float
    y_mm: float
    colour: str = "#000000"


@dataclass
class _Font:
    """Up to 255 glyphs of one face, with their widths and letters."""

    name: str
    codes: dict[Path, int] = field(default_factory=dict)
    widths: list[int] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)


class Fonts:
    """The fonts of one document; they grow as text is set, and are written at the end."""

    def __init__(self) -> None:
        self._faces: dict[Face, list[_Font]] = {}

    def content(self, words: Iterable[Words], page_height_mm: float) -> bytes:
        """The operators that draw `words` on a page of that height."""
        return b"\n".join(part for one in words for part in self._line(one, page_height_mm))

    def write(self, pdf: Pdf) -> Dictionary:
        """The fonts as the resource that every page names."""
        fonts = [font for some in self._faces.values() for font in some]
        return Dictionary(
            {f"/{font.name}": pdf.make_indirect(_written(pdf, font)) for font in fonts}
        )

    def _line(self, words: Words, page_height_mm: float) -> Iterator[bytes]:
        run = shape(words.face, words.text)
        size = words.size_mm * POINTS_PER_MM
        x, y = words.x_mm * POINTS_PER_MM, (page_height_mm - words.y_mm) * POINTS_PER_MM
        yield f"BT {_rgb(words.colour)} rg 1 0 0 1 {x:.3f} {y:.3f} Tm".encode()
        font, pen, shown = "", 0, ""
        for path, at, width, letters in _spans(run, words.text):
            name, code, own_width = self._glyph(words.face, path, width, letters)
            if name != font:
                if shown:
                    yield f"[{shown}] TJ".encode()
                font, shown = name, ""
                yield f"/{name} {size:.3f} Tf".encode()
            if back := pen - at:
                shown += f"{back}"
            shown += f"<{code:02x}>"
            pen = at + own_width
        if shown:
            yield f"[{shown}] TJ".encode()
        yield b"ET"

    def _glyph(self, face: Face, path: Path, width: int, letters: str) -> tuple[str, int, int]:
        """The font, code and width of an outline, which is taken up where it is new."""
        fonts = self._faces.setdefault(face, [])
        for font in fonts:
            if path in font.codes:
                code = font.codes[path]
                return font.name, code, font.widths[code - 1]
        if not fonts or len(fonts[-1].codes) == MOST_GLYPHS:
            count = sum(map(len, self._faces.values()))
            fonts.append(_Font(f"T{count + 1}"))
        font = fonts[-1]
        font.codes[path] = len(font.codes) + 1
        font.widths.append(width)
        font.letters.append(letters)
        return font.name, font.codes[path], width


def _spans(run: Run, text: str) -> Iterator[tuple[Path, int, int, str]]:
    """Each letter's outline, its place and advance in units, and the letter itself.

    What is drawn as several glyphs, as a letter and the mark below it, is one outline.
    """
    letters = [list(some) for _, some in groupby(run.glyphs, key=lambda placed: placed.index)]
    starts = [some[0] for some in letters]
    ends = [*(placed.x_em for placed in starts[1:]), run.advance_em]
    upto = [*(placed.index for placed in starts[1:]), len(text)]
    for some, end, stop in zip(letters, ends, upto, strict=True):
        first = some[0]
        path = outline(some, dx=-first.x_em) if len(some) > 1 else first.glyph.path
        at = round(first.x_em * EM)
        yield path, at, round(end * EM) - at, text[first.index : stop]


def _rgb(colour: str) -> str:
    value = int(colour[1:], 16)
    return " ".join(f"{channel / 255:.4g}" for channel in value.to_bytes(3, "big"))


def _written(pdf: Pdf, font: _Font) -> Dictionary:
    names = [f"/g{code}" for code in font.codes.values()]
    glyphs: dict[str, Any] = {
        name: pdf.make_stream(_procedure(path, width))
        for name, path, width in zip(names, font.codes, font.widths, strict=True)
    }
    boxes = [box for path in font.codes if (box := path.bounds) is not None]
    sides = (
        min((box.x for box in boxes), default=0), -max((box.bottom for box in boxes), default=0),
        max((box.right for box in boxes), default=0), -min((box.y for box in boxes), default=0),
    )  # fmt: skip
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([round(side * EM) for side in sides]),
        FontMatrix=Array([1 / EM, 0, 0, 1 / EM, 0, 0]),
        CharProcs=Dictionary(glyphs),
        Encoding=Dictionary(
            Type=Name.Encoding, Differences=Array([1, *(Name(name) for name in names)])
        ),
        FirstChar=1,
        LastChar=len(names),
        Widths=Array(font.widths),
        Resources=Dictionary(),
        ToUnicode=pdf.make_stream(_letters(font)),
    )


def _procedure(path: Path, width: int) -> bytes:
    """One glyph, painted in the colour of the text."""
    box = path.bounds
    if box is None:
        return f"{width} 0 0 0 0 0 d1".encode()
    sides = (box.x, -box.bottom, box.right, -box.y)
    lines = [f"{width} 0 {' '.join(str(round(side * EM)) for side in sides)} d1"]
    for kind, points in path.steps:
        numbers = " ".join(f"{round(x * EM)} {round(-y * EM)}" for x, y in points)
        lines.append(f"{numbers} {_OPERATORS[kind]}".strip())
    return "\n".join([*lines, "f"]).encode()


_OPERATORS: Final = {"M": "m", "L": "l", "C": "c", "Z": "h"}


def _letters(font: _Font) -> bytes:
    """The map from codes to letters, which copying and searching read."""
    rows = [
        f"<{code:02x}> <{letters.encode('utf-16-be').hex()}>"
        for code, letters in zip(font.codes.values(), font.letters, strict=True)
    ]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    middle = [line for rows in blocks for line in (f"{len(rows)} beginbfchar", *rows, "endbfchar")]
    return "\n".join((
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
        "/CMapName /Letters def", "/CMapType 2 def",
        "1 begincodespacerange", "<00> <ff>", "endcodespacerange",
        *middle, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end",
    )).encode()  # fmt: skip
