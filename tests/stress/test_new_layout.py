"""`poster layouts new`: a start that renders at once, names that are refused, nothing overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from poster.cli.app import run
from poster.errors import RequestError
from poster.library import Library
from poster.workshop.check import check_layout
from poster.workshop.new_layout import new_layout
from poster.workshop.stress_runs import SHAPES, Trial, try_one


@pytest.fixture
def own(tmp_path: Path, library: Library) -> Library:
    """A library of one's own with the fonts of the program's and no layouts."""
    (tmp_path / "slogans.yaml").write_text("slogans: []\n", encoding="utf-8")
    (tmp_path / "fonts").symlink_to(library.root / "fonts")
    return Library(tmp_path)


def test_a_new_layout_is_sound_at_every_shape(own: Library) -> None:
    new_layout("ngay-hoi", own)
    fresh = Library(own.root)
    for size, _ in SHAPES:
        for values in ((), (("unit", "UBND phường Đống Đa"),)):
            outcome = try_one(Trial(own.root, "ngay-hoi", size, "Văn hiến - Văn minh", values))
            assert (outcome.state, outcome.findings) == ("made", ()), size
    assert check_layout("ngay-hoi", fresh).findings == []


def test_its_comments_name_every_attribute(own: Library) -> None:
    folder = new_layout("ngay-hoi", own)
    text = (folder / "wide.svg").read_text(encoding="utf-8")
    comments = "".join(part.split("-->")[0] for part in text.split("<!--")[1:])
    for name in ("data-pin", "data-slot", "data-if", "data-cap-of", "data-align", "data-margin"):
        assert name in comments
    yaml = (folder / "layout.yaml").read_text(encoding="utf-8")
    notes = "\n".join(line for line in yaml.splitlines() if line.lstrip().startswith("#"))
    for name in ("font", "weight", "case", "align", "valign", "fill", "accent", "tracking"):
        assert name in notes


@pytest.mark.parametrize("name", ["", "parts", "Ngày", "../x", "a/b", "-a", "a" * 42, "a b"])
def test_names_that_are_none(own: Library, name: str) -> None:
    with pytest.raises(RequestError) as caught:
        new_layout(name, own)
    assert caught.value.code == "new-name"
    assert not (own.root / "layouts").exists()


def test_nothing_is_overwritten(own: Library) -> None:
    folder = new_layout("ngay-hoi", own)
    (folder / "layout.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(RequestError) as caught:
        new_layout("ngay-hoi", own)
    assert caught.value.code == "new-exists"
    assert (folder / "layout.yaml").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in folder.parent.iterdir()] == ["ngay-hoi"]


def test_the_command_says_what_to_do_next(own: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--library", str(own.root), "--lang", "en", "layouts", "new", "ngay-hoi"]) == 0
    assert "poster layouts watch ngay-hoi" in capsys.readouterr().out
    assert run(["--library", str(own.root), "layouts", "new", "ngay-hoi", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "new-exists"
