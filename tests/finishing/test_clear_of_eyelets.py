"""Text, star and logo never stand under an eyelet or in a hem."""

import dataclasses

import pytest

from poster.fill.compose import compose
from poster.geometry import Rect
from poster.svg.nodes import Group

LONG = (
    "Đoàn kết, kỷ cương, sáng tạo, đột phá, phát triển Thủ đô Hà Nội văn hiến, văn minh, hiện đại, "
    "hạnh phúc, xứng đáng là trái tim của cả nước trong kỷ nguyên mới"
)


def named(nodes, name):
    for node in nodes:
        if node.id == name:
            yield node
        elif isinstance(node, Group):
            yield from named(node.children, name)


@pytest.mark.parametrize(
    ("size", "finishing"),
    [
        ("bang-ron-6x0.8m", "khuy 500"),
        ("bang-ron-6x0.8m", "khuy 1000, may 0"),
        ("bang-ron-10x1m", "khuy 300, may 50"),
        ("bang-ron-6x0.8m", "khuy 500, xỏ trên 70, chừa biên trên 100"),
        ("standee-0.6x1.6m", ""),
        ("phuon-0.8x2m", "khuy 300"),
    ],
)
def test_a_slogan_that_reaches_the_edge_keeps_clear_of_rings_hems_and_pockets(
    piece_of, library, size, finishing
):
    job, sheet = piece_of(size, finishing)
    job = dataclasses.replace(job, values={**job.values, "slogan": LONG})
    made = compose(job, sheet, library)
    lines = [line.path.bounds for line in made.settings["slogan"].lines]
    stars = [node.bounds for node in named(made.nodes, "star")]
    assert lines and stars
    ring = job.shop.eyelet_ring_mm / 2
    for box in (*lines, *stars):
        assert sheet.safe_area.contains(box)
        for eyelet in sheet.eyelets:
            under = Rect(eyelet.x_mm - ring, eyelet.y_mm - ring, 2 * ring, 2 * ring)
            shared = under.intersect(box)
            assert shared.width <= 0 or shared.height <= 0
        sewn = sheet.trim.inset(sheet.hem).inset(sheet.pocket)
        assert sewn.contains(box)
