"""`poster make`, as product users meet it."""

import hashlib
import os
import struct
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from poster.intake import Request, read_request
from poster.pipeline import piece_name

TEXT = "Văn hiến - Văn minh - Hiện đại - Hạnh phúc"
POINTS_PER_MM = 72 / 25.4


def left_behind(folder):
    """Every file below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def files_of(ran):
    return {file["format"]: file for piece in ran.data["pieces"] for file in piece["files"]}


def png_facts(path):
    """Width, height and pixels a metre, read from the chunks themselves."""
    data = Path(path).read_bytes()[:200]
    width, height = struct.unpack(">II", data[16:24])
    place = data.index(b"pHYs") + 4
    across, down, unit = struct.unpack(">IIB", data[place : place + 9])
    assert (across, unit) == (down, 1)
    return width, height, across


def test_a_street_banner_is_right(make):
    ran = make("--size", "bang-ron-6x0.8m", "--format", "pdf,png")
    assert ran.code == 0
    (piece,) = ran.data["pieces"]
    assert piece["finished_mm"] == [6000, 800]
    assert piece["printed_mm"] == [6100, 900]
    assert piece["lines"] == ["VĂN HIẾN – VĂN MINH – HIỆN ĐẠI – HẠNH PHÚC"]
    files = files_of(ran)
    assert set(files) == {"pdf", "png", "jpg", "technical"}
    for file in files.values():
        content = Path(file["path"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (
            file["bytes"],
            file["sha256"],
        )
    assert Path(files["pdf"]["path"]).name.endswith("_6000x800mm_TL1-10_CMYK.pdf")
    with pikepdf.open(files["pdf"]["path"]) as pdf:
        (page,) = pdf.pages
        trim, bleed, media = (
            [float(value) for value in page[box]] for box in ("/TrimBox", "/BleedBox", "/MediaBox")
        )
        assert (trim[2] - trim[0]) / POINTS_PER_MM * 10 == pytest.approx(6000, abs=0.1)
        assert (trim[3] - trim[1]) / POINTS_PER_MM * 10 == pytest.approx(800, abs=0.1)
        assert (bleed[2] - bleed[0]) / POINTS_PER_MM * 10 == pytest.approx(6100, abs=0.1)
        assert (bleed[3] - bleed[1]) / POINTS_PER_MM * 10 == pytest.approx(900, abs=0.1)
        assert media[:2] == [0, 0] and bleed[2:] == media[2:] and max(media) <= 14_400
        assert bleed[1] > 0  # the slug stands below the printed size
        assert "/UserUnit" not in page
        assert not [
            o
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"
        ]
    assert png_facts(files["png"]["path"]) == (17_010, 2268, 2835)


def test_ground_fills_the_page_to_the_bleed_in_another_reader(make, tmp_path):
    """Ghostscript draws the page; every edge pixel is the ground's red, none is paper."""
    files = files_of(make("--size", "bang-ron-6x0.8m", "--format", "pdf"))
    picture = tmp_path / "gs.png"
    subprocess.run(
        ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=png16m", "-r72",
         f"-sOutputFile={picture}", files["pdf"]["path"]], check=True,
    )  # fmt: skip
    with Image.open(picture) as image:
        width, height = image.size
        height -= 43  # the slug, outside the printed size
        assert (width, height) == (1729, 255)
        edge = [image.getpixel((x, y)) for x in range(0, width, 16) for y in (0, height - 1)]
        edge += [image.getpixel((x, y)) for y in range(0, height, 8) for x in (0, width - 1)]
        assert all(red > 120 and green < 90 and blue < 90 for red, green, blue in edge)


def test_twice_the_same_bytes_and_with_any_number_of_cores(make, tmp_path):
    asked = ("--size", "a4", "--format", "pdf,png", "--ppi", "150")
    first = files_of(make(*asked, "--jobs", 1, out=tmp_path / "a"))
    again = files_of(make(*asked, "--jobs", 2, out=tmp_path / "b"))
    assert {k: f["sha256"] for k, f in first.items()} == {k: f["sha256"] for k, f in again.items()}


def test_composed_and_decomposed_words_give_the_same_bytes(make, tmp_path):
    hashes = []
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, TEXT)
        ran = make(
            "--text", text, "--size", "a4", "--format", "pdf", slogan=None, out=tmp_path / form
        )
        assert ran.code == 0
        hashes.append({key: file["sha256"] for key, file in files_of(ran).items()})
    assert hashes[0] == hashes[1]


def test_screens_have_exactly_their_pixels(make):
    ran = make("--set", "mang-xa-hoi", "--slot", "emblem=bua-liem")
    assert ran.code == 0
    sizes = [(file["width_px"], file["height_px"]) for piece in ran.data["pieces"]
             for file in piece["files"] if file["format"] == "png"]  # fmt: skip
    assert sizes == [(1080, 1080), (1200, 630), (1640, 624)]


def test_every_possible_piece_is_made_and_every_fault_told(make):
    ran = make("--size", "a4", "--size", "a44", "--size", "0,8x6m", "--format", "png")
    assert ran.code == 2
    assert [piece["size"] for piece in ran.data["pieces"]] == ["a4"]
    assert [error["code"] for error in ran.data["errors"]] == ["unknown-size", "size-ratio-turned"]
    assert "6000x800mm" in ran.err


def test_words_too_long_to_read_stop_with_advice(make):
    text = "Xây dựng và phát triển Thủ đô Hà Nội trong kỷ nguyên mới " * 9
    ran = make("--text", text, "--size", "bang-ron-4x0.6m", slogan=None)
    assert ran.code == 3
    assert "20 m" in ran.err and "Bớt khoảng" in ran.err and "66,7 mm" in ran.err
    assert not make.out.exists() or left_behind(make.out) == []


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--slogan", "van-hien", "--size", "a4"], 2, "van-hien-van-minh"),
        (["--slogan", "van-hien-van-minh", "--size", "a4", "--shop", "xyz"], 2, "generic-hiflex"),
        (["--slogan", "van-hien-van-minh", "--size", "6 by 8"], 2, "6 by 8"),
        (["--slogan", "van-hien-van-minh", "--size", "6x0.8"], 2, "đơn vị"),
        (["--slogan", "van-hien-van-minh", "--size", "0x0m"], 2, "10 mm"),
        (["--slogan", "van-hien-van-minh", "--size", "a4", "--slot", "unit"], 2, "unit"),
        (["--slogan", "van-hien-van-minh", "--size", "a4", "--slot", "logo=x"], 2, "unit"),
        (["--slogan", "van-hien-van-minh", "--size", "a4", "--format", "psd"], 2, "pdf, tiff"),
        (["--slogan", "van-hien-van-minh", "--size", "a4", "--date", "31/2/2026"], 2, "31/2/2026"),
        (["--slogan", "van-hien-van-minh", "--size", "a4", "--quantity", "0"], 2, "100000"),
        (["--slogan", "van-hien-van-minh", "--size", "a4", "--quantity", "x"], 2, "--quantity"),
        (["--slogan", "van-hien-van-minh", "--size", "a4", "--ppi", "1"], 2, "ppi"),
        (["--slogan", "van-hien-van-minh", "--size", "a4", "--jobs", "0"], 2, "--jobs"),
        (["--slogan", "van-hien-van-minh"], 2, "--size"),
        (["--size", "a4"], 2, "--slogan"),
        (["--text", "Xuân 🌸", "--size", "a4"], 2, "U+1F338"),
        (["--text", "a\u0301\u0323\u0301\u0302", "--size", "a4"], 2, "U+"),
        (["--slogan", "xanh-thong-minh", "--size", "a4"], 2, "--allow-draft"),
        (["--slogan", "van-hien-van-minh", "--size", "a4", "--sizes", "a3"], 2, "--size"),
    ],
)
def test_bad_requests_get_a_sentence_in_vietnamese_and_leave_nothing(
    poster, tmp_path, arguments, code, says
):
    out = tmp_path / "out"
    ran = poster("make", "--layout", "co-do", "--out", out, *arguments)
    assert ran.code == code
    assert says in ran.err
    assert len(ran.err.strip().splitlines()) <= 3
    assert "Traceback" not in ran.err
    assert not out.exists() or left_behind(out) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_locked_folder_is_no_surprise(make, tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    assert make("--size", "a4", out=locked / "out").code == 8


def test_a_file_where_the_folder_should_be(make, tmp_path):
    blocker = tmp_path / "tep"
    blocker.write_text("x")
    ran = make("--size", "a4", out=blocker)
    assert ran.code == 8
    assert str(blocker) in ran.err
    assert blocker.read_text() == "x"


def test_a_full_disk_leaves_nothing_half_written(tmp_path):
    """A child that may write 20 kB at most: the file fails whole, by name, with exit code 8."""
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from poster.cli.app import run\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    out = tmp_path / "out"
    ran = subprocess.run(
        [sys.executable, "-c", code, "--lang", "vi", "make", "--slogan", "van-hien-van-minh",
         "--layout", "co-do", "--size", "a4", "--format", "png", "--out", str(out)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 8, ran.stderr
    assert "Không ghi được" in ran.stderr
    assert left_behind(out) == []


def test_free_words_are_stamped_on_the_preview_and_never_on_the_print_file(make, tmp_path):
    draft = make("--text", TEXT, "--size", "a4", "--format", "pdf", slogan=None, out=tmp_path / "a")
    approved = make("--size", "a4", "--format", "pdf", out=tmp_path / "b")
    assert draft.data["pieces"][0]["artwork_sha256"] == approved.data["pieces"][0]["artwork_sha256"]
    one, two = (files_of(ran)["jpg"]["sha256"] for ran in (draft, approved))
    assert one != two
    assert "not-approved" in [f["code"] for f in draft.data["pieces"][0]["findings"]]


def name_of(library, **asked):
    request = Request(layout="co-do", day=date(2026, 5, 1), sizes=["a4"], **asked)
    (job,) = read_request(request, library).jobs
    return piece_name(job), job.text


def test_names_are_ascii_stable_and_each_text_has_its_own(library, corpus):
    lines = (corpus / "cases/55-filename-collisions/slogans.txt").read_text("utf-8").splitlines()
    names = {}
    for line in lines:
        name, text = name_of(library, text=line)
        names.setdefault(text, set()).add(name)
    assert all(len(own) == 1 for own in names.values())
    flat = [name for own in names.values() for name in own]
    assert len({name.lower() for name in flat}) == len(flat) == 7
    assert all(name.isascii() and len(name) < 100 for name in flat)


def test_values_that_differ_do_not_overwrite_each_other(library):
    units = ("UBND phường Đống Đa", "UBND phường Láng")
    names = {
        name_of(library, slogan="van-hien-van-minh", values={"unit": unit})[0] for unit in units
    }
    assert len(names) == 2


def test_the_day_is_an_input(make, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1777593600")  # 2026-05-01
    asked = ("make", "--slogan", "van-hien-van-minh", "--layout", "co-do", "--size", "a4", "--json")
    from poster.cli.app import run

    assert run([*asked, "--out", str(tmp_path / "a")]) == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "tomorrow")
    assert run([*asked, "--out", str(tmp_path / "b")]) == 2


def test_a_person_reads_what_was_made_and_where(poster, tmp_path):
    ran = poster("make", "--slogan", "van-hien-van-minh", "--layout", "co-do", "--size", "bang-ron-6x0.8m",
                 "--format", "pdf", "--out", tmp_path / "out")  # fmt: skip
    assert ran.code == 0
    assert "6 x 0,8 m" in ran.out and "tỉ lệ 1:10" in ran.out and str(tmp_path / "out") in ran.out
    assert ran.err == ""


def test_help_loads_no_engine():
    code = (
        "import sys; from poster.cli.app import run; run(['--help']);"
        "heavy = {'cairosvg', 'cairocffi', 'pikepdf', 'uharfbuzz', 'PIL', 'lxml', 'jinja2', 'pydantic', 'resvg_py'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"
