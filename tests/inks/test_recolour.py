"""Every colour of a drawn page becomes DeviceCMYK; what is not understood is refused."""

import io
from decimal import Decimal

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image
from pressart import artwork, box, image, linear, photo, saved

from poster.errors import RenderError
from poster.press.pdfx import foreign_colours
from poster.press.recolour import to_cmyk

FADE = linear("fade", [(0, "#ffdd00", 1), (1, "#da251d", 0)])
RUN = linear("run", [(0, "#da251d", 1), (0.5, "#808080", 1), (1, "#ffdd00", 1)])
CLIP = '<clipPath id="cut" clipPathUnits="userSpaceOnUse"><path d="M 0 0 L 60 0 L 30 40 Z"/></clipPath>'
#: A body for each thing that cairo writes in its own way.
BODIES = {
    "fill": box(10, 10, 20, 20, "#ffdd00"),
    "stroke": '<path d="M 10 10 L 90 40" fill="none" stroke="#0b4ea2" stroke-width="3"/>',
    "thin fill": box(10, 10, 20, 20, "#123456", fill_opacity=0.4),
    "gradient": box(0, 10, 100, 20, "url(#run)"),
    "reflected gradient": box(0, 10, 100, 20, "url(#mirror)"),
    "radial gradient": box(0, 10, 100, 20, "url(#sun)"),
    "fading gradient": box(0, 10, 100, 20, "url(#fade)"),
    "fading stroke": '<path d="M 10 10 L 90 40" fill="none" stroke="url(#fade)" stroke-width="3"/>',
    "group": f'<g opacity="0.5">{box(10, 10, 20, 20, "#ffdd00")}{box(20, 15, 20, 20, "#00ff00")}</g>',
    "group in a group": f'<g opacity="0.5"><g opacity="0.4">{box(1, 1, 9, 9, "url(#fade)")}'
    f"{box(5, 5, 9, 9, '#abcdef')}</g>{box(8, 8, 9, 9, '#ffffff')}</g>",
    "clip": f'<g clip-path="url(#cut)">{box(0, 0, 90, 40, "url(#run)")}</g>',
    "photo": image(photo(), "jpeg"),
    "grey photo": image(photo("L"), "jpeg"),
    "pixels": image(photo(), "png"),
    "pixels with alpha": image(photo("RGBA"), "png"),
    "two colours": image(Image.new("1", (8, 8)), "png"),
}
DEFS = (
    FADE + RUN + CLIP + RUN.replace('"run"', '"mirror" spreadMethod="reflect"').replace('x2="100"', 'x2="30"')
    + '<radialGradient id="sun" gradientUnits="userSpaceOnUse" cx="50" cy="20" r="30" fx="40" fy="20"'
    ' spreadMethod="repeat"><stop offset="0" stop-color="#ffdd00"/>'
    '<stop offset="1" stop-color="#123456"/></radialGradient>'
)  # fmt: skip


@pytest.mark.parametrize("kind", BODIES)
def test_no_rgb_is_left_in_any_object(recoloured, kind):
    with recoloured(artwork(BODIES[kind], DEFS)) as pdf:
        assert foreign_colours(saved(pdf)) == ()
        groups = [
            thing.Group.CS
            for thing in pdf.objects
            if isinstance(thing, Dictionary | pikepdf.Stream) and "/Group" in thing
        ]
        masks = sum(
            isinstance(thing, Dictionary) and thing.get("/S") == "/Luminosity"
            for thing in pdf.objects
        )
        assert groups.count(Name.DeviceGray) == masks
        assert groups.count(Name.DeviceCMYK) == len(groups) - masks


def test_the_check_itself_sees_rgb(separation):
    """The same pages before the pass: each is found out."""
    from poster.render.surface import draw_pdf

    for body in BODIES.values():
        assert "/DeviceRGB" in foreign_colours(draw_pdf(artwork(body, DEFS), 1))


def operands(pdf, operator):
    return [
        [float(value) for value in one.operands]
        for one in pikepdf.parse_content_stream(pdf.pages[0], operator)
    ]


def test_every_ink_stands_in_the_file_to_the_digit(recoloured, library):
    inks = library.inks
    body = "".join(
        box(3 * place, 10, 2, 9, ink.srgb) for place, ink in enumerate(inks.by_name.values())
    )
    with recoloured(artwork(body)) as pdf:
        found = operands(pdf, "k")
    wanted = [list(inks.by_name["do-co"].cmyk), *(list(ink.cmyk) for ink in inks.by_name.values())]
    drawn = [[100 * part for part in colour] for colour in found]
    assert [
        colour for place, colour in enumerate(wanted) if not place or colour != wanted[place - 1]
    ] == [pytest.approx(colour) for colour in drawn]


def test_tints_greys_and_black_are_exact(recoloured, library):
    tint = library.inks.srgb("xanh-ha-noi@60")
    body = box(1, 1, 9, 9, tint) + box(1, 11, 9, 9, "#808080") + box(1, 21, 9, 9, "#000000")
    with recoloured(artwork(body)) as pdf:
        found = operands(pdf, "k")
    assert found[1] == pytest.approx([0.6, 0.45, 0, 0.06], abs=1e-4)
    assert found[2] == pytest.approx([0, 0, 0, 0.5], abs=0.002)
    assert found[3] == [0, 0, 0, 1]


def test_a_gradient_between_two_inks_has_their_numbers_at_its_ends(recoloured):
    with recoloured(artwork(box(0, 10, 100, 20, "url(#run)"), DEFS)) as pdf:
        (shading,) = pdf.pages[0].Resources.Shading.as_dict().values()
        parts = [
            [list(map(float, part.C0)), list(map(float, part.C1)), part.N]
            for part in shading.Function.Functions
        ]
    straight = [part for part in parts if part[0] != part[1]]
    assert [part[:2] for part in straight] == [
        [[0, 1, 1, 0], pytest.approx([0, 0, 0, 0.5], abs=0.002)],
        [pytest.approx([0, 0, 0, 0.5], abs=0.002), [0, 0.1, 1, 0]],
    ]
    assert {part[2] for part in parts} == {1}


def picture_of(pdf):
    (picture,) = (thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)
                  and thing.get("/Subtype") == "/Image" and thing.ColorSpace != Name.DeviceGray)  # fmt: skip
    return picture


def test_a_photo_goes_through_the_profile_and_is_inverted_as_adobe_does(recoloured, separation):
    with recoloured(artwork(image(photo(), "jpeg"))) as pdf:
        picture = picture_of(pdf)
        assert list(picture.Decode) == [1, 0] * 4
        with Image.open(io.BytesIO(picture.read_raw_bytes())) as opened:
            assert opened.mode == "CMYK"
            found = np.asarray(opened).astype(int)  # Pillow turns Adobe's inks round when it reads
    expected = np.asarray(separation.picture(photo())).astype(int)
    assert np.abs(found - expected).mean() < 4


def test_pixels_go_through_the_profile_without_loss_and_keep_their_alpha(recoloured, separation):
    with recoloured(artwork(image(photo("RGBA"), "png"))) as pdf:
        picture = picture_of(pdf)
        found = np.frombuffer(picture.read_bytes(), np.uint8)
        assert picture.SMask.ColorSpace == Name.DeviceGray
    with recoloured(artwork(image(photo(), "png"))) as pdf:
        opaque = np.frombuffer(picture_of(pdf).read_bytes(), np.uint8)
    assert found.size == opaque.size == 40 * 40 * 4
    # qpdf leaves TIFF's predictor alone or takes it back; either way the first pixel is itself.
    assert tuple(opaque[:4]) == separation.picture(photo()).getpixel((0, 0))


def page(content=b"", **resources):
    """A page of somebody else's."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(100, 100))
    pdf.pages[0].Contents = pdf.make_stream(content)
    pdf.pages[0].Resources = Dictionary({f"/{key}": value for key, value in resources.items()})
    return pdf


def function(**entries):
    return Dictionary(FunctionType=2, Domain=[0, 1], N=1, C0=[1, 0, 0], C1=[0, 0, 0], **entries)


def shading(**entries):
    return Dictionary({"/ShadingType": 2, "/ColorSpace": Name.DeviceRGB, "/Coords": Array([0, 0, 1, 0]),
                       "/Function": function(), **{f"/{key}": value for key, value in entries.items()}})  # fmt: skip


def form(pdf, content=b"0 0 9 9 re f", **entries):
    return pdf.make_stream(
        content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], **entries
    )


@pytest.mark.parametrize(
    ("content", "resources", "what"),
    [
        (b"BT ET", {}, "BT"),
        (b"/Sep cs 1 scn", {}, "cs"),
        (b"BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI", {}, "INLINE IMAGE"),
        (b"/Perceptual ri", {}, "ri"),
        (b"1 0 0 /p1 scn", {}, "scn"),
        (b"", {"Font": Dictionary()}, "/Font"),
        (b"", {"ColorSpace": Dictionary(Sep=Name.DeviceRGB)}, "/ColorSpace"),
        (b"", {"ExtGState": Dictionary(a=Dictionary(BM=Name.Multiply))}, "/BM"),
        (b"", {"ExtGState": Dictionary(a=Dictionary(TR=Name.Identity))}, "/TR"),
        (b"", {"Shading": Dictionary(a=shading(ShadingType=4))}, "4"),
        (b"", {"Shading": Dictionary(a=shading(ColorSpace=Name.Pattern))}, "/Pattern"),
        (b"", {"Shading": Dictionary(a=shading(Background=Array([1, 0, 0])))}, "/Background"),
        (b"", {"Shading": Dictionary(a=shading(Function=Dictionary(FunctionType=4)))}, "4"),
        (b"", {"Pattern": Dictionary(a=Dictionary(PatternType=1, Matrix=[1, 0, 0, 1, 0, 0], BBox=[0, 0, 1, 1]))}, "/BBox"),
        (b"", {"XObject": Dictionary(a=Dictionary(Subtype=Name.PS))}, "/PS"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_by_name(separation, content, resources, what):
    with page(content, **resources) as pdf, pytest.raises(RenderError) as caught:
        to_cmyk(pdf, separation)
    assert caught.value.code == "pdf-colour"
    assert what in caught.value.params["what"]


@pytest.mark.parametrize(
    "picture",
    [
        {"ColorSpace": Name.DeviceRGB, "BitsPerComponent": 16},
        {"ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8, "Decode": [1, 0] * 3},
        {"ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8, "Mask": [0, 1] * 3},
        {"ColorSpace": Array([Name.Indexed, Name.DeviceRGB, 1, b"abcdef"]), "BitsPerComponent": 8},
        {"ColorSpace": Name.DeviceCMYK, "BitsPerComponent": 8},
    ],
)
def test_other_pictures_are_refused(separation, picture):
    with page() as pdf:
        stream = pdf.make_stream(b"abc", Subtype=Name.Image, Width=1, Height=1, **picture)
        pdf.pages[0].Resources.XObject = Dictionary(a=stream)
        with pytest.raises(RenderError) as caught:
            to_cmyk(pdf, separation)
    assert caught.value.code == "pdf-colour"


def mask(pdf, content, **entries):
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    state = Dictionary(
        SMask=Dictionary(S=Name.Luminosity, G=form(pdf, content, Group=group), **entries)
    )
    pdf.pages[0].Resources.ExtGState = Dictionary(a=state)


@pytest.mark.parametrize("content", [b"1 0 0 rg 0 0 9 9 re f", b"0 0 0 1 k 0 0 9 9 re f"])
def test_a_soft_mask_in_colour_is_refused(separation, content):
    with page() as pdf:
        mask(pdf, content)
        with pytest.raises(RenderError):
            to_cmyk(pdf, separation)


def test_a_soft_mask_stays_grey_and_may_not_be_drawn_as_art_too(separation):
    with page() as pdf:
        mask(pdf, b"0.5 0.5 0.5 rg 0 0 9 9 re f")
        to_cmyk(pdf, separation)
        drawn = pdf.pages[0].Resources.ExtGState.a.SMask.G
        assert drawn.read_bytes().split(b"\n")[0] == b"0.5 g"
        assert Name.DeviceGray == drawn.Group.CS
    with page() as pdf:
        mask(pdf, b"0.5 g 0 0 9 9 re f")
        pdf.pages[0].Resources.XObject = Dictionary(a=pdf.pages[0].Resources.ExtGState.a.SMask.G)
        with pytest.raises(RenderError):
            to_cmyk(pdf, separation)


def test_colours_set_through_a_space_are_rewritten(separation):
    with page(b"/DeviceRGB cs 1 0.866667 0 sc /DeviceGray CS 0 SC 0 0 9 9 re B") as pdf:
        to_cmyk(pdf, separation)
        lines = pdf.pages[0].Contents.read_bytes().split(b"\n")
    assert lines[:4] == [b"/DeviceCMYK cs", b"0 0.1 1 0 k", b"/DeviceCMYK CS", b"0 0 0 1 K"]


def test_a_form_met_twice_is_changed_once(separation):
    with page() as pdf:
        shared = form(pdf, b"1 0.866667 0 rg 0 0 9 9 re f")
        outer = form(pdf, b"/a Do", Resources=Dictionary(XObject=Dictionary(a=shared)))
        pdf.pages[0].Resources.XObject = Dictionary(a=shared, b=outer)
        to_cmyk(pdf, separation)
        assert shared.read_bytes().startswith(b"0 0.1 1 0 k")


def test_a_sampled_function_is_translated_sample_by_sample(separation):
    with page() as pdf:
        samples = bytes.fromhex("da251d ffdd00 000000")
        sampled = pdf.make_stream(
            samples, FunctionType=0, Domain=[0, 1], Range=[0, 1] * 3, Size=[3], BitsPerSample=8
        )
        pdf.pages[0].Resources.Shading = Dictionary(a=shading(Function=sampled))
        to_cmyk(pdf, separation)
        made = pdf.pages[0].Resources.Shading.a.Function
        assert made.read_bytes() == bytes([0, 255, 255, 0, 0, 26, 255, 0, 0, 0, 0, 255])
        assert (list(made.Range), list(made.Size)) == ([0, 1] * 4, [3])


def test_numbers_are_written_in_full(separation):
    """No exponents: some readers of PDF take them for names."""
    with page(b"0.998 g 0 0 9 9 re f") as pdf:
        to_cmyk(pdf, separation)
        first = pdf.pages[0].Contents.read_bytes().split(b"\n")[0]
    assert first.split()[-1] == b"k" and b"E" not in first
    assert Decimal(first.split()[3].decode()) < Decimal("0.01")
