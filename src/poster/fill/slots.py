"""Frames in a master: which element is a slot, how its type stands, and when an element is kept."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from poster.geometry import Affine, Rect
from poster.svg import xml

#: "slot-slogan", Illustrator's "slot_x3A_slogan" and "slot_slogan_1_", "slot:slogan00000123456".
_ID = re.compile(r"slot(?:-|_x3A_|:|_)(?P<name>[a-z][a-z0-9_-]*)")
_ENDING = re.compile(r"(?:_\d+_|_?\d{6,}_?)$")
MOST_ID_LETTERS = 120
_LABEL = f"{{{xml.INKSCAPE}}}label"
_NAME = r"[a-z][a-z0-9-]*"
_TERM = re.compile(
    rf"(?P<not>!?)(?P<name>{_NAME})(?:(?P<others>(?:\|{_NAME})+)|(?P<op>!?=)(?P<value>[\w|-]+))?"
)
#: Lines of type rise or fall by so many degrees at most.
MOST_TURN_DEG = 45.0
_CAP_OF = re.compile(r"(?P<slot>[a-z][a-z0-9-]*)\s+(?P<share>0?\.\d+|1(?:\.0*)?)")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a slot's value stands, in master units. Empty words mean: as the layout says.

    `cap_of` names another slot and the greatest share of its cap height for this one's; lines of
    type are turned by `turn_deg` degrees, clockwise.
    """

    slot: str
    box: Rect
    align: str = ""
    valign: str = ""
    cap_of: tuple[str, float] | None = None
    turn_deg: float = 0.0


def slot_name(element: xml.Element) -> str | None:
    """The slot that `element` marks: by data-slot, by its id, or by its Inkscape label."""
    marked = element.get("data-slot")
    if marked:
        return marked
    for text in (element.get("id", ""), element.get(_LABEL, "")):
        match = _ID.fullmatch(text[:MOST_ID_LETTERS])
        if match:
            return _without_endings(match.group("name"))
    return None


def _without_endings(name: str) -> str:
    """The name less what Illustrator adds to make ids unique."""
    while (shorter := _ENDING.sub("", name)) != name:
        name = shorter
    return name


def read_cap_of(text: str) -> tuple[str, float] | None:
    """Read "slogan 0.32". Raises ValueError where it is something else."""
    if not text:
        return None
    match = _CAP_OF.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    return match.group("slot"), float(match.group("share"))


def read_turn(text: str) -> float:
    """Read "-8": degrees, clockwise. Raises ValueError where it is no such turn."""
    turn_deg = round(float(text), 3)
    if not abs(turn_deg) <= MOST_TURN_DEG:  # so that "nan" is refused
        raise ValueError(text)
    return turn_deg


def turn_of(affine: Affine) -> float:
    """By how many degrees a map turns what is upright; quarters of a turn leave it upright.

    Nothing where the map slants as well: what it makes of a rectangle has no direction.
    """
    if not affine.is_similarity:
        return 0.0
    turned_deg = math.degrees(math.atan2(affine.b, affine.a))
    return round((turned_deg + MOST_TURN_DEG) % 90 - MOST_TURN_DEG, 3)


def holds(condition: str, values: Mapping[str, str]) -> bool:
    """Whether every term of a `data-if` holds: "unit", "!unit", "emblem=sao|ca-hai", "emblem!=sao".

    "unit|when" asks for one of them at least, "!unit|when" for neither.
    Raises ValueError where a term is none of these.
    """
    return all([_holds(term, values) for term in condition.split()])  # every term is read


def _holds(term: str, values: Mapping[str, str]) -> bool:
    match = _TERM.fullmatch(term)
    if match is None or (match.group("not") and match.group("op")):
        raise ValueError(term)
    value = values.get(match.group("name"), "")
    if match.group("op") is None:
        others = (match.group("others") or "").split("|")
        given = bool(value) or any(values.get(other) for other in others)
        return given != bool(match.group("not"))
    return (value in match.group("value").split("|")) == (match.group("op") == "=")
