"""TIFF files, read by two programs that know nothing of ours."""

import datetime as dt
import io
import struct

import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pressart import Held

from poster.errors import RequestError
from poster.press.tiff import Label, write_tiff

PROFILE = b"an ICC profile" * 3


def noise(width, height, seed=0):
    pixels = np.random.default_rng(seed).bytes(width * height * 4)
    return Image.frombytes("CMYK", (width, height), pixels)


def written(picture, ppm=5906, **options):
    stream = io.BytesIO()
    write_tiff(stream, Held(picture), Label(ppm, PROFILE, dt.date(2026, 5, 1)), **options)
    return stream.getvalue()


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 70), st.integers(1, 70), st.integers(0, 9), st.booleans())
def test_every_pixel_is_read_back_by_two_programs(width, height, seed, big):
    picture = noise(width, height, seed)
    data = written(picture, bigtiff=big, classic_bytes=0 if big else 2**32)
    assert data[2] == (43 if big else 42)
    with tifffile.TiffFile(io.BytesIO(data)) as tiff:
        assert np.array_equal(tiff.asarray().reshape(height, width, 4), np.asarray(picture))
    with Image.open(io.BytesIO(data)) as opened:
        assert opened.mode == "CMYK" and opened.tobytes() == picture.tobytes()


def test_the_file_says_what_it_is():
    data = written(noise(40, 50))
    with tifffile.TiffFile(io.BytesIO(data)) as tiff:
        (page,) = tiff.pages
        assert (page.photometric, page.compression, page.predictor) == (5, 8, 2)
        assert (page.tags["InkSet"].value, page.rowsperstrip) == (1, 16)
        assert page.tags["InterColorProfile"].value == PROFILE
        assert page.tags["DateTime"].value == "2026:05:01 00:00:00"
        tags = [tag.code for tag in page.tags]
        assert tags == sorted(tags)


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize(("ppm", "ppi"), [(11811, 300), (5906, 150), (2835, 72)])
def test_resolution_is_per_inch_and_exact_to_the_pixel_pitch(ppm, ppi, big):
    data = written(noise(3, 3), ppm, bigtiff=big, classic_bytes=0 if big else 2**32)
    with Image.open(io.BytesIO(data)) as opened:
        assert opened.tag_v2[296] == 2
        assert float(opened.tag_v2[282]) == float(opened.tag_v2[283]) == pytest.approx(ppm * 0.0254)
        assert opened.info["dpi"][0] == pytest.approx(ppi, abs=0.02)
        assert opened.info["icc_profile"] == PROFILE


def test_a_bigtiff_is_written_only_where_it_is_needed_and_taken():
    picture = noise(64, 64)
    assert written(picture, bigtiff=True)[2] == 42
    with pytest.raises(RequestError) as caught:
        written(picture, classic_bytes=1000)
    assert caught.value.code == "tiff-too-large"
    assert struct.unpack("<2sHHH", written(picture, bigtiff=True, classic_bytes=1000)[:8]) == (
        b"II",
        43,
        8,
        0,
    )


def test_same_picture_same_bytes_and_progress_ends_at_the_last_row():
    heard = []
    first = written(noise(9, 40), progress=lambda done, total: heard.append((done, total)))
    assert first == written(noise(9, 40))
    assert heard == [(16, 40), (32, 40), (40, 40)]


def test_flat_colour_takes_little_room():
    flat = Image.new("CMYK", (4000, 64), (0, 255, 255, 0))
    assert len(written(flat)) < 20_000
