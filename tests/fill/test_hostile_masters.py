"""Attacks that are good XML: refused by element within seconds, never drawn and never waited for."""

import time

import pytest

from poster.errors import RequestError
from poster.fill.master import read_master
from poster.fill.slots import slot_name
from poster.svg import css, paths, xml

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">'
#: The last one's bomb is a text inside a PNG: it is taken out unread, and the picture is drawn.
BENIGN = {"05-illustrator-entities-benign.svg", "11-utf16.svg", "61-png-ztxt-bomb.svg"}


def refused(body):
    with pytest.raises(RequestError) as caught:
        read_master(f"{HEAD}{body}</svg>".encode(), "m.svg", {}, {})
    return [finding.code for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<rect x="-1e9" width="2e9" height="5"/>', "svg-too-far"),
        ('<path d="M0 0L1e999 5"/>', "svg-too-far"),
        ('<path d="M0 25H1e5" stroke="#000" stroke-dasharray=".00001 .00001"/>', "svg-dashes"),
        ('<path d="M0 25H50" stroke="#000" stroke-dasharray="1 -1"/>', "svg-number"),
        (f'<path d="M0 0{"l1 1" * 95_000}"/>', "svg-too-complex"),
        (f'<rect width="1" height="1" transform="rotate({" " * 60_000}x"/>', "svg-transform"),
        (f'<rect width="1" height="1" stroke-width="1{" " * 60_000}!"/>', "svg-number"),
        (f'<polygon points="{"1" * 120_000}x"/>', "svg-geometry"),
        (f'<path d="M{"." * 60_000}"/>', "svg-geometry"),
        ('<use href="#a"/>', "svg-feature"),
        ('<image href="http://example.org/a.png"/>', "svg-image"),
        ("<style>@import url(x)</style>", "svg-feature"),
        ("<script>alert(1)</script>", "svg-feature"),
    ],
)
def test_a_hostile_element_is_refused_at_once(body, code):
    started = time.process_time()
    assert code in refused(body)
    assert time.process_time() - started < 5


def test_long_ids_are_no_trap():
    element = xml.svg_element("rect", {"id": "slot-a" + "1" * 100_000})
    started = time.process_time()
    slot_name(element)
    assert time.process_time() - started < 1


def test_every_hostile_file_is_refused_and_its_benign_twin_is_not(corpus):
    for path in sorted((corpus / "hostile").glob("*.svg")):
        started = time.process_time()
        try:
            read_master(path.read_bytes(), path.name, {}, {})
            assert path.name in BENIGN, path.name
        except RequestError:
            assert path.name not in BENIGN, path.name
        assert time.process_time() - started < 5, path.name


@pytest.mark.parametrize("text", ["translate(1", "translate(1 2) x", "spin(3)", "matrix(1 2 3)"])
def test_broken_transforms_are_refused(text):
    with pytest.raises(ValueError):
        css.transform(text)


def test_transforms_are_read_with_any_separators():
    assert css.transform(" translate(10,20) , scale(2) ").apply(1, 1) == (12, 22)
    assert css.transform("translate(10)scale(2,3)").apply(1, 1) == (12, 3)
    assert css.transform("rotate(90 5 5)").apply(5, 0) == pytest.approx((10, 5))


def test_a_reach_is_never_short_of_the_outline():
    assert paths.parse("M0 0H3V4Z").reach >= 7
