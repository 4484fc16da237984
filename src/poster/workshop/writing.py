"""The text of an imported layout's layout.yaml: what was found, and what a designer may decide."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from poster.workshop.colours import Match
from poster.workshop.units import MOST_NAMED, Pinned

#: Master files by the squarest shape that they serve.
_NAMES: Final = ((0.55, "slim.svg"), (1.3, "tall.svg"), (3.2, "land.svg"), (1e9, "wide.svg"))
#: How far from its own shape one master may serve.
REACH: Final = 1.25
_RANGE: Final = """
# width / height of the pieces that the drawing serves; the end is not in it. Where the pins below
# suit other shapes, too, widen it, and look with `poster layouts check`.
"""
_PINS: Final = """
# What keeps to which edge, by ID in the drawing: left, center, right or stretch-x, and top, middle,
# bottom or stretch-y; fill is both stretches, cover fills the page and is cropped. Only upright
# rectangles, level lines and slots stretch. What overlaps, or stands close, has one pin.
"""


@dataclass(frozen=True, slots=True)
class SlotMade:
    """One slot of the new layout, as layout.yaml says it."""

    name: str
    type: str
    settings: Mapping[str, Any]


def master_file(ratio: float) -> str:
    """The usual name of a master for pieces of about that aspect ratio."""
    return next(name for most, name in _NAMES if ratio < most)


def layout_yaml(
    title: str,
    source: str,
    slots: Sequence[SlotMade],
    file: str,
    ratio: float,
    colours: Sequence[Match],
    pins: Sequence[Pinned],
) -> str:
    """The file's text. The master serves a quarter to both sides of its own aspect ratio."""
    lines = [f"title: {_quoted(title)}", f"credits: {_quoted(f'imported from {source}')}", "slots:"]
    lines += [slot_line(slot) for slot in slots]
    least, most = round(ratio / REACH, 3), round(ratio * REACH, 3)
    lines += [_RANGE.strip(), "masters:"]
    lines += [f"  {file}: {{ratio: [{least}, {most}], max_lines: 6}}", _PINS.strip(), "pins:"]
    lines += pin_lines(pins)
    if any(not match.exact for match in colours):
        lines.append("colours:" if any(match.is_mapped for match in colours) else "# colours:")
    lines += [_colour(match) for match in colours if not match.exact]
    return "\n".join(lines) + "\n"


def slot_line(slot: SlotMade) -> str:
    """A slot's entry under `slots:`."""
    settings = ", ".join(f"{key}: {_value(value)}" for key, value in slot.settings.items())
    return f"  {slot.name}: {{type: {slot.type}{', ' if settings else ''}{settings}}}"


def pin_lines(pins: Sequence[Pinned]) -> list[str]:
    """The entries under `pins:`, each with the names of what it holds."""
    return [_pin(one) for one in pins]


def _pin(one: Pinned) -> str:
    inside = ", ".join(one.names[:MOST_NAMED]) + (", …" if len(one.names) > MOST_NAMED else "")
    return f"  {_quoted('#' + one.id)}: {one.pin}" + (f"  # {inside}" if inside else "")


def _colour(match: Match) -> str:
    start = "  " if match.is_mapped else "#   "
    return f'{start}"{match.srgb}": {match.ink}  # ΔE {match.difference:.1f}'


def _quoted(text: str) -> str:
    """Plain text as YAML: JSON's quotes are YAML's too."""
    return json.dumps(text, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:g}"
    text = str(value)
    return text if text.replace("-", "").replace(" ", "").isalnum() else _quoted(text)
