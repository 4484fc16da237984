import gzip
import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poster.errors import RequestError
from poster.svg import prolog, xml

SVG = 'xmlns="http://www.w3.org/2000/svg"'
RECT = f'<svg {SVG} width="10" height="10"><rect width="10" height="10"/></svg>'


def refusal(data, parse=xml.parse):
    with pytest.raises(RequestError) as told:
        parse(data if isinstance(data, bytes) else data.encode(), "a.svg")
    assert told.value.params["file"] == "a.svg"
    return told.value


def code(data):
    return refusal(data).code


def with_doctype(subset, body=""):
    return f"<!DOCTYPE svg [{subset}]><svg {SVG}>{body}</svg>"


def namespaces(count):
    return "<g " + " ".join(f"xmlns:a{i}='u{i}'" for i in range(count)) + "/>"


def attributes(count):
    return "<g " + " ".join(f"a{i}='b'" for i in range(count)) + "/>"


# What is taken


def test_a_drawing_is_read():
    root = xml.parse_svg(f"<?xml version='1.0'?>\n<!-- a -->\n{RECT}".encode(), "a.svg")
    assert xml.serialise(root) == RECT.encode()


def test_illustrators_own_entities_are_put_in():
    root = xml.parse_svg(
        b"""<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
    <!ENTITY ns_svg "http://www.w3.org/2000/svg">
    <!ENTITY st0 'fill:#DA251D;font-family:"Be Vietnam Pro"'>
    <!ENTITY e "&#233;&#xea;">
]>
<svg xmlns="&ns_svg;"><rect style="&st0;"/><text>&e; &amp; &lt;</text></svg>""",
        "a.svg",
    )
    assert root[0].get("style") == 'fill:#DA251D;font-family:"Be Vietnam Pro"'
    assert root[1].text == "éê & <"


def test_a_doctype_without_entities_is_harmless():
    for doctype in (
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">',
        '<!DOCTYPE svg SYSTEM "svg.dtd">',
        "<!DOCTYPE svg>",
        "<!DOCTYPE svg [ <!-- ]> --> <?a ]> ?> <!ELEMENT g ANY> ] >",
    ):
        assert xml.parse_svg(f"{doctype}{RECT}".encode(), "a.svg").tag.endswith("svg")


def test_line_numbers_survive_what_is_taken_out():
    prefix = '<?xml version="1.0"?>\n<!DOCTYPE svg [\n<!ENTITY a "b">\n]>\n'
    error = refusal(f"{prefix}<svg {SVG}>\n<g></svg>")
    assert (error.code, error.params["line"]) == ("xml-unclosed", 6)
    assert xml.plain_text(f"{prefix}<svg/>".encode(), "a.svg") == " \n \n\n\n<svg/>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_vietnamese_in_every_unicode_encoding(encoding):
    declared = "utf-16" if encoding == "utf-16" else "UTF-8"
    text = f'<?xml version="1.0" encoding="{declared}"?><svg {SVG}><text>Đống Đa</text></svg>'
    assert xml.parse(text.encode(encoding), "a.svg")[0].text == "Đống Đa"


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "windows-1258", "us-ascii"])
def test_declared_old_encodings(encoding):
    letter = "e" if encoding == "us-ascii" else "é"
    text = f'<?xml version="1.0" encoding="{encoding}"?><svg {SVG}><text>{letter}</text></svg>'
    assert xml.parse(text.encode(encoding), "a.svg")[0].text == letter


def test_a_photo_of_many_megabytes_may_be_embedded():
    photo = "data:image/jpeg;base64," + "A" * 12_000_000
    root = xml.parse(f'<svg {SVG}><image href="{photo}"/></svg>'.encode(), "a.svg")
    assert root[0].get("href") == photo


def test_spaces_between_words_stay_and_indentation_goes():
    root = xml.parse(
        f"<svg {SVG}>\n  <g>\n  <text><tspan>Đại</tspan> <tspan>hội</tspan></text>\n</g></svg>"
        .encode(),
        "a.svg",
    )  # fmt: skip
    assert xml.serialise(root).decode() == (
        f"<svg {SVG}><g><text><tspan>Đại</tspan> <tspan>hội</tspan></text></g></svg>"
    )


def test_gzip_is_known_by_its_content():
    assert xml.parse_svg(gzip.compress(RECT.encode()), "a.SVG ").tag == f"{{{xml.SVG}}}svg"
    assert xml.unpacked(gzip.compress(b"<svg/>"), "a.svg") == b"<svg/>"


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_any_text_comes_back(words):
    root = xml.svg_element("svg", {"id": words})
    xml.svg_element("text", {}, root).text = words
    again = xml.parse(xml.serialise(root), "a.svg")
    assert (again.get("id"), again[0].text or "") == (words, words)


# Entities


@pytest.mark.parametrize(
    ("subset", "body", "expected"),
    [
        ('<!ENTITY a "x"><!ENTITY b "&a;&a;">', "&b;", "xml-entity-bomb"),
        ('<!ENTITY a "&a;">', "&a;", "xml-entity-bomb"),
        (f'<!ENTITY a "{"x" * 3000}">', "", "xml-entity-bomb"),
        (f'<!ENTITY a "{"x" * 1500}">', "&a;" * 1000, "xml-entity-bomb"),
        ('<!ENTITY a "<rect/>">', "&a;", "xml-entity-bomb"),
        ('<!ENTITY a "&#60;rect/>">', "&a;", "xml-entity-bomb"),
        ('<!ENTITY a "&#0;">', "&a;", "xml-entity-bomb"),
        ('<!ENTITY a "&#xd800;">', "&a;", "xml-entity-bomb"),
        ('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;", "xml-entity-outside"),
        ('<!ENTITY a PUBLIC "x" "http://127.0.0.1:9/a">', "", "xml-entity-outside"),
        ('<!ENTITY % a SYSTEM "http://127.0.0.1:9/a.dtd"> %a;', "", "xml-entity-outside"),
        ("<!ENTITY % a \"<!ENTITY b 'c'>\"> %a;", "&b;", "xml-entity-outside"),
        ("%a;", "", "xml-doctype"),
        ('<!ATTLIST rect fill CDATA "red">', "<rect/>", "xml-doctype"),
        ("<!ENTITY", "", "xml-doctype"),
        ("<![INCLUDE[]]>", "", "xml-doctype"),
        ("".join(f'<!ENTITY a{i} "b">' for i in range(600)), "", "xml-doctype"),
        ("<!-- a -->" * 200_000, "", "xml-doctype"),
        ("", "&nbsp;", "xml-entity-unknown"),
    ],
)
def test_entities_that_multiply_or_reach_outside(subset, body, expected):
    text = with_doctype(subset, body)
    assert code(text) == expected
    assert code(text.encode("utf-16")) == expected
    assert code(gzip.compress(text.encode())) == expected


def test_an_unknown_entity_is_named_with_its_line():
    error = refusal(f"<svg {SVG}>\n<text>a&nbsp;b</text></svg>")
    assert error.params == {"file": "a.svg", "line": 2, "entity": "nbsp"}


def test_a_doctype_hidden_in_a_comment_hides_nothing():
    bomb = '<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'
    assert code(f"<!-- <!DOCTYPE svg> -->{bomb}<svg {SVG}>&b;</svg>") == "xml-entity-bomb"
    assert code(f"<?a <!DOCTYPE svg>?>{bomb}<svg {SVG}>&b;</svg>") == "xml-entity-bomb"
    assert code(f"<!DOCTYPE svg>{bomb}<svg {SVG}>&b;</svg>") == "xml-entity-bomb"
    assert code(f"<!DOCTYPE svg>\ufeff{bomb}<svg {SVG}>&b;</svg>") == "xml-no-xml"
    assert code(f"\ufeff\ufeff{bomb}<svg {SVG}>&b;</svg>") == "xml-entity-bomb"
    assert code(f"<svg {SVG}>{bomb}&b;</svg>") == "xml-broken"


def test_nothing_is_fetched():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/a"
        xml.parse(f'<!DOCTYPE svg SYSTEM "{url}">{RECT}'.encode(), "a.svg")
        xml.parse(f'<svg {SVG} xml:base="{url}"><image href="{url}"/></svg>'.encode(), "a.svg")
        refusal(with_doctype(f'<!ENTITY a SYSTEM "{url}">', "&a;"))
        refusal(f'<?xml-stylesheet href="{url}"?>{RECT}')
        with pytest.raises(BlockingIOError):
            server.accept()


def test_xinclude_and_style_sheets_are_refused():
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
    error = refusal(f"<svg {SVG}>\n{include}</svg>")
    assert (error.code, error.params["line"]) == ("xml-xinclude", 2)
    sheet = refusal(f'<?xml version="1.0"?>\n<?xml-stylesheet href="a.css"?>{RECT}')
    assert (sheet.code, sheet.params["line"]) == ("xml-stylesheet", 2)


# Floods


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<g>" * 300 + "</g>" * 300, "xml-too-deep"),
        ("<g>" * 100_000, "xml-too-deep"),
        ("<g/>" * 300_000, "xml-too-many"),
        (attributes(2_000), "xml-too-many"),
        (attributes(1_100_000), "xml-too-many"),
        (namespaces(50_000), "xml-too-many"),
        ("<!--" * 300_000, "xml-too-many"),
        (" " * xml.MAX_BYTES, "xml-too-large"),
    ],
    ids=[
        "deep",
        "very-deep",
        "elements",
        "attributes",
        "all-attributes",
        "prefixes",
        "comments",
        "bytes",
    ],
)
def test_floods_are_refused(text, expected):
    assert code(f"<svg {SVG}>{text}</svg>") == expected


def test_gzip_bombs_are_not_unpacked():
    assert code(gzip.compress(b"<svg>" + b" " * (xml.MAX_BYTES + 10))) == "xml-too-large"
    assert code(gzip.compress(gzip.compress(RECT.encode()))) == "xml-no-xml"
    assert code(gzip.compress(RECT.encode())[:-9]) == "xml-gzip"
    assert code(gzip.compress(RECT.encode()) + b"more") == "xml-gzip"
    assert code(b"\x1f\x8bnonsense") == "xml-gzip"


# Broken files


@pytest.mark.parametrize(
    ("data", "expected", "params"),
    [
        (b"", "xml-empty", {}),
        (b" \n\t", "xml-empty", {}),
        (b"\xff\xd8\xff\xe0 JPEG", "xml-no-xml", {}),
        (b"%PDF-1.7", "xml-no-xml", {}),
        ("xin chào".encode(), "xml-no-xml", {}),
        ("xin chào".encode("utf-16"), "xml-no-xml", {}),
        (RECT.encode("utf-16-le"), "xml-character", {"line": 1}),
        (RECT.encode("utf-16-be"), "xml-no-xml", {}),
        (b"<svg>\n\0</svg>", "xml-character", {"line": 2}),
        (b"<svg>\n\x0b</svg>", "xml-character", {"line": 2}),
        (b"<svg>\n\n\xb5\xb8</svg>", "xml-encoding", {"line": 3, "encoding": "utf-8"}),
        (b'<?xml version="1.0" encoding="utf-16"?><svg/>', "xml-encoding", {"encoding": "utf-16"}),
        (b'<?xml version="1.0" encoding="utf-7"?><svg/>', "xml-encoding", {"encoding": "utf-7"}),
        (b'<?xml version="1.0" encoding="zip"?><svg/>', "xml-encoding", {"encoding": "zip"}),
        (b'<?xml version="1.0" encoding="cp037"?><svg/>', "xml-encoding", {"encoding": "cp037"}),
        (b"\n<?xml version='1.0'?><svg/>", "xml-late-declaration", {"line": 2}),
        (b"<svg>\n<g></svg>", "xml-unclosed", {"line": 2, "tag": "g"}),
        (b"<svg>\n<g>", "xml-cut-off", {"tag": "g"}),
        (b"<svg><g a='1' a='2'/></svg>", "xml-twice", {"attribute": "a"}),
        (b"<svg>a & b</svg>", "xml-broken", {"line": 1}),
        (b"<svg/><svg/>", "xml-broken", {"line": 1}),
        (b"<!DOCTYPE html><html><br></html>", "xml-not-svg", {"found": "html"}),
        (b"<!doctype html><html></html>", "xml-not-svg", {"found": "html"}),
        (b"<html><body/></html>", "xml-not-svg", {"found": "html"}),
        (b'<a xmlns="http://www.w3.org/2000/svg"/>', "xml-not-svg", {"found": "a"}),
        (b'<svg xmlns="http://other/"/>', "xml-not-svg", {"found": "svg"}),
        (b"<svg/>", "xml-no-namespace", {}),
    ],
)
def test_what_is_wrong_is_told(data, expected, params):
    error = refusal(data, xml.parse_svg)
    assert error.code == expected
    assert error.params == {**error.params, **params}


def test_lost_prefixes_are_named_with_their_meaning():
    error = refusal(f'<svg {SVG}>\n<use xlink:href="#a"/></svg>')
    assert error.code == "xml-prefix"
    assert error.params == {"file": "a.svg", "line": 2, "prefix": "xlink", "meaning": xml.XLINK}
    error = refusal(f"<svg {SVG}><corel:page/></svg>")
    assert (error.code, error.params["prefix"]) == ("xml-prefix-unknown", "corel")


@settings(deadline=None)
@given(st.binary(max_size=60), st.sampled_from([b"", b"<svg>", b"<!DOCTYPE svg [", b"\x1f\x8b"]))
def test_no_bytes_are_a_crash(noise, start):
    try:
        xml.parse_svg(start + noise, "a.svg")
    except RequestError as error:
        assert error.code.startswith("xml-")


PIECES = ["\ufeff", "<!ENTITY a 'b'>", "<!--", "-->", "]>", "<svg>", "&a;", "<?", "?>",
          "<!DOCTYPE svg [", '"', "'", "%a;", " "]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_a_doctype_never_reaches_the_parser(pieces):
    """Whatever is taken off as prolog, the rest parses without a DOCTYPE or not at all."""
    try:
        text = prolog.standalone("".join(pieces), "a.svg")
        root = xml.parse(text.encode(), "a.svg")
    except RequestError:
        return
    assert root.getroottree().docinfo.internalDTD is None
