"""Every planted fault is found and named by its rule; clean files are left in peace."""

from dataclasses import replace

import broken
import pikepdf
import pytest
from broken import MEDIA, MM, TRIM, change, content, intent, state, xmp
from pikepdf import Array, Dictionary, Name
from PIL import Image

from poster.press.preflight.rules import RULES

LZW = {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.none}
NPES, ADOBE = "{http://www.npes.org/pdfx/ns/id/}", "{http://ns.adobe.com/pdfx/1.3/}"

#: What is planted, and the rule that must name it.
PLANTS = {
    "no intent": (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "preflight-no-intent"),
    "two intents": (lambda pdf: pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0]), "preflight-intents"),
    "no profile": (intent("/DestOutputProfile", None), "preflight-intent-empty"),
    "no condition": (intent("/OutputConditionIdentifier", None), "preflight-intent-empty"),
    "profile of a screen": (
        lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile.write(b"\0" * 12 + b"mntrRGB " + b"\0" * 16 + b"acsp"),
        "preflight-intent-profile",
    ),
    "no xmp": (lambda pdf: (pdf.Root.__delitem__("/Metadata"), pdf.docinfo.__setitem__("/GTS_PDFXVersion", "PDF/X-4")), "preflight-xmp"),
    "broken xmp": (lambda pdf: (pdf.Root.Metadata.write(b"<x:xmpmeta <<"), pdf.docinfo.__setitem__("/GTS_PDFXVersion", "PDF/X-4")), "preflight-xmp"),
    "adobe namespace": (xmp([NPES + "GTS_PDFXVersion"], [(ADOBE + "GTS_PDFXVersion", "PDF/X-4")]), "preflight-xmp-namespace"),
    "other version": (xmp([], [(NPES + "GTS_PDFXVersion", "PDF/X-3:2003")]), "preflight-version"),
    "no pdf/x": (xmp([NPES + "GTS_PDFXVersion"]), "preflight-not-pdfx"),
    "no document id": (xmp(["xmpMM:DocumentID"]), "preflight-xmp-ids"),
    "no dates": (xmp(["xmp:CreateDate"]), "preflight-xmp-dates"),
    "no title": (xmp(["dc:title"]), "preflight-title"),
    "not trapped": (lambda pdf: pdf.docinfo.__delitem__("/Trapped"), "preflight-trapped"),
    "trapped as words": (lambda pdf: pdf.docinfo.__setitem__("/Trapped", "False"), "preflight-trapped"),
    "two titles": (lambda pdf: pdf.docinfo.__setitem__("/Title", "Khác"), "preflight-info-differs"),
    "javascript": (broken.javascript, "preflight-script"),
    "action": (broken.link, "preflight-action"),
    "annotation": (broken.link, "preflight-annotation"),
    "form fields": (lambda pdf: pdf.Root.__setitem__("/AcroForm", Dictionary(Fields=Array())), "preflight-fields"),
    "attachment": (lambda pdf: pdf.Root.__setitem__("/Planted", Dictionary(Type=Name.Filespec, EF=Dictionary())), "preflight-attachment"),
    "lzw": (broken.lzw, "preflight-lzw"),
    "transfer curve": (lambda pdf: state(pdf, b"0 0 9 9 re n", TR=Dictionary(FunctionType=2, Domain=Array([0, 1]), N=2)), "preflight-transfer"),
    "postscript": (lambda pdf: pdf.Root.__setitem__("/Planted", pdf.make_stream(b"", Subtype=Name.PS)), "preflight-postscript"),
    "opi": (lambda pdf: pdf.Root.__setitem__("/Planted", Dictionary(OPI=Dictionary())), "preflight-opi"),
    "alternates": (lambda pdf: pdf.Root.__setitem__("/Planted", Dictionary(Alternates=Array())), "preflight-alternates"),
    "font not embedded": (lambda pdf: broken.live_text(pdf, embedded=False), "preflight-font-missing"),
    "live text": (lambda pdf: broken.live_text(pdf, embedded=True), "preflight-live-text"),
    "plain layer": (lambda pdf: pdf.Root.__setitem__("/OCProperties", Dictionary(OCGs=Array([pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Guides"))]))), "preflight-layers"),
    "no trim": (change("/TrimBox", None), "preflight-no-trim"),
    "trim and art": (change("/ArtBox", Array(TRIM)), "preflight-trim-and-art"),
    "trim outside": (change("/TrimBox", Array([-9, 0, 200 * MM, 100 * MM])), "preflight-boxes"),
    "bleed outside": (change("/BleedBox", Array([-9, -9, MEDIA[2] + 9, MEDIA[3] + 9])), "preflight-boxes"),
    "crop": (change("/CropBox", Array(TRIM)), "preflight-crop"),
    "origin": (change("/MediaBox", Array([-9, -9, MEDIA[2], MEDIA[3]])), "preflight-origin"),
    "rotated": (change("/Rotate", 90), "preflight-turned-page"),
    "user unit": (change("/UserUnit", 10), "preflight-user-unit"),
    "too large": (change("/MediaBox", Array([0, 0, 15000, 600])), "preflight-page-large"),
    "group in rgb": (lambda pdf: pdf.pages[0].obj.Group.__setitem__("/CS", Name.DeviceRGB), "preflight-group"),
    "rgb": (lambda pdf: content(pdf, b"1 0 0 rg 50 50 20 20 re f"), "preflight-rgb"),
    "rgb stroke": (lambda pdf: content(pdf, b"1 0 0 RG 50 50 20 20 re S"), "preflight-rgb"),
    "rgb image in a form": (broken.rgb_image_in_form, "preflight-rgb"),
    "rgb in a pattern": (broken.rgb_in_pattern, "preflight-rgb"),
    "rgb shading": (broken.rgb_shading, "preflight-rgb"),
    "icc rgb": (broken.icc_rgb, "preflight-rgb"),
    "cal rgb": (broken.cal_rgb, "preflight-rgb"),
    "rgb inline image": (lambda pdf: content(pdf, b"q 50 0 0 50 60 60 cm BI /W 90 /H 90 /BPC 8 /CS /RGB ID " + b"abc" * 8100 + b" EI Q"), "preflight-rgb"),
    "rgb annotation": (broken.annotation_in_rgb, "preflight-rgb"),
    "rgb, not used": (lambda pdf: pdf.Root.__setitem__("/Planted", Array([Name.DeviceRGB])), "preflight-rgb"),
    "lab": (broken.lab, "preflight-lab"),
    "spot": (broken.spot_drawn, "preflight-spot"),
    "all inks": (broken.all_inks, "preflight-all-inks"),
    "white overprints": (lambda pdf: state(pdf, b"0 0 0 0 k 50 50 20 20 re f", op=True), "preflight-white-overprint"),
    "rich black text": (lambda pdf: broken.live_text(pdf, embedded=True, colour=b".7 .6 .6 .9 k"), "preflight-rich-black-text"),
    "rich black outlines": (lambda pdf: content(pdf, broken.outlined(8, ".6 .4 .4 1 k")), "preflight-rich-black-text"),
    "340 % ink": (lambda pdf: content(pdf, b".9 .8 .8 .9 k 50 50 20 20 re f"), "preflight-ink-limit"),
    "340 % in a picture": (lambda pdf: broken.place_image(pdf, broken.cmyk(400, 400, (230, 217, 200, 220)), 20), "preflight-ink-limit"),
    "hairline": (lambda pdf: content(pdf, b"0 0 0 1 K 0.1 w 50 50 m 90 90 l S"), "preflight-hairline"),
    "line of no width": (lambda pdf: content(pdf, b"0 0 0 1 K 0 w 50 50 m 90 90 l S"), "preflight-hairline"),
    "30 ppi": (lambda pdf: broken.place_image(pdf, broken.cmyk(59, 59), 50), "preflight-image-coarse"),
    "100 ppi": (lambda pdf: broken.place_image(pdf, broken.cmyk(197, 197), 50), "preflight-image-soft"),
    "small text": (lambda pdf: broken.live_text(pdf, embedded=True, size=3), "preflight-text-small"),
    "small outlines": (lambda pdf: content(pdf, broken.outlined(0.8, "0 0 0 1 k")), "preflight-text-small"),
    "edge not filled": (broken.background_to_trim_only, "preflight-edge-unfilled"),
    "edge of paper": (lambda pdf: pdf.pages[0].__setattr__("Contents", pdf.make_stream(b"0 0 0 1 k 99 99 9 9 re f")), "preflight-edge-bare"),
    "white over the edge": (lambda pdf: content(pdf, f"0 0 0 0 k 0 0 {4 * MM} {110 * MM} re f".encode()), "preflight-edge-unfilled"),
    "no edge": (lambda pdf: (change("/TrimBox", Array(MEDIA))(pdf)), "preflight-edge-small"),
    "two pages": (lambda pdf: pdf.pages.append(pdf.pages[0]), "preflight-pages"),
    "multiplied inks": (lambda pdf: state(pdf, b"1 0 0 0 k 50 50 20 20 re f", BM=Name.Multiply), "preflight-unseen-inks"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTS)
def test_the_fault_is_named(name, break_it, rules, wanted):
    plant, rule = PLANTS[name]
    options = LZW if name == "lzw" else {}
    assert rule in rules(break_it(plant, **options), wanted)


def test_the_clean_file_has_no_fault(break_it, rules, wanted):
    assert rules(break_it(lambda pdf: None), wanted) == []


def test_processing_steps_are_no_fault(break_it, rules, wanted):
    assert rules(break_it(broken.processing_step), wanted) == []


def test_most_plants_are_one_fault_and_no_more(break_it, rules, wanted):
    """A rule that also spoke elsewhere would soon be ignored."""
    for name in (
        "340 % ink",
        "hairline",
        "30 ppi",
        "user unit",
        "two titles",
        "crop",
        "rgb shading",
    ):
        plant, rule = PLANTS[name]
        assert rules(break_it(plant), wanted) == [rule], name


@pytest.mark.parametrize("password", ["", "secret"])
def test_encrypted_files(password, break_it, rules, wanted):
    path = break_it(lambda pdf: None, **broken.encrypted(password))
    found = rules(path, wanted)
    assert found[0] == "preflight-encrypted"
    assert ("preflight-unseen-content" in found) == bool(password)


def test_a_missing_trailer_id(break_it, rules, wanted, tmp_path):
    path = break_it(
        lambda pdf: None, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True
    )
    data = path.read_bytes()
    assert b"/ID [" in data
    path.write_bytes(data.replace(b"/ID [", b"/IX ["))
    assert rules(path, wanted) == ["preflight-trailer-id"]


SIZES = {
    "other": ((300, 100), None, "preflight-size"),
    "turned": ((100, 200), None, "preflight-size-turned"),
    "1:10 mistaken": ((2000, 1000), None, "preflight-scale-mistaken"),
    "1:10 of a full page": ((200, 100), 10, "preflight-scale-doubled"),
    "unasked": (None, None, "preflight-size-unasked"),
}


@pytest.mark.parametrize("name", SIZES)
def test_sizes(name, break_it, rules, wanted):
    size, scale, rule = SIZES[name]
    own = replace(wanted, size_mm=size, scale=scale, edge_mm=None)
    assert rules(break_it(lambda pdf: None), own) == [rule]


def test_resolution_and_lines_count_at_the_final_size(break_it, rules, wanted):
    """300 ppi on a page of 1:10 are 30 on the piece; a line is ten times as thick."""
    own = replace(wanted, size_mm=(2000, 1000), edge_mm=None, scale=10, ppi=72)
    at_300 = break_it(lambda pdf: broken.place_image(pdf, broken.cmyk(590, 590), 50))
    assert rules(at_300, own) == ["preflight-image-coarse"]
    thin = break_it(lambda pdf: content(pdf, b"0 0 0 1 K 0.1 w 50 50 m 90 90 l S"))
    assert rules(thin, own) == []


def test_what_lies_beyond_the_edge_is_no_art(clean, break_it, rules, wanted):
    """A slug: hairlines and small black type outside the BleedBox are nobody's fault."""

    def slug(pdf):
        page = pdf.pages[0].obj
        page.MediaBox = Array([0, 0, MEDIA[2], MEDIA[3] + 100])
        content(pdf, f"0 0 0 1 K .1 w 20 {MEDIA[3] + 20} m 90 {MEDIA[3] + 20} l S".encode())

    assert rules(break_it(slug), wanted) == []


def test_every_rule_of_pdf_is_planted_or_tried():
    tried = {rule for _, rule in PLANTS.values()} | {rule for *_, rule in SIZES.values()}
    elsewhere = {"preflight-encrypted", "preflight-trailer-id", "preflight-unseen-content",
                 "preflight-unseen-pictures", "preflight-no-edge", "preflight-outside"}  # fmt: skip
    rasters = {rule for rule in RULES if "raster" in rule or "pixels" in rule}
    assert set(RULES) - tried - elsewhere - rasters == set()


def test_pictures_that_cannot_be_read_are_said(break_it, rules, wanted):
    def plant(pdf):
        picture = broken.image(pdf, Image.new("CMYK", (400, 400)))
        picture.write(b"no picture", filter=Name.JPXDecode)
        broken.resource(pdf, "/XObject", "/Im0", picture)
        content(pdf, b"q 50 0 0 50 60 60 cm /Im0 Do Q")

    assert rules(break_it(plant), wanted) == ["preflight-unseen-pictures"]
