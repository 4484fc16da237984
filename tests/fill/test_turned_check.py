"""What a check of a layout says of art beside and under type on a slant."""

from tests.fill.conftest import GROUND, SLOGAN, UNIT

from poster.library import Library
from poster.workshop.check import check_layout

TURNED = SLOGAN.replace("/>", ' data-turn="-8"/>')
#: In the frame's box, above the beginning of the rising lines; and in the middle of the lines.
BESIDE = '<path id="beside" data-pin="left top" d="M110 55H250V80H110Z" fill="#0b4ea2"/>'
UNDER = '<path id="under" data-pin="center top" d="M420 150H560V240H420Z" fill="#0b4ea2"/>'


def test_art_in_the_free_triangle_is_no_overlap_and_art_under_the_lines_is(small):
    small.layout(GROUND + BESIDE + UNDER + TURNED + UNIT, SQUARE)
    found = check_layout("nho", Library(small.root)).findings
    told = {finding.where for finding in found if finding.code == "check-overlap"}
    assert any("under" in where for where in told)
    assert not any("beside" in where for where in told)


SQUARE = """
title: Nhỏ
slots:
  slogan: {type: text, required: true, font: Roboto Condensed, weight: 800, fill: vang-sao}
  unit: {type: text, font: Be Vietnam Pro, weight: 700, fill: trang}
masters:
  land.svg: {ratio: [1.9, 2.1], max_lines: 6}
"""
