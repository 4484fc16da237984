"""The table of rules: what each is called, how much it weighs, and who asks for it.

The rules of PDF/X-4 are those of ISO 15930-7:2010. Its text is not free, so no clause of it is
cited from hearsay: what is cited beside it is the clause of ISO 32000-1:2008 (PDF 1.7) that defines
the thing in question, or the public recommendation or habit that a rule follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from poster.errors import Severity

X4: Final = "ISO 15930-7 (PDF/X-4)"
GWG: Final = "Ghent Workgroup 2022"
#: What Vietnamese print shops ask for: no standard, but every shop's list says it.
HABIT: Final = "preflight-habit"
#: What was ordered, by `--size`, by the file's name or by the job.
ORDER: Final = "preflight-order"
#: What this program could not look at.
LIMITS: Final = "poster"
TIFF: Final = "TIFF 6.0"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `sources` are names of documents, or message ids for what has no document."""

    code: str
    severity: Severity
    sources: tuple[str, ...]


def _pdf(clause: str) -> str:
    return f"ISO 32000-1 {clause}"


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

_TABLE: Final[tuple[tuple[str, Severity, tuple[str, ...]], ...]] = (
    # what the file says of itself
    ("preflight-encrypted", _E, (X4, _pdf("7.6"))),
    ("preflight-pages", _N, (HABIT,)),
    ("preflight-not-pdfx", _W, (X4,)),
    ("preflight-version", _E, (X4, _pdf("7.5.2"))),
    ("preflight-no-intent", _E, (X4, _pdf("14.11.5"))),
    ("preflight-intents", _E, (X4, _pdf("14.11.5"))),
    ("preflight-intent-empty", _E, (X4, _pdf("14.11.5"))),
    ("preflight-intent-profile", _E, (X4, _pdf("14.11.5"))),
    ("preflight-xmp", _E, (X4, _pdf("14.3.2"))),
    ("preflight-xmp-namespace", _E, (X4,)),
    ("preflight-xmp-ids", _E, (X4,)),
    ("preflight-xmp-dates", _E, (X4,)),
    ("preflight-title", _E, (X4,)),
    ("preflight-trapped", _E, (X4, _pdf("14.11.6"))),
    ("preflight-info-differs", _W, (X4, _pdf("14.3.3"))),
    ("preflight-trailer-id", _E, (X4, _pdf("14.4"))),
    # what must stand nowhere in it
    ("preflight-script", _E, (X4, _pdf("12.6.4.16"))),
    ("preflight-action", _E, (X4, _pdf("12.6"))),
    ("preflight-fields", _E, (X4, _pdf("12.7"))),
    ("preflight-attachment", _W, (X4, _pdf("7.11"))),
    ("preflight-outside", _E, (X4, _pdf("7.11"))),
    ("preflight-lzw", _E, (X4, _pdf("7.4.4"))),
    ("preflight-transfer", _E, (X4, _pdf("10.4"))),
    ("preflight-postscript", _E, (X4, _pdf("8.8.2"))),
    ("preflight-alternates", _E, (X4, _pdf("8.9.5.4"))),
    ("preflight-opi", _E, (X4, _pdf("14.11.7"))),
    ("preflight-font-missing", _E, (X4, _pdf("9.9"))),
    ("preflight-live-text", _W, (HABIT,)),
    ("preflight-layers", _W, (HABIT,)),
    # pages
    ("preflight-no-trim", _E, (X4, _pdf("14.11.2"))),
    ("preflight-trim-and-art", _E, (X4, _pdf("14.11.2"))),
    ("preflight-boxes", _E, (X4, _pdf("14.11.2"))),
    ("preflight-crop", _W, (GWG,)),
    ("preflight-origin", _W, (HABIT,)),
    ("preflight-turned-page", _W, (HABIT,)),
    ("preflight-user-unit", _E, (HABIT, _pdf("14.11.2"))),
    ("preflight-page-large", _E, (_pdf("Annex C.2"),)),
    ("preflight-group", _E, (GWG, _pdf("11.6.6"))),
    ("preflight-annotation", _E, (X4, _pdf("12.5"))),
    # colour
    ("preflight-rgb", _E, (HABIT, GWG)),
    ("preflight-lab", _W, (HABIT,)),
    ("preflight-spot", _W, (HABIT,)),
    ("preflight-all-inks", _E, (GWG, _pdf("8.6.6.4"))),
    ("preflight-white-overprint", _E, (GWG, _pdf("8.6.7"))),
    ("preflight-rich-black-text", _W, (HABIT, GWG)),
    ("preflight-ink-limit", _W, (HABIT,)),
    # what is drawn
    ("preflight-hairline", _W, (HABIT, GWG)),
    ("preflight-image-coarse", _E, (HABIT,)),
    ("preflight-image-soft", _W, (HABIT,)),
    ("preflight-text-small", _W, ("DIN 4844", HABIT)),
    ("preflight-edge-unfilled", _E, (HABIT,)),
    ("preflight-edge-bare", _N, (HABIT,)),
    ("preflight-edge-small", _E, (ORDER, HABIT)),
    ("preflight-no-edge", _W, (HABIT,)),
    # the order
    ("preflight-size", _E, (ORDER,)),
    ("preflight-size-turned", _E, (ORDER,)),
    ("preflight-scale-mistaken", _E, (ORDER, HABIT)),
    ("preflight-scale-doubled", _E, (ORDER, HABIT)),
    ("preflight-size-unasked", _N, (LIMITS,)),
    # pixels
    ("preflight-raster-colour", _E, (HABIT,)),
    ("preflight-raster-alpha", _E, (HABIT, TIFF)),
    ("preflight-raster-bits", _W, (HABIT,)),
    ("preflight-raster-layers", _W, (HABIT,)),
    ("preflight-raster-profile", _W, (HABIT,)),
    ("preflight-raster-profile-other", _E, (HABIT,)),
    ("preflight-raster-ppi", _E, (HABIT, TIFF)),
    ("preflight-raster-square", _E, (HABIT,)),
    ("preflight-raster-pixels", _N, (HABIT,)),
    ("preflight-raster-edge", _W, (HABIT,)),
    # what was not looked at
    ("preflight-unseen-content", _N, (LIMITS,)),
    ("preflight-unseen-inks", _N, (LIMITS,)),
    ("preflight-unseen-pictures", _N, (LIMITS,)),
    ("preflight-unseen-pixels", _N, (LIMITS,)),
)  # fmt: skip

RULES: Final[Mapping[str, Rule]] = {row[0]: Rule(*row) for row in _TABLE}
