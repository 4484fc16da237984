"""Sets every line of a list of slogans in every layout and size, and prints what came out.

    tools/type_report.py SLOGANS.tsv [SIZE ...]

The list has the words in its third column. Per layout and size: lines refused for legibility, fit
times, ink outside the frame, the least gap between two lines' ink, notes of broken words, lone
last syllables.
"""

import csv
import itertools
import statistics
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

from poster.errors import PosterError
from poster.fill.compose import compose
from poster.intake import Request, read_request
from poster.library import Library
from poster.sheet import make_sheet
from poster.typeset.fit import fit
from poster.words.clean import clean

ROOT = Path(__file__).resolve().parents[1]
SIZES = (
    "6400x800mm",
    "3000x1000mm",
    "1000x1000mm",
    "a2",
    "800x2400mm",
    "bang-ron-6x0.8m",
    "phuon-0.8x2m",
)


def texts(path):
    with path.open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream, delimiter="\t"))[1:]
    return [clean(row[2]).text for row in rows]


def gap_em(setting):
    """The least distance between the ink boxes of neighbouring lines, in em: below 0 where an
    accent stands beside a dot of the line above. The ink itself is kept 0.12 em apart by `fit`."""
    lines = setting.lines
    pairs = itertools.pairwise(lines)
    return min(((b.ink.y - a.ink.bottom) / setting.size_mm for a, b in pairs), default=9.0)


def report(library, layout, size, words):
    request = Request(
        layout=layout,
        day=date(2026, 1, 1),
        text="Hà Nội",
        sizes=[size],
        values={"unit": "UBND phường Đống Đa"},
    )
    (job,) = read_request(request, library).jobs
    frame = compose(job, make_sheet(job.size, job.shop), library).frames["slogan"]
    floor_mm = job.size.kind.floor_mm(job.size.height_mm)
    found, times, gaps, caps = Counter(), [], [], []
    for text in words:
        try:
            fit(text, frame.box, frame.style)
            started = time.process_time()
            setting = fit(text, frame.box, frame.style)
        except PosterError as error:
            found[error.code] += 1
            continue
        times.append((time.process_time() - started) * 1000)
        caps.append(setting.cap_mm)
        gaps.append(gap_em(setting))
        found["refused"] += setting.cap_mm < floor_mm
        found["outside"] += not frame.box.contains(setting.ink, 0.01)
        found["lone"] += len(setting.lines) > 1 and " " not in setting.lines[-1].text.strip()
        found["broken"] += any(note.code == "type-broken" for note in setting.notes)
    print(
        f"{layout:9} {size:16} refused {found['refused']:3} | ms {statistics.median(times):5.1f} / {max(times):5.1f} | "
        f"outside {found['outside']} | box gap {min(gaps):5.2f} em | broken, told {found['broken']:2} | "
        f"lone last {found['lone']:2} | cap median {statistics.median(caps):5.0f} mm | "
        f"{', '.join(f'{key} {found[key]}' for key in found if '-' in key)}"
    )


def main(arguments):
    library = Library(ROOT)
    words = texts(Path(arguments[0]))
    for layout in library.layout_names:
        for size in arguments[1:] or SIZES:
            report(library, layout, size, words)


if __name__ == "__main__":
    main(sys.argv[1:])
