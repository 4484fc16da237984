"""Every layout at seven shapes with every slogan of a list, and a table of what came of it.

    tools/stress.py [SLOGANS] [--share PERCENT] [--layout NAME ...] [--processes N]

The list is a text file (a slogan a line, `#` for comments) or a .tsv with a column `slogan`; without
one, the file that POSTER_STRESS_SLOGANS names, else the register and tests/words/correct.txt. A
share takes evenly spaced combinations, always the same ones. Ends with 2 where a layout has a
fault; words that cannot be read at a size are refused, and that is none.
"""

import argparse
import csv
import os
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from poster.library import Library
from poster.messages import catalogue
from poster.workshop.stress_runs import SHAPES, Trial, full_values, run

ROOT = Path(__file__).resolve().parents[1]
HEADS = ("layout", "pieces", "made", "illegible", "unserved", "refused", "faults", "differ", "s")


def slogans(path):
    """The slogans of a list, or those that come with the program."""
    if path is None:
        own = [slogan.text for slogan in Library(ROOT).slogans.values()]
        return list(dict.fromkeys((*own, *slogans(ROOT / "tests" / "words" / "correct.txt"))))
    with path.open(encoding="utf-8", newline="") as stream:
        if path.suffix == ".tsv":
            return [row["slogan"] for row in csv.DictReader(stream, delimiter="\t")]
        lines = (line.strip() for line in stream)
        return [line for line in lines if line and not line.startswith("#")]


def chosen(library, layouts, words, share):
    """The combinations of a share in percent: evenly spread, and the same every time."""
    everything = [
        Trial(library.root, name, size, text, tuple(full_values(library.layout(name)).items()))
        for name in layouts for text in words for size, _ in SHAPES
    ]  # fmt: skip
    count = max(1, round(len(everything) * share / 100))
    return [everything[at * len(everything) // count] for at in range(count)], len(everything)


def report(outcomes, faults, texts):
    """The table, then every fault with its layout, size and slogan."""
    print("  ".join(f"{head:>9}" for head in HEADS))
    for layout, counts in sorted(outcomes.items()):
        cells = [layout, *(f"{counts[head]:.0f}" for head in HEADS[1:])]
        print("  ".join(f"{cell:>9}" for cell in cells))
    kinds = Counter((outcome.trial.layout, one.code) for outcome, one in faults)
    for (layout, code), count in sorted(kinds.items()):
        print(f"{layout}: {code} {count}")
    for outcome, one in faults:
        sentence = " ".join(texts.text(one.code, **one.params).split())
        print(f"{outcome.trial.layout} {outcome.trial.size}: {sentence} | {outcome.trial.text}")


def _until_stopped(outcomes):
    """The outcomes; Ctrl-C ends them, and what is done is reported."""
    try:
        for _, outcome in outcomes:
            yield outcome
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)


def main(arguments):
    parser = argparse.ArgumentParser()
    given = os.environ.get("POSTER_STRESS_SLOGANS")
    parser.add_argument("slogans", nargs="?", type=Path, default=Path(given) if given else None)
    parser.add_argument("--share", type=float, default=100)
    parser.add_argument("--layout", action="append")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args(arguments)
    library, texts, started = Library(ROOT), catalogue("en"), time.monotonic()
    layouts = asked.layout or library.layout_names
    trials, of = chosen(library, layouts, slogans(asked.slogans), asked.share)
    table, faults = defaultdict(Counter), []
    for done, outcome in enumerate(_until_stopped(run(trials, asked.processes)), 1):
        own = [one for one in outcome.findings if one.severity.value == "error"]
        counts = table[outcome.trial.layout]
        counts.update({"pieces": 1, outcome.state: 1, "faults": bool(own), "s": outcome.seconds})
        counts["differ"] += any(one.code == "stress-differs" for one in own)
        faults += [(outcome, one) for one in own]
        if sys.stderr.isatty():
            print(f"\r{done} / {len(trials)}", end="", file=sys.stderr, flush=True)
    report(table, faults, texts)
    pieces = sum(counts["pieces"] for counts in table.values())
    print(f"{pieces} of {of} combinations, {time.monotonic() - started:.0f} s")
    if pieces < len(trials):
        return 130
    return 2 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
