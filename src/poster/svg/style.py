"""The properties in force at an element, and the numbers and colours that they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from poster.geometry import Affine
from poster.svg import css, xml
from poster.svg.faults import Faults

#: Properties that pass from a group to what it holds, with their initial values.
INHERITED: Final[Mapping[str, str]] = {
    "fill": "#000000",
    "fill-opacity": "1",
    "fill-rule": "nonzero",
    "stroke": "none",
    "stroke-width": "1",
    "stroke-opacity": "1",
    "stroke-linecap": "butt",
    "stroke-linejoin": "miter",
    "stroke-miterlimit": "4",
    "stroke-dasharray": "none",
    "stroke-dashoffset": "0",
    "color": "#000000",
    "visibility": "visible",
    "clip-rule": "nonzero",
}
#: Properties that change the picture and that the artwork does not know, with the values that
#: change nothing.
REFUSED: Final[Mapping[str, tuple[str, ...]]] = {
    "filter": ("none",),
    "mask": ("none",),
    "mix-blend-mode": ("normal",),
    "paint-order": ("normal", "fill", "fill stroke", "fill stroke markers"),
    "vector-effect": ("none",),
    "marker": ("none",),
    "marker-start": ("none",),
    "marker-mid": ("none",),
    "marker-end": ("none",),
    "transform-origin": (),
    "isolation": ("auto",),
}
_JOINS: Final = ("miter", "round", "bevel")
_CAPS: Final = ("butt", "round", "square")
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "stroke-linejoin": _JOINS,
    "stroke-linecap": _CAPS,
    "fill-rule": ("nonzero", "evenodd"),
}


@dataclass(frozen=True)
class Style:
    """The properties in force at an element, and where its coordinates go."""

    properties: Mapping[str, str] = field(default_factory=lambda: dict(INHERITED))
    transform: Affine = Affine()


@dataclass
class Styles:
    """Reads the styles of one drawing; what cannot be read is a fault of its element."""

    root: xml.Element
    faults: Faults

    def inside(self, element: xml.Element, outer: Style) -> tuple[Style, Mapping[str, str]]:
        """The style inside `element`, and its own properties (inherited or not)."""
        own = self.own(element)
        transform = outer.transform
        text = own.get("transform", "") if own.get("transform") != "none" else ""
        try:
            transform = transform @ css.transform(text)
        except ValueError:
            self.faults.add("svg-transform", element, value=text[:40])
        inherited = {
            key: value for key, value in own.items() if key in INHERITED and value != "inherit"
        }
        return Style({**outer.properties, **inherited}, transform), own

    def own(self, element: xml.Element) -> Mapping[str, str]:
        """Presentation attributes and, above them, the style attribute."""
        own = {str(key): str(value).strip() for key, value in element.attrib.items()}
        try:
            own.update(css.declarations(element.get("style", "")))
        except ValueError:
            self.faults.add("svg-style", element)
        if "class" in own and self._has_sheet:
            self.faults.add("svg-feature", element, feature="class")
        for key, harmless in REFUSED.items():
            if own.get(key, "none") not in (*harmless, "none"):
                self.faults.add("svg-feature", element, feature=key)
        return own

    @cached_property
    def _has_sheet(self) -> bool:
        return any(xml.local_name(element) == "style" for element in self.root.iter())

    def share(self, element: xml.Element, properties: Mapping[str, str], key: str) -> float:
        """A property from 0 to 1; 1 and a fault where it is no share."""
        try:
            return css.share(properties.get(key, "1"))
        except ValueError:
            self.faults.add("svg-number", element, attribute=key, value=properties[key][:40])
            return 1.0

    def length(self, element: xml.Element, style: Style, key: str) -> float:
        """A property in user units; 1 and a fault where it is no length."""
        try:
            return css.length(style.properties[key])
        except ValueError:
            self.faults.add("svg-number", element, attribute=key, value=style.properties[key][:40])
            return 1.0

    def word(self, element: xml.Element, style: Style, key: str) -> str:
        """A property that is one of a few words; the initial one and a fault where it is none."""
        value = style.properties[key]
        if value in _WORDS[key]:
            return value
        self.faults.add("svg-number", element, attribute=key, value=value[:40])
        return INHERITED[key]
