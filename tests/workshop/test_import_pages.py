"""Pages, units and the small damage of real files."""

from __future__ import annotations

import base64
import gzip

import pytest
from drawings_in import svg

from poster.errors import RequestError
from poster.units import parse_dimensions

pytestmark = pytest.mark.slow

RECT = '<rect width="100%" height="100%" fill="#da251d"/>'


@pytest.mark.parametrize(
    ("size", "more", "page"),
    [
        ('width="154mm" height="214mm" viewBox="0 0 154 214"', "", (154, 214)),
        ('width="7.8000002cm" height="2.0999999cm" viewBox="0 0 78 21"', "", (78, 21)),
        ('width="100mm" height="50mm"', "", (100, 50)),
        ('width="794" height="1123" viewBox="0 0 595.5 842.25"', "", (210, 297)),
        ('width="595px" height="842px" viewBox="0 0 595 842"', "", (210, 297)),
        ('width="100%" height="100%" viewBox="0 0 378 189"', "", (100.01, 50.01)),
        ('viewBox="-15 -10 300 200"', "", (79.38, 52.92)),
        ('width="6in" height="72pt" viewBox="0 0 6 1"', "", (152.4, 25.4)),
    ],
)  # fmt: skip
def test_the_page_is_said_in_mm(drawn, size, more, page):
    made = drawn(svg(RECT, size, more))
    assert made.digest["page"][:2] == pytest.approx(page, abs=0.011)
    assert made.findings[0].code in ("import-page", "import-page-px")


def test_illustrators_pixel_is_a_point(drawn):
    data = svg(RECT, 'width="1133.858px" height="680.315px" viewBox="0 0 1133.858 680.315"')
    data = data.replace(b"?>\n", b"?><!-- Generator: Adobe Illustrator 16.0.0 -->\n")
    assert drawn(data).digest["page"][:2] == pytest.approx([400, 240], abs=0.02)


def test_a_size_that_is_asked_for_is_the_page(drawn):
    assert drawn(svg(RECT), size=parse_dimensions("6x3m")).digest["page"][:2] == [6000, 3000]
    with pytest.raises(RequestError, match="import-size-ratio"):
        drawn(svg(RECT), size=parse_dimensions("6x0.8m"))


@pytest.mark.parametrize(
    ("size", "code"),
    [("", "svg-no-size"), ('width="0" height="0"', "import-size-absurd"),
     ('width="1e9mm" height="1e9mm"', "import-size-absurd")],
)  # fmt: skip
def test_a_page_of_no_use_is_refused(drawn, size, code):
    with pytest.raises(RequestError, match=code):
        drawn(svg(RECT, size))


def test_lost_prefixes_are_declared_and_said(drawn):
    made = drawn(
        svg('<g inkscape:label="x" sodipodi:role="line"><rect width="50" height="50"/></g>')
    )
    prefixes = [f.params["prefix"] for f in made.findings if f.code == "import-prefix"]
    assert sorted(prefixes) == ["inkscape", "sodipodi"]


def test_gzip_is_told_by_content(drawn):
    assert drawn(gzip.compress(svg(RECT))).digest["page"][:2] == [100, 50]


def test_old_inkscape_is_noticed(drawn):
    more = 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:version="0.48.4 r9939"'
    made = drawn(svg(RECT, 'width="100mm" height="50mm"', more))
    assert "import-old-inkscape" in {finding.code for finding in made.findings}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<image id="i" width="9" height="9" href="http://127.0.0.1:9/a.png"/>', "import-image-network"),
        ('<image id="i" width="9" height="9" href="../../etc/passwd"/>', "import-image-outside"),
        ('<image id="i" width="9" height="9" href="khong-co.png"/>', "import-image-missing"),
        ('<image id="i" width="9" height="9" href="data:image/png;base64,AAAA"/>', "import-image-kind"),
        ('<clipPath><text id="i">chữ</text></clipPath>', "import-text-inside"),
        ('<foreignObject id="i" width="9" height="9"/>', "import-foreign"),
    ],
)  # fmt: skip
def test_what_cannot_come_along_is_an_error_with_its_element(drawn, body, code):
    errors = {f.code: f.where for f in drawn(svg(RECT + body)).findings if f.severity == "error"}
    assert errors == {code: "i"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<script>alert(1)</script>", "import-script"),
        ('<rect width="9" height="9" onload="alert(1)"/>', "import-script"),
        ('<a href="javascript:alert(1)" onclick="x()"><rect width="9" height="9"/></a>', "import-script"),
        ('<rect width="9" height="9"><animate attributeName="x" to="5"/></rect>', "import-animation"),
        ("<style>@import url(http://127.0.0.1:9/a.css);</style>", "import-css-rule"),
        ('<g id="g"><use xlink:href="#g"/></g>', "import-use-lost"),
        ('<rect width="9" height="9" style="fill:var(--x)"/>', "import-css-value"),
        ('<rect width="9" height="9" fill="url(#none) red"/>', "import-paint-lost"),
        ('<rect width="9" height="9" fill="url(http://127.0.0.1:9/a.svg#a) #ff0"/>', "import-paint-outside"),
        ("<style>rect{stroke: url('a.svg#a') red}</style>", "import-paint-outside"),
    ],
)  # fmt: skip
def test_the_harmless_rest_is_drawn_and_the_loss_said(drawn, body, code):
    assert code in {finding.code for finding in drawn(svg(RECT + body)).findings}


def inner(body):
    """A picture that is a drawing of its own."""
    data = base64.b64encode(svg(body)).decode()
    return f'<image width="9" height="9" href="data:image/svg+xml;base64,{data}"/>'


@pytest.mark.parametrize(
    "body",
    [
        '<rect width="9" height="9" fill="url(http://127.0.0.1:9/a.svg#a)"/>',
        '<rect width="9" height="9" style="mask: URL( \'file:///etc/passwd#m\' )"/>',
        "<style>rect{filter:url(other.svg#f)}</style>",
        '<use xlink:href="other.svg#g"/>',
        inner('<image width="9" height="9" href="file:///etc/passwd"/>'),
        inner('<rect width="9" height="9" fill="url(a.svg#a)"/>'),
    ],
)
def test_what_reaches_into_another_file_is_refused(drawn, body):
    with pytest.raises(RequestError) as told:
        drawn(svg(RECT + body))
    assert told.value.code == "import-outside"


def test_a_selector_without_end_is_refused(drawn):
    with pytest.raises(RequestError) as told:
        drawn(svg(f"<style>{'g ' * 20_000}rect{{fill:red}}</style>{RECT}"))
    assert told.value.code == "css-deep"


def test_linked_pictures_are_found_however_they_are_written(drawn, tmp_path):
    from drawings_in import png

    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "biểu trưng.png").write_bytes(png(["#008000"]))
    names = (
        "img/biểu trưng.png",
        "./img/biểu trưng.png",
        "img\\biểu trưng.png",
        "img/bi%E1%BB%83u%20tr%C6%B0ng.png",
    )
    body = "".join(
        f'<image x="{20 * place}" width="20" height="10" xlink:href="{name}"/>'
        for place, name in enumerate(names)
    )
    made = drawn(svg(body))
    assert not [finding for finding in made.findings if finding.severity == "error"]
    assert list(made.files) == ["anh-1.png"]
