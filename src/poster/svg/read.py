"""Drawn SVG elements into nodes. What the artwork cannot hold is a fault, never left out silently.

Units stay those of the drawing. Understood: g, path, rect, circle, ellipse, line, polyline,
polygon with presentation attributes or a style attribute; linear and radial gradients; clip paths
of one shape; opacity. Faults are gathered, so that a designer sees all of them at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from poster.geometry import Affine, Rect
from poster.svg import css, xml
from poster.svg.artwork import reference
from poster.svg.faults import Faults
from poster.svg.gradients import read_gradient
from poster.svg.nodes import Gradient, Group, Node, Paint, Shape, Stroke
from poster.svg.paths import Path
from poster.svg.shapes import OUTLINES

#: Elements that draw nothing by themselves.
SILENT: Final = frozenset(
    {
        "defs",
        "title",
        "desc",
        "metadata",
        "linearGradient",
        "radialGradient",
        "clipPath",
        "namedview",
    }
)
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
    "paint-order": ("normal", "fill", "fill stroke markers"),
    "vector-effect": ("none",),
    "marker": ("none",),
    "marker-start": ("none",),
    "marker-mid": ("none",),
    "marker-end": ("none",),
    "transform-origin": (),
    "isolation": ("auto",),
}


#: Steps of all paths of a drawing, dashes of a stroke, and how far from the origin a point may lie
#: (user units): beyond these a drawing is no layout but a load test.
MOST_STEPS: Final = 90_000
MOST_DASHES: Final = 20_000
FARTHEST: Final = 1e6


@dataclass(frozen=True)
class Style:
    """The properties in force at an element, and where its coordinates go."""

    properties: Mapping[str, str] = field(default_factory=lambda: dict(INHERITED))
    transform: Affine = Affine()


@dataclass
class Reader:
    """Reads the elements of one drawing."""

    root: xml.Element
    faults: Faults
    by_id: dict[str, xml.Element] = field(default_factory=dict)
    steps: int = 0

    def __post_init__(self) -> None:
        for element in xml.in_document_order(self.root):
            if element.get("id"):
                self.by_id.setdefault(element.get("id", ""), element)

    # ------------------------------------------------------------ styles

    def style(self, element: xml.Element, outer: Style) -> tuple[Style, Mapping[str, str]]:
        """The style inside `element`, and its own properties (inherited or not)."""
        own = self.own_properties(element)
        transform = outer.transform
        try:
            transform = transform @ css.transform(element.get("transform", ""))
        except ValueError:
            self.faults.add("svg-transform", element, value=element.get("transform", "")[:40])
        inherited = {
            key: value for key, value in own.items() if key in INHERITED and value != "inherit"
        }
        return Style({**outer.properties, **inherited}, transform), own

    def own_properties(self, element: xml.Element) -> Mapping[str, str]:
        """Presentation attributes and, above them, the style attribute."""
        own = {str(key): str(value).strip() for key, value in element.attrib.items()}
        try:
            own.update(css.declarations(element.get("style", "")))
        except ValueError:
            self.faults.add("svg-style", element)
        if "class" in own and any(xml.local_name(e) == "style" for e in self.root.iter()):
            self.faults.add("svg-feature", element, feature="class")
        for key, harmless in REFUSED.items():
            if own.get(key, "none") not in (*harmless, "none"):
                self.faults.add("svg-feature", element, feature=key)
        return own

    # ------------------------------------------------------------ nodes

    def node(self, element: xml.Element, outer: Style) -> Node | None:
        """What `element` draws; None when it draws nothing."""
        tag = xml.local_name(element)
        if tag in SILENT or ("}" in str(element.tag) and not tag):
            return None
        style, own = self.style(element, outer)
        if own.get("display") == "none":
            return None
        if tag == "g":
            children = (self.node(child, style) for child in element)
            return self.wrap(element, tuple(child for child in children if child), style, own)
        if tag in OUTLINES:
            return self._shape(element, style, own)
        self.faults.add("svg-feature", element, feature=tag or str(element.tag))
        return None

    def wrap(
        self, element: xml.Element, children: tuple[Node, ...], style: Style, own: Mapping[str, str]
    ) -> Group | None:
        """`children` as a group with the element's own opacity and clip."""
        if not children:
            return None
        clip = self._clip(element, style, own)
        return Group(children, self._share(element, own, "opacity"), clip, element.get("id", ""))

    def _shape(self, element: xml.Element, style: Style, own: Mapping[str, str]) -> Node | None:
        outline = self.outline(element)
        outline = outline and self._counted(element, outline)
        if outline is None or style.properties["visibility"] != "visible":
            return None
        shape = self._painted(element, outline, style)
        if shape.fill is None and shape.stroke is None:
            return None
        if "clip-path" in own or self._share(element, own, "opacity") < 1:
            return self.wrap(element, (replace(shape, id=""),), style, own)
        return shape

    def outline(self, element: xml.Element) -> Path | None:
        """The untransformed path of a shape; None (and a fault) where it cannot be read."""
        try:
            path = OUTLINES[xml.local_name(element)](element)
        except (ValueError, IndexError) as error:
            self.faults.add("svg-geometry", element, why=str(error)[:80])
            return None
        box = path.bounds
        if box is None:
            return None
        if not all(abs(value) <= FARTHEST for value in (box.x, box.y, box.right, box.bottom)):
            self.faults.add("svg-too-far", element)
            return None
        return path

    def _counted(self, element: xml.Element, path: Path) -> Path | None:
        """The path, or None and a fault once the drawing holds too many steps."""
        self.steps += len(path.steps)
        if self.steps <= MOST_STEPS:
            return path
        self.faults.add("svg-too-complex", self.root, limit=MOST_STEPS)
        return None

    def _painted(self, element: xml.Element, outline: Path, style: Style) -> Shape:
        box = outline.bounds
        fill, fill_alpha = self._paint(element, style, "fill", box)
        shape = Shape(
            outline,
            fill,
            fill_alpha * self._share(element, style.properties, "fill-opacity"),
            style.properties["fill-rule"],
            self._stroke(element, style, outline),
            element.get("id", ""),
        )
        if shape.stroke and not style.transform.is_similarity:
            self.faults.add("svg-uneven-stroke", element)
        return shape.transformed(style.transform)

    def _stroke(self, element: xml.Element, style: Style, outline: Path) -> Stroke | None:
        paint, alpha = self._paint(element, style, "stroke", outline.bounds)
        width = self._length(element, style, "stroke-width")
        if paint is None or width <= 0:
            return None
        return Stroke(
            paint,
            width,
            alpha * self._share(element, style.properties, "stroke-opacity"),
            style.properties["stroke-linecap"],
            style.properties["stroke-linejoin"],
            self._length(element, style, "stroke-miterlimit"),
            self._dashes(element, style, outline),
            self._length(element, style, "stroke-dashoffset"),
        )

    def _dashes(self, element: xml.Element, style: Style, outline: Path) -> tuple[float, ...]:
        text = style.properties["stroke-dasharray"]
        dashes = () if text == "none" else tuple(css.numbers(text))
        if any(dash < 0 for dash in dashes):
            self.faults.add("svg-number", element, attribute="stroke-dasharray", value=text[:40])
            return ()
        if sum(dashes) * MOST_DASHES < outline.reach * len(dashes):
            self.faults.add("svg-dashes", element, limit=MOST_DASHES)
            return ()
        return dashes if sum(dashes) > 0 else ()

    def _paint(
        self, element: xml.Element, style: Style, key: str, box: Rect | None
    ) -> tuple[Paint, float]:
        text = style.properties[key]
        if text == "none":
            return None, 1.0
        target = reference(text.replace('"', "").replace("'", ""))
        if target is not None:
            return self._gradient(element, target, box), 1.0
        if text.lower() == "currentcolor":
            text = style.properties["color"]
        try:
            return css.colour(text)
        except ValueError:
            self.faults.add("svg-colour", element, value=text[:40])
            return None, 1.0

    def _gradient(self, element: xml.Element, target: str, box: Rect | None) -> Gradient | None:
        definition = self.by_id.get(target)
        if definition is None or not xml.local_name(definition).endswith("Gradient"):
            self.faults.add("svg-feature", element, feature=f"url(#{target})")
            return None
        try:
            return read_gradient(definition, self.by_id, box)
        except ValueError as error:
            self.faults.add("svg-gradient", definition, why=str(error)[:80])
            return None

    def _clip(self, element: xml.Element, style: Style, own: Mapping[str, str]) -> Path | None:
        text = own.get("clip-path", "none")
        if text == "none":
            return None
        target = self.by_id.get(reference(text) or "")
        shapes = [] if target is None else [c for c in target if xml.local_name(c) in OUTLINES]
        if (
            target is None
            or len(shapes) != 1
            or len(target) != 1
            or not _plain_clip(target, shapes[0])
        ):
            self.faults.add("svg-clip", element, value=text)
            return None
        inner, _ = self.style(target, style)
        inner, _ = self.style(shapes[0], inner)
        outline = self.outline(shapes[0])
        return outline.transformed(inner.transform) if outline else None

    # ------------------------------------------------------------ numbers

    def _share(self, element: xml.Element, properties: Mapping[str, str], key: str) -> float:
        try:
            return css.share(properties.get(key, "1"))
        except ValueError:
            self.faults.add("svg-number", element, attribute=key, value=properties[key][:40])
            return 1.0

    def _length(self, element: xml.Element, style: Style, key: str) -> float:
        try:
            return css.length(style.properties[key])
        except ValueError:
            self.faults.add("svg-number", element, attribute=key, value=style.properties[key][:40])
            return 1.0


def _plain_clip(target: xml.Element, shape: xml.Element) -> bool:
    """Whether a clip is in user space, by the nonzero rule, and not clipped itself."""
    units = target.get("clipPathUnits", "userSpaceOnUse") == "userSpaceOnUse"
    even_odd = "evenodd" in (shape.get("clip-rule"), target.get("clip-rule"))
    nested = shape.get("clip-path") or target.get("clip-path")
    return units and not even_odd and not nested
