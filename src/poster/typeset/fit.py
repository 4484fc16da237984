"""Text set as large and as well as its frame allows.

`fit` breaks by meaning, takes its size from the real ink in both directions, and keeps more text
from ever getting larger type than less text. It knows nothing of inks or of reading distances: the
caller compares `Setting.cap_mm` with what the size asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from poster.errors import RequestError
from poster.geometry import Rect
from poster.svg.paths import Path
from poster.typeset.breaking import GAP_CAPS, KEEP, Breaker, Composition
from poster.typeset.fonts import Face
from poster.typeset.galley import Galley, Line, galley
from poster.typeset.shape import Placed, outline
from poster.words.break_marks import Joint, Word, read
from poster.words.phrases import Phrases, joined, packaged

#: Of the height left over, how much goes between the lines.
OPENED: Final = 0.6
#: Floats within this of each other are the same size.
SLACK: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Style:
    """How a slot wants its text. `narrower` faces are tried before a compound is broken."""

    face: Face
    narrower: tuple[Face, ...] = ()
    case: Literal["as-is", "upper"] = "as-is"
    align: Literal["left", "center", "right"] = "center"
    valign: Literal["top", "middle", "bottom"] = "middle"
    max_lines: int | None = None
    tracking_em: float = 0.0
    max_cap_mm: float | None = None
    wanted_cap_mm: float | None = None
    line_sizes: Literal["equal", "own"] = "equal"


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line; all lengths in mm of the frame's coordinates."""

    text: str
    x_mm: float
    baseline_mm: float
    size_mm: float
    ink: Rect
    plain: tuple[Placed, ...]
    emphasised: tuple[Placed, ...]

    @property
    def path(self) -> Path:
        """The outlines that are not emphasised, in mm, to be filled nonzero."""
        return outline(self.plain, self.size_mm, self.x_mm, self.baseline_mm)

    @property
    def emphasis_path(self) -> Path:
        """The emphasised outlines, empty without emphasis."""
        return outline(self.emphasised, self.size_mm, self.x_mm, self.baseline_mm)


@dataclass(frozen=True, slots=True)
class Setting:
    """Text set in a frame. `cap_mm` is the height of capitals without their accents."""

    lines: tuple[SetLine, ...]
    face: Face
    size_mm: float
    cap_mm: float
    leading_mm: float
    ink: Rect
    penalty: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    """A composition in a face, and how large its capitals can be."""

    galley: Galley
    composition: Composition
    cap_mm: float
    notes: tuple[str, ...] = ()


def fit(text: str, frame: Rect, style: Style, phrases: Phrases | None = None) -> Setting:
    """`text` (clean, NFC, mixed case, with its writer's marks) in `frame` (mm).

    Raises RequestError: "frame-empty", "text-empty", and what `shape` raises.
    """
    return alternatives(text, frame, style, 1, phrases)[0]


def alternatives(
    text: str, frame: Rect, style: Style, count: int, phrases: Phrases | None = None
) -> tuple[Setting, ...]:
    """Up to `count` different settings, the best first."""
    if frame.width <= 0 or frame.height <= 0:
        raise RequestError("frame-empty", width=frame.width, height=frame.height)
    words = read(text)
    if not words:
        raise RequestError("text-empty")
    table = phrases or packaged()
    plans = _plans(words, frame, style, table)
    limit = _kept_below(words, plans[0].cap_mm, frame, style, table)
    return tuple(
        _set(words, replace(plan, cap_mm=min(plan.cap_mm, limit)), frame, style)
        for plan in plans[:count]
    )


def _kept_below(
    words: Sequence[Word], cap_mm: float, frame: Rect, style: Style, phrases: Phrases
) -> float:
    """The cap height, made no larger than that of any beginning of the text.

    A beginning can be set at least at KEEP of its safe size, which grows as words are left out: so
    few beginnings need a look.
    """
    for count in range(len(words) - 1, 0, -1):
        beginning = (*words[: count - 1], replace(words[count - 1], joint=Joint.END, dash=""))
        breaker = _breaker(beginning, style.face, style, phrases)
        safe = breaker.safe_size(frame.width, frame.height, style.max_lines)
        if KEEP * safe * style.face.cap_height_em >= cap_mm:
            break
        cap_mm = min(cap_mm, _plans(beginning, frame, style, phrases)[0].cap_mm)
    return cap_mm


def _breaker(
    words: Sequence[Word], face: Face, style: Style, phrases: Phrases, *, in_need: bool = False
) -> Breaker:
    decided = joined(tuple(words), phrases)
    shaped = galley(
        decided, face, capitals=style.case == "upper", tracking_em=style.tracking_em
    )
    return Breaker(decided, shaped, style.align, in_need=in_need)


def _plans(
    words: Sequence[Word], frame: Rect, style: Style, phrases: Phrases
) -> list[_Plan]:
    """Plans, best first."""
    breaker = _breaker(words, style.face, style, phrases)
    compositions = breaker.compositions(frame.width, frame.height, style.max_lines)
    sized = [(_size(c, frame), c) for c in compositions]
    largest = max(size for size, _ in sized)
    kept = [(c.penalty, -size, c) for size, c in sized if size >= KEEP * largest - SLACK]
    kept.sort(key=lambda item: item[:2])
    cap = style.face.cap_height_em
    most = style.max_cap_mm or float("inf")
    return [_Plan(breaker.galley, c, min(most, -size * cap)) for _, size, c in kept]


def _size(composition: Composition, frame: Rect) -> float:
    return min(frame.width / composition.width_em, frame.height / composition.height_em)


def _set(words: Sequence[Word], plan: _Plan, frame: Rect, style: Style) -> Setting:
    size = plan.cap_mm / plan.galley.face.cap_height_em
    composition = plan.composition
    leading = _leading(plan, size, frame)
    top = plan.galley.top(composition.lines[0])
    first = _first_baseline(plan, size, leading, frame, style)
    lines = tuple(
        _line(words, plan.galley, line, size, first + number * leading, frame, style)
        for number, line in enumerate(composition.lines)
    )
    ink = lines[0].ink
    for line in lines[1:]:
        ink = ink.union(line.ink)
    return Setting(
        lines, plan.galley.face, size, plan.cap_mm, leading, ink, composition.penalty, plan.notes
    )


def _leading(plan: _Plan, size: float, frame: Rect) -> float:
    """Distance of baselines in mm: opened a little where the frame leaves room."""
    composition, gaps = plan.composition, len(plan.composition.lines) - 1
    least = composition.leading_em
    if not gaps:
        return least * size
    spare = frame.height / size - composition.height_em
    most = max(least, (1 + GAP_CAPS[1]) * plan.galley.face.cap_height_em)
    return min(most, least + OPENED * spare / gaps) * size


def _first_baseline(
    plan: _Plan, size: float, leading: float, frame: Rect, style: Style
) -> float:
    lines, shaped = plan.composition.lines, plan.galley
    rest = (len(lines) - 1) * leading
    above, below = shaped.top(lines[0]) * size, max(0.0, shaped.bottom(lines[-1])) * size
    highest, lowest = frame.y + above, frame.bottom - below - rest
    if style.valign == "top":
        return highest
    if style.valign == "bottom":
        return lowest
    return max(highest, min(lowest, frame.cy + (plan.cap_mm - rest) / 2))


def _line(
    words: Sequence[Word],
    shaped: Galley,
    line: Line,
    size: float,
    baseline: float,
    frame: Rect,
    style: Style,
) -> SetLine:
    glyphs = list(shaped.glyphs(line))
    left, right = shaped.left(line), shaped.right(line)
    start, end = shaped.margins(line)
    anchor = {
        "left": frame.x - start * size,
        "center": frame.cx - (start + end) / 2 * size,
        "right": frame.right - end * size,
    }[style.align]
    x = max(frame.x - left * size, min(frame.right - right * size, anchor))
    ink = Rect.from_sides(
        x + left * size,
        baseline - shaped.top(line) * size,
        x + right * size,
        baseline + shaped.bottom(line) * size,
    )
    return SetLine(
        shaped.text(line),
        x,
        baseline,
        size,
        ink,
        tuple(glyph for place, glyph in glyphs if not words[place].emphasis),
        tuple(glyph for place, glyph in glyphs if words[place].emphasis),
    )
