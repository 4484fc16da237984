"""One catalogue of sentences by message id, in Vietnamese and English."""

from __future__ import annotations

import locale
import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from poster.errors import PosterError
from poster.units import decimal

LANGUAGES: Final = ("vi", "en")


class Term(str):
    """The id of a message that stands inside another one: it is said in that one's language."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sentences of one language."""

    language: str
    texts: Mapping[str, str]

    def text(self, message: str, /, **params: object) -> str:
        """The sentence `message` with its placeholders filled."""
        return self.texts[message].format_map(
            {key: self._plain(value) for key, value in params.items()}
        )

    def error(self, error: PosterError) -> str:
        """What to show a person for `error`."""
        return self.text(error.code, **error.params)

    def _plain(self, value: object) -> str:
        if isinstance(value, Term):
            return self.text(value)
        if isinstance(value, float):
            return decimal(value, self.language)
        if isinstance(value, list | tuple):
            return ", ".join(self._plain(item) for item in value) or "-"
        return str(value)


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of `language`, one of LANGUAGES."""
    source = resources.files("poster.messages").joinpath(f"{language}.toml")
    return Catalogue(language, tomllib.loads(source.read_text(encoding="utf-8")))


def choose_language(asked: str | None) -> str:
    """The language asked for, else POSTER_LANG, else the locale's, else Vietnamese."""
    # Elsewhere getlocale() makes English of the neutral "C", which says nothing about a person.
    windows = locale.getlocale()[0] if sys.platform == "win32" else None
    for place in (asked, *map(os.environ.get, ("POSTER_LANG", "LC_ALL", "LANG")), windows):
        if place and place.lower()[:2] in LANGUAGES:
            return place.lower()[:2]
    return "vi"
