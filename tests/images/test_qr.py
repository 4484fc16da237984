import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from poster.errors import RequestError
from poster.geometry import Rect
from poster.images.qr import QUIET_MODULES, encode


def painted(code, module_px=4):
    """The code's path, filled by another program."""
    side = code.side * module_px
    picture = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(picture)
    points = []
    for kind, at in code.dark(Rect(0, 0, side, side)).steps:
        if kind == "Z":
            (left, top), (right, bottom) = points[0], points[2]
            pen.rectangle((round(left), round(top), round(right) - 1, round(bottom) - 1), fill=0)
            points = []
        else:
            points += at
    return picture


@settings(max_examples=25, deadline=None)
@given(st.from_regex(r"https://[a-z]{3,12}\.vn/[a-z0-9/-]{0,60}", fullmatch=True))
def test_a_code_is_read_back_as_what_it_holds(address):
    (read,) = zxingcpp.read_barcodes(painted(encode(address)))
    assert read.text == address


@pytest.mark.parametrize("text", ["Đăng ký tại UBND phường Đống Đa", "tel:+842438513001"])
def test_vietnamese_words_and_numbers_are_held_too(text):
    (read,) = zxingcpp.read_barcodes(painted(encode(text)))
    assert read.text == text


def test_the_quiet_zone_is_four_modules():
    code = encode("https://hanoi.gov.vn")
    box = code.dark(Rect(0, 0, code.side, code.side)).bounds
    assert QUIET_MODULES == 4
    assert (box.x, box.y) == (4, 4)
    assert box.right == box.bottom == pytest.approx(code.side - 4)


@pytest.mark.parametrize(("text", "code"), [("x" * 301, "qr-long"), ("a\nb", "qr-control")])
def test_what_no_poster_should_hold_is_refused(text, code):
    with pytest.raises(RequestError, match=code):
        encode(text)
