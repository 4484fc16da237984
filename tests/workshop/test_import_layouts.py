"""What an import makes of slots, texts and pins, as a designer's file has them."""

from __future__ import annotations

import json

import pytest
from drawings_in import svg

from poster.cli.app import run
from poster.errors import RequestError
from poster.library import Library
from poster.workshop.check import check_layout
from poster.workshop.importing import Wish, import_drawing

SIZE = 'width="600mm" height="200mm" viewBox="0 0 600 200"'
MORE = 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
FONT = "font-size:30px;font-family:'Be Vietnam Pro';font-weight:700;text-anchor:middle;fill:#ffff00"
GROUND = '<rect id="nen" width="600" height="200" style="fill:#da251d"/>'
FRAME = '<rect id="vien" x="12" y="12" width="576" height="176" style="fill:none;stroke:#ffdd00;stroke-width:3"/>'
STAR = '<path id="sao" style="fill:#ffff00" d="M66 64 75 92H104L80 109 89 137 66 120 42 137 51 109 27 92H56z"/>'
PLATE = '<rect id="bang" x="170" y="138" width="260" height="30" rx="6" style="fill:#ffdd00"/>'
SLOGAN = (
    '<rect id="o" inkscape:label="slot:slogan" x="130" y="32" width="330" height="90"/>'
    f'<text id="chu" x="295" y="70" style="{FONT}">HÀ NỘI XANH</text>'
)
UNIT = f'<text id="don-vi" x="300" y="160" style="{FONT.replace("30px", "16px").replace("#ffff00", "#da251d")}">UBND phường</text>'
CODE = '<rect id="slot-qr" x="490" y="40" width="70" height="70"/>'
BANNER = GROUND + FRAME + STAR + PLATE + SLOGAN + UNIT + CODE


@pytest.fixture
def imported(tmp_path, empty_library):
    def call(body, size=SIZE, **wishes):
        path = tmp_path / "thu.svg"
        path.write_bytes(svg(body, size, MORE))
        return import_drawing(path, empty_library, Wish(**wishes))

    return call


def codes(made):
    return {finding.code: finding for finding in made.findings}


def test_text_in_a_marked_frame_is_its_sample(imported, empty_library):
    made = imported(BANNER)
    layout = Library(empty_library.root).layout("thu")
    assert set(made.slots) == {"slogan", "unit", "qr"}
    assert layout.slots["slogan"].sample == "HÀ NỘI XANH" and layout.slots["slogan"].case == "upper"
    assert [(text.slot, text.is_sample) for text in made.texts] == [
        ("slogan", True),
        ("unit", False),
    ]


def test_pins_stand_in_layout_yaml_and_keep_art_with_its_slot(imported, empty_library):
    imported(BANNER)
    library = Library(empty_library.root)
    layout = library.layout("thu")
    assert layout.pins["#nen"] == layout.pins["#vien"] == layout.pins["#slot-slogan"] == "fill"
    assert layout.pins["#sao"] == "left middle"
    assert layout.pins["#bang"] == layout.pins["#slot-unit"] == "center bottom"
    assert "data-pin" not in (layout.folder / "land.svg").read_text(encoding="utf-8")
    assert not check_layout("thu", library).findings


def test_a_designers_pin_stays_with_its_element(imported, empty_library):
    imported(BANNER.replace('id="sao"', 'id="sao" data-pin="left bottom"'))
    layout = Library(empty_library.root).layout("thu")
    text = (layout.folder / "land.svg").read_text(encoding="utf-8")
    assert 'data-pin="left bottom"' in text and "#sao" not in layout.pins


def test_text_becomes_outlines_in_a_font_of_the_library(imported):
    made = imported(BANNER, outline=True)
    assert not made.is_refused and made.difference.agrees
    assert set(made.slots) == {"slogan", "qr"}


def test_every_font_of_a_text_must_be_there_for_outlines(imported):
    other = "<tspan style=\"font-family:'Khong Co'\">X</tspan>"
    made = imported(BANNER.replace("UBND phường", f"UBND {other}"), outline=True)
    found = codes(made)
    assert found["import-font-outline"].params["font"] == ["Khong Co"]
    assert "Be Vietnam Pro" in found["import-font-outline"].params["known"]
    assert made.is_refused and "import-differs" not in found


def test_text_beside_the_page_is_left_out(imported):
    made = imported(BANNER + f'<text id="ghi" x="900" y="50" style="{FONT}">ghi chú</text>')
    assert codes(made)["import-text-beside"].where == "ghi"
    assert set(made.slots) == {"slogan", "unit", "qr"}


def test_frames_of_live_text_are_parted(imported, empty_library):
    lines = "".join(
        f'<text x="300" y="{y}" style="{FONT}">DÒNG CHỮ SỐ {y}</text>' for y in (60, 92, 124)
    )
    assert not imported(GROUND + lines).is_refused
    assert not check_layout("thu", Library(empty_library.root)).has_errors


def test_a_rectangle_at_the_edge_is_drawn_further_and_a_path_is_named(imported, empty_library):
    foot = '<rect id="chan" y="180" width="200" height="20" style="fill:#ffdd00"/>'
    wave = '<path id="song" d="M600 120 560 200H600z" style="fill:#ffdd00"/>'
    made = imported(GROUND + foot + wave + SLOGAN)
    found = codes(made)["import-bleed"]
    assert found.where == "song"
    assert [str(edge) for edge in found.params["edges"]] == ["side-right", "side-bottom"]
    text = (Library(empty_library.root).layout("thu").folder / "land.svg").read_text("utf-8")
    assert 'y="180" width="240" height="60"' in text and 'x="-40"' in text


def test_a_page_wide_rectangle_of_canvas_is_the_ground(imported, empty_library):
    clip = '<clipPath id="c"><path d="M 0 0 L 600 0 L 600 200 L 0 200 Z M 0 0"/></clipPath>'
    red = '<g clip-path="url(#c)"><path fill="#da251d" d="M 0 0 L 600 0 L 600 210 L 0 210 Z M 0 0"/></g>'
    dot = '<defs><circle id="d" cx="20" cy="20" r="5"/></defs><use xlink:href="#d"/>'
    assert "import-no-ground" not in codes(imported(clip + red + dot + SLOGAN))


def test_a_photo_over_the_page_covers_it(imported, empty_library):
    from drawings_in import data_uri, png

    photo = f'<image id="anh" width="600" height="200" preserveAspectRatio="none" href="{data_uri(png(["#008000", "#0000ff"]))}"/>'
    imported(GROUND + photo + SLOGAN)
    assert Library(empty_library.root).layout("thu").pins["#anh"] == "cover"


def test_a_code_of_an_import_can_be_made(imported, empty_library, tmp_path, capsys, monkeypatch):
    imported(BANNER)
    monkeypatch.chdir(tmp_path)
    arguments = "make --text Xanh --layout thu --size 3x1m --slot qr=https://hanoi.gov.vn --format png --ppi 10"
    assert run(["--library", str(empty_library.root), *arguments.split()]) == 0
    capsys.readouterr()


BROKEN = {
    "slots:\n  slogan: {type: txt}\n": ("field-choice", "hong/layout.yaml", "2"),
    "title: x\nslots:\n  slogan: 5\n": ("table-not-mapping", "hong/layout.yaml", "3"),
    "slots: {slogan: {type: text}}\nmasters:\n  a.svg: {ratio: [1, 2]}\npinz: {}\n": (
        "field-unknown", "hong/layout.yaml", "4",
    ),
    "slots: [\n": ("table-broken", "hong/layout.yaml", "2"),
}  # fmt: skip


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_layout_is_named_beside_the_sound_ones(imported, empty_library, capsys, text):
    imported(BANNER)
    (empty_library.root / "layouts" / "hong").mkdir()
    (empty_library.root / "layouts" / "hong" / "layout.yaml").write_text(text, encoding="utf-8")
    code = run(["--library", str(empty_library.root), "layouts", "list", "--json"])
    told = json.loads(capsys.readouterr().out)
    expected, file, line = BROKEN[text]
    assert code == 2 and [one["name"] for one in told["layouts"]] == ["thu"]
    (broken,) = told["broken"]
    assert broken["name"] == "hong" and broken["code"] == expected
    assert file in broken["why"] and line in broken["why"].split("layout.yaml")[1]


def test_an_import_of_the_changed_drawing_keeps_what_layout_yaml_says(imported, empty_library):
    imported(BANNER)
    path = empty_library.root / "layouts" / "thu" / "layout.yaml"
    written = path.read_text(encoding="utf-8")
    mine = written.replace('"#sao": left middle', '"#sao": left bottom').replace(
        "title: ", "# của tôi\ntitle: "
    )
    path.write_text(mine, encoding="utf-8")
    again = imported(BANNER + '<circle id="tron" cx="66" cy="30" r="8"/>', again=True)
    text = path.read_text(encoding="utf-8")
    assert not again.is_refused and text.startswith("# của tôi\n")
    pins = Library(empty_library.root).layout("thu").pins
    assert pins["#sao"] == "left bottom" and "#tron" in pins
    assert not list(path.parent.parent.glob(".poster-*"))


def test_a_new_slot_of_an_import_once_more_is_told(imported, empty_library):
    imported(BANNER.replace(CODE, ""))
    made = imported(BANNER, again=True)
    assert "qr: {type: qr" in codes(made)["import-again-slot"].params["line"]


def test_a_drawing_of_another_shape_is_another_layout(imported):
    imported(BANNER)
    tall = GROUND.replace("200", "900") + SLOGAN
    with pytest.raises(RequestError, match="import-again-shape"):
        imported(tall, 'width="600mm" height="900mm" viewBox="0 0 600 900"', again=True)
