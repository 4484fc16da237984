"""What several tests share: the library under test and a small layout of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from poster.library import Library, starter_library

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real inputs beside the project; tests that need it are skipped without it."""
    folder = ROOT.parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip("the corpus is not beside the project")
    return folder


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(starter_library())
