"""Which file a picture's name means, and which files may be meant at all."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from poster.errors import RequestError
from poster.images.photo import inspect
from poster.model import Picture

_FOCUS: Final = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*%?[\s;x]+(\d{1,3}(?:[.,]\d+)?)\s*%?")
_ENDINGS: Final = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp")


def read_picture(
    given: str, folders: Sequence[Path], focus: tuple[float, float], slot: str
) -> Picture:
    """The picture "photo.jpg", or "photo.jpg | 30% 40%" with the place that stays in sight.

    It must lie in one of `folders`, symlinks resolved; the first that has it counts.
    Raises RequestError `picture-…`, `file-…`.
    """
    name, _, asked = (part.strip() for part in given.partition(" | "))
    if asked:
        focus = _focus(asked, slot)
    return inspect(_found(name, folders), name, focus)


def _focus(text: str, slot: str) -> tuple[float, float]:
    match = _FOCUS.fullmatch(text)
    across, down = (float(part.replace(",", ".")) for part in match.groups()) if match else (-1, -1)
    if not (0 <= across <= 100 and 0 <= down <= 100):
        raise RequestError("picture-focus", slot=slot, given=text)
    return (across, down)


def _found(name: str, folders: Sequence[Path]) -> Path:
    """The file, looked for as written, with "/" for "\\", and with %20 for what it stands for."""
    readings = dict.fromkeys((name, name.replace("\\", "/"), unquote(name.replace("\\", "/"))))
    outside = False
    for folder in folders:
        for reading in readings:
            try:
                path = (folder / reading).resolve()
                if not path.is_file():
                    continue
            except (OSError, ValueError, RuntimeError):  # a name that no file can have
                continue
            if folder.resolve() in path.parents:
                return path
            outside = True
    if outside:
        raise RequestError("picture-outside", file=name, folder=folders[0].resolve())
    raise RequestError("picture-missing", file=name, nearest=_nearest(name, folders))


def _nearest(name: str, folders: Sequence[Path]) -> list[str]:
    """Pictures in the same folders whose names are like it, or any."""
    files = (path for folder in folders for path in sorted(folder.glob("*")))
    known = list(dict.fromkeys(p.name for p in files if p.suffix.lower() in _ENDINGS))
    return difflib.get_close_matches(name, known, 3, 0.4) or known[:5]
