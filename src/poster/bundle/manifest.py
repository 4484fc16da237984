"""The list of a bundle's files with their hashes: written last, and read with suspicion."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from poster.errors import PreflightError

NAME: Final = "manifest.json"
READER: Final = "DOC-TRUOC.html"
FORMAT: Final = "poster-bundle"


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of a bundle: its name there, its size in bytes, its SHA-256."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle holds. `code` is the hash over what its ticket says of the pieces."""

    campaign: str
    shop: str
    date: str
    code: str
    approved: bool
    versions: Mapping[str, str]
    files: tuple[Listed, ...]

    def to_json(self) -> bytes:
        """As it stands in the bundle."""
        data = {"format": FORMAT, "version": 1, **asdict(self), "files": [*map(asdict, self.files)]}
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def read_manifest(data: bytes) -> Manifest:
    """The manifest in `data`. Raises PreflightError `bundle-manifest-broken`."""
    try:
        found = json.loads(data)
        if found["format"] != FORMAT or found["version"] != 1:
            raise ValueError("unknown format")
        names = ("campaign", "shop", "date", "code", "approved")
        return Manifest(
            **{name: found[name] for name in names},
            versions={str(key): str(value) for key, value in found["versions"].items()},
            files=tuple(_listed(one) for one in found["files"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PreflightError("bundle-manifest-broken", why=str(error)[:120]) from error


def _listed(one: Mapping[str, Any]) -> Listed:
    return Listed(str(one["name"]), int(one["bytes"]), str(one["sha256"]))


def embedded(files: Sequence[Listed]) -> str:
    """The files as JSON that may stand inside a page of HTML."""
    return json.dumps([asdict(one) for one in files], ensure_ascii=True).replace("<", "\\u003c")
