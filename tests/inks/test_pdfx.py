"""The finished PDF says that it is PDF/X-4, for which printing, and which document it is."""

import hashlib
import io
import re
import zlib
from datetime import date

import pikepdf
import pypdfium2
import pytest
from pikepdf import Name
from pressart import PRINTED, TRIM, artwork, box, linear

from poster.press.pdf import Boxes, Info, finish_pdf
from poster.press.pdfx import foreign_colours, press_passes
from poster.render.surface import draw_pdf

ART = artwork(
    f'<g opacity="0.5">{box(10, 10, 30, 20, "#ffdd00")}{box(20, 15, 60, 20, "url(#fade)")}</g>',
    linear("fade", [(0, "#ffdd00", 1), (1, "#0b4ea2", 0)]),
)
TITLE = "Văn hiến – Văn minh <&>"
XMP = {"pdfxid": "http://www.npes.org/pdfx/ns/id/", "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
       "xmp": "http://ns.adobe.com/xap/1.0/", "pdf": "http://ns.adobe.com/pdf/1.3/"}  # fmt: skip


@pytest.fixture
def finish(separation):
    def finished(art=ART, scale=1, day=date(2026, 5, 1)):
        drawn = draw_pdf(art, 1 / scale)
        boxes = Boxes(TRIM, PRINTED, 1 / scale)
        return finish_pdf(drawn, boxes, Info(TITLE, day), press_passes(separation, art.sha256))

    return finished


def test_the_intent_embeds_the_profile_byte_for_byte(finish, separation):
    with pikepdf.open(io.BytesIO(finish())) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert (intent.Type, intent.S) == (Name.OutputIntent, Name.GTS_PDFX)
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert str(intent.RegistryName) == "http://www.color.org"
        assert "FOGRA39" in str(intent.Info) and "12647" in str(intent.OutputCondition)
        profile = intent.DestOutputProfile
        assert profile.N == 4
        assert profile.read_bytes() == separation.condition.profile.read_bytes()
        assert profile.read_bytes()[12:20] == b"prtrCMYK"


def test_xmp_and_info_agree(finish):
    with pikepdf.open(io.BytesIO(finish())) as pdf:
        info, xmp = pdf.docinfo, pdf.open_metadata()
        says = {key: xmp.get(f"{{{XMP[key.split(':')[0]]}}}{key.split(':')[1]}") for key in (
            "pdfxid:GTS_PDFXVersion", "xmpMM:DocumentID", "xmpMM:InstanceID", "xmpMM:VersionID",
            "xmpMM:RenditionClass", "xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate",
            "xmp:CreatorTool", "pdf:Trapped", "pdf:Producer")}  # fmt: skip
        assert xmp["dc:title"] == str(info.Title) == TITLE
        packet = pdf.Root.Metadata.read_raw_bytes()
    assert says["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
    assert b"http://ns.adobe.com/pdfx/1.3/" not in packet
    assert (says["xmpMM:VersionID"], says["xmpMM:RenditionClass"]) == ("1", "default")
    assert all(
        re.fullmatch(r"uuid:[0-9a-f-]{36}", says[f"xmpMM:{key}"])
        for key in ("DocumentID", "InstanceID")
    )
    assert info.Trapped == Name("/False") and says["pdf:Trapped"] == "False"
    assert str(info.CreationDate) == str(info.ModDate) == "D:20260501000000Z"
    assert (
        says["xmp:CreateDate"]
        == says["xmp:ModifyDate"]
        == says["xmp:MetadataDate"]
        == "2026-05-01T00:00:00Z"
    )
    assert (
        str(info.Creator) == says["xmp:CreatorTool"] and str(info.Producer) == says["pdf:Producer"]
    )


def test_the_file_is_of_version_1_6_with_ids_and_without_what_x4_forbids(finish):
    data = finish()
    assert data.startswith(b"%PDF-1.6")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        one, two = pdf.trailer.ID
        assert bytes(one) == bytes(two) and len(bytes(one)) == 16
        assert not pdf.is_encrypted
        for key in ("/OpenAction", "/AA", "/AcroForm", "/Names"):
            assert key not in pdf.Root
        filters = {
            str(thing.get("/Filter")) for thing in pdf.objects if isinstance(thing, pikepdf.Stream)
        }
        assert not any("LZW" in name for name in filters)
        assert "/Filter" not in pdf.Root.Metadata
    assert foreign_colours(data) == ()


@pytest.mark.parametrize("scale", [1, 10])
def test_boxes_start_at_zero_and_trim_lies_inside_bleed(finish, scale):
    with pikepdf.open(io.BytesIO(finish(scale=scale))) as pdf:
        page = pdf.pages[0].obj
        media, bleed, trim = ([float(side) * 25.4 / 72 * scale for side in page[key]]
                              for key in ("/MediaBox", "/BleedBox", "/TrimBox"))  # fmt: skip
        assert "/UserUnit" not in page and "/CropBox" not in page and "/ArtBox" not in page
        assert Name.DeviceCMYK == page.Group.CS
    assert media == bleed == pytest.approx([0, 0, 106, 56], abs=0.001)
    assert trim == pytest.approx([3, 3, 103, 53], abs=0.001)


def ids_of(data):
    """DocumentID and InstanceID of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as xmp:
        return xmp["xmpMM:DocumentID"], xmp["xmpMM:InstanceID"]


def test_same_day_same_bytes_and_another_day_the_same_document(finish):
    one, again, later = finish(), finish(), finish(day=date(2026, 6, 1))
    assert hashlib.sha256(one).digest() == hashlib.sha256(again).digest()
    assert one != later
    other = finish(artwork(box(10, 10, 30, 20, "#ffdd00")))
    document, instance = zip(*map(ids_of, (one, later, other)), strict=True)
    assert document[0] == document[1] != document[2]
    assert len(set(instance)) == 3


def test_two_readers_open_it_and_see_ground_and_type(finish, gs_plates):
    art = artwork(box(10, 10, 30, 30, "#ffdd00"))
    data = finish(art)
    with pypdfium2.PdfDocument(data) as document:
        picture = document[0].render(scale=2).to_pil().convert("RGB")
    width, height = picture.size
    red, yellow = (
        picture.getpixel((width - 20, height - 20)),
        picture.getpixel((width // 4, height // 2)),
    )
    assert red[0] > 200 and max(red[1:]) < 60
    assert yellow[0] > 220 and yellow[1] > 180 and yellow[2] < 60
    plates = gs_plates(data, 72)
    assert tuple(plates[-10, -10]) == (0, 255, 255, 0)
    assert tuple(plates[plates.shape[0] // 2, plates.shape[1] // 4]) in {
        (0, 25, 255, 0),
        (0, 26, 255, 0),
    }


def test_the_check_finds_colours_anywhere(finish):
    """RGB planted in a form, a shading, an inline array and a page: each is named."""
    plants = {
        "rg": lambda pdf: pdf.pages[0].contents_add(b"1 0 0 rg"),
        "/DeviceRGB": lambda pdf: pdf.pages[0].obj.Group.__setattr__("CS", Name.DeviceRGB),
        "/ICCBased": lambda pdf: pdf.Root.__setitem__(
            "/Planted", pdf.make_indirect(pikepdf.Array([Name.ICCBased, pdf.make_stream(b"", N=3)]))
        ),
        "/CalRGB": lambda pdf: pdf.Root.__setitem__(
            "/Planted", pikepdf.Array([pikepdf.Array([Name.CalRGB])])
        ),
    }
    for name, plant in plants.items():
        with pikepdf.open(io.BytesIO(finish())) as pdf:
            plant(pdf)
            stream = io.BytesIO()
            pdf.save(stream)
        assert foreign_colours(stream.getvalue()) == (name,)


def test_the_profile_is_packed_well(finish):
    """The profile is most of a small file: it is compressed, and by a tool that repeats itself."""
    with pikepdf.open(io.BytesIO(finish())) as pdf:
        packed = pdf.Root.OutputIntents[0].DestOutputProfile.read_raw_bytes()
    assert len(packed) < 800_000 and zlib.decompress(packed)[36:40] == b"acsp"
