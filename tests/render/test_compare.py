"""The second opinion: it agrees with what is right, and it finds what got lost."""

from __future__ import annotations

import io

import pytest
from drawings import (
    BLUE,
    BOX,
    GROUND,
    OVAL,
    RED,
    YELLOW,
    artwork,
    clip,
    gradient,
    image,
    photo,
    shape,
    uri,
)
from PIL import Image, ImageDraw, ImageFilter

from poster.errors import RenderError
from poster.geometry import Rect
from poster.render import compare as opinions
from poster.render.compare import compare, difference
from poster.svg import resvg

LETTERS = shape("M20 20L26 20 26 35 20 35ZM30 20L45 20 45 23 33 23 33 35 30 35Z", fill=YELLOW)
DOT = shape("M60 30A2 2 0 1 1 64 30A2 2 0 1 1 60 30Z", fill=YELLOW)
WHOLE = (
    shape("M-5 -5L105 -5 105 55 -5 55Z", fill=RED) + LETTERS + DOT
    + '<g opacity="0.5" clip-path="url(#c)">' + shape(BOX, fill="url(#g)") + "</g>"
    + shape("M5 48L95 48", fill="none", stroke="#ffffff", stroke_width=1)
)  # fmt: skip
DEFS = clip("M60 5L95 5 95 25 60 25Z") + gradient(stops=((0, YELLOW, 1), (1, BLUE, 1)))

#: What an engine might lose of that, and about where.
LOST = {
    "letters": (LETTERS, "", Rect(20, 20, 25, 15)),
    "a dot": (DOT, "", Rect(60, 28, 4, 4)),
    "an opacity": ('opacity="0.5" ', "", Rect(60, 5, 35, 20)),
    "a clip": (' clip-path="url(#c)"', "", Rect(5, 5, 90, 40)),
    "a colour": (YELLOW, BLUE, Rect(20, 20, 44, 15)),
    "a thin line": ('stroke-width="1"', 'stroke-width="0"', Rect(5, 47.5, 90, 1)),
}


def test_both_engines_draw_the_same():
    found = compare(artwork(WHOLE, DEFS))
    assert found.agrees
    assert (found.share, found.box, found.where) == (0.0, None, "")


@pytest.mark.parametrize("what", LOST)
def test_what_one_engine_loses_is_found(what, monkeypatch):
    lost, instead, where = LOST[what]
    body = WHOLE.replace(lost, instead)
    assert body != WHOLE
    theirs = resvg.draw

    def careless(_, width_px, height_px):
        return theirs(artwork(body, DEFS).svg, width_px, height_px)

    monkeypatch.setattr(opinions.resvg, "draw", careless)
    found = compare(artwork(WHOLE, DEFS))
    assert not found.agrees and found.share > 0
    slack = 1.0
    assert found.box.x == pytest.approx(where.x, abs=slack)
    assert found.box.y == pytest.approx(where.y, abs=slack)
    assert found.box.right == pytest.approx(where.right, abs=slack)
    assert found.box.bottom == pytest.approx(where.bottom, abs=slack)
    assert found.where.startswith("x ")


@pytest.mark.parametrize("width_px", [200, 777, 2400])
def test_it_agrees_at_every_size(width_px):
    assert compare(artwork(WHOLE, DEFS), width_px).agrees


def test_a_sharp_photo_made_small_is_no_difference():
    noise = Image.merge("RGB", [Image.effect_noise((1500, 1000), 80).filter(ImageFilter.BLUR)] * 3)
    drawn = artwork(GROUND + image(uri(noise, "JPEG", quality=85)) + image(uri(photo()), 20, 9))
    assert compare(drawn).agrees


def test_soft_edges_do_not_count_and_what_they_surround_does():
    one = Image.new("RGB", (200, 100), "white")
    ImageDraw.Draw(one).ellipse((40, 20, 120, 80), fill="red")
    other = one.filter(ImageFilter.BoxBlur(1))
    assert difference(one, other, Rect(0, 0, 200, 100)).agrees
    ImageDraw.Draw(other).rectangle((150, 50, 155, 55), fill="red")
    assert difference(one, other, Rect(0, 0, 200, 100)).box == Rect(150, 50, 6, 6)


def test_a_tall_piece_is_compared_as_well_as_a_wide_one():
    for width, height in ((20, 2000), (2000, 20)):
        drawn = artwork(shape("M2 2L9 2 9 9 2 9Z", fill=RED), width=width, height=height, edge=0)
        assert compare(drawn).agrees


def test_resvg_draws_exactly_the_pixels_asked_for():
    svg = artwork(shape(OVAL)).svg
    for asked, size in (((333,), (333, 182)), ((333, 100), (333, 100)), ((1,), (1, 1))):
        with Image.open(io.BytesIO(resvg.draw(svg, *asked))) as drawn:
            assert drawn.size == size and drawn.mode == "RGBA"


def test_resvg_leaves_unpainted_places_transparent():
    with Image.open(io.BytesIO(resvg.draw(artwork(shape(OVAL, fill=RED)).svg, 110))) as drawn:
        assert drawn.getpixel((0, 0)) == (0, 0, 0, 0)
        assert drawn.getpixel((55, 30)) == (0xDA, 0x25, 0x1D, 255)


@pytest.mark.parametrize(
    ("svg", "size", "code"),
    [
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', (0, 9), "resvg-failed"),
        (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
            (20_000, 6_000),
            "resvg-too-large",
        ),
    ],
)
def test_resvg_says_what_it_cannot_draw(svg, size, code):
    with pytest.raises(RenderError) as caught:
        resvg.draw(svg.encode(), *size)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "kind", ["{file}", "file://{file}", "data:image/svg+xml;utf8,x", "http://127.0.0.1:9/"]
)
def test_resvg_opens_no_files(kind, tmp_path):
    file = tmp_path / "red.png"
    Image.new("RGB", (9, 9), "red").save(file)
    href = kind.format(file=file)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 9 9"><image width="9" height="9" xlink:href="{href}"/></svg>'
    )
    with pytest.raises(RenderError) as caught:
        resvg.draw(svg.encode(), 9)
    assert caught.value.code == "render-fetch"
