"""What is said of colours before they are printed."""

from dataclasses import replace

import pytest
from pressart import artwork, box, image, linear, photo

from poster.inks import ink_table
from poster.model import Ink
from poster.press.inkcheck import ink_findings, palette

HEAVY = Ink("nang", "Nặng", (80.0, 90.0, 90.0, 80.0), "#20100c")


@pytest.fixture
def heavy(separation):
    """The shipped inks and one of 340 percent."""
    inks = ink_table([*separation.inks.by_name.values(), HEAVY])
    return replace(separation, inks=inks)


def codes(findings):
    return [finding.code for finding in findings]


def test_inks_tints_and_greys_are_nothing_to_talk_about(separation):
    body = box(1, 1, 9, 9, "#ffdd00") + box(1, 11, 9, 9, "#808080") + image(photo("L"), "png")
    assert ink_findings(artwork(body), separation, 300) == ()


def test_other_colours_and_pictures_are_listed_once_with_their_inks(separation):
    body = (
        box(1, 1, 9, 9, "#123456")
        + box(1, 11, 9, 9, "#123456")
        + image(photo(), "jpeg", name="anh")
    )
    colours, pictures = ink_findings(artwork(body), separation, 300)
    assert codes([colours, pictures]) == ["ink-by-profile", "picture-by-profile"]
    assert colours.found == "#123456 = C94 M71 Y31 K43"
    assert pictures.found == "anh"


def test_a_palette_names_who_wears_a_colour():
    defs = linear("run", [(0, "#123456", 1), (1, "#ffdd00", 1)])
    body = f'<g id="all"><g>{box(1, 1, 9, 9, "url(#run)")}</g>{box(9, 9, 9, 9, "#ffdd00", stroke="#000000", id="star")}</g>'
    found = palette(artwork(body, defs))
    assert dict(found.colours) == {
        "#da251d": ("ground",), "#123456": ("all",), "#ffdd00": ("all", "star"), "#000000": ("star",)
    }  # fmt: skip


def test_too_much_ink_is_found_where_it_is(heavy):
    body = box(20, 10, 30, 15, HEAVY.srgb, id="sam")
    (finding,) = ink_findings(artwork(body), heavy, 300)
    assert (finding.code, finding.where, finding.found, finding.expected) == (
        "ink-limit",
        "sam",
        "340 %",
        "300 %",
    )
    # From the corner of the printed size, whose edge is 3 mm.
    place = [finding.params[key] for key in ("left_mm", "top_mm", "width_mm", "height_mm")]
    assert place == pytest.approx([23, 13, 30, 15], abs=1)


def test_the_limit_is_the_shops(heavy):
    art = artwork(box(20, 10, 30, 15, "#680705"))  # 273 percent
    assert ink_findings(art, heavy, 300) == ()
    assert codes(ink_findings(art, heavy, 260)) == ["ink-limit"]
    assert ink_findings(artwork(box(20, 10, 30, 15, HEAVY.srgb)), heavy, 340) == ()


def test_heavy_colours_laid_over_one_another_are_not_added_up(separation):
    body = box(0, 0, 50, 50, "#680705", fill_opacity=0.9) + box(
        20, 0, 50, 50, "#0f153b", fill_opacity=0.9
    )
    assert ink_findings(artwork(body), separation, 300) == ()


def test_the_heavy_end_of_a_gradient_counts(heavy):
    defs = linear("run", [(0, "#ffdd00", 1), (1, HEAVY.srgb, 1)])
    (finding,) = ink_findings(artwork(box(0, 10, 100, 20, "url(#run)", id="nen"), defs), heavy, 300)
    assert finding.params["left_mm"] > 80 and finding.where == "nen"


def test_a_heavy_detail_too_small_to_see_is_told_by_its_name(heavy):
    body = box(0, 0, 100, 40, HEAVY.srgb, id="duoi") + box(-3, -3, 106, 56, "#ffffff")
    (finding,) = ink_findings(artwork(body), heavy, 300)
    assert (finding.code, finding.where) == ("ink-limit-hidden", "duoi")


def test_a_photo_is_measured_through_the_profile(separation):
    dark = photo(size=(200, 200)).point(lambda level: level // 4)
    art = artwork(image(dark, "png", width=60, height=40))
    assert codes(ink_findings(art, separation, 300)) == ["picture-by-profile"]
    noted, warned = ink_findings(art, separation, 250)
    assert (noted.code, warned.code, warned.where) == ("picture-by-profile", "ink-limit", "photo")
