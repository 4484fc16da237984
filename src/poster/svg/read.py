"""Drawn SVG elements into nodes. What the artwork cannot hold is a fault, never left out silently.

Units stay those of the drawing. Understood: g, path, rect, circle, ellipse, line, polyline,
polygon, image with presentation attributes or a style attribute; linear and radial gradients; clip
paths of one shape; opacity. Faults are gathered, so that a designer sees all of them at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from poster.errors import RequestError
from poster.geometry import Rect
from poster.svg import css, xml
from poster.svg.artwork import reference
from poster.svg.faults import Faults
from poster.svg.gradients import read_gradient
from poster.svg.linked import read_image
from poster.svg.nodes import Gradient, Group, Node, Paint, Shape, Stroke
from poster.svg.paths import Path as Outline
from poster.svg.shapes import OUTLINES
from poster.svg.style import Style, Styles

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
#: Steps of all paths of a drawing, dashes of a stroke, and how far from the origin a point may lie
#: (user units): beyond these a drawing is no layout but a load test.
MOST_STEPS: Final = 90_000
MOST_DASHES: Final = 20_000
FARTHEST: Final = 1e6


@dataclass
class Reader:
    """Reads the elements of one drawing; pictures that it names lie in `folder`."""

    root: xml.Element
    faults: Faults
    folder: Path | None = None
    by_id: dict[str, xml.Element] = field(default_factory=dict)
    steps: int = 0

    def __post_init__(self) -> None:
        for element in xml.in_document_order(self.root):
            if element.get("id"):
                self.by_id.setdefault(element.get("id", ""), element)

    @cached_property
    def _styles(self) -> Styles:
        return Styles(self.root, self.faults)

    def style(self, element: xml.Element, outer: Style) -> tuple[Style, Mapping[str, str]]:
        """The style inside `element`, and its own properties (inherited or not)."""
        return self._styles.inside(element, outer)

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
        if tag == "image":
            return self._image(element, style, own)
        self.faults.add("svg-feature", element, feature=tag or str(element.tag))
        return None

    def wrap(
        self, element: xml.Element, children: tuple[Node, ...], style: Style, own: Mapping[str, str]
    ) -> Group | None:
        """`children` as a group with the element's own opacity and clip."""
        if not children:
            return None
        clip = self._clip(element, style, own)
        return Group(
            children, self._styles.share(element, own, "opacity"), clip, element.get("id", "")
        )

    def _shape(self, element: xml.Element, style: Style, own: Mapping[str, str]) -> Node | None:
        outline = self.outline(element)
        outline = outline and self._counted(element, outline)
        if outline is None or style.properties["visibility"] != "visible":
            return None
        shape = self._painted(element, outline, style)
        if shape.fill is None and shape.stroke is None:
            return None
        if "clip-path" in own or self._styles.share(element, own, "opacity") < 1:
            return self.wrap(element, (replace(shape, id=""),), style, own)
        return shape

    def _image(self, element: xml.Element, style: Style, own: Mapping[str, str]) -> Node | None:
        if style.properties["visibility"] != "visible":
            return None
        try:
            image = read_image(element, self.folder)
        except ValueError as error:
            self.faults.add("svg-image", element, why=str(error)[:80])
            return None
        except RequestError as error:
            self.faults.add("svg-image-missing", element, file=error.params.get("path", ""))
            return None
        image = image.transformed(style.transform)
        if "clip-path" in own or self._styles.share(element, own, "opacity") < 1:
            return self.wrap(element, (replace(image, id=""),), style, own)
        return image

    def outline(self, element: xml.Element) -> Outline | None:
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

    def _counted(self, element: xml.Element, path: Outline) -> Outline | None:
        """The path, or None and a fault once the drawing holds too many steps."""
        self.steps += len(path.steps)
        if self.steps <= MOST_STEPS:
            return path
        self.faults.add("svg-too-complex", self.root, limit=MOST_STEPS)
        return None

    def _painted(self, element: xml.Element, outline: Outline, style: Style) -> Shape:
        box = outline.bounds
        fill, fill_alpha = self._paint(element, style, "fill", box)
        shape = Shape(
            outline,
            fill,
            fill_alpha * self._styles.share(element, style.properties, "fill-opacity"),
            self._styles.word(element, style, "fill-rule"),
            self._stroke(element, style, outline),
            element.get("id", ""),
        )
        if shape.stroke and not style.transform.is_similarity:
            self.faults.add("svg-uneven-stroke", element)
        return shape.transformed(style.transform)

    def _stroke(self, element: xml.Element, style: Style, outline: Outline) -> Stroke | None:
        paint, alpha = self._paint(element, style, "stroke", outline.bounds)
        width = self._styles.length(element, style, "stroke-width")
        if paint is None or width <= 0:
            return None
        return Stroke(
            paint,
            width,
            alpha * self._styles.share(element, style.properties, "stroke-opacity"),
            self._styles.word(element, style, "stroke-linecap"),
            self._styles.word(element, style, "stroke-linejoin"),
            self._styles.length(element, style, "stroke-miterlimit"),
            self._dashes(element, style, outline),
            self._styles.length(element, style, "stroke-dashoffset"),
        )

    def _dashes(self, element: xml.Element, style: Style, outline: Outline) -> tuple[float, ...]:
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

    def _clip(self, element: xml.Element, style: Style, own: Mapping[str, str]) -> Outline | None:
        text = own.get("clip-path", "none")
        if text == "none":
            return None
        target = self.by_id.get(reference(text) or "")
        shapes = [] if target is None else [c for c in target if xml.local_name(c) in OUTLINES]
        if (
            target is None
            or len(shapes) != 1
            or len(target) != 1
            or not self._plain_clip(target, shapes[0])
        ):
            self.faults.add("svg-clip", element, value=text)
            return None
        inner, _ = self.style(target, style)
        inner, _ = self.style(shapes[0], inner)
        outline = self.outline(shapes[0])
        return outline.transformed(inner.transform) if outline else None

    def _plain_clip(self, target: xml.Element, shape: xml.Element) -> bool:
        """Whether a clip is in user space, seen, by the nonzero rule, and not clipped itself."""
        own = [self._styles.own(element) for element in (shape, target)]
        around = [self._styles.own(element) for element in target.iterancestors()]
        if target.get("clipPathUnits", "userSpaceOnUse") != "userSpaceOnUse":
            return False
        if any(one.get("clip-path", "none") != "none" for one in own):
            return False
        if any(one.get("display") == "none" for one in own):
            return False
        inherited = (*own, *around)
        plain = {"clip-rule": ("nonzero", "inherit"), "visibility": ("visible", "inherit")}
        return all(one.get(key, "inherit") in ok for key, ok in plain.items() for one in inherited)
