"""The rules about what a page draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from poster.geometry import Rect
from poster.press.preflight import pictures
from poster.press.preflight.colour import Inks, Space, function_inks, read_space
from poster.press.preflight.cover import Cover
from poster.press.preflight.faults import Expectation, Notebook
from poster.press.preflight.letters import letter_height
from poster.press.preflight.state import Painted

POINTS_PER_MM: Final = 72 / 25.4
#: The thinnest line that a press holds, points at the finished size.
THINNEST_PT: Final = 0.25
#: A picture with less than this share of the resolution wanted is refused.
COARSE: Final = 0.5
#: Rounding of percents: 8-bit levels and profiles.
ROUNDING: Final = 1.6
#: The height of capitals in a font of height 1.
_CAP: Final = 0.7


@dataclass(frozen=True, slots=True)
class Frame:
    """A page for its rules: boxes in points (y upwards), and points to mm of the finished piece."""

    number: int
    media: Rect
    printed: Rect
    trim: Rect
    scale: int

    def place(self, box: Rect) -> Rect:
        """A box in mm on the page, from the top left."""
        left, top = box.x - self.media.x, self.media.bottom - box.bottom
        return Rect(left, top, box.width, box.height).scaled(1 / POINTS_PER_MM)

    def final_mm(self, points: float) -> float:
        """A length at the finished size."""
        return points / POINTS_PER_MM * self.scale


@dataclass(slots=True)
class _Group:
    """All faults of one rule that differ in nothing but place."""

    worst: float
    keep: Callable[[float, float], float]
    count: int = 0
    boxes: list[Rect] = field(default_factory=list)

    def add(self, value: float, box: Rect) -> None:
        self.worst = value if not self.count else self.keep(self.worst, value)
        self.count += 1
        if len(self.boxes) < 64 and box not in self.boxes:
            self.boxes.append(box)


@dataclass
class Looker:
    """Hears what is drawn on one page and gathers what is wrong with it."""

    frame: Frame
    wanted: Expectation
    cover: Cover
    unseen: set[str] = field(default_factory=set)
    _groups: dict[tuple[str, str], _Group] = field(default_factory=dict)
    _inks: dict[Any, float | None] = field(default_factory=dict)

    def painted(self, what: Painted) -> None:
        """Judge one thing that is drawn."""
        space = self._space(what)
        if space is not None and space.kind in ("rgb", "lab"):
            self._note(f"preflight-{space.kind}", what, key=space.name)
        if what.step or not _meets(what.box, self.frame.printed):
            return
        self._cover(what)
        self._colour(what, space)
        if what.how == "image":
            self._picture(what)
        elif what.how == "stroke":
            self._line(what)
        else:
            self._letters(what)

    def write(self, notebook: Notebook) -> None:
        """Everything that was found, in the order in which it was met."""
        frame = self.frame
        for (rule, key), group in self._groups.items():
            limit = {
                "preflight-ink-limit": self.wanted.ink_limit_percent,
                "preflight-hairline": THINNEST_PT,
                "preflight-image-coarse": self.wanted.ppi,
                "preflight-image-soft": self.wanted.ppi,
                "preflight-text-small": self.wanted.letters_mm,
            }.get(rule)
            params: dict[str, object] = {"count": group.count}
            if key:
                params["name"] = key
            if limit is not None:
                params |= {"found": round(group.worst, 2), "expected": round(limit, 2)}
            notebook.add(rule, frame.number, map(frame.place, group.boxes), **params)
        bare = list(self.cover.bare())
        for rule, art in (("preflight-edge-unfilled", True), ("preflight-edge-bare", False)):
            sides = [one for one in bare if one.art is art]
            if sides:
                places = [frame.place(one.strip) for one in sides]
                notebook.add(rule, frame.number, places, side=[one.side for one in sides])

    # ------------------------------------------------------------ gathering

    def _note(
        self,
        rule: str,
        what: Painted,
        value: float = 0.0,
        key: str = "",
        keep: Callable[[float, float], float] = max,
    ) -> None:
        group = self._groups.setdefault((rule, key), _Group(value, keep))
        group.add(value, what.box)

    def _space(self, what: Painted) -> Space | None:
        """The colour space of what is drawn; a stencil's is the fill's."""
        if what.how != "image":
            return what.colour.space
        found = pictures.facts(what.thing).space
        return what.colour.space if found is None else found

    # ------------------------------------------------------------ rules

    def _cover(self, what: Painted) -> None:
        self.cover.paint(what)

    def _colour(self, what: Painted, space: Space | None) -> None:
        if space is not None and space.kind == "all":
            self._note("preflight-all-inks", what)
        if space is not None and space.kind == "spot":
            self._note("preflight-spot", what, key=space.name)
        over = what.state.stroke_overprint if what.how == "stroke" else what.state.overprint
        inks = what.colour.inks if what.how in ("fill", "stroke", "text") else None
        if over and inks is not None and sum(inks) == 0:
            self._note("preflight-white-overprint", what)
        if over or what.state.blend not in ("/Normal", "/Compatible"):
            self.unseen.add("inks")
        percent = self._most_ink(what, space)
        if percent is not None and percent > self.wanted.ink_limit_percent + ROUNDING:
            self._note("preflight-ink-limit", what, percent)

    def _most_ink(self, what: Painted, space: Space | None) -> float | None:
        if what.how == "image":
            return self._picture_ink(what)
        shading = what.thing if what.how == "shading" else None
        if what.colour.pattern is not None:
            shading = what.colour.pattern.get("/Shading")
        if shading is None:
            return None if what.colour.inks is None else sum(what.colour.inks)
        return self._gradient_ink(shading)

    def _gradient_ink(self, shading: Any) -> float | None:
        function = shading.get("/Function")
        space = read_space(shading.get("/ColorSpace"), None)
        knots = None if function is None else function_inks(function, space)
        if knots is None:
            if space.kind != "rgb":
                self.unseen.add("inks")
            return None
        return max(map(sum, knots), default=None)

    def _picture_ink(self, what: Painted) -> float | None:
        if not self.wanted.pixels:
            return None
        known = pictures.facts(what.thing)
        if known.space is None:
            return None if what.colour.inks is None else sum(what.colour.inks)
        number = getattr(what.thing, "objgen", id(what.thing))
        if number not in self._inks:
            self._inks[number] = pictures.most_ink(what.thing, known)
        if self._inks[number] is None and known.space.kind not in ("rgb", "lab"):
            self.unseen.add("pictures")
        return self._inks[number]

    def _picture(self, what: Painted) -> None:
        known, matrix = pictures.facts(what.thing), what.state.ctm
        sides = (
            (known.width_px, self.frame.final_mm((matrix.a**2 + matrix.b**2) ** 0.5)),
            (known.height_px, self.frame.final_mm((matrix.c**2 + matrix.d**2) ** 0.5)),
        )
        # One row or column of pixels is a gradient or a rule, and no photo.
        if min(known.width_px, known.height_px) <= 2 or not all(mm > 0 for _, mm in sides):
            return
        ppi = min(px / mm * 25.4 for px, mm in sides)
        if ppi < self.wanted.ppi * COARSE:
            self._note("preflight-image-coarse", what, ppi, keep=min)
        elif ppi < self.wanted.ppi * 0.99:
            self._note("preflight-image-soft", what, ppi, keep=min)

    def _line(self, what: Painted) -> None:
        points = self.frame.final_mm(what.size) * POINTS_PER_MM
        if points < THINNEST_PT and what.state.stroke_alpha > 0:
            self._note("preflight-hairline", what, points, keep=min)

    def _letters(self, what: Painted) -> None:
        height_mm = self._letter_mm(what)
        if height_mm is None:
            return
        if what.colour.inks is not None and is_rich_black(what.colour.inks):
            self._note("preflight-rich-black-text", what)
        if 0 < height_mm < self.wanted.letters_mm:
            self._note("preflight-text-small", what, height_mm, keep=min)

    def _letter_mm(self, what: Painted) -> float | None:
        """The height of capitals at the finished size, None of what is no type."""
        if what.how == "text":
            return self.frame.final_mm(what.size * _CAP)
        if what.how != "fill" or what.outline is None or what.colour.pattern is not None:
            return None
        if not self.frame.trim.contains(what.box):  # an ornament along the edge
            return None
        height = letter_height(what.outline.part_boxes())
        if height is None:
            return None
        return self.frame.final_mm(height * what.state.ctm.length_factor)


def _meets(box: Rect, other: Rect) -> bool:
    common = box.intersect(other)
    return common.width >= 0 and common.height >= 0


def is_rich_black(inks: Inks) -> bool:
    """Black in more inks than black: small type printed so has coloured fringes."""
    cyan, magenta, yellow, black = inks[:4]
    others, least = cyan + magenta + yellow, min(cyan, magenta, yellow)
    return (black >= 85 and others >= 20) or (black >= 60 and least >= 50) or least >= 85
