import pytest

from poster import jail
from poster.images import decode
from poster.library import Library, starter_library


@pytest.fixture(scope="session")
def cmyk_profile():
    """The bytes of an output profile that comes with the program."""
    conditions = Library(starter_library()).conditions
    return next(iter(conditions.values())).profile.read_bytes()


@pytest.fixture(autouse=True)
def quick_jail(monkeypatch):
    """Pictures are decoded in this process, by what the child runs: a child costs 0.3 s."""
    own = jail.call

    def call(function, payload, *_, **__):
        return getattr(decode, function.partition(":")[2])(payload)

    monkeypatch.setattr(jail, "call", call)
    return own


@pytest.fixture
def real_jail(monkeypatch, quick_jail):
    """Pictures are decoded in a child, after all."""
    monkeypatch.setattr(jail, "call", quick_jail)
