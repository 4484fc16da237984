"""The stamp of a preview hides nothing: its caption stands below the art, its words are a veil."""

from __future__ import annotations

import pytest

from poster.geometry import Rect
from poster.library import Library
from poster.press.marks import VEIL, Stamp, preview_area, stamp_nodes
from poster.svg.nodes import Group
from poster.typeset.fonts import scan


@pytest.mark.parametrize(
    "trim", [Rect(0, 0, 6000, 800), Rect(0, 0, 297, 420), Rect(0, 0, 600, 2400)]
)
def test_the_caption_stands_below_the_finished_size(library: Library, trim: Rect) -> None:
    face = scan(library.root / "fonts").face("Be Vietnam Pro", 700)
    stamp = Stamp("BẢN TRÌNH DUYỆT", "BẢN TRÌNH DUYỆT - KHÔNG DÙNG ĐỂ IN · A3", face)
    across, *caption = stamp_nodes(stamp, trim)
    assert isinstance(across, Group) and across.opacity == VEIL < 0.25
    boxes = [box for node in caption if (box := node.bounds) is not None]
    assert len(boxes) >= 2 and all(box.y >= trim.bottom for box in boxes)
    area = preview_area(trim)
    assert area.contains(trim) and all(area.contains(box) for box in boxes)
