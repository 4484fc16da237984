"""Every hostile file meets the XML parser in the jail, every hostile slogan the templates."""

import base64
import time
from xml.sax.saxutils import escape

from poster import jail
from poster.errors import RequestError
from poster.fill.template import render_master
from poster.svg import xml

#: What the XML level refuses. All other files are sound XML: what they ask for is refused, or
#: reported, where the drawing is read.
REFUSED = {
    "01-billion-laughs.svg": "xml-entity-bomb",
    "02-quadratic-blowup.svg": "xml-entity-bomb",
    "04-xxe-parameter-http.svg": "xml-entity-outside",
    "07-xinclude-billion.svg": "xml-xinclude",
    "08-not-well-formed.svg": "xml-unclosed",
    "10-wrong-encoding.svg": "xml-encoding",
    "13-empty.svg": "xml-empty",
    "14-html-not-svg.svg": "xml-not-svg",
    "16-deep-nesting.svg": "xml-too-deep",
    "17-attribute-flood.svg": "xml-too-many",
}
#: What each hostile slogan meets when it is written into a layout.
AS_LAYOUT = {
    "02-mro": "template-forbidden",
    "03-cycler": "template-undefined",
    "05-format": "template-forbidden",
    "06-format_map": "template-forbidden",
    "08-attr-filter": "template-forbidden",
    "09-include-file": "template-part-outside",
    "11-memory-bomb": "template-forbidden",
    "12-power-bomb": "template-forbidden",
    "14-xmlattr": "template-forbidden",
    "15-unclosed": "template-broken",
    "18-percent-and-braces": "template-broken",
    "20-filter-chain": "template-forbidden",
    "21-async-gen": "template-forbidden",
}
XMLNS = 'xmlns="http://www.w3.org/2000/svg"'


def test_hostile_files(hostile, prisoners):
    outcomes = {}
    for path in sorted(hostile.glob("*.svg")):
        data = base64.b64encode(path.read_bytes()).decode()
        start = time.monotonic()
        try:
            jail.call(prisoners["parse"], {"data": data, "name": path.name}, what=path.name)
        except RequestError as error:
            assert path.name in str(error)
            outcomes[path.name] = error.code
        assert time.monotonic() - start < 5
    assert outcomes == REFUSED


def test_real_drawings_are_taken(corpus):
    """All but one, which lost a namespace declaration when it was edited by hand."""
    refused = {}
    for path in sorted((corpus / "svg").rglob("*.svg*")):
        try:
            xml.parse_svg(path.read_bytes(), path.name)
        except RequestError as error:
            refused[path.name] = error.code
    assert refused == {"Code4SA__sassa_paypoint.svg": "xml-prefix"}


def test_uppercase_and_gzipped_files(corpus):
    for path in (corpus / "cases" / "61-svgz-and-uppercase-suffix").glob("*[gGzZ ]"):
        assert xml.parse_svg(path.read_bytes(), path.name).get("viewBox")


def test_hostile_slogans_print_literally(hostile, tmp_path):
    slogans = {path.stem: path.read_text() for path in sorted((hostile / "jinja").glob("*.txt"))}
    assert slogans
    master = tmp_path / "wide.svg"
    lines = "".join(f"<text>{{{{ slots['{name}'] }}}}</text>" for name in slogans)
    master.write_text(f"<svg {XMLNS}>{lines}</svg>")
    root = xml.parse(render_master(master, tmp_path, tmp_path, {"slots": slogans}), "result")
    assert [element.text for element in root] == list(slogans.values())


def test_hostile_layouts(hostile, tmp_path):
    outcomes = {}
    for path in sorted((hostile / "jinja").glob("*.txt")):
        master = tmp_path / "wide.svg"
        master.write_text(f"<svg {XMLNS}>{escape(path.read_text())}</svg>")
        try:
            render_master(master, tmp_path, tmp_path, {"slots": {}})
        except RequestError as error:
            outcomes[path.stem] = error.code
    assert outcomes == AS_LAYOUT  # "17-line-statement" means nothing to these templates
