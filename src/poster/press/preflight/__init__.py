"""Preflight: is this a file that a press can print as it was ordered?

`preflight` looks at anyone's file, in the jail; `check_own` at one that this program has just
written. What they say of PDF/X-4 is a check by this program and no certificate.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from poster import jail
from poster.errors import Finding, PreflightError, Severity
from poster.messages import Term
from poster.press.preflight.faults import Expectation, Fault
from poster.press.preflight.rules import RULES

if TYPE_CHECKING:
    from poster.press.order import Order

#: Rules whose matter was settled when the piece was made: told there, refused there, or accepted
#: by a person. They are not judged a second time on the file.
SETTLED: Final = frozenset({
    "preflight-ink-limit", "preflight-image-coarse", "preflight-image-soft", "preflight-hairline",
    "preflight-text-small", "preflight-rich-black-text", "preflight-pages", "preflight-edge-bare",
    "preflight-raster-pixels", "preflight-unseen-inks", "preflight-unseen-pictures",
})  # fmt: skip
#: What is no error in the file of a stranger, and one in ours.
NEVER_OURS: Final = frozenset({
    "preflight-not-pdfx", "preflight-live-text", "preflight-lab", "preflight-spot",
    "preflight-layers", "preflight-attachment", "preflight-origin", "preflight-turned-page",
    "preflight-raster-profile",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one file. `facts` are for people and JSON; `picture` is a JPEG of page 1,
    empty where none was asked for or none could be drawn."""

    path: Path
    kind: str
    faults: tuple[Fault, ...]
    facts: Mapping[str, Any]
    picture: bytes = b""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The faults as findings, in the same order."""
        return tuple(as_finding(fault) for fault in self.faults)

    @property
    def errors(self) -> int:
        """How many faults are errors."""
        return sum(RULES[fault.rule].severity is Severity.ERROR for fault in self.faults)


def preflight(path: Path, wanted: Expectation, *, picture: bool = False) -> Report:
    """Look at a PDF, TIFF or JPEG that anybody made.

    Raises RequestError `preflight-…`, `raster-unreadable`, `jail-…`, where it cannot be read.
    """
    path = path.resolve()
    payload = {"path": str(path), "wanted": wanted.to_data(), "picture": picture}
    function = "poster.press.preflight.inside:look"
    reply = jail.call(function, payload, what=path.name, readable=(path,))
    return _report(path, reply)


def check_own(path: Path, name: str, wanted: Expectation) -> tuple[Finding, ...]:
    """Look at a file that was just written and will be called `name`; returns what is no error.

    Raises PreflightError `preflight-own` with every error as a finding.
    """
    from poster.press.preflight.inside import look

    report = _report(path, look({"path": str(path), "wanted": wanted.to_data()}))
    told = [fault for fault in report.faults if fault.rule not in SETTLED]
    wrong = tuple(as_finding(fault) for fault in told if _is_wrong(fault))
    if wrong:
        raise PreflightError("preflight-own", findings=wrong, file=name, count=len(wrong))
    return tuple(map(as_finding, told))


def check_order(order: Order, path: Path, scale: int) -> None:
    """Look at a print file at 1:`scale` that was just written for `order`.

    Raises PreflightError.
    """
    trim, printed, edge = order.sheet.trim, order.sheet.printed, order.sheet.edge
    wanted = Expectation(
        size_mm=(trim.width, trim.height),
        printed_mm=(printed.width, printed.height),
        edge_mm=edge,
        scale=scale,
        ppi=order.ppi,
        pixels=False,
    )
    check_own(path, path.name, wanted)


def _is_wrong(fault: Fault) -> bool:
    return RULES[fault.rule].severity is Severity.ERROR or fault.rule in NEVER_OURS


def _report(path: Path, reply: Mapping[str, Any]) -> Report:
    faults = tuple(map(Fault.from_data, reply["faults"]))
    picture = base64.b64decode(reply["picture"])
    return Report(path, reply["kind"], faults, reply["facts"], picture)


def as_finding(fault: Fault) -> Finding:
    """A fault as a finding: where it is in mm on the page, from the top left."""
    params = dict(fault.params)
    if "side" in params:
        sides = params["side"] if isinstance(params["side"], list) else [params["side"]]
        params["side"] = [Term(f"side-{side}") for side in sides]
    return Finding(
        fault.rule,
        RULES[fault.rule].severity,
        where(fault),
        str(params.get("found", params.get("name", ""))),
        str(params.get("expected", "")),
        params,
    )


def where(fault: Fault) -> str:
    """Page and place: "1: 20,30 100x40 mm"; "" for the whole file."""
    if not fault.page:
        return ""
    if not fault.places:
        return str(fault.page)
    place = fault.places[0]
    corner = f"{place.x:.0f},{place.y:.0f} {place.width:.0f}x{place.height:.0f} mm"
    return f"{fault.page}: {corner}"
