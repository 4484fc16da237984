"""What `fonts check` tells about a font."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from type_library import FONTS

from poster.errors import Severity
from poster.typeset.inspect import inspect_font


def test_stacked_capitals_stick_out_of_the_declared_line() -> None:
    report = inspect_font(FONTS / "BeVietnamPro" / "BeVietnamPro-ExtraBold.ttf")
    assert report.above_ascent_em == pytest.approx(0.23, abs=0.02)
    assert report.line_distance_em > 1.5
    assert "font-sticks-out" in {finding.code for finding in report.findings}


def test_noto_keeps_its_ink_inside_its_line() -> None:
    report = inspect_font(FONTS / "NotoSans" / "NotoSans-Bold.ttf")
    assert report.above_ascent_em == report.below_descent_em == 0


def test_a_file_that_says_another_licence_than_its_neighbour() -> None:
    report = inspect_font(FONTS / "RobotoCondensed" / "RobotoCondensed-Bold.ttf")
    assert report.declared_licence == "Apache License"
    assert "font-licence-differs" in {finding.code for finding in report.findings}


def test_a_font_alone_lacks_its_licence(tmp_path: Path) -> None:
    font = tmp_path / "Charm-Bold.ttf"
    shutil.copy(FONTS / "Charm" / "Charm-Bold.ttf", font)
    codes = {finding.code: finding.severity for finding in inspect_font(font).findings}
    assert codes["font-licence-missing"] is Severity.WARNING


def test_reserved_names_are_read(tmp_path: Path) -> None:
    shutil.copy(FONTS / "Charm" / "Charm-Bold.ttf", tmp_path)
    licence = 'Copyright 2020 X (https://x), with Reserved Font Name "Chàm".\nSIL Open Font License'
    (tmp_path / "OFL.txt").write_text(licence, encoding="utf-8")
    assert inspect_font(tmp_path / "Charm-Bold.ttf").reserved_names == ("Chàm",)


def test_restricted_embedding_is_an_error(tmp_path: Path) -> None:
    data = bytearray((FONTS / "Charm" / "Charm-Bold.ttf").read_bytes())
    tables = int.from_bytes(data[4:6], "big")
    record = next(at for at in range(12, 12 + 16 * tables, 16) if data[at : at + 4] == b"OS/2")
    start = int.from_bytes(data[record + 8 : record + 12], "big")
    data[start + 8 : start + 10] = b"\x00\x02"
    (tmp_path / "f.ttf").write_bytes(data)
    findings = inspect_font(tmp_path / "f.ttf").findings
    assert ("font-restricted", Severity.ERROR) in {(f.code, f.severity) for f in findings}


def test_a_font_without_vietnamese_names_what_it_lacks(tmp_path: Path) -> None:
    font = TTFont(FONTS / "Charm" / "Charm-Bold.ttf")
    letters = [chr(code) for code in font.getBestCmap() if chr(code) not in "ẳỖ…"]
    subsetter = Subsetter()
    subsetter.populate(text="".join(letters))
    subsetter.subset(font)
    font.save(tmp_path / "f.ttf")
    report = inspect_font(tmp_path / "f.ttf")
    assert report.missing_letters == ("Ỗ", "ẳ")
    assert report.missing_signs == ("…", "№")
    assert ("font-lacks-letters", "Ỗ ẳ") in {(f.code, f.found) for f in report.findings}
