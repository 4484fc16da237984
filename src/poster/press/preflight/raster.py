"""The rules about TIFF and JPEG files."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from poster.geometry import Rect
from poster.press.preflight.content import COARSE, ROUNDING
from poster.press.preflight.faults import Expectation, Notebook
from poster.press.preflight.order import SCALES, check_edge, is_close
from poster.press.preflight.pictures import heaviest
from poster.press.readback import RasterFacts, cmyk_bands, inspect_raster
from poster.units import MM_PER_INCH

#: Sides beyond this do not open in many RIPs and drawing programs.
MANY_PX: Final = 30_000
#: Pixels that are unpacked to look at inks and edges; the rest is passed over in even steps.
MOST_PIXELS: Final = 16_000_000
#: The longer side of the small picture that edges are looked for in.
SMALL_PX: Final = 900
#: Pixels averaged before their inks are added: single pixels of a JPEG say nothing.
_TOGETHER: Final = 4
#: Depths of the outermost line and of one further in, as shares of a side; what counts as bare.
_DEEP: Final = 0.05
_BARE, _FULL = 0.98, 0.5


def check_raster(path: Path, wanted: Expectation, notebook: Notebook) -> dict[str, Any]:
    """Write down what is wrong with a TIFF or JPEG; returns facts of it. Raises RequestError."""
    facts = inspect_raster(path)
    _check_colours(facts, notebook)
    _check_profile(facts, notebook)
    size_mm = _check_resolution(facts, wanted, notebook)
    if max(facts.width_px, facts.height_px) > MANY_PX:
        pixels = f"{facts.width_px} x {facts.height_px}"
        notebook.add("preflight-raster-pixels", 1, found=pixels, expected=MANY_PX)
    if wanted.pixels:
        _check_pixels(path, facts, size_mm, wanted, notebook)
    return {
        "width_px": facts.width_px, "height_px": facts.height_px, "colour": facts.mode,
        "ppi": round(facts.ppi, 2), "page_mm": [round(side, 1) for side in size_mm], "pages": 1,
    }  # fmt: skip


def _check_colours(facts: RasterFacts, notebook: Notebook) -> None:
    if facts.mode not in ("CMYK", "L"):
        found = "RGB" if facts.mode in ("RGB", "YCbCr", "P") else facts.mode
        notebook.add("preflight-raster-colour", 1, found=found, expected="CMYK")
    if facts.extra or facts.mode in ("RGBA", "LA"):
        notebook.add("preflight-raster-alpha", 1, count=max(1, facts.extra))
    if facts.bits != 8:
        notebook.add("preflight-raster-bits", 1, found=facts.bits, expected=8)
    if facts.layered:
        notebook.add("preflight-raster-layers", 1)


def _check_profile(facts: RasterFacts, notebook: Notebook) -> None:
    head = facts.profile[:40]
    if not head:
        notebook.add("preflight-raster-profile", 1)
        return
    space = head[16:20].decode("latin-1").strip() if head[36:40] == b"acsp" else "?"
    expected = {"CMYK": "CMYK", "L": "GRAY"}.get(facts.mode)
    if expected is not None and space != expected:
        notebook.add("preflight-raster-profile-other", 1, found=space, expected=expected)


# ---------------------------------------------------------------- size and resolution


def _check_resolution(
    facts: RasterFacts, wanted: Expectation, notebook: Notebook
) -> tuple[float, float]:
    """The size in mm of the picture as it says of itself, nought where it does not."""
    if not facts.ppi or not facts.ppi_down:
        notebook.add("preflight-raster-ppi", 1)
        _check_coarse(_pixels_for_order(facts, wanted), wanted, notebook)
        return (0.0, 0.0)
    if abs(facts.ppi - facts.ppi_down) > 0.5:
        found = f"{facts.ppi:g} x {facts.ppi_down:g} ppi"
        notebook.add("preflight-raster-square", 1, found=found)
    width = facts.width_px / facts.ppi * MM_PER_INCH
    height = facts.height_px / facts.ppi_down * MM_PER_INCH
    scale = _check_size(width, height, wanted, notebook)
    _check_coarse(facts.ppi / scale, wanted, notebook)
    return (width, height)


def _pixels_for_order(facts: RasterFacts, wanted: Expectation) -> float | None:
    size = wanted.printed_mm or wanted.size_mm
    return None if size is None else facts.width_px / size[0] * MM_PER_INCH


def _check_coarse(ppi: float | None, wanted: Expectation, notebook: Notebook) -> None:
    if ppi is None or ppi >= wanted.ppi * 0.99:
        return
    rule = "preflight-image-coarse" if ppi < wanted.ppi * COARSE else "preflight-image-soft"
    notebook.add(rule, 1, found=round(ppi, 1), expected=round(wanted.ppi, 1), count=1)


def _check_size(width: float, height: float, wanted: Expectation, notebook: Notebook) -> int:
    """Compare with the order; returns the scale that the picture is really at."""
    asked = _asked(wanted)
    if asked is None:
        notebook.add("preflight-size-unasked", 1)
        return wanted.scale or 1
    whole, scale = Rect(0, 0, width, height), wanted.scale or 1

    def fits(size: tuple[float, float], one: int) -> bool:
        return is_close(width * one, size[0]) and is_close(height * one, size[1])

    if fits(asked, scale):
        return scale
    words = {
        "found": f"{width * scale:.0f} x {height * scale:.0f} mm",
        "expected": f"{asked[0]:.0f} x {asked[1]:.0f} mm",
    }
    smaller = next((one for one in SCALES if scale == 1 and fits(asked, one)), None)
    if smaller is not None:
        notebook.add("preflight-scale-mistaken", 1, [whole], scale=smaller, **words)
        return smaller
    if scale != 1 and fits(asked, 1):
        notebook.add("preflight-scale-doubled", 1, [whole], scale=scale, **words)
        return 1
    finished = wanted.size_mm
    if finished is not None and fits(finished, scale):
        check_edge(whole, whole, wanted.edge_mm, scale, notebook)
    elif fits(asked[::-1], scale):
        notebook.add("preflight-size-turned", 1, [whole], **words)
    else:
        notebook.add("preflight-size", 1, [whole], **words)
    return scale


def _asked(wanted: Expectation) -> tuple[float, float] | None:
    """The size that a print raster holds: the printed size."""
    if wanted.printed_mm is not None or wanted.size_mm is None:
        return wanted.printed_mm
    edge, (width, height) = wanted.edge_mm, wanted.size_mm
    if edge is None:
        return wanted.size_mm
    return (width + edge.left + edge.right, height + edge.top + edge.bottom)


# ---------------------------------------------------------------- pixels


def _check_pixels(
    path: Path,
    facts: RasterFacts,
    size_mm: tuple[float, float],
    wanted: Expectation,
    notebook: Notebook,
) -> None:
    bands = cmyk_bands(path, MOST_PIXELS)
    if bands is None:
        if facts.mode == "CMYK":
            notebook.add("preflight-unseen-pixels", 1)
        return
    small, most = small_picture(facts, bands)
    if most > wanted.ink_limit_percent + ROUNDING:
        limit = wanted.ink_limit_percent
        place = [Rect(0, 0, *size_mm)]
        notebook.add(
            "preflight-ink-limit", 1, place, found=round(most), expected=limit, count=1
        )  # fmt: skip
    sides = dict(_bare_sides(small))
    for side, box in sides.items():
        place = [_scaled(box, small, size_mm)]
        notebook.add("preflight-raster-edge", 1, place, side=side)


def small_picture(facts: RasterFacts, bands: Iterator[tuple[float, Any]]) -> tuple[Any, float]:
    """The whole picture made small (CMYK), and the most ink in one place, percent."""
    from PIL import Image

    longest = max(facts.width_px, facts.height_px)
    share = min(1.0, SMALL_PX / longest)
    width, height = (max(1, round(side * share)) for side in (facts.width_px, facts.height_px))
    small, most, last = Image.new("CMYK", (width, height)), 0.0, 0
    piece, rows = small, height
    for place, band in bands:
        most = max(most, heaviest(band.reduce(_TOGETHER) if longest > SMALL_PX else band))
        top = round(place * height)
        rows = max(1, round(band.height * width / band.width))
        piece = band.resize((width, rows))
        for row in range(min(last, top), top + 1, rows):  # rows passed over look like the next
            small.paste(piece, (0, row))
        small.paste(piece, (0, top))
        last = top + rows
    if last < height:
        small.paste(piece, (0, height - rows))
    return small, most


def _bare_sides(small: Any) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    """Sides whose outermost line is paper though there is art a little further in."""
    width, height = small.size
    across, down = max(2, round(width * _DEEP)), max(2, round(height * _DEEP))
    if width < 20 or height < 20:
        return
    for side, outer, inner in (
        ("top", (0, 0, width, 1), (0, down, width, down + 1)),
        ("right", (width - 1, 0, width, height), (width - across - 1, 0, width - across, height)),
        ("bottom", (0, height - 1, width, height), (0, height - down - 1, width, height - down)),
        ("left", (0, 0, 1, height), (across, 0, across + 1, height)),
    ):
        if _paper(small.crop(outer)) >= _BARE and _paper(small.crop(inner)) <= _FULL:
            yield side, outer


def _paper(line: Any) -> float:
    """The share of pixels that hold no ink."""
    pixels = struct.iter_unpack("4B", line.tobytes())
    count = line.width * line.height
    blank: int = sum(sum(inks) < 8 for inks in pixels)
    return blank / float(count)


def _scaled(box: tuple[int, int, int, int], small: Any, size_mm: tuple[float, float]) -> Rect:
    across, down = size_mm[0] / small.width, size_mm[1] / small.height
    left, top, right, bottom = box
    return Rect.from_sides(left * across, top * down, right * across, bottom * down)
