"""A layout's contact sheet: a row for each case, a cell for each shape, faults in red."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from poster.errors import Finding, Severity
from poster.geometry import Rect
from poster.messages import Catalogue
from poster.model import Layout
from poster.press.lettering import lettering, width_mm, wrapped
from poster.render.mosaic import mosaic
from poster.svg.nodes import Node, Shape, Stroke, to_artwork
from poster.svg.paths import rectangle
from poster.typeset.fonts import Face
from poster.workshop.stress_runs import SHAPES, Case, Outcome

#: Lengths are pixels of the sheet. The two banner shapes share a column, one above the other.
GAP: Final = 16
ROW: Final = 256
TEXT: Final = 17
HEAD: Final = 30
LINE: Final = 1.4
_GROUND, _CARD, _INK, _GREY, _RED = "#e9e7e2", "#d4d1ca", "#1c1c1c", "#5d5a55", "#c8102e"


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces of headings and of notes."""

    head: Face
    note: Face


@dataclass
class ContactSheet:
    """Builds the sheet of one layout. `outcomes` are by row and size."""

    layout: Layout
    rows: Sequence[Case]
    outcomes: Mapping[tuple[int, str], Outcome]
    faces: Faces
    texts: Catalogue
    _nodes: list[Node] = field(default_factory=list)
    _pictures: list[tuple[float, float, bytes]] = field(default_factory=list)

    def png(self) -> bytes:
        """The whole sheet as PNG."""
        width = max(x + box_width for _, x, _, box_width, _ in _cells()) + GAP
        y = self._head()
        for row, case in enumerate(self.rows):
            y = self._row(row, case, y, width)
        page = Rect(0, 0, width, y)
        ground = Shape(rectangle(page), _GROUND, id="ground")
        return mosaic(to_artwork((ground, *self._nodes), page, page), self._pictures)

    def _head(self) -> float:
        title = self.texts.text("stress-title", title=self.layout.title, name=self.layout.name)
        self._write(title, self.faces.head, HEAD, GAP, GAP + HEAD, _INK)
        faulty = sum(one.has_faults for one in self.outcomes.values())
        code = "stress-faulty" if faulty else "stress-sound"
        line = self.texts.text(code, count=faulty, tried=len(self.outcomes))
        colour = _RED if faulty else _GREY
        self._write(line, self.faces.note, TEXT, GAP, GAP + HEAD + TEXT * 1.8, colour)
        return GAP + HEAD + TEXT * 3

    def _row(self, row: int, case: Case, top: float, width: float) -> float:
        title = self.texts.text(case.title, option=case.option)
        shown = case.text if len(case.text) <= 90 else case.text[:89] + "…"
        baseline = top + GAP + TEXT
        self._write(title, self.faces.head, TEXT, GAP, baseline, _INK)
        x = GAP + width_mm(title, self.faces.head, TEXT) + TEXT
        self._write(shown, self.faces.note, TEXT, x, baseline, _GREY)
        y = baseline + TEXT * 0.7
        for size, left, down, box_width, box_height in _cells():
            box = Rect(left, y + down, box_width, box_height)
            self._cell(self.outcomes[row, size], box)
        return self._faults(row, y + ROW + TEXT * 0.5, width)

    def _cell(self, outcome: Outcome, box: Rect) -> None:
        if outcome.picture:
            self._pictures.append((box.x, box.y, outcome.picture))
        else:
            self._nodes.append(Shape(rectangle(box), _CARD))
            self._card(outcome, box)
        if outcome.has_faults:
            around = Rect(box.x - 4, box.y - 4, box.width + 8, box.height + 8)
            self._nodes.append(Shape(rectangle(around), stroke=Stroke(_RED, 5)))

    def _card(self, outcome: Outcome, box: Rect) -> None:
        """Why there is no picture; the sentence of a fault stands below the row."""
        code = "stress-unserved" if outcome.state == "unserved" else "stress-none"
        size = TEXT * 0.8
        for place, line in enumerate(
            wrapped(self.texts.text(code), self.faces.note, size, box.width - 8), 1
        ):
            y = box.y + place * size * LINE
            if y < box.bottom:
                self._write(line, self.faces.note, size, box.x + 4, y, _INK)

    def _faults(self, row: int, top: float, width: float) -> float:
        """Sentences in red, and in grey where words are too small for their size."""
        y = top
        for size, _ in SHAPES:
            outcome = self.outcomes[row, size]
            for finding in outcome.findings:
                if outcome.state == "unserved":
                    continue
                colour = _RED if finding.severity is Severity.ERROR else _GREY
                sentence = f"{size}: {self._sentence(finding)}"
                for line in wrapped(sentence, self.faces.note, TEXT, width - 2 * GAP):
                    y += TEXT * LINE
                    self._write(line, self.faces.note, TEXT, GAP, y, colour)
        return y + TEXT

    def _sentence(self, finding: Finding) -> str:
        return " ".join(self.texts.text(finding.code, **finding.params).split())

    def _write(self, text: str, face: Face, size: float, x: float, y: float, colour: str) -> None:
        self._nodes.append(lettering(text, face, size, x, y, colour=colour))


def _cells() -> Iterator[tuple[str, float, float, float, float]]:
    """Size, left, distance from the row's top, width and height of each cell."""
    x, down = float(GAP), 0.0
    for place, (size, width) in enumerate(SHAPES):
        across, high = (float(side) for side in size.removesuffix("mm").split("x"))
        height = max(1, round(width * high / across))
        yield size, x, down, width, height
        down = height + GAP if place == 0 else 0.0
        x += 0 if place == 0 else width + GAP
