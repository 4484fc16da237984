"""Jinja, kept small: the one home of jinja2. It runs in the jail (`poster.jail`), never elsewhere.

A designer's template may put values, choose and repeat; nothing more is understood. The syntax tree
is checked before anything runs, and what is not listed here is refused by name. Values are data:
they are escaped wherever they stand, and are never read as a template.
"""

from __future__ import annotations

import traceback
from collections.abc import Container, Iterator, Mapping, MutableMapping
from types import MethodType
from typing import Any, Final

from jinja2 import Environment, Template, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.loaders import BaseLoader
from jinja2.runtime import LoopContext, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from poster.errors import RequestError

#: Characters that loops and values may add to what the designer wrote.
MAX_ADDED: Final = 8 * 2**20
MAX_RANGE: Final = 10_000

#: What a template may be made of. Not here, and so refused: macros, calls of blocks, imports,
#: inheritance, powers, and whatever turns escaping off.
_STATEMENTS: Final = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Include, nodes.For)
_CHOICES: Final = (nodes.If, nodes.CondExpr, nodes.Assign, nodes.With)
_VALUES: Final = (nodes.Name, nodes.Const, nodes.Tuple, nodes.List, nodes.Dict, nodes.Pair)
_PLACES: Final = (nodes.Getattr, nodes.Getitem, nodes.Slice)
_CALLS: Final = (nodes.Call, nodes.Filter, nodes.Test, nodes.Keyword)
_LOGIC: Final = (nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Concat)
_SUMS: Final = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod)
_SIGNS: Final = (nodes.Neg, nodes.Pos)
_NODES: Final = (*_STATEMENTS, *_CHOICES, *_VALUES, *_PLACES, *_CALLS, *_LOGIC, *_SUMS, *_SIGNS)

#: Not here, though harmless at first sight: `safe`, `xmlattr`, `tojson` (they decide for themselves
#: what is escaped), `attr`, `map`, `format` (ways to attributes), `center`, `indent` (floods).
_TEXT_FILTERS: Final = {"capitalize", "e", "escape", "lower", "replace", "string", "trim", "upper"}
_NUMBER_FILTERS: Final = {"abs", "float", "int", "max", "min", "round"}
_LIST_FILTERS: Final = {"count", "first", "join", "last", "length", "list", "reverse", "sort"}
_FILTERS: Final = frozenset(
    _TEXT_FILTERS | _NUMBER_FILTERS | _LIST_FILTERS | {"d", "default", "title", "unique"}
)
_SIGN_TESTS: Final = {"==", "!=", "<", "<=", ">", ">=", "eq", "ne", "lt", "le", "gt", "ge", "in"}
_TESTS: Final = frozenset(
    _SIGN_TESTS | {"defined", "undefined", "none", "number", "string", "odd", "even"}
)
_LOOP: Final = frozenset(
    {"index", "index0", "revindex", "revindex0", "first", "last", "length", "cycle", "changed"}
)


class _Missing(StrictUndefined):
    """A name without a value: an error wherever it is used, but for `is defined` and `default`."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        """The name, and on further lines the names that there are."""
        known = self._undefined_obj if isinstance(self._undefined_obj, Mapping) else ()
        return "\n".join(map(str, (self._undefined_name, *known)))


def _range(*limits: int) -> range:
    """Python's range, of at most MAX_RANGE steps."""
    steps = range(*limits)
    if len(steps) > MAX_RANGE:
        raise SecurityError(f"range of {len(steps)}")
    return steps


def _printable(value: object) -> object:
    """What `{{ }}` may put into a drawing: text and numbers, no lists and no functions."""
    if isinstance(value, str | int | float | Undefined):
        return value
    raise SecurityError(type(value).__name__)


class _Checked(BaseLoader):
    """Gives the templates whose trees the sandbox holds, and no others."""

    def load(
        self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        assert isinstance(environment, Sandbox)
        code = environment.compile(environment.trees[name], name, name)
        return Template.from_code(environment, code, environment.make_globals(globals))


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment whose templates see keys of mappings, counters of loops, and no attributes."""

    intercepted_binops = frozenset({"*", "%"})

    def __init__(self) -> None:
        self.trees: dict[str, nodes.Template] = {}
        super().__init__(
            loader=_Checked(),
            autoescape=True,
            undefined=_Missing,
            finalize=_printable,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self.globals = {"range": _range}
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.tests = {name: self.tests[name] for name in _TESTS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`a.b`: the key b of a mapping, or a counter of a loop."""
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`a[b]`: a key of a mapping, or a place in a list or text."""
        if isinstance(obj, Undefined):
            return str(obj)  # which raises, naming what has no value
        if isinstance(obj, Mapping):
            return obj[argument] if argument in obj else self.undefined(obj=obj, name=argument)
        if isinstance(obj, list | tuple | str) and isinstance(argument, int | slice):
            return super().getitem(obj, argument)
        raise SecurityError(f".{argument}")

    def is_safe_callable(self, obj: Any) -> bool:
        """Only `range` and the methods of a loop are functions."""
        return obj is _range or (
            isinstance(obj, MethodType) and isinstance(obj.__self__, LoopContext)
        )

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """`*` and `%`, which on text would build floods and read formats: numbers only."""
        if not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)


def render(payload: Mapping[str, Any]) -> dict[str, str]:
    """Fill the template `master` of `sources` (name -> text) with `values`: {"text": ...}.

    Raises RequestError `template-…` with file and line.
    """
    sources: dict[str, str] = payload["sources"]
    sandbox = Sandbox()
    for name, text in sources.items():
        sandbox.trees[name] = _parsed(sandbox, name, text)
    includes = {name: _includes(tree, name, sources) for name, tree in sandbox.trees.items()}
    _refuse_cycles(payload["master"], includes, ())
    most = MAX_ADDED + sum(map(len, sources.values()))
    return {"text": _rendered(sandbox, payload["master"], payload["values"], most)}


def _parsed(sandbox: Sandbox, name: str, text: str) -> nodes.Template:
    """The tree of a template. Raises RequestError where it is more than templates may be."""
    try:
        tree = sandbox.parse(text, name, name)
        for node, parent in _walk(tree, tree):
            if wrong := _wrong(node, parent):
                raise _forbidden(name, node.lineno, wrong)
    except TemplateSyntaxError as error:
        raise _broken(error, name) from error
    except RecursionError as error:
        raise _forbidden(name, 1, "((((") from error
    return tree


def _walk(node: nodes.Node, parent: nodes.Node) -> Iterator[tuple[nodes.Node, nodes.Node]]:
    yield node, parent
    for child in node.iter_child_nodes():
        yield from _walk(child, node)


def _wrong(node: nodes.Node, parent: nodes.Node) -> str:
    """What is not allowed about `node`, as a designer would name it; empty for nothing."""
    if isinstance(node, nodes.Filter | nodes.Test):
        known = _FILTERS if isinstance(node, nodes.Filter) else _TESTS
        return "" if node.name in known else f"|{node.name}"
    if isinstance(node, nodes.Name) and node.name in ("self", "range", "loop"):
        # They are no data: `range` may only be called, `loop` only be asked for its counters.
        right_place = {"range": nodes.Call, "loop": nodes.Getattr}.get(node.name, ())
        return "" if isinstance(parent, right_place) else node.name
    if isinstance(node, nodes.For) and node.recursive:
        return "recursive"
    return "" if isinstance(node, _NODES) else type(node).__name__


def _includes(tree: nodes.Template, name: str, sources: Container[str]) -> list[str]:
    parts = []
    for node in tree.find_all(nodes.Include):
        part = node.template.value if isinstance(node.template, nodes.Const) else None
        if not isinstance(part, str) or node.ignore_missing:
            raise _forbidden(name, node.lineno, "include")
        if part not in sources:
            raise RequestError("template-part-missing", file=name, line=node.lineno, part=part)
        parts.append(part)
    return parts


def _refuse_cycles(name: str, includes: Mapping[str, list[str]], path: tuple[str, ...]) -> None:
    if name in path:
        raise RequestError("template-cycle", file=path[-1], part=name)
    for part in dict.fromkeys(includes[name]):
        _refuse_cycles(part, includes, (*path, name))


def _rendered(sandbox: Sandbox, master: str, values: Mapping[str, Any], most: int) -> str:
    pieces, length = [], 0
    try:
        for piece in sandbox.get_template(master).generate(values):
            pieces.append(piece)
            length += len(piece)
            if length > most:
                raise RequestError("template-too-long", file=master, limit_mb=most // 2**20)
    except TemplateSyntaxError as error:
        raise _broken(error, master) from error
    except _FAILURES as error:
        raise _failed(error, *_place(error, master, sandbox.trees)) from error
    return "".join(pieces)


#: What a template can meet while it runs. SyntaxError: Python refuses twenty loops in each other.
_FAILURES: Final = (
    *(UndefinedError, SecurityError, TypeError, ValueError),
    *(ArithmeticError, LookupError, RecursionError, SyntaxError),
)


def _place(error: BaseException, master: str, names: Container[str]) -> tuple[str, int]:
    """The file and line of the innermost template that was at work."""
    places = [(master, 1)]
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename in names:
            places.append((frame.f_code.co_filename, line))
    return places[-1]


def _failed(error: BaseException, file: str, line: int) -> RequestError:
    if isinstance(error, UndefinedError):
        name, *known = str(error.message).split("\n")
        return RequestError("template-undefined", file=file, line=line, name=name, known=known)
    if isinstance(error, SecurityError):
        return _forbidden(file, line, str(error.message))
    return RequestError("template-failed", file=file, line=line, why=str(error))


def _forbidden(file: str, line: int, what: str) -> RequestError:
    return RequestError("template-forbidden", file=file, line=line, what=what)


def _broken(error: TemplateSyntaxError, file: str) -> RequestError:
    return RequestError(
        "template-broken", file=error.name or file, line=error.lineno, why=error.message or ""
    )
