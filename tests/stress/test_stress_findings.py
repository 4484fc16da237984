"""The stress inspection finds what is wrong with type, one fault at a time, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from poster.fill.clearance import shapes_of
from poster.fill.compose import Composition, compose
from poster.geometry import Rect
from poster.library import Library
from poster.model import Eyelet, EyeletRow, Sheet
from poster.render.legible import covered_share, hidden_type
from poster.sheet import make_sheet
from poster.svg.nodes import Group, Node, Shape
from poster.svg.paths import rectangle
from poster.workshop.stress import inspect
from poster.workshop.stress_runs import LONGEST, Trial, cases, full_values, job_of, try_one

RING_MM = 22.0


@pytest.fixture(scope="module")
def piece(library: Library) -> tuple[Composition, Sheet]:
    values = tuple(full_values(library.layout("co-do")).items())
    job = job_of(Trial(library.root, "co-do", "3000x1000mm", "Hà Nội xanh", values), library)
    sheet = make_sheet(job.size, job.shop, job.finishing)
    return compose(job, sheet, library), sheet


def with_nodes(made: Composition, nodes: tuple[Node, ...]) -> Composition:
    return replace(made, nodes=nodes)


def moved(made: Composition, slot: str, box: Rect) -> Composition:
    """The same piece with a slot's type replaced by a rectangle."""
    shape = Shape(rectangle(box), "#ffffff", id=f"{slot}-line-1")
    own = Group((shape,), id=f"slot-{slot}")
    nodes = tuple(own if node.id == own.id else node for node in made.nodes)
    return with_nodes(made, nodes)


def codes(made: Composition, sheet: Sheet) -> set[str]:
    return {finding.code for finding in inspect(made, sheet, RING_MM)}


def test_a_sound_piece_has_no_findings(piece: tuple[Composition, Sheet]) -> None:
    assert inspect(*piece, RING_MM) == ()


def test_finishing_is_on(piece: tuple[Composition, Sheet]) -> None:
    sheet = piece[1]
    assert len(sheet.eyelets) > 12
    assert sheet.hem.top == 30


def test_type_beyond_its_frame_and_the_safe_area(piece: tuple[Composition, Sheet]) -> None:
    made, sheet = piece
    found = codes(moved(made, "unit", Rect(20, 500, 100, 50)), sheet)
    assert {"type-beyond-frame", "type-beyond-safe"} <= found
    assert "type-cut" not in found


def test_type_cut_by_the_edge(piece: tuple[Composition, Sheet]) -> None:
    made, sheet = piece
    assert "type-cut" in codes(moved(made, "unit", Rect(-20, 500, 100, 50)), sheet)


def test_type_cut_by_a_clip(piece: tuple[Composition, Sheet]) -> None:
    made, sheet = piece
    ink = made.settings["slogan"].ink
    clip = rectangle(Rect(ink.x, ink.y, ink.width / 2, ink.height))
    nodes = tuple(
        replace(node, clip=clip) if isinstance(node, Group) and node.id == "slot-slogan" else node
        for node in made.nodes
    )
    assert "type-cut" in codes(with_nodes(made, nodes), sheet)


def test_type_under_an_eyelet(piece: tuple[Composition, Sheet]) -> None:
    made, sheet = piece
    ink = made.settings["slogan"].ink
    near = (Eyelet(ink.x - 10, ink.cy), Eyelet(ink.x - 500, ink.cy))
    assert "type-under-eyelet" in codes(made, replace(sheet, eyelet_rows=(EyeletRow("top", near),)))
    far = (Eyelet(ink.x - 12, ink.cy), Eyelet(ink.x - 500, ink.cy))
    assert codes(made, replace(sheet, eyelet_rows=(EyeletRow("top", far),))) == set()


def test_two_slots_that_touch(piece: tuple[Composition, Sheet]) -> None:
    made, sheet = piece
    first = made.settings["slogan"].lines[0].ink
    found = codes(moved(made, "unit", first), sheet)
    assert "slots-touch" in found


def test_lines_that_touch(piece: tuple[Composition, Sheet]) -> None:
    made, sheet = piece
    box = made.settings["slogan"].ink
    shapes = tuple(Shape(rectangle(box), "#ffdd00", id=f"slogan-line-{place}") for place in (1, 2))
    own = Group(shapes, id="slot-slogan")
    nodes = tuple(own if node.id == own.id else node for node in made.nodes)
    assert "lines-touch" in codes(with_nodes(made, nodes), sheet)


def test_art_over_type(piece: tuple[Composition, Sheet]) -> None:
    made, sheet = piece
    ink = made.settings["slogan"].ink
    cover = Shape(rectangle(Rect(ink.x, ink.y, ink.width / 2, ink.height)), "#da251d", id="cover")
    assert codes(with_nodes(made, (*made.nodes, cover)), sheet) == {"type-hidden"}
    beneath = with_nodes(made, (*made.nodes[:-2], cover, *made.nodes[-2:]))
    assert codes(beneath, sheet) == set()


@pytest.mark.parametrize("colour", ["#ffffff", "#ffdd00", "#000000"])
def test_art_hides_type_of_any_colour(colour: str) -> None:
    page = Rect(0, 0, 300, 100)
    letters = Group((Shape(rectangle(Rect(20, 20, 200, 40)), colour),), id="slot-slogan")
    cover = Shape(rectangle(Rect(30, 10, 60, 60)), "#da251d", id="band")
    assert [one.code for one in hidden_type((letters, cover))] == ["type-hidden"]
    assert not list(hidden_type((cover, letters)))
    assert covered_share(shapes_of(letters), [cover], page) == pytest.approx(0.3, abs=0.02)


def test_engines_that_differ(
    piece: tuple[Composition, Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, sheet = piece
    from poster.svg import resvg

    other = with_nodes(made, made.nodes[:-2]).artwork
    own = resvg.draw
    monkeypatch.setattr(resvg, "draw", lambda svg, *size: own(other.svg, *size))
    assert codes(made, sheet) == {"stress-differs"}


def test_words_too_small_are_no_fault(library: Library) -> None:
    words = LONGEST
    outcome = try_one(Trial(library.root, "co-do", "600x2400mm", words))
    assert outcome.state == "illegible"
    assert not outcome.has_faults


def test_a_shape_without_a_master_is_no_fault(library: Library) -> None:
    outcome = try_one(Trial(library.root, "co-do", "500x3000mm", "Tết"))
    assert outcome.state == "unserved"
    assert not outcome.has_faults


def test_a_letter_that_no_font_has_is_a_fault_of_the_words_alone(library: Library) -> None:
    outcome = try_one(Trial(library.root, "co-do", "3000x1000mm", "Tết 漢"))
    assert outcome.state == "refused"
    assert not outcome.has_faults
    unit = (("unit", "UBND phường 漢"),)
    assert try_one(Trial(library.root, "co-do", "3000x1000mm", "Tết", unit)).has_faults


def test_a_refusal_for_anything_else_is_a_fault(library: Library) -> None:
    values = (("emblem", "con-rong"),)
    outcome = try_one(Trial(library.root, "co-do", "3000x1000mm", "Tết", values))
    assert outcome.state == "refused"
    assert outcome.has_faults


def test_cases_cover_words_absent_slots_and_options(library: Library) -> None:
    rows = cases(library.layout("co-do"))
    assert {row.option for row in rows} == {"", "bua-liem", "ca-hai"}
    assert any(not row.values for row in rows)
    assert max(len(row.text) for row in rows) > 200
    assert min(len(row.text) for row in rows) <= 3
