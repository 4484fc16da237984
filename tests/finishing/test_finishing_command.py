"""`poster make --finishing` and `poster shops`, as people type them."""

import json

import pytest

from poster.cli.app import run


@pytest.fixture
def poster(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("POSTER_LANG", "vi")
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        code = run(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


BANNER = (
    "make", "--slogan", "van-hien-van-minh", "--layout", "co-do", "--size", "6000x800mm",
    "--date", "2026-05-01", "--ppi", "10", "--format", "png",
)  # fmt: skip


def test_count_gaps_and_positions_are_in_the_json(poster):
    code, out, _ = poster(*BANNER, "--finishing", "khuy=500", "--finishing", "hem=30", "--json")
    assert code == 0
    (piece,) = json.loads(out)["pieces"]
    eyelets = piece["finishing"]["eyelets"]
    assert (eyelets["count"], len(eyelets["positions_mm"])) == (28, 28)
    assert eyelets["rows"]["top"] == eyelets["rows"]["bottom"] == {"gaps": 12, "gap_mm": 497.5}
    assert eyelets["rows"]["left"] == eyelets["rows"]["right"] == {"gaps": 2, "gap_mm": 385.0}
    assert eyelets["positions_mm"][:2] == [[15, 15], [512.5, 15]]
    assert piece["finishing"]["hem_mm"] == dict.fromkeys(("top", "right", "bottom", "left"), 30)


def test_a_person_reads_it_in_one_line(poster):
    code, out, _ = poster(*BANNER, "--finishing", "khuy 1000")
    assert code == 0
    assert "Gia công: May biên: 30 mm bốn cạnh" in out and "Khuy: 14 cái" in out


@pytest.mark.parametrize(
    ("given", "says"),
    [("khuyết 500", "khuyết 500"), ("may 60", "chừa biên=60"), ("khuy 5", "100 đến 3000")],
)
def test_what_cannot_be_done_ends_with_2_and_says_how_to_write_it(poster, given, says):
    code, _, err = poster(*BANNER, "--finishing", given)
    assert code == 2 and says in err


def test_a_screen_says_that_it_has_no_finishing(job_of, vi):
    findings = job_of("man-hinh-1080p", "khuy 500").findings
    (told,) = (finding for finding in findings if finding.code == "finishing-screen")
    assert "Màn hình không có gia công" in vi.text(told.code, **told.params)
    assert "finishing-screen" not in [f.code for f in job_of("man-hinh-1080p").findings]


@pytest.mark.slow
def test_a_raster_longer_than_the_shop_opens_is_warned_of(poster):
    asked = [*BANNER[:-4], "--format", "jpg", "--ppi", "140", "--jobs", "2", "--json"]
    code, out, _ = poster(*asked)
    assert code == 0
    (piece,) = json.loads(out)["pieces"]
    assert "pixels-beyond-shop" in [finding["code"] for finding in piece["findings"]]


def test_shops_say_what_they_take_and_who_confirmed_it(poster, tmp_path):
    (tmp_path / "slogans.yaml").write_text("slogans: []\n")
    (tmp_path / "shops").mkdir()
    (tmp_path / "shops" / "may.yaml").write_text(
        "title: Xưởng Mây\nroll_widths_mm: [1600, 3200]\nprintable_mm: 3150\neyelet_gap_mm: 500\n"
        "processing_steps: true\nlongest_px: 32000\nconfirmed_by: Anh Tú\nconfirmed_on: 2026-04-02\n"
        "terms: {pocket: xỏ cây}\n"
    )
    code, out, _ = poster("--library", str(tmp_path), "shops")
    assert code == 0
    for words in ("Anh Tú", "02/04/2026", "≤ 500 mm", "chưa ai xác", "fogra39, 300 %", "lớp gia"):
        assert words in out
    _, out, _ = poster("--library", str(tmp_path), "shops", "--json")
    shops = {shop["name"]: shop for shop in json.loads(out)["shops"]}
    assert shops["may"]["terms"]["pocket"] == "xỏ cây"
    assert (shops["may"]["printable_mm"], shops["may"]["confirmed_on"]) == (3150, "2026-04-02")
    assert {name for name, shop in shops.items() if shop["generic"]} == {
        "generic-hiflex", "generic-decal", "generic-offset"
    }  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "terms: {khuy: khoen}",
        "eyelet_gap_mm: 0",
        "eyelet_ring_mm: 10",
        "scale: 0",
        "edge_mm: -1",
        "slug: maybe",
    ],
)
def test_a_profile_that_no_shop_can_have_is_refused(poster, tmp_path, line):
    (tmp_path / "slogans.yaml").write_text("slogans: []\n")
    (tmp_path / "shops").mkdir()
    (tmp_path / "shops" / "may.yaml").write_text(f"title: Xưởng Mây\n{line}\n")
    code, _, err = poster("--library", str(tmp_path), "shops")
    assert code == 2 and "may.yaml" in err and "Traceback" not in err
