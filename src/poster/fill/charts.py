"""One panel of an infographic: a caption, numbers with what qualifies them, bars along time.

Lengths inside are in cap heights of the numbers unless they end in _mm. Bars begin at zero and are
as high as their numbers; a year stands where it lies in time, and a span of years is as wide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from poster.fill.labels import SMALL, Colours, Faces, Label, Look
from poster.fill.lettering import ASCENT_CAPS, Paragraphs, height_caps, set_nodes
from poster.geometry import Rect
from poster.model.values import Figure, Series
from poster.svg.nodes import Group, Node, Shape
from poster.svg.paths import rectangle
from poster.typeset.style import Style

#: Vertical steps: bar at the head, air below the caption, air above a bar, least height of the
#: highest bar, from the axis to the years' capitals.
HEAD_BAR: Final = 0.14
HEAD_AIR: Final = 0.42
LABEL_AIR: Final = 0.4
BAR_LEAST: Final = 2.0
YEAR_DROP: Final = 0.75
#: Between the bar at the head and the caption, in cap heights of the caption.
HEAD_GAP: Final = 0.5
#: Air between two labels, and how much of the distance between two years a bar takes.
LABEL_GAP: Final = 0.6
BAR_SHARE: Final = 0.56
BAR_MOST: Final = 1.9
#: A chart is at most so much wider than it needs.
WIDER: Final = 2.0
#: The search for the width that a panel needs: its upper end in caps, and halvings.
WIDEST: Final = 200.0
ROUNDS: Final = 20
#: Of more figures than this only the first, the last and the highest are written out.
MOST_LABELS: Final = 6


@dataclass(frozen=True)
class Chart:
    """A series and how it is written."""

    series: Series
    faces: Faces

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """A label for each figure."""
        return tuple(Label(figure, self.faces) for figure in self.series.figures)

    @cached_property
    def written(self) -> tuple[int, ...]:
        """The places of the figures that are written out."""
        figures = self.series.figures
        if len(figures) <= MOST_LABELS or not self.series.is_chart:
            return tuple(range(len(figures)))
        highest = max(range(len(figures)), key=lambda place: figures[place].number or 0.0)
        return tuple(sorted({0, highest, len(figures) - 1}))

    @property
    def label_height(self) -> float:
        """The height of the highest label, in caps."""
        return max(self.labels[place].height for place in self.written)

    # ------------------------------------------------------------ fitting

    def fits_across(self, width_mm: float, look: Look) -> bool:
        """Whether no label touches its neighbour in a panel so wide."""
        if self._ends(look)[0] + self._ends(look)[1] > width_mm:
            return False
        centres = self._centres(Rect(0, 0, width_mm, 0), look)
        cap = look.cap_mm
        half = [label.width * cap / 2 for label in self.labels]
        if any(centres[at] - half[at] < -0.01 or centres[at] + half[at] > width_mm + 0.01
               for at in self.written):  # fmt: skip
            return False
        return all(
            centres[b] - centres[a] >= half[a] + half[b] + LABEL_GAP * cap
            for a, b in pairwise(self.written)
        )

    @cached_property
    def needed_width(self) -> float:
        """The least width of a panel, in caps."""
        look, low, high = Look(1.0, Colours("", "", ""), self.faces), 0.0, WIDEST
        for _ in range(ROUNDS):
            middle = (low + high) / 2
            low, high = (low, middle) if self.fits_across(middle, look) else (middle, high)
        return high

    def height_mm(self, look: Look, caption_lines: int) -> float:
        """The least height of a panel."""
        below = YEAR_DROP + SMALL if any(label.years for label in self.labels) else 0.0
        bars = LABEL_AIR + BAR_LEAST if self.series.is_chart else 0.0
        return self._head_mm(look, caption_lines) + look.cap_mm * (
            HEAD_AIR + self.label_height + bars + below
        )

    def _head_mm(self, look: Look, caption_lines: int) -> float:
        return look.hair_mm(HEAD_BAR) + look.caption_mm * (height_caps(caption_lines) + HEAD_GAP)

    # ------------------------------------------------------------ the axis

    @cached_property
    def _span(self) -> tuple[float, float]:
        """The first moment and the last: a span of years ends with its last year."""
        years = [figure.years for figure in self.series.figures if figure.years]
        if not years:
            return (0.0, 0.0)
        return (
            min(float(first) for first, _ in years),
            max(float(last + 1 if last > first else last) for first, last in years),
        )

    @property
    def _has_spans(self) -> bool:
        return any(f.years and f.years[1] > f.years[0] for f in self.series.figures)

    def _ends(self, look: Look) -> tuple[float, float]:
        """Room before the first and behind the last moment, mm: half a label where it stands."""
        if self._has_spans:
            return (0.0, 0.0)
        first, last = (max(self.labels[at].width, BAR_MOST) / 2 for at in (0, -1))
        return (first * look.cap_mm, last * look.cap_mm)

    def _x_mm(self, moment: float, box: Rect, look: Look) -> float:
        before, behind = self._ends(look)
        first, last = self._span
        share = (moment - first) / (last - first) if last > first else 0.5
        return box.x + before + share * (box.width - before - behind)

    def _centres(self, box: Rect, look: Look) -> list[float]:
        if not self.series.is_chart:  # nothing to compare: columns of equal width
            step = box.width / len(self.labels)
            first = self.labels[0].width * look.cap_mm / 2
            if len(self.labels) == 1:
                return [box.x + first]
            return [box.x + step * (place + 0.5) for place in range(len(self.labels))]
        return [
            (self._x_mm(start, box, look) + self._x_mm(end, box, look)) / 2
            for start, end in map(_moments, self.series.figures)
        ]

    def _bar(self, place: int, box: Rect, look: Look, centres: list[float]) -> tuple[float, float]:
        """Left and width of a bar, mm."""
        start, end = _moments(self.series.figures[place])
        if end > start:
            left, right = self._x_mm(start, box, look), self._x_mm(end, box, look)
            return left, right - left - look.hair_mm(0.06)
        gaps = [b - a for a, b in pairwise(centres)]
        width = min(BAR_SHARE * min(gaps), BAR_MOST * look.cap_mm)
        return centres[place] - width / 2, width

    # ------------------------------------------------------------ drawing

    def node(self, box: Rect, look: Look, name: str, caption_lines: int) -> Node:
        """The panel in its box; a chart is no wider than serves it."""
        children = [*self._head(box, look, name)]
        top = box.y + self._head_mm(look, caption_lines)
        if self.series.is_chart:
            width = min(box.width, WIDER * self.needed_width * look.cap_mm)
            children += self._bars(replace(box, width=width), top, look, name)
        else:
            children += self._plain(box, top, look, name)
        return Group(tuple(children), id=name)

    def _head(self, box: Rect, look: Look, name: str) -> Iterator[Node]:
        thick = look.hair_mm(HEAD_BAR)
        bar = rectangle(Rect(box.x, box.y, min(box.width, 1.5 * look.cap_mm), thick))
        yield Shape(bar, look.colours.mark, id=f"{name}-head")
        style = Style(self.faces.caption, align="left")
        texts = Paragraphs((self.series.caption,), style)
        setting = texts.set(0, look.caption_mm, box.width)
        baseline = box.y + thick + look.caption_mm * (ASCENT_CAPS + HEAD_GAP)
        shift = (box.x, baseline - setting.lines[0].baseline_mm)
        yield set_nodes(setting, (look.colours.caption,) * 2, shift, f"{name}-caption")

    def _bars(self, box: Rect, top_mm: float, look: Look, name: str) -> Iterator[Node]:
        cap, figures = look.cap_mm, self.series.figures
        centres = self._centres(box, look)
        axis = box.bottom - (YEAR_DROP + SMALL) * cap
        room = axis - top_mm - (HEAD_AIR + self.label_height + LABEL_AIR) * cap
        highest = max(figure.number or 0.0 for figure in figures) or 1.0
        for place, figure in enumerate(figures):
            height = max(room * (figure.number or 0.0) / highest, look.hair_mm(0.04))
            left, width = self._bar(place, box, look, centres)
            outline = rectangle(Rect(left, axis - height, width, height))
            yield Shape(outline, look.colours.mark, id=f"{name}-bar-{place + 1}")
            if place in self.written:
                label, own = self.labels[place], f"{name}-{place + 1}"
                yield from label.nodes(centres[place], axis - height - LABEL_AIR * cap, look, own)
        yield from self._axis(box, axis, look, name)
        for place in self.written:
            yield from self._years(place, centres[place], axis, look, name)

    def _axis(self, box: Rect, axis_mm: float, look: Look, name: str) -> Iterator[Node]:
        """The axis with a tick every few years, so that everyone sees how time runs."""
        thin, (first, last) = look.hair_mm(0.035), self._span
        yield Shape(
            rectangle(Rect(box.x, axis_mm, box.width, thin)),
            look.colours.caption,
            id=f"{name}-axis",
        )
        step = _tick_years(last - first)
        year = -(-first // step) * step
        ticks = []
        while year <= last:
            x = min(self._x_mm(year, box, look), box.right - thin / 2)
            ticks.append(max(x - thin / 2, box.x))
            year += step
        for place, left in enumerate(ticks, 1):
            tick = rectangle(Rect(left, axis_mm, thin, look.hair_mm(0.16)))
            yield Shape(tick, look.colours.caption, id=f"{name}-tick-{place}")

    def _years(
        self, place: int, cx_mm: float, axis_mm: float, look: Look, name: str
    ) -> Iterator[Node]:
        years = self.labels[place].years
        if years is not None:
            left = cx_mm - years.width * SMALL * look.cap_mm / 2
            baseline = axis_mm + (YEAR_DROP + SMALL) * look.cap_mm
            cap_mm, colour = SMALL * look.cap_mm, look.colours.caption
            yield years.node(left, baseline, cap_mm, colour, f"{name}-{place + 1}-years")

    def _plain(self, box: Rect, top_mm: float, look: Look, name: str) -> Iterator[Node]:
        """Numbers alone, on the same line in all panels of a row."""
        centres = self._centres(box, look)
        bottom = top_mm + (HEAD_AIR + self.label_height) * look.cap_mm
        for place, label in enumerate(self.labels):
            yield from label.nodes(centres[place], bottom, look, f"{name}-{place + 1}")
            axis = bottom - 0.2 * look.cap_mm
            yield from self._years(place, centres[place], axis, look, name)


def _moments(figure: Figure) -> tuple[float, float]:
    """When a figure begins and ends: a year is a moment, a span runs to the end of its last."""
    first, last = figure.years or (0, 0)
    return (float(first), float(last + 1) if last > first else float(last))


def _tick_years(span: float) -> float:
    """Years between two ticks: so many that there are at most a dozen."""
    return next((step for step in (1.0, 5.0, 10.0, 25.0) if span / step <= 12), 100.0)
