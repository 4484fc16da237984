"""Where in a document a paragraph stands: the numbers of its sections, as people cite them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

_ROMAN: Final = re.compile(r"([IVX]{1,5})\s*[.\-–]\s+(\S.*)")
_NUMBER: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+(?=[^\W\d])(\S.*)")
_LETTERED: Final = re.compile(r"([A-Z])\s*[.\-–]\s+(\S.*)")
#: A numbered line longer than this is an item of a list, not the title of a section.
_LONGEST_TITLE: Final = 160


@dataclass(frozen=True, slots=True)
class Outline:
    """The section that a reader has come to: its part ("II"), its number ("2.1"), its titles."""

    part: str = ""
    number: str = ""
    part_title: str = ""
    own_title: str = ""

    @property
    def place(self) -> str:
        """ "II.2.1", or as much of it as there is."""
        return ".".join(filter(None, (self.part, self.number)))

    @property
    def title(self) -> str:
        """The title of the part, then that of the section."""
        return " / ".join(filter(None, (self.part_title, self.own_title)))

    def after(self, text: str) -> Outline:
        """The outline after a paragraph has been read."""
        line = text.split("\n")[0]
        part = _ROMAN.fullmatch(line) or _LETTERED.fullmatch(line)
        if part and len(line) <= _LONGEST_TITLE:
            return Outline(part.group(1), "", part.group(2))
        number = _NUMBER.fullmatch(line)
        if number:
            title = number.group(2) if len(line) <= _LONGEST_TITLE else ""
            return replace(self, number=number.group(1), own_title=title)
        return self
