"""What is laid over a finished CMYK page in inks of its own: slug, marks, and processing steps.

It is written straight into the page, after the art has got its inks: registration is on every
plate, and a processing step is an optional-content group in a spot colour that overprints
(ISO 19593-1). Layers that a press must not print are off in the document's own view.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Pdf, String

from poster.geometry import Affine, Rect
from poster.press.pdf import POINTS_PER_MM, Pass
from poster.svg.nodes import Shape
from poster.svg.paths import Path

#: Inks of every press; any other ink is a spot colour of that name.
BLACK: Final = "black"
REGISTRATION: Final = "registration"
_PROCESS: Final = {BLACK: b"0 0 0 1 k 0 0 0 1 K", REGISTRATION: b"1 1 1 1 k 1 1 1 1 K"}
#: How spot colours look where they are not separated: cyan, magenta, yellow, black.
_LOOKS: Final = {
    "CutContour": (0, 1, 0, 0), "Cutting": (0, 1, 0, 0), "Folding": (1, 0, 0, 0),
    "Gluing": (0, 0.5, 1, 0), "Punching": (1, 0.6, 0, 0), "Dimensions": (0, 0, 0, 0.8),
    "Legend": (0, 0, 0, 0.8),
}  # fmt: skip
_OPERATORS: Final = {"M": "m", "L": "l", "C": "c", "Z": "h"}
_DECIMALS: Final = 3


@dataclass(frozen=True, slots=True)
class Overlay:
    """Shapes in one ink, in mm of the finished piece; their own colours do not count.

    `step` is ISO 19593-1's group and type (None where the group has no types); `shown` says whether
    a reader shows and prints the layer unasked.
    """

    ink: str
    shapes: tuple[Shape, ...]
    step: tuple[str, str | None] | None = None
    shown: bool = True


def overlay_pass(overlays: Sequence[Overlay], page: Rect, scale: float) -> Pass:
    """Lays `overlays` over a page that shows `page` (mm of the finished piece) times `scale`."""
    points = POINTS_PER_MM * scale
    # A PDF's y grows upwards.
    flip = Affine(a=points, d=-points, e=-page.x * points, f=page.bottom * points)

    def apply(pdf: Pdf) -> None:
        drawn = pdf.pages[0].obj
        parts = [b"q", drawn.Contents.read_bytes(), b"Q"]
        for number, overlay in enumerate(overlays):
            parts += _overlay(pdf, drawn.Resources, overlay, number, flip)
        drawn.Contents = pdf.make_stream(b"\n".join(parts))

    return apply


def _overlay(
    pdf: Pdf, resources: Any, overlay: Overlay, number: int, flip: Affine
) -> Iterator[bytes]:
    yield b"q"
    if overlay.step is not None:
        group = _group(pdf, overlay)
        _resource(resources, "/Properties", f"/Step{number}", group)
        yield f"/OC /Step{number} BDC".encode()
    if overlay.ink in _PROCESS:
        yield _PROCESS[overlay.ink]
    else:
        _resource(resources, "/ColorSpace", f"/Spot{number}", _spot(pdf, overlay.ink))
        over = Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1)
        _resource(resources, "/ExtGState", "/Overprint", over)
        yield f"/Overprint gs /Spot{number} cs 1 scn /Spot{number} CS 1 SCN".encode()
    for shape in overlay.shapes:
        yield from _painted(shape.transformed(flip))
    if overlay.step is not None:
        yield b"EMC"
    yield b"Q"


def _painted(shape: Shape) -> Iterator[bytes]:
    """A shape in points, filled or stroked or both, in the ink that is set."""
    outline = _outline(shape.path)
    if shape.fill is not None:
        yield outline + (b" f*" if shape.fill_rule == "evenodd" else b" f")
    if shape.stroke is not None:
        dashes = " ".join(_number(dash) for dash in shape.stroke.dashes)
        yield f"{_number(shape.stroke.width)} w [{dashes}] 0 d".encode()
        yield outline + b" S"


def _outline(path: Path) -> bytes:
    return " ".join(
        " ".join((*(_number(value) for point in points for value in point), _OPERATORS[kind]))
        for kind, points in path.steps
    ).encode()


def _number(value: float) -> str:
    text = f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _resource(resources: Any, kind: str, name: str, thing: Any) -> None:
    if kind not in resources:
        resources[kind] = Dictionary()
    resources[kind][name] = thing


def _spot(pdf: Pdf, name: str) -> Array:
    function = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array([0, 0, 0, 0]), C1=Array(_LOOKS[name])
    )
    return Array([Name.Separation, Name(f"/{name}"), Name.DeviceCMYK, pdf.make_indirect(function)])


def _group(pdf: Pdf, overlay: Overlay) -> Any:
    """The optional-content group of a processing step, entered in the catalogue."""
    group, kind = overlay.step or ("", None)
    metadata = Dictionary(GTS_ProcStepsGroup=Name(f"/{group}"))
    if kind is not None:
        metadata.GTS_ProcStepsType = Name(f"/{kind}")
    layer = pdf.make_indirect(
        Dictionary(Type=Name.OCG, Name=String(kind or group), GTS_Metadata=metadata)
    )
    if "/OCProperties" not in pdf.Root:
        view = Dictionary(Name=String("poster"), Order=Array(), OFF=Array())
        pdf.Root.OCProperties = Dictionary(OCGs=Array(), D=view)
    layers = pdf.Root.OCProperties
    layers.OCGs.append(layer)
    layers.D.Order.append(layer)
    if not overlay.shown:
        layers.D.OFF.append(layer)
    return layer


def spots(overlays: Iterable[Overlay]) -> tuple[str, ...]:
    """The spot colours that `overlays` use, in the order of their first use."""
    return tuple(dict.fromkeys(o.ink for o in overlays if o.ink not in _PROCESS))
