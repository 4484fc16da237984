"""The lines that several tests of words read."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def read_lines(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


CORRECT = read_lines("correct.txt")
FAULTS = [tuple(part.strip() for part in line.split(" | ")) for line in read_lines("faults.txt")]
FOREIGN = read_lines("foreign.txt")


@pytest.fixture(scope="session")
def corpus_slogans(corpus) -> list[str]:
    rows = (corpus / "slogans.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [row.split("\t")[2] for row in rows]
