"""Shows what a change of the list of phrases does to the breaks of a set of lines.

    tools/break_report.py SLOGANS.tsv [REVISION]

Compares src/poster/tables/phrases.txt as it stands with the one of REVISION (HEAD when none is
named). Printed is every line whose units differ, before and after; "|" is where it may break.
"""

import subprocess
import sys
from pathlib import Path

from type_report import texts

from poster.words.break_list import EMPTY
from poster.words.phrases import units

LIST = "src/poster/tables/phrases.txt"
ROOT = Path(__file__).resolve().parents[1]


def marked(text, phrases):
    return " | ".join(unit.text for unit in units(text, phrases))


def main(arguments):
    revision = arguments[1] if len(arguments) > 1 else "HEAD"
    old = subprocess.run(
        ["git", "show", f"{revision}:{LIST}"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    before = EMPTY.with_lines(old.splitlines())
    after = EMPTY.with_lines((ROOT / LIST).read_text(encoding="utf-8").splitlines())
    lines, changed = texts(Path(arguments[0])), 0
    for text in lines:
        one, two = marked(text, before), marked(text, after)
        if one != two:
            changed += 1
            print(f"- {one}\n+ {two}")
    print(f"{changed} of {len(lines)} lines break otherwise")


if __name__ == "__main__":
    main(sys.argv[1:])
