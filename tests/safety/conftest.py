from pathlib import Path

import pytest

from poster import jail

HERE = Path(__file__).parent


@pytest.fixture
def prisoners(monkeypatch):
    """Let the jail run the functions of prisoners.py: `prisoners["echo"]` is its name there."""
    monkeypatch.syspath_prepend(HERE)
    source = (HERE / "prisoners.py").read_text(encoding="utf-8")
    names = [line[4 : line.index("(")] for line in source.splitlines() if line.startswith("def ")]
    allowed = {name: f"prisoners:{name}" for name in names}
    monkeypatch.setattr(jail, "ALLOWED", jail.ALLOWED | set(allowed.values()))
    return allowed


@pytest.fixture
def hostile(corpus):
    """The folder of hostile files beside the checkout."""
    return corpus / "hostile"
