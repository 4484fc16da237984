"""JPEG previews: density and profile in the file, the same bytes on every day."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image, ImageChops, ImageCms, JpegImagePlugin

from poster.errors import RequestError
from poster.press import jpeg as jpegs
from poster.press.jpeg import srgb_profile, write_jpeg
from poster.render.strips import Raster


def jpeg_of(raster, pixels_per_metre=11_811, **options):
    stream = io.BytesIO()
    write_jpeg(stream, raster, pixels_per_metre, quality=88, **options)
    return stream.getvalue()


@pytest.fixture(scope="module")
def raster(banner):
    return Raster(banner, banner.trim, 600, 80)


def test_it_shows_what_was_drawn(raster):
    with Image.open(io.BytesIO(jpeg_of(raster))) as shown:
        assert shown.size == (600, 80) and shown.mode == "RGB"
        apart = ImageChops.difference(shown.convert("RGB"), raster.image()).reduce(4)
        assert max(high for _, high in apart.getextrema()) < 16


def test_density_and_profile_stand_in_the_file(raster):
    with Image.open(io.BytesIO(jpeg_of(raster))) as shown:
        assert shown.info["dpi"] == (300, 300) and "exif" in shown.info
        profile = ImageCms.ImageCmsProfile(io.BytesIO(shown.info["icc_profile"]))
        assert "sRGB" in ImageCms.getProfileDescription(profile)
        assert JpegImagePlugin.get_sampling(shown) == 0


def test_the_profile_has_no_clock():
    made_at = struct.unpack(">6H", srgb_profile()[24:36])
    assert made_at == (2000, 1, 1, 0, 0, 0)


def test_it_is_the_same_file_on_any_number_of_threads(raster):
    assert jpeg_of(raster) == jpeg_of(raster, jobs=2)


@pytest.mark.parametrize(("per_metre", "head"), [
    (11_811, (1, 300)), (3937, (1, 100)), (2000, (2, 20)), (2400, (2, 24)), (2001, (0, 1)),
    (1201, (0, 1)), (965, (0, 1)), (262, (0, 1)), (3, (0, 1)), (394, (0, 1)), (2835, (1, 72)),
    (7_000_000, (0, 1)),
])  # fmt: skip
def test_the_head_says_a_resolution_where_it_can_and_exif_always(raster, per_metre, head):
    data = jpeg_of(raster, per_metre)
    assert (data[13], int.from_bytes(data[14:16]), int.from_bytes(data[16:18])) == (*head, head[1])
    with Image.open(io.BytesIO(data)) as shown:
        said = shown.getexif()
        assert said[282] == said[283] == pytest.approx(per_metre * 0.0254) and said[296] == 2
        assert shown.info["dpi"] == pytest.approx((per_metre * 0.0254,) * 2, rel=1e-3)
        assert said.get_ifd(0x8769)[0xA002] == 600


def test_what_the_format_cannot_say_is_refused_before_drawing(banner, monkeypatch):
    monkeypatch.setattr(jpegs.Raster, "image", lambda *_: pytest.fail("it was drawn"))
    with pytest.raises(RequestError) as caught:
        jpeg_of(Raster(banner, banner.trim, 65_536, 10))
    assert caught.value.code == "jpeg-too-large"
