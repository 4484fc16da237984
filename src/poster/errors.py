"""What can go wrong, as a tree: each branch is one exit code of the program.

An error carries a message id and its parameters, not a sentence: the sentence is made by the
shell, in the language that its user asked for (`messages`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know. `code` is a message id that `params` fill.

    `accepted_by` and `accepted_because` say who let it pass and why.
    """

    code: str
    severity: Severity
    where: str = ""
    found: str = ""
    expected: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    accepted_by: str = ""
    accepted_because: str = ""


class PosterError(Exception):
    """Base of every error that a user can meet.

    `code` is an id of the message catalogue; `params` fill its placeholders.
    `findings` are the single faults, where the error stands for several.
    """

    exit_code: ClassVar[int] = 1

    def __init__(
        self, code: str, /, *, findings: tuple[Finding, ...] = (), **params: object
    ) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: Mapping[str, object] = params
        self.findings = findings

    def __str__(self) -> str:
        details = ", ".join(f"{key}={value}" for key, value in self.params.items())
        return f"{self.code}({details})"

    def __reduce__(self) -> tuple[object, ...]:
        return (_revive, (type(self), self.code, self.findings, dict(self.params)))


def _revive(
    kind: type[PosterError], code: str, findings: tuple[Finding, ...], params: dict[str, object]
) -> PosterError:
    return kind(code, findings=findings, **params)


class RequestError(PosterError):
    """The request or the library is wrong; the user can mend it."""

    exit_code = 2


class LegibilityError(PosterError):
    """The text cannot be read at that size."""

    exit_code = 3


class WordsError(PosterError):
    """The words guard refuses the text."""

    exit_code = 4


class RenderError(PosterError):
    """An engine failed or drew something else than was asked."""

    exit_code = 5


class PreflightError(PosterError):
    """A finished file does not hold what it must."""

    exit_code = 6


class MachineError(PosterError):
    """Something is missing on this machine."""

    exit_code = 7


class WriteError(PosterError):
    """A file cannot be written."""

    exit_code = 8


#: With several faults in one run, the exit code is the first of these that applies.
EXIT_ORDER = (2, 4, 3, 5, 6, 7, 8, 1)


def worst_exit(codes: list[int]) -> int:
    """Exit code of a run whose pieces ended with `codes` (0 where a piece was made)."""
    failed = [code for code in EXIT_ORDER if code in codes]
    return failed[0] if failed else 0
