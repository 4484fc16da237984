"""The files of `poster make`, as a print shop opens them."""

import io
import json
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from poster.cli.app import run
from poster.library import starter_library
from poster.press.pdfx import foreign_colours

MASTER = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 500">
<rect id="ground" width="1000" height="500" fill="{ground}" data-pin="fill"/>
<circle id="sun" cx="500" cy="60" r="40" fill="{sun}" data-pin="top"/>
<rect data-slot="slogan" x="100" y="150" width="800" height="300"/></svg>"""
LAYOUT = """
title: Nhỏ
slots: {slogan: {type: text, required: true, font: Roboto Condensed, weight: 800, case: upper, fill: den}}
masters: {land.svg: {ratio: [0.2, 16], max_lines: 3}}
"""
SHOP = "title: Xưởng\nformats: [pdf, tiff]\nppi: 100\none_to_one_up_to_mm: 5000\n"


@pytest.fixture
def make(tmp_path, capsys, monkeypatch):
    """`poster make` in a small library: black words on a ground, a sun, a shop of its own."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("POSTER_LANG", "vi")
    root = tmp_path / "library"
    (root / "layouts/nho").mkdir(parents=True)
    (root / "shops").mkdir()
    (root / "slogans.yaml").write_text("slogans: []\n", "utf-8")
    (root / "fonts").symlink_to(starter_library() / "fonts")
    (root / "layouts/nho/layout.yaml").write_text(LAYOUT, "utf-8")

    def call(*arguments, ground="#ffffff", sun="#ffdd00", shop="", size="200x100mm", out="out"):
        (root / "layouts/nho/land.svg").write_text(MASTER.format(ground=ground, sun=sun), "utf-8")
        (root / "shops/xuong.yaml").write_text(SHOP + shop, "utf-8")
        code = run([
            "--library", str(root), "make", "--text", "Hà Nội xanh", "--layout", "nho", "--size", size,
            "--shop", "xuong", "--date", "2026-05-01", "--out", str(tmp_path / out), "--json",
            *map(str, arguments),
        ])  # fmt: skip
        data = json.loads(capsys.readouterr().out)
        return (
            code,
            data,
            {file["format"]: file for piece in data["pieces"] for file in piece["files"]},
        )

    return call


def plates(path):
    with Image.open(path) as opened:
        assert opened.mode == "CMYK"
        return np.asarray(opened).astype(int)


def test_what_a_shop_asks_for_is_in_names_and_facts(make):
    code, _, files = make()
    assert code == 0 and set(files) == {"pdf", "tiff", "jpg"}
    pdf, tiff = files["pdf"], files["tiff"]
    assert pdf["path"].endswith("_200x100mm_CMYK.pdf")
    assert tiff["path"].endswith("_200x100mm_in206x106mm_100ppi_CMYK.tif")
    assert (pdf["colour"], pdf["standard"], pdf["condition"]) == ("CMYK", "PDF/X-4", "FOGRA39")
    assert (tiff["width_px"], tiff["height_px"], tiff["pixels_per_metre"]) == (811, 417, 3937)
    with Image.open(tiff["path"]) as opened:
        assert opened.size == (811, 417)
        assert opened.info["dpi"][0] == pytest.approx(100, abs=0.01)
        assert opened.info["icc_profile"][12:20] == b"prtrCMYK"


def test_black_words_and_greys_print_with_black_alone(make):
    """Inks that Ghostscript counts on the page: words in black on white, a grey sun."""
    _, _, files = make(sun="#808080")
    ran = subprocess.run(
        ["gs", "-q", "-dSAFER", "-o", "-", "-sDEVICE=inkcov", files["pdf"]["path"]],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    cyan, magenta, yellow, black = (float(share) for share in ran.stdout.split()[:4])
    assert (cyan, magenta, yellow) == (0, 0, 0) and black > 0.02
    found = plates(files["tiff"]["path"])
    assert found[:, :, :3].max() == 0
    assert {0, 255} <= set(np.unique(found[:, :, 3]))


def test_pdf_tiff_and_jpeg_show_the_same_inks(make, tmp_path):
    code, _, files = make("--format", "pdf,tiff", ground="#da251d")
    _, jpeg_data, _ = make("--format", "jpg", ground="#da251d", out="jpeg")
    assert code == 0
    rendered = tmp_path / "gs.tif"
    subprocess.run(
        ["gs", "-q", "-dSAFER", "-o", str(rendered), "-sDEVICE=tiff32nc", "-r100", files["pdf"]["path"]],
        check=True,
    )  # fmt: skip
    (jpeg,) = (
        f["path"] for f in jpeg_data["pieces"][0]["files"] if f["path"].endswith("_CMYK.jpg")
    )
    for found in map(plates, (rendered, files["tiff"]["path"], jpeg)):
        assert tuple(found[8, 8]) == (0, 255, 255, 0)  # in the edge, outside the finished size
        assert found[12 + 48, 405] == pytest.approx([0, 25.5, 255, 0], abs=1)
        assert (found.reshape(-1, 4) == (0, 0, 0, 255)).all(axis=1).mean() > 0.02


def test_no_rgb_in_any_object_and_the_same_bytes_again(make):
    first, again = (make("--jobs", jobs, out=f"out{jobs}")[2] for jobs in (1, 2))
    assert foreign_colours(Path(first["pdf"]["path"]).read_bytes()) == ()
    assert {k: f["sha256"] for k, f in first.items()} == {k: f["sha256"] for k, f in again.items()}


def test_the_report_lists_what_went_through_the_profile(make):
    _, data, _ = make(sun="#123456")
    (note,) = (f for f in data["pieces"][0]["findings"] if f["code"] == "ink-by-profile")
    assert note["found"] == "#123456 = C94 M71 Y31 K43" and "FOGRA39" in note["why"]
    assert "colour-not-ink" not in [f["code"] for f in data["pieces"][0]["findings"]]


def test_too_much_ink_for_a_shop_is_a_warning_with_its_place(make):
    _, data, _ = make(sun="#680705", shop="ink_limit_percent: 240\n")
    (warning,) = (f for f in data["pieces"][0]["findings"] if f["code"] == "ink-limit")
    assert (warning["severity"], warning["found"], warning["expected"], warning["where"]) == (
        "warning", "273 %", "240 %", "sun"
    )  # fmt: skip
    assert "mm" in warning["why"]


def test_a_shop_may_name_a_print_condition(make):
    code, data, _ = make(shop="condition: fogra93\n")
    assert code == 2 and data["errors"][0]["code"] == "unknown-condition"


def test_a_jpeg_beyond_what_the_format_can_say_is_refused_with_advice(make, tmp_path):
    code, data, _ = make("--format", "jpg", "--ppi", 600, size="3000x250mm")
    assert code == 2
    assert data["errors"][0]["code"] == "jpeg-too-large" and "tiff" in data["errors"][0]["message"]
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []


def test_boxes_and_intent_of_the_made_pdf(make):
    _, _, files = make("--format", "pdf")
    with pikepdf.open(io.BytesIO(Path(files["pdf"]["path"]).read_bytes())) as pdf:
        page = pdf.pages[0].obj
        boxes = [
            [float(side) * 25.4 / 72 for side in page[key]]
            for key in ("/MediaBox", "/BleedBox", "/TrimBox")
        ]
        assert boxes[0] == boxes[1] == pytest.approx([0, 0, 206, 106], abs=0.001)
        assert boxes[2] == pytest.approx([3, 3, 203, 103], abs=0.001)
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFX"
        assert pdf.pdf_version == "1.6"
