"""Figures: panels of large numbers over small charts, each drawn from the data to scale.

All panels share one size of number, found so that everything fits: it is the largest over all ways
of ranging the panels in rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from poster.errors import RequestError
from poster.fill.blocks import Bench, Block, BlockFrame
from poster.fill.charts import Chart
from poster.fill.labels import Colours, Faces, Look
from poster.fill.lettering import Paragraphs
from poster.geometry import Rect
from poster.model.values import Series, read_figures
from poster.svg.nodes import Group
from poster.typeset.style import Style

#: Gutters between panels, in cap heights of the numbers.
GUTTER_X: Final = 2.2
GUTTER_Y: Final = 1.9
#: Numbers are at most this share of the frame's height, or of its width.
MOST_OF_HEIGHT: Final = 0.17
MOST_OF_WIDTH: Final = 0.12
#: Numbers below this are no infographic any more, mm.
LEAST_CAP_MM: Final = 1.0
ROUNDS: Final = 16


@dataclass(frozen=True, slots=True)
class _Grid:
    """Panels in rows, and the cap height of their numbers in mm."""

    rows: tuple[int, ...]
    cap_mm: float


def set_figures(frame: BlockFrame, bench: Bench) -> Block:
    """Every series in a panel of its own. Raises RequestError `figures-…`."""
    series = read_figures(frame.value)
    faces = Faces(frame.face(bench), frame.face(bench, caption=True))
    charts = [Chart(one, faces) for one in series]
    grid = max(_grids(charts, frame, faces), key=lambda grid: grid.cap_mm)
    if grid.cap_mm < LEAST_CAP_MM:
        raise RequestError("figures-room", slot=frame.name, count=len(series))
    slot = frame.slot
    colours = Colours(
        number=frame.ink(bench),
        mark=frame.ink(bench, slot.accent),
        caption=frame.ink(bench, slot.caption_fill),
    )
    look = Look(grid.cap_mm, colours, faces)
    boxes = list(_boxes(charts, grid.rows, frame.box, grid.cap_mm))
    heads = _caption_lines(charts, grid, boxes, look)
    panels = tuple(
        chart.node(box, look, f"{frame.name}-{place}", head)
        for place, (chart, box, head) in enumerate(zip(charts, boxes, heads, strict=True), 1)
    )
    return Block(Group(panels, id=f"slot-{frame.name}"), cap_mm=look.caption_mm)


def _caption_lines(
    charts: Sequence[Chart], grid: _Grid, boxes: Sequence[Rect], look: Look
) -> list[int]:
    """Lines of the captions: as many in all panels of a row as the longest there needs."""
    lines = [
        _captions(chart.series, look.faces).lines(look.caption_mm, box.width) or (1,)
        for chart, box in zip(charts, boxes, strict=True)
    ]
    heads: list[int] = []
    for count in grid.rows:
        most = max(own[0] for own in lines[len(heads) : len(heads) + count])
        heads += [most] * count
    return heads


def _captions(series: Series, faces: Faces) -> Paragraphs:
    return Paragraphs((series.caption,), Style(faces.caption, align="left"))


def _grids(charts: Sequence[Chart], frame: BlockFrame, faces: Faces) -> Iterator[_Grid]:
    """Every way of ranging the panels in rows that are as even as can be."""
    box = frame.box
    most_mm = min(box.height * MOST_OF_HEIGHT, box.width * MOST_OF_WIDTH, frame.most_cap_mm)
    for rows in range(1, len(charts) + 1):
        counts = _even(len(charts), rows)
        low, high = 0.0, most_mm
        for _ in range(ROUNDS):
            middle = (low + high) / 2
            if _fits(charts, counts, box, middle, faces):
                low = middle
            else:
                high = middle
        yield _Grid(counts, low)


def _even(count: int, rows: int) -> tuple[int, ...]:
    """So many panels in each row, the fuller rows last."""
    short, extra = divmod(count, rows)
    return tuple(short + (row >= rows - extra) for row in range(rows))


def _fits(
    charts: Sequence[Chart], counts: tuple[int, ...], box: Rect, cap_mm: float, faces: Faces
) -> bool:
    look = Look(cap_mm, Colours("", "", ""), faces)
    boxes = list(_boxes(charts, counts, box, cap_mm))
    if min(min(panel.width, panel.height) for panel in boxes) <= 0:
        return False
    for chart, panel in zip(charts, boxes, strict=True):
        if not chart.fits_across(panel.width, look):
            return False
        lines = _captions(chart.series, faces).lines(look.caption_mm, panel.width)
        if lines is None or chart.height_mm(look, lines[0]) > panel.height:
            return False
    return True


def _boxes(
    charts: Sequence[Chart], counts: Sequence[int], box: Rect, cap_mm: float
) -> Iterator[Rect]:
    """The panels, row by row, each row filling the width; equal rows have equal columns."""
    gap_x, gap_y = GUTTER_X * cap_mm, GUTTER_Y * cap_mm
    height = (box.height - gap_y * (len(counts) - 1)) / len(counts)
    needed = [chart.needed_width for chart in charts]
    for row, count in enumerate(counts):
        shares = _columns(needed, counts, count)[row]
        room, left = box.width - gap_x * (count - 1), box.x
        for share in shares:
            yield Rect(left, box.y + row * (height + gap_y), room * share, height)
            left += room * share + gap_x


def _columns(needed: Sequence[float], counts: Sequence[int], alike: int) -> list[list[float]]:
    """The shares of the columns of each row: as wide as what stands there (in rows of `alike`
    panels: in any of them) needs."""
    rows, start = [], 0
    for count in counts:
        rows.append(list(needed[start : start + count]))
        start += count
    widest = [max(column) for column in zip(*(r for r in rows if len(r) == alike), strict=True)]
    chosen = [widest if len(row) == alike else row for row in rows]
    return [[width / sum(row) for width in row] for row in chosen]
