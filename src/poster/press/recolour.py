"""A page that cairo drew in RGB, in the inks of the press: every colour becomes DeviceCMYK.

Rewritten are colour operators, shadings with their functions, transparency groups and pictures,
wherever they stand. Soft masks are shapes and no colours: they stay grey. What is not understood
is refused, so that no RGB reaches the press unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator

from poster.press.pictures import recolour_picture, refused
from poster.press.separate import Separation

#: Operators that leave colours alone. Text is not among them: a print file has outlines.
PLAIN: Final = frozenset(
    {
        *("q", "Q", "cm", "w", "J", "j", "M", "d", "i", "gs", "m", "l", "c", "v", "y", "h", "re"),
        *("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n", "W", "W*", "sh", "Do"),
    }
)
#: Operators that set a colour for fills, and those for strokes.
FILLS: Final = frozenset(("g", "rg", "k", "sc", "scn"))
STROKES: Final = frozenset(("G", "RG", "K", "SC", "SCN"))
#: The spaces that colours may be of before they are changed.
SPACES: Final = (Name.DeviceGray, Name.DeviceRGB, Name.DeviceCMYK)
#: What may stand in each kind of dictionary; anything else could carry a colour.
RESOURCES: Final = frozenset(("/ExtGState", "/Pattern", "/ProcSet", "/Shading", "/XObject"))
STATE: Final = frozenset(("/Type", "/CA", "/ca", "/SMask", "/AIS"))
MASK: Final = frozenset(("/Type", "/S", "/G"))
PATTERN: Final = frozenset(("/Type", "/PatternType", "/Matrix", "/Shading"))
SHADING: Final = frozenset(
    ("/ShadingType", "/ColorSpace", "/Coords", "/Domain", "/Extend", "/Function")
)

#: Grey, RGB or CMYK, each part from 0 to 1.
Colour = tuple[Any, ...]


@dataclass(frozen=True)
class _Paint:
    """Where colours go: to DeviceCMYK in art, to DeviceGray inside soft masks."""

    space: Name
    fill: Operator
    stroke: Operator
    convert: Callable[[Colour], Colour]


def to_cmyk(pdf: pikepdf.Pdf, separation: Separation) -> None:
    """Turn every colour of `pdf` into DeviceCMYK. Raises RenderError `pdf-colour`, RequestError."""
    walk = _Walk(pdf, separation)
    for page in pdf.pages:
        page.Contents = pdf.make_stream(walk.content(page.obj, walk.art))


class _Walk:
    """Goes through all that pages draw; what is met twice is changed once."""

    def __init__(self, pdf: pikepdf.Pdf, separation: Separation) -> None:
        self._pdf = pdf
        self._separation = separation
        self._met: dict[tuple[int, int], _Paint] = {}
        self._functions: dict[tuple[int, int], Any] = {}
        self.art = _Paint(Name.DeviceCMYK, Operator("k"), Operator("K"), cache(self._cmyk))
        self._mask = _Paint(Name.DeviceGray, Operator("g"), Operator("G"), _grey)

    def _cmyk(self, colour: Colour) -> Colour:
        if len(colour) == 4:
            return colour
        levels = [round(255 * float(part)) for part in colour]
        red, green, blue = levels if len(levels) == 3 else levels * 3
        percent = self._separation.colour(f"#{red:02x}{green:02x}{blue:02x}")
        return tuple(Decimal(round(part * 100)).scaleb(-4).normalize() for part in percent)

    def _is_new(self, thing: Any, paint: _Paint) -> bool:
        """Whether `thing` is met for the first time; what is art and mask at once is refused."""
        number = thing.objgen
        if not thing.is_indirect or number not in self._met:
            self._met[number] = paint
            return True
        if self._met[number] is not paint:
            raise refused("soft mask that is drawn, too")
        return False

    # ------------------------------------------------------------ what draws

    def content(self, drawn: Any, paint: _Paint) -> bytes:
        """The content of a page or form in its new colours; its group and resources are changed."""
        if "/Group" in drawn:
            drawn.Group.CS = paint.space
        self._resources(drawn.get("/Resources", Dictionary()), paint)
        old = pikepdf.parse_content_stream(drawn)
        return pikepdf.unparse_content_stream([_instruction(one, paint) for one in old])

    def _resources(self, resources: Any, paint: _Paint) -> None:
        _only(RESOURCES, resources)
        for state in _parts(resources, "/ExtGState"):
            self._state(state)
        for shading in _parts(resources, "/Shading"):
            self._shading(shading, paint)
        for pattern in _parts(resources, "/Pattern"):
            _only(PATTERN, pattern)
            self._shading(pattern.Shading, paint)
        for thing in _parts(resources, "/XObject"):
            if self._is_new(thing, paint):
                self._drawn(thing, paint)

    def _drawn(self, thing: Any, paint: _Paint) -> None:
        if thing.Subtype == Name.Form:
            thing.write(self.content(thing, paint))
        elif thing.Subtype == Name.Image and paint is self.art:
            recolour_picture(thing, self._separation)
        else:
            raise refused(thing.Subtype)

    def _state(self, state: Any) -> None:
        _only(STATE, state)
        mask = state.get("/SMask", Name("/None"))
        if mask == Name("/None"):
            return
        _only(MASK, mask)
        # Of an alpha mask's colours nothing is seen, but they are in the file.
        paint = self._mask if Name.Luminosity == mask.S else self.art
        if self._is_new(mask.G, paint):
            self._drawn(mask.G, paint)

    # ------------------------------------------------------------ gradients

    def _shading(self, shading: Any, paint: _Paint) -> None:
        if not self._is_new(shading, paint):
            return
        _only(SHADING, shading)
        if shading.ShadingType not in (2, 3) or shading.ColorSpace not in SPACES:
            raise refused(f"shading {shading.ShadingType} {shading.ColorSpace}")
        if paint is self.art:
            shading.ColorSpace = paint.space
            shading.Function = self._function(shading.Function)
        elif shading.ColorSpace != paint.space:
            raise refused("coloured soft mask")

    def _function(self, function: Any) -> Any:
        """A function from one number to a colour, as one to CMYK; straight lines stay straight."""
        number = function.objgen
        if number not in self._functions:
            kinds = {0: self._sampled, 2: self._exponential, 3: self._stitched}
            if function.FunctionType not in kinds:
                raise refused(f"function {function.FunctionType}")
            made = kinds[function.FunctionType](function)
            if not function.is_indirect:
                return made
            self._functions[number] = self._pdf.make_indirect(made)
        return self._functions[number]

    def _exponential(self, function: Any) -> Any:
        ends = {
            key: Array(self.art.convert(tuple(function.get(key, [default]))))
            for key, default in (("/C0", 0), ("/C1", 1))
        }
        return Dictionary({**function.as_dict(), **ends})

    def _stitched(self, function: Any) -> Any:
        parts = Array([self._function(part) for part in function.Functions])
        return Dictionary({**function.as_dict(), "/Functions": parts})

    def _sampled(self, function: Any) -> Any:
        if function.BitsPerSample != 8 or len(function.Range) != 6 or "/Decode" in function:
            raise refused("sampled function")
        samples, inks = function.read_bytes(), bytearray()
        for place in range(0, len(samples), 3):
            colour = self.art.convert(tuple(level / 255 for level in samples[place : place + 3]))
            inks += bytes(round(255 * float(part)) for part in colour)
        made = self._pdf.make_stream(bytes(inks), Range=Array([0, 1] * 4), BitsPerSample=8)
        for key in ("/FunctionType", "/Domain", "/Size", "/Encode", "/Order"):
            if key in function:
                made[key] = function[key]
        return made


def _instruction(one: Any, paint: _Paint) -> Any:
    operator = str(one.operator)
    if operator in PLAIN:
        return one
    if operator in ("cs", "CS"):
        return _space(one, paint)
    if operator in FILLS or operator in STROKES:
        return _colour(one, paint, paint.fill if operator in FILLS else paint.stroke)
    raise refused(operator)


def _space(one: Any, paint: _Paint) -> Any:
    (space,) = one.operands
    if space == Name.Pattern:
        return one
    if space not in SPACES:
        raise refused(f"{one.operator} {space}")
    return ContentStreamInstruction([paint.space], one.operator)


def _colour(one: Any, paint: _Paint, operator: Operator) -> Any:
    parts = tuple(one.operands)
    if len(parts) == 1 and isinstance(parts[0], Name):  # a pattern
        return one
    if len(parts) not in (1, 3, 4) or any(isinstance(part, pikepdf.Object) for part in parts):
        raise refused(one.operator)
    return ContentStreamInstruction(paint.convert(parts), operator)


def _grey(colour: Colour) -> Colour:
    if len(set(colour)) != 1 or len(colour) == 4:
        raise refused("coloured soft mask")
    return colour[:1]


def _parts(resources: Any, kind: str) -> Iterator[Any]:
    for _, part in resources.get(kind, Dictionary()).items():
        yield part


def _only(allowed: frozenset[str], found: Any) -> None:
    """Refuse a dictionary that holds more than what is understood."""
    for key in found.keys():  # noqa: SIM118  # a PDF dictionary cannot be iterated over
        if key not in allowed:
            raise refused(key)
