"""QR codes in their frames: dark modules on a light square, with the quiet zone inside it."""

from __future__ import annotations

from typing import Final

from poster.errors import Finding, RequestError, Severity
from poster.fill.blocks import THINNEST_MM, Bench, Block, BlockFrame
from poster.geometry import Rect
from poster.images.qr import MODULE_OF_DISTANCE, encode
from poster.inks import lightness
from poster.svg.nodes import Group, Shape
from poster.svg.paths import rectangle
from poster.units import MM_PER_PX

#: From how far a code is scanned where the layout says nothing, metres: one stands before it.
NEAR_M: Final = 1.0
#: On a screen, whose size nobody knows, a module must have so many pixels.
LEAST_PX: Final = 3.0
#: Least difference of lightness between the modules.
CONTRAST: Final = 60.0


def draw_code(frame: BlockFrame, bench: Bench) -> Block:
    """The code as large as the frame's square. Raises RequestError `qr-…`."""
    dark, light = frame.ink(bench), frame.ink(bench, frame.slot.ground or "trang")
    if lightness(light) - lightness(dark) < CONTRAST:
        raise RequestError("qr-contrast", slot=frame.name)
    code, box = encode(frame.value), _square(frame)
    module_mm, is_screen = box.width / code.side, bench.sheet.size.is_screen
    least_mm = LEAST_PX * MM_PER_PX if is_screen else THINNEST_MM
    if module_mm < least_mm:
        raise RequestError(
            "qr-fine", slot=frame.name, module_mm=round(module_mm, 2), needed_mm=round(least_mm, 2)
        )
    shapes = (
        Shape(rectangle(box), light, id=f"{frame.name}-quiet"),
        Shape(code.dark(box), dark, id=f"{frame.name}-dark"),
    )
    findings = () if is_screen else _too_far(frame, module_mm)
    return Block(Group(shapes, id=f"slot-{frame.name}"), findings)


def _square(frame: BlockFrame) -> Rect:
    box, side = frame.box, min(frame.box.width, frame.box.height)
    spare_x, spare_y = box.width - side, box.height - side
    shares = {"left": 0.0, "top": 0.0, "right": 1.0, "bottom": 1.0}
    across, down = shares.get(frame.align, 0.5), shares.get(frame.valign, 0.5)
    return Rect(box.x + spare_x * across, box.y + spare_y * down, side, side)


def _too_far(frame: BlockFrame, module_mm: float) -> tuple[Finding, ...]:
    """A warning where the modules are finer than the distance asks for."""
    distance_m = frame.slot.read_at_m or NEAR_M
    needed_mm = distance_m * 1000 * MODULE_OF_DISTANCE
    if module_mm >= needed_mm:
        return ()
    found, expected = f"{module_mm:.1f} mm", f"{needed_mm:.1f} mm"
    params = {
        "slot": frame.name,
        "found": round(module_mm, 1),
        "expected": round(needed_mm, 1),
        "read_at_m": distance_m,
        "reach_m": round(module_mm / 1000 / MODULE_OF_DISTANCE, 1),
    }
    return (Finding("qr-small", Severity.WARNING, frame.name, found, expected, params),)
