"""Finishing in people's own words: the one reader for flags, form fields and spreadsheet cells.

    khuy 500, may biên 30, xỏ trên 70        eyelets=500, hem=30, pocket top=70
    không khuy · khuy góc · luồn cây trên dưới 7cm · chừa biên trên 100

Marks may be missing ("khong khuy"), a number without a unit is in millimetres, and a pocket whose
side is not named goes to the top and to the bottom.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final, Literal

from poster.errors import Finding, RequestError, Severity
from poster.geometry import Edges
from poster.model import SIDES, EyeletPlan, Finishing, Side, Size
from poster.units import MM_PER

Subject = Literal["eyelets", "hem", "pocket", "edge"]

#: What an item may be about, longest words first; without marks and in small letters.
_SUBJECTS: Final[tuple[tuple[str, Subject], ...]] = (
    (r"chua bien|chua|edge|bleed", "edge"),
    (r"may bien|dan bien|vien|may|dan|hem", "hem"),
    (r"tui luon cay|tui xo cay|luon cay|xo cay|tui|luon|xo|pole pockets?|pockets?", "pocket"),
    (r"khuyen|khuy|khoen|eyelets?|grommets?", "eyelets"),
)
_SIDE_WORDS: Final[tuple[tuple[str, tuple[Side, ...]], ...]] = (
    (r"hai ben|2 ben|hai dau|2 dau|sides", ("left", "right")),
    (r"xung quanh|bon canh|4 canh|deu|all round|all", SIDES),
    (r"tren|top", ("top",)),
    (r"duoi|bottom", ("bottom",)),
    (r"trai|left", ("left",)),
    (r"phai|right", ("right",)),
)
_CORNERS: Final = r"(?:o )?(?:(?:4|bon) )?goc|corners?"
_AROUND: Final = r"xung quanh|quanh|deu|all round|around"
#: Words that carry nothing, and the signs between a name and its figure.
_FILLERS: Final = r"cach nhau|cach|moi|toi da|at most|every|va|and|mep|rong"
_NONE: Final = r"khong co|khong|ko|none|no|0"
_LENGTH: Final = re.compile(r"(\d{1,6}(?:[.,]\d{1,3})?) ?(mm|cm|m)?")
#: Commas end an item unless they stand inside a number ("497,5").
_ITEMS: Final = re.compile(r"[;\n]|,(?!\d)|(?<!\d),")
#: What each length may be, mm; 0 means "none" for hems and pockets.
_RANGES: Final[dict[Subject, tuple[float, float]]] = {
    "eyelets": (100, 3000), "hem": (10, 200), "pocket": (20, 300), "edge": (0, 500)
}  # fmt: skip
#: Where a pocket goes whose side nobody named.
_POLES: Final[tuple[Side, ...]] = ("top", "bottom")


@dataclass
class _Reading:
    """What has been read so far, by subject."""

    hem: float | None = None
    eyelets: tuple[EyeletPlan, float | None] | None = None
    pocket: dict[Side, float] | None = None
    edge: dict[Side, float] = field(default_factory=dict)
    last: Subject | None = None


def read_finishing(text: str) -> Finishing:
    """Read what `text` asks of hem, pockets, eyelets and edge; empty text asks for nothing.

    Raises RequestError `finishing-unknown`, `finishing-length`, `finishing-range`,
    `finishing-twice`, with the item as it was written.
    """
    reading = _Reading()
    for item in _ITEMS.split(unicodedata.normalize("NFC", text)):
        if item.strip():
            _read(item.strip(), reading)
    plan, gap_mm = reading.eyelets or (None, None)
    pocket = None if reading.pocket is None else Edges(**reading.pocket)
    return Finishing(reading.hem, pocket, plan, gap_mm, tuple(reading.edge.items()))


def _read(item: str, reading: _Reading) -> None:
    subject, is_none, rest = _subject(item, reading.last)
    reading.last = subject
    if subject == "eyelets":
        _once(reading.eyelets is None, item)
        reading.eyelets = ("none", None) if is_none else _eyelets(rest, item)
        return
    sides, rest = _sides(rest)
    length_mm = 0.0 if is_none and not rest else _length(rest, subject, item)
    if subject == "hem":
        _once(reading.hem is None and set(sides) in (set(), set(SIDES)), item)
        reading.hem = length_mm
    elif subject == "pocket":
        _sided(reading.pocket or {}, sides or _POLES, length_mm, item)
        reading.pocket = {**(reading.pocket or {}), **dict.fromkeys(sides or _POLES, length_mm)}
    else:
        _sided(reading.edge, sides or SIDES, length_mm, item)
        reading.edge |= dict.fromkeys(sides or SIDES, length_mm)


def _subject(item: str, last: Subject | None) -> tuple[Subject, bool, str]:
    """What `item` is about, whether it says "none", and the words that are left.

    An item that starts with a side goes on about the `last` subject ("xỏ trên 70, dưới 50").
    """
    plain = _plain(item)
    for words, subject in _SUBJECTS:
        found = re.fullmatch(rf"(?:({_NONE}) )?(?:{words})(?![a-z])(.*)", plain)
        if found:
            rest = _without_fillers(found[2])
            is_none = found[1] is not None or re.fullmatch(rf"(?:{_NONE})( ?mm)?", rest) is not None
            return subject, is_none, "" if is_none else rest
    if last is not None and re.match(
        "|".join(rf"(?:{words})\b" for words, _ in _SIDE_WORDS), plain
    ):
        return last, False, _without_fillers(plain)
    raise RequestError("finishing-unknown", given=item)


def _without_fillers(text: str) -> str:
    return _collapsed(re.sub(rf"\b(?:{_FILLERS})\b|[=:+&/]", " ", text))


def _plain(text: str) -> str:
    """Small letters without marks, single spaces: what people type in a hurry."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _collapsed(bare)


def _collapsed(text: str) -> str:
    return " ".join(text.split())


def _eyelets(rest: str, item: str) -> tuple[EyeletPlan, float | None]:
    if re.fullmatch(_CORNERS, rest):
        return "corners", None
    rest = _collapsed(re.sub(rf"\b(?:{_AROUND})\b", " ", rest))
    return "around", _length(rest, "eyelets", item) if rest else None


def _sides(rest: str) -> tuple[tuple[Side, ...], str]:
    """The sides that `rest` names, and what is left of it."""
    found: list[Side] = []
    for words, sides in _SIDE_WORDS:
        rest, count = re.subn(rf"\b(?:canh )?(?:{words})\b", " ", rest)
        found += sides if count else ()
    return tuple(dict.fromkeys(found)), _collapsed(rest)


def _length(rest: str, subject: Subject, item: str) -> float:
    match = _LENGTH.fullmatch(rest)
    if match is None:
        raise RequestError("finishing-length", given=item)
    length_mm = round(float(match[1].replace(",", ".")) * MM_PER[match[2] or "mm"], 3)
    least_mm, most_mm = _RANGES[subject]
    if not least_mm <= length_mm <= most_mm:
        raise RequestError(
            "finishing-range", given=item, length_mm=length_mm, least_mm=least_mm, most_mm=most_mm
        )
    return length_mm


def _sided(known: dict[Side, float], sides: tuple[Side, ...], length_mm: float, item: str) -> None:
    """Refuse a side that has been given another length already."""
    _once(all(known.get(side, length_mm) == length_mm for side in sides), item)


def _once(is_first: bool, item: str) -> None:
    if not is_first:
        raise RequestError("finishing-twice", given=item)


def unfinished(finishing: Finishing, size: Size) -> tuple[Finding, ...]:
    """What is asked in vain: a screen is neither sewn nor punched."""
    if size.is_screen and finishing != Finishing():
        return (Finding("finishing-screen", Severity.NOTE, where=size.name),)
    return ()
