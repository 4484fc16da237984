"""Files: written whole or not at all, read within a limit, named as every system allows."""

from __future__ import annotations

import codecs
import errno
import hashlib
import os
import re
import secrets
import stat
import unicodedata
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from poster.errors import RequestError, WriteError

#: What a file is called while it is being written; such a file may be deleted by anyone, any time.
PART_PATTERN: Final = ".poster-*.part"

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_WHY: Final = {
    errno.EACCES: "cannot-write-denied",
    errno.EPERM: "cannot-write-denied",
    errno.EROFS: "cannot-write-denied",
    errno.ENOSPC: "cannot-write-full",
    errno.EDQUOT: "cannot-write-full",
    errno.EFBIG: "cannot-write-large",
    errno.ENAMETOOLONG: "cannot-write-name",
    errno.EISDIR: "cannot-write-folder",
    errno.EEXIST: "cannot-write-no-folder",
    errno.ENOENT: "cannot-write-no-folder",
    errno.ENOTDIR: "cannot-write-no-folder",
}

#: Names that Windows keeps for devices, whatever their suffix.
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\..*)?", re.I
)
_ILLEGAL = re.compile(r'[\x00-\x1f<>:"|?*\\\ud800-\udfff]|[. ]$')
_SOUNDS_LIKE_D = str.maketrans(dict.fromkeys("đĐÐðƉɖ", "d"))


@contextmanager
def atomic(path: Path, check: Callable[[Path], object] | None = None) -> Iterator[BinaryIO]:
    """A binary file (read, write, seek) that becomes `path` when the block ends well.

    It is written beside `path`, synced, handed to `check` under its temporary name, and then takes
    the place of `path` in one step. When the block or the check fails, by whatever exception,
    nothing is left behind and an older `path` stays as it was.
    Raises WriteError `cannot-write…`.
    """
    part = path.with_name(f".poster-{secrets.token_hex(6)}.part")
    with _told(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        file = part.open("x+b")
    try:
        with _told(path, only=_FULL), file:
            yield file
            with _told(path):
                file.flush()
                os.fsync(file.fileno())
        if check is not None:
            check(part)
        with _told(path):
            part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def make_folder(path: Path) -> Path:
    """`path` as a folder, made with its parents where it is missing. Raises WriteError."""
    with _told(path):
        path.mkdir(parents=True, exist_ok=True)
    return path


@contextmanager
def _told(path: Path, only: Collection[int] = ()) -> Iterator[None]:
    """Turn an OSError (of the numbers `only`, where given) into a WriteError about `path`."""
    try:
        yield
    except OSError as error:
        if only and error.errno not in only:
            raise
        code = _WHY.get(error.errno or 0, "cannot-write")
        raise WriteError(code, path=str(path), why=error.strerror or str(error)) from error


def inside(folder: Path, relative: str) -> Path:
    """The path `relative` (with "/" between names) below `folder`, symlinks resolved.

    The answer is the same on every system: what only Windows would refuse or read otherwise is
    refused everywhere. The file need not exist. Raises RequestError `path-outside` for a path that
    leaves the folder by any way, `path-illegal` for a name that some system cannot hold.
    """
    names = relative.replace("\\", "/").split("/")
    if names[0] == "" or ".." in names or re.match(r"[A-Za-z]:", relative):
        raise RequestError("path-outside", path=relative, folder=folder.name)
    for name in names:
        if name != "." and (not name or _ILLEGAL.search(name) or _RESERVED.fullmatch(name)):
            raise RequestError("path-illegal", path=relative, name=name)
    if "\\" in relative:
        raise RequestError("path-illegal", path=relative, name="\\")
    try:
        path = (folder / relative).resolve()
    except (OSError, RuntimeError) as error:  # a symlink that leads to itself
        raise RequestError("path-outside", path=relative, folder=folder.name) from error
    if folder.resolve() not in path.parents:
        raise RequestError("path-outside", path=relative, folder=folder.name)
    return path


def ascii_name(text: str, max_length: int = 60) -> str:
    """A readable file name from `text`: small ASCII letters, digits, single hyphens; never empty.

    Different texts may share it: see `unique_name`. `max_length` is at least 16.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_SOUNDS_LIKE_D))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    slug = _shortened(re.sub(r"[^a-z0-9]+", "-", bare.lower()).strip("-"), max_length)
    if not slug:
        return f"x{_digest(text)}"
    return f"{slug}-x" if _RESERVED.fullmatch(slug) else slug


def unique_name(text: str, max_length: int = 60) -> str:
    """`ascii_name` and ten digits that tell apart all texts but those that differ by NFC alone."""
    digest = _digest(text)
    return f"{ascii_name(text, max_length - len(digest) - 1)}-{digest}"


def _shortened(slug: str, max_length: int) -> str:
    if len(slug) <= max_length:
        return slug
    whole_words = slug[: max_length + 1].rpartition("-")[0]
    return whole_words or slug[:max_length]


def _digest(text: str) -> str:
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:10]


def read_bytes(path: Path, limit: int) -> bytes:
    """The content of a regular file of at most `limit` bytes. Raises RequestError `file-…`."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):  # opening a pipe would wait for ever
            raise RequestError("file-no-file", path=str(path))
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise RequestError("file-missing", path=str(path)) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise RequestError("file-unreadable", path=str(path), why=str(error)) from error
    if len(data) > limit:
        raise RequestError("file-too-large", path=str(path), limit_mb=max(1, limit // 2**20))
    return data


def read_text(path: Path, limit: int) -> str:
    """The text of a UTF-8 file, or of UTF-16 with its byte order mark; lines end in "\\n".

    `limit` is in bytes. Raises RequestError `file-…`.
    """
    data = read_bytes(path, limit)
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RequestError("file-encoding", path=str(path), line=line) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
