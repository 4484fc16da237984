from datetime import date

import pytest

from poster.errors import RequestError
from poster.intake import Request, read_date, read_request, read_size
from poster.library import Library, find_library, starter_library
from poster.model import text_sha256

DAY = date(2026, 5, 1)


def make_library(root, slogans="slogans: []\n", **files):
    (root / "slogans.yaml").write_text(slogans, encoding="utf-8")
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Library(root)


def test_the_starter_library_is_whole(library):
    assert library.slogans["van-hien-van-minh"].is_approved
    assert "co-do" in library.layout_names
    for name in library.layout_names:
        layout = library.layout(name)
        for slot in layout.slots.values():
            if slot.fill:
                assert library.inks.srgb(slot.fill)


def test_every_named_size_is_made_by_the_trade_rules(library):
    assert library.sizes["bang-ron-6x0.8m"].width_mm == 6000
    for names in library.sets.values():
        assert set(names) <= set(library.sizes)
    for size in library.sizes.values():
        assert size.is_screen == (size.kind.read_at_m is None)


def test_the_nearest_library_upwards_is_found_and_else_our_own(tmp_path):
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    make_library(tmp_path)
    assert find_library(None, below) == tmp_path
    with pytest.raises(RequestError, match="library-missing"):
        find_library(below, below)
    (tmp_path / "slogans.yaml").unlink()
    assert find_library(None, below) == starter_library()


def test_an_edited_slogan_falls_back_to_draft(tmp_path):
    entry = (
        "slogans:\n  - id: a\n    text: {text}\n    status: approved\n"
        "    approved: {{by: X, role: Y, date: 2026-01-01, text_sha256: {sha}}}\n"
    )
    sha = text_sha256("Xanh - Sạch - Đẹp")
    library = make_library(tmp_path, entry.format(text="Xanh - Sạch - Đẹp", sha=sha))
    assert library.slogans["a"].is_approved
    edited = make_library(tmp_path, entry.format(text="Xanh - Sạch - Dẹp", sha=sha))
    assert not edited.slogans["a"].is_approved
    with pytest.raises(RequestError, match="slogan-draft"):
        read_request(Request(layout="co-do", day=DAY, slogan="a", sizes=["a3"]), edited)


def test_approved_without_a_name_is_no_approval(tmp_path):
    library = make_library(tmp_path, "slogans:\n  - {id: a, text: b, status: approved}\n")
    assert not library.slogans["a"].is_approved


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("slogans:\n  - {id: a}\n", "field-missing", 2),
        ("slogans:\n  - {id: a, text: b, txet: c}\n", "field-unknown", 2),
        ("slogans:\n  - id: a\n    text: b\n    status: maybe\n", "field-choice", 4),
        ("slogans:\n  - &x {id: a, text: b}\n  - *x\n", "table-alias", 3),
        ("slogans:\n  - {id: a, text: b}\n  - {id: a, text: c}\n", "slogan-twice", 3),
        ("slogans:\n  - {id: a, text: [}\n", "table-broken", 2),
        ("slogans: 5\n", "table-not-list", 1),
        ("- a\n", "table-not-mapping", 1),
        ("slogans:\n  - {id: a, id: b, text: c}\n", "table-broken", 2),
    ],
)
def test_a_fault_in_the_register_names_its_line(tmp_path, text, code, line):
    with pytest.raises(RequestError) as caught:
        make_library(tmp_path, text).slogans  # noqa: B018
    assert (caught.value.code, caught.value.params["line"]) == (code, line)


def test_a_library_adds_inks_and_sizes_to_the_package(tmp_path):
    library = make_library(
        tmp_path,
        **{
            "inks.yaml": "inks:\n  tim: {title: Tím, cmyk: [60, 80, 0, 0], srgb: '#7040a0'}\n",
            "sizes.yaml": "kinds:\n  bia: {title: Bìa, read_at_m: 1, sizes: {bia-a5: 148x210mm}}\n",
            "shops__nha-in.yaml": "title: Nhà in\nformats: [pdf, png]\n",
        },
    )
    assert library.inks.srgb("tim") == "#7040a0"
    assert library.inks.srgb("tim@50") == "#b8a0d0"
    assert library.inks.srgb("do-co") == "#da251d"
    assert read_size("bia-a5", library).kind.title == "Bìa"
    generic = {"generic-hiflex", "generic-decal", "generic-offset"}
    assert set(library.shops) == {*generic, "nha-in"}


def test_two_inks_may_not_share_a_colour(tmp_path):
    inks = "inks:\n  do-moi: {title: Đỏ, cmyk: [0, 100, 100, 0], srgb: '#ED1C24'}\n"
    with pytest.raises(RequestError, match="ink-clash"):
        make_library(tmp_path, **{"inks.yaml": inks}).inks  # noqa: B018


@pytest.mark.parametrize(
    ("wrong", "code", "nearest"),
    [
        ({"slogan": "van-hien"}, "unknown-slogan", "van-hien-van-minh"),
        ({"layout": "co-dô"}, "unknown-layout", "co-do"),
        ({"size_set": "duong"}, "unknown-set", "duong-pho"),
        ({"values": {"unti": "x"}}, "unknown-slot", "unit"),
        ({"shop": "hiflex"}, "unknown-shop", "generic-hiflex"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(library, wrong, code, nearest):
    asked = {"layout": "co-do", "day": DAY, "slogan": "van-hien-van-minh", "sizes": ["a3"]}
    with pytest.raises(RequestError) as caught:
        read_request(Request(**{**asked, **wrong}), library)
    assert caught.value.code == code
    assert nearest in caught.value.params["nearest"]


def test_one_bad_size_leaves_the_others(library):
    request = Request(
        layout="co-do", day=DAY, slogan="van-hien-van-minh", sizes=["a3", "a33", "a3", "6x"]
    )
    intake = read_request(request, library)
    assert [job.size.name for job in intake.jobs] == ["a3"]
    assert [fault.code for fault in intake.faults] == ["unknown-size", "size-unreadable"]


def test_figures_that_name_a_size_of_the_trade_are_that_size(library):
    assert read_size("6m x 0,8m", library).name == "bang-ron-6x0.8m"
    assert read_size("12x1m", library).kind.name == "bang-ron"
    assert read_size("500x500px", library).is_screen


def test_free_text_is_unapproved_and_says_so(library):
    request = Request(layout="co-do", day=DAY, text="Hà Nội xanh", sizes=["a3"])
    (job,) = read_request(request, library).jobs
    assert not job.slogan.is_approved
    assert "not-approved" in [finding.code for finding in job.findings]
    with pytest.raises(RequestError, match="slogan-or-text"):
        read_request(Request(layout="co-do", day=DAY, text="a", slogan="b", sizes=["a3"]), library)
    with pytest.raises(RequestError, match="text-empty"):
        read_request(Request(layout="co-do", day=DAY, text=" \u200b ", sizes=["a3"]), library)


def test_a_choice_takes_only_its_options(library):
    asked = {"layout": "co-do", "day": DAY, "slogan": "van-hien-van-minh", "sizes": ["a3"]}
    (job,) = read_request(Request(**asked), library).jobs
    assert job.values["emblem"] == "sao"
    with pytest.raises(RequestError, match="slot-choice"):
        read_request(Request(**asked, values={"emblem": "rong"}), library)


@pytest.mark.parametrize("text", ["2026-05-19", "19/5/2026", "19.5.2026", "19-05-2026"])
def test_days_are_read_in_both_manners(text):
    assert read_date(text) == date(2026, 5, 19)


@pytest.mark.parametrize("text", ["31/2/2026", "2026-13-01", "mai", ""])
def test_a_day_that_does_not_exist_is_refused(text):
    with pytest.raises(RequestError, match="date-unreadable"):
        read_date(text)
