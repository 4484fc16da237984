"""Shapes of one paint that abut leave no line between them, and nothing else changes."""

from __future__ import annotations

import math

import pypdfium2
import pytest
from drawings import artwork, gradient, shape
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from poster.geometry import Rect
from poster.render.compare import compare
from poster.render.edges import backwards, edges_of, windings
from poster.render.seams import joined
from poster.render.strips import Raster
from poster.render.surface import draw_pdf
from poster.svg import xml
from poster.svg.artwork import Artwork, check_artwork
from poster.svg.paths import parse

RED, GOLD, BLUE = "#8b1a1a", "#ffdd00", "#0f2357"
PAGE = Rect(0, 0, 60, 60)


def page_of(*drawn):
    text = "".join(drawn)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="60mm" viewBox="0 0 60 60" '
        f'data-trim="0 0 60 60">{text}</svg>'
    ).encode()
    assert check_artwork(svg) == ()
    return Artwork(svg, PAGE, PAGE)


def path(d, fill=RED, **more):
    keys = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
    return f'<path d="{d}" fill="{fill}"{keys}/>'


def fan(count, radii=(24,)):
    """Wedges about the middle that share their sides, of `radii` by turns."""
    for number in range(count):
        radius = radii[number % len(radii)]
        ends = (2 * math.pi * (number + side) / count for side in (0, 1))
        corners = [(30 + radius * math.cos(a), 30 + radius * math.sin(a)) for a in ends]
        yield "M30 30" + "".join(f"L{x:.4f} {y:.4f}" for x, y in corners) + "Z"


def drawn_paths(svg):
    root = xml.parse(svg, "artwork")
    return [e for e in root.iter() if xml.local_name(e) == "path" and e.get("d")]


def pixels_off(picture, px_per_mm, radius):
    """Pixels nearer to the middle than `radius` that are not red; joints were off by 83 levels."""
    middle, red = 30 * px_per_mm, (0x8B, 0x1A, 0x1A)
    width, data = picture.width, picture.convert("RGB").tobytes()
    return sum(
        max(abs(a - b) for a, b in zip(data[3 * at : 3 * at + 3], red, strict=True)) > 10
        for at in range(width * picture.height)
        if math.hypot(at % width + 0.5 - middle, at // width + 0.5 - middle) < radius * px_per_mm
    )


def pixels(made, px_per_mm):
    side = round(60 * px_per_mm)
    return Raster(made, PAGE, side, side).image()


# ---------------------------------------------------------------- no line


@pytest.mark.parametrize("px_per_mm", [2, 3.7, 11])
def test_wedges_of_a_drum_meet_without_a_line(px_per_mm):
    made = page_of(*map(path, fan(48)))
    assert pixels_off(pixels(made, px_per_mm), px_per_mm, 23) == 0


def test_wedges_meet_without_a_line_in_a_viewer_of_pdf():
    data = draw_pdf(page_of(*map(path, fan(48))), 1)
    with pypdfium2.PdfDocument(data) as pdf:
        picture = pdf[0].render(scale=25.4 / 72 * 4).to_pil()
    assert pixels_off(picture, 4, 23) == 0


def test_rays_of_two_lengths_and_turned_either_way_meet_without_a_line():
    turned = (backwards(parse(d)).d for d in fan(40, (24, 16)))
    rays = [
        a if n % 3 else b for n, (a, b) in enumerate(zip(fan(40, (24, 16)), turned, strict=True))
    ]
    made = page_of(*map(path, rays))
    assert pixels_off(pixels(made, 3.3), 3.3, 15) == 0


BRICKS = ("M2.3 3.1L30.7 3.1L30.7 20.3L2.3 20.3Z", "M30.7 3.1L57.1 3.1L57.1 20.3L30.7 20.3Z",
          "M11.9 20.3L44.4 20.3L44.4 57.7L11.9 57.7Z")  # fmt: skip


def test_bricks_meet_in_the_middle_of_their_sides():
    picture = pixels(page_of(*map(path, BRICKS)), 2)
    assert {picture.getpixel((x, 40)) for x in range(26, 86)} == {(0x8B, 0x1A, 0x1A)}
    assert {picture.getpixel((61, y)) for y in range(8, 40)} == {(0x8B, 0x1A, 0x1A)}


def test_halves_with_one_gradient_meet_without_a_line():
    halves = [shape(d, fill="url(#g)") for d in BRICKS[:2]]
    made = artwork("".join(halves), gradient(stops=((0, RED, 1), (1, RED, 1))))
    assert len(drawn_paths(joined(made.svg))) == 1


def test_halves_in_plain_groups_are_joined_and_in_clipped_ones_not():
    plain = page_of(path(BRICKS[0]), "<g>", path(BRICKS[1]), "</g>")
    thinned = page_of(path(BRICKS[0]), '<g opacity="0.5">', path(BRICKS[1]), "</g>")
    assert len(drawn_paths(joined(plain.svg))) == 1
    assert joined(thinned.svg) == thinned.svg


# ---------------------------------------------------------------- and nothing else


@pytest.mark.parametrize("other", [
    path(BRICKS[1], fill=GOLD), path(BRICKS[1], fill_opacity="0.5"),
    path(BRICKS[1], stroke=BLUE, stroke_width="1"), path("M40 3L57 3L57 20Z"),
    path("M30.7 3.1L50 20.3L50 3.1L30.7 20.3Z"), path("M4 20.3L4.02 20.3L4 30Z"),
])  # fmt: skip
def test_other_paint_thin_paint_lines_gaps_and_bows_are_left_alone(other):
    made = page_of(path(BRICKS[0]), other)
    assert joined(made.svg) == made.svg


@pytest.mark.parametrize("turn", [lambda d: d, lambda d: backwards(parse(d)).d])
def test_a_hole_stays_a_hole(turn):
    ring = turn("M2 2L20 2L20 20L2 20Z M6 6L6 16L16 16L16 6Z")
    for rule in ({}, {"fill_rule": "evenodd"}):
        made = page_of(path(ring, **rule), path("M20 2L40 2L40 20L20 20Z"))
        assert len(drawn_paths(joined(made.svg))) == 1
        picture = pixels(made, 2)
        assert picture.getpixel((22, 22)) == (255, 255, 255)
        assert picture.getpixel((40, 22)) == (0x8B, 0x1A, 0x1A)
        assert compare(made).agrees


def test_a_shape_that_lies_on_another_is_not_put_below_it():
    head, ground = path("M20 1L40 1L40 5L20 5Z"), path("M10 4L50 4L50 30L10 30Z", fill=GOLD)
    made = page_of(head, ground, path("M20 5L40 5L40 15L20 15Z"))
    assert joined(made.svg) == made.svg


def test_a_shape_moves_to_the_later_one_where_it_cannot_move_to_the_earlier():
    head, ground = path("M20 1L40 1L40 5.1L20 5.1Z"), path("M10 5.1L50 5.1L50 30L10 30Z", fill=GOLD)
    made = page_of(head, ground, path("M20 5.1L40 5.1L40 15L20 15Z"))
    assert len(drawn_paths(joined(made.svg))) == 2
    picture = pixels(made, 3)
    assert {picture.getpixel((90, y)) for y in range(4, 44)} == {(0x8B, 0x1A, 0x1A)}


def test_thin_bars_that_must_keep_their_order_get_no_thicker():
    bars = [
        f"M{10 + 2 * n}.3 10L{10 + 2 * n}.6 10L{10 + 2 * n}.6 30L{10 + 2 * n}.3 30Z"
        for n in range(9)
    ]
    rails = [path(f"M8 {y}L40 {y}L40 {y + 2}L8 {y + 2}Z") for y in (8, 30)]
    made = page_of(*rails, path("M5 5L45 5L45 20L5 20Z", fill=GOLD), path("".join(bars)))
    plain = page_of(path("M5 5L45 5L45 20L5 20Z", fill=GOLD), path("".join(bars)))
    strip = (0, 70, 198, 97)
    assert pixels(made, 3.3).crop(strip).tobytes() == pixels(plain, 3.3).crop(strip).tobytes()
    assert compare(made).agrees


squares = st.tuples(
    st.integers(0, 5), st.integers(0, 5), st.integers(1, 4), st.integers(1, 4),
    st.sampled_from([RED, GOLD, BLUE]), st.booleans(),
)  # fmt: skip


def _rectangle(x, y, width, height, turned):
    left, top, right, bottom = 8 * x, 8 * y, min(60, 8 * (x + width)), min(60, 8 * (y + height))
    d = f"M{left} {top}L{right} {top}L{right} {bottom}L{left} {bottom}Z"
    return (left, top, right, bottom), backwards(parse(d)).d if turned else d


@settings(max_examples=60, deadline=None)
@given(st.lists(squares, min_size=2, max_size=12))
def test_what_lies_on_what_does_not_change(placed):
    wanted, drawn = Image.new("RGB", (60, 60), "white"), []
    for x, y, width, height, fill, turned in placed:
        box, d = _rectangle(x, y, width, height, turned)
        wanted.paste(fill, box)
        drawn.append(path(d, fill=fill))
    made = page_of(*drawn)
    assert check_artwork(joined(made.svg)) == ()
    assert pixels(made, 1).tobytes() == wanted.tobytes()


# ---------------------------------------------------------------- winding


@pytest.mark.parametrize(("d", "range_"), [
    ("M0 0L10 0L10 10L0 10Z", (-1, 0)), ("M0 0L0 10L10 10L10 0", (0, 1)),
    ("M0 0L10 10L10 0L0 10Z", (-1, 1)), ("M0 0C0 10 10 10 10 0Z", (0, 1)),
    ("M0 0L0 10L10 10L10 0ZM2 2L2 8L8 8L8 2Z", (0, 2)), ("M0 0L5 0", (0, 0)), ("", (0, 0)),
])  # fmt: skip
def test_how_often_an_outline_winds(d, range_):
    assert windings(edges_of(parse(d))) == range_
    least, most = windings(edges_of(backwards(parse(d))))
    assert (-most, -least) == range_
