import base64
import hashlib
import io
import struct
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from poster.errors import RequestError
from poster.geometry import Rect
from poster.images import decode
from poster.images.find import read_picture
from poster.images.photo import cut

WHOLE = Rect(0, 0, 1, 1)
RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 30), (30, 30, 200), (255, 255, 255)


def quarters(width=400, height=200):
    """Red, green / blue, white: a picture that shows which way is up."""
    picture = Image.new("RGB", (width, height))
    for place, colour in enumerate((RED, GREEN, BLUE, WHITE)):
        left, top = place % 2 * width // 2, place // 2 * height // 2
        picture.paste(colour, (left, top, left + width // 2, top + height // 2))
    return picture


def saved(folder, picture, name="anh.jpg", **options):
    path = folder / name
    picture.save(path, **({"quality": 95} if name.endswith("jpg") else {}), **options)
    return path


def read(folder, name="anh.jpg", focus=(50.0, 50.0)):
    return read_picture(name, (folder,), focus, "photo")


def opened(made):
    return Image.open(io.BytesIO(made.data)).convert("RGB")


def corners(picture):
    width, height = picture.size
    places = ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75))
    return [picture.getpixel((int(x * width), int(y * height))) for x, y in places]


def near(one, other, tolerance=12):
    return all(abs(a - b) <= tolerance for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_comes_out_upright_whichever_way_the_camera_was_held(tmp_path, turn):
    """The file is turned so that, read as its tag says, it is the upright picture again."""
    back = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[turn]  # fmt: skip
    picture = quarters() if back is None else quarters().transpose(back)
    tags = Image.Exif()
    tags[decode.ORIENTATION] = turn
    saved(tmp_path, picture, exif=tags)
    found = read(tmp_path)
    assert (found.width_px, found.height_px) == (400, 200)
    whole = opened(cut(found, WHOLE, (400, 200)))
    assert whole.size == (400, 200)
    for colour, wanted in zip(corners(whole), (RED, GREEN, BLUE, WHITE), strict=True):
        assert near(colour, wanted)
    upper_right = opened(cut(found, Rect(0.5, 0, 0.5, 0.5), (400, 200)))
    assert all(near(colour, GREEN) for colour in corners(upper_right))


def test_nothing_that_the_camera_wrote_goes_on(tmp_path):
    tags = Image.Exif()
    tags[0x010F] = "SECRET-CAMERA"
    saved(tmp_path, quarters(), exif=tags)
    data = cut(read(tmp_path), WHOLE, (400, 200)).data
    assert b"SECRET" not in data and b"Exif" not in data


def test_a_fine_picture_is_reduced_to_what_the_piece_needs(tmp_path):
    saved(tmp_path, quarters(4000, 2000))
    made = cut(read(tmp_path), WHOLE, (400, 200))
    assert (made.width_px, made.height_px) == (400, 200) == opened(made).size
    coarse = cut(read(tmp_path), WHOLE, (9000, 9000))
    assert (coarse.width_px, coarse.height_px) == (4000, 2000)


def test_colours_go_through_the_profile_that_a_picture_carries(tmp_path, cmyk_profile):
    srgb = ImageCms.createProfile("sRGB")
    profile = ImageCms.ImageCmsProfile(io.BytesIO(cmyk_profile))
    inks = ImageCms.profileToProfile(quarters(), srgb, profile, outputMode="CMYK")
    saved(tmp_path, inks, icc_profile=cmyk_profile)
    shown = opened(cut(read(tmp_path), WHOLE, (400, 200)))
    wanted = ImageCms.profileToProfile(inks, profile, srgb, outputMode="RGB")
    for colour, other in zip(corners(shown), corners(wanted), strict=True):
        assert near(colour, other)
    saved(tmp_path, inks, "tho.jpg")
    with pytest.raises(RequestError, match="picture-cmyk"):
        cut(read(tmp_path, "tho.jpg"), WHOLE, (400, 200))


@pytest.mark.parametrize("name", ["a.png", "a.webp", "a.tif", "a.jpg"])
def test_every_kind_of_picture_that_is_promised_is_read(tmp_path, name):
    saved(tmp_path, quarters(), name)
    for colour, wanted in zip(
        corners(opened(cut(read(tmp_path, name), WHOLE, (400, 200)))),
        (RED, GREEN, BLUE, WHITE), strict=True,
    ):  # fmt: skip
        assert near(colour, wanted, 24)


def test_a_logo_keeps_its_holes_and_its_edges(tmp_path):
    logo = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
    logo.paste((220, 30, 30, 255), (20, 20, 60, 60))
    saved(tmp_path, logo, "logo.png")
    kept = Image.open(io.BytesIO(cut(read(tmp_path, "logo.png"), WHOLE, (80, 80)).data))
    assert kept.format == "PNG" and kept.getpixel((5, 5))[3] == 0
    assert kept.getpixel((40, 40)) == (220, 30, 30, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16"])
def test_grey_and_indexed_pictures_are_read(tmp_path, mode):
    grey = Image.new("I;16", (40, 40), 0x8080) if mode == "I;16" else quarters(40, 40).convert(mode)
    saved(tmp_path, grey, "xam.png")
    shown = opened(cut(read(tmp_path, "xam.png"), WHOLE, (40, 40)))
    if mode == "I;16":
        assert near(shown.getpixel((20, 20)), (128, 128, 128), 1)


def png_header(width, height):
    """The head of a PNG of that size, without any pixels."""

    def chunk(kind, body):
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "picture-kind"),
        (b"%PDF-1.4 nothing", "picture-kind"),
        (b"\xff\xd8\xff\xe0 cut", "picture-"),
        (png_header(60_000, 60_000), "picture-huge"),
        (png_header(50, 50), "picture-broken"),
    ],
)
def test_what_is_no_good_picture_is_refused_by_name(tmp_path, content, code):
    (tmp_path / "x.jpg").write_bytes(content)
    with pytest.raises(RequestError, match=code) as error:
        cut(read(tmp_path, "x.jpg"), WHOLE, (50, 50))
    assert error.value.params["file"] == "x.jpg"


def test_half_a_photo_is_refused(tmp_path):
    path = saved(tmp_path, quarters(800, 800))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(RequestError, match="picture-broken"):
        cut(read(tmp_path), WHOLE, (800, 800))


def test_the_jail_gives_the_same_and_holds_what_is_hostile(tmp_path, real_jail):
    saved(tmp_path, quarters())
    (tmp_path / "x.png").write_bytes(png_header(60_000, 60_000))
    inner = decode.cut(
        {"path": str(tmp_path / "anh.jpg"), "name": "anh.jpg", "box": [0, 0, 1, 1],
         "most_px": [400, 200], "sha256": read(tmp_path).sha256}
    )  # fmt: skip
    assert base64.b64decode(inner["data"]) == cut(read(tmp_path), WHOLE, (400, 200)).data
    with pytest.raises(RequestError, match="picture-huge"):
        read(tmp_path, "x.png")


@pytest.mark.slow
def test_a_huge_but_real_photo_is_taken(tmp_path, real_jail):
    """Joined photos have 220 million pixels; fixed limits of libraries refuse them."""
    saved(tmp_path, quarters(20_992, 10_496))
    found = read(tmp_path)
    assert (found.width_px, found.height_px) == (20_992, 10_496)
    made = cut(found, Rect(0, 0, 0.5, 1), (6000, 6000))
    assert made.width_px * made.height_px == pytest.approx(24_000_000, rel=0.001)


def test_a_picture_that_changes_under_our_hands_is_noticed(tmp_path):
    saved(tmp_path, quarters())
    found = read(tmp_path)
    saved(tmp_path, quarters(200, 400))
    with pytest.raises(RequestError, match="picture-changed"):
        cut(found, WHOLE, (400, 200))


def test_the_grid_holds_the_darkest_and_the_lightest_of_every_place(tmp_path):
    picture = Image.new("RGB", (1200, 600), (120, 120, 120))
    picture.paste((250, 250, 250), (600, 300, 620, 320))
    picture.paste((5, 5, 5), (100, 100, 120, 120))
    saved(tmp_path, picture, "g.png")
    grid = cut(read(tmp_path, "g.png"), WHOLE, (1200, 600)).grid
    assert (grid.columns, grid.rows) == (120, 60)
    assert grid.cell(60, 30)[1] == (250, 250, 250)
    assert grid.cell(10, 10)[0] == (5, 5, 5)
    assert grid.cell(90, 50) == ((120, 120, 120), (120, 120, 120))


# ---------------------------------------------------------------- which file


def test_a_picture_is_found_by_the_ways_that_people_write_its_name(tmp_path):
    (tmp_path / "img").mkdir()
    saved(tmp_path, quarters(), "img/biểu trưng.png")
    for name in (
        "img/biểu trưng.png",
        "./img/biểu trưng.png",
        "img\\biểu trưng.png",
        "img/bi%E1%BB%83u%20tr%C6%B0ng.png",
        str(tmp_path / "img" / "biểu trưng.png"),
    ):
        assert read(tmp_path, name).width_px == 400


def test_a_missing_picture_is_named_with_those_that_are_there(tmp_path):
    saved(tmp_path, quarters(), "ho-tay.jpg")
    with pytest.raises(RequestError, match="picture-missing") as error:
        read(tmp_path, "ho-tai.jpg")
    assert error.value.params["nearest"] == ["ho-tay.jpg"]


def test_no_picture_is_read_outside_the_folder_not_even_by_a_link(tmp_path):
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    saved(outside, quarters(), "x.jpg")
    (inside / "link.jpg").symlink_to(outside / "x.jpg")
    for name in ("../out/x.jpg", str(outside / "x.jpg"), "link.jpg"):
        with pytest.raises(RequestError, match="picture-outside"):
            read(inside, name)


@pytest.mark.parametrize("text", ["30", "30 140", "trái", "-1 20", "30% 40% 50%"])
def test_a_focus_that_is_no_place_is_refused(tmp_path, text):
    saved(tmp_path, quarters())
    with pytest.raises(RequestError, match="picture-focus"):
        read(tmp_path, f"anh.jpg | {text}")


@pytest.mark.parametrize("text", ["30% 40%", "30 40", "30x40", "30,0% 40"])
def test_a_focus_is_read_as_people_write_it(tmp_path, text):
    saved(tmp_path, quarters())
    assert read(tmp_path, f"anh.jpg | {text}").focus == (30.0, 40.0)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=400), st.sampled_from(["", "\x89PNG\r\n\x1a\n", "II*\0", "RIFF"]))
def test_any_bytes_are_a_picture_or_an_error_of_ours(tmp_path_factory, data, head):
    path = tmp_path_factory.mktemp("x") / "x.jpg"
    path.write_bytes(head.encode("latin-1") + data)
    payload = {"path": str(path), "name": "x.jpg"}
    try:
        decode.look(payload)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        decode.cut({**payload, "sha256": digest, "box": [0, 0, 1, 1], "most_px": [9, 9]})
    except RequestError as error:
        assert error.code.startswith("picture-")
