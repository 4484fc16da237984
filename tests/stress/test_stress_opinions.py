"""Pieces that share their art: it is compared once, and what is new of the type each time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from poster.errors import Finding
from poster.fill.compose import Arts, Composition, compose
from poster.geometry import Rect
from poster.library import Library
from poster.render.compare import compare, difference
from poster.sheet import make_sheet
from poster.svg.artwork import Artwork
from poster.svg.nodes import Group, Shape
from poster.workshop import stress
from poster.workshop.stress import Opinions
from poster.workshop.stress_runs import Trial, job_of


@pytest.fixture(scope="module")
def pieces(library: Library) -> tuple[Composition, Composition]:
    """Two slogans on the same banner."""
    arts = Arts(kept=2)
    made = []
    for words in ("Hà Nội xanh", "Thành phố vì hòa bình"):
        trial = Trial(library.root, "lua-do", "3000x1000mm", words, (("unit", "Phường Láng"),))
        job = job_of(trial, library)
        made.append(compose(job, make_sheet(job.size, job.shop), library, arts))
    return made[0], made[1]


class Compared(list[Artwork]):
    """The artworks that were compared."""


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Compared:
    seen = Compared()

    def watched(artwork: Artwork, width_px: int) -> object:
        seen.append(artwork)
        return compare(artwork, width_px)

    monkeypatch.setattr(stress, "compare", watched)
    return seen


def codes(found: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in found]


def test_pieces_with_the_same_art_share_its_nodes(
    pieces: tuple[Composition, Composition], library: Library
) -> None:
    first, second = pieces
    shared = [node for node in first.nodes if any(node is other for other in second.nodes)]
    assert len(shared) == len(first.nodes) - 2
    own = Trial(library.root, "lua-do", "3000x1000mm", "Hà Nội xanh", (("unit", "Phường Láng"),))
    job = job_of(own, library)
    assert compose(job, make_sheet(job.size, job.shop), library).artwork == first.artwork


def test_art_is_compared_once_and_type_each_time(
    pieces: tuple[Composition, Composition], compared: Compared
) -> None:
    opinions = Opinions()
    assert opinions.on(pieces[0]) == ()
    assert compared == [pieces[0].artwork]
    del compared[:]
    assert opinions.on(pieces[1]) == ()
    art_alone, type_alone = compared
    assert b"slot-" not in art_alone.svg
    assert b"slot-slogan" in type_alone.svg
    assert len(type_alone.svg) < len(pieces[1].artwork.svg)
    del compared[:]
    assert opinions.on(pieces[0]) == ()
    assert compared == []  # nothing new on it


def test_another_art_is_compared_whole(
    pieces: tuple[Composition, Composition], compared: Compared
) -> None:
    opinions = Opinions()
    opinions.on(pieces[0])
    del compared[:]
    moved = replace(pieces[1], nodes=pieces[1].nodes[1:])
    opinions.on(moved)
    assert compared[0] == moved.artwork


def test_type_that_is_not_plain_is_compared_whole(
    pieces: tuple[Composition, Composition], compared: Compared
) -> None:
    opinions = Opinions()
    opinions.on(pieces[0])
    thin = tuple(
        replace(node, opacity=0.5) if isinstance(node, Group) and node.id == "slot-slogan" else node
        for node in pieces[1].nodes
    )
    del compared[:]
    opinions.on(replace(pieces[1], nodes=thin))
    assert any(b'opacity="0.5"' in artwork.svg for artwork in compared)


def test_type_that_the_other_engine_lacks_is_found(
    pieces: tuple[Composition, Composition], monkeypatch: pytest.MonkeyPatch
) -> None:
    from poster.svg import resvg

    opinions, own = Opinions(), resvg.draw
    assert opinions.on(pieces[0]) == ()

    def without_slogan(svg: bytes, *size: int) -> bytes:
        return own(svg.replace(b'id="slogan-line-1"', b'stroke-width="0" fill-opacity="0"'), *size)

    monkeypatch.setattr(resvg, "draw", without_slogan)
    assert codes(opinions.on(pieces[1])) == ["stress-differs"]


def test_a_fault_of_the_art_is_told_of_every_piece(
    pieces: tuple[Composition, Composition], monkeypatch: pytest.MonkeyPatch
) -> None:
    from poster.svg import resvg

    opinions, own = Opinions(), resvg.draw
    last = next(n for n in reversed(pieces[0].nodes) if not n.id.startswith("slot-") and n.id)
    assert isinstance(last, Shape | Group)
    name = f'id="{last.id}"'.encode()
    lost = b'fill-opacity="0"' if isinstance(last, Shape) else b'opacity="0"'
    monkeypatch.setattr(resvg, "draw", lambda svg, *size: own(svg.replace(name, lost), *size))
    assert [codes(opinions.on(made)) for made in pieces] == [["stress-differs"]] * 2


def test_a_line_at_the_rim_is_no_difference_and_a_square_is() -> None:
    plain = Image.new("RGB", (40, 30), "white")
    for rows, agrees in ((2, True), (3, False)):
        other = plain.copy()
        other.paste("#a0a0a0", (10, 0, 20, rows))
        assert difference(plain, other, Rect(0, 0, 40, 30)).agrees is agrees
