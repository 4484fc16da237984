"""Strips: the same picture as in one piece, whatever their number, their order and the threads."""

from __future__ import annotations

import threading
from itertools import pairwise

import pytest
from drawings import (
    FEATURES,
    RED,
    YELLOW,
    artwork,
    clip,
    feature,
    gradient,
    image,
    photo,
    shape,
    uri,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageOps

from poster.errors import RenderError
from poster.geometry import Rect
from poster.render import strips, surface
from poster.render.strips import STRIP_ROWS, TILE_PX, Raster, in_order, together
from poster.render.surface import Repaint

WIDTH, HEIGHT = 3001, 1637


@pytest.fixture
def in_one_piece(monkeypatch):
    """Draws a raster as one strip of one tile."""

    def draw(raster):
        with monkeypatch.context() as patch:
            patch.setattr(strips, "STRIP_ROWS", raster.height_px)
            return raster.image()

    return draw


def levels_apart(one, other):
    """The largest difference of two pictures, and the share of pixels that differ at all."""
    apart = ImageChops.difference(one, other)
    differing = apart.convert("L", (1 / 3, 1 / 3, 1 / 3, 0)).point(lambda v: 255 if v else 0)
    most = max(high for _, high in apart.getextrema())
    return most, differing.histogram()[255] / (one.width * one.height)


def kind_of(name):
    if "stop" in name or "repeat" in name:
        return "sharp gradient"
    if any(word in name for word in ("jpeg", "png", "picture")):
        return "picture"
    return (
        "gradient"
        if any(word in name for word in ("linear", "radial", "gradient", "alpha"))
        else "shape"
    )


#: For each kind of drawing: levels that a pixel may differ by, and the share that may differ.
#: Gradients and pictures are stepped through in 1/65,536 of a unit, from the middle of each strip
#: on. Where two colours meet without a transition, one pixel or the other gets the next colour.
ALLOWED = {
    "shape": (0, 0),
    "gradient": (1, 0.0005),
    "picture": (4, 0.01),
    "sharp gradient": (255, 0.0005),
}


@pytest.mark.parametrize(
    "name",
    [
        "nonzero", "hooked stroke", "dashes round", "clip in a clip", "groups in groups", "beyond the page",
        "linear on a curve", "linear turned", "radial turned", "clipped stroke alpha",
        "hard stops", "linear repeat", "jpeg turned", "png alpha",
    ],
)  # fmt: skip
def test_strips_are_what_one_piece_is(name, in_one_piece):
    drawn = feature(name)
    raster = Raster(drawn, drawn.printed, WIDTH, HEIGHT)
    most, share = levels_apart(raster.image(), in_one_piece(raster))
    levels, differing = ALLOWED[kind_of(name)]
    assert most <= levels and share <= differing


@pytest.mark.slow
@pytest.mark.parametrize("name", FEATURES)
def test_strips_of_every_feature_are_what_one_piece_is(name, in_one_piece):
    drawn = feature(name)
    raster = Raster(drawn, drawn.printed, 1501, 819)
    most, share = levels_apart(raster.image(), in_one_piece(raster))
    levels, differing = ALLOWED[kind_of(name)]
    assert most <= max(levels, 5) and share <= max(differing, 1e-5)


def test_tiles_meet_without_a_seam(monkeypatch):
    """Only the soft pixels of edges that run through a border may differ, by one of cairo's steps."""
    drawn = artwork(
        shape("M-5 50L105 -5 105 3 3 55Z", fill=RED) + shape("M20 -5L80 55 90 55 30 -5Z")
    )
    whole = Raster(drawn, drawn.printed, 1000, 545).image()
    monkeypatch.setattr(strips, "TILE_PX", 313)
    most, share = levels_apart(Raster(drawn, drawn.printed, 1000, 545).image(), whole)
    assert most <= 17 and share < 0.001


@pytest.mark.parametrize("jobs", [2, 3])
def test_pixels_do_not_depend_on_the_number_of_threads(jobs):
    drawn = feature("clipped stroke alpha")
    raster = Raster(drawn, drawn.printed, 700, 900)
    assert raster.image(jobs).tobytes() == raster.image().tobytes()


def test_an_enormous_raster_is_recorded_part_by_part(monkeypatch):
    drawn = feature("groups in groups")
    raster = Raster(drawn, drawn.printed, 500, 600)
    whole = raster.image()
    recorded = []
    record = surface.record
    monkeypatch.setattr(surface, "MAX_RECORDED_PX", 500 * 2 * STRIP_ROWS)
    monkeypatch.setattr(surface, "record", lambda *args: recorded.append(args[2]) or record(*args))
    assert raster.image().tobytes() == whole.tobytes()
    assert recorded == [(0, 0, 500, 256), (0, 256, 500, 256), (0, 512, 500, 88)]


def test_a_region_is_cut_out_of_the_whole():
    drawn = feature("hooked stroke")
    whole = Raster(drawn, drawn.printed, 1100, 600).image()
    part = Raster(drawn, Rect(0, 0, 100, 50), 1000, 500).image()
    assert levels_apart(part, whole.crop((50, 50, 1050, 550)))[0] <= 1


def test_what_is_not_painted_is_white():
    drawn = artwork("")
    assert Raster(drawn, drawn.printed, 10, 10).image().getcolors() == [(100, (255, 255, 255))]


@pytest.mark.parametrize("ppi", [150, 200, 300])
def test_no_white_line_stands_at_an_edge(ppi):
    """A page of 154 x 214 mm is no whole number of pixels at any of these."""
    drawn = artwork(shape("M0 0L154 0 154 214 0 214Z", fill=RED), width=154, height=214, edge=0)
    pitch = round(ppi * 1000 / 25.4)
    raster = Raster(drawn, drawn.trim, round(0.154 * pitch), round(0.214 * pitch))
    assert raster.image().getcolors() == [(raster.width_px * raster.height_px, (0xDA, 0x25, 0x1D))]


def test_a_picture_wider_than_cairo_can_hold():
    ramp = gradient("linear", 'x1="0" y1="0" x2="10000" y2="0"')
    ground = shape("M0 0L10000 0 10000 15 0 15Z", fill="url(#g)")
    mark = shape("M8100 5L8160 5 8160 10 8100 10Z", fill="#ffffff")
    drawn = artwork(ground + mark, ramp, width=10_000, height=15, edge=0)
    drawing = Raster(drawn, drawn.trim, 39_370, 59).image()
    assert drawing.size == (39_370, 59)
    assert drawing.getpixel((0, 5)) == (0xDA, 0x25, 0x1D)
    assert drawing.getpixel((39_369, 5)) == (255, 255, 0)
    across = [drawing.getpixel((x, 50)) for x in range(TILE_PX - 3, TILE_PX + 3)]
    assert all(
        abs(a - b) <= 1 for one, other in pairwise(across) for a, b in zip(one, other, strict=True)
    )
    assert {drawing.getpixel((x, 30)) for x in range(31_900, 32_120)} == {(255, 255, 255)}


def test_clips_hold_on_a_page_of_six_metres():
    disc = clip("M2700 400A300 300 0 1 1 3300 400A300 300 0 1 1 2700 400Z")
    page = "M0 0L6000 0 6000 800 0 800Z"
    body = shape(page, fill=RED) + f'<g clip-path="url(#c)">{shape(page, fill=YELLOW)}</g>'
    drawn = artwork(body, disc, width=6000, height=800, edge=0)
    drawing = Raster(drawn, drawn.trim, 1200, 160).image()
    assert drawing.getpixel((600, 80)) == (255, 255, 0)
    assert drawing.getpixel((120, 16)) == drawing.getpixel((520, 80)) == (0xDA, 0x25, 0x1D)


def test_opacity_belongs_to_the_group():
    pair = shape("M0 0L66 0 66 50 0 50Z", fill="#ff0000") + shape(
        "M33 0L100 0 100 50 33 50Z", fill="#ff0000"
    )
    drawn = artwork(f'<g opacity="0.5">{pair}</g>', edge=0)
    ((count, colour),) = Raster(drawn, drawn.trim, 60, 30).image().getcolors()
    assert count == 60 * 30
    assert colour[0] == 255 and colour[1] == colour[2] in (127, 128)


def test_colours_and_pictures_are_repainted():
    body = shape("M0 0L50 0 50 50 0 50Z", fill=RED) + image(
        uri(photo()), 40, 40, ' transform="matrix(1 0 0 1 45 0)"'
    )
    drawn = artwork(body, edge=0)
    inverse = Repaint(
        lambda c: (1 - c[0], 1 - c[1], 1 - c[2], c[3]), lambda p: ImageOps.invert(p.convert("RGB"))
    )
    plain, inverted = (
        Raster(drawn, drawn.trim, 200, 100, repaint).image() for repaint in (None, inverse)
    )
    for part in ((0, 0, 90, 100), (112, 12, 188, 88)):
        assert levels_apart(inverted.crop(part), ImageOps.invert(plain.crop(part)))[0] <= 1


def test_rasters_are_drawn_together():
    drawn = feature("nonzero")
    grey = Repaint(lambda c: (c[0], c[0], c[0], c[3]), lambda picture: picture)
    pair = [Raster(drawn, drawn.printed, 300, 300, repaint) for repaint in (None, grey)]
    for one, other in together(pair, lambda found: found, 2):
        assert one.top_px == other.top_px
        red = one.image.getchannel("R")
        assert other.image.tobytes() == Image.merge("RGB", (red, red, red)).tobytes()


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 30), st.integers(1, 4), st.integers(1, 7))
def test_results_come_in_order(count, jobs, step):
    items = range(0, count * step, step)
    assert list(in_order(lambda item: item * item, items, jobs)) == [item * item for item in items]


def test_a_slow_reader_does_not_fill_the_memory():
    started = []
    results = in_order(lambda item: started.append(item) or item, range(100), 2)
    next(results)
    assert len(started) <= 5
    results.close()
    assert threading.active_count() == 1


def test_a_fault_on_a_thread_reaches_the_caller():
    deep = '<g opacity="0.9">' * 13 + shape("M0 0L9 0 9 9Z") + "</g>" * 13
    drawn = artwork(deep)
    with pytest.raises(RenderError) as caught:
        Raster(drawn, drawn.printed, 100, 1000).image(jobs=2)
    assert caught.value.code == "render-groups-too-deep"
