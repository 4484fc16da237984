"""tools/stress.py: a larger share holds the smaller one, and results in a file are not lost."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from poster.library import Library

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def tool() -> Iterator[ModuleType]:
    import sys

    spec = importlib.util.spec_from_file_location("stress_tool", ROOT / "tools" / "stress.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["stress_tool"] = module  # dataclasses look for the module of their class
    spec.loader.exec_module(module)
    yield module
    del sys.modules["stress_tool"]


def test_shares_are_nested_and_even(tool: ModuleType, library: Library) -> None:
    words = [f"Khẩu hiệu {number}" for number in range(150)]
    layouts = ["co-do", "lua-do"]
    small, of = tool.chosen(library, layouts, words, 10)
    large, _ = tool.chosen(library, layouts, words, 100 / 7)
    assert of == 2 * 150 * 7
    assert set(small) <= set(large)
    assert abs(len(large) - of / 7) <= 2
    for layout in layouts:
        for size, _ in tool.SHAPES:
            count = sum(trial.layout == layout and trial.size == size for trial in large)
            assert 19 <= count <= 24, (layout, size)
    everything, _ = tool.chosen(library, layouts, words, 100)
    assert len(everything) == of


def test_results_in_a_file_are_not_tried_again(
    tool: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words, kept = tmp_path / "words.txt", tmp_path / "kept.jsonl"
    words.write_text("Hà Nội xanh\n", encoding="utf-8")
    command = [str(words), "--layout", "lua-do", "--processes", "1", "--resume", str(kept)]
    assert tool.main(command) == 0
    assert "7 of 7 combinations" in capsys.readouterr().out
    rows = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 7
    # One that is known to be faulty, one of another version, one that was cut off in writing.
    fault = {"code": "lines-touch", "severity": "error", "where": "slogan"}
    rows[0] = {**rows[0], "findings": [{**fault, "params": {"slot": "slogan"}}]}
    rows[1] = {**rows[1], "stamp": "0" * 16, "state": "refused"}
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    kept.write_text("\n".join(lines)[:-9], encoding="utf-8")
    assert tool.main(command) == 2
    told = capsys.readouterr().out
    assert "lua-do: lines-touch 1" in told
    assert "7 of 7 combinations" in told
    after = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    assert len(after) == 8
    assert {row["size"] for row in after[6:]} == {rows[1]["size"], rows[6]["size"]}


def test_what_is_done_is_kept_when_it_is_stopped(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, kept = tmp_path / "words.txt", tmp_path / "kept.jsonl"
    words.write_text("Hà Nội xanh\n", encoding="utf-8")

    def stopped(trials: list, processes: int) -> Iterator[tuple[int, object]]:
        yield 0, tool.Outcome(trials[0], "made", (), 0.1)
        raise KeyboardInterrupt

    monkeypatch.setattr(tool, "run", stopped)
    assert tool.main([str(words), "--layout", "lua-do", "--resume", str(kept)]) == 130
    assert len(kept.read_text(encoding="utf-8").splitlines()) == 1
