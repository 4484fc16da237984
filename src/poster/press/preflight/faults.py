"""Faults as they are found, and what a file was expected to be. Plain values: they cross processes.

Places are in mm on the page as the file draws it (a tenth of the piece at 1:10), from the top left
corner of the MediaBox or of the picture, y downwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Self

from poster.geometry import Edges, Rect

#: How many places of one fault are kept for the picture; all are counted.
MOST_PLACES: Final = 24


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a file should be. Lengths in mm of the finished piece; None where nobody said.

    `scale` is the 10 of 1:10, as the file's name says it. `ppi` is wanted at the finished size;
    letters lower than `letters_mm` cannot be read; `pixels` says to look at pictures, too.
    """

    size_mm: tuple[float, float] | None = None
    printed_mm: tuple[float, float] | None = None
    edge_mm: Edges | None = None
    scale: int | None = None
    ppi: float = 72.0
    ink_limit_percent: float = 300.0
    letters_mm: float = 1.5
    pixels: bool = True

    def to_data(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Back from JSON values."""
        sizes = {
            key: None if data[key] is None else (float(data[key][0]), float(data[key][1]))
            for key in ("size_mm", "printed_mm")
        }
        edge = None if data["edge_mm"] is None else Edges(**data["edge_mm"])
        return cls(**{**data, **sizes, "edge_mm": edge})


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a file breaks, on which page (from 1; 0 is the whole file) and where."""

    rule: str
    params: Mapping[str, object] = field(default_factory=dict)
    page: int = 0
    places: tuple[Rect, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """As JSON values."""
        places = [(place.x, place.y, place.width, place.height) for place in self.places]
        return {"rule": self.rule, "params": dict(self.params), "page": self.page, "places": places}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Back from JSON values."""
        places = tuple(Rect(*place) for place in data["places"])
        return cls(data["rule"], data["params"], data["page"], places)


class Notebook:
    """Collects faults in the order in which they are first met."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, rule: str, page: int = 0, places: Iterable[Rect] = (), **params: object) -> None:
        """Write down one fault."""
        drawable = [place for place in places if _is_finite(place)]
        self._faults.append(Fault(rule, params, page, tuple(drawable[:MOST_PLACES])))

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All of them."""
        return tuple(self._faults)


def _is_finite(place: Rect) -> bool:
    return all(map(math.isfinite, (place.x, place.y, place.width, place.height)))
