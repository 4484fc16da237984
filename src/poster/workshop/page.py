"""A drawing as it was saved: mended where that is safe, and its page in millimetres."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from poster.errors import Finding, RequestError, Severity
from poster.geometry import Rect
from poster.svg import css, xml
from poster.units import MM_PER_INCH, Dimensions

#: Prefixes that one file may have lost.
MOST_PREFIXES: Final = 12
#: Sides of a page that can be meant, mm.
LEAST_MM: Final = 1.0
MOST_MM: Final = 200_000.0
#: Sides of a viewBox that can be meant, in its own units.
LEAST_UNITS: Final = 1e-3
MOST_UNITS: Final = 1e7
#: How far a given size may be from the page's proportions.
RATIO_SLACK: Final = 0.005

_ROOT = re.compile(r"<((?:[\w.-]+:)?svg)(?=[\s/>])")
_LENGTH = re.compile(r"\s*([-+]?[\d.]+(?:[eE][-+]?\d+)?)\s*([a-zA-Z%]*)\s*")
_MM: Final = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "q": 0.25}
#: Pages that people know, mm: a size in pixels that fits one at 72 to the inch was meant so.
PAPER_SLACK_MM: Final = 0.35
_PAPER: Final = (
    (148, 210), (210, 297), (297, 420), (420, 594), (594, 841), (841, 1189), (216, 279), (216, 356),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """The page in mm, its units before (`user` is the viewBox), and how the mm were come by."""

    width_mm: float
    height_mm: float
    user: tuple[float, float, float, float]
    stated: str
    px_per_inch: float
    #: How much larger the finished size is than what the file says (a drawing at 1:10: 10).
    enlarged: float = 1.0

    @property
    def ratio(self) -> float:
        """Width by height."""
        return self.width_mm / self.height_mm

    @property
    def box(self) -> Rect:
        """The page in mm, in the exact proportions of the drawing where they are the same."""
        proportion = self.user[3] / self.user[2]
        near = abs(self.ratio * proportion - 1) <= RATIO_SLACK
        return Rect(0, 0, self.width_mm, self.width_mm * proportion if near else self.height_mm)

    @property
    def pixel_mm(self) -> float:
        """A pixel of the drawing's page on the finished piece."""
        return MM_PER_INCH / self.px_per_inch * self.enlarged


@dataclass
class Original:
    """A drawing as saved: the parsed root, its page, what was said on the way."""

    root: xml.Element
    page: Page
    findings: list[Finding]


def read_original(data: bytes, name: str, size: Dimensions | None) -> Original:
    """Parse `data`; declare prefixes that got lost; find the page. `size` is the finished size.

    Raises RequestError `xml-…`, `svg-no-size`, `import-size-ratio`.
    """
    findings: list[Finding] = []
    text, root = _parsed(xml.plain_text(data, name), name, findings)
    page = _page(root, text, name, findings)
    if size is not None:
        page = _as_asked(page, size, name)
    if _is_old_inkscape(root):
        version = root.get(f"{{{xml.INKSCAPE}}}version", "")[:20]
        findings.append(note("import-old-inkscape", "svg", Severity.WARNING, version=version))
    params = {
        "width": page.width_mm, "height": page.height_mm, "stated": page.stated,
        "ppi": round(page.px_per_inch),
    }  # fmt: skip
    code = "import-page-px" if _in_pixels(page.stated) and size is None else "import-page"
    findings.insert(0, Finding(code, Severity.NOTE, "svg", page.stated, params=params))
    return Original(root, page, findings)


def note(code: str, where: str, severity: Severity = Severity.NOTE, **params: Any) -> Finding:
    """A finding about the element named `where`."""
    return Finding(code, severity, where, params=params)


def _parsed(text: str, name: str, findings: list[Finding]) -> tuple[str, xml.Element]:
    for _ in range(MOST_PREFIXES):
        try:
            return text, xml.parse_svg(text.encode(), name)
        except RequestError as error:
            if error.code == "xml-prefix":
                prefix = str(error.params["prefix"])
                declared = f'xmlns:{prefix}="{error.params["meaning"]}"'
            elif error.code == "xml-no-namespace":
                prefix, declared = "svg", f'xmlns="{xml.SVG}"'
            else:
                raise
            text = _ROOT.sub(lambda m, d=declared: f"{m[0]} {d}", text, count=1)  # type: ignore[misc]
            findings.append(
                note("import-prefix", "svg", Severity.WARNING, prefix=prefix,
                     line=error.params.get("line", 1))
            )  # fmt: skip
    raise RequestError("xml-prefix-unknown", file=name, line=1, prefix="", meaning="")


# ---------------------------------------------------------------- the page


def _page(root: xml.Element, text: str, name: str, findings: list[Finding]) -> Page:
    view = css.numbers(root.get("viewBox", ""))
    width, height = _length(root.get("width", "")), _length(root.get("height", ""))
    stated = f"{root.get('width', '-')} x {root.get('height', '-')}"
    if len(view) == 4 and (width is None or height is None):
        findings.append(note("import-size-from-viewbox", "svg", stated=stated))
        width, height = (view[2], ""), (view[3], "")
        stated = f"{view[2]:g} x {view[3]:g}"
    if width is None or height is None:
        raise RequestError("svg-no-size", file=name)
    per_inch = _px_per_inch(root, text, width, height, findings)
    sides = [_in_mm(side, per_inch) for side in (width, height)]
    if len(view) != 4:
        # Without a viewBox a user unit is a pixel of CSS, whatever the page is given in.
        px = [_in_mm(side, 96.0) * 96 / 25.4 for side in (width, height)]
        view = [0.0, 0.0, *px]
    if not all(LEAST_MM <= side <= MOST_MM for side in sides):
        raise RequestError("import-size-absurd", file=name, stated=stated[:40])
    if not all(LEAST_UNITS <= side <= MOST_UNITS for side in view[2:]):
        raise RequestError("import-size-absurd", file=name, stated=stated[:40])
    width_mm, height_mm = _paper(sides) if width[1] in ("", "px") else map(_rounded, sides)
    return Page(width_mm, height_mm, (view[0], view[1], view[2], view[3]), stated, per_inch)


def _length(text: str) -> tuple[float, str] | None:
    match = _LENGTH.fullmatch(text)
    if match is None or match[2].lower() not in ("", "px", *_MM):
        return None  # a percentage, or units of a font
    return float(match[1]), match[2].lower()


def _in_mm(length: tuple[float, str], px_per_inch: float) -> float:
    value, unit = length
    return value * _MM.get(unit, 25.4 / px_per_inch)


def _in_pixels(stated: str) -> bool:
    return not re.search(r"\d\s*(mm|cm|in|pt|pc|q)\b", stated.lower())


def _paper(sides: list[float]) -> tuple[float, float]:
    """The paper that was meant: a page in whole pixels is never exactly A4."""
    for short, long in _PAPER:
        if abs(min(sides) - short) < PAPER_SLACK_MM and abs(max(sides) - long) < PAPER_SLACK_MM:
            return (short, long) if sides[0] < sides[1] else (long, short)
    return _rounded(sides[0]), _rounded(sides[1])


def _rounded(mm: float) -> float:
    """Without the noise of a drawing program: to whole hundredths, and to tenths where near."""
    tenth = round(mm, 1)
    return tenth if abs(mm - tenth) < 0.006 else round(mm, 2)


def _px_per_inch(
    root: xml.Element,
    text: str,
    width: tuple[float, str],
    height: tuple[float, str],
    findings: list[Finding],
) -> float:
    """Illustrator's pixel is a point, old Inkscape's the 90th part of an inch; all others say 96.

    A page that is a known paper at one of these only was meant so.
    """
    if width[1] not in ("", "px"):
        return 96.0
    known = [ppi for ppi in (96.0, 90.0, 72.0) if _is_paper(width[0], height[0], ppi)]
    if "Adobe Illustrator" in text[:2_000] and not root.get(f"{{{xml.INKSCAPE}}}version"):
        findings.append(note("import-illustrator-px", "svg"))
        return 72.0
    usual = 90.0 if _is_old_inkscape(root) else 96.0
    if not known or usual in known:
        return usual
    findings.append(note("import-paper-px", "svg", Severity.WARNING, ppi=round(known[0])))
    return known[0]


def _is_paper(width: float, height: float, px_per_inch: float) -> bool:
    short, long = sorted(side * 25.4 / px_per_inch for side in (width, height))
    return any(
        abs(short - a) < PAPER_SLACK_MM and abs(long - b) < PAPER_SLACK_MM for a, b in _PAPER
    )


def _as_asked(page: Page, size: Dimensions, name: str) -> Page:
    if abs(page.ratio / (size.width_mm / size.height_mm) - 1) > RATIO_SLACK:
        raise RequestError(
            "import-size-ratio", file=name, asked=f"{size.width_mm:g} x {size.height_mm:g} mm",
            found=f"{page.width_mm:g} x {page.height_mm:g} mm",
        )  # fmt: skip
    enlarged = size.width_mm / page.width_mm
    return Page(size.width_mm, size.height_mm, page.user, page.stated, page.px_per_inch, enlarged)


def _is_old_inkscape(root: xml.Element) -> bool:
    match = re.match(r"0\.(\d+)", root.get(f"{{{xml.INKSCAPE}}}version", ""))
    return match is not None and int(match[1]) < 92
