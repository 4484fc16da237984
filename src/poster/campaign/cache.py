"""What need not be made again: records of finished pieces, bound to all that shapes them.

A record is JSON. Its key is a digest of the job, of every file of the library that it uses, and of
the program; its files are looked at before it is believed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Final

from poster import __version__
from poster.errors import Finding, Severity
from poster.files import atomic, make_folder
from poster.geometry import Rect
from poster.library import Library
from poster.model import Job, Panel, Piece, PieceFile
from poster.pipeline import versions
from poster.sheet import make_sheet

#: Where records stand in a campaign's output folder.
FOLDER: Final = ".poster"
_BLOCK: Final = 1 << 20


@dataclass(frozen=True)
class Keys:
    """Makes the keys of a library's jobs; files are read once."""

    library: Library

    def key(self, job: Job) -> str:
        """The digest of all that shapes the piece of `job`, in hexadecimal."""
        condition = self.library.condition(job.shop.condition)
        parts = {
            "program": self.program,
            "slogan": asdict(job.slogan),
            "values": dict(sorted(job.values.items())),
            "pictures": {name: asdict(picture) for name, picture in job.pictures.items()},
            "size": asdict(job.size),
            "shop": asdict(job.shop),
            "finishing": asdict(job.finishing),
            "job": [job.day, job.formats, job.ppi, job.quantity],
            "layout": self._folder(job.layout.folder),
            "parts": self._folder(self.library.root / "layouts" / "parts"),
            "fonts": self._folder(self.library.root / "fonts"),
            "inks": [asdict(ink) for ink in self.library.inks.by_name.values()],
            "profile": self._folder(condition.profile),
        }
        text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def program(self) -> list[Any]:
        """What the program itself is: versions, and a digest of its own files."""
        package = Path(str(resources.files("poster")))
        own = (path for path in package.rglob("*") if "_library" not in path.parts)
        return [
            __version__,
            dict(versions()),
            _digest((p for p in own if p.suffix != ".pyc"), package),
        ]

    def _folder(self, folder: Path) -> str:
        """The digest of a file, or of all files of a folder; read once."""
        if folder not in self._folders:
            self._folders[folder] = _digest(
                folder.rglob("*") if folder.is_dir() else [folder], folder
            )
        return self._folders[folder]

    @cached_property
    def _folders(self) -> dict[Path, str]:
        return {}


def _digest(paths: Iterable[Path], root: Path = Path()) -> str:
    """One digest of files, by path from `root` and content."""
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        name = path.relative_to(root) if root in path.parents else path.name
        digest.update(f"{name}\0{path.stat().st_size}\0".encode())
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


@dataclass(frozen=True)
class Records:
    """The records of a campaign's output folder."""

    out: Path

    def find(self, name: str, key: str, job: Job) -> Piece | None:
        """The piece `name` ("shop/piece") as it was made for `key`, its files all unharmed."""
        path = self._path(name)
        record = read_note(path)
        if record.get("key") != key or not all(stands(self.out, file) for file in record["files"]):
            return None
        return self.piece(record, job)

    def keep(self, key: str, piece: Piece) -> dict[str, Any]:
        """Write the record of a finished piece, and give it."""
        record = {"key": key, **self._facts(piece)}
        path = self._path(f"{piece.job.shop.name}/{piece.name}")
        make_folder(path.parent)
        with atomic(path) as stream:
            stream.write(json.dumps(record, ensure_ascii=False, sort_keys=True).encode())
        return record

    def piece(self, record: Mapping[str, Any], job: Job) -> Piece:
        """The piece of a record, for the job that asks for it now."""
        return Piece(
            name=record["name"],
            job=job,
            sheet=make_sheet(job.size, job.shop, job.finishing),
            lines=tuple(record["lines"]),
            cap_mm=record["cap_mm"],
            artwork_sha256=record["artwork_sha256"],
            files=tuple(self._file(file) for file in record["files"]),
            findings=(*job.findings, *map(finding_from, record["findings"])),
            panels=tuple(_panel(panel) for panel in record["panels"]),
        )

    def _path(self, name: str) -> Path:
        return self.out / FOLDER / f"{name}.json"

    def _facts(self, piece: Piece) -> dict[str, Any]:
        return {
            "name": piece.name,
            "lines": piece.lines,
            "cap_mm": piece.cap_mm,
            "artwork_sha256": piece.artwork_sha256,
            "files": [
                {"path": file.path.relative_to(self.out).as_posix(), "format": file.format,
                 "bytes": file.bytes, "sha256": file.sha256, "details": dict(file.details),
                 "mtime_ns": file.path.stat().st_mtime_ns}
                for file in piece.files
            ],
            # Without the job's own, first in the row: each row of a shared piece has others.
            "findings": [finding_data(one) for one in piece.findings[len(piece.job.findings) :]],
            "panels": [asdict(panel) for panel in piece.panels],
        }  # fmt: skip

    def _file(self, file: Mapping[str, Any]) -> PieceFile:
        path = self.out / file["path"]
        return PieceFile(path, file["format"], file["bytes"], file["sha256"], file["details"])


def read_note(path: Path) -> dict[str, Any]:
    """What a record says; empty where there is none, or one that something else wrote."""
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return note if isinstance(note, dict) and isinstance(note.get("files"), list) else {}


def stands(out: Path, file: Mapping[str, Any]) -> bool:
    """Whether a recorded file is as it was: by size and time, else by its content."""
    path = out / file["path"]
    if not path.is_file() or path.stat().st_size != file["bytes"]:
        return False
    if path.stat().st_mtime_ns == file["mtime_ns"]:
        return True
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == str(file["sha256"])


def plain(value: object) -> object:
    """A parameter of a message as JSON keeps it."""
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return [plain(item) for item in value] if isinstance(value, list | tuple) else str(value)


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding for a record."""
    return {**asdict(finding), "params": {k: plain(v) for k, v in finding.params.items()}}


def finding_from(data: Mapping[str, Any]) -> Finding:
    """A finding out of a record."""
    return Finding(**{**data, "severity": Severity(data["severity"])})


def _panel(data: Mapping[str, Any]) -> Panel:
    return Panel(data["code"], Rect(**data["region"]), tuple(data["glued"]))
