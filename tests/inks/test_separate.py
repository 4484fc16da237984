"""What is no ink goes through the profile of the print condition."""

from dataclasses import replace

import pytest
from PIL import Image, ImageCms
from pressart import photo

from poster.errors import RequestError
from poster.library import Library
from poster.press.separate import Separation


def test_an_ink_is_exact_and_another_colour_is_what_littlecms_makes_of_it(separation):
    assert separation.colour("#da251d") == (0, 100, 100, 0)
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), str(separation.condition.profile), "RGB", "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip
    dot = ImageCms.applyTransform(Image.new("RGB", (1, 1), "#123456"), transform).getpixel((0, 0))
    assert separation.colour("#123456") == pytest.approx([level / 2.55 for level in dot])
    assert [separation.is_exact(colour) for colour in ("#ffdd00", "#777777", "#123456")] == [
        True,
        True,
        False,
    ]


def test_white_is_bare_cloth_and_no_colour_has_more_ink_than_the_profile_allows(separation):
    assert separation.colour("#ffffff") == (0, 0, 0, 0)
    assert (
        max(
            sum(separation.colour(f"#{r}{g}{b}"))
            for r in ("00", "10")
            for g in ("01", "12")
            for b in ("02", "14")
        )
        <= 301
    )


def test_a_grey_picture_is_black_alone_and_one_coloured_pixel_makes_it_four_inks(separation):
    grey = photo().convert("L").convert("RGB")
    inks = separation.picture(grey)
    assert [band.getextrema() for band in inks.split()[:3]] == [(0, 0)] * 3
    assert [255 - level for level in inks.getchannel("K").tobytes()] == list(
        grey.getchannel("R").tobytes()
    )
    grey.putpixel((0, 0), (200, 10, 10))
    assert all(band.getextrema()[1] > 0 for band in separation.picture(grey).split())


def test_a_profile_that_does_not_print_is_refused(library, tmp_path):
    condition = library.condition("fogra39")
    srgb, broken = tmp_path / "screen.icc", tmp_path / "broken.icc"
    srgb.write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    broken.write_bytes(condition.profile.read_bytes()[:400])
    for file, code in (
        (srgb, "profile-unfit"),
        (broken, "profile-unfit"),
        (tmp_path / "none.icc", "file-missing"),
    ):
        with pytest.raises(RequestError) as caught:
            Separation(library.inks, replace(condition, profile=file)).colour("#123456")
        assert caught.value.code == code


def test_a_library_adds_print_conditions(tmp_path, library):
    (tmp_path / "slogans.yaml").write_text("slogans: []\n")
    (tmp_path / "icc").mkdir()
    (tmp_path / "icc/ours.icc").write_bytes(library.condition("fogra39").profile.read_bytes())
    rows = "  ours: {title: Ours, profile: ours.icc, identifier: CGATS21}\n"
    (tmp_path / "icc/conditions.yaml").write_text("conditions:\n" + rows)
    own = Library(tmp_path)
    assert set(own.conditions) == {"fogra39", "ours"}
    assert Separation(own.inks, own.condition("ours")).colour("#123456")[0] > 50
    for bad, code in (
        ("{title: x, identifier: y}", "field-missing"),
        ("{title: x, identifier: y, profile: ../x.icc}", "path-outside"),
    ):
        (tmp_path / "icc/conditions.yaml").write_text(f"conditions:\n  bad: {bad}\n")
        with pytest.raises(RequestError) as caught:
            Library(tmp_path).condition("bad")
        assert caught.value.code == code
    with pytest.raises(RequestError) as caught:
        library.condition("fogra93")
    assert caught.value.code == "unknown-condition" and "fogra39" in caught.value.params["nearest"]
