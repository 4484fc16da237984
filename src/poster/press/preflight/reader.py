"""One content stream, operator by operator: keeps the graphics state and says what is painted."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

from poster.geometry import Affine, Rect
from poster.press.preflight.colour import CMYK, GREY, PATTERN, RGB, Space, read_space
from poster.press.preflight.lexer import INLINE_IMAGE
from poster.press.preflight.outline import Outline
from poster.press.preflight.state import Clip, Colour, How, Listener, Painted, State, affine

_UNIT: Final = Rect(0, 0, 1, 1)
#: Nested `q`s that are kept; more are of no use to a page.
_MOST_SAVED: Final = 500
#: Painting operators: what they paint, and whether by the even-odd rule.
_PAINTS: Final[dict[str, tuple[tuple[How, ...], bool]]] = {
    "f": (("fill",), False), "F": (("fill",), False), "f*": (("fill",), True),
    "S": (("stroke",), False), "s": (("stroke",), False), "n": ((), False),
    "B": (("fill", "stroke"), False), "b": (("fill", "stroke"), False),
    "B*": (("fill", "stroke"), True), "b*": (("fill", "stroke"), True),
}  # fmt: skip
_PATHS: Final = frozenset(("m", "l", "c", "v", "y", "h", "re"))
_SHOWS: Final = frozenset(("Tj", "TJ", "'", '"'))
_DEVICE: Final = {"g": GREY, "rg": RGB, "k": CMYK}
#: Text render modes that show nothing: invisible, and clipping alone.
_UNSEEN: Final = (3, 7)
#: Lowest share of an em that a letter advances by: only to say about where a line of type stands.
_ADVANCE: Final = 0.5


class Surroundings(Protocol):
    """The walk that a reader is part of."""

    listener: Listener

    def draw_form(self, form: Any, state: State) -> None:
        """A form is drawn."""

    def draw_pattern(self, pattern: Any, state: State) -> None:
        """A tile is drawn."""

    def mark(self, properties: Any) -> None:
        """Marked content begins."""

    def unmark(self) -> None:
        """Marked content ends."""

    def passed_over(self) -> None:
        """An operator made no sense."""

    @property
    def in_step(self) -> bool:
        """Whether this is part of a processing step."""


class Reader:
    """Obeys the operators of one stream; errors in them are passed over, as readers do."""

    def __init__(self, walk: Surroundings, resources: Any, state: State) -> None:
        self._walk = walk
        self._resources = resources
        self._state = state
        self._saved: list[State] = []
        self._outline = Outline()
        self._clips: bool | None = None
        self._font: Any = None
        self._patterns: set[tuple[int, int]] = set()
        self._others: dict[str, Callable[[list[Any]], None]] = {
            "q": self._save, "Q": self._restore, "cm": self._transform, "gs": self._set_state,
            "w": self._set_width, "W": lambda _: self._clip_with(False),
            "W*": lambda _: self._clip_with(True), "Do": self._draw, "sh": self._shade,
            "BDC": self._mark, "BMC": self._mark, "EMC": lambda _: self._walk.unmark(),
            "Tf": self._set_font, "Tm": self._set_text, "Td": self._move, "TD": self._move_lead,
            "TL": self._set_leading, "T*": lambda _: self._next_line(), "Tr": self._set_render,
            "BT": lambda _: self._set_text([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
            INLINE_IMAGE: self._inline_image,
        }  # fmt: skip

    def obey(self, operator: str, operands: list[Any]) -> None:
        """Do what `operator` says. One that cannot be obeyed is passed over and counted."""
        try:
            if operator in _PATHS:
                self._outline.add(operator, operands)
            elif operator in _PAINTS:
                self._paint(operator)
            elif operator in _SHOWS:
                self._show(operator, operands)
            elif operator in self._others:
                self._others[operator](operands)
            else:
                self._colour(operator, operands)
        except (TypeError, ValueError, AttributeError, KeyError, IndexError):
            self._walk.passed_over()

    # ------------------------------------------------------------ state

    def _save(self, _: list[Any]) -> None:
        if len(self._saved) < _MOST_SAVED:
            self._saved.append(copy.copy(self._state))

    def _restore(self, _: list[Any]) -> None:
        if self._saved:
            self._state = self._saved.pop()

    def _transform(self, operands: list[Any]) -> None:
        self._state.ctm = self._state.ctm @ affine(operands)

    def _set_width(self, operands: list[Any]) -> None:
        self._state.line_width = float(operands[0])

    def _set_state(self, operands: list[Any]) -> None:
        given, state = self._resource("/ExtGState", operands[0]), self._state
        state.alpha = float(given.get("/ca", state.alpha))
        state.stroke_alpha = float(given.get("/CA", state.stroke_alpha))
        if "/OP" in given:
            state.stroke_overprint = bool(given.OP)
            state.overprint = bool(given.OP)
        if "/op" in given:
            state.overprint = bool(given.op)
        if "/BM" in given:
            blend = given.BM
            is_list = getattr(blend, "_type_name", "") == "array"
            state.blend = str(blend[0] if is_list else blend)
        if "/LW" in given:
            state.line_width = float(given.LW)

    def _resource(self, kind: str, name: Any) -> Any:
        return self._resources[kind][str(name)]

    def _mark(self, operands: list[Any]) -> None:
        layer = None
        if len(operands) == 2 and operands[0] == "/OC" and isinstance(operands[1], str):
            layer = ((self._resources or {}).get("/Properties") or {}).get(operands[1])
        self._walk.mark(layer)

    # ------------------------------------------------------------ colours

    def _colour(self, operator: str, operands: list[Any]) -> None:
        small = operator.lower()
        if small in _DEVICE:
            self._put(operator, Colour(_DEVICE[small], _DEVICE[small].inks(operands)))
        elif small == "cs":
            space = self._space(operands[0])
            self._put(operator, Colour(space, space.inks(_first(space))))
        elif small in ("sc", "scn"):
            self._put(operator, self._in_space(operator, operands))

    def _put(self, operator: str, colour: Colour) -> None:
        if operator[0].isupper():
            self._state.stroke = colour
        else:
            self._state.fill = colour

    def _space(self, given: Any) -> Space:
        named = None if self._resources is None else self._resources.get("/ColorSpace")
        return read_space(given, named)

    def _in_space(self, operator: str, operands: list[Any]) -> Colour:
        if operands and isinstance(operands[-1], str):
            return Colour(PATTERN, None, self._resource("/Pattern", operands[-1]))
        now = self._state.stroke if operator[0].isupper() else self._state.fill
        return Colour(now.space, now.space.inks(operands))

    # ------------------------------------------------------------ paths

    def _clip_with(self, even_odd: bool) -> None:
        self._clips = even_odd

    def _paint(self, operator: str) -> None:
        outline, self._outline = self._outline, Outline()
        even_odd, self._clips = self._clips, None
        box = outline.box()
        if box is None:
            return
        hows, by_parity = _PAINTS[operator]
        state = self._state
        on_page = state.ctm.box(box)
        for how in hows:
            colour = state.fill if how == "fill" else state.stroke
            size = 0.0 if how == "fill" else state.line_width * state.ctm.length_factor
            self._painted(how, on_page, colour, outline, by_parity, size)
        if even_odd is not None:
            clip = Clip(
                state.clip.box.intersect(on_page),
                (*state.clip.outlines, (outline, state.ctm, even_odd)),
            )
            state.clip = clip

    def _painted(
        self,
        how: How,
        box: Rect,
        colour: Colour,
        outline: Outline | None = None,
        even_odd: bool = False,
        size: float = 0.0,
        thing: Any = None,
    ) -> None:
        seen = box.intersect(self._state.clip.box)
        if seen.width < 0 or seen.height < 0:
            return
        state = copy.copy(self._state)
        step = self._walk.in_step
        self._walk.listener.painted(
            Painted(how, seen, state, colour, outline, even_odd, size, thing, step)
        )
        if colour.pattern is not None:
            self._pattern(colour.pattern)

    def _pattern(self, pattern: Any) -> None:
        """Go into a pattern once: what it is made of does not depend on where it is laid."""
        if pattern.objgen in self._patterns and pattern.objgen[0]:
            return
        self._patterns.add(pattern.objgen)
        if int(pattern.get("/PatternType", 1)) == 1:
            self._walk.draw_pattern(pattern, self._state)

    # ------------------------------------------------------------ pictures and forms

    def _draw(self, operands: list[Any]) -> None:
        thing = self._resource("/XObject", operands[0])
        if thing.get("/Subtype") == "/Form":
            self._walk.draw_form(thing, self._state)
        elif thing.get("/Subtype") == "/Image":
            self._painted("image", self._state.ctm.box(_UNIT), self._state.fill, thing=thing)

    def _inline_image(self, operands: list[Any]) -> None:
        self._painted("image", self._state.ctm.box(_UNIT), self._state.fill, thing=operands[0])

    def _shade(self, operands: list[Any]) -> None:
        shading = self._resource("/Shading", operands[0])
        colour = Colour(self._space(shading.get("/ColorSpace")), None)
        self._painted("shading", self._state.clip.box, colour, thing=shading)

    # ------------------------------------------------------------ text

    def _set_font(self, operands: list[Any]) -> None:
        self._state.font_size = float(operands[1])
        self._font = self._resource("/Font", operands[0])

    def _set_render(self, operands: list[Any]) -> None:
        self._state.render = int(operands[0])

    def _set_leading(self, operands: list[Any]) -> None:
        self._state.leading = float(operands[0])

    def _set_text(self, operands: list[Any]) -> None:
        self._state.text = self._state.line = affine(operands)

    def _move(self, operands: list[Any]) -> None:
        x, y = operands
        self._state.text = self._state.line = self._state.line @ Affine.translate(x, y)

    def _move_lead(self, operands: list[Any]) -> None:
        self._state.leading = -operands[1]
        self._move(operands)

    def _next_line(self) -> None:
        self._move([0.0, -self._state.leading])

    def _show(self, operator: str, operands: list[Any]) -> None:
        if operator in ("'", '"'):
            self._next_line()
        state = self._state
        letters = _letter_count(operands)
        if state.render in _UNSEEN or not letters:
            return
        matrix = state.ctm @ state.text
        width = letters * state.font_size * _ADVANCE
        box = matrix.box(Rect(0, 0, width, state.font_size * 0.7))
        height = state.font_size * matrix.length_factor
        colour = state.stroke if state.render == 1 else state.fill
        self._painted("text", box, colour, size=abs(height), thing=self._font)
        state.text = state.text @ Affine.translate(width, 0)
        self._glyphs(matrix)

    def _glyphs(self, matrix: Affine) -> None:
        """Go into the drawings of a Type 3 font, once for each font."""
        font = self._font
        if font is None or font.get("/Subtype") != "/Type3" or font.objgen in self._patterns:
            return
        self._patterns.add(font.objgen)
        state = copy.copy(self._state)
        state.ctm = matrix @ affine(font.FontMatrix)
        for _, drawing in font.CharProcs.items():
            self._walk.draw_pattern(drawing, state)


def _first(space: Space) -> Sequence[float]:
    """The colour that a space begins with."""
    return [1.0 if space.kind in ("spot", "all") else 0.0] * space.parts


def _letter_count(operands: list[Any]) -> int:
    """About how many letters are shown: bytes, of which a CID font takes two a letter."""
    parts = operands[-1] if operands and isinstance(operands[-1], list) else operands
    return sum(len(part) for part in parts if isinstance(part, bytes))
