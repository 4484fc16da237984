"""One job into one piece: the ordered calls, one stage after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from poster.errors import Finding, RenderError, RequestError, Severity
from poster.files import atomic, make_folder
from poster.fill.clearance import clearance_faults
from poster.fill.compose import Composition, choose_master, compose
from poster.fill.legibility import alike, judge
from poster.library import Library
from poster.messages import Catalogue, catalogue
from poster.model import Job, Panel, Piece, PieceFile, Sheet, Size
from poster.press.aside import Aside
from poster.press.formats import FORMATS, write_preview
from poster.press.home import HomePlan, plan_home
from poster.press.inkcheck import ink_findings
from poster.press.marks import Stamp, eyelet_ticks, preview_area, stamp_nodes
from poster.press.naming import described, piece_name
from poster.press.order import Order, pixel_findings
from poster.press.separate import Separation
from poster.press.technical_page import TechnicalPage
from poster.press.tiles import PanelPlan, plan_panels
from poster.sheet import make_sheet
from poster.svg.nodes import Node, to_artwork
from poster.typeset.fonts import Face, scan
from poster.units import spoken

if TYPE_CHECKING:
    from poster.press.panels import PanelFiles

#: The stamp's font; it comes with the starter library and with every library made from it.
STAMP_FONT: Final = ("Be Vietnam Pro", 700)
#: The fonts of slug and technical page, which come with it; both speak to shops, in Vietnamese.
NOTE_FONT: Final = ("Noto Sans", 400)
HEAD_FONT: Final = ("Noto Sans", 700)
SHOP_LANGUAGE: Final = "vi"
#: Packages whose version can change the bytes of a file.
ENGINES: Final = ("cairosvg", "cairocffi", "uharfbuzz", "pikepdf", "pillow", "zlib-ng", "resvg_py")

#: Hears of a piece's name, steps done and steps in all.
Report = Callable[[str, float, float], None]


@dataclass(frozen=True)
class Workshop:
    """Where pieces are made: a library, an output folder, how many cores, and who is told.

    `home` names a paper ("a4", "a3") on which every piece can be printed at home, too.
    """

    library: Library
    out: Path
    jobs: int
    catalogue: Catalogue
    report: Report
    home: str | None = None

    def make(self, job: Job) -> Piece:
        """Make every file of `job`, or none. Raises PosterError."""
        sheet = make_sheet(job.size, job.shop, job.finishing)
        home = plan_home(job.size, self.home) if self.home else None
        composition = compose(job, sheet, self.library)
        _refuse_unclear(job, sheet, composition)
        others = alike(job, self.library.sizes.values())
        comfort = judge(composition, job, others, self._retry(job))
        self._second_opinion(job, composition)
        name = piece_name(job)
        separation = self._separation(job.shop.condition)
        told = _of_inks(job, composition, separation)
        plan = _panels(job, sheet, composition)
        panels = plan.panels
        order = self._order(job, sheet, panels, composition, separation, name)
        rasters = pixel_findings(order, job.formats, job.shop.longest_px)
        files = self._files(job, panels, composition, order, name)
        if home is not None:
            files = (*files, self._at_home(job, home, composition, order, name))
        slogan = composition.settings["slogan"]
        return Piece(
            name=name,
            job=job,
            sheet=sheet,
            lines=tuple(line.text for line in slogan.lines),
            cap_mm=slogan.cap_mm,
            artwork_sha256=composition.artwork.sha256,
            files=files,
            findings=(
                *job.findings,
                *told,
                *rasters,
                *plan.findings,
                *((comfort,) if comfort else ()),
            ),
            panels=panels,
        )

    # ------------------------------------------------------------ stages

    def _separation(self, condition: str) -> Separation:
        """The way to the inks of a print condition; its profile is read once for all pieces."""
        if condition not in self._separations:
            found = self.library.condition(condition)
            self._separations[condition] = Separation(self.library.inks, found)
        return self._separations[condition]

    @cached_property
    def _separations(self) -> dict[str, Separation]:
        return {}

    def _retry(self, job: Job) -> Callable[[Size], Composition]:
        def retry(size: Size) -> Composition:
            sheet = make_sheet(size, job.shop, job.finishing)
            return compose(replace(job, size=size), sheet, self.library)

        return retry

    def _second_opinion(self, job: Job, composition: Composition) -> None:
        """Two engines must draw the same: what one of them drops would else go to print unseen."""
        from poster.render.compare import compare

        difference = compare(composition.artwork)
        if not difference.agrees:
            raise RenderError(
                "engines-differ", size=job.size.name, share=round(difference.share * 100, 2),
                where=difference.where,
            )  # fmt: skip

    def _order(
        self,
        job: Job,
        sheet: Sheet,
        panels: tuple[Panel, ...],
        composition: Composition,
        separation: Separation,
        name: str,
    ) -> Order:
        """What the press is given: the art with its eyelets' ticks, and what goes round it."""
        nodes: tuple[Node, ...] = composition.nodes
        artwork = composition.artwork
        if job.shop.eyelet_ticks and sheet.eyelet_rows:
            nodes = (*nodes, *eyelet_ticks(sheet))
            artwork = to_artwork(nodes, sheet.trim, sheet.printed)
        texts, face = catalogue(SHOP_LANGUAGE), self._face(NOTE_FONT)
        aside = Aside(job, sheet, panels, name, composition.artwork.sha256, face, texts)
        return Order(
            artwork=artwork,
            nodes=nodes,
            overlays=() if sheet.size.is_screen else aside.overlays(),
            sheet=sheet,
            separation=separation,
            bigtiff=job.shop.bigtiff,
            ppi=job.ppi or job.shop.ppi or job.size.kind.ppi,
            title=f"{job.text} - {job.layout.title} - {job.size.kind.title} {job.size.name}",
            day=job.day,
            jobs=self.jobs,
            progress=lambda done, total: self.report(name, done, total),
        )

    def _files(
        self,
        job: Job,
        panels: tuple[Panel, ...],
        composition: Composition,
        order: Order,
        name: str,
    ) -> tuple[PieceFile, ...]:
        folder = make_folder(self.out / name)
        files = []
        for key in job.formats:
            form = FORMATS[key]
            path = folder / f"{name}{form.ending(order)}"
            with atomic(path, check=partial(form.check, order)) as stream:
                details = form.write(order, stream)
            files.append(described(path, key, details))
            if panels and form.is_print:
                apart = self._panel_files(job, panels, order, folder)
                files += [described(path, key, details) for path, details in apart.write(key)]
        if order.sheet.has_finishing and _is_printed(job):
            path = folder / f"{name}_KY-THUAT.pdf"
            files.append(self._technical(job, panels, composition, order, path))
        files.append(self._preview(job, order, composition, folder / f"{name}_preview.jpg"))
        return tuple(files)

    def _panel_files(
        self, job: Job, panels: tuple[Panel, ...], order: Order, folder: Path
    ) -> PanelFiles:
        from poster.press.panels import PanelFiles

        return PanelFiles(
            order, panels, job.shop.overlap_mm, folder, folder.name, self._face(NOTE_FONT),
            self._face(HEAD_FONT), catalogue(SHOP_LANGUAGE),
        )  # fmt: skip

    def _technical(
        self,
        job: Job,
        panels: tuple[Panel, ...],
        composition: Composition,
        order: Order,
        path: Path,
    ) -> PieceFile:
        """The page that shows how the piece is finished, for those who sew and punch."""
        from poster.press.vector import check_technical, write_technical

        texts, name = catalogue(SHOP_LANGUAGE), path.parent.name
        faces = self._face(NOTE_FONT), self._face(HEAD_FONT)
        page = TechnicalPage(
            job, order.sheet, panels, name, composition.artwork.sha256, *faces, texts
        ).artwork(composition.nodes)
        title = texts.text("technical-title")
        titled = replace(order, title=f"{order.title} - {title}")
        with atomic(path, check=partial(check_technical, page)) as stream:
            details = write_technical(titled, page, stream)
        return described(path, "technical", details)

    def _at_home(
        self, job: Job, plan: HomePlan, composition: Composition, order: Order, name: str
    ) -> PieceFile:
        """The piece on sheets of paper that people print and glue themselves."""
        from poster.press.home_pdf import HomeFile

        what = f"{job.text} · {job.size.kind.title} {job.size.name}"
        faces = self._face(NOTE_FONT), self._face(HEAD_FONT)
        file = HomeFile(
            replace(order, artwork=composition.artwork), plan, what, *faces, self.catalogue
        )
        path, details = file.write(self.out / name, name)
        return described(path, "home", details)

    def _face(self, font: tuple[str, int]) -> Face:
        return scan(self.library.root / "fonts").face(*font)

    def _preview(self, job: Job, order: Order, composition: Composition, path: Path) -> PieceFile:
        trim, region = order.sheet.trim, preview_area(order.sheet.trim)
        nodes = (*composition.nodes, *stamp_nodes(self._stamp(job), trim))
        stamped = replace(order, artwork=to_artwork(nodes, trim, region))
        with atomic(path) as stream:
            details = write_preview(stamped, region, stream)
        return described(path, "jpg", details)

    def _stamp(self, job: Job) -> Stamp:
        proof = self.catalogue.text("stamp-preview")
        size = spoken(job.size.dimensions, self.catalogue.language)
        parts = [proof, size, job.day.strftime("%d/%m/%Y")]
        if not job.slogan.is_approved:
            parts.insert(0, self.catalogue.text("stamp-unapproved"))
        across = parts[0] if not job.slogan.is_approved else proof
        return Stamp(across, " · ".join(parts), self._face(STAMP_FONT))


def _refuse_unclear(job: Job, sheet: Sheet, composition: Composition) -> None:
    """Raise RequestError where type runs into type, is hidden, or leaves the safe area."""
    from poster.render.legible import hidden_type

    faults = (
        *clearance_faults(composition, sheet, job.shop.eyelet_ring_mm),
        *hidden_type(composition.nodes),
    )
    if faults:
        file, _ = choose_master(job.layout, sheet)
        name, size = job.layout.name, job.size.name
        advice = Finding("type-not-clear-advice", Severity.NOTE, params={"layout": name})
        raise RequestError(
            "type-not-clear", layout=name, file=file, size=size, count=len(faults),
            findings=(*faults, advice),
        )  # fmt: skip


def _of_inks(job: Job, composition: Composition, separation: Separation) -> tuple[Finding, ...]:
    """The composition's findings; for a press, what becomes of each colour, in figures."""
    if not _is_printed(job):
        return composition.findings
    others = (finding for finding in composition.findings if finding.code != "colour-not-ink")
    limit_percent = job.shop.ink_limit_percent
    return (*others, *ink_findings(composition.artwork, separation, limit_percent))


def _panels(job: Job, sheet: Sheet, composition: Composition) -> PanelPlan:
    """How a piece is split for the cloth of its shop; one that goes to no press is not split."""
    shop = job.shop if _is_printed(job) else replace(job.shop, printable_mm=None)
    return plan_panels(sheet, shop, composition.artwork, composition.nodes)


def _is_printed(job: Job) -> bool:
    """Whether any file of the job goes to a press."""
    return any(FORMATS[key].is_print for key in job.formats)


def versions() -> Mapping[str, str]:
    """The versions of everything that shapes a file's bytes."""
    from poster.render.surface import cairo_version

    return {**{name: metadata.version(name) for name in ENGINES}, "libcairo": cairo_version()}
