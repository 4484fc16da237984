"""Inks, tints and greys reach the press in their own numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poster.errors import RequestError
from poster.inks import ink_table
from poster.library import Library, starter_library
from poster.model import Ink

INKS = Library(starter_library()).inks


def ink(name, srgb, cmyk, aliases=()):
    return Ink(name, name, cmyk, srgb, aliases)


@pytest.mark.parametrize("name", sorted(INKS.by_name))
def test_every_ink_and_each_alias_is_exact(name):
    own = INKS.by_name[name]
    assert INKS.cmyk(INKS.srgb(name)) == own.cmyk
    assert {INKS.cmyk(INKS.canonical(alias)) for alias in own.aliases} <= {own.cmyk}


@given(st.sampled_from(sorted(INKS.by_name)), st.integers(1, 100))
def test_a_tint_is_its_share_of_the_ink_or_refused(name, share):
    try:
        value = INKS.srgb(f"{name}@{share}")
    except RequestError as error:
        assert error.code == "ink-tint-clash"
        return
    expected = [part * share / 100 for part in INKS.by_name[name].cmyk]
    assert INKS.cmyk(value) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("name", ["do-co", "vang-sao", "xanh-ha-noi", "den"])
@pytest.mark.parametrize("share", range(10, 100, 5))
def test_usual_tints_are_never_refused(name, share):
    assert INKS.srgb(f"{name}@{share}")


@given(st.integers(0, 255))
def test_a_grey_is_black_alone(level):
    cyan, magenta, yellow, black = INKS.cmyk(f"#{level:02x}{level:02x}{level:02x}")
    assert (cyan, magenta, yellow) == (0, 0, 0)
    assert black == pytest.approx(100 * (1 - level / 255), abs=0.2)


def test_other_colours_have_no_numbers_of_their_own():
    assert INKS.cmyk("#123456") is None
    assert INKS.cmyk("#da251e") is None


def test_a_tint_that_looks_like_another_ink_is_refused_by_its_name():
    inks = ink_table(
        [ink("half", "#ff8080", (0, 45, 45, 0)), ink("full", "#ff0000", (0, 100, 100, 0))]
    )
    assert inks.cmyk(inks.srgb("half")) == (0, 45, 45, 0)
    with pytest.raises(RequestError) as caught:
        inks.srgb("full@50")
    assert caught.value.code == "ink-tint-clash"
    assert caught.value.params == {"given": "full@50", "other": "half", "value": "#ff8080"}


def test_a_full_ten_wins_over_an_odd_share():
    """Pale tints of one ink can share a value; the one that people ask for keeps its numbers."""
    inks = ink_table([ink("pale", "#fffffa", (0, 0, 5, 0))])
    assert inks.cmyk(inks.srgb("pale@10")) == (0, 0, 0.5, 0)
    with pytest.raises(RequestError):
        inks.srgb("pale@11")


def test_two_inks_may_not_share_a_value():
    with pytest.raises(RequestError) as caught:
        ink_table(
            [ink("one", "#102030", (1, 2, 3, 4)), ink("two", "#405060", (0, 0, 0, 9), ("#102030",))]
        )
    assert caught.value.code == "ink-clash"
