"""A layout's folder on disk: what was there before, and what an import writes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from poster.library import Library
from poster.model import Layout


def layout_before(library: Library, name: str) -> Layout | None:
    """The layout of that name as it is on disk now."""
    known = (library.root / "layouts" / name / "layout.yaml").is_file()
    return Library(library.root).layout(name) if known else None


def write_layout(library: Library, name: str, files: Mapping[str, bytes], text: str) -> Path:
    """The layout's folder, whole or not at all; what else a folder of that name holds stays."""
    layouts = library.root / "layouts"
    layouts.mkdir(exist_ok=True)
    folder = layouts / name
    part = Path(tempfile.mkdtemp(prefix=".poster-", suffix=".part", dir=layouts))
    aside = part.with_suffix(".old")
    try:
        if folder.exists():
            shutil.copytree(folder, part, dirs_exist_ok=True)
        for file, data in files.items():
            (part / file).write_bytes(data)
        (part / "layout.yaml").write_text(text, encoding="utf-8")
        part.chmod(0o755)
        if folder.exists():
            folder.rename(aside)
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        if aside.exists():
            aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)
    return folder
