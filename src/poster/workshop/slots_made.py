"""The slots of an imported layout: out of frames that a designer marked, and out of live text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from poster.errors import Finding, RequestError, Severity
from poster.geometry import Rect
from poster.inks import InkTable, lightness
from poster.svg.css import colour
from poster.svg.nodes import Gradient, Group, Image, Node
from poster.typeset.fonts import FontIndex
from poster.words.legacy import decode
from poster.workshop.colours import nearest
from poster.workshop.marks import CODES, has_words
from poster.workshop.writing import SlotMade

#: What a text is set in where its own font is not in the library; the first that is there.
FACES: Final = ("Be Vietnam Pro", "Roboto Condensed", "Noto Sans")
_LIGHT: Final = 55.0


@dataclass(frozen=True, slots=True)
class TextTold:
    """One live text of the original, as people are told of it: `words` in Unicode."""

    element: str
    words: str
    font: str
    slot: str
    findings: tuple[Finding, ...]
    is_sample: bool = False


def make_slots(
    digest: Mapping[str, Any], nodes: Sequence[Node], fonts: FontIndex, inks: InkTable
) -> tuple[tuple[TextTold, ...], tuple[SlotMade, ...]]:
    """What is said of every text, and the slots of the layout in drawing order."""
    told = tuple(_told(text, fonts) for text in digest["texts"])
    made = []
    for name, attributes in digest["slots"].items():
        here = [place for place, text in enumerate(digest["texts"]) if text["slot"] == name]
        if here:
            here.sort(key=lambda place: digest["texts"][place]["y"])
            lead = max((digest["texts"][place] for place in here), key=lambda text: text["size"])
            words = "\n".join(told[place].words for place in here)
            made.append(_of_text(name, lead, words, fonts, inks))
        else:
            box = Rect(*digest["frames"][name])
            made.append(_of_frame(name, attributes, _ground(nodes, box), fonts, inks))
    return told, tuple(made)


def _told(text: Mapping[str, Any], fonts: FontIndex) -> TextTold:
    findings: list[Finding] = []
    words, where = str(text["words"]), str(text["element"])
    try:
        decoded = decode(words, text["font"])
    except RequestError as error:
        findings.append(Finding(error.code, Severity.ERROR, where, params=error.params))
    else:
        if decoded.encoding:
            params = {"encoding": decoded.encoding, "before": words[:60].replace("\n", " / "),
                      "after": decoded.text[:60].replace("\n", " / ")}  # fmt: skip
            findings.append(Finding("import-legacy", Severity.WARNING, where, params=params))
        words = decoded.text
    if text["slot"] and not text["known"]:
        params = {"font": text["font"] or "-", "instead": _family(text["font"], fonts)}
        findings.append(Finding("import-font-missing", Severity.WARNING, where, params=params))
    sample = bool(text["sample"])
    return TextTold(where, words, text["font"], text["slot"], tuple(findings), sample)


def _family(asked: str, fonts: FontIndex) -> str:
    known = {family.lower(): family for family in fonts.families}
    if asked.lower() in known:
        return known[asked.lower()]
    return next((face for face in FACES if face in fonts.families), (*fonts.families, "")[0])


def _weight(family: str, asked: int, fonts: FontIndex) -> int:
    """The weight asked for, or the nearest that the family has."""
    ranges = [cut.weights for cut in fonts.cuts if cut.family == family and cut.style == "normal"]
    if not ranges:
        return asked
    return min((min(max(asked, low), high) for low, high in ranges), key=lambda w: abs(w - asked))


def _of_text(
    name: str, text: Mapping[str, Any], words: str, fonts: FontIndex, inks: InkTable
) -> SlotMade:
    family = _family(text["font"], fonts)
    settings: dict[str, Any] = {"required": True} if name == "slogan" else {}
    settings |= {"font": family, "weight": _weight(family, text["weight"], fonts)}
    if any(letter.isalpha() for letter in words) and words == words.upper():
        settings["case"] = "upper"
    settings["align"] = text["align"]
    settings["fill"] = _ink(text["fill"], inks)
    if name != "slogan":
        settings["max_lines"] = words.count("\n") + 1
        settings["default"] = " / ".join(words.split("\n"))
    else:
        settings["sample"] = " / ".join(words.split("\n"))
    return SlotMade(name, "text", settings)


def _ink(fill: str, inks: InkTable) -> str:
    """The nearest ink to a text's colour; black where its paint is no colour."""
    try:
        srgb, _ = colour(fill)
    except ValueError:
        srgb = "#000000"
    return nearest(srgb, inks).ink


def _of_frame(
    name: str, attributes: Mapping[str, str], ground: str, fonts: FontIndex, inks: InkTable
) -> SlotMade:
    if name in CODES:
        return SlotMade(name, "qr", {"fill": nearest("#000000", inks).ink})
    if not has_words(name, attributes):
        return SlotMade(name, "image", {"fit": "contain" if name == "logo" else "cover"})
    family = _family("", fonts)
    settings: dict[str, Any] = {"required": True} if name == "slogan" else {"max_lines": 2}
    settings |= {"font": family, "weight": _weight(family, 700, fonts)}
    # Type that can be read on what it stands on; a designer will choose better.
    settings["fill"] = nearest("#000000" if lightness(ground) > _LIGHT else "#ffffff", inks).ink
    return SlotMade(name, "text", settings)


def _ground(nodes: Iterable[Node], box: Rect) -> str:
    """The colour of the topmost painted shape behind the middle of `box`; white where none is."""
    found = "#ffffff"
    for node in nodes:
        if isinstance(node, Image) or (around := node.bounds) is None:
            continue
        if not (around.x <= box.cx <= around.right and around.y <= box.cy <= around.bottom):
            continue
        if isinstance(node, Group):
            found = _ground(node.children, box) if node.opacity > 0.5 else found
        elif isinstance(node.fill, str) and node.fill_opacity > 0.5 and around.contains(box):
            found = node.fill
        elif isinstance(node.fill, Gradient) and around.contains(box):
            found = node.fill.stops[len(node.fill.stops) // 2].colour
    return found
