"""YAML into nouns: the one home of ruamel.yaml and pydantic.

A fault in a table names the file, the line and the field. Aliases are refused (they let ten lines
become a billion), and so is anything that is not plain data.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from poster.errors import RequestError
from poster.files import read_text

T = TypeVar("T")
MAX_BYTES: Final = 4 * 1024 * 1024

#: pydantic's error kinds that have a sentence of their own.
_KINDS: Final = {
    "missing": "field-missing",
    "extra_forbidden": "field-unknown",
    "unexpected_keyword_argument": "field-unknown",
    "missing_argument": "field-missing",
    "literal_error": "field-choice",
}


@dataclass(frozen=True, slots=True)
class Table:
    """The content of one YAML file: `data` is a mapping that knows its lines."""

    path: Path
    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        """How the file is named to people: one of many layout.yaml with its folder."""
        path = self.path
        return f"{path.parent.name}/{path.name}" if path.name == "layout.yaml" else path.name

    def line(self, *path: str) -> int:
        """The line of the deepest part of `path` that the file holds, counted from 1."""
        return _line(self.data, list(path)) or 1

    def section(self, name: str) -> Mapping[str, Any]:
        """The mapping under `name`; empty when it is absent. RequestError when it is no mapping."""
        section = self.data.get(name) or {}
        if not isinstance(section, Mapping):
            line = self.line(name)
            raise RequestError("table-not-mapping", file=self.path, line=line, field=name)
        return section

    def entries(self, name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The mappings under `name` by their names. RequestError where one is no mapping."""
        for key, row in self.section(name).items():
            if not isinstance(row, Mapping):
                line = self.line(name, str(key))
                raise RequestError("table-not-mapping", file=self.name, line=line, field=key)
            yield str(key), row

    def rows(self, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """The mappings listed under `name`, each with its line."""
        rows = self.data.get(name) or []
        if not isinstance(rows, list):
            raise RequestError("table-not-list", file=self.path, line=1, field=name)
        for place, row in enumerate(rows):
            line = rows.lc.item(place)[0] + 1 if hasattr(rows, "lc") else 0
            if not isinstance(row, Mapping):
                raise RequestError("table-not-mapping", file=self.path, line=line, field=name)
            yield line, row


def read_table(path: Path) -> Table:
    """Read a YAML file that holds one mapping. Raises RequestError `table-…`."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    text = read_text(path, MAX_BYTES)
    try:
        data = _parser(path).load(io.StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise RequestError("table-broken", file=path, line=line, why=error.problem) from error
    except (YAMLError, ValueError) as error:
        raise RequestError("table-broken", file=path, line=1, why=str(error)) from error
    except RecursionError as error:
        raise RequestError("table-broken", file=path, line=1, why="nested too deep") from error
    if not isinstance(data, Mapping):
        raise RequestError("table-not-mapping", file=path, line=1, field="")
    return Table(path, data)


def _parser(path: Path) -> Any:
    """A reader of YAML that refuses aliases where they stand."""
    from ruamel.yaml import YAML
    from ruamel.yaml.composer import Composer
    from ruamel.yaml.events import AliasEvent

    class Plain(Composer):
        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.parser.check_event(AliasEvent):
                line = self.parser.peek_event().start_mark.line + 1
                raise RequestError("table-alias", file=path, line=line)
            return super().compose_node(parent, index)

    yaml = YAML(typ="rt", pure=True)
    yaml.Composer = Plain
    return yaml


def build(noun: type[T], raw: Mapping[str, Any], where: Table, entry: str, **given: Any) -> T:
    """A `noun` from one entry of a table; `given` adds fields that the entry does not hold.

    Raises RequestError `field-…` with file, line, entry and field.
    """
    from pydantic import ValidationError

    try:
        made: T = _adapter(noun).validate_python({**_plain(raw), **given})
        return made
    except ValidationError as error:
        first = error.errors()[0]
        path = [str(part) for part in first["loc"]]
        raise RequestError(
            _KINDS.get(first["type"], "field-wrong"),
            file=where.name,
            line=_line(raw, path),
            entry=entry,
            field=".".join(path),
            given=str(first.get("input", ""))[:60],
            expected=first.get("ctx", {}).get("expected", first["msg"]),
        ) from error


_ADAPTERS: dict[type, Any] = {}


def _adapter(noun: type[T]) -> Any:
    """Pydantic's reader of a noun, made once."""
    from pydantic import TypeAdapter

    if noun not in _ADAPTERS:
        _ADAPTERS[noun] = TypeAdapter(noun)
    return _ADAPTERS[noun]


def _plain(value: Any) -> Any:
    """Plain dicts, lists, numbers and strings out of ruamel's own classes."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return value


def _line(raw: Any, path: list[str]) -> int:
    """The line of the deepest part of `path` that `raw` holds, counted from 1."""
    line = raw.lc.line + 1 if hasattr(raw, "lc") else 0
    for part in path:
        if not isinstance(raw, Mapping) or part not in raw:
            break
        if hasattr(raw, "lc"):
            line = raw.lc.key(part)[0] + 1
        raw = raw[part]
    return line
