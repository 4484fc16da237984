"""usvg's small SVG into what a master may hold: one path a clip, no masks, no filters, no patterns.

What the press can have as vectors becomes vectors (clips of any kind, strokes scaled unevenly,
patterns of a few tiles); the rest is handed to `patches` as an order for a picture.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from poster.errors import Finding, RequestError, Severity
from poster.geometry import Affine, Rect
from poster.svg import css, outlines, paths, xml
from poster.svg.artwork import reference
from poster.svg.faults import name_of
from poster.svg.nodes import Stroke, matrix
from poster.svg.paths import Path, number
from poster.workshop.clips import clip_path, framed
from poster.workshop.page import note
from poster.workshop.patches import Patch, PatchRoom
from poster.workshop.upright import is_upright, straight

#: Clips within clips, and drawings within drawings.
MOST_NESTED: Final = 12
_NUMBER: Final = "data-number"
_BLEND: Final = re.compile(r"mix-blend-mode:\s*([a-z-]+)")
_DATA: Final = re.compile(r"data:(image/[a-z+]+);base64,\s*", re.IGNORECASE)
_STROKE: Final = frozenset(
    f"stroke{part}" for part in
    ("", "-width", "-opacity", "-linecap", "-linejoin", "-miterlimit", "-dasharray", "-dashoffset")
)  # fmt: skip
_JOINS: Final = {"miter-clip": "miter", "arcs": "miter"}


@dataclass
class Flattener:
    """Flattens one drawing. `room` says where patches stand and how fine they may be."""

    root: xml.Element
    room: PatchRoom
    findings: list[Finding] = field(default_factory=list)
    patches: list[Patch] = field(default_factory=list)
    by_id: dict[str, xml.Element] = field(default_factory=dict)
    defs: xml.Element = field(init=False)
    made: int = 0
    #: The drawing as it came, and its elements by number: what pictures are taken of.
    _original: xml.Element = field(init=False)
    _numbered: dict[str, xml.Element] = field(init=False)

    def __post_init__(self) -> None:
        for place, element in enumerate(xml.in_document_order(self.root)):
            element.set(_NUMBER, str(place))
        self._original = copy.deepcopy(self.root)
        self._numbered = {
            str(element.get(_NUMBER)): element for element in xml.in_document_order(self._original)
        }
        for element in xml.in_document_order(self.root):
            if element.get("id"):
                self.by_id.setdefault(element.get("id", ""), element)
        found = self.root.find(f"{{{xml.SVG}}}defs")
        self.defs = found if found is not None else xml.svg_element("defs", {})
        if found is None:
            self.root.insert(0, self.defs)

    def run(self) -> None:
        """Flatten the whole drawing in place."""
        for child in list(self.root):
            if child is not self.defs:
                self._replace(child, Affine(), 0)
        for element in list(self.defs):
            if not xml.local_name(element).endswith("Gradient") and not element.get("data-made"):
                self.defs.remove(element)
        for element in xml.in_document_order(self.root):
            for key in ("data-made", _NUMBER):
                xml.drop(element, key)

    # ------------------------------------------------------------ elements

    def _replace(self, element: xml.Element, outer: Affine, depth: int) -> None:
        parent = element.getparent()
        assert parent is not None
        new = list(self._flat(element, outer, depth))
        at = parent.index(element)
        parent.remove(element)
        for place, item in enumerate(new):
            parent.insert(at + place, item)

    def _flat(self, element: xml.Element, outer: Affine, depth: int) -> Iterator[xml.Element]:
        if depth > 4 * MOST_NESTED:
            raise RequestError("usvg-refused", file=name_of(element), why="groups too deep")
        match xml.local_name(element):
            case "g":
                yield from self._group(element, outer, depth)
            case "path":
                yield from self._path(element, outer, depth)
            case "image":
                yield from self._image(element, outer, depth)

    def _group(self, group: xml.Element, outer: Affine, depth: int) -> Iterator[xml.Element]:
        inner = outer @ css.transform(group.get("transform", ""))
        effect = self._effect(group)
        if effect:
            frames = list(self._lifted(group))
            yield from self._patch(group, effect, outer)
            yield from frames
            return
        for key in ("style", "enable-background"):
            xml.drop(group, key)
        clip = group.attrib.pop("clip-path", "")
        if clip:
            path = clip_path(str(clip), group, self.by_id)
            if not path.steps:
                return  # clipped away whole
            if not self._covers_page(path, inner):
                group.set("clip-path", f"url(#{self._define(path)})")
        for child in list(group):
            self._replace(child, inner, depth + 1)
        if len(group):
            yield group

    def _lifted(self, group: xml.Element) -> Iterator[xml.Element]:
        """Slots' frames out of a group that becomes a picture, where they were on the page."""
        for frame in list(group.iterdescendants()):
            if not isinstance(frame.tag, str) or not frame.get("id", "").startswith("slot-"):
                continue
            affine = Affine()
            at = frame.getparent()
            while at is not None and at is not group:
                affine = css.transform(at.get("transform", "")) @ affine
                at = at.getparent()
            affine = css.transform(group.get("transform", "")) @ affine
            seen = self._numbered[str(frame.get(_NUMBER))]
            for one in (frame, seen):
                parent = one.getparent()
                if parent is not None:
                    parent.remove(one)
            holder = xml.svg_element("g", {"transform": matrix(affine)})
            holder.append(frame)
            yield holder

    def _effect(self, group: xml.Element) -> str:
        """What of the group only pixels can show: "mask", "filter" or a blend mode."""
        for key in ("mask", "filter"):
            if group.get(key, "none") != "none":
                return key
        blend = _BLEND.search(group.get("style", ""))
        return blend[1] if blend and blend[1] != "normal" else ""

    def _patch(self, element: xml.Element, effect: str, outer: Affine) -> Iterator[xml.Element]:
        """Order a picture of `element` and leave an image in its place."""
        whole = self._numbered[str(element.get(_NUMBER))]
        patch = self.room.order(self._original, whole, effect, outer, self.by_id)
        if patch is None:
            return
        self.patches.append(patch)
        severity = Severity.WARNING
        self.findings.append(
            note("import-patch", patch.of, severity, effect=effect, ppi=round(patch.ppi),
                 area=patch.where)
        )  # fmt: skip
        image = xml.svg_element("image", {
            **{key: number(value) for key, value in
               (("x", patch.region.x), ("y", patch.region.y),
                ("width", patch.region.width), ("height", patch.region.height))},
            "preserveAspectRatio": "none", "href": patch.file, "transform": matrix(outer.inverse()),
        })  # fmt: skip
        if element.get("id"):
            image.set("id", str(element.get("id")))
        yield image

    # ------------------------------------------------------------ paths

    def _path(self, element: xml.Element, outer: Affine, depth: int) -> Iterator[xml.Element]:
        affine = outer @ css.transform(element.get("transform", ""))
        pattern = self._pattern_of(element)
        if pattern is not None:
            yield from self._patch(element, "pattern", outer)
            return
        order = str(element.attrib.pop("paint-order", "normal"))
        join = element.get("stroke-linejoin", "miter")
        element.set("stroke-linejoin", _JOINS.get(join, join))
        if element.get("stroke", "none") == "none":
            for key in _STROKE & set(map(str, element.attrib)):
                element.attrib.pop(key)
            yield element
            return
        stroke_first = order.startswith("stroke")
        if affine.is_similarity and not stroke_first:
            yield element
            return
        line, area = copy.deepcopy(element), copy.deepcopy(element)
        line.set("fill", "none")
        xml.drop(line, "id")
        for key in _STROKE & set(map(str, area.attrib)):
            area.attrib.pop(key)
        if not affine.is_similarity:
            line = self._outlined(line)
        parts = [area] if element.get("fill") != "none" else []
        yield from [line, *parts] if stroke_first else [*parts, line]

    def _outlined(self, line: xml.Element) -> xml.Element:
        """A stroke as the area that it paints; its gradient stays where it was."""
        path = paths.parse(line.get("d", ""))
        stroke = Stroke(
            "#000000", css.length(line.get("stroke-width", "1")),
            cap=line.get("stroke-linecap", "butt"), join=line.get("stroke-linejoin", "miter"),
            miter_limit=float(line.get("stroke-miterlimit", "4")),
            dashes=tuple(css.numbers(line.get("stroke-dasharray", ""))),
            dash_offset=css.length(line.get("stroke-dashoffset", "0")),
        )  # fmt: skip
        paint = line.get("stroke", "none")
        gradient = self.by_id.get(reference(paint) or "")
        if gradient is not None and path.bounds is not None:
            paint = f"url(#{self._in_user_space(gradient, path.bounds)})"
        made = xml.svg_element("path", {"d": outlines.stroked(path, stroke).d, "fill": paint})
        for key, name in (("stroke-opacity", "fill-opacity"), ("transform", "transform")):
            if line.get(key):
                made.set(name, str(line.get(key)))
        return made

    def _in_user_space(self, gradient: xml.Element, box: Rect) -> str:
        if gradient.get("gradientUnits") == "userSpaceOnUse":
            return gradient.get("id", "")
        fixed = copy.deepcopy(gradient)
        own = css.transform(gradient.get("gradientTransform", ""))
        fixed.set("gradientTransform", matrix(Affine.between(Rect(0, 0, 1, 1), box) @ own))
        fixed.set("gradientUnits", "userSpaceOnUse")
        return self._add(fixed)

    def _pattern_of(self, element: xml.Element) -> xml.Element | None:
        for key in ("fill", "stroke"):
            target = self.by_id.get(reference(element.get(key, "")) or "")
            if target is not None and xml.local_name(target) == "pattern":
                return target
        return None

    # ------------------------------------------------------------ images

    def _image(self, element: xml.Element, outer: Affine, depth: int) -> Iterator[xml.Element]:
        key = f"{{{xml.XLINK}}}href"
        text = str(element.attrib.pop(key, element.get("href", "")))
        kind = _DATA.match(text)
        if kind is None or kind[1] not in ("image/png", "image/jpeg"):
            yield from self._patch(element, "picture", outer)
            return
        element.set("href", f"data:{kind[1]};base64,{''.join(text[kind.end() :].split())}")
        for name in ("image-rendering", "style"):
            xml.drop(element, name)
        sliced = "slice" in element.get("preserveAspectRatio", "")
        yield framed(element, self._define) if sliced else element

    # ------------------------------------------------------------ definitions

    def _covers_page(self, clip: Path, inner: Affine) -> bool:
        """Whether a clip is the page itself, as Canva and Figma write it: the bleed needs more."""
        box = straight(clip)
        slack = 0.002 * max(self.room.page.width, self.room.page.height)
        return (
            box is not None and is_upright(inner)
            and inner.box(box).contains(self.room.page, slack)
        )  # fmt: skip

    def _define(self, path: Path) -> str:
        clip = xml.svg_element("clipPath", {"clipPathUnits": "userSpaceOnUse"})
        xml.svg_element("path", {"d": path.d}, clip)
        return self._add(clip)

    def _add(self, definition: xml.Element) -> str:
        self.made += 1
        name = f"made-{self.made}"
        while name in self.by_id:
            name += "-"
        definition.set("id", name)
        definition.set("data-made", "yes")
        self.by_id[name] = definition
        self.defs.append(definition)
        return name
