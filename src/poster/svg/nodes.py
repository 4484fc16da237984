"""The artwork in memory: shapes, pictures, groups and gradients in mm, and their canonical text."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from poster.geometry import Affine, Rect
from poster.svg import xml
from poster.svg.artwork import Artwork
from poster.svg.paths import Path, number


@dataclass(frozen=True, slots=True)
class Stop:
    """One colour of a gradient; `offset` and `opacity` run from 0 to 1."""

    offset: float
    colour: str
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Gradient:
    """Colours along a line (x1 y1 x2 y2) or out of a circle (cx cy r fx fy), then `transform`."""

    kind: Literal["linear", "radial"]
    numbers: tuple[float, ...]
    stops: tuple[Stop, ...]
    transform: Affine = Affine()
    spread: str = "pad"

    def transformed(self, affine: Affine) -> Gradient:
        """The gradient of a shape that `affine` moved."""
        return replace(self, transform=affine @ self.transform)


#: A colour "#rrggbb", a gradient, or nothing.
Paint = str | Gradient | None


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line along a path: lengths in the unit of the path."""

    paint: Paint
    width: float
    opacity: float = 1.0
    cap: str = "butt"
    join: str = "miter"
    miter_limit: float = 4.0
    dashes: tuple[float, ...] = ()
    dash_offset: float = 0.0

    def transformed(self, affine: Affine) -> Stroke:
        """The stroke of a path that `affine` (which keeps proportions) moved."""
        factor = affine.length_factor
        paint = self.paint.transformed(affine) if isinstance(self.paint, Gradient) else self.paint
        return replace(
            self,
            paint=paint,
            width=self.width * factor,
            dashes=tuple(dash * factor for dash in self.dashes),
            dash_offset=self.dash_offset * factor,
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """A path with its paint."""

    path: Path
    fill: Paint = None
    fill_opacity: float = 1.0
    fill_rule: str = "nonzero"
    stroke: Stroke | None = None
    id: str = ""

    def transformed(self, affine: Affine) -> Shape:
        """The shape moved, its gradients with it."""
        return replace(
            self,
            path=self.path.transformed(affine),
            fill=self.fill.transformed(affine) if isinstance(self.fill, Gradient) else self.fill,
            stroke=self.stroke.transformed(affine) if self.stroke else None,
        )

    @property
    def bounds(self) -> Rect | None:
        """The box around outline and half the stroke."""
        box = self.path.bounds
        if box is None or self.stroke is None:
            return box
        half = self.stroke.width / 2
        return Rect.from_sides(box.x - half, box.y - half, box.right + half, box.bottom + half)


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes drawn together, thinned to `opacity` as one, and cut to `clip`."""

    children: tuple[Node, ...]
    opacity: float = 1.0
    clip: Path | None = None
    id: str = ""

    def transformed(self, affine: Affine) -> Group:
        """The group moved whole."""
        return replace(
            self,
            children=tuple(child.transformed(affine) for child in self.children),
            clip=self.clip.transformed(affine) if self.clip else None,
        )

    @property
    def bounds(self) -> Rect | None:
        """The box around what the group shows."""
        boxes = [box for child in self.children if (box := child.bounds) is not None]
        if not boxes:
            return None
        around = Rect.around(corner for box in boxes for corner in box.corners)
        return around.intersect(clip) if self.clip and (clip := self.clip.bounds) else around


@dataclass(frozen=True, slots=True)
class Image:
    """A picture over `box`, moved by `transform`; `data` is a PNG or JPEG file in sRGB."""

    box: Rect
    data: bytes
    transform: Affine = Affine()
    id: str = ""

    def transformed(self, affine: Affine) -> Image:
        """The picture moved."""
        return replace(self, transform=affine @ self.transform)

    @property
    def bounds(self) -> Rect:
        """The box around the picture where it stands."""
        return self.transform.box(self.box)


Node = Shape | Group | Image


def to_artwork(nodes: Iterable[Node], trim: Rect, printed: Rect) -> Artwork:
    """Write `nodes` as an artwork whose page is `printed` (mm); the same nodes give equal bytes."""
    root = xml.svg_element(
        "svg",
        {
            "width": f"{number(printed.width)}mm",
            "height": f"{number(printed.height)}mm",
            "viewBox": " ".join(
                number(value) for value in (printed.x, printed.y, printed.width, printed.height)
            ),
            "data-trim": f"0 0 {number(trim.width)} {number(trim.height)}",
        },
    )
    writer = _Writer(xml.svg_element("defs", {}, root))
    for node in nodes:
        writer.write(node, root)
    if not len(writer.defs):
        root.remove(writer.defs)
    return Artwork(xml.serialise(root), trim, printed)


@dataclass
class _Writer:
    """Writes nodes; equal gradients and clips are defined once."""

    defs: xml.Element
    known: dict[object, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def write(self, node: Node, parent: xml.Element) -> None:
        if isinstance(node, Shape):
            self._shape(node, parent)
            return
        if isinstance(node, Image):
            self._image(node, parent)
            return
        attributes = self._identity(node.id)
        if node.opacity < 1:
            attributes["opacity"] = number(node.opacity)
        if node.clip is not None:
            attributes["clip-path"] = f"url(#{self._define(node.clip)})"
        group = xml.svg_element("g", attributes, parent)
        for child in node.children:
            self.write(child, group)

    def _identity(self, name: str) -> dict[str, str]:
        if not name or name in self.used:
            return {}
        self.used.add(name)
        return {"id": name}

    def _shape(self, shape: Shape, parent: xml.Element) -> None:
        attributes = {**self._identity(shape.id), "d": shape.path.d}
        attributes["fill"] = self._paint(shape.fill)
        if shape.fill_opacity < 1:
            attributes["fill-opacity"] = number(shape.fill_opacity)
        if shape.fill_rule != "nonzero":
            attributes["fill-rule"] = shape.fill_rule
        if shape.stroke is not None:
            attributes.update(self._stroke(shape.stroke))
        xml.svg_element("path", attributes, parent)

    def _image(self, image: Image, parent: xml.Element) -> None:
        sides = zip(("x", "y", "width", "height"), _sides(image.box), strict=True)
        attributes = {**self._identity(image.id), **{key: number(side) for key, side in sides}}
        if image.transform != Affine():
            attributes["transform"] = matrix(image.transform)
        attributes["preserveAspectRatio"] = "none"
        kind = "png" if image.data.startswith(b"\x89PNG") else "jpeg"
        text = base64.b64encode(image.data).decode()
        attributes["href"] = f"data:image/{kind};base64,{text}"
        xml.svg_element("image", attributes, parent)

    def _stroke(self, stroke: Stroke) -> Iterator[tuple[str, str]]:
        yield "stroke", self._paint(stroke.paint)
        yield "stroke-width", number(stroke.width)
        if stroke.opacity < 1:
            yield "stroke-opacity", number(stroke.opacity)
        if stroke.cap != "butt":
            yield "stroke-linecap", stroke.cap
        if stroke.join != "miter":
            yield "stroke-linejoin", stroke.join
        if stroke.miter_limit != 4:
            yield "stroke-miterlimit", number(stroke.miter_limit)
        if stroke.dashes:
            yield "stroke-dasharray", " ".join(number(dash) for dash in stroke.dashes)
            yield "stroke-dashoffset", number(stroke.dash_offset)

    def _paint(self, paint: Paint) -> str:
        if isinstance(paint, Gradient):
            return f"url(#{self._define(paint)})"
        return paint or "none"

    def _define(self, definition: Gradient | Path) -> str:
        if definition not in self.known:
            prefix = "c" if isinstance(definition, Path) else "g"
            self.known[definition] = f"{prefix}_{len(self.known) + 1}"
            self.used.add(self.known[definition])
            write = self._clip if isinstance(definition, Path) else self._gradient
            write(definition, self.known[definition])  # type: ignore[arg-type]
        return self.known[definition]

    def _clip(self, path: Path, name: str) -> None:
        clip = xml.svg_element(
            "clipPath", {"id": name, "clipPathUnits": "userSpaceOnUse"}, self.defs
        )
        xml.svg_element("path", {"d": path.d}, clip)

    def _gradient(self, gradient: Gradient, name: str) -> None:
        names = (
            ("x1", "y1", "x2", "y2") if gradient.kind == "linear" else ("cx", "cy", "r", "fx", "fy")
        )
        attributes = {"id": name, "gradientUnits": "userSpaceOnUse"}
        attributes.update(
            (key, number(value)) for key, value in zip(names, gradient.numbers, strict=True)
        )
        if gradient.transform != Affine():
            attributes["gradientTransform"] = matrix(gradient.transform)
        if gradient.spread != "pad":
            attributes["spreadMethod"] = gradient.spread
        element = xml.svg_element(f"{gradient.kind}Gradient", attributes, self.defs)
        for stop in gradient.stops:
            values = {"offset": number(stop.offset), "stop-color": stop.colour}
            if stop.opacity < 1:
                values["stop-opacity"] = number(stop.opacity)
            xml.svg_element("stop", values, element)


def _sides(box: Rect) -> tuple[float, float, float, float]:
    return (box.x, box.y, box.width, box.height)


def matrix(affine: Affine) -> str:
    """The text of SVG's matrix, exact to nine decimals."""
    return (
        "matrix("
        + " ".join(f"{value:.9f}".rstrip("0").rstrip(".") for value in affine.numbers)
        + ")"
    )
