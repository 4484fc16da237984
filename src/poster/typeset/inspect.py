"""What a font is worth for Vietnamese slogans: letters, licence, and how far its ink sticks out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from poster.errors import Finding, Severity
from poster.typeset.composing import AIR_EM
from poster.typeset.fonts import Cut, Face, cut_of, declared, face_of
from poster.typeset.shape import shape

#: The 67 letters that Vietnamese adds to the Latin ones, as capitals.
CAPITALS: Final = "ĂÂĐÊÔƠƯÁÀẢÃẠẮẰẲẴẶẤẦẨẪẬÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ"
#: They in both cases.
VIETNAMESE: Final = CAPITALS + CAPITALS.lower()
#: Signs met in slogans. ★ is not among them: stars are drawn.
SIGNS: Final = "“”‘’–-…%/&()[]{}!?.,:;+=°·•≥≤×₫№"
#: Bits of OS/2's fsType (OpenType specification): a font that may not be embedded or outlined.
RESTRICTED: Final = 0x0002
#: Licences that let a library carry a font.
LICENCES: Final = ("SIL Open Font License", "Apache License", "Ubuntu Font Licence")
_RESERVED = re.compile(r"Reserved Font Names?:?\s*[\"“']?([^\"”'.\n]+)", re.I)


@dataclass(frozen=True, slots=True)
class FontReport:
    """What `inspect_font` found; heights are in em above or below the baseline.

    `licence` is the licence of the file beside the font, `declared_licence` that of the font file
    itself; empty where there is none that is known. `line_distance_em` is what two
    lines of capitals need at most.
    """

    cut: Cut
    missing_letters: tuple[str, ...]
    missing_signs: tuple[str, ...]
    licence: str
    declared_licence: str
    reserved_names: tuple[str, ...]
    embedding: int
    cap_height_em: float
    highest_em: float
    lowest_em: float
    ascent_em: float
    descent_em: float

    @property
    def above_ascent_em(self) -> float:
        """How far stacked capitals stick out of the declared line above."""
        return max(0.0, self.highest_em - self.ascent_em)

    @property
    def below_descent_em(self) -> float:
        """How far capitals with a dot below stick out of the declared line below."""
        return max(0.0, self.lowest_em - self.descent_em)

    @property
    def line_distance_em(self) -> float:
        """Baseline distance at which no two lines of capitals can come too close."""
        return self.highest_em + self.lowest_em + AIR_EM

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a designer should know before the font is used."""
        return tuple(self._findings())

    def _findings(self) -> Iterator[Finding]:
        name = self.cut.path.name
        if self.missing_letters:
            yield _finding("font-lacks-letters", Severity.ERROR, name, self.missing_letters)
        if self.missing_signs:
            yield _finding("font-lacks-signs", Severity.NOTE, name, self.missing_signs)
        if self.embedding & RESTRICTED:
            yield _finding("font-restricted", Severity.ERROR, name)
        if not self.licence:
            yield _finding("font-licence-missing", Severity.WARNING, name)
        elif self.declared_licence and self.declared_licence != self.licence:
            both = (self.licence, "≠", self.declared_licence)
            yield _finding("font-licence-differs", Severity.NOTE, name, both)
        if self.reserved_names:
            yield _finding("font-name-reserved", Severity.NOTE, name, self.reserved_names)
        if self.above_ascent_em > 0:
            height = f"{self.above_ascent_em:.2f}"
            yield _finding("font-sticks-out", Severity.NOTE, name, (height,))


def _finding(code: str, severity: Severity, where: str, found: tuple[str, ...] = ()) -> Finding:
    text = " ".join(found)
    return Finding(code, severity, where, text, params={"font": where, "found": text})


def inspect_font(path: Path) -> FontReport:
    """Look into one font file, and for a licence beside it (OFL.txt, LICENSE*).

    A variable font is measured at its boldest. Raises RequestError for a file that is no font.
    """
    cut = cut_of(path)
    face = face_of(cut, cut.weights[1], None, path.parent.parent)
    said, licence = declared(cut), _licence_beside(path)
    highest, lowest = _reach(face)
    return FontReport(
        cut,
        face.missing(VIETNAMESE),
        face.missing(SIGNS),
        _known(licence),
        _known(said.licence),
        tuple(dict.fromkeys(_RESERVED.findall(said.copyright) + _RESERVED.findall(licence[:400]))),
        said.embedding,
        face.cap_height_em,
        highest,
        lowest,
        said.ascent_em,
        said.descent_em,
    )


def _known(text: str) -> str:
    return next((name for name in LICENCES if name.casefold() in text.casefold()), "")


def _reach(face: Face) -> tuple[float, float]:
    """How far the Vietnamese capitals that the face has reach above and below the baseline, em."""
    missing = set(face.missing(CAPITALS))
    ink = shape(face, "".join(c for c in "H" + CAPITALS if c not in missing)).ink
    return (-ink.y, ink.bottom) if ink is not None else (0.0, 0.0)


def _licence_beside(path: Path) -> str:
    files = [f for f in sorted(path.parent.iterdir()) if re.match(r"(?i)ofl|licen[cs]e", f.name)]
    return "\n".join(file.read_text(encoding="utf-8", errors="replace") for file in files[:1])
