"""A JPEG joined from bands is the picture that one piece would be."""

import datetime as dt
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pressart import Held

from poster.errors import RequestError
from poster.press.bandjpeg import QUALITY, write_cmyk_jpeg
from poster.press.tiff import Label

PROFILE = bytes(range(256)) * 600  # more than one segment holds


def soft(width, height, seed):
    """Slow waves in four inks, so that neighbouring blocks depend on each other."""
    numbers = np.random.default_rng(seed).uniform(0.02, 0.2, 4)
    y, x = np.mgrid[0:height, 0:width]
    inks = [127 + 120 * np.sin(number * (x + place * y)) for place, number in enumerate(numbers)]
    return Image.frombytes("CMYK", (width, height), np.stack(inks, 2).astype(np.uint8).tobytes())


def written(picture, ppm=11811):
    stream = io.BytesIO()
    write_cmyk_jpeg(stream, Held(picture), Label(ppm, PROFILE, dt.date(2026, 5, 1)))
    return stream.getvalue()


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 70), st.integers(1, 200), st.integers(0, 9))
def test_it_decodes_like_a_jpeg_of_one_piece(width, height, seed):
    picture, whole = soft(width, height, seed), io.BytesIO()
    picture.save(whole, "JPEG", quality=QUALITY, subsampling=0)
    with Image.open(io.BytesIO(written(picture))) as joined, Image.open(whole) as one:
        assert joined.size == picture.size
        assert joined.tobytes() == one.tobytes()


def test_it_carries_resolution_and_profile():
    with Image.open(io.BytesIO(written(soft(40, 40, 1)))) as opened:
        assert opened.mode == "CMYK"
        assert opened.info["dpi"] == (300, 300)
        assert opened.info["icc_profile"] == PROFILE


def test_more_pixels_than_the_format_can_say_are_refused():
    with pytest.raises(RequestError) as caught:
        written(Image.new("CMYK", (65_536, 1)))
    assert caught.value.code == "jpeg-too-large"
