import pytest
from tests.fill.conftest import GROUND, SLOGAN

from poster.errors import RequestError

FLAG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200">
<rect width="300" height="200" fill="#da251d"/>
<path d="M150 50L180 140L100 80H200L120 140Z" fill="#ffdd00"/></svg>"""


def layout(small, group, around=""):
    parts = small.root / "layouts" / "parts"
    parts.mkdir(parents=True, exist_ok=True)
    (parts / "national-flag.svg").write_text(FLAG)
    include = '{% include "parts/national-flag.svg" %}'
    small.layout(GROUND + SLOGAN + around + f'<g id="co" {group}>{include}</g>')


def faults(small, size="1000x500mm"):
    with pytest.raises(RequestError, match="layout-faults") as error:
        small.compose(size=size)
    return [(finding.code, finding.where) for finding in error.value.findings]


@pytest.mark.parametrize(
    "group",
    [
        'data-pin="left top" transform="translate(20 20) scale(.4)"',
        'data-pin="center middle" transform="translate(300 200) rotate(20) scale(.4)"',
    ],
)
def test_a_flag_may_be_moved_turned_and_scaled(small, group):
    layout(small, group)
    assert small.compose().artwork.svg


@pytest.mark.parametrize(
    ("group", "code"),
    [
        ('data-pin="left top" transform="translate(20 20) scale(.5 .4)"', "emblem-stretched"),
        ('data-pin="left top" transform="translate(400 20) scale(-.4 .4)"', "emblem-stretched"),
        ('data-pin="left top" transform="translate(20 20) skewX(10)"', "emblem-stretched"),
        ('data-pin="left top" opacity=".5" transform="scale(.4)"', "emblem-recoloured"),
        ('data-pin="left top" clip-path="url(#c)" transform="scale(.4)"', "emblem-cropped"),
    ],
)
def test_what_is_done_to_a_flag_that_must_not_be_is_a_fault(small, group, code):
    clip = '<defs><clipPath id="c"><rect width="100" height="100"/></clipPath></defs>'
    layout(small, group, clip)
    assert faults(small) == [(code, "co")]


def test_a_flag_that_the_edge_would_cut_is_a_fault(small):
    layout(small, 'data-pin="left top" transform="translate(-60 20) scale(.4)"')
    assert ("emblem-cut", "co") in faults(small)
