"""Every layout at seven shapes with every slogan of a list, and a table of what came of it.

    tools/stress.py [SLOGANS] [--share PERCENT] [--layout NAME ...] [--processes N] [--resume FILE]

The list is a text file (a slogan a line, `#` for comments) or a .tsv with a column `slogan`; without
one, the file that POSTER_STRESS_SLOGANS names, else the register and tests/words/correct.txt. A
share takes evenly spread combinations, always the same ones; a larger share holds the smaller ones.

With --resume every result is written to FILE at once (a JSON object a line), and what FILE already
has is not tried again; the table at the end is over all that was asked for. A result counts only
for the program, the fonts, the parts and the layout that it came of: who mends a layout has that
one tried again. Ends with 2 where a layout has a fault, and with 130 where it was stopped. Words
that cannot be read at a size, or that have a letter of no font, are refused, and that is no fault.
"""

import argparse
import csv
import hashlib
import json
import os
import sys
import time
from collections import Counter, defaultdict
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

from poster.errors import Finding, Severity
from poster.library import Library
from poster.messages import catalogue
from poster.workshop.stress_runs import SHAPES, Outcome, Trial, full_values, run

ROOT = Path(__file__).resolve().parents[1]
HEADS = ("layout", "pieces", "made", "illegible", "unserved", "refused", "faults", "differ", "s")
#: Steps of this length on a circle of length 1 spread evenly wherever one stops.
STEP = (5**0.5 - 1) / 2
#: Seconds from one line on progress to the next, where nobody watches a terminal.
LINE_S = 60


# ---------------------------------------------------------------- what is tried


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
    """The combinations of a share in percent, and how many there are in all."""
    everything = [
        Trial(library.root, name, size, text, tuple(full_values(library.layout(name)).items()))
        for name in layouts for text in words for size, _ in SHAPES
    ]  # fmt: skip
    part = [trial for at, trial in enumerate(everything) if at * STEP % 1 < share / 100]
    return part, len(everything)


# ---------------------------------------------------------------- results that are kept


@lru_cache
def stamp(root, layout):
    """Stands for all that the result of a trial of `layout` depends on, but the trial itself."""
    digest = hashlib.sha256()
    for folder in (ROOT / "src", root / "fonts", root / "layouts/parts", root / "layouts" / layout):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(folder)}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def key(trial):
    return (stamp(trial.library, trial.layout), trial.layout, trial.size, trial.text)


@dataclass
class Results:
    """The results in a file, by key; those of other versions stay in it and do not count."""

    path: Path
    known: dict = field(default_factory=dict)

    def read(self):
        """Read the file, if there is one; a last line that was not written to its end is cut off."""
        if not self.path.exists():
            return
        whole, newline, _ = self.path.read_bytes().rpartition(b"\n")
        for line in whole.splitlines():
            row = json.loads(line)
            self.known[row["stamp"], row["layout"], row["size"], row["text"]] = row
        os.truncate(self.path, len(whole) + len(newline))

    def outcome(self, trial):
        """What came of `trial`, None where it is not known."""
        row = self.known.get(key(trial))
        if row is None:
            return None
        found = (
            Finding(**{**one, "severity": Severity(one["severity"])}) for one in row["findings"]
        )
        return Outcome(trial, row["state"], tuple(found), row["seconds"])

    @staticmethod
    def line(outcome):
        """A result as a line of the file."""
        trial = outcome.trial
        row = {
            "stamp": key(trial)[0], "layout": trial.layout, "size": trial.size, "text": trial.text,
            "state": outcome.state, "seconds": round(outcome.seconds, 3),
            "findings": [asdict(finding) for finding in outcome.findings],
        }  # fmt: skip
        return json.dumps(row, ensure_ascii=False, default=str) + "\n"


def outcomes(trials, processes, results):
    """What comes of each trial: those known first, then the others, each written down at once."""
    waiting = []
    for trial in trials:
        known = results.outcome(trial) if results else None
        if known is None:
            waiting.append(trial)
        else:
            yield known
    pace = Pace(len(waiting))
    with ExitStack() as stack:
        opened = results and stack.enter_context(results.path.open("a", encoding="utf-8"))
        try:
            for _, outcome in run(waiting, processes):
                if opened:
                    opened.write(results.line(outcome))
                    opened.flush()
                pace.show()
                yield outcome
        except KeyboardInterrupt:
            print("\nstopped", file=sys.stderr)


@dataclass
class Pace:
    """Says how far the work is, how fast it goes and how long it will take."""

    count: int
    done: int = 0
    started: float = field(default_factory=time.monotonic)
    shown: float = field(default_factory=time.monotonic)

    def show(self):
        """One more is done: rewrite a terminal's line, or write a line now and then."""
        self.done += 1
        now, terminal = time.monotonic(), sys.stderr.isatty()
        if not terminal and now - self.shown < LINE_S:
            return
        self.shown = now
        rate = self.done / max(1e-9, now - self.started)
        left = (self.count - self.done) / rate / 60
        line = f"{self.done} / {self.count}, {rate:.1f} a second, {left:.0f} min left"
        ends = ("\r", "   ") if terminal else ("", "\n")
        print(f"{ends[0]}{line}", end=ends[1], file=sys.stderr, flush=True)


# ---------------------------------------------------------------- what came of it


def report(table, faults, texts):
    """The table, then every fault with its layout, size and slogan."""
    print("  ".join(f"{head:>13}" for head in HEADS))
    for layout, counts in sorted(table.items()):
        cells = [layout, *(f"{counts[head]:.0f}" for head in HEADS[1:])]
        print("  ".join(f"{cell:>13}" for cell in cells))
    kinds = Counter((outcome.trial.layout, one.code) for outcome, one in faults)
    for (layout, code), count in sorted(kinds.items()):
        print(f"{layout}: {code} {count}")
    for outcome, one in faults:
        sentence = " ".join(texts.text(one.code, **one.params).split())
        print(f"{outcome.trial.layout} {outcome.trial.size}: {sentence} | {outcome.trial.text}")


def read_arguments(arguments):
    parser = argparse.ArgumentParser()
    given = os.environ.get("POSTER_STRESS_SLOGANS")
    parser.add_argument("slogans", nargs="?", type=Path, default=Path(given) if given else None)
    parser.add_argument("--share", type=float, default=100)
    parser.add_argument("--layout", action="append")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--resume", type=Path, metavar="FILE")
    return parser.parse_args(arguments)


def main(arguments):
    asked, library, started = read_arguments(arguments), Library(ROOT), time.monotonic()
    layouts = asked.layout or library.layout_names
    trials, of = chosen(library, layouts, slogans(asked.slogans), asked.share)
    results = Results(asked.resume) if asked.resume else None
    if results:
        results.read()
    table, faults = defaultdict(Counter), []
    for outcome in outcomes(trials, asked.processes, results):
        own = [one for one in outcome.findings if one.severity is Severity.ERROR]
        counts = table[outcome.trial.layout]
        counts.update({"pieces": 1, outcome.state: 1, "faults": bool(own), "s": outcome.seconds})
        counts["differ"] += any(one.code == "stress-differs" for one in own)
        faults += [(outcome, one) for one in own]
    report(table, faults, catalogue("en"))
    pieces = sum(counts["pieces"] for counts in table.values())
    print(f"{pieces} of {of} combinations, {time.monotonic() - started:.0f} s")
    if pieces < len(trials):
        return 130
    return 2 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
