"""What stands on a sheet for home beside the art: where to cut and glue, codes, a ruler, a map.

All of it keeps to the white margin, but 4.5 mm off the paper's edge, where printers still print.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from poster.geometry import Affine, Rect
from poster.messages import Catalogue
from poster.press.drafting import HELP, INK, frame, line
from poster.press.home import OVERLAP_MM, HomePlan, HomeSheet
from poster.press.lettering import Anchor, lettering, width_mm, wrapped
from poster.svg.nodes import Node, Shape, Stroke
from poster.svg.paths import Point, polygon
from poster.typeset.fonts import Face

#: Cutting marks: how far from the art they begin, and how long they are, mm.
GAP_MM: Final = 1.0
MARK_MM: Final = 4.0
MARK_LINE_MM: Final = 0.2
#: Letters in the margin, and how far their line is from the paper's edge, mm.
LETTERS_MM: Final = 2.9
FOOT_MM: Final = 5.0
RULER_MM: Final = 100.0
#: The first sheet: its white edge, title, text and line height, mm.
EDGE_MM: Final = 15.0
TITLE_MM: Final = 7.0
TEXT_MM: Final = 4.2
LEADING_MM: Final = 6.4
CODE_SHARE: Final = 0.28
CODE_MM: Final = 4.5
STEPS: Final = ("home-step-print", "home-step-measure", "home-step-cut", "home-step-glue")


@dataclass(frozen=True, slots=True)
class Guides:
    """Draws for one plan, in mm of the paper; `what` names the piece."""

    plan: HomePlan
    what: str
    face: Face
    head: Face
    catalogue: Catalogue

    # ------------------------------------------------------------ a sheet with art

    def sheet(self, sheet: HomeSheet) -> tuple[Node, ...]:
        """What surrounds the art of one sheet."""
        return (*self._cuts(sheet), *self._flaps(sheet), *self._foot(sheet))

    def _cuts(self, sheet: HomeSheet) -> Iterator[Node]:
        """Marks in line with the sides that are cut: all but those that lie under a neighbour."""
        place, plan = sheet.place, self.plan
        last_row, last_column = sheet.row == plan.rows - 1, sheet.column == plan.columns - 1
        for x in (place.x, place.right) if last_column else (place.x,):
            yield from _mark(x, place.y, down=-1)
            yield from _mark(x, place.bottom, down=1)
        for y in (place.y, place.bottom) if last_row else (place.y,):
            yield from _mark(place.x, y, right=-1)
            yield from _mark(place.right, y, right=1)

    def _flaps(self, sheet: HomeSheet) -> Iterator[Node]:
        """Arrows in the margin where the edge of the right and of the lower neighbour comes."""
        place, plan, text = sheet.place, self.plan, self.catalogue.text
        if right := plan.at(sheet.row, sheet.column + 1):
            x = place.right - OVERLAP_MM
            yield _arrow((x, place.y - GAP_MM), (0, 1))
            yield _arrow((x, place.bottom + GAP_MM), (0, -1))
            words = text("home-flap", code=right.code)
            yield self._text(words, x - 2, place.y - GAP_MM - 0.6, anchor="end")
        if below := plan.at(sheet.row + 1, sheet.column):
            y = place.bottom - OVERLAP_MM
            yield _arrow((place.x - GAP_MM, y), (1, 0))
            yield _arrow((place.right + GAP_MM, y), (-1, 0))
            words = text("home-flap", code=below.code)
            yield self._text(words, place.x - GAP_MM - 0.6, y - 2, turned=-90)

    def _foot(self, sheet: HomeSheet) -> Iterator[Node]:
        """The sheet's code and a ruler at the foot of the paper."""
        paper, left = self.plan.paper, max(EDGE_MM, sheet.place.x + 6)
        y = paper.height - FOOT_MM
        yield lettering(sheet.code, self.head, LETTERS_MM * 1.25, left, y)
        count = len(self.plan.sheets)
        number = sheet.row * self.plan.columns + sheet.column + 1
        words = self.catalogue.text("home-foot", number=number, count=count)
        yield self._text(words, left + 12, y)
        yield from self._ruler(paper.width - EDGE_MM - RULER_MM - 2, y)

    def _ruler(self, x: float, y: float) -> Iterator[Node]:
        yield line((x, y), (x + RULER_MM, y))
        for tenth in range(11):
            tick = 2.0 if tenth % 5 == 0 else 1.0
            at = x + RULER_MM * tenth / 10
            yield line((at, y), (at, y - tick))
        yield self._text(f"{RULER_MM:g} mm", x - 1.5, y, anchor="end")

    def _text(
        self, words: str, x: float, y: float, *, anchor: Anchor = "start", turned: float = 0.0
    ) -> Shape:
        return lettering(words, self.face, LETTERS_MM, x, y, anchor=anchor, turned=turned)

    # ------------------------------------------------------------ the first sheet

    def cover(self) -> tuple[tuple[Node, ...], Rect]:
        """The first sheet without its picture, and where that stands on the paper."""
        paper, width = self.plan.paper, self.plan.paper.width - 2 * EDGE_MM
        nodes: list[Node] = []
        y = EDGE_MM + TITLE_MM
        title = self.catalogue.text("home-title")
        nodes.append(lettering(title, self.head, TITLE_MM, EDGE_MM, y))
        y += LEADING_MM + 2
        for words in self._paragraphs():
            for row in wrapped(words, self.face, TEXT_MM, width):
                nodes.append(lettering(row, self.face, TEXT_MM, EDGE_MM, y))
                y += LEADING_MM
            y += 1.5
        ruler_y = paper.height - EDGE_MM
        nodes += self._ruler(paper.width - EDGE_MM - RULER_MM, ruler_y)
        room = Rect.from_sides(EDGE_MM, y, paper.width - EDGE_MM, ruler_y - 10)
        picture = _fitted(self._whole, room)
        return tuple(nodes), picture

    def _paragraphs(self) -> Iterator[str]:
        text, plan = self.catalogue.text, self.plan
        whole = self._whole
        yield self.what
        yield text(
            "home-facts", count=len(plan.sheets), paper=plan.name.upper(), rows=plan.rows,
            columns=plan.columns, width_cm=whole.width / 10, height_cm=whole.height / 10,
        )  # fmt: skip
        for number, step in enumerate(STEPS, 1):
            yield f"{number}. {text(step, overlap_mm=OVERLAP_MM)}"

    @property
    def _whole(self) -> Rect:
        """The finished size: what all sheets show together."""
        last = self.plan.sheets[-1].region
        return Rect(0, 0, last.right, last.bottom)

    def map(self, picture: Rect) -> Iterator[Node]:
        """The joints of the sheets and their codes over the small picture of the piece."""
        to_paper = Affine.between(self._whole, picture)
        yield frame(picture, colour=HELP)
        for sheet in self.plan.sheets:
            box = to_paper.box(sheet.region)
            yield frame(box, weight_mm=0.9, colour="#ffffff")
            yield frame(box, weight_mm=0.25)
        for sheet in self.plan.sheets:
            yield from self._label(sheet, to_paper.box(sheet.region))

    def _label(self, sheet: HomeSheet, box: Rect) -> Iterator[Node]:
        """A code on a white plate in the corner of its sheet, so that the picture is still seen."""
        code, size = sheet.code, min(box.height * CODE_SHARE, CODE_MM)
        size *= min(1.0, 0.6 * box.width / width_mm(code, self.head, size))
        width = width_mm(code, self.head, size) + size * 0.6
        yield frame(Rect(box.x, box.y, width, size * 1.3), fill="#ffffff")
        yield lettering(code, self.head, size, box.x + size * 0.3, box.y + size)


def _mark(x: float, y: float, *, right: int = 0, down: int = 0) -> Iterator[Node]:
    """A cutting mark that starts beside the corner (x, y)."""
    near = (x + right * GAP_MM, y + down * GAP_MM)
    far = (near[0] + right * MARK_MM, near[1] + down * MARK_MM)
    yield Shape(polygon((near, far), closed=False), stroke=Stroke(INK, MARK_LINE_MM))


def _arrow(tip: Point, towards: tuple[int, int]) -> Shape:
    """A small triangle whose tip points to the art."""
    (x, y), (dx, dy), length, half = tip, towards, 2.4, 1.1
    back = (x - dx * length, y - dy * length)
    corners = (tip, (back[0] + dy * half, back[1] + dx * half),
               (back[0] - dy * half, back[1] - dx * half))  # fmt: skip
    return Shape(polygon(corners), INK)


def _fitted(whole: Rect, room: Rect) -> Rect:
    """The largest box of the proportions of `whole` in `room`, in the middle at its top."""
    scale = min(room.width / whole.width, room.height / whole.height)
    width, height = whole.width * scale, whole.height * scale
    return Rect(room.cx - width / 2, room.y, width, height)
