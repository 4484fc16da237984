"""The folder that holds slogans, layouts, fonts, sizes, inks and shops: found, read, looked up."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Final, TypeVar

from poster.errors import RequestError
from poster.files import inside
from poster.geometry import Edges
from poster.inks import InkTable, ink_table
from poster.model import Ink, Kind, Layout, Master, PrintCondition, Shop, Size, Slogan, Slot
from poster.records import Table, build, read_table
from poster.units import Dimensions, parse_dimensions

T = TypeVar("T")
REGISTER: Final = "slogans.yaml"


def find_library(asked: Path | None, start: Path) -> Path:
    """The library asked for, else the nearest folder above `start` with a register, else our own.

    Raises RequestError `library-missing` where the folder asked for is none.
    """
    if asked is not None:
        if not (asked / REGISTER).is_file():
            raise RequestError("library-missing", folder=asked, register=REGISTER)
        return asked.resolve()
    for folder in (start, *start.parents):
        if (folder / REGISTER).is_file():
            return folder.resolve()
    return starter_library()


def starter_library() -> Path:
    """The library that comes with the program: the wheel's copy, or the checkout itself."""
    packaged = Path(str(resources.files("poster"))) / "_library"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2]


def nearest(given: str, names: Iterable[str]) -> list[str]:
    """The names most like `given`; all (at most eight) where none is like it."""
    known = sorted(names)
    return difflib.get_close_matches(given, known, 3, 0.4) or known[:8]


@dataclass(frozen=True)
class Takes:
    """Which sizes given in figures a kind takes; ranges are half-open."""

    ratio: tuple[float, float]
    long_mm: tuple[float, float]

    def fits(self, size: Dimensions) -> bool:
        """Whether a piece of that finished size belongs to the kind."""
        long_mm = max(size.width_mm, size.height_mm)
        ratio = size.width_mm / size.height_mm
        return (
            self.ratio[0] <= ratio < self.ratio[1] and self.long_mm[0] <= long_mm < self.long_mm[1]
        )


@dataclass(frozen=True)
class Library:
    """A library on disk. Each table is read once, when it is first asked for."""

    root: Path

    @cached_property
    def slogans(self) -> Mapping[str, Slogan]:
        """The register, by id."""
        table = read_table(self.root / REGISTER)
        slogans: dict[str, Slogan] = {}
        for line, row in table.rows("slogans"):
            slogan = build(Slogan, row, table, str(row.get("id", f"#{line}")))
            if slogan.id in slogans:
                raise RequestError("slogan-twice", file=table.path, line=line, id=slogan.id)
            slogans[slogan.id] = slogan
        return slogans

    @cached_property
    def inks(self) -> InkTable:
        """The package's inks, and the library's own."""
        return ink_table(self._entries("inks", Ink).values())

    @cached_property
    def shops(self) -> Mapping[str, Shop]:
        """The package's shops, and the library's own, by name."""
        folders = (_package_tables() / "shops", self.root / "shops")
        files = [path for folder in folders for path in sorted(folder.glob("*.yaml"))]
        tables = [read_table(path) for path in files]
        return {
            table.path.stem: build(Shop, table.data, table, table.path.stem, name=table.path.stem)
            for table in tables
        }

    @cached_property
    def conditions(self) -> Mapping[str, PrintCondition]:
        """The package's print conditions, and the library's own (icc/conditions.yaml), by name."""
        return dict(self._each("conditions", "icc/conditions.yaml", _condition))

    @cached_property
    def kinds(self) -> Mapping[str, tuple[Kind, Takes | None]]:
        """The kinds of sizes, each with the free sizes that it takes."""
        return dict(self._each("kinds", "sizes.yaml", _kind))

    @cached_property
    def sizes(self) -> Mapping[str, Size]:
        """Every named size."""
        sizes: dict[str, Size] = {}
        for table in self._tables("sizes.yaml"):
            for name, row in table.section("kinds").items():
                for size_name, text in (row.get("sizes") or {}).items():
                    dimensions = parse_dimensions(str(text))
                    sizes[size_name] = Size(str(size_name), self.kinds[name][0], dimensions)
        return sizes

    @cached_property
    def sets(self) -> Mapping[str, tuple[str, ...]]:
        """Names of sizes that are ordered together, by the set's name."""
        tables = self._tables("sizes.yaml")
        return {
            str(name): tuple(str(size) for size in names)
            for table in tables
            for name, names in table.section("sets").items()
        }

    @cached_property
    def layout_names(self) -> tuple[str, ...]:
        """Every folder under layouts/ that holds a layout.yaml."""
        return tuple(sorted(path.parent.name for path in self.root.glob("layouts/*/layout.yaml")))

    def layout(self, name: str) -> Layout:
        """The layout `name`. Raises RequestError `unknown-layout` or `field-…`."""
        if name not in self.layout_names:
            raise RequestError(
                "unknown-layout", given=name, nearest=nearest(name, self.layout_names)
            )
        path = self.root / "layouts" / name / "layout.yaml"
        found = path.stat()  # a designer who watches a layout changes it meanwhile
        stamp = (found.st_mtime_ns, found.st_size)
        if name not in self._layouts or self._layouts[name][0] != stamp:
            self._layouts[name] = (stamp, _layout(read_table(path)))
        return self._layouts[name][1]

    @cached_property
    def _layouts(self) -> dict[str, tuple[tuple[int, int], Layout]]:
        return {}

    def slogan(self, given: str) -> Slogan:
        """The slogan with that id. Raises RequestError `unknown-slogan`."""
        return _pick("unknown-slogan", given, self.slogans)

    def shop(self, given: str) -> Shop:
        """The shop of that name. Raises RequestError `unknown-shop`."""
        return _pick("unknown-shop", given, self.shops)

    def condition(self, given: str) -> PrintCondition:
        """The print condition of that name. Raises RequestError `unknown-condition`."""
        return _pick("unknown-condition", given, self.conditions)

    def _tables(self, file: str) -> tuple[Table, ...]:
        own = self.root / file
        tables = [read_table(_package_tables() / file)]
        return (*tables, read_table(own)) if own.is_file() else tuple(tables)

    def _entries(self, section: str, noun: type[T]) -> dict[str, T]:
        def make(table: Table, name: str, row: Mapping[str, Any]) -> T:
            return build(noun, row, table, name, name=name)

        return dict(self._each(section, f"{section}.yaml", make))

    def _each(
        self, section: str, file: str, make: Callable[[Table, str, Mapping[str, Any]], T]
    ) -> dict[str, T]:
        return {
            str(name): make(table, str(name), row)
            for table in self._tables(file)
            for name, row in table.section(section).items()
        }


def _package_tables() -> Path:
    return Path(str(resources.files("poster"))) / "tables"


def _pick(code: str, given: str, known: Mapping[str, T]) -> T:
    if given not in known:
        raise RequestError(code, given=given, nearest=nearest(given, known))
    return known[given]


def _condition(table: Table, name: str, row: Mapping[str, Any]) -> PrintCondition:
    given = {"profile": inside(table.path.parent, str(row["profile"]))} if "profile" in row else {}
    return build(PrintCondition, row, table, name, name=name, **given)


def _kind(table: Table, name: str, row: Mapping[str, Any]) -> tuple[Kind, Takes | None]:
    fields = {key: value for key, value in row.items() if key not in ("sizes", "takes")}
    for key in ("edge_mm", "pocket_mm", "clear_mm"):
        if isinstance(fields.get(key), int | float):
            fields[key] = Edges.all(float(fields[key]))
    takes = build(Takes, row["takes"], table, f"{name}.takes") if "takes" in row else None
    return build(Kind, fields, table, name, name=name), takes


def _layout(table: Table) -> Layout:
    folder, name = table.path.parent, table.path.parent.name
    unknown = set(table.data) - {"title", "use", "credits", "slots", "masters", "pins", "colours"}
    if unknown:
        raise RequestError(
            "field-unknown", file=table.name, line=table.line(min(unknown)), entry=name,
            field=min(unknown), given="", expected="",
        )  # fmt: skip
    slots = {key: build(Slot, row, table, key) for key, row in table.entries("slots")}
    masters = {key: build(Master, row, table, key) for key, row in table.entries("masters")}
    if not masters or not slots:
        raise RequestError("layout-empty", layout=name)
    for file in masters:
        inside(folder, file)
    texts = {key: str(table.data.get(key, "")) for key in ("title", "use", "credits")}
    pins = {str(key): str(value) for key, value in table.section("pins").items()}
    colours = {str(key).lower(): str(value) for key, value in table.section("colours").items()}
    return Layout(
        name=name, folder=folder, slots=slots, masters=masters, pins=pins, colours=colours, **texts
    )
