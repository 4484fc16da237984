"""What all nouns of a library's tables have in common."""

from __future__ import annotations

from typing import ClassVar


class Noun:
    """Base of what a library's tables hold: unknown fields in a table are refused."""

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
