"""Writing a bundle: one zip with the same bytes for the same content.

Files are stored as they are: what is large in them is compressed already, every program opens such
a zip, and a file's bytes can be found in it. Names are ASCII and flagged as UTF-8.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, Final

#: The earliest day that a zip can say.
MADE_AT: Final = (1980, 1, 1, 0, 0, 0)
#: An ordinary file that its owner may write and all may read, as Unix says it.
MODE: Final = 0o100644 << 16
BLOCK: Final = 1 << 20
#: The flag of names in UTF-8.
UTF8: Final = 0x800


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a zip: its name, its size in bytes, and how to read it."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


def pack(stream: BinaryIO, entries: Iterable[Entry]) -> None:
    """Write `entries` into `stream` as a zip, in their order. Raises OSError."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for entry in entries:
            with entry.open() as source, archive.open(_info(entry), "w") as target:
                shutil.copyfileobj(source, target, BLOCK)


class _Info(zipfile.ZipInfo):
    """An entry whose name is flagged as UTF-8 even where it is ASCII."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode(), self.flag_bits | UTF8


def _info(entry: Entry) -> zipfile.ZipInfo:
    info = _Info(entry.name, MADE_AT)
    info.create_system, info.external_attr, info.file_size = 3, MODE, entry.size
    return info


class Mirror:
    """A stream that writes nothing, but compares what it is given with a file that is there.

    The zip writer goes back to correct what it wrote before, so the last word on a place counts.
    """

    def __init__(self, original: BinaryIO) -> None:
        self._original, self._at, self._end = original, 0, 0
        self._agrees: dict[int, bool] = {}

    def write(self, data: Any) -> int:
        """Compare `data` with what the original holds here."""
        given = bytes(data)
        self._original.seek(self._at)
        self._agrees[self._at] = self._original.read(len(given)) == given
        self._at += len(given)
        self._end = max(self._end, self._at)
        return len(given)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place."""
        self._at = offset + (0, self._at, self._end)[whence]
        return self._at

    def tell(self) -> int:
        """The place now."""
        return self._at

    def flush(self) -> None:
        """Nothing waits to be written."""

    @property
    def is_equal(self) -> bool:
        """Whether all that was written stands in the original, and nothing more."""
        self._original.seek(0, 2)
        return all(self._agrees.values()) and self._original.tell() == self._end
