"""Filters are weighed before they are drawn: what never ends is refused, what is heavy is coarse."""

import math

import pytest

from poster.errors import RequestError
from poster.geometry import Affine, Rect
from poster.svg import xml
from poster.workshop.effort import affordable

PAGE = Rect(0, 0, 600, 200)
FINE = 5.0
#: At which the page has a million pixels.
COARSE = math.sqrt(1e6 / (600 * 200))


def fineness(steps, attributes="", inner='<rect width="100" height="50" x="20" y="20"/>'):
    """The pixels per mm that a group with a filter of `steps` is given."""
    root = xml.parse(
        f'<svg xmlns="{xml.SVG}"><defs><filter id="f" {attributes}>{steps}</filter></defs>'
        f'<g filter="url(#f)">{inner}</g></svg>'.encode(),
        "drawing",
    )
    by_id = {e.get("id"): e for e in xml.in_document_order(root) if e.get("id")}
    return affordable(root[1], Affine(), by_id, PAGE, FINE, "g")


@pytest.mark.parametrize(
    "steps",
    [
        '<feGaussianBlur stdDeviation="4"/>',
        '<feGaussianBlur stdDeviation="4"/><feOffset dx="3"/><feMerge/>',
        '<feMorphology operator="dilate" radius="1"/>',
        '<feTurbulence baseFrequency="0.05" numOctaves="5"/>',
        '<feConvolveMatrix order="3" kernelMatrix="0 0 0 0 1 0 0 0 0"/>',
    ],
)
def test_usual_effects_are_drawn_fine(steps):
    assert fineness(steps) == FINE


@pytest.mark.parametrize(
    "steps",
    [
        '<feTurbulence baseFrequency="0.5" numOctaves="1000000000"/>',
        '<feTurbulence baseFrequency="0.5" numOctaves="1e300"/>',
        '<feMorphology operator="dilate" radius="100000"/>',
        '<feMorphology operator="dilate" radius="0 100000"/>',
        '<feConvolveMatrix order="500"/>',
        '<feGaussianBlur stdDeviation="9"/>' * 5000,
    ],
)
def test_what_never_ends_is_refused(steps):
    with pytest.raises(RequestError) as caught:
        fineness(steps)
    assert caught.value.code == "import-effect-heavy"


def test_a_region_far_beyond_the_page_is_refused():
    sides = 'filterUnits="userSpaceOnUse" x="-9000" y="-9000" width="30000" height="30000"'
    with pytest.raises(RequestError):
        fineness('<feGaussianBlur stdDeviation="50"/>', sides)


def test_what_is_heavy_but_bearable_is_drawn_coarser():
    found = fineness('<feTurbulence baseFrequency="0.5" numOctaves="150"/>')
    assert COARSE <= found < FINE


def test_filters_inside_count_as_well():
    nested = '<g filter="url(#f)"><rect width="600" height="200"/></g>'
    alone = fineness('<feGaussianBlur stdDeviation="4"/>', inner="")
    assert fineness('<feGaussianBlur stdDeviation="4"/>', inner=nested) < alone == FINE
