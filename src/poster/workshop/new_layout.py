"""A layout to begin with: it renders as it stands, and its comments explain the attributes."""

from __future__ import annotations

import os
import shutil
import tempfile
from importlib import resources
from pathlib import Path
from typing import Final

from poster.errors import RequestError, WriteError
from poster.files import make_folder
from poster.library import Library
from poster.workshop.importing import NAME

_START: Final = "start"


def new_layout(name: str, library: Library) -> Path:
    """Write layouts/`name`/ and return it; it appears whole or not at all.

    Raises RequestError `new-name` and `new-exists`, and WriteError.
    """
    if not NAME.fullmatch(name) or name == "parts":
        raise RequestError("new-name", given=name)
    layouts = make_folder(library.root / "layouts")
    folder = layouts / name
    if folder.exists() or folder.is_symlink():
        raise RequestError("new-exists", name=name, folder=folder)
    part = Path(tempfile.mkdtemp(prefix=".poster-", dir=layouts))
    try:
        for source in resources.files("poster.workshop").joinpath(_START).iterdir():
            (part / source.name).write_bytes(source.read_bytes())
        part.chmod(0o755)
        part.rename(folder)
    except OSError as error:
        raise WriteError("cannot-write", path=folder, why=os.strerror(error.errno or 0)) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder
