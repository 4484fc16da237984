"""Slots of lists, figures, pictures and codes, in a small library."""

import io
import math

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from tests.fill.conftest import GROUND

from poster.errors import RequestError, WordsError
from poster.fill.slots import holds
from poster.inks import lightness, lightness_of
from poster.render.compare import compare
from poster.render.strips import Raster
from poster.svg.nodes import Group, Shape
from poster.svg.nodes import Image as Picture

FONT = "font: Be Vietnam Pro, weight: 700, fill: trang, accent: vang-sao"
LAYOUT = f"""
title: Nhỏ
slots:
  slogan: {{type: text, required: true, font: Roboto Condensed, weight: 800, fill: trang}}
  points: {{type: list, {FONT}, points: 4}}
  figures: {{type: figures, {FONT}, points: 6}}
  photo: {{type: image, focus: [50, 50]}}
  logo: {{type: image, fit: contain, sponsor: true}}
  qr: {{type: qr, fill: den, read_at_m: 1}}
masters:
  land.svg: {{ratio: [0.2, 16], max_lines: 6}}
"""
BODY = """
<rect data-slot="photo" data-if="photo" data-pin="fill" x="0" y="0" width="1000" height="500"/>
<rect data-slot="slogan" data-pin="stretch-x top" x="40" y="20" width="920" height="100"/>
<rect data-slot="points" data-if="points" x="40" y="140" width="600" height="320"/>
<rect data-slot="figures" data-if="figures" x="40" y="140" width="920" height="320"/>
<rect data-slot="logo" data-if="logo" data-pin="right bottom" x="800" y="400" width="150" height="80"/>
<rect data-slot="qr" data-if="qr" data-pin="right bottom" x="760" y="200" width="200" height="200"/>
"""


@pytest.fixture
def blocks(small):
    small.layout(GROUND + BODY, LAYOUT)
    return small


def compose(blocks, size="1000x500mm", text="Hà Nội", **values):
    """As `Small.compose`, with pictures looked for in the library's own folder."""
    job, library = blocks.job(text, size, folder=blocks.root, **values)
    return blocks.compose_job(job, library)


def named(node, name):
    """The node of that name in a tree."""
    if node.id == name:
        return node
    children = node.children if isinstance(node, Group) else ()
    return next((found for child in children if (found := named(child, name))), None)


def find(composition, name):
    return next(found for node in composition.nodes if (found := named(node, name)))


def colours(picture):
    """Every pixel of an RGB picture, row by row."""
    data = picture.tobytes()
    return zip(data[::3], data[1::3], data[2::3], strict=True)


def codes(composition):
    return {finding.code for finding in composition.findings}


# ---------------------------------------------------------------- lists


def test_points_stand_below_each_other_at_one_size_with_their_numbers_before_them(blocks):
    composed = compose(blocks, points="Một\nHai ý dài hơn nhiều so với ý đầu, phải xuống dòng\nBa")
    boxes = [find(composed, f"points-{place}").bounds for place in (1, 2, 3)]
    numbers = [find(composed, f"points-number-{place}").bounds for place in (1, 2, 3)]
    assert boxes[0].bottom < boxes[1].y and boxes[1].bottom < boxes[2].y
    assert all(number.right < box.x for number, box in zip(numbers, boxes, strict=True))
    frame = find(composed, "slot-points").bounds
    # The safe area takes 8 mm on each side of the master, which is drawn at 0.968 for it.
    assert frame.x >= 46.7 and frame.right <= 643.6 and frame.y >= 143.4 and frame.bottom <= 454


def test_one_point_needs_no_number(blocks):
    with pytest.raises(StopIteration):
        find(compose(blocks, points="Chỉ một ý"), "points-number-1")


def test_too_many_points_are_refused_with_the_count(blocks):
    with pytest.raises(RequestError, match="slot-points") as error:
        blocks.job(points=" | ".join("abcde"))
    assert (error.value.params["count"], error.value.params["most"]) == (5, 4)


def test_a_wrong_date_in_a_point_is_caught_by_the_words_guard(blocks):
    with pytest.raises(WordsError):
        blocks.job(points="Họp lúc 8 giờ\nKỷ niệm Cách mạng Tháng Tám 30/2/2026")


def test_a_stressed_word_is_in_the_second_ink(blocks):
    svg = compose(blocks, points="Mang theo *thẻ căn cước* nhé").artwork.svg.decode()
    assert 'id="points-1-line-1-emphasis"' in svg


def test_points_stay_below_the_slogan_where_the_master_says_so(blocks):
    limited = BODY.replace('data-slot="points"', 'data-slot="points" data-cap-of="slogan 0.5"')
    blocks.layout(GROUND + limited, LAYOUT)
    composed = compose(
        blocks, text="Một khẩu hiệu dài để chữ nhỏ lại mà vẫn đọc được", points="Ý\nHai"
    )
    capital = find(composed, "points-2").bounds.height  # "Hai" has no accent and no tail
    assert capital <= composed.settings["slogan"].cap_mm * 0.5 * 1.08


@pytest.mark.parametrize(
    ("condition", "held"),
    [("a", 1), ("!a", 0), ("a|b", 1), ("b|c", 0), ("!b|c", 1), ("!a|b", 0), ("b|a|c !c", 1)],
)
def test_a_condition_may_name_several_slots(condition, held):
    assert holds(condition, {"a": "x", "b": "", "c": ""}) is bool(held)


# ---------------------------------------------------------------- figures

INCOME = "tối thiểu 12.000 | USD | Thu nhập | 2030 || 42.000 | | | 2045 || 95.000 | | | 2065"
GROWTH = "trên 11 | %/năm | Tăng trưởng | 2026-2045 || trên 5 | %/năm | | 2046-2065"


def test_bars_are_as_high_as_their_numbers_and_stand_where_their_years_lie(blocks):
    composed = compose(blocks, figures=INCOME)
    bars = [find(composed, f"figures-1-bar-{place}").bounds for place in (1, 2, 3)]
    heights = [bar.height for bar in bars]
    assert heights[1] / heights[2] == pytest.approx(42 / 95, abs=0.005)
    assert heights[0] / heights[2] == pytest.approx(12 / 95, abs=0.005)
    first, second, third = (bar.cx for bar in bars)
    assert (second - first) / (third - first) == pytest.approx(15 / 35, abs=0.001)


def test_a_span_of_years_is_as_wide_as_it_is_long(blocks):
    composed = compose(blocks, figures="8 | % | Tăng trưởng | 2026-2030 || 11 | | | 2031-2045")
    one, two = (find(composed, f"figures-1-bar-{place}").bounds for place in (1, 2))
    assert two.width / one.width == pytest.approx(3, abs=0.03)


def test_what_qualifies_a_number_is_part_of_the_figure(blocks):
    composed = compose(blocks, figures=INCOME)
    qualifier = find(composed, "figures-1-1-qualifier").bounds
    value, unit = (find(composed, f"figures-1-1-{what}").bounds for what in ("value", "unit"))
    assert qualifier.bottom < value.y < value.bottom < unit.y
    with pytest.raises(StopIteration):
        find(composed, "figures-1-2-qualifier")


@pytest.mark.slow
def test_nothing_of_an_infographic_touches_or_is_thinner_than_half_a_millimetre(blocks):
    text = f"{INCOME} || {GROWTH} || tối thiểu 40 % | | Kinh tế số | 2030 || 50 % | | | 2035"
    for size in ("1000x500mm", "420x594mm", "800x2000mm", "6000x800mm"):
        composed = compose(blocks, size=size, figures=text)
        group = find(composed, "slot-figures")
        labels = [
            named(group, f"figures-{panel}-{place}-value").bounds
            for panel, count in ((1, 3), (2, 2), (3, 2)) for place in range(1, count + 1)
        ]  # fmt: skip
        for place, one in enumerate(labels):
            assert all(
                one.intersect(other).width <= 0 or one.intersect(other).height <= 0
                for other in labels[place + 1 :]
            )
        thin = [
            shape.bounds for panel in group.children for shape in panel.children
            if isinstance(shape, Shape) and shape.id.rpartition("-")[0].endswith(("tick", "bar"))
        ]  # fmt: skip
        assert thin and all(min(box.width, box.height) >= 0.499 for box in thin)


def test_many_years_are_drawn_all_and_written_in_part(blocks):
    text = "\n".join(f"{10 + year % 7} | % | Tỷ lệ | {2015 + year}" for year in range(12))
    composed = compose(blocks, figures=text)
    group = find(composed, "slot-figures")
    bars = [place for place in range(1, 13) if named(group, f"figures-1-bar-{place}")]
    written = [place for place in range(1, 13) if named(group, f"figures-1-{place}-value")]
    assert len(bars) == 12 and written == [1, 7, 12]


def test_numbers_without_years_stand_alone(blocks):
    composed = compose(
        blocks, figures="126 | xã, phường | Thành phố có || 8,5 | triệu người | Dân số"
    )
    assert find(composed, "figures-1-1-value") and find(composed, "figures-2-1-unit")
    with pytest.raises(StopIteration):
        find(composed, "figures-1-bar-1")


# ---------------------------------------------------------------- codes


def test_a_code_is_read_back_from_the_raster_of_the_piece(blocks):
    composed = compose(blocks, qr="https://hanoi.gov.vn/dang-ky?id=12")
    shown = Raster(composed.artwork, composed.artwork.trim, 1000, 500).image()
    (read,) = zxingcpp.read_barcodes(shown)
    assert read.text == "https://hanoi.gov.vn/dang-ky?id=12"
    quiet = find(composed, "qr-quiet").bounds
    assert quiet.width == pytest.approx(quiet.height)


def test_a_code_too_small_for_its_distance_is_warned_of_and_too_fine_is_refused(blocks):
    assert "qr-small" not in codes(compose(blocks, size="1000x500mm", qr="https://a.vn"))
    assert "qr-small" in codes(compose(blocks, size="500x250mm", qr="https://a.vn"))
    with pytest.raises(RequestError, match="qr-fine"):
        compose(blocks, size="100x50mm", qr="https://a.vn/" + "x" * 200)


# ---------------------------------------------------------------- pictures


def photo(blocks, width=1000, height=500, name="anh.png", colour=(200, 180, 160)):
    """Grey stripes at the ends of both diagonals; a red spot at a quarter, a blue one at three."""
    picture = Image.new("RGB", (width, height), colour)
    pen = ImageDraw.Draw(picture)
    for share, paint in ((0.25, "#d02020"), (0.75, "#2020d0")):
        x, y, r = share * width, share * height, height * 0.12
        pen.ellipse((x - r, y - r, x + r, y + r), fill=paint)
    picture.save(blocks.root / name)
    return name


def test_a_photo_fills_its_frame_to_the_edge_and_both_engines_agree(blocks):
    composed = compose(blocks, photo=photo(blocks))
    node = find(composed, "slot-photo")
    assert isinstance(node, Group) and isinstance(node.children[0], Picture)
    printed = composed.artwork.printed
    assert node.clip.bounds.contains(printed) and node.children[0].bounds.contains(printed, 0.01)
    assert compare(composed.artwork).agrees


@pytest.mark.parametrize(("focus", "seen"), [("25% 25%", "#d02020"), ("75% 75%", "#2020d0")])
def test_the_place_that_matters_stays_in_sight(blocks, focus, seen):
    composed = compose(blocks, size="500x1000mm", photo=f"{photo(blocks)} | {focus}")
    picture = Raster(composed.artwork, composed.artwork.trim, 100, 200).image()
    wanted = tuple(int(seen[at : at + 2], 16) for at in (1, 3, 5))
    other = tuple(reversed(wanted))
    shown = set(colours(picture))
    assert wanted in shown and other not in shown


@pytest.mark.slow
def test_a_photo_is_never_stretched(blocks):
    """The spot stays a circle on every shape."""
    name = photo(blocks)
    for size in ("1000x500mm", "2000x500mm", "500x500mm"):
        composed = compose(blocks, size=size, photo=f"{name} | 25% 25%")
        trim = composed.artwork.trim
        shown = Raster(composed.artwork, trim, round(trim.width), round(trim.height)).image()
        red = [
            (at % shown.width, at // shown.width)
            for at, pixel in enumerate(colours(shown)) if pixel == (208, 32, 32)
        ]  # fmt: skip
        xs, ys = {x for x, _ in red}, {y for _, y in red}
        assert len(xs) == pytest.approx(len(ys), rel=0.03)


def test_a_logo_stands_whole_in_its_frame(blocks):
    composed = compose(blocks, logo=photo(blocks, 400, 400, "logo.png"))
    box = find(composed, "logo-picture").bounds
    assert box.width == pytest.approx(80 * 0.968) == box.height
    assert box.cx == pytest.approx(992 - 125 * 0.968) and box.bottom == pytest.approx(
        492 - 20 * 0.968
    )


def test_a_coarse_photo_is_warned_of_and_a_hopeless_one_refused(blocks):
    found = {f.code: f for f in compose(blocks, photo=photo(blocks, 800, 400)).findings}
    warned = found["picture-below"].params
    assert warned["ppi"] == pytest.approx(800 / 1010 * 25.4, rel=0.05)
    with pytest.raises(RequestError, match="picture-coarse") as error:
        compose(blocks, photo=photo(blocks, 100, 50, "be.png"))
    assert error.value.params["least"].startswith("7") or error.value.params["least"]
    eye_ppi = 25.4 / 1000 / math.tan(math.radians(1 / 60)) / 5
    assert error.value.params["least_ppi"] == pytest.approx(eye_ppi, abs=0.1)


def test_a_picture_that_is_not_there_names_what_is(blocks):
    photo(blocks, name="ho-tay.png")
    with pytest.raises(RequestError, match="picture-missing") as error:
        blocks.job(folder=blocks.root, photo="ho-tai.png")
    assert "ho-tay.png" in error.value.params["nearest"]


def test_the_same_photo_gives_the_same_artwork(blocks):
    name = photo(blocks)
    assert compose(blocks, photo=name).artwork.svg == compose(blocks, photo=name).artwork.svg


# ---------------------------------------------------------------- shades

SHADE = """
<defs><linearGradient id="g" gradientUnits="userSpaceOnUse" x1="0" y1="500" x2="0" y2="0">
<stop offset="0" stop-color="#000000"/><stop offset="0.6" stop-color="#000000"/>
<stop offset="1" stop-color="#000000" stop-opacity="0"/></linearGradient></defs>
<rect data-slot="photo" data-pin="fill" x="0" y="0" width="1000" height="500"/>
<rect id="shade" data-shade="photo" data-pin="fill" x="0" y="0" width="1000" height="500" fill="url(#g)"/>
<rect data-slot="slogan" data-valign="bottom" x="40" y="300" width="920" height="160"/>
"""


def least_contrast(composed, name="slogan"):
    """Of the piece without its type: the least difference of L* between the type and any pixel."""
    from dataclasses import replace

    from poster.svg.nodes import to_artwork

    bare = [node for node in composed.nodes if node.id != f"slot-{name}"]
    artwork = to_artwork(bare, composed.artwork.trim, composed.artwork.printed)
    own = lightness(composed.frames[name].colours[0])
    least = 100.0
    for line in composed.settings[name].lines:
        shown = Raster(replace(artwork), line.ink, 300, 40).image()
        least = min(least, *(abs(own - lightness_of(p)) for p in set(colours(shown))))
    return least


@pytest.mark.parametrize("level", [0, 90, 140, 200, 255])
def test_type_on_any_photo_differs_from_it_by_half_of_all_lightness(blocks, level):
    blocks.layout(GROUND + SHADE, LAYOUT)
    name = photo(blocks, colour=(level, level, level))
    composed = compose(blocks, photo=name, text="Hồ Tây sớm mai")
    assert least_contrast(composed) >= 49.0


def shade_strength(blocks, level):
    composed = compose(blocks, photo=photo(blocks, colour=(level,) * 3, name=f"{level}.png"))
    return find(composed, "shade").fill.stops[0].opacity


def test_a_dark_photo_is_left_alone_and_a_bright_one_shaded_no_more_than_it_needs(blocks):
    blocks.layout(GROUND + SHADE, LAYOUT)
    strengths = [shade_strength(blocks, level) for level in (20, 160, 255)]
    assert strengths[0] < strengths[1] < strengths[2] < 0.7


def test_a_shade_reaches_as_far_as_the_type_does(blocks):
    blocks.layout(GROUND + SHADE, LAYOUT)
    name = photo(blocks)

    def end_of_dense(text):
        fill = find(compose(blocks, photo=name, text=text), "shade").fill
        y1, y2 = fill.numbers[1], fill.numbers[3]
        place = fill.stops[1].offset
        return fill.transform.apply(0, y1 + (y2 - y1) * place)[1]

    for text in ("Hà Nội", "Một khẩu hiệu dài hơn nhiều, đủ để xuống hai ba dòng trong khung này"):
        top = min(
            line.ink.y for line in compose(blocks, photo=name, text=text).settings["slogan"].lines
        )
        assert top - 40 < end_of_dense(text) < top


def test_a_shade_that_cannot_help_is_a_fault_of_the_layout(blocks):
    weak = SHADE.replace('stop-color="#000000"/>', 'stop-color="#000000" stop-opacity=".1"/>')
    blocks.layout(GROUND + weak, LAYOUT)
    with pytest.raises(RequestError, match="layout-shade-weak"):
        compose(blocks, photo=photo(blocks, colour=(255, 255, 255)))
    group = SHADE.replace(
        'fill="url(#g)"/>\n<rect data-slot="slogan"',
        'fill="url(#g)" opacity=".5"/>\n<rect data-slot="slogan"',
    )
    blocks.layout(GROUND + group, LAYOUT)
    with pytest.raises(RequestError) as error:
        compose(blocks, photo=photo(blocks))
    assert [f.code for f in error.value.findings] == ["layout-shade"]


# ---------------------------------------------------------------- sponsors


def test_a_sponsor_brings_the_rule_with_its_source_and_date_and_is_never_refused(blocks):
    composed = compose(blocks, logo=photo(blocks, 400, 400, "logo.png"))
    rule = next(f for f in composed.findings if f.code == "sponsor-rule")
    assert "16/2012" in rule.params["source"] and rule.params["amended_from"] == "01/01/2026"
    assert not codes(composed) & {"sponsor-share", "sponsor-place-right", "sponsor-place-foot"}
    assert "sponsor-rule" not in codes(compose(blocks))


def test_a_sponsor_too_large_or_misplaced_is_told(blocks):
    large = BODY.replace(
        'x="800" y="400" width="150" height="80"', 'x="40" y="130" width="500" height="340"'
    )
    blocks.layout(GROUND + large, LAYOUT)
    composed = compose(blocks, logo=photo(blocks, 1000, 680, "logo.png"))
    assert {"sponsor-share", "sponsor-place-right"} <= codes(composed)


def test_pictures_reach_the_artwork_as_files_of_their_own_kind(blocks):
    import base64
    import re

    svg = compose(blocks, photo=photo(blocks)).artwork.svg.decode()
    ((kind, data),) = re.findall(r'href="data:image/(png|jpeg);base64,([^"]+)"', svg)
    with Image.open(io.BytesIO(base64.b64decode(data))) as opened:
        assert opened.format.lower() == kind
