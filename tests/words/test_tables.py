"""What the guard knows, and what a library adds to it."""

from __future__ import annotations

from datetime import date

import pytest

from poster.errors import RequestError
from poster.words.guard import Context, check
from poster.words.tables import library_tables, packaged_tables


def test_eighty_days_each_with_a_name_and_a_source():
    events = packaged_tables().events
    assert len(events) >= 80
    for event in events:
        assert event.days and event.name and len(event.source) > 3, event
        assert all(day.exists for day in event.days), event


def test_terms_follow_each_other():
    for body in packaged_tables().bodies:
        for one, other in zip(body.terms, body.terms[1:], strict=False):
            assert one.end == other.begin or body.kind == "congress", body.names
            assert one.begin <= one.year <= one.end


def test_a_ward_adds_its_own(tmp_path):
    (tmp_path / "days.txt").write_text(
        "12/5/1948 | thành lập Đảng bộ phường Láng | Lịch sử Đảng bộ phường\n", encoding="utf-8"
    )
    (tmp_path / "pairs.txt").write_text("[right]\nvườn đào\n[good]\nphân đầu\n", encoding="utf-8")
    context = Context(library_tables(tmp_path), date(2026, 5, 1))
    line = "Kỷ niệm Ngày thành lập Đảng bộ phường Láng 13/5"
    assert [finding.code for finding in check(line, context)] == ["words-event-day"]
    assert [finding.expected for finding in check("Thăm vườn đáo", context)] == ["vườn đào"]
    assert check("Quyết tâm phân đầu", context) == ()


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("days.txt", "ngày nào đó | Tên | Nguồn"),
        ("days.txt", "1/1/2000 | Tên"),
        ("terms.txt", "XIV 2026"),
        ("papers.txt", "Nghị quyết"),
        ("names.txt", "[wrong]\nchỉ có tên"),
        ("pairs.txt", "[nowhere]\nvườn đào"),
    ],
)
def test_a_line_that_is_not_understood_is_named(tmp_path, name, line):
    (tmp_path / name).write_text(line + "\n", encoding="utf-8")
    with pytest.raises(RequestError) as caught:
        library_tables(tmp_path)
    assert caught.value.code == "words-table"
    assert caught.value.params["line"] == line.count("\n") + 1
