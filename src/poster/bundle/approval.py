"""Who signed the proof, and what the signature is bound to."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from poster.errors import PreflightError
from poster.messages import Catalogue

#: Where an approval stands: beside the bundles, and in each of them.
RECORD: Final = "PHE-DUYET.json"
SCAN_STEM: Final = "BAN-KY"


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who approves, in which office, on which day; and the signed sheet, where it was scanned."""

    by: str
    role: str
    day: dt.date
    scan: Path | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """A signature and the hashes that it is bound to.

    `code` is the hash over `codes`, the groups' hashes over their pieces; `scan` is the file name
    of the signed sheet, "" where there is none.
    """

    by: str
    role: str
    date: str
    code: str
    codes: Mapping[str, str]
    proof_sha256: str
    scan: str = ""
    scan_sha256: str = ""

    def to_json(self) -> bytes:
        """As it stands beside and in the bundles."""
        return (
            json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        ).encode()

    def sentence(self, texts: Catalogue) -> str:
        """Who approved, in one line."""
        day = dt.date.fromisoformat(self.date)
        return texts.text("bundle-approved-by", by=self.by, role=self.role, day=f"{day:%d/%m/%Y}")


def read_approval(data: bytes) -> Approval:
    """The approval in `data`. Raises PreflightError `bundle-approval-broken`."""
    try:
        found: dict[str, Any] = json.loads(data)
        dt.date.fromisoformat(found["date"])
        codes = {str(key): str(value) for key, value in found.pop("codes").items()}
        return Approval(codes=codes, **{key: str(value) for key, value in found.items()})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PreflightError("bundle-approval-broken", why=str(error)[:120]) from error
