"""Runs commands in this process, as a person would type them."""

import json
from dataclasses import dataclass

import pytest

from poster.cli.app import run


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def data(self):
        return json.loads(self.out)


@pytest.fixture
def poster(capsys, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.delenv("POSTER_LIBRARY", raising=False)
    monkeypatch.setenv("POSTER_LANG", "vi")

    def call(*arguments: object) -> Ran:
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


@pytest.fixture
def make(poster, tmp_path):
    """`poster make` of the ward's slogan in co-do, as JSON, into a folder of its own."""

    def call(*arguments, slogan="van-hien-van-minh", out=tmp_path / "out", **_):
        words = () if slogan is None else ("--slogan", slogan)
        return poster(
            "make", *words, "--layout", "co-do", "--date", "2026-05-01", "--out", out, "--json", *arguments
        )  # fmt: skip

    call.out = tmp_path / "out"
    return call
