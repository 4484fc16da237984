"""What a print file holds besides art, as its shop wants it: slug, marks, processing steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from poster.messages import Catalogue
from poster.model import Job, Panel, Sheet
from poster.press.marks import crop_marks
from poster.press.overlay import BLACK, REGISTRATION, Overlay
from poster.press.slug import Slug
from poster.press.steps import processing_steps
from poster.typeset.fonts import Face


@dataclass(frozen=True, slots=True)
class Aside:
    """The layers round and over one piece; `sha256` is its artwork's."""

    job: Job
    sheet: Sheet
    panels: tuple[Panel, ...]
    name: str
    sha256: str
    face: Face
    catalogue: Catalogue

    def overlays(self) -> tuple[Overlay, ...]:
        """Slug and marks outside the printed size, then the steps that machines read."""
        return tuple(self._overlays())

    def _overlays(self) -> Iterator[Overlay]:
        job, sheet = self.job, self.sheet
        if job.shop.slug:
            slug = Slug(job, sheet, self.name, self.sha256, self.face, self.catalogue)
            yield Overlay(BLACK, slug.shapes())
        if job.shop.marks:
            yield Overlay(REGISTRATION, tuple(crop_marks(sheet)))
        yield from processing_steps(job, sheet, self.panels, self.face, self.catalogue)
