"""Two bundles compared: words as words, facts by name, pictures side by side."""

from dataclasses import replace

import pytest
from zips import loose

from poster.bundle.diff import compare, sentences
from poster.bundle.diff_page import comparison
from poster.errors import PreflightError


@pytest.fixture(scope="module")
def old(delivered_once):
    return delivered_once.bundles[0]


def test_the_same_bundle_has_no_difference(old, texts):
    found = compare(old, old)
    assert found.is_none
    assert list(sentences(found, texts)) == [texts.text("diff-same")]


def test_a_changed_fact_is_named_with_both_values(old, give, ordered, texts):
    line = replace(ordered[0].job.line, material="Bạt 2 da")
    more = replace(ordered[0], job=replace(ordered[0].job, quantity=45, line=line))
    found = compare(old, give((more, *ordered[1:])).bundles[0])
    (change,) = found.changed
    assert change.facts == (
        ("ticket-quantity", "40", "45"), ("ticket-material", "Bạt hiflex", "Bạt 2 da")
    )  # fmt: skip
    assert not change.is_seen and not change.words
    assert any("Số lượng đổi từ 40 thành 45" in line for line in sentences(found, texts))


@pytest.mark.slow
def test_rows_that_come_and_go_are_named(old, give, ordered):
    found = compare(old, give((ordered[0], *ordered[2:])).bundles[0])
    assert [row["place"] for row in found.removed] == ["Ngã tư Xã Đàn"]
    back = compare(give((ordered[0],)).bundles[0], old)
    assert [row["place"] for row in back.added] == ["Ngã tư Xã Đàn"]


@pytest.mark.slow
def test_changed_words_are_shown_as_words_and_the_pictures_beside_each_other(
    give, ordered, library, tmp_path, texts
):
    from small_campaign import make

    other = make(
        library, tmp_path / "p", "co-do", "a4", 5, shop="generic-offset", text="Hà Nội xanh sạch"
    )
    found = compare(
        give((ordered[2],), out=tmp_path / "a").bundles[0],
        give((other,), out=tmp_path / "b").bundles[0],
    )
    (change,) = found.changed
    assert change.words[0].stretches == (("", "Hà Nội xanh"), ("+", "sạch"))
    assert any("Hà Nội xanh [thêm: sạch]" in line for line in sentences(found, texts))
    assert change.region is not None and 0 < change.region.width <= 1
    assert not (found.added or found.removed)
    assert comparison(found, texts).startswith(b"%PDF")


def test_what_is_no_bundle_cannot_be_compared(old, tmp_path):
    with pytest.raises(PreflightError, match="bundle-ticket-missing"):
        compare(old, loose(tmp_path / "a.zip", [("a.txt", "a")]))
