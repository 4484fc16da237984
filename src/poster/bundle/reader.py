"""The pages of HTML that need no network: the one that checks files, and the slideshow."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from string import Template
from typing import Final

from poster.bundle.facts import Facts, short_code
from poster.bundle.manifest import Listed, embedded
from poster.model import Piece

#: Between two pictures of the slideshow, seconds.
SECONDS: Final = 12
_LIST = re.compile(rb'<script type="application/json" id="files">(.*?)</script>', re.DOTALL)


def reader_page(data: Facts, files: Sequence[Listed], approved: bool, said: str) -> bytes:
    """`DOC-TRUOC.html`: what this bundle is, and a check of the files that are dropped on it.

    `said` tells who approved, or that nobody has.
    """
    campaign, shop = data["campaign"], data["shop"]
    texts = {
        "title": campaign["title"],
        "unit": campaign["unit"],
        "shop": shop["title"],
        "contact": " · ".join(filter(None, (campaign["contact"], campaign["telephone"]))) or "…",
        "code": short_code(data["code"]),
        "full": data["code"],
        "status": said,
    }
    return _filled("doc-truoc.html", {
        **{key: html.escape(value) for key, value in texts.items()},
        "kind": "approved" if approved else "unapproved",
        "files": embedded(files),
    })  # fmt: skip


def reader_files(page: bytes) -> tuple[Listed, ...] | None:
    """The files that a page checks against; None for a page that is not ours."""
    found = _LIST.search(page)
    try:
        return tuple(Listed(**one) for one in json.loads(found.group(1))) if found else None
    except (ValueError, TypeError, RecursionError):
        return None


def slideshow(title: str, pieces: Sequence[Piece]) -> bytes | None:
    """One page that shows the screens' pictures one after the other; None where there are none."""
    shown = {
        file.path: piece.job.text
        for piece in pieces
        if piece.job.size.is_screen
        for file in piece.files
        if file.format == "png"
    }
    if not shown:
        return None
    slides = "\n".join(_slide(path, text) for path, text in shown.items())
    return _filled("slideshow.html", {
        "title": html.escape(title), "seconds": str(SECONDS), "slides": slides
    })  # fmt: skip


def _slide(path: Path, text: str) -> str:
    data = base64.b64encode(path.read_bytes()).decode()
    return f'<img alt="{html.escape(text)}" src="data:image/png;base64,{data}">'


def _filled(name: str, values: dict[str, str]) -> bytes:
    source = resources.files("poster.bundle").joinpath("pages", name).read_text(encoding="utf-8")
    return Template(source).substitute(values).encode()
