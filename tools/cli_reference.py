"""Writes docs/cli.md from the command tree, or with --check says whether it is stale."""

import io
import sys
from contextlib import redirect_stdout
from pathlib import Path

from poster.cli.app import run

COMMANDS = (
    [], ["make"],
    ["slogans"], ["slogans", "list"], ["slogans", "extract"], ["slogans", "check"], ["words"],
    ["layouts"], ["layouts", "list"], ["layouts", "new"], ["layouts", "import"],
    ["layouts", "check"], ["layouts", "stress"], ["layouts", "watch"],
    ["campaign"], ["campaign", "new"], ["campaign", "check"], ["campaign", "run"],
    ["campaign", "approve"], ["bundle"], ["bundle", "verify"], ["bundle", "diff"], ["preflight"],
    ["sizes"], ["inks"], ["shops"], ["fonts"], ["fonts", "check"], ["doctor"],
)  # fmt: skip
TARGET = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
HEAD = """# The commands

Written by `make docs` from the program itself; do not edit by hand.

Exit codes: 0 made; 1 a fault of the program; 2 bad request or library; 3 text cannot be read at
that size; 4 the words guard refuses; 5 rendering; 6 a finished file is not right; 7 something is
missing on this machine; 8 cannot write; 130 interrupted.
"""


def reference() -> str:
    parts = [HEAD]
    for command in COMMANDS:
        out = io.StringIO()
        with redirect_stdout(out):
            code = run(["--lang", "en", *command, "--help"])
        assert code == 0, command
        parts.append(
            f"## `{' '.join(['poster', *command])}`\n\n```\n{out.getvalue().rstrip()}\n```\n"
        )
    return "\n".join(parts)


def main() -> int:
    import os

    os.environ["COLUMNS"] = "96"
    text = reference()
    if "--check" not in sys.argv:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") != text:
        sys.stderr.write("docs/cli.md is stale: run make docs\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
