"""`check` judges both ends of a range and every option; what it finds, `make` refuses to print."""

from __future__ import annotations

import pytest

from poster.cli.app import run
from poster.library import Library
from poster.workshop.check import check_layout

SLOGAN = "slogan: {type: text, required: true, font: Be Vietnam Pro, weight: 700, fill: vang-sao}"
UNIT = "\n  unit: {type: text, font: Be Vietnam Pro, weight: 700, fill: trang}"
GROUND = '<rect id="g" width="300" height="100" fill="#da251d" data-pin="fill"/>'
FRAME = '<rect data-slot="slogan" x="20" y="20" width="260" height="50"/>'
#: The frame of `unit` keeps its distance to the top, that of the slogan to the bottom: on upright
#: pieces one runs into the other.
BELOW = '<rect data-slot="unit" x="20" y="74" width="260" height="14" data-pin="stretch-x top"/>'


def layout(library: Library, body: str, slots: str = SLOGAN, ratio: str = "[1.2, 3.2]") -> Library:
    folder = library.root / "layouts" / "thu"
    folder.mkdir()
    (folder / "m.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100" data-margin="10">\n'
        f"{body}</svg>",
        encoding="utf-8",
    )
    (folder / "layout.yaml").write_text(
        f"title: Thử\nslots:\n  {slots}\nmasters:\n  m.svg: {{ratio: {ratio}}}\n", encoding="utf-8"
    )
    return Library(library.root)


def found(library: Library) -> dict[str, object]:
    return {finding.code: finding for finding in check_layout("thu", library).findings}


def test_the_worst_end_of_a_range_is_told(empty_library):
    veil = '<rect id="veil" x="200" width="100" height="100" fill="#ffedbe" data-pin="right stretch-y"/>'
    contrast = found(layout(empty_library, GROUND + veil + FRAME, ratio="[1.2, 9]"))[
        "check-contrast"
    ]
    assert contrast.params["ratio"] == pytest.approx(1.2)
    assert contrast.severity == "error"


def test_an_option_is_judged_as_well(empty_library):
    slots = SLOGAN + "\n  nen: {type: choice, options: [dam, nhat], default: dam}"
    pale = (
        '<rect id="p" width="300" height="100" fill="#ffedbe" data-pin="fill" data-if="nen=nhat"/>'
    )
    assert "check-contrast" in found(layout(empty_library, GROUND + pale + FRAME, slots))


def test_slots_that_meet_at_one_end_are_found_and_not_made(empty_library, tmp_path, capsys):
    layout(empty_library, GROUND + FRAME + BELOW, SLOGAN + UNIT)
    assert "slots-touch" in found(Library(empty_library.root))
    words = ["--text", "Hà Nội xanh", "--slot", "unit=UBND phường", "--allow-draft"]
    order = ["make", *words, "--layout", "thu", "--out", str(tmp_path / "out")]
    library = ["--library", str(empty_library.root), "--lang", "en"]
    assert run([*library, *order, "--size", "1500x1200mm"]) == 2
    told = capsys.readouterr().err
    assert all(word in told for word in ("slogan", "unit", "1500x1200mm", "layouts check thu"))
    assert not list((tmp_path / "out").rglob("*.pdf"))


def test_missing_bleed_names_edges_ratio_and_how_far(empty_library):
    corner = '<g><path d="M0 60 30 60 30 100 0 100Z" fill="#ffdd00" data-pin="left bottom"/></g>'
    body = GROUND + corner + FRAME
    (fault,) = check_layout("thu", layout(empty_library, body)).findings
    assert (fault.code, fault.where) == ("layout-short-of-bleed", "m.svg <path> (2)")
    assert set(fault.params["sides"]) == {"side-left", "side-bottom"}
    again = body.replace("M0 60 30 60 30 100 0 100Z", "M-{0} 60 30 60 30 {1} -{0} {1}Z")
    far = fault.params["beyond"]
    master = empty_library.root / "layouts" / "thu" / "m.svg"
    text = master.read_text(encoding="utf-8").replace(body, again.format(far, 100 + far))
    master.write_text(text, encoding="utf-8")
    assert check_layout("thu", Library(empty_library.root)).findings == []


def test_faults_of_slots_do_not_hide_those_of_art(empty_library):
    slots = SLOGAN.replace("vang-sao", "vang-chanh") + UNIT.replace("Be Vietnam Pro", "Be Vietnam")
    sun = '<circle id="sun" cx="4" cy="50" r="4" fill="#ffdd00" data-pin="left"/>'
    codes = set(found(layout(empty_library, GROUND + sun + FRAME, slots)))
    assert codes == {"unknown-ink", "font-missing", "layout-short-of-bleed"}
