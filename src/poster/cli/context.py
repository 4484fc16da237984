"""What every command is given: language, library, and where to write."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from poster.cli.show import Screen
from poster.library import Library, find_library
from poster.messages import Catalogue


@dataclass(frozen=True)
class Context:
    """The settings before the command's name."""

    catalogue: Catalogue
    library_asked: Path | None
    debug: bool

    @cached_property
    def library(self) -> Library:
        """The library, found when a command first needs it."""
        return Library(find_library(self.library_asked, Path.cwd()))

    def screen(self, as_json: bool) -> Screen:
        """The output of one command."""
        return Screen(self.catalogue, as_json)
