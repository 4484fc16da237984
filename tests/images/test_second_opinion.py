"""Pictures in an artwork, drawn by both engines."""

import io

import pytest
from PIL import Image

from poster.geometry import Affine, Rect
from poster.render import compare as second
from poster.svg import resvg
from poster.svg.artwork import check_artwork
from poster.svg.nodes import Group, Shape, to_artwork
from poster.svg.nodes import Image as Picture
from poster.svg.paths import rectangle

PAGE = Rect(0, 0, 400, 200)
GROUND = Shape(rectangle(PAGE), "#204060")


def png(picture):
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def stripes(width=4000, height=2000):
    picture = Image.new("RGB", (width, height), "white")
    line = Image.new("RGB", (width, 1), "black")
    for row in range(0, height, 2):
        picture.paste(line, (0, row))
    return png(picture)


def artwork(*nodes):
    return to_artwork((GROUND, *nodes), PAGE, PAGE)


@pytest.mark.parametrize(
    "transform", [Affine(), Affine.rotate(20) @ Affine.scale(0.5), Affine(0, 0.6, -0.6, 0, 300, 0)]
)
def test_the_finest_stripes_are_no_difference(transform):
    """Each engine mixes pixels in its own way; a photo of blinds must not stop a piece."""
    picture = Picture(Rect(20, 10, 360, 180), stripes(), transform, "anh")
    drawn = artwork(Group((picture,), clip=rectangle(Rect(0, 0, 380, 190))))
    assert check_artwork(drawn.svg) == ()
    assert second.compare(drawn).agrees


@pytest.mark.parametrize("loss", ["lost", "moved", "turned"])
def test_a_picture_that_one_engine_loses_moves_or_turns_is_found(monkeypatch, loss):
    half = Image.new("RGB", (1000, 500), "#c02020")
    half.paste("#20c040", (0, 0, 500, 500))
    picture = Picture(Rect(100, 50, 200, 100), png(half), id="anh")
    other = {
        "lost": artwork(),
        "moved": artwork(picture.transformed(Affine.translate(6, 0))),
        "turned": artwork(picture.transformed(Affine(-1, 0, 0, -1, 400, 200))),
    }[loss]
    draw = resvg.draw
    monkeypatch.setattr(resvg, "draw", lambda _, width, height: draw(other.svg, width, height))
    found = second.compare(artwork(picture))
    assert not found.agrees
    assert found.box.intersect(Rect(100, 50, 206, 100)).width > 0


def test_a_picture_moves_with_its_group_and_is_measured_where_it_stands():
    picture = Picture(Rect(0, 0, 10, 20), png(Image.new("RGB", (2, 4))))
    moved = Group((picture,)).transformed(Affine.translate(5, 6) @ Affine.scale(2))
    assert moved.bounds == Rect(5, 6, 20, 40)
    assert moved.children[0].data is picture.data
