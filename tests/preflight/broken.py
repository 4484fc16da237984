"""Clean print files, and the ways in which the tests break them."""

import io

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

#: A poster of 200 x 100 mm with an edge of 5 mm, in points.
MM = 72 / 25.4
MEDIA = [0, 0, 210 * MM, 110 * MM]
TRIM = [5 * MM, 5 * MM, 205 * MM, 105 * MM]


def content(pdf, data):
    pdf.pages[0].contents_add(data)


def resource(pdf, kind, name, thing):
    page = pdf.pages[0].obj
    if "/Resources" not in page:
        page.Resources = Dictionary()
    if kind not in page.Resources:
        page.Resources[kind] = Dictionary()
    page.Resources[kind][name] = thing


def image(pdf, picture, **entries):
    """A picture as an XObject, packed by deflate."""
    spaces = {"RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK, "L": Name.DeviceGray}
    return pdf.make_stream(
        picture.tobytes(), Type=Name.XObject, Subtype=Name.Image, Width=picture.width,
        Height=picture.height, BitsPerComponent=8, ColorSpace=spaces[picture.mode], **entries,
    )  # fmt: skip


def form(pdf, data, **entries):
    return pdf.make_stream(
        data, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 600, 400]), **entries
    )


def place_image(pdf, picture, millimetres, at=20):
    resource(pdf, "/XObject", "/Im0", image(pdf, picture))
    side = millimetres * MM
    content(pdf, f"q {side} 0 0 {side} {at} {at} cm /Im0 Do Q".encode())


def rgb_image_in_form(pdf):
    inner = form(pdf, b"q 300 0 0 300 9 9 cm /Im0 Do Q")
    picture = image(pdf, Image.new("RGB", (900, 900), "red"))
    inner.Resources = Dictionary(XObject=Dictionary(Im0=picture))
    resource(pdf, "/XObject", "/Fm0", inner)
    content(pdf, b"/Fm0 Do")


def rgb_in_pattern(pdf):
    tile = pdf.make_stream(
        b"1 0 0 rg 0 0 5 5 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1,
        BBox=Array([0, 0, 9, 9]), XStep=9, YStep=9, Resources=Dictionary(),
    )  # fmt: skip
    resource(pdf, "/Pattern", "/P0", tile)
    content(pdf, b"/Pattern cs /P0 scn 50 50 99 99 re f")


def rgb_shading(pdf):
    function = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array([1, 0, 0]), C1=Array([0, 0, 1])
    )
    shading = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 99, 0]), Function=function
    )
    resource(pdf, "/Shading", "/Sh0", shading)
    content(pdf, b"q 50 50 99 99 re W n /Sh0 sh Q")


def icc_rgb(pdf):
    space = Array([Name.ICCBased, pdf.make_stream(b"profile", N=3)])
    resource(pdf, "/ColorSpace", "/Cs0", pdf.make_indirect(space))
    content(pdf, b"/Cs0 cs 1 0 0 sc 60 60 50 50 re f")


def cal_rgb(pdf):
    space = Array([Name.CalRGB, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))])
    resource(pdf, "/ColorSpace", "/Cs0", space)
    content(pdf, b"/Cs0 CS 1 0 0 SC 60 60 50 50 re S")


def lab(pdf):
    space = Array([Name.Lab, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))])
    resource(pdf, "/ColorSpace", "/Cs0", space)
    content(pdf, b"/Cs0 cs 50 20 20 sc 60 60 50 50 re f")


def spot(pdf, name="CutContour"):
    tint = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array([0, 0, 0, 0]), C1=Array([0, 1, 0, 0])
    )
    space = Array([Name.Separation, Name("/" + name), Name.DeviceCMYK, tint])
    resource(pdf, "/ColorSpace", "/Cs0", space)


def spot_drawn(pdf):
    spot(pdf)
    content(pdf, b"/Cs0 CS 1 SCN 60 60 50 50 re S")


def all_inks(pdf):
    spot(pdf, "All")
    content(pdf, b"/Cs0 cs 1 scn 60 60 50 50 re f")


def processing_step(pdf):
    """What is allowed: a spot colour that overprints in a layer of ISO 19593-1."""
    spot(pdf)
    step = Dictionary(GTS_ProcStepsGroup=Name.Structural, GTS_ProcStepsType=Name.Cutting)
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Cutting", GTS_Metadata=step))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(Order=Array([layer])))
    resource(pdf, "/Properties", "/Oc0", layer)
    resource(pdf, "/ExtGState", "/Over", Dictionary(OP=True, op=True, OPM=1))
    content(pdf, b"/OC /Oc0 BDC q /Over gs /Cs0 CS 1 SCN 0.05 w 60 60 50 50 re S Q EMC")


def state(pdf, operators, **entries):
    resource(pdf, "/ExtGState", "/Gs9", Dictionary(**entries))
    content(pdf, b"/Gs9 gs " + operators)


def live_text(pdf, embedded, size=40, colour=b"0 0 0 1 k", words=b"(Ha Noi)"):
    described = Dictionary(Type=Name.FontDescriptor, FontName=Name.Arial)
    if embedded:
        described.FontFile2 = pdf.make_stream(b"font")
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.Arial,
                      FontDescriptor=pdf.make_indirect(described))  # fmt: skip
    resource(pdf, "/Font", "/F0", pdf.make_indirect(font))
    content(pdf, colour + f" BT /F0 {size} Tf 80 80 Td ".encode() + words + b" Tj ET")


def javascript(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def link(pdf):
    pdf.pages[0].obj.Annots = Array([
        pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([50, 50, 90, 90]),
                                     A=Dictionary(S=Name.URI, URI="http://example.org")))])  # fmt: skip


def annotation_in_rgb(pdf):
    """Its look is RGB: nothing else on the page is."""
    look = form(pdf, b"0 1 0 rg 0 0 600 400 re f", Resources=Dictionary())
    pdf.pages[0].obj.Annots = Array([
        pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([50, 50, 90, 90]),
                                     AP=Dictionary(N=look)))])  # fmt: skip


def lzw(pdf):
    """EOD alone is a sound LZW stream of nothing."""
    stream = pdf.make_stream(b"")
    stream.write(b"\x80\x40\x40", filter=Name.LZWDecode)
    pdf.Root.Planted = stream


def change(key, value):
    """Sets an entry of the page; None takes it away."""

    def plant(pdf):
        page = pdf.pages[0].obj
        if value is None:
            del page[key]
        else:
            page[key] = value

    return plant


def background_to_trim_only(pdf):
    """The ground ends at the cut."""
    x, y, right, top = TRIM
    pdf.pages[0].Contents = pdf.make_stream(
        f"0 1 1 0 k {x} {y} {right - x} {top - y} re f".encode()
    )


def intent(key, value):
    def plant(pdf):
        if value is None:
            del pdf.Root.OutputIntents[0][key]
        else:
            pdf.Root.OutputIntents[0][key] = value

    return plant


def xmp(drop, put=()):
    """Take XMP properties away and put others in."""

    def plant(pdf):
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for key in drop:
                del metadata[key]
            for key, value in put:
                metadata[key] = value

    return plant


def saved(pdf, path, **options):
    pdf.save(path, **options)
    return path


def cmyk(width, height, inks=(0, 255, 255, 0)):
    return Image.new("CMYK", (width, height), inks)


def outlined(words_mm, colour):
    """A row of shapes like letters: different widths, one foot, one height but for a few."""
    rows, x = [], 60.0
    for number in range(14):
        width = words_mm * MM * (0.3 + 0.1 * (number % 7))
        height = words_mm * MM * (1.0 if number % 3 else 1.2)
        rows.append(f"{x} 80 {width} {height} re")
        x += width + 2
    return (colour + " " + " ".join(rows) + " f").encode()


def encrypted(password=""):
    return {"encryption": pikepdf.Encryption(owner="owner", user=password, R=6)}


def noise(width, height):
    rng = np.random.default_rng(1)
    return Image.fromarray(rng.integers(0, 80, (height, width, 4), dtype=np.uint8), "CMYK")


def tiff_bytes(picture, **options):
    stream = io.BytesIO()
    picture.save(stream, "TIFF", **options)
    return stream.getvalue()
