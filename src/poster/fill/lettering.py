"""Type for what a layout builds itself: single lines by their baseline, paragraphs at one size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import inf
from typing import Final

from poster.geometry import Affine, Rect
from poster.svg.nodes import Group, Node, Shape
from poster.typeset.fit import Setting, Style, fit
from poster.typeset.fonts import Face

#: Capitals of the measured line, mm; it is scaled from there.
_CAP_MM: Final = 100.0
#: Room that no single line fills, mm.
_ENDLESS_MM: Final = 1e6
#: Most lines of one text.
MOST_LINES: Final = 8
#: Height by width of the room that a paragraph is given: enough for its lines, and too little to be
#: taken for a hanging scroll, where each syllable gets a line.
ROOM: Final = 2.7
#: Distance of baselines in paragraphs, in cap heights: where the typesetter stops opening lines.
LEADING_CAPS: Final = 1.9
#: Room for accents above the first line and tails below the last, in cap heights.
ASCENT_CAPS: Final = 1.45
DESCENT_CAPS: Final = 0.4


@dataclass(frozen=True)
class Line:
    """One line of type of any size; lengths are in cap heights."""

    text: str
    face: Face

    @cached_property
    def _setting(self) -> Setting:
        style = Style(self.face, align="left", valign="top", max_lines=1, max_cap_mm=_CAP_MM)
        return fit(_unbroken(self.text), Rect(0, 0, _ENDLESS_MM, _ENDLESS_MM), style)

    @property
    def width(self) -> float:
        """The width of the ink."""
        return self._setting.ink.width / _CAP_MM

    @property
    def above(self) -> float:
        """From the baseline to the top of the ink."""
        return (self._setting.lines[0].baseline_mm - self._setting.ink.y) / _CAP_MM

    @property
    def below(self) -> float:
        """From the baseline to the bottom of the ink."""
        return max(0.0, self._setting.ink.bottom - self._setting.lines[0].baseline_mm) / _CAP_MM

    def node(self, left_mm: float, baseline_mm: float, cap_mm: float, srgb: str, name: str) -> Node:
        """The line with its ink beginning at `left_mm`."""
        ink, base = self._setting.ink, self._setting.lines[0].baseline_mm
        share = cap_mm / _CAP_MM
        place = Affine(share, 0, 0, share, left_mm - ink.x * share, baseline_mm - base * share)
        return Shape(self._setting.lines[0].path, srgb, id=name).transformed(place)


def _unbroken(text: str) -> str:
    """The text without marks that only break or stress lines: a line is one line."""
    return " ".join(text.replace(" / ", " ").replace("~", " ").replace("*", " ").split())


@lru_cache(maxsize=256)
def _caps(text: str, style: Style) -> tuple[float, ...]:
    """How large capitals can be in one line, in two lines, and so on, per width of the room."""
    return tuple(
        _fitted(text, _CAP_MM, style, count, None).cap_mm / _CAP_MM
        for count in range(1, min(MOST_LINES, len(text.split())) + 1)
    )


def _fitted(text: str, width_mm: float, style: Style, lines: int, cap_mm: float | None) -> Setting:
    room = Rect(0, 0, width_mm, width_mm * ROOM)
    style = replace(style, max_lines=lines, max_cap_mm=cap_mm, valign="top", line_sizes="equal")
    return fit(text, room, style)


@dataclass(frozen=True)
class Paragraphs:
    """Texts that are set at one size, each in as few lines as that takes."""

    texts: Sequence[str]
    style: Style

    def lines(self, cap_mm: float, width_mm: float) -> tuple[int, ...] | None:
        """How many lines each text takes at that size; None where one cannot be set so large."""
        counts = []
        for text in self.texts:
            caps = enumerate(_caps(text, self.style), 1)
            fitting = [count for count, cap in caps if cap * width_mm >= cap_mm * 0.9999]
            if not fitting:
                return None
            counts.append(fitting[0])
        return tuple(counts)

    def height_mm(self, cap_mm: float, width_mm: float) -> float:
        """The height of all texts one below the other, without air between them."""
        counts = self.lines(cap_mm, width_mm)
        return inf if counts is None else sum(map(height_caps, counts)) * cap_mm

    def set(self, place: int, cap_mm: float, width_mm: float) -> Setting:
        """One of the texts at that size, its first baseline wherever it fell."""
        counts = self.lines(cap_mm, width_mm) or (MOST_LINES,) * len(self.texts)
        return _fitted(self.texts[place], width_mm, self.style, counts[place], cap_mm)


def height_caps(count: int) -> float:
    """The height of a text of so many lines, in cap heights, accents and tails included."""
    return ASCENT_CAPS + (count - 1) * LEADING_CAPS + DESCENT_CAPS


def set_nodes(
    setting: Setting, colours: tuple[str, str], shift: tuple[float, float], name: str
) -> Node:
    """A setting's lines, moved by `shift` (mm), in an ink and that of what is stressed."""
    children: list[Node] = []
    for place, line in enumerate(setting.lines, 1):
        children.append(Shape(line.path, colours[0], id=f"{name}-line-{place}"))
        if line.emphasised:
            emphasis = f"{name}-line-{place}-emphasis"
            children.append(Shape(line.emphasis_path, colours[1], id=emphasis))
    return Group(tuple(children), id=name).transformed(Affine.translate(*shift))
