"""Opening a zip that may come from anyone: its directory is judged before anything is unpacked."""

from __future__ import annotations

import hashlib
import stat
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import IO, Final

from poster.bundle.pack import BLOCK
from poster.errors import PreflightError, RequestError
from poster.files import inside

MOST_ENTRIES: Final = 20_000
#: What a bundle may unpack to, and how much more than its own size.
MOST_BYTES: Final = 200 * 2**30
MOST_RATIO: Final = 100
#: What a small file of a bundle (ticket, manifest, preview) may hold.
MOST_SMALL: Final = 64 * 2**20
_ENCRYPTED: Final = 0x1
_FOLDER: Final = Path("bundle")


class Archive:
    """An open zip whose directory holds no tricks. Every error is a PreflightError."""

    def __init__(self, path: Path, opened: zipfile.ZipFile) -> None:
        self.path = path
        self._opened = opened
        self.infos = {info.filename: info for info in opened.infolist() if not info.is_dir()}

    @property
    def names(self) -> tuple[str, ...]:
        """The files, in the order of the directory."""
        return tuple(self.infos)

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        """A file's content. Raises PreflightError `bundle-damaged`, RequestError."""
        try:
            with self._opened.open(self.infos[name]) as stream:
                yield stream
        except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
            raise PreflightError("bundle-damaged", name=name, why=str(error)[:120]) from error

    def opener(self, name: str) -> Callable[[], IO[bytes]]:
        """How to read a file that was found intact."""
        return lambda: self._opened.open(self.infos[name])

    def read(self, name: str) -> bytes:
        """A small file whole."""
        if self.infos[name].file_size > MOST_SMALL:
            raise PreflightError("bundle-bomb", path=self.path.name, name=name)
        with self.stream(name) as stream:
            return stream.read()

    def sha256(self, name: str, heard: Callable[[int], None] = lambda _: None) -> str:
        """The hash of a file's content; "" where its content is damaged.

        `heard` is told of every block that is read, in bytes.
        """
        digest = hashlib.sha256()
        try:
            with self.stream(name) as stream:
                while block := stream.read(BLOCK):
                    digest.update(block)
                    heard(len(block))
        except PreflightError:
            return ""
        return digest.hexdigest()


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """The zip at `path`, its directory judged.

    Raises PreflightError `bundle-…` for what is no bundle or a trap, RequestError `file-…` where
    there is nothing to read.
    """
    if not path.is_file():
        raise RequestError("file-missing" if not path.exists() else "file-no-file", path=str(path))
    try:
        with zipfile.ZipFile(path) as opened:
            _judge(path, opened.infolist())
            yield Archive(path, opened)
    except (zipfile.BadZipFile, UnicodeDecodeError, EOFError) as error:
        raise PreflightError("bundle-no-zip", path=path.name, why=str(error)[:120]) from error
    except OSError as error:
        raise RequestError("file-unreadable", path=str(path), why=str(error)) from error


def _judge(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MOST_ENTRIES:
        raise PreflightError("bundle-bomb", path=path.name, name=f"{len(infos)}")
    for info in infos:
        _judge_entry(path, info)
    counts = Counter(info.filename.casefold() for info in infos)
    if twice := [name for name, count in counts.items() if count > 1]:
        raise PreflightError("bundle-twice", path=path.name, name=twice[0])
    total, size = sum(info.file_size for info in infos), path.stat().st_size
    largest = max(infos, key=lambda info: info.file_size, default=None)
    if largest and total > min(MOST_BYTES, max(size, 1) * MOST_RATIO):
        raise PreflightError("bundle-bomb", path=path.name, name=largest.filename)
    placed = sorted(infos, key=lambda info: info.header_offset)
    for one, other in pairwise(placed):
        if (
            one.header_offset + 30 + len(one.orig_filename) + one.compress_size
            > other.header_offset
        ):
            raise PreflightError("bundle-overlap", path=path.name, name=other.filename)


def _judge_entry(path: Path, info: zipfile.ZipInfo) -> None:
    name = info.orig_filename
    try:
        inside(_FOLDER, name.rstrip("/"))
    except RequestError as error:
        raise PreflightError("bundle-path", path=path.name, name=repr(name)) from error
    if info.flag_bits & _ENCRYPTED:
        raise PreflightError("bundle-locked", path=path.name, name=name)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise PreflightError("bundle-path", path=path.name, name=repr(name))
