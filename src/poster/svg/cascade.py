"""Style sheets of a drawing settled into its elements. The one home of cssselect2.

Illustrator and CorelDRAW write classes, a hand writes `!important`; what reads drawings here knows
style attributes and presentation attributes only. Colours are put as "#rrggbb" or "rgba(…)" and
shares as numbers, so that every engine reads the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import cssselect2
import tinycss2

from poster.errors import RequestError
from poster.svg import css, xml

MAX_RULES: Final = 4_000
#: Selectors and values stand between commas.
MAX_COMMAS: Final = 50_000
#: Rules times elements: what a settling may look at.
MAX_LOOKS: Final = 20_000_000

COLOURS: Final = frozenset(
    {"fill", "stroke", "color", "stop-color", "flood-color", "lighting-color", "solid-color"}
)
_SHARES: Final = frozenset(
    {"opacity", "fill-opacity", "stroke-opacity", "stop-opacity", "flood-opacity"}
)
_KEYWORDS: Final = frozenset(
    {"none", "inherit", "currentcolor", "context-fill", "context-stroke", "transparent", ""}
)
_ICC: Final = re.compile(r"\s+icc-color\(.*", re.IGNORECASE | re.DOTALL)


@dataclass
class Settled:
    """What was met: at-rules that reach outside, and values that no engine reads, by element."""

    at_rules: list[str] = field(default_factory=list)
    values: list[tuple[xml.Element, str, str]] = field(default_factory=list)
    #: Colours in percent of inks, and what stands for them on a screen.
    inks: list[tuple[xml.Element, str, str]] = field(default_factory=list)


def settle(root: xml.Element, name: str) -> Settled:
    """Put every rule into the elements that it matches, and take the style sheets out.

    Order: presentation attribute, sheet, style attribute, `!important`. Raises RequestError
    `css-flood` where rules times elements are beyond reason, `css-deep` for endless selectors.
    """
    found = Settled()
    sheets = "".join(element.text or "" for element in root.iter(f"{{{xml.SVG}}}style"))
    if (braces := sheets.count("{")) > MAX_RULES or sheets.count(",") > MAX_COMMAS:
        raise RequestError("css-flood", file=name, rules=braces, limit=MAX_RULES)
    try:
        matcher, rules = _matcher(root, found)
    except RecursionError as error:  # selectors and values are compiled from the inside out
        raise RequestError("css-deep", file=name) from error
    elements = sum(1 for _ in xml.in_document_order(root))
    if rules > MAX_RULES or rules * elements > MAX_LOOKS:
        raise RequestError("css-flood", file=name, rules=rules, limit=MAX_RULES)
    if rules:
        for wrapped in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
            _apply(wrapped, matcher)
    for element in xml.in_document_order(root):
        _tidy(element, found)
    for name, value in own_values(root).items():
        if name.startswith("background"):  # a browser's, and no part of the drawing
            found.values.append((root, name, value))
    return found


def _matcher(root: xml.Element, found: Settled) -> tuple[cssselect2.Matcher, int]:
    matcher, count = cssselect2.Matcher(), 0
    for element in list(root.iter(f"{{{xml.SVG}}}style")):
        is_css = element.get("type", "text/css").strip().lower() in ("", "text/css")
        for rule in tinycss2.parse_stylesheet(
            (element.text or "") if is_css else "", skip_comments=True, skip_whitespace=True
        ):
            if rule.type == "at-rule":
                found.at_rules.append(f"@{rule.lower_at_keyword}")
            if rule.type != "qualified-rule":
                continue
            properties = _properties(rule.content)
            for selector in _selectors(rule):
                matcher.add_selector(selector, properties)
                count += 1
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return matcher, count


def _selectors(rule: Any) -> Iterable[Any]:
    try:
        return [
            s for s in cssselect2.compile_selector_list(rule.prelude) if s.pseudo_element is None
        ]
    except cssselect2.SelectorError:  # as CSS has it: a selector that is none selects nothing
        return ()


def _properties(content: Any) -> tuple[tuple[str, str, bool], ...]:
    """(name, value, whether it is important) of each declaration."""
    return tuple(
        (item.lower_name, tinycss2.serialize(item.value).strip(), item.important)
        for item in tinycss2.parse_declaration_list(
            content, skip_comments=True, skip_whitespace=True
        )
        if item.type == "declaration"
    )


def _apply(wrapped: Any, matcher: cssselect2.Matcher) -> None:
    matches = matcher.match(wrapped)
    if not matches:
        return
    element = wrapped.etree_element
    layers: list[tuple[bool, tuple[int, ...], int, str, str]] = []
    for specificity, order, _, properties in matches:
        for name, value, important in properties:
            layers.append((important, (0, *specificity), order, name, value))
    for name, value, important in _properties(element.get("style", "")):
        layers.append((important, (1, 0, 0, 0), 0, name, value))
    layers.sort(key=lambda layer: layer[:3])
    settled = {name: value for *_, name, value in layers}
    element.set("style", "; ".join(f"{name}: {value}" for name, value in settled.items()))


def _tidy(element: xml.Element, found: Settled) -> None:
    xml.drop(element, "class")
    for key in list(element.attrib):
        if key in COLOURS or key in _SHARES:
            element.set(key, _plain(element, str(key), str(element.get(key)), found))
    if "style" in element.attrib:
        settled = {
            name: _plain(element, name, value, found)
            for name, value, _ in _properties(element.get("style", ""))
        }
        element.set("style", "; ".join(f"{name}: {value}" for name, value in settled.items()))


def _plain(element: xml.Element, name: str, value: str, found: Settled) -> str:
    """The value as every engine reads it; what none reads is noted and stays."""
    try:
        if "var(" in value:
            raise ValueError(value)
        if name in _SHARES and value != "inherit":
            return f"{css.share(value):g}"
        if name in COLOURS:
            return _colour(element, value.strip(), found)
    except ValueError:
        found.values.append((element, name, value))
    return value


def _colour(element: xml.Element, value: str, found: Settled) -> str:
    whole, value = value, _ICC.sub("", value)
    if value.lower() in _KEYWORDS or value.lower().startswith("url("):
        return value
    srgb, alpha = css.colour(value)
    if "cmyk(" in value.lower() or whole != value:
        found.inks.append((element, whole, srgb))
    if alpha >= 1:
        return srgb
    channels = ", ".join(str(int(srgb[at : at + 2], 16)) for at in (1, 3, 5))
    return f"rgba({channels}, {alpha:g})"


def own_values(element: xml.Element) -> Mapping[str, str]:
    """Presentation attributes and, above them, the style attribute, of a settled element."""
    own = {str(key): str(value).strip() for key, value in element.attrib.items()}
    own.update({name: value for name, value, _ in _properties(element.get("style", ""))})
    return own


def computed(element: xml.Element, name: str, default: str = "") -> str:
    """An inherited property's value at `element`, of a settled drawing."""
    at: xml.Element | None = element
    while at is not None:
        value = own_values(at).get(name, "")
        if value and value != "inherit":
            return value
        at = at.getparent()
    return default
