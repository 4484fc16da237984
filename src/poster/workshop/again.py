"""A drawing imported once more: what the designer wrote into layout.yaml stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from poster.errors import Finding, RequestError, Severity
from poster.files import read_text
from poster.fill.pins import read_pin
from poster.model import Layout
from poster.workshop.units import Pinned
from poster.workshop.writing import SlotMade, pin_lines, slot_line

MAX_BYTES: Final = 4 * 1024 * 1024
_NEXT_SECTION: Final = re.compile(r"[^\s#]")


@dataclass(frozen=True)
class Earlier:
    """The layout as it stands: its master for the drawing's shape, and its layout.yaml."""

    layout: Layout
    file: str
    text: str

    def with_pins(self, pins: Sequence[Pinned]) -> str:
        """layout.yaml with other pins; those of elements of other masters stay."""
        here = {f"#{one.id}" for one in pins}
        others = "".join(
            read_text(self.layout.folder / file, MAX_BYTES)
            for file in self.layout.masters if file != self.file
        )  # fmt: skip
        kept = [
            Pinned(key[1:], pin, ()) for key, pin in self.layout.pins.items()
            if key not in here and f'id="{key[1:]}"' in others
        ]  # fmt: skip
        return _replaced(self.text, pin_lines([*pins, *kept]))

    def findings(self, slots: Sequence[SlotMade], pins: Sequence[Pinned]) -> Iterator[Finding]:
        """What a designer must do in layout.yaml himself, and which of his pins are gone."""
        for slot in slots:
            if slot.name not in self.layout.slots:
                line = slot_line(slot).strip()
                yield Finding(
                    "import-again-slot", Severity.WARNING, slot.name, params={"line": line}
                )
        new = {f"#{one.id}": one.pin for one in pins}
        changed = [key for key, pin in self.layout.pins.items() if new.get(key, pin) != pin]
        if changed:
            params = {"elements": changed}
            yield Finding("import-again-pins", Severity.WARNING, "pins", params=params)


def readable_pins(layout: Layout) -> Mapping[str, str]:
    """The pins that are ones, by "#id", without those of groups that an import made."""
    return {
        key: pin for key, pin in layout.pins.items()
        if _is_pin(pin) and not re.fullmatch(r"#art-\d+", key)
    }  # fmt: skip


def earlier(layout: Layout, ratio: float) -> Earlier:
    """The layout `layout` for a drawing of that aspect ratio.

    Raises RequestError `import-again-shape` where none of its masters serves it.
    """
    for file, master in layout.masters.items():
        if master.serves(round(ratio, 9)):
            return Earlier(layout, file, read_text(layout.folder / "layout.yaml", MAX_BYTES))
    least, most = layout.ratios
    raise RequestError(
        "import-again-shape", layout=layout.name, ratio=round(ratio, 2), least=least, most=most
    )


def _is_pin(text: str) -> bool:
    try:
        read_pin(text)
    except ValueError:
        return False
    return True


def _replaced(text: str, lines: Sequence[str]) -> str:
    """`text` with the section `pins` (and the remarks in it) made of `lines`."""
    old = text.splitlines()
    start = next((at for at, line in enumerate(old) if re.match(r"pins\s*:", line)), None)
    if start is None:
        return "\n".join([*old, "pins:", *lines]) + "\n"
    rest = range(start + 1, len(old))
    end = next((at for at in rest if _NEXT_SECTION.match(old[at])), len(old))
    while end > start + 1 and end < len(old) and old[end - 1].startswith("#"):
        end -= 1  # remarks before a section belong to it
    return "\n".join([*old[:start], "pins:", *lines, *old[end:]]) + "\n"
