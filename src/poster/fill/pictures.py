"""Photos and logos in their frames: cut by focus, clipped, and judged by their fineness."""

from __future__ import annotations

import math
from typing import Any, Final

from poster.errors import Finding, RequestError, Severity
from poster.fill.blocks import Bench, Block, BlockFrame, Placed
from poster.geometry import Rect
from poster.images.photo import cut
from poster.model import Picture
from poster.svg.nodes import Group, Image
from poster.svg.paths import rectangle
from poster.units import MM_PER_INCH

#: Pixels handed on for each that the piece asks for, at most.
SPARE: Final = 1.5
#: The finest ppi that eyes tell apart at one metre: one minute of arc.
EYE_PPI_AT_1M: Final = MM_PER_INCH / 1000 / math.tan(math.radians(1 / 60))
#: Screens show a picture of half their fineness as a blur.
SCREEN_SHARE: Final = 0.5


def place_picture(frame: BlockFrame, bench: Bench) -> Block:
    """The picture in its frame: filling it (cover), or whole inside it (contain).

    Raises RequestError `picture-…` where it is missing or too coarse for the size.
    """
    picture = bench.job.pictures[frame.name]
    share, box = _covering(picture, frame) if frame.slot.fit == "cover" else _whole(picture, frame)
    ppi = picture.width_px * share.width / box.width * MM_PER_INCH
    findings = _coarse(frame, bench, picture, ppi)
    wanted_ppi = max(_wanted_ppi(bench), bench.job.ppi or 0) * SPARE
    most_px = (_pixels(box.width, wanted_ppi), _pixels(box.height, wanted_ppi))
    made = cut(picture, share, most_px)
    # Whole pixels were cut: they may reach a little beyond the box, which clips them.
    whole = _around(share, box, picture)
    image = Image(whole, made.data, id=f"{frame.name}-picture")
    node = Group((image,), clip=rectangle(box), id=f"slot-{frame.name}")
    return Block(node, findings, placed=Placed(picture, box, made.grid))


def _covering(picture: Picture, frame: BlockFrame) -> tuple[Rect, Rect]:
    """The shares of the picture that are seen, its focus as near the middle as may be."""
    box, ratio = frame.box, picture.width_px / picture.height_px
    width, height = min(1.0, box.ratio / ratio), min(1.0, ratio / box.ratio)
    across, down = (percent / 100 for percent in picture.focus)
    left = min(max(across - width / 2, 0.0), 1 - width)
    top = min(max(down - height / 2, 0.0), 1 - height)
    return Rect(left, top, width, height), box


def _whole(picture: Picture, frame: BlockFrame) -> tuple[Rect, Rect]:
    """All of the picture, as large as the frame lets it be."""
    box, ratio = frame.box, picture.width_px / picture.height_px
    width, height = min(box.width, box.height * ratio), min(box.height, box.width / ratio)
    shares = {"left": 0.0, "top": 0.0, "right": 1.0, "bottom": 1.0}
    across, down = shares.get(frame.align, 0.5), shares.get(frame.valign, 0.5)
    left, top = box.x + (box.width - width) * across, box.y + (box.height - height) * down
    return Rect(0, 0, 1, 1), Rect(left, top, width, height)


def _around(share: Rect, box: Rect, picture: Picture) -> Rect:
    """Where the whole pixels around `share` lie, `share` itself lying in `box`."""
    across, down = share.width * picture.width_px, share.height * picture.height_px
    left, top = share.x * picture.width_px % 1, share.y * picture.height_px % 1
    right, bottom = -(left + across) % 1, -(top + down) % 1
    x, y = box.width / across, box.height / down
    return Rect.from_sides(
        box.x - left * x, box.y - top * y, box.right + right * x, box.bottom + bottom * y
    )


def _pixels(length_mm: float, ppi: float) -> int:
    return math.ceil(length_mm / MM_PER_INCH * ppi)


def _wanted_ppi(bench: Bench) -> float:
    """What the shop asks for at the finished size, else what the kind of piece does."""
    return bench.job.shop.ppi or bench.job.size.kind.ppi


def _coarse(frame: BlockFrame, bench: Bench, picture: Picture, ppi: float) -> tuple[Finding, ...]:
    """A warning below the fineness that shops ask for; refused below what eyes can tell apart."""
    kind, wanted = bench.job.size.kind, _wanted_ppi(bench)
    floor = EYE_PPI_AT_1M / kind.read_at_m if kind.read_at_m else wanted * SCREEN_SHARE
    if ppi >= wanted:
        return ()
    found, expected = f"{ppi:.0f} ppi", f"{wanted:.0f} ppi"
    params: dict[str, Any] = {
        "slot": frame.name, "file": picture.path.name, "ppi": round(ppi, 1),
        "has": f"{picture.width_px} x {picture.height_px}",
        "wanted_ppi": round(wanted), "wanted": _needed(picture, wanted / ppi),
        "least_ppi": round(floor, 1), "least": _needed(picture, floor / ppi),
    }  # fmt: skip
    if ppi < floor * 0.999:
        raise RequestError("picture-coarse", size=bench.job.size.name, **params)
    return (Finding("picture-below", Severity.WARNING, frame.name, found, expected, params),)


def _needed(picture: Picture, factor: float) -> str:
    """Pixels that the same picture would need."""
    return f"{math.ceil(picture.width_px * factor)} x {math.ceil(picture.height_px * factor)}"
