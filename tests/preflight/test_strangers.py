"""Files of strangers are read in the jail; what is hostile ends with a sentence."""

import io
import time
import zlib

import pikepdf
import pytest
from broken import content, form, resource
from pikepdf import Array, Dictionary, Name

from poster.errors import PreflightError, RequestError
from poster.press.preflight import Expectation, check_own, preflight

ANY = Expectation()


def hostile_catalogue(body):
    """A PDF by hand, its cross-reference table left to the reader to mend."""
    return b"%PDF-1.6\n" + body + b"\ntrailer << /Root 1 0 R >>\n%%EOF\n"


LOOP = hostile_catalogue(
    b"1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
    b"2 0 obj << /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >> endobj"
)
DEEP = hostile_catalogue(
    b"1 0 obj << /Type /Catalog /Pages 2 0 R /Deep "
    + b"[" * 100_000
    + b"]" * 100_000
    + b" >> endobj\n"
    b"2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj"
)


def bomb():
    """A page whose content is 3 GB of blanks."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(b" " * (1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = b"\x78\x9c" + block * 192 + b"\x03\x00"
    pdf = pikepdf.new()
    pdf.add_blank_page()
    stream = pdf.make_stream(b"")
    stream.write(packed, filter=Name.FlateDecode)
    pdf.pages[0].Contents = stream
    out = io.BytesIO()
    pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [LOOP, DEEP, b"%PDF-1.6 nothing", pytest.param(bomb, marks=pytest.mark.slow)],
    ids=["loop", "deep", "torn", "bomb"],
)
def test_hostile_files_end_with_a_sentence(data, tmp_path):
    path = tmp_path / "hostile.pdf"
    path.write_bytes(data if isinstance(data, bytes) else data())
    start = time.monotonic()
    with pytest.raises(RequestError) as caught:
        preflight(path, ANY)
    assert caught.value.code in {"preflight-unreadable", "jail-memory", "jail-time", "jail-crash"}
    assert time.monotonic() - start < 8


def test_forms_that_draw_themselves(break_it, jailed, wanted):
    def plant(pdf):
        inner = pdf.make_indirect(form(pdf, b"/Fm0 Do /Fm0 Do"))
        inner.Resources = Dictionary(XObject=Dictionary(Fm0=inner))
        resource(pdf, "/XObject", "/Fm0", inner)
        content(pdf, b"/Fm0 Do")

    assert jailed(break_it(plant), wanted) == []


@pytest.mark.slow
def test_forms_that_multiply_are_left_half_read(break_it, jailed, wanted):
    def plant(pdf):
        last = form(pdf, b"0 0 1 1 re f")
        for _ in range(8):
            last = form(
                pdf,
                b"/Fm0 Do " * 20,
                Resources=Dictionary(XObject=Dictionary(Fm0=pdf.make_indirect(last))),
            )
        resource(pdf, "/XObject", "/Fm0", pdf.make_indirect(last))
        content(pdf, b"/Fm0 Do")

    assert jailed(break_it(plant), wanted) == ["preflight-unseen-content"]


def test_another_kind_of_file(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(RequestError, match="preflight-kind"):
        preflight(path, ANY)


def test_our_own_file_is_refused_with_every_error(break_it, wanted):
    def plant(pdf):
        content(pdf, b"1 0 0 rg 60 60 9 9 re f")
        pdf.Root.OutputIntents = Array()

    with pytest.raises(PreflightError) as caught:
        check_own(break_it(plant), "piece.pdf", wanted)
    found = {finding.code for finding in caught.value.findings}
    assert found == {"preflight-rgb", "preflight-no-intent"}
    assert check_own(break_it(lambda pdf: None), "piece.pdf", wanted) == ()


def test_our_own_file_is_looked_at_quickly(break_it, wanted):
    path = break_it(lambda pdf: None)
    start = time.perf_counter()
    check_own(path, "piece.pdf", wanted)
    assert time.perf_counter() - start < 0.3
