"""The parts of an import alone, without a child process."""

from __future__ import annotations

import pytest
from drawings_in import HEAD, data_uri, png, svg
from hypothesis import given
from hypothesis import strategies as st

from poster.errors import RequestError
from poster.geometry import Rect
from poster.library import starter_library
from poster.svg import cascade, outlines, paths, usvg, xml
from poster.svg.linked import plain, read_image, size_px
from poster.svg.nodes import Stroke
from poster.workshop import colours, texts
from poster.workshop.page import read_original

SRGB = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def settled(body):
    root = xml.parse_svg(svg(body), "in.svg")
    return root, cascade.settle(root, "in.svg")


def test_sheets_are_settled_by_weight():
    body = (
        "<style>rect{fill:#010101}.a{fill:#020202}#i{fill:#030303}.b{fill:#040404 !important}</style>"
        '<rect/><rect class="a"/><rect class="a" id="i"/><rect class="a" style="fill:#050505"/>'
        '<rect class="a b" style="fill:#050505"/>'
    )
    root, _ = settled(body)
    fills = [cascade.own_values(rect)["fill"] for rect in root]
    assert fills == ["#010101", "#020202", "#030303", "#050505", "#040404"]


def test_what_is_no_style_sheet_is_none():
    root, _ = settled('<style type="text/x">rect{fill:#010101}</style><rect fill="#020202"/>')
    assert cascade.own_values(root[0])["fill"] == "#020202"


def test_a_flood_of_rules_is_refused():
    rules = "".join(f".a{place}{{fill:red}}" for place in range(5000))
    with pytest.raises(RequestError, match="css-flood"):
        settled(f"<style>{rules}</style><rect/>")


@pytest.mark.parametrize(
    ("value", "found"),
    [("hsl(0 100% 50%)", "#ff0000"), ("rgb(255 0 0 / 50%)", "rgba(255, 0, 0, 0.5)"),
     ("#f00 icc-color(X, 0, 1, 1, 0)", "#ff0000"), ("device-cmyk(0 1 1 0)", "#ff0000"),
     ("currentColor", "currentColor"), ("url(#g)", "url(#g)")],
)  # fmt: skip
def test_colours_are_put_as_every_engine_reads_them(value, found):
    root, _ = settled(f'<rect fill="{value}"/>')
    assert root[0].get("fill") == found


def test_a_union_counts_no_overlap_twice_and_an_even_odd_hole_stays_open():
    hole = paths.parse("M0 0H10V10H0zM2 2H8V8H2z")
    whole = outlines.union([(hole, True), (paths.rectangle(Rect(5, 0, 10, 10)), False)])
    assert whole.bounds == Rect(0, 0, 15, 10)
    cut = outlines.intersection(whole, paths.rectangle(Rect(3, 3, 1, 1)))
    assert not cut.steps


def test_a_stroke_is_the_area_that_it_paints():
    area = outlines.stroked(paths.parse("M0 0H10"), Stroke("#000000", 2.0))
    assert area.bounds == Rect(0, -1, 10, 2)


def test_usvg_resolves_and_sees_nothing_else():
    data = svg(
        '<use xlink:href="#r" x="5"/><image width="9" height="9" href="/etc/passwd"/><defs><rect id="r" width="9" height="9"/></defs>'
    )
    small = usvg.normalise(data, "in.svg", usvg.compiled())
    assert small.count(b"<path") == 1 and b"passwd" not in small


def test_usvg_refuses_what_is_no_drawing():
    with pytest.raises(RequestError, match="usvg-refused"):
        usvg.normalise(b"<svg", "in.svg", usvg.compiled())


@given(SRGB, SRGB)
def test_a_difference_is_the_same_both_ways_and_nothing_for_the_same(one, two):
    apart = colours.difference(one, two)
    assert apart == pytest.approx(colours.difference(two, one), abs=1e-9)
    assert apart >= 0 and colours.difference(one, one) == 0


def test_differences_are_cie_de_2000():
    # Values of colour-science's reference implementation.
    assert colours.difference("#ff0000", "#00ff00") == pytest.approx(86.6, abs=0.1)
    assert colours.difference("#ffffff", "#000000") == pytest.approx(100.0, abs=0.1)


def test_a_colour_beside_an_alias_is_that_ink(library):
    match = colours.nearest("#fef200", library.inks)
    assert match.ink == "vang-sao" and match.is_mapped
    assert colours.nearest("#da251d", library.inks).exact


def test_words_of_letters_that_each_have_a_place():
    spans = "".join(
        f'<tspan x="{x}" y="9">{c}</tspan>'
        for x, c in zip((0, 10, 20, 40, 50), "ĐẢNGB", strict=True)
    )
    root, _ = settled(f'<text font-family="X" font-size="10">{spans}</text>')
    (found,) = texts.find_texts(root)
    assert found.words == "ĐẢN GB" and found.family == "X"


def test_a_frame_for_centred_text_stands_on_both_sides():
    root, _ = settled('<text x="50" y="20" text-anchor="middle" font-size="5">xin chào</text>')
    (found,) = texts.find_texts(root)
    assert found.box.cx == pytest.approx(50)


def test_a_page_without_noise():
    original = read_original(
        svg("", 'width="7.8000002cm" height="2.0999999cm" viewBox="0 0 1 1"'), "x", None
    )
    assert (original.page.width_mm, original.page.height_mm) == (78.0, 21.0)


def test_pictures_of_a_master(tmp_path):
    (tmp_path / "a.png").write_bytes(png(["#008000"]))
    frame = f'<image {HEAD} x="1" y="2" width="40" height="40" href="a.png"/>'
    image = read_image(xml.parse(frame.encode(), "x"), tmp_path)
    assert image.box == Rect(1, 12, 40, 20)
    with pytest.raises(RequestError):
        read_image(xml.parse(frame.replace("a.png", "../b.png").encode(), "x"), tmp_path)
    with pytest.raises(ValueError, match="no picture of this layout"):
        read_image(xml.parse(frame.replace("a.png", "http://x/a.png").encode(), "x"), tmp_path)
    assert data_uri(png(["#008000"])).startswith("data:image/png")


def test_a_png_is_stripped_of_what_is_no_picture():
    data = png(["#008000"])
    text = b"\0\0\0\x05tEXta\0bcd" + b"\0\0\0\0"
    assert plain(data[:33] + text + data[33:]) == data
    with pytest.raises(ValueError, match="profile"):
        plain(data[:33] + b"\0\0\0\0iCCP\0\0\0\0" + data[33:])
    assert size_px(data) == (40, 20)
    with pytest.raises(ValueError, match="neither"):
        size_px(b"%!PS-Adobe")


def test_the_starter_library_has_no_half_made_layout():
    assert not list((starter_library() / "layouts").glob(".poster-*"))
