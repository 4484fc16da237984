"""One pass over all objects of a PDF for what must stand nowhere in it, used or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from poster.press.preflight.faults import Notebook

#: Objects that are looked at; a banner of ours has a hundred.
MOST_OBJECTS: Final = 100_000
DEEPEST: Final = 40
_RGB_NAMES: Final = {"/DeviceRGB": "DeviceRGB", "/CalRGB": "CalRGB"}
_STANDARD_ACTIONS: Final = frozenset(("/GoTo", "/URI", "/Launch", "/Named", "/GoToR", "/SubmitForm",
    "/ResetForm", "/Hide", "/SetOCGState", "/Rendition", "/Movie", "/Sound", "/ImportData",
    "/GoToE", "/Thread", "/Trans", "/GoTo3DView", "/RichMediaExecute"))  # fmt: skip
#: Values of a transfer function that change nothing.
_NO_TRANSFER: Final = ("/Default", "/Identity")


@dataclass
class Found:
    """What stands in a file. `rgb` names spaces; `fonts` are all fonts, `bare` those without a
    font program; `flags` are rules that some object breaks."""

    rgb: dict[str, None] = field(default_factory=dict)
    fonts: dict[str, None] = field(default_factory=dict)
    bare: dict[str, None] = field(default_factory=dict)
    flags: dict[str, None] = field(default_factory=dict)
    all_seen: bool = True


def look_through(pdf: Any) -> Found:
    """Look at every object once."""
    found = Found()
    for number, thing in enumerate(pdf.objects):
        if number >= MOST_OBJECTS:
            found.all_seen = False
            break
        for part in _parts(thing, 0):
            kind = part._type_name
            if kind == "name":
                name = _RGB_NAMES.get(str(part))
                if name:
                    found.rgb[name] = None
            elif kind == "array":
                _look_at_array(part, found)
            else:
                _look_at(part, kind == "stream", found)
    return found


def _parts(thing: Any, depth: int) -> Iterator[Any]:
    """An object and all that stands directly in it, names and containers only."""
    kind = getattr(thing, "_type_name", "")
    if depth > DEEPEST or kind not in ("name", "array", "dictionary", "stream"):
        return
    yield thing
    if kind == "array":
        inner = list(thing)
    elif kind == "name":
        return
    else:
        inner = [part for _, part in thing.items()]
    for part in inner:
        if not getattr(part, "is_indirect", False):
            yield from _parts(part, depth + 1)


def _look_at_array(array: Any, found: Found) -> None:
    if len(array) == 2 and getattr(array[0], "_type_name", "") == "name":
        is_icc = str(array[0]) == "/ICCBased"
        if is_icc and hasattr(array[1], "get") and array[1].get("/N") == 3:
            found.rgb["ICC RGB"] = None


def _look_at(thing: Any, is_stream: bool, found: Found) -> None:
    keys = set(thing.keys())
    for key, looks in _BY_KEY.items():
        if key in keys:
            rule = looks(thing, is_stream)
            if rule:
                found.flags[rule] = None
    if thing.get("/Type") == "/Font":
        _look_at_font(thing, found)


def _rule(name: str) -> Callable[[Any, bool], str]:
    return lambda _thing, _is_stream: name


def _action(thing: Any, _: bool) -> str:
    kind = str(thing.get("/S"))
    if kind == "/JavaScript":
        return "preflight-script"
    is_action = kind in _STANDARD_ACTIONS and thing.get("/Type") in (None, "/Action")
    return "preflight-action" if is_action else ""


def _filter(thing: Any, is_stream: bool) -> str:
    filters = thing["/Filter"]
    names = [str(filters)] if filters._type_name == "name" else [str(name) for name in filters]
    return "preflight-lzw" if is_stream and {"/LZWDecode", "/LZW"} & set(names) else ""


def _transfer(thing: Any, _: bool) -> str:
    if thing.get("/S") in ("/Luminosity", "/Alpha"):  # of a soft mask: no curve of a press
        return ""
    curves = [thing.get(key) for key in ("/TR", "/TR2")]
    bent = [curve for curve in curves if curve is not None and curve not in _NO_TRANSFER]
    return "preflight-transfer" if bent else ""


def _subtype(thing: Any, is_stream: bool) -> str:
    return "preflight-postscript" if is_stream and thing["/Subtype"] == "/PS" else ""


def _outside(_thing: Any, is_stream: bool) -> str:
    return "preflight-outside" if is_stream else ""


_BY_KEY: Final[dict[str, Callable[[Any, bool], str]]] = {
    "/JS": _rule("preflight-script"), "/JavaScript": _rule("preflight-script"),
    "/AA": _rule("preflight-action"), "/S": _action, "/Filter": _filter, "/TR": _transfer,
    "/TR2": _transfer, "/Subtype": _subtype, "/F": _outside, "/OPI": _rule("preflight-opi"),
    "/Alternates": _rule("preflight-alternates"), "/AcroForm": _rule("preflight-fields"),
    "/EF": _rule("preflight-attachment"), "/Ref": lambda _, stream: _outside(_, stream),
}  # fmt: skip


def _look_at_font(font: Any, found: Found) -> None:
    kind = str(font.get("/Subtype"))
    name = str(font.get("/BaseFont", font.get("/Name", "?"))).removeprefix("/")
    if kind in ("/CIDFontType0", "/CIDFontType2"):
        _look_at_program(font, name, found)
        return
    found.fonts[name] = None
    if kind not in ("/Type0", "/Type3"):
        _look_at_program(font, name, found)


def _look_at_program(font: Any, name: str, found: Found) -> None:
    described = font.get("/FontDescriptor") or {}
    if not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        found.bare[name] = None


def write(found: Found, notebook: Notebook, rgb_drawn: bool) -> None:
    """Faults of what stands in the file; RGB that was met where it is drawn is not told twice."""
    for rule in found.flags:
        notebook.add(rule)
    if found.rgb and not rgb_drawn:
        notebook.add("preflight-rgb", name=", ".join(found.rgb), count=len(found.rgb))
    if found.bare:
        notebook.add("preflight-font-missing", names=list(found.bare)[:12], count=len(found.bare))
    if found.fonts:
        notebook.add("preflight-live-text", names=list(found.fonts)[:12], count=len(found.fonts))
    if not found.all_seen:
        notebook.add("preflight-unseen-content", most=MOST_OBJECTS)
