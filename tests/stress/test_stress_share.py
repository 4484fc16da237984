"""The contact sheet of the command, and a fixed share of all layouts, shapes and slogans."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from poster.cli.app import run
from poster.library import Library
from poster.workshop.new_layout import new_layout

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def own(tmp_path: Path, library: Library) -> Library:
    (tmp_path / "slogans.yaml").write_text("slogans: []\n", encoding="utf-8")
    (tmp_path / "fonts").symlink_to(library.root / "fonts")
    new_layout("thu", Library(tmp_path))
    return Library(tmp_path)


@pytest.mark.slow
def test_contact_sheet_of_a_sound_and_of_a_broken_layout(
    own: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "thu.png"
    command = ["--library", str(own.root), "--lang", "en", "layouts", "stress", "thu"]
    options = ["--out", str(picture), "--json"]
    assert run([*command, *options]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["pieces"]) == 7 * 7
    assert picture.read_bytes().startswith(b"\x89PNG")
    wide = own.root / "layouts" / "thu" / "wide.svg"
    cover = '<rect id="cover" data-pin="fill" x="-300" y="-300" width="3600" height="1600" fill="#da251d"/>'
    wide.write_text(
        wide.read_text(encoding="utf-8").replace("</svg>", f"{cover}</svg>"), encoding="utf-8"
    )
    assert run([*command, *options]) == 2
    told = json.loads(capsys.readouterr().out)
    faulty = {piece["size"] for piece in told["pieces"] if piece["findings"]}
    assert {"10000x1000mm", "6000x800mm", "3000x1000mm"} <= faulty
    assert any(
        finding["code"] == "type-hidden" for piece in told["pieces"]
        for finding in piece["findings"]
    )  # fmt: skip


@pytest.mark.slow
def test_a_fixed_share_of_all_combinations_has_no_fault() -> None:
    """One in a hundred, always the same: as many as two in a hundred of 150 slogans at seven
    shapes in each layout. `make stress` tries all of them.
    """
    tool = [sys.executable, str(ROOT / "tools" / "stress.py"), "--share", "1"]
    done = subprocess.run(tool, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " combinations, " in done.stdout
