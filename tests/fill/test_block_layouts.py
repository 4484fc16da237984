"""The starter library's layouts with figures, photos, lists and codes, on every shape."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest
import zxingcpp

from poster.fill.clearance import shapes_of
from poster.fill.compose import compose
from poster.inks import lightness, lightness_of
from poster.intake import Request, read_request
from poster.library import Library, starter_library
from poster.render.compare import compare
from poster.render.strips import Raster
from poster.sheet import make_sheet
from poster.svg.nodes import to_artwork

SIZES = ("6x0.8m", "3x1m", "man-hinh-1080p", "1000x1000mm", "a2", "phuon-0.8x2m", "600x2400mm")
SHORT, LONG = "5K", (
    "ĐẢNG BỘ, CHÍNH QUYỀN VÀ NHÂN DÂN CÁC DÂN TỘC XÃ ĐẮK R'LẤP ĐOÀN KẾT, PHÁT HUY NỘI LỰC, TRANH "
    "THỦ MỌI NGUỒN LỰC, PHẤN ĐẤU HOÀN THÀNH THẮNG LỢI CÁC CHỈ TIÊU NGHỊ QUYẾT ĐẠI HỘI ĐẢNG BỘ XÃ "
    "LẦN THỨ I, NHIỆM KỲ 2025 - 2030 ĐÃ ĐỀ RA"
)  # fmt: skip


@pytest.fixture(scope="module")
def library():
    return Library(starter_library())


def composed(library, layout, size, text=SHORT, **values):
    samples = {
        name: slot.sample for name, slot in library.layout(layout).slots.items() if slot.sample
    }  # fmt: skip
    given = {"unit": "UBND phường Đống Đa", **samples, **values}
    given = {name: value for name, value in given.items() if value}
    request = Request(layout, date(2026, 4, 20), sizes=[size], text=text, values=given)
    (job,) = read_request(request, library).jobs
    return compose(job, make_sheet(job.size, job.shop), library)


def shapes(nodes):
    return (shape for node in nodes for shape in shapes_of(node))


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["chi-tieu", "anh-nen", "thong-bao"])
@pytest.mark.parametrize("size", SIZES)
def test_the_shortest_and_the_longest_slogan_are_set_and_both_engines_agree(library, layout, size):
    for text in (SHORT, LONG):
        composition = composed(library, layout, size, text)
        for name, setting in composition.settings.items():
            assert composition.frames[name].box.contains(setting.ink, 0.01), name
        assert compare(composition.artwork).agrees
        assert not {f.code for f in composition.findings} & {"layout-unpinned", "colour-not-ink"}


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["chi-tieu", "thong-bao"])
@pytest.mark.parametrize("size", SIZES)
def test_what_is_left_out_leaves_a_whole_layout(library, layout, size):
    optional = [
        name for name, slot in library.layout(layout).slots.items()
        if not slot.required and slot.sample
    ]  # fmt: skip
    for missing in ((), *((name,) for name in optional), tuple(optional)):
        for unit in ("UBND phường Đống Đa", ""):
            values = dict.fromkeys(missing, "")
            composition = composed(library, layout, size, **values, unit=unit)
            assert compare(composition.artwork, 400).share < 0.02


@pytest.mark.parametrize("layout", ["chi-tieu", "anh-nen", "thong-bao"])
def test_nothing_is_thinner_than_half_a_millimetre_on_the_smallest_piece(library, layout):
    composition = composed(library, layout, "a4")
    for shape in shapes(composition.nodes):
        if shape.stroke is None and shape.id.endswith(("edge", "rule", "accent", "axis", "head")):
            assert min(shape.bounds.width, shape.bounds.height) >= 0.5, shape.id


@pytest.mark.parametrize("size", ["6x0.8m", "a2"])
def test_type_on_the_sample_photo_is_read_everywhere(library, size):
    composition = composed(library, "anh-nen", size, "Hồ Tây - Hà Nội sớm mai")
    bare = [
        node for node in composition.nodes if node.id not in ("slot-slogan", "slot-unit")
    ]  # fmt: skip
    artwork = to_artwork(bare, composition.artwork.trim, composition.artwork.printed)
    for name, setting in composition.settings.items():
        own = lightness(composition.frames[name].colours[0])
        for line in setting.lines:
            shown = Raster(dataclasses.replace(artwork), line.ink, 400, 60).image().tobytes()
            ground = set(zip(shown[::3], shown[1::3], shown[2::3], strict=True))
            assert min(abs(own - lightness_of(colour)) for colour in ground) >= 48


@pytest.mark.parametrize("size", ["man-hinh-1080p", "a3", "standee-0.8x1.8m"])
def test_the_code_of_a_notice_is_read_from_its_raster(library, size):
    composition = composed(library, "thong-bao", size, "Cấp căn cước cho người cao tuổi")
    trim = composition.artwork.trim
    width = 1200
    shown = Raster(composition.artwork, trim, width, round(width / trim.ratio)).image()
    assert [code.text for code in zxingcpp.read_barcodes(shown)] == ["https://hanoi.gov.vn"]


def test_what_comes_with_a_layout_is_never_printed_unsaid(library):
    for layout, slot in (("chi-tieu", "figures"), ("anh-nen", "photo")):
        found = composed(library, layout, "a3").findings
        assert [f.where for f in found if f.code == "slot-default"] == [slot]
    own = composed(library, "chi-tieu", "a3", figures="5 | xã | Số xã | 2030").findings
    assert "slot-default" not in {f.code for f in own}


def test_the_sample_figures_keep_what_qualifies_them(library):
    composition = composed(library, "chi-tieu", "a2")
    names = [node.id for node in shapes(composition.nodes)]
    assert sum(name.endswith("-qualifier") for name in names) == 7
    assert sum("-bar-" in name for name in names) == 9
    assert Path(library.root / "layouts" / "anh-nen" / "ho-tay.jpg").stat().st_size < 500_000
