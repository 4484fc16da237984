import pytest

from poster.geometry import Affine, Rect
from poster.svg.artwork import check_artwork
from poster.svg.nodes import Gradient, Group, Shape, Stop, Stroke, to_artwork
from poster.svg.paths import parse, polygon, rectangle

TRIM = Rect(0, 0, 600, 80)
PRINTED = Rect(-5, -5, 610, 90)


def artwork_of(*nodes):
    return to_artwork(nodes, TRIM, PRINTED)


def rich_nodes():
    stops = (Stop(0, "#da251d"), Stop(1, "#ffdd00", 0.25))
    linear = Gradient("linear", (0, 0, 600, 0), stops, Affine.rotate(10))
    radial = Gradient("radial", (30, 40, 50, 20, 40), stops, spread="reflect")
    line = Stroke("#000000", 2, 0.5, "round", "bevel", 8, (3, 1), 0.5)
    return (
        Shape(rectangle(PRINTED), linear, id="ground"),
        Group(
            (
                Shape(parse("M0 0C1 2 3 4 5 6Z"), radial, 0.5, "evenodd", line, "petal"),
                Shape(polygon([(0, 0), (9, 9)], closed=False), None, stroke=line),
            ),
            0.3,
            rectangle(Rect(0, 0, 50, 50), 4, 4),
            "petals",
        ),
    )


def test_what_nodes_write_is_artwork_and_always_the_same_bytes():
    artwork = artwork_of(*rich_nodes())
    assert check_artwork(artwork.svg) == ()
    assert artwork_of(*rich_nodes()).svg == artwork.svg
    assert b'viewBox="-5 -5 610 90"' in artwork.svg
    assert b'data-trim="0 0 600 80"' in artwork.svg


def test_equal_gradients_and_clips_are_defined_once():
    clip = rectangle(Rect(0, 0, 5, 5))
    groups = [Group((Shape(polygon([(0, 0), (1, 1), (2, 0)]), "#000000"),), 1, clip)] * 3
    assert artwork_of(*groups).svg.count(b"<clipPath") == 1


def test_an_id_that_is_taken_is_not_written_twice():
    svg = artwork_of(*[Shape(rectangle(TRIM), "#000000", id="a")] * 2).svg
    assert svg.count(b'id="a"') == 1


GOOD = artwork_of(*rich_nodes()).svg.decode()


@pytest.mark.parametrize(
    ("old", "new", "element", "what"),
    [
        ('fill="url(#g_1)"', 'fill="red"', "ground", "fill"),
        ('fill="url(#g_1)"', 'fill="url(#c_2)"', "ground", "no Gradient"),
        ('fill="url(#g_1)"', 'fill="#DA251D"', "ground", "fill"),
        ('id="ground"', 'id="ground" style="fill:red"', "ground", "style"),
        ('id="ground"', 'id="ground" transform="scale(2)"', "ground", "transform"),
        ('id="ground"', 'id="petal"', "petal", "twice"),
        ('opacity="0.3"', 'opacity="30%"', "petals", "opacity"),
        ('stroke-dasharray="3 1"', 'stroke-dasharray="3 -1"', "petal", "dasharray"),
        ("userSpaceOnUse", "objectBoundingBox", "g_1", "gradientUnits"),
        ("</g>", "<text>a</text></g>", "{http://www.w3.org/2000/svg}text", "not allowed"),
        ("</g>", "<use href='#a'/></g>", "{http://www.w3.org/2000/svg}use", "not allowed"),
        ("</g>", "words</g>", "petals", "text"),
        ('width="610mm"', 'width="610px"', "svg", "width"),
        ('data-trim="0 0 600 80"', "", "svg", "data-trim"),
        ('offset="0"', 'offset="2"', "stop", "offset"),
        ("M0 0C1 2 3 4 5 6Z", "M0 0C1 2", "petal", "d is"),
        ('<path d="M4', '<path clip-rule="evenodd" d="M4', "path", "clip-rule"),
    ],
)
def test_every_departure_from_the_grammar_is_named(old, new, element, what):
    assert old in GOOD
    found = check_artwork(GOOD.replace(old, new, 1).encode())
    assert any(v.element == element and what in v.what for v in found), found


def test_all_violations_are_returned_not_the_first():
    bad = GOOD.replace('opacity="0.3"', 'opacity="3"').replace("#000000", "black")
    assert len(check_artwork(bad.encode())) == 3


@pytest.mark.parametrize("d", ["M0 0L", "L1 1", "M0 0 1", "M0 0Xx", "M0 0 A1 1 0 0"])
def test_broken_path_data_is_refused(d):
    with pytest.raises(ValueError):
        parse(d)


def test_bounds_of_curves_are_exact():
    assert parse("M0 0Q5 10 10 0").bounds == Rect(0, 0, 10, 5)
    assert parse("M0 5A5 5 0 0 1 10 5").bounds.y == pytest.approx(0, abs=0.01)
