"""Pages become the same pictures, however many processes draw them."""

import pytest

from poster.bundle.pictures import drawn_meanwhile
from poster.errors import WriteError
from poster.geometry import Rect
from poster.svg.nodes import Shape, to_artwork
from poster.svg.paths import polygon

PAGE = Rect(0, 0, 21, 29.7)


def pages(folder, count=6):
    """Pages with a red bar that is longer on each."""
    return {
        folder / f"{at}.jpg": to_artwork(
            (Shape(polygon(Rect(2, 2, 2 + 2 * at, 5).corners), "#da251d"),), PAGE, PAGE
        )
        for at in range(count)
    }


def drawn(folder, jobs):
    told = []
    folder.mkdir()
    with drawn_meanwhile(pages(folder), jobs, lambda: told.append(1)):
        assert not told
    return {path.name: path.read_bytes() for path in folder.iterdir()}, len(told)


def test_two_processes_draw_what_one_draws(tmp_path):
    alone, together = drawn(tmp_path / "one", 1), drawn(tmp_path / "two", 2)
    assert alone == together
    assert len(set(alone[0].values())) == alone[1] == 6


def test_a_page_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(WriteError), drawn_meanwhile(pages(tmp_path / "none"), 2, lambda: None):
        pass


def test_a_failure_of_the_other_papers_ends_the_drawing(tmp_path):
    with pytest.raises(ZeroDivisionError), drawn_meanwhile(pages(tmp_path), 2, lambda: None):
        raise ZeroDivisionError
    assert not list(tmp_path.glob(".poster-*.part"))
