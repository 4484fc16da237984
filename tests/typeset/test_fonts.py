"""Fonts on disk: every letter there, nothing substituted, broken files refused plainly."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from type_library import FONTS

from poster.errors import RequestError
from poster.typeset.fonts import MOST_BYTES, Face, FontIndex, face_of, scan
from poster.typeset.inspect import SIGNS, VIETNAMESE, inspect_font
from poster.typeset.shape import shape

FILES = sorted(FONTS.glob("*/*.ttf"))
WANTED = {
    "Be Vietnam Pro": [700, 800],
    "Roboto Condensed": [700, 800],
    "Archivo": [700],
    "Saira": [700],
    "Noto Sans": [400, 700],
    "Inter": [700, 800, 900],
    "Noto Serif": [700],
    "Charm": [700],
}


def test_every_family_and_weight_is_there(fonts: FontIndex) -> None:
    for family, weights in WANTED.items():
        for weight in weights:
            assert fonts.face(family, weight).family == family


def test_no_family_is_there_that_nobody_asked_for(fonts: FontIndex) -> None:
    assert set(fonts.families) == set(WANTED)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_font_has_every_vietnamese_letter_and_its_open_licence(file: Path) -> None:
    report = inspect_font(file)
    assert len(set(VIETNAMESE)) == 134
    assert report.missing_letters == ()
    assert report.licence == "SIL Open Font License"
    assert report.reserved_names == ()
    assert report.embedding == 0


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_signs_of_slogans_are_there_but_for_known_ones(file: Path) -> None:
    known = {"BeVietnamPro": "№", "Charm": "№", "NotoSans": "≥≤", "NotoSerif": "≥≤"}
    lacks = set(inspect_font(file).missing_signs)
    assert lacks <= set(known.get(file.parent.name, ""))
    assert set("“”‘’–…%/&{}()!?₫") <= set(SIGNS) - lacks


def test_variable_fonts_reach_their_ends(fonts: FontIndex) -> None:
    narrow = shape(fonts.face("Archivo", 800, 62), "PHƯỜNG").advance_em
    normal = shape(fonts.face("Archivo", 800), "PHƯỜNG").advance_em
    bold = shape(fonts.face("Archivo", 900), "PHƯỜNG").advance_em
    assert narrow < 0.75 * normal < normal < bold


def test_a_missing_weight_is_never_another_weight(fonts: FontIndex) -> None:
    with pytest.raises(RequestError) as caught:
        fonts.face("Be Vietnam Pro", 900)
    assert caught.value.code == "font-missing"
    assert caught.value.params["nearest"] == "Be Vietnam Pro 700, Be Vietnam Pro 800"


def test_a_missing_family_names_its_neighbours(fonts: FontIndex) -> None:
    with pytest.raises(RequestError) as caught:
        fonts.face("Roboto Condensd", 700)
    assert "Roboto Condensed" in str(caught.value.params["nearest"])


def test_a_width_that_a_family_lacks_is_an_error(fonts: FontIndex) -> None:
    for family, width in (("Roboto Condensed", 75), ("Archivo", 50)):
        with pytest.raises(RequestError, match="font-width"):
            fonts.face(family, 700, width)


def test_missing_letters_and_who_has_them(fonts: FontIndex, roboto: Face) -> None:
    assert roboto.missing("Đoàn kết ✓ ★ ★") == ("✓", "★")
    assert fonts.having("★") == ("Inter",)
    assert fonts.having("⭐") == ()


def test_scanning_again_sees_a_new_file(tmp_path: Path) -> None:
    (tmp_path / "Charm").mkdir()
    assert scan(tmp_path).families == ()
    shutil.copy(FONTS / "Charm" / "Charm-Bold.ttf", tmp_path / "Charm")
    assert scan(tmp_path).families == ("Charm",)


def test_a_file_that_changes_under_a_face_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "F").mkdir()
    path = tmp_path / "F" / "f.ttf"
    shutil.copy(FONTS / "Charm" / "Charm-Bold.ttf", path)
    face = face_of(scan(tmp_path).cuts[0], 700, None, tmp_path)
    shutil.copy(FONTS / "Inter" / "Inter-Bold.ttf", path)
    with pytest.raises(RequestError, match="font-changed"):
        shape(face, "a")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "font-kind"),
        (b"wOF2" + bytes(100), "font-kind"),
        (b"<svg/>", "font-kind"),
        (b"\x00\x01\x00\x00" + bytes(200), "font-broken"),
        (b"OTTO" + b"\xff" * 500, "font-broken"),
    ],
)
def test_what_is_no_font_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "F").mkdir()
    (tmp_path / "F" / "f.ttf").write_bytes(content)
    with pytest.raises(RequestError, match=code):
        scan(tmp_path)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "F").mkdir()
    with (tmp_path / "F" / "f.ttf").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(RequestError, match="font-huge"):
        scan(tmp_path)


def test_damaged_fonts_draw_or_are_refused(tmp_path: Path) -> None:
    """Bytes changed at random: an error of ours or some outline, never a crash."""
    data = (FONTS / "Charm" / "Charm-Bold.ttf").read_bytes()
    luck = random.Random(7)
    for number in range(25):
        folder = tmp_path / str(number)
        (folder / "F").mkdir(parents=True)
        broken = bytearray(data[: luck.randrange(len(data) // 2, len(data))])
        for _ in range(40):
            broken[luck.randrange(12, len(broken))] = luck.randrange(256)
        (folder / "F" / "f.ttf").write_bytes(broken)
        try:
            cut = scan(folder).cuts[0]
            shape(face_of(cut, cut.weights[0], None, folder), "Phường Đống Đa")
        except RequestError as error:
            assert error.code in {"font-broken", "font-kind", "letter-missing", "letter-nowhere"}
