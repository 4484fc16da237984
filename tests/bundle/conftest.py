"""A small campaign, made once and delivered wherever a test wants it."""

import shutil
from pathlib import Path

import pytest
from small_campaign import CAMPAIGN, SIGNOFF, TEXTS, VERSIONS, made

from poster.bundle.approve import approve
from poster.bundle.deliver import deliver


@pytest.fixture(scope="session")
def ordered(library, tmp_path_factory):
    """The pieces, made once; tests that change files take copies."""
    return made(library, tmp_path_factory.mktemp("pieces"))


@pytest.fixture
def texts():
    return TEXTS


@pytest.fixture
def give(ordered, tmp_path, monkeypatch):
    """Deliver the pieces (or others) into the test's own folder, without the proof's pictures."""

    monkeypatch.setattr(
        "poster.bundle.pictures.write_picture", lambda stream, *_: stream.write(b"-")
    )

    def call(pieces=ordered, campaign=CAMPAIGN, out=tmp_path / "out"):
        return deliver(campaign, pieces, out, TEXTS, VERSIONS, 1, lambda *_: None)

    call.out = tmp_path / "out"
    return call


@pytest.fixture(scope="session")
def delivered_once(ordered, tmp_path_factory):
    out = tmp_path_factory.mktemp("delivered")
    return deliver(CAMPAIGN, ordered, out, TEXTS, VERSIONS, 2, lambda *_: None)


@pytest.fixture
def bundle(delivered_once, tmp_path) -> Path:
    """A copy of the pole banner's bundle, to be spoilt."""
    path = next(path for path in delivered_once.bundles if "hiflex" in path.name)
    return Path(shutil.copy(path, tmp_path / path.name))


@pytest.fixture
def signed():
    def call(out, signoff=SIGNOFF):
        """The approved bundles."""
        return tuple(path for path in approve(out, signoff, TEXTS) if path.suffix == ".zip")

    return call
