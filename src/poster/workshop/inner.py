"""Pictures of a drawing as data, and drawings inside pictures as drawings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from poster.errors import RequestError
from poster.svg import usvg, xml
from poster.svg.faults import name_of
from poster.workshop.order import Order, as_text
from poster.workshop.original import refuse_outside

_KIND: Final = {"png": "image/png", "jpeg": "image/jpeg"}


def embed(root: xml.Element, order: Order, inner: Mapping[str, bytes]) -> None:
    """Cleaned pictures as data, and drawings inside pictures as drawings."""
    images = root.iter(f"{{{xml.SVG}}}image", f"{{{xml.SVG}}}feImage")
    for place, element in enumerate(list(images)):
        key = element.get("href", "").removeprefix("poster:")
        data = (order.pictures or {}).get(key)
        if data is not None:
            kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
            element.set("href", f"data:{_KIND[kind]};base64,{as_text(data)}")
        elif key in inner and xml.local_name(element) == "image":
            _as_drawing(element, inner[key], order, place)
        elif element.get("href", "").startswith("poster:"):  # broken: an error says so already
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)


def _as_drawing(element: xml.Element, data: bytes, order: Order, place: int) -> None:
    """An SVG in a picture, normalised alone, takes the picture's place as a nested drawing."""
    if b"image/svg+xml" in data:  # which no engine looks into
        raise RequestError("import-nested", element=name_of(element))
    if b"<text" in data or b":text" in data:
        raise RequestError("import-inner-text", element=name_of(element))
    try:
        whole = xml.parse_svg(data, order.name)
        for inner in xml.in_document_order(whole):
            refuse_outside(inner, order.name)
            if xml.local_name(inner) in ("image", "feImage"):
                _refuse_linked(inner, order.name)
        small = usvg.normalise(xml.serialise(whole), order.name, order.module)
        drawn = xml.parse_svg(declared(small), order.name)
    except RequestError as error:
        if error.code == "import-outside":
            raise
        raise RequestError("import-inner", element=name_of(element), why=error.code) from error
    prefix = f"in{element.sourceline or 0}-{place}-"
    _prefix_ids(drawn, prefix)
    nested = xml.svg_element("svg", {"viewBox": f"0 0 {drawn.get('width')} {drawn.get('height')}"})
    for key in ("x", "y", "width", "height", "preserveAspectRatio", "id"):
        if element.get(key):
            nested.set(key, str(element.get(key)))
    nested.extend(list(drawn))
    group = xml.svg_element("g", {})
    for key in ("transform", "style", "opacity", "clip-path", "mask", "filter"):
        if element.get(key):
            group.set(key, str(element.get(key)))
    group.append(nested)
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, group)


def _refuse_linked(image: xml.Element, name: str) -> None:
    """A picture inside a picture can only be one that the file holds itself."""
    for key in ("href", f"{{{xml.XLINK}}}href"):
        target = str(image.get(key, "")).strip()
        if target and not target.lower().startswith(("#", "data:")):
            raise RequestError(
                "import-outside", file=name, element=name_of(image), target=target[:60]
            )


def _prefix_ids(root: xml.Element, prefix: str) -> None:
    for element in xml.in_document_order(root):
        for key, value in list(element.attrib.items()):
            if key == "id":
                element.set(key, prefix + str(value))
            elif "url(#" in str(value):
                element.set(key, str(value).replace("url(#", f"url(#{prefix}"))
            elif str(key).endswith("href") and str(value).startswith("#"):
                element.set(key, f"#{prefix}{str(value)[1:]}")


def declared(small: bytes) -> bytes:
    """usvg forgets to declare xlink where only a pattern holds a picture."""
    if b"xmlns:xlink" in small:
        return small
    return small.replace(b"<svg ", f'<svg xmlns:xlink="{xml.XLINK}" '.encode(), 1)
