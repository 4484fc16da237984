"""Goes through all that a page draws, with the state that holds for it, and tells a listener.

Forms, tiling patterns, glyphs of Type 3 fonts and the looks of annotations are gone into. What a
soft mask draws is a shape and no colour; it is not drawn.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any, Final

from poster.geometry import Affine, Rect
from poster.press.preflight.lexer import operations
from poster.press.preflight.reader import Reader
from poster.press.preflight.state import Clip, Listener, State, affine, clipped, rectangle

#: What is looked at before a page is left half-read: a banner of ours has 25,000 operators.
MOST_OPERATORS: Final = 400_000
#: What going into a form counts for: it takes as long as this many operators.
FORM_COST: Final = 25
MOST_CONTENT_BYTES: Final = 48 * 2**20
DEEPEST: Final = 16


@dataclass
class Walk:
    """The walk over one page. `broken` counts operators that made no sense."""

    listener: Listener
    operators: int = 0
    broken: int = 0
    cut_short: bool = False
    _inside: list[tuple[int, int]] = field(default_factory=list)
    _marked: list[bool] = field(default_factory=list)
    _read: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def page(self, page: Any, media: Rect) -> None:
        """Everything that the page (a pikepdf.Page) and its annotations draw."""
        state = State(Clip(media))
        self._content(page.Contents if "/Contents" in page else None, page.get("/Resources"), state)
        for annotation in page.get("/Annots") or ():
            look = (annotation.get("/AP") or {}).get("/N")
            if look is not None and "/BBox" in look:
                self._form(look, _placed(annotation, look, state))

    # ------------------------------------------------------------ content

    def _content(self, content: Any, resources: Any, state: State) -> None:
        if content is None or len(self._inside) > DEEPEST:
            return
        data = self._bytes(content)
        if len(data) > MOST_CONTENT_BYTES:
            self.cut_short = True
            return
        reader = Reader(self, resources, copy.copy(state))
        depth = len(self._marked)
        for operator, operands in operations(data):
            self.operators += 1
            if self.operators > MOST_OPERATORS:
                self.cut_short = True
                break
            reader.obey(operator, operands)
        del self._marked[depth:]

    def _bytes(self, content: Any) -> bytes:
        if getattr(content, "_type_name", "") == "array":
            return b"\n".join(self._bytes(part) for part in content)
        number = content.objgen
        if number not in self._read or not number[0]:
            self._read[number] = content.read_bytes()
        return self._read[number]

    def _form(self, form: Any, state: State) -> None:
        """Draw a form, unless it is drawing itself."""
        number = form.objgen
        if number in self._inside and number[0]:
            return
        inner = copy.copy(state)
        if "/Matrix" in form:
            inner.ctm = state.ctm @ affine(form.Matrix)
        if "/BBox" in form:
            inner.clip = clipped(state.clip, rectangle(form.BBox), inner.ctm)
        self._inside.append(number)
        self._content(form, form.get("/Resources"), inner)
        self._inside.pop()

    # ------------------------------------------------------------ what readers call

    def draw_form(self, form: Any, state: State) -> None:
        """A form XObject, in its layer."""
        self.operators += FORM_COST
        step = _is_step(form.get("/OC"))
        self._marked.append(step)
        self._form(form, state)
        self._marked.pop()

    def draw_pattern(self, pattern: Any, state: State) -> None:
        """One tile of a tiling pattern."""
        self._form(pattern, state)

    def mark(self, properties: Any) -> None:
        """Marked content begins; `properties` are those of its layer, if it is one."""
        self._marked.append(_is_step(properties))

    def unmark(self) -> None:
        """Marked content ends."""
        if self._marked:
            self._marked.pop()

    def passed_over(self) -> None:
        """An operator could not be obeyed."""
        self.broken += 1

    @property
    def in_step(self) -> bool:
        """Whether what is drawn now belongs to a processing step."""
        return any(self._marked)


def _is_step(layer: Any) -> bool:
    """Whether a layer, or every layer of a membership dictionary, is a processing step."""
    if layer is None or not hasattr(layer, "get"):
        return False
    if "/OCGs" in layer:
        members = layer["/OCGs"]
        groups = list(members) if getattr(members, "_type_name", "") == "array" else [members]
        return bool(groups) and all(map(_is_step, groups))
    return "/GTS_ProcStepsGroup" in (layer.get("/GTS_Metadata") or {})


def _placed(annotation: Any, look: Any, state: State) -> State:
    """The state in which an annotation's look fills its rectangle."""
    box = affine(look.get("/Matrix", (1, 0, 0, 1, 0, 0))).box(rectangle(look.BBox))
    target = rectangle(annotation.Rect)
    placed = copy.copy(state)
    if box.width and box.height:
        placed.ctm = Affine.between(box, target)
    return placed
