"""`poster preflight`, as a print shop meets it."""

import importlib.util
import json
import warnings

import broken
import pikepdf
import pytest
from broken import content
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from poster.cli.app import run


@pytest.fixture
def poster(capsys, monkeypatch):
    monkeypatch.delenv("POSTER_LIBRARY", raising=False)
    monkeypatch.setenv("POSTER_LANG", "vi")

    def call(*arguments):
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def test_a_clean_file(break_it, poster):
    path = break_it(lambda pdf: None, "sach_200x100mm_CMYK.pdf")
    code, out, _ = poster("--lang", "en", "preflight", path)
    assert code == 0
    assert "Built to PDF/X-4 and checked by poster" in out and "certified" not in out


def test_a_broken_file_in_figures_and_as_a_picture(break_it, poster, tmp_path):
    path = break_it(lambda pdf: content(pdf, b"1 0 0 rg 60 60 90 90 re f"), "do_200x100mm.pdf")
    code, out, _ = poster("preflight", path, "--picture", tmp_path / "anh", "--json")
    (file,) = json.loads(out)["files"]
    (finding,) = file["findings"]
    assert (code, file["ok"], finding["code"], finding["severity"]) == (
        6, False, "preflight-rgb", "error",
    )  # fmt: skip
    assert finding["sources"] and finding["page"] == 1
    left, top, width, height = finding["places_mm"][0]
    assert (width, height) == pytest.approx((90 / broken.MM, 90 / broken.MM), abs=0.02)
    assert (left, top) == pytest.approx(
        (60 / broken.MM, 60 / broken.MM), abs=0.02
    )  # cairo draws from the top
    with Image.open(file["picture"]) as picture:
        assert picture.format == "PNG" and picture.width > 1100


def test_one_unreadable_file_of_three(break_it, poster, tmp_path):
    clean = break_it(lambda pdf: None, "a_200x100mm.pdf")
    wrong = break_it(lambda pdf: None, "b_300x100mm.pdf")
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(b"%PDF-1.6 torn")
    code, out, err = poster("preflight", clean, torn, wrong)
    assert code == 2
    assert "torn.pdf" in err and "a_200x100mm.pdf: không có lỗi" in out and "preflight-size" in out
    assert poster("preflight", clean, wrong)[0] == 6
    assert poster("preflight", tmp_path / "none.pdf")[0] == 2


def test_the_order_asks_for_the_edge_of_its_kind(break_it, poster):
    path = break_it(lambda pdf: None, "x.pdf")
    code, out, _ = poster("preflight", path, "--size", "bang-ron-6x0.8m")
    assert code == 6 and "preflight-size" in out
    code, out, _ = poster("preflight", path, "--size", "2x1m", "--json")
    rules = [finding["code"] for finding in json.loads(out)["files"][0]["findings"]]
    assert "preflight-scale-mistaken" in rules


def made(poster, out, *arguments):
    code, said, _ = poster(
        "make", "--slogan", "van-hien-van-minh", "--layout", "co-do", "--date", "2026-05-01",
        "--out", out, "--json", *arguments,
    )  # fmt: skip
    assert code == 0
    return [file["path"] for piece in json.loads(said)["pieces"] for file in piece["files"]
            if "CMYK" in file["path"]]  # fmt: skip


@pytest.mark.slow
def test_what_make_writes_has_no_fault_and_no_rgb_anywhere(poster, tmp_path):
    files = made(poster, tmp_path, "--size", "bang-ron-6x0.8m", "--format", "pdf")
    files += made(poster, tmp_path / "a4", "--size", "a4", "--format", "pdf,tiff,jpg")
    code, out, _ = poster("preflight", *files, "--json")
    assert code == 0 and len(files) == 4
    assert [file["findings"] for file in json.loads(out)["files"]] == [[]] * 4
    for path in files:
        if path.endswith(".pdf"):
            with pikepdf.open(path) as pdf:
                assert [name for thing in pdf.objects for name in rgb_in(thing)] == []


def rgb_in(thing):
    """Every mention of RGB in an object, going on into what stands directly in it."""
    if isinstance(thing, Name):
        if str(thing) in ("/DeviceRGB", "/CalRGB"):
            yield str(thing)
    elif isinstance(thing, Array):
        if len(thing) == 2 and thing[0] == Name.ICCBased and thing[1].N == 3:
            yield "ICC RGB"
        for part in thing:
            yield from rgb_in(part) if not getattr(part, "is_indirect", False) else ()
    elif isinstance(thing, Dictionary | Stream):
        for _, part in thing.items():
            yield from rgb_in(part) if not getattr(part, "is_indirect", False) else ()


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("weasyprint") is None, reason="weasyprint is not here")
def test_another_programs_pdf_x4(poster, tmp_path):
    """Its marks are RGB and it writes no output intent, though it says PDF/X-4."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import weasyprint

        html = "<style>@page{size:210mm 297mm;bleed:3mm;marks:crop cross}</style><p>Chữ"
        data = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/x-4")
    path = tmp_path / "weasy.pdf"
    path.write_bytes(data)
    code, out, _ = poster("preflight", path, "--json")
    rules = {finding["code"] for finding in json.loads(out)["files"][0]["findings"]}
    assert code == 6 and {"preflight-rgb", "preflight-no-intent"} <= rules


def test_a_file_of_the_same_shape(break_it, rules, wanted):
    """The same, without that program: it claims PDF/X-4, has RGB marks and no intent."""

    def plant(pdf):
        del pdf.Root.OutputIntents
        content(pdf, b"q 0 0 0 RG 0.75 w 0 0 m 9 0 l S Q")

    found = rules(break_it(plant), wanted)
    assert {"preflight-rgb", "preflight-no-intent"} <= set(found)
