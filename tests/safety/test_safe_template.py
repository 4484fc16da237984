import gzip
from pathlib import Path
from types import MappingProxyType
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poster import jail
from poster.errors import RequestError
from poster.fill import template
from poster.fill.template import render_master
from poster.svg import xml

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
VALUES = {
    "page": {"width_mm": 6000, "height_mm": 800, "ratio": 7.5},
    "sheet": {"edge_mm": 20},
    "slots": {"slogan": "Đại hội", "unit": ""},
    "inks": {"do-co": "#da251d"},
}


@pytest.fixture
def layouts(tmp_path):
    """A library's layouts folder with one layout `co-do` and its shared parts."""
    (tmp_path / "co-do").mkdir()
    (tmp_path / "parts").mkdir()
    return tmp_path


@pytest.fixture
def fill(layouts):
    """Write `co-do/wide.svg` (and parts), and fill it."""

    def fill(body, parts=None, values=VALUES):
        for name, text in (parts or {}).items():
            (layouts / "parts" / name).write_text(text, encoding="utf-8")
        master = layouts / "co-do" / "wide.svg"
        data = body if isinstance(body, bytes) else f"<svg {SVG}>{body}</svg>".encode()
        master.write_bytes(data)
        return render_master(master, layouts / "co-do", layouts / "parts", values)

    return fill


@pytest.fixture
def refused(fill):
    def refused(body, parts=None, values=VALUES):
        with pytest.raises(RequestError) as told:
            fill(body, parts, values)
        return told.value

    return refused


def words(svg):
    return "".join(xml.parse(svg, "result").itertext())


def part(body, attributes=SVG):
    return f'<?xml version="1.0"?>\n<!-- drawn -->\n<svg {attributes}>{body}</svg>\n'


# Without and with Jinja


def test_a_master_without_jinja_starts_no_child(fill, monkeypatch):
    monkeypatch.setattr(jail, "call", None)
    data = f'<?xml version="1.0"?><!DOCTYPE svg><svg {SVG}><rect/> </svg>'.encode()
    assert fill(data) == data
    assert fill(gzip.compress(data)) == data


def test_values_choices_and_loops(fill):
    svg = fill(
        "<text>{{ slots.slogan|upper }} {{ inks['do-co'] }} {{ page['width_mm'] / 2 }}</text>"
        "{% if slots.unit %}<g/>{% elif page.ratio > 3 %}<rect/>{% endif %}"
        "{% for i in range(3) %}<path id='p{{ loop.index }}-{{ i * 10 }}'/>{% endfor %}"
        "{% set wide = page.ratio is gt 3 %}<a fill=\"{{ 'a' if wide else 'b' }}\"/>"
    )
    root = xml.parse(svg, "result")
    assert root[0].text == "ĐẠI HỘI #da251d 3000.0"
    assert [xml.local_name(e) for e in root] == ["text", "rect", "path", "path", "path", "a"]
    assert [e.get("id") for e in root[2:5]] == ["p1-0", "p2-10", "p3-20"]
    assert root[5].get("fill") == "a"


def test_values_may_be_any_mapping(fill):
    values = MappingProxyType({"slots": MappingProxyType({"items": "x"})})
    assert words(fill("{{ slots.items }}", values=values)) == "x"


def test_what_drawing_programs_escape_is_read_back(fill):
    svg = fill(
        '<text id="{{ slots[&quot;slogan&quot;] }}">{% if page.ratio &gt; 2 &#97;nd '
        "page.ratio &lt; 9 %}in{% endif %} &lt;{{ 'a &amp;' }}</text>"
    )
    text = xml.parse(svg, "result")[0]
    assert (text.get("id"), text.text) == ("Đại hội", "in <a &")


def test_a_master_in_any_encoding(fill):
    text = f'<?xml version="1.0" encoding="UTF-16"?><svg {SVG}>Đ {{{{ slots.slogan }}}}</svg>'
    assert words(fill(text.encode("utf-16"))) == "Đ Đại hội"
    assert words(fill(gzip.compress(f"<svg {SVG}>{{{{ 1 + 1 }}}}</svg>".encode()))) == "2"


# Values are data

NASTY = ["{{ 7*7 }} & < > \" '", "{% include 'parts/a.svg' %}", "{# a #}", "]]>", "<!--", "&lt;",
         "&#123;&#123; 7*7 }}", "# for", "## a", "%s {0}", "\\{{ 1 }}", "{{", "a\\nb"]  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_a_slogan_comes_out_literally(fill, text):
    values = {"slots": {"slogan": text}}
    svg = fill("<text id='{{ slots.slogan }}'>{{ slots.slogan }}</text>", values=values)
    element = xml.parse(svg, "result")[0]
    assert (element.get("id"), element.text) == (text, text)


@settings(max_examples=8, deadline=None)
@given(texts=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]))))
def test_any_slogans_come_out_literally(texts):
    payload = {
        "master": "m",
        "sources": {"m": "<svg>{% for t in texts %}<text>{{ t }}</text>{% endfor %}</svg>"},
        "values": {"texts": texts},
    }
    svg = jail.call("poster.fill.sandbox:render", payload)["text"]
    assert [element.text or "" for element in xml.parse(svg.encode(), "result")] == texts


# Parts


def test_a_part_becomes_a_group_with_its_roots_paint(fill):
    star = part(
        '<title>Sao</title><path d="M0 0"/>',
        f'{SVG}\n  xmlns:inkscape="{xml.INKSCAPE}"\n  width="9" height=\'9\' viewBox="0 0 9 9"'
        ' version="1.1" inkscape:version="1" fill="none"\n  data-pin="left top" style="a:b>c"',
    )
    svg = fill('<g id="s">{% include "parts/star.svg" %}</g>', {"star.svg": star})
    group = xml.parse(svg, "result")[0][0]
    assert dict(group.attrib) == {
        "data-part": "parts/star.svg", "fill": "none", "data-pin": "left top", "style": "a:b>c",
    }  # fmt: skip
    assert group.nsmap["inkscape"] == xml.INKSCAPE
    assert [xml.local_name(e) for e in group] == ["title", "path"]


@pytest.mark.parametrize(
    "text",
    [
        f"<svg {SVG}/>",
        f'<s:svg xmlns:s="{xml.SVG}"><s:g/></s:svg><!-- </svg> -->',
        f"<!-- <svg> --><svg {SVG}><!-- </svg> --><svg><g/></svg></svg>",
        f'<!DOCTYPE svg [<!ENTITY ns "{xml.SVG}">]><svg xmlns="&ns;"><g/></svg>',
    ],
)
def test_roots_in_every_shape(fill, text):
    group = xml.parse(fill('{% include "parts/a.svg" %}', {"a.svg": text}), "result")[0]
    assert (xml.local_name(group), group.get("data-part")) == ("g", "parts/a.svg")


def test_a_gzipped_part_and_a_part_beside_the_master(fill, layouts):
    (layouts / "parts" / "a.svg").write_bytes(gzip.compress(part("<text>zip</text>").encode()))
    (layouts / "co-do" / "b.svg").write_text(part("<text>{{ slots.slogan }}</text>"))
    assert words(fill("{% include 'parts/a.svg' %}{%- include 'b.svg' -%}")) == "zipĐại hội"


def test_ids_stay_unique_and_references_follow(fill):
    ray = part(
        '<defs><linearGradient id="g"/></defs><path id="ray" fill="url(#g)"'
        " style=\"fill:url('#g')\"/>"
        '<use href="#ray"/><use xlink:href="#ray"/><use href="#elsewhere"/>'
    )
    wheel = part('<g id="wheel">{% include "parts/ray.svg" %}{% include "parts/ray.svg" %}</g>')
    svg = fill(
        '<g id="wheel"/>{% include "parts/wheel.svg" %}{% include "parts/ray.svg" %}'
        '<use href="#ray"/>',
        {"ray.svg": ray, "wheel.svg": wheel},
    )
    root = xml.parse(svg, "result")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert ids == ["wheel", "wheel-2", "g", "ray", "g-2", "ray-2", "g-3", "ray-3"]
    groups = [element for element in root.iter() if element.get("data-part") == "parts/ray.svg"]
    for group, suffix in zip(groups, ("", "-2", "-3"), strict=True):
        path, *uses = list(group)[1:]
        fill_style = path.get("style").replace("'", "")
        assert (path.get("fill"), fill_style) == (f"url(#g{suffix})", f"fill:url(#g{suffix})")
        hrefs = [use.get("href") or use.get(f"{{{xml.XLINK}}}href") for use in uses]
        assert hrefs == [f"#ray{suffix}", f"#ray{suffix}", "#elsewhere"]
    assert root[-1].get("href") == "#ray"


@pytest.mark.parametrize(
    ("body", "parts", "code", "params"),
    [
        ('\n{% include "parts/no.svg" %}', {}, "template-part-missing",
         {"file": "co-do/wide.svg", "line": 2, "part": "parts/no.svg"}),
        ('{% include "parts/a.svg" %}', {"a.svg": part('\n{% include "b.svg" %}')},
         "template-part-missing", {"file": "parts/a.svg", "line": 4, "part": "b.svg"}),
        ('{% include "../secret.svg" %}', {}, "template-part-outside", {"part": "../secret.svg"}),
        ('{% include "/etc/passwd" %}', {}, "template-part-outside", {}),
        ('{% include "parts/../../a" %}', {}, "template-part-outside", {}),
        ('{% include "parts\\\\a.svg" %}', {}, "template-part-outside", {}),
        ('{% include "parts/" ~ "a.svg" %}', {}, "template-forbidden", {"what": "include"}),
        ("{% include slots.slogan %}", {}, "template-forbidden", {"what": "include"}),
        ('{% include "parts/no.svg" ignore missing %}', {}, "template-forbidden", {}),
        ('{% include ["parts/a.svg"] %}', {}, "template-forbidden", {}),
        ('{% include "parts/a.svg" %}', {"a.svg": part('{% include "parts/a.svg" %}')},
         "template-cycle", {"file": "parts/a.svg", "part": "parts/a.svg"}),
        ('{% include "wide.svg" %}', {}, "template-cycle", {}),
        ('{% include "parts/a.svg" %}', {"a.svg": part("<style>path{}</style>")}, "part-style",
         {"file": "parts/a.svg", "line": 3}),
        ('{% include "parts/a.svg" %}', {"a.svg": "<g/>"}, "xml-not-svg", {"file": "parts/a.svg"}),
        ('{% include "parts/a.svg" %}', {"a.svg": "<svg"}, "xml-broken", {"file": "parts/a.svg"}),
    ],
)  # fmt: skip
def test_parts_that_cannot_be_included(refused, body, parts, code, params):
    error = refused(body, parts)
    assert (error.code, error.params) == (code, {**error.params, **params})


# Faults are told


@pytest.mark.parametrize(
    ("body", "code", "params"),
    [
        ("\n<g>{{ slots.slogen }}</g>", "template-undefined",
         {"line": 2, "name": "slogen", "known": ["slogan", "unit"]}),
        ("{{ inks['do'].x }}", "template-undefined", {"name": "do", "known": ["do-co"]}),
        ("{{ slogan }}", "template-undefined", {"name": "slogan"}),
        ("{% if slots.x %}{% endif %}", "template-undefined", {"name": "x"}),
        ("\n\n{% if %}", "template-broken", {"line": 3}),
        ("{% for %}", "template-broken", {}),
        ("{{ slots.slogan", "template-broken", {}),
        ("{# a", "template-broken", {}),
        ("{{ 'a", "template-broken", {}),
        ("\n{{ 1 // 0 }}", "template-failed", {"line": 2}),
        ("{{ 'a' + 1 }}", "template-failed", {}),
        ("{% for x in 5 %}{% endfor %}", "template-failed", {}),
        ("{% for a in range(2) %}" * 30 + "{% endfor %}" * 30, "template-failed", {}),
        ("\n{{ " + "(" * 3000 + ")" * 3000 + " }}", "template-forbidden", {}),
        ("\n<g>{% if page.ratio > 9 %}</g>{% endif %}", "template-spoils", {"line": 2}),
        ("{{ '\\x00' }}", "template-spoils", {"line": 1}),
        ("\n{% if page.ratio < 2 %}{% endif %}", "template-no-xml", {"line": 2}),
        ("<g {% if a %}x='1'{% endif %}/>", "template-no-xml", {"line": 1}),
        ("<g>\n</a>{{ 1 }}", "template-no-xml", {"line": 2}),
        ("<g>", "xml-unclosed", {}),
    ],
)  # fmt: skip
def test_faults_name_file_and_line(refused, body, code, params):
    error = refused(body)
    expected = {"file": "co-do/wide.svg", **params}
    assert (error.code, error.params) == (code, {**error.params, **expected})


def test_undefined_values_may_be_asked_after(fill):
    svg = fill("{{ slots.a is defined }} {{ slots.a|default('-') }} {{ slots.unit|d('-', true) }}")
    assert words(svg) == "False - -"


def test_a_fault_inside_a_part_names_the_part(refused):
    error = refused('\n{% include "parts/a.svg" %}', {"a.svg": part("<g\n/>\n{{ slots.no }}")})
    assert (error.code, error.params["file"]) == ("template-undefined", "parts/a.svg")
    assert error.params["line"] == 5


def test_a_missing_master(layouts):
    with pytest.raises(RequestError) as told:
        render_master(layouts / "co-do" / "no.svg", layouts / "co-do", layouts / "parts", VALUES)
    assert told.value.code == "file-missing"


# Attacks


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__ }}", "{{ slots.__class__ }}", "{{ slots['__class__'].x }}",
        "{{ slots.slogan.upper() }}", "{{ slots.keys() }}", "{{ range.__globals__ }}",
        "{{ ''['__class__'] }}", "{{ [].append(1) }}", "{{ slots.slogan() }}", "{{ 1 .real }}",
        "{{ self }}", "{{ self.x() }}", "{{ self ~ '' }}", "{{ range ~ '' }}", "{{ [range]|join }}",
        "{{ slots }}", "{{ [slots.slogan] }}", "{{ range(3) }}", "{% debug %}",
        "{{ cycler.__init__.__globals__ }}", "{{ lipsum() }}", "{{ namespace(a=1) }}",
        "{{ dict(a=1) }}", "{{ ''|attr('__class__') }}", "{{ [1]|map('string') }}",
        "{{ 'a'|format(1) }}", "{{ '{0}'.format(1) }}", "{{ '%9999999999d' % 1 }}",
        "{{ 'a'|safe }}", "{{ {'a': 1}|xmlattr }}", "{{ 'a'|center(9) }}", "{{ 'a'|filter }}",
        "{{ 'a' * 1000000000 }}", "{{ [1] * 1000000000 }}", "{{ 9 ** 9 ** 9 }}",
        "{{ range(1000000000)|list }}", "{% for i in range(99999) %}{% endfor %}",
        "{% macro a() %}{% endmacro %}", "{% call a() %}{% endcall %}",
        "{% autoescape false %}{% endautoescape %}", "{% import 'a' as b %}",
        "{% from 'a' import b %}", "{% extends 'a' %}", "{% block a %}{% endblock %}",
        "{% filter upper %}{% endfilter %}", "{% set a %}b{% endset %}", "{{ x is callable }}",
        "{% for a in [[1]] recursive %}{{ loop(a) }}{% endfor %}", "{{ loop }}",
        "{% for a in [1] %}{{ loop }}{% endfor %}", "{% for a in [1] %}{{ loop() }}{% endfor %}",
        "{% for a in [1] %}{{ loop.__init__ }}{% endfor %}",
        "{% for a in [1] %}{{ loop._iterator }}{% endfor %}",
        "{{ [slots]|sort(attribute='__class__') }}", "{{ [slots]|join(attribute='__class__') }}",
    ],
)  # fmt: skip
def test_what_templates_may_not_do(attack):
    """In this process: the sandbox itself refuses, before the jail has to."""
    from poster.fill import sandbox

    payload = {"master": "m", "sources": {"m": attack}, "values": VALUES}
    with pytest.raises(RequestError) as told:
        sandbox.render(payload)
    assert told.value.code in ("template-forbidden", "template-broken", "template-undefined")
    assert told.value.params["file"] == "m"


def run(text, **limits):
    payload = {"master": "m", "sources": {"m": text}, "values": VALUES}
    return jail.call("poster.fill.sandbox:render", payload, what="m", **limits)


def test_a_template_that_never_ends_is_ended():
    loops = "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}"
    with pytest.raises(RequestError) as told:
        run(loops, seconds=1)
    assert told.value.code == "jail-time"


def test_a_template_that_fills_the_memory_is_ended():
    doubling = "{% set a = 'aaaaaaaa' %}" + "{% set a = a ~ a %}" * 40
    with pytest.raises(RequestError) as told:
        run(doubling, memory_mb=300)
    assert told.value.code == "jail-memory"


def test_a_template_that_floods_is_ended():
    with pytest.raises(RequestError) as told:
        run("{% for a in range(9999) %}" + "x" * 9999 + "{% endfor %}")
    assert told.value.code == "template-too-long"


# The cache


def test_a_master_is_rendered_once_while_nothing_it_names_changes(fill, monkeypatch):
    calls = []
    call = jail.call

    def counted(*order, **limits):
        calls.append(order)
        return call(*order, **limits)

    monkeypatch.setattr(jail, "call", counted)
    template._filled.cache_clear()
    only_parts = '{% include "parts/a.svg" %}'
    other = {**VALUES, "page": {"ratio": 1}}
    first = fill(only_parts, {"a.svg": part("<g/>")})
    assert fill(only_parts, values=other) == first
    assert len(calls) == 1
    assert fill(only_parts, {"a.svg": part("<rect/>")}) != first
    assert len(calls) == 2
    assert words(fill("{{ page.ratio }}")) == "7.5"
    assert words(fill("{{ page.ratio }}", values=other)) == "1"
    assert len(calls) == 4
    assert words(fill("{{ p&#97;ge.ratio }}", values=VALUES)) == "7.5"
    assert words(fill("{{ p&#97;ge.ratio }}", values=other)) == "1"


def test_the_parent_never_loads_jinja():
    import subprocess
    import sys

    script = "import sys, poster.fill.template; sys.exit('jinja2' in sys.modules)"
    path = str(Path(template.__file__).parents[2])
    subprocess.run([sys.executable, "-c", script], env={"PYTHONPATH": path}, check=True)


def test_hostile_words_as_a_template_in_text(refused):
    error = refused(escape("{{ ''.__class__.__mro__ }}"))
    assert error.code == "template-forbidden"
