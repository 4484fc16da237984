"""Commands that show what there is, and what a person reads when something is missing."""

import subprocess
import sys

import pytest

from poster import __version__

LISTS = {
    ("sizes",): ("sizes", "bang-ron-6x0.8m", "6 x 0,8 m"),
    ("inks",): ("inks", "do-co", "#da251d"),
    ("shops",): ("shops", "generic-hiflex", "1:10"),
    ("fonts",): ("fonts", "Be Vietnam Pro", "700"),
    ("slogans", "list"): ("slogans", "van-hien-van-minh", "đã duyệt"),
    ("layouts", "list"): ("layouts", "co-do", "Cờ đỏ"),
}


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_lists_are_tables_for_people_and_json_for_programs(poster, command):
    key, name, shown = LISTS[command]
    table = poster(*command)
    assert table.code == 0
    assert name in table.out and shown in table.out
    ran = poster(*command, "--json")
    assert ran.code == 0
    rows = ran.data[key]
    assert rows and name in [row.get("name") or row.get("id") or row.get("family") for row in rows]


def test_the_doctor_finds_this_machine_ready(poster):
    ran = poster("doctor", "--json")
    assert ran.code == 0
    assert {check["check"]: check["ok"] for check in ran.data["checks"]} == {
        "python": True, "cairo": True, "library": True, "fonts": True
    }  # fmt: skip
    assert "Máy này đã sẵn sàng" in poster("doctor").out


def test_without_libcairo_the_remedy_is_an_exact_command(tmp_path):
    """The loader finds no library of that name: doctor and make say what to type, exit 7."""
    code = (
        "import ctypes.util, sys\n"
        "import cffi\n"
        "cffi.FFI.dlopen = lambda self, *a: (_ for _ in ()).throw(OSError('none'))\n"
        "from poster.cli.app import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    for command in (
        ["doctor"],
        ["make", "--slogan", "van-hien-van-minh", "--layout", "co-do", "--size", "a4",
         "--out", str(tmp_path / "out")],
    ):  # fmt: skip
        ran = subprocess.run(
            [sys.executable, "-c", code, "--lang", "vi", *command],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 7, ran.stderr
        assert "libcairo2" in ran.stdout + ran.stderr
    assert not list(tmp_path.rglob("*.pdf"))


def test_both_languages(poster):
    assert "Có:" in poster("mak").err
    assert "There are: make" in poster("--lang", "en", "mak").err
    assert poster("--lang", "fr", "sizes").code == 2


def test_a_library_of_ones_own(poster, tmp_path):
    (tmp_path / "slogans.yaml").write_text("slogans:\n  - {id: a, text: Xanh}\n", encoding="utf-8")
    ran = poster("--library", tmp_path, "slogans", "list", "--json")
    assert [row["id"] for row in ran.data["slogans"]] == ["a"]
    missing = poster("--library", tmp_path / "x", "slogans", "list")
    assert missing.code == 2 and "slogans.yaml" in missing.err


def test_the_version_is_the_package_s(poster):
    assert poster("--version").out.strip() == f"poster {__version__}"


def test_debug_shows_where_and_plain_use_never_does(poster):
    plain = poster("make", "--layout", "x", "--slogan", "van-hien-van-minh", "--size", "a4")
    debug = poster(
        "--debug", "make", "--layout", "x", "--slogan", "van-hien-van-minh", "--size", "a4"
    )
    assert "Traceback" not in plain.err and "Traceback" in debug.err
    assert plain.code == debug.code == 2
