"""`poster layouts import` and `check`, as a designer types them."""

from __future__ import annotations

import json

import pytest
from drawings_in import svg

from poster.cli.app import run
from poster.library import Library
from poster.workshop.check import check_layout

#: What an Inkscape user draws in ten minutes: a red ground, a star, a frame, a line of text.
DRAWN = (
    '<g inkscape:groupmode="layer" inkscape:label="Nền"><rect width="600" height="200" style="fill:#d8241c"/></g>'
    '<path d="M60 50 66 68H85L70 80 76 98 60 87 44 98 50 80 35 68H54z" style="fill:#ffff00"/>'
    '<rect id="rect12" inkscape:label="slot:slogan" x="110" y="30" width="460" height="90" style="fill:none;stroke:#000"/>'
    '<text x="340" y="165" style="font-size:24px;font-family:\'.VnArialH\';text-anchor:middle;fill:#ffffff">®¶ng bé</text>'
)
MORE = 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
SIZE = 'width="600mm" height="200mm" viewBox="0 0 600 200"'


@pytest.fixture
def poster(capsys, monkeypatch, tmp_path, empty_library):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POSTER_LANG", "vi")

    def call(*arguments):
        code = run(["--library", str(empty_library.root), *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def drawing(tmp_path):
    path = tmp_path / "Cờ đỏ mới.svg"
    path.write_bytes(svg(DRAWN, SIZE, MORE))
    return path


def test_an_inkscape_drawing_becomes_a_layout_that_prints(poster, drawing, empty_library, tmp_path):
    code, out, err = poster("layouts", "import", drawing, "--json")
    told = json.loads(out)
    assert code == 0, err + out
    assert told["name"] == "co-do-moi" and told["page_mm"] == [600, 200]
    assert told["slots"] == ["slogan", "unit"]
    assert told["texts"][0]["words"] == "ĐẢNG BỘ"
    assert {"srgb": "#d8241c", "ink": "do-co"}.items() <= told["colours"][0].items()
    layout = Library(empty_library.root).layout("co-do-moi")
    assert layout.colours == {"#d8241c": "do-co"}
    assert layout.slots["unit"].default == "ĐẢNG BỘ" and layout.slots["slogan"].required
    text = (
        layout.folder / "wide.svg" if "wide.svg" in layout.masters else layout.folder / "land.svg"
    ).read_text()
    assert "fill" in layout.pins.values() and 'width="600mm"' in text
    code, out, err = poster(
        "make", "--text", "Hà Nội xanh", "--layout", "co-do-moi", "--size", "3000x1000mm", "--format", "png",
        "--ppi", "20", "--out", tmp_path / "out",
    )  # fmt: skip
    assert code == 0, err
    code, out, err = poster("layouts", "import", drawing)
    assert code == 2 and "co-do-moi" in err


def test_a_drawing_without_a_place_for_words_is_refused_and_says_how(
    poster, tmp_path, empty_library
):
    path = tmp_path / "logo.svg"
    path.write_bytes(svg('<rect id="a" width="100" height="50" fill="#da251d"/>'))
    code, out, _ = poster("layouts", "import", path)
    assert code == 2 and "slot-slogan" in out and "Chưa thêm gì" in out
    assert not Library(empty_library.root).layout_names
    code, _, err = poster("layouts", "import", path, "--slot", "#b=slogan")
    assert code == 2 and "#b" in err
    code, out, err = poster("layouts", "import", path, "--slot", "#a=slogan", "--name", "logo-2")
    assert code == 0, out + err


def test_text_in_a_missing_font_cannot_become_outlines(poster, drawing):
    code, out, _ = poster("layouts", "import", drawing, "--text", "outline", "--name", "x")
    assert code == 2 and ".VnArialH" in out


@pytest.mark.parametrize(
    "arguments", [("--text", "x"), ("--name", "Ä ß"), ("--slot", "slogan"), ("--size", "abc")]
)
def test_an_option_that_makes_no_sense_is_refused(poster, drawing, arguments):
    assert poster("layouts", "import", drawing, *arguments)[0] == 2


def layout(
    library,
    master,
    slots="slogan: {type: text, required: true, font: Be Vietnam Pro, weight: 700, fill: vang-sao}",
):
    folder = library.root / "layouts" / "thu"
    folder.mkdir()
    (folder / "m.svg").write_bytes(svg(master, 'viewBox="0 0 300 100" data-margin="10"'))
    (folder / "layout.yaml").write_text(
        f"title: Thử\nslots:\n  {slots}\nmasters:\n  m.svg: {{ratio: [2.8, 3.2]}}\n",
        encoding="utf-8",
    )
    return Library(library.root)


GROUND = '<rect id="g" width="300" height="100" fill="#da251d" data-pin="fill"/>'
FRAME = '<rect data-slot="slogan" x="20" y="20" width="260" height="60"/>'


def codes(library):
    return {finding.code: finding for finding in check_layout("thu", library).findings}


def test_a_sound_layout_has_no_fault(empty_library):
    assert not codes(layout(empty_library, GROUND + FRAME))


def test_type_that_hardly_differs_from_its_ground_is_an_error(empty_library):
    pale = GROUND.replace("#da251d", "#ffedbe")
    found = codes(layout(empty_library, pale + FRAME))
    assert found["check-contrast"].severity == "error"


def test_art_inside_a_frame_is_named(empty_library):
    star = '<circle id="sao" cx="60" cy="50" r="14" fill="#ffdd00" data-pin="left middle"/>'
    found = codes(layout(empty_library, GROUND + star + FRAME))
    assert "sao" in found["check-overlap"].where


def test_every_fault_comes_with_its_element(poster, empty_library):
    layout(
        empty_library,
        GROUND
        + FRAME
        + '<text id="t">x</text><rect id="f" filter="url(#b)" width="9" height="9" data-pin="left"/>',
    )
    code, out, _ = poster("layouts", "check", "thu")
    assert code == 2 and "#t" in out and "#f" in out


TWO_SLOTS = (
    "slogan: {type: text, required: true, font: Be Vietnam Pro, weight: 700, fill: vang-sao}\n"
    "  unit: {type: text, font: Be Vietnam Pro, weight: 700, fill: trang}"
)


@pytest.mark.parametrize(("y", "met"), [(52, True), (84, False)])
def test_text_that_runs_over_other_text_is_an_error(empty_library, y, met):
    unit = f'<rect data-slot="unit" x="20" y="{y}" width="260" height="12"/>'
    found = codes(layout(empty_library, GROUND + FRAME + unit, TWO_SLOTS))
    assert ("slots-touch" in found) is met


def pinned(library, pins, art=""):
    layout(library, GROUND + art + FRAME)
    path = library.root / "layouts" / "thu" / "layout.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"pins:\n{pins}", encoding="utf-8")
    return codes(Library(library.root))


def test_a_pin_for_an_element_that_no_master_has_is_an_error(empty_library):
    found = pinned(empty_library, '  "#gg": fill\n')
    assert found["check-pin"].params == {"given": "#gg", "nearest": ["#g"]}


@pytest.mark.parametrize(
    ("pin", "code"), [("left botom", "layout-pin"), ("left bottom", "layout-pin-inside")]
)
def test_a_pin_of_layout_yaml_is_read_like_one_in_the_drawing(empty_library, pin, code):
    inside = '<circle id="sao" cx="20" cy="10" r="4" fill="#ffdd00"/>'
    art = inside if code == "layout-pin" else f'<g id="nhom" data-pin="left top">{inside}</g>'
    assert code in pinned(empty_library, f'  "#sao": {pin}\n', art)
