"""TIFF and JPEG files: colours, profile, resolution, size, ink, sides."""

from dataclasses import replace

import broken
import pytest
from PIL import Image, ImageCms

from poster.errors import RequestError
from poster.geometry import Edges
from poster.press.preflight import Expectation

PPI = 100
#: 210 x 110 mm at 100 ppi.
SIZE = (827, 433)
WANTED = Expectation(size_mm=(200, 100), edge_mm=Edges.all(5), ppi=100)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.fixture
def save(tmp_path, separation):
    def saved(picture, kind="tif", **options):
        path = tmp_path / f"piece.{kind}"
        known = {"icc_profile": separation.profile, "dpi": (PPI, PPI), **options}
        picture.save(path, **{key: value for key, value in known.items() if value is not None})
        return path

    return saved


def red(size=SIZE):
    return broken.cmyk(*size)


@pytest.mark.parametrize("kind", ["tif", "jpg"])
def test_a_clean_file_has_no_fault(kind, save, rules):
    assert rules(save(red(), kind), WANTED) == []


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"])
def test_pixels_are_read_whatever_the_compression(compression, save, rules):
    heavy = red()
    heavy.paste((230, 230, 230, 230), (100, 300, 200, 400))
    assert rules(save(heavy, compression=compression), WANTED) == ["preflight-ink-limit"]
    assert rules(save(heavy, "jpg", quality=95), WANTED) == ["preflight-ink-limit"]


def test_colours(save, rules):
    for picture, rule in (
        (Image.new("RGB", SIZE, "red"), "preflight-raster-colour"),
        (Image.new("RGBA", SIZE, "red"), "preflight-raster-alpha"),
        (Image.new("1", SIZE), "preflight-raster-bits"),
    ):
        assert rule in rules(save(picture, icc_profile=None), WANTED)
    assert rules(save(red(), icc_profile=None), WANTED) == ["preflight-raster-profile"]
    assert rules(save(red(), icc_profile=SRGB), WANTED) == ["preflight-raster-profile-other"]
    assert rules(save(red(), tiffinfo={37724: b"8BIM"}), WANTED) == ["preflight-raster-layers"]


def test_resolution(save, rules):
    assert rules(save(red(), dpi=None), WANTED)[0] == "preflight-raster-ppi"
    assert "preflight-raster-square" in rules(save(red(), dpi=(100, 50)), WANTED)
    fine = replace(WANTED, ppi=300)
    assert rules(save(red()), fine) == ["preflight-image-coarse"]
    assert rules(save(red()), replace(WANTED, ppi=150)) == ["preflight-image-soft"]


def test_size(save, rules):
    without_edge = save(red((787, 394)))
    assert set(rules(without_edge, WANTED)) == {"preflight-edge-small"}
    whole = save(red())
    assert rules(whole, replace(WANTED, size_mm=(300, 100))) == ["preflight-size"]
    assert rules(whole, replace(WANTED, size_mm=(100, 200))) == ["preflight-size-turned"]
    tenth = replace(WANTED, size_mm=(2000, 1000), edge_mm=Edges.all(50))
    assert rules(whole, tenth) == ["preflight-scale-mistaken", "preflight-image-coarse"]
    doubled = rules(whole, replace(WANTED, scale=10))
    assert doubled == ["preflight-scale-doubled"]
    assert rules(whole, replace(WANTED, size_mm=None)) == ["preflight-size-unasked"]


def test_white_sides(save, rules):
    picture = Image.new("CMYK", SIZE, (0, 0, 0, 0))
    picture.paste(red((800, 433)), (0, 0))
    assert rules(save(picture), WANTED) == ["preflight-raster-edge"]
    poster = Image.new("CMYK", SIZE, (0, 0, 0, 0))
    poster.paste(red((400, 200)), (200, 100))
    assert rules(save(poster), WANTED) == []  # a poster on white is no fault


def test_a_very_wide_file_is_noted_and_its_pixels_are_not_all_read(save, rules):
    wide = replace(WANTED, size_mm=None)
    found = rules(save(broken.cmyk(31_000, 40), compression="tiff_lzw"), wide)
    assert "preflight-raster-pixels" in found


def test_broken_files(tmp_path, rules):
    path = tmp_path / "broken.tif"
    for data in (b"II*\0", b"II*\0\xff\xff\xff\x7f", b"\xff\xd8\xff\xe0no jpeg"):
        path.write_bytes(data)
        with pytest.raises(RequestError) as caught:
            rules(path, WANTED)
        assert caught.value.code == "raster-unreadable"
