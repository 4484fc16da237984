import pytest

from poster.errors import RequestError
from poster.fill.master import Item, PinnedFrame, read_master
from poster.fill.slots import holds, slot_name
from poster.geometry import Rect
from poster.svg import xml
from poster.svg.nodes import Gradient, Group, Shape

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 500" data-margin="20" '
    'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape">'
)


def drawing(body, values=None, pins=None):
    return read_master(f"{HEAD}{body}</svg>".encode(), "m.svg", values or {}, pins or {})


def faults(body, **more):
    with pytest.raises(RequestError) as caught:
        drawing(body, **more)
    assert caught.value.code == "layout-faults"
    return [(finding.code, finding.where) for finding in caught.value.findings]


def test_transforms_and_style_of_an_unpinned_group_pass_to_its_children():
    (item,) = drawing(
        '<g transform="translate(10 20)" fill="#da251d"><rect width="5" height="5" '
        'data-pin="left"/></g>'
    ).parts
    assert isinstance(item.node, Shape)
    assert item.node.fill == "#da251d"
    assert item.node.bounds == Rect(10, 20, 5, 5)


def test_a_pinned_group_is_one_item_with_its_opacity_and_clip():
    (item,) = drawing(
        '<defs><clipPath id="c"><circle cx="5" cy="5" r="4"/></clipPath></defs>'
        '<g id="g" data-pin="left" opacity="50%" clip-path="url(#c)"><rect width="9" height="9"/>'
        '<path d="M0 0h3v3z" style="fill:none;stroke:rgb(255,0,0);stroke-width:2"/></g>'
    ).parts
    group = item.node
    assert isinstance(group, Group)
    assert group.opacity == 0.5
    assert group.clip.bounds.width == pytest.approx(8)
    assert [child.fill for child in group.children] == ["#000000", None]
    assert group.children[1].stroke.paint == "#ff0000"


def test_gradients_in_box_units_are_turned_into_user_space():
    (item,) = drawing(
        '<linearGradient id="a"><stop offset="0" stop-color="#fff"/><stop offset="1" '
        'stop-color="red" stop-opacity=".5"/></linearGradient>'
        '<linearGradient id="b" href="#a" x2="0" y2="1"/>'
        '<rect x="100" y="50" width="200" height="80" fill="url(#b)" data-pin="left"/>'
    ).parts
    gradient = item.node.fill
    assert isinstance(gradient, Gradient)
    x1, y1, x2, y2 = gradient.numbers
    assert gradient.transform.apply(x1, y1) == pytest.approx((100, 50))
    assert gradient.transform.apply(x2, y2) == pytest.approx((100, 130))
    assert [(stop.colour, stop.opacity) for stop in gradient.stops] == [
        ("#ffffff", 1), ("#ff0000", 0.5)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "mark",
    [
        'data-slot="slogan"',
        'id="slot-slogan"',
        'id="slot_x3A_slogan"',
        'id="slot_x3A_slogan_1_"',
        'id="slot-slogan_00000123456789012345_"',
        'inkscape:label="slot:slogan"',
    ],
)
def test_a_slot_is_marked_as_each_program_can(mark):
    (part,) = drawing(f'<rect {mark} x="1" y="2" width="30" height="40"/>').parts
    assert isinstance(part, PinnedFrame)
    assert part.frame.slot == "slogan"
    assert part.frame.box == Rect(1, 2, 30, 40)
    assert part.pin.stretches


def test_ordinary_ids_are_no_slots():
    element = xml.svg_element("rect", {"id": "sloth-3"})
    assert slot_name(element) is None


def test_pins_can_come_from_the_layout_for_tools_without_data_attributes():
    (item,) = drawing('<rect id="star" width="5" height="5"/>', pins={"#star": "right top"}).parts
    assert isinstance(item, Item)
    assert (item.pin.across, item.pin.down, item.unpinned) == ("right", "top", False)


def test_elements_are_kept_by_their_condition():
    body = (
        '<rect data-pin="fill" data-if="unit" width="1" height="1"/>'
        '<g data-pin="left"><rect data-if="!unit" id="x" width="2" height="2"/>'
        '<rect width="3" height="3"/></g>'
    )
    assert len(drawing(body, {"unit": "UBND"}).parts) == 2
    (group,) = drawing(body, {"unit": ""}).parts
    assert len(group.node.children) == 2


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        ("", True),
        ("unit", True),
        ("!unit", False),
        ("logo", False),
        ("emblem=sao", True),
        ("emblem=bua-liem|sao", True),
        ("emblem!=sao", False),
        ("unit emblem!=bua-liem", True),
    ],
)
def test_conditions(condition, answer):
    assert holds(condition, {"unit": "UBND", "emblem": "sao"}) is answer


def test_every_fault_is_told_at_once_with_its_element():
    found = faults(
        '<text id="t">x</text><rect id="p" data-pin="links" width="1" height="1"/>'
        '<path id="d" d="M0 0 L" data-pin="left"/>'
        '<circle id="s" r="5" data-pin="stretch-x"/>'
        '<g id="o" opacity=".5"><rect width="1" height="1" data-pin="left"/></g>'
        '<g id="outer" data-pin="left"><rect id="inner" width="1" height="1" data-pin="top"/></g>'
        '<rect id="f" filter="url(#blur)" width="1" height="1" data-pin="left"/>'
        '<image id="i" href="x.png" data-pin="left"/>'
        '<rect id="k" data-if="a &amp; b" width="1" height="1"/>'
        '<ellipse id="n" rx="1" ry="1" fill="url(#missing)" data-pin="left"/>'
        '<rect id="u" width="4" height="4" stroke="#000" transform="scale(2 1)" data-pin="left"/>'
    )
    assert found == [
        ("svg-feature", "t"),
        ("layout-pin", "p"),
        ("svg-geometry", "d"),
        ("layout-stretch", "s"),
        ("layout-unpinned-group", "o"),
        ("layout-pin-inside", "inner"),
        ("svg-feature", "f"),
        ("svg-image", "i"),
        ("layout-condition", "k"),
        ("svg-feature", "n"),
        ("svg-uneven-stroke", "u"),
    ]


@pytest.mark.parametrize("size", ['viewBox="0 0 0 5"', "", 'width="100%" height="100%"'])
def test_a_master_without_a_size_is_refused(size):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}/>'
    with pytest.raises(RequestError, match="svg-no-size"):
        read_master(svg.encode(), "m.svg", {}, {})
