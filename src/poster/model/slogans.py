"""Slogan: approved words with their source."""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
from dataclasses import dataclass
from typing import Literal

from poster.model.noun import Noun


@dataclass(frozen=True, slots=True)
class Origin(Noun):
    """The document that a slogan comes from."""

    document: str = ""
    number: str = ""
    date: dt.date | str = ""
    issuer: str = ""
    place: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Approval(Noun):
    """Who approved which words."""

    by: str
    role: str
    date: dt.date
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Validity(Noun):
    """The days between which a slogan may be shown, both included."""

    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Slogan(Noun):
    """Words with their source. `text` keeps mixed case; " / " forces a line break."""

    id: str
    text: str
    short: tuple[str, ...] = ()
    origin: Origin = Origin()
    taken_from: Origin = Origin()
    tags: tuple[str, ...] = ()
    status: Literal["draft", "approved"] = "draft"
    approved: Approval | None = None
    valid: Validity = Validity()
    note: str = ""

    @property
    def text_sha256(self) -> str:
        """The hash of the words, by which an approval is bound to them."""
        return text_sha256(self.text)

    @property
    def is_approved(self) -> bool:
        """Approved by somebody named, and not a letter changed since."""
        bound = self.approved is not None and self.approved.text_sha256 == self.text_sha256
        return self.status == "approved" and bound


def text_sha256(text: str) -> str:
    """SHA-256 of the composed (NFC) text in UTF-8."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()
