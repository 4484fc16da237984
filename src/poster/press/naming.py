"""What a piece and its files are called, and how they are listed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from poster.model import Finishing, Job, PieceFile
from poster.press.order import Details


def piece_name(job: Job) -> str:
    """A stable ASCII name, its own for every slogan, layout, size, set of values and finishing."""
    return f"{job.slogan.id}_{job.layout.name}_{job.size.name}{_values_mark(job)}"


def _values_mark(job: Job) -> str:
    """Six digits for values other than the layout's own, and for finishing other than habitual.

    So no piece takes another's place.
    """
    own: dict[str, object] = {
        name: value for name, value in job.values.items()
        if name != "slogan" and value != job.layout.slots[name].default
    }  # fmt: skip
    if job.finishing != Finishing():
        own["/finishing"] = asdict(job.finishing)
    if not own:
        return ""
    text = json.dumps(own, sort_keys=True, ensure_ascii=False)
    return "_" + hashlib.sha256(text.encode()).hexdigest()[:6]


def described(path: Path, key: str, details: Details) -> PieceFile:
    """The file at `path` as a piece of work lists it, read once for its hash."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return PieceFile(path, key, path.stat().st_size, digest.hexdigest(), details)
