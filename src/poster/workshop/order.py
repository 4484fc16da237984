"""What the jail is asked to make of a drawing, as plain values."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from poster.units import Dimensions


@dataclass(frozen=True, slots=True)
class Order:
    """What `digest` is asked: the file and its folder, options, usvg's code, cleaned pictures."""

    name: str
    data: bytes
    folder: Path | None
    size: Dimensions | None
    slots: Mapping[str, str]
    outline: bool
    families: Sequence[str]
    module: bytes
    fonts: Sequence[str]
    pictures: Mapping[str, bytes] | None
    pins: Mapping[str, str]

    @classmethod
    def from_json(cls, payload: Mapping[str, Any]) -> Order:
        """The order out of what the parent sent."""
        size = payload["size"]
        pictures = payload.get("pictures")
        return cls(
            name=payload["name"],
            data=base64.b64decode(payload["data"]),
            folder=Path(payload["folder"]) if payload["folder"] else None,
            size=Dimensions(*size) if size else None,
            slots=payload["slots"],
            outline=payload["outline"],
            families=payload["families"],
            module=base64.b64decode(payload["module"]),
            fonts=payload["fonts"],
            pins=payload["pins"],
            pictures=None if pictures is None else {
                key: base64.b64decode(data) for key, data in pictures.items()
            },
        )  # fmt: skip


def as_text(data: bytes) -> str:
    """Bytes as JSON carries them."""
    return base64.b64encode(data).decode()
