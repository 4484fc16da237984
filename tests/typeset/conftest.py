"""The library's faces and the published slogans."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from type_library import FONTS

from poster.typeset.fonts import Face, FontIndex, scan


@pytest.fixture(scope="session")
def fonts() -> FontIndex:
    return scan(FONTS)


@pytest.fixture(scope="session")
def roboto(fonts: FontIndex) -> Face:
    return fonts.face("Roboto Condensed", 800)


@pytest.fixture(scope="session")
def vietnam(fonts: FontIndex) -> Face:
    return fonts.face("Be Vietnam Pro", 800)


@pytest.fixture(scope="session")
def slogans(corpus: Path) -> list[str]:
    """The published lines, without the one that holds an emoji."""
    with (corpus / "slogans.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [row["slogan"] for row in rows if "🇻🇳" not in row["slogan"]]
