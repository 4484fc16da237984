"""How results reach a person or another program: tables, sentences, progress, JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self

from poster.errors import Finding, PosterError, Severity, WordsError
from poster.messages import Catalogue

#: How many single faults of one error are shown; the rest is counted.
MOST_FAULTS: Final = 12


@dataclass
class Screen:
    """One command's output. With `as_json` standard output holds one JSON object and no more."""

    catalogue: Catalogue
    as_json: bool = False
    failures: list[PosterError] = field(default_factory=list)

    def say(self, text: str) -> None:
        """A line for a person."""
        if not self.as_json:
            sys.stdout.write(text + "\n")

    def tell(self, message: str, **params: object) -> None:
        """A sentence of the catalogue for a person."""
        self.say(self.catalogue.text(message, **params))

    def data(self, content: dict[str, Any]) -> None:
        """The JSON object of this command; nothing where a person reads."""
        if self.as_json:
            text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
            sys.stdout.write(text + "\n")

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table that a person can read; `headers` are message ids."""
        if self.as_json:
            return
        from rich.box import SIMPLE_HEAD
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        for header in headers:
            table.add_column(self.catalogue.text(header), overflow="fold")
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        width = None if sys.stdout.isatty() else 140
        Console(file=sys.stdout, width=width, highlight=False).print(table)

    def error(self, error: PosterError) -> None:
        """What went wrong, on standard error."""
        sys.stderr.write("\n".join(error_lines(error, self.catalogue)) + "\n")


def error_lines(error: PosterError, catalogue: Catalogue) -> list[str]:
    """The sentence of an error, then its single faults a line each, then advice on one line."""
    faults = [finding for finding in error.findings if finding.severity is not Severity.NOTE]
    advice = [finding for finding in error.findings if finding.severity is Severity.NOTE]
    lines = [catalogue.error(error)]
    coded = isinstance(error, WordsError)  # what the words guard finds is accepted by its code
    for fault in faults[:MOST_FAULTS]:
        where = f"{fault.where}: " if fault.where else ""
        code = f" [{fault.code}]" if coded else ""
        lines.append(f"  {where}{finding_text(fault, catalogue)}{code}")
    if len(faults) > MOST_FAULTS:
        lines.append("  " + catalogue.text("more-faults", count=len(faults) - MOST_FAULTS))
    if advice:
        lines.append(" ".join(finding_text(finding, catalogue) for finding in advice))
    return lines


def finding_text(finding: Finding, catalogue: Catalogue) -> str:
    """The sentence of a finding."""
    return catalogue.text(finding.code, **finding.params)


def finding_line(finding: Finding, catalogue: Catalogue) -> str:
    """A finding after the word for its weight, and who has accepted it."""
    level = catalogue.text(f"severity-{finding.severity.value}")
    line = f"{level}: {finding_text(finding, catalogue)}"
    if not finding.accepted_by:
        return line
    who = catalogue.text("accepted", by=finding.accepted_by, reason=finding.accepted_because)
    return f"{line} {who}"


def finding_data(finding: Finding, catalogue: Catalogue) -> dict[str, str]:
    """A finding as JSON."""
    data = {
        "code": finding.code,
        "severity": finding.severity.value,
        "found": finding.found,
        "expected": finding.expected,
        "where": finding.where,
        "why": finding_text(finding, catalogue),
    }
    if finding.accepted_by:
        data |= {"accepted_by": finding.accepted_by, "accepted_because": finding.accepted_because}
    return data


def error_data(error: PosterError, catalogue: Catalogue) -> dict[str, Any]:
    """An error as JSON."""
    return {
        "code": error.code,
        "exit_code": error.exit_code,
        "message": catalogue.error(error),
        "findings": [finding_data(finding, catalogue) for finding in error.findings],
    }


class Progress:
    """A bar on standard error for work that lasts over a second; silent when nobody watches."""

    WAIT_S: Final = 1.0

    def __init__(self, quiet: bool) -> None:
        self._on = sys.stderr.isatty() and not quiet
        self._start = time.monotonic()
        self._done = 0.0
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def update(self, name: str, done: float, total: float) -> None:
        """Tell that `done` of `total` steps of `name` are over."""
        if not self._on or time.monotonic() - self._start < self.WAIT_S:
            return
        if self._bar is None:
            self._open()
        if done < self._done:  # other work, at another speed
            self._bar.reset(self._task)
        self._done = done
        self._bar.update(self._task, description=name, completed=done, total=total)

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        name = TextColumn("{task.description}")
        columns = (name, BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("")
        self._bar.start()
