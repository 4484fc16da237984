"""What a drawing holds that cannot go to press, gathered so that a designer sees all at once."""

from __future__ import annotations

from dataclasses import dataclass, field

from poster.errors import Finding, Severity
from poster.svg import xml


@dataclass
class Faults:
    """The faults of one drawing, in the order met."""

    file: str
    found: list[Finding] = field(default_factory=list)

    def add(self, code: str, element: xml.Element, **params: object) -> None:
        """Note a fault of `element`, named by its id or else by tag and line, once."""
        fault = Finding(code, Severity.ERROR, where=name_of(element), params=params)
        if fault not in self.found:
            self.found.append(fault)


def name_of(element: xml.Element) -> str:
    """How to name an element to a designer: its id, else tag and line."""
    tag = str(element.tag).rpartition("}")[2]
    return element.get("id") or f"<{tag}> ({element.sourceline or 0})"
