"""A layout on a local page that is drawn again when its files change, at seven shapes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from poster.crew import Crew
from poster.errors import Finding, PosterError, Severity
from poster.fill.clearance import clearance_faults
from poster.fill.compose import compose
from poster.library import Library
from poster.messages import Catalogue
from poster.render.legible import hidden_type
from poster.render.mosaic import png
from poster.sheet import make_sheet
from poster.workshop.stress_runs import SHAPES, USUAL, Trial, full_values, job_of

#: How often the files are looked at, s.
LOOK_S: Final = 0.1
#: Tables of a library.
TABLES: Final = ("*.yaml", "shops/*.yaml", "icc/*")
#: Files in a layout's folder that are looked at, at most.
MOST_FILES: Final = 500

Stamps = Mapping[str, tuple[int, int]]
Drawn = tuple[bytes, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class View:
    """One shape as it was last drawn. `picture` is a PNG; with faults it is the one before them.

    `seconds` from the moment in which the change was seen.
    """

    size: str
    width_px: int
    version: int = 0
    picture: bytes = b""
    faults: tuple[str, ...] = ()
    seconds: float = 0.0


def draw(trial: Trial) -> Drawn:
    """A PNG of one shape and what is to be said of it; runs in a process of the crew."""
    library = _library(trial.library, _tables(trial.library))
    try:
        job = job_of(trial, library)
        sheet = make_sheet(job.size, job.shop, job.finishing)
        made = compose(job, sheet, library)
    except PosterError as error:
        own = (Finding(error.code, Severity.ERROR, params=error.params),)
        return b"", (*own, *error.findings)
    unclear = clearance_faults(made, sheet, job.shop.eyelet_ring_mm)
    findings = (*made.findings, *unclear, *hidden_type(made.nodes))
    return png(made.artwork, sheet.trim, trial.width_px), findings


@lru_cache(maxsize=1)
def _library(root: Path, tables: tuple[tuple[str, tuple[int, int] | None], ...]) -> Library:
    """The library as its `tables` stand: to read them takes as long as to draw a shape."""
    return Library(root)


def _tables(root: Path) -> tuple[tuple[str, tuple[int, int] | None], ...]:
    """What a library reads beside its layouts, and when each was changed last."""
    found = (path for pattern in TABLES for path in sorted(root.glob(pattern)))
    return tuple((path.name, _stamp(path)) for path in found)


@dataclass
class Studio:
    """Keeps the views of one layout up to date. `version` counts what changed; one may wait for it.

    `text` are the words shown; every slot that has a sample or is of words is filled. `failure` is
    what stopped the drawing and is no fault of the layout.
    """

    library: Library
    name: str
    texts: Catalogue
    text: str = USUAL
    processes: int = 2
    version: int = 0
    views: list[View] = field(default_factory=lambda: [View(*shape) for shape in SHAPES])
    failure: Exception | None = None
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _keys: dict[str, object] = field(default_factory=dict)
    _drawing: dict[int, Future[Drawn]] = field(default_factory=dict)

    def run(self) -> None:
        """Look for changes and draw, until `stop`; meant for a thread of its own."""
        with Crew(self.processes) as pool:
            while not self._stopped.is_set():
                self._look(pool)
                self._stopped.wait(LOOK_S)
            pool.dismiss()  # nobody waits for a drawing that nobody will see

    def stop(self) -> None:
        """End `run` and every `wait`."""
        self._stopped.set()
        with self._changed:
            self._changed.notify_all()

    def wait(self, version: int, seconds: float) -> tuple[int, list[View]]:
        """The version and the views, as soon as they are newer than `version`, or after a time."""
        with self._changed:
            self._changed.wait_for(
                lambda: self.version > version or self._stopped.is_set(), seconds
            )
            return self.version, list(self.views)

    def _look(self, pool: ProcessPoolExecutor) -> None:
        stamps, seen = self._stamps(), time.perf_counter()
        try:
            layout = self.library.layout(self.name)
            values = tuple(full_values(layout).items())
        except PosterError as error:
            self._all_failed(error, stamps)
            return
        files = tuple(layout.masters)
        for place, view in enumerate(self.views):
            width, height = (float(side) for side in view.size.removesuffix("mm").split("x"))
            own = [file for file in files if layout.masters[file].serves(width / height)]
            # A shape depends on all files but the masters of the others.
            others = {f"{self.name}/{file}" for file in files if file not in own}
            key = tuple(sorted(item for item in stamps.items() if item[0] not in others))
            if self._keys.get(view.size) == key:
                continue
            self._keys[view.size] = key
            trial = Trial(self.library.root, self.name, view.size, self.text, values, view.width_px)
            if place in self._drawing:
                self._drawing[place].cancel()  # what nobody has begun, nobody need draw
            self._drawing[place] = pool.submit(draw, trial)
            self._drawing[place].add_done_callback(self._taken(place, key, seen))

    def _taken(self, place: int, key: object, seen: float) -> Callable[[Future[Drawn]], None]:
        """What puts a drawing in its place, unless the files have changed again meanwhile."""

        def take(future: Future[Drawn]) -> None:
            if future.cancelled() or self._stopped.is_set():
                return
            try:
                picture, findings = future.result()
            except Exception as error:  # no fault of the layout: whoever serves the page raises it
                self.failure = error
                return
            if self._keys.get(self.views[place].size) == key:
                self._show(place, picture, findings, time.perf_counter() - seen)

        return take

    def _show(
        self, place: int, picture: bytes, findings: tuple[Finding, ...], seconds: float
    ) -> None:
        said = (one for one in findings if one.severity is not Severity.NOTE)
        faults = tuple(self.texts.text(one.code, **one.params) for one in said)
        with self._changed:
            old = self.views[place]
            self.version += 1
            self.views[place] = View(
                old.size, old.width_px, self.version, picture or old.picture, faults, seconds
            )
            self._changed.notify_all()

    def _all_failed(self, error: PosterError, stamps: Stamps) -> None:
        key = ("failed", tuple(sorted(stamps.items())))
        for place, view in enumerate(self.views):
            if self._keys.get(view.size) != key:
                self._keys[view.size] = key
                own = Finding(error.code, Severity.ERROR, params=error.params)
                self._show(place, b"", (own, *error.findings), 0.0)

    def _stamps(self) -> Stamps:
        """When each file of the layout and each part was changed last, and its size."""
        layouts, stamps = self.library.root / "layouts", {}
        for folder in (layouts / self.name, layouts / "parts"):
            for path in sorted(folder.rglob("*"))[:MOST_FILES]:
                known = _stamp(path)
                if known is not None and not path.name.startswith("."):
                    stamps[path.relative_to(layouts).as_posix()] = known
        return stamps


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:  # programs replace a file by deleting it: it is seen next time
        return None
    return (found.st_mtime_ns, found.st_size) if path.is_file() else None
