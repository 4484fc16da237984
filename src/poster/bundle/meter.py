"""How far the check of a bundle is, in bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO

from poster.bundle.pack import Mirror

#: Hears of bytes looked at and of bytes in all.
Report = Callable[[int, int], None]


class Meter:
    """Counts bytes that were looked at, and tells of them."""

    def __init__(self, report: Report, total: int) -> None:
        self._report, self._total, self._done = report, total, 0

    def __call__(self, count: int) -> None:
        """So many bytes more were looked at."""
        self._done = min(self._done + count, self._total)
        self._report(self._done, self._total)


class HeardMirror(Mirror):
    """A mirror that tells a meter how much it compared."""

    def __init__(self, original: BinaryIO, heard: Meter) -> None:
        super().__init__(original)
        self._heard = heard

    def write(self, data: Any) -> int:
        """Compare `data` with what the original holds here."""
        count = super().write(data)
        self._heard(count)
        return count
