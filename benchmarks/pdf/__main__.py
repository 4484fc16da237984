"""`python benchmarks/pdf`: a finished PDF/X-4 beside bare CairoSVG, WeasyPrint and Inkscape.

The first table is of calls in one warm process, the second of processes, start included. Best of
several rounds in which all take turns.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from measure import Result, best, call, child, load, table, verdict  # noqa: E402
from piece import order  # noqa: E402

from poster.press.order import Order  # noqa: E402
from poster.press.vector import check_pdf, write_pdf  # noqa: E402

MOST_TIMES = 3.0
OURS, BARE = "poster, PDF/X-4", "CairoSVG, bare"
PRINT, INKSCAPE = "WeasyPrint, pdf/x-4", "Inkscape (RGB)"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeat", type=int, default=5)
    options.add_argument("--once", type=Path, metavar="FILE", help="only write our file, and end")
    given = options.parse_args()
    asked = order()
    if given.once is not None:
        with given.once.open("w+b") as stream:
            write_pdf(asked, stream)
        return
    print(f"a banner of 6 x 0.8 m at 1:10; best of {given.repeat} rounds; {load()}")
    with tempfile.TemporaryDirectory(prefix="poster-bench-") as folder:
        place = Path(folder)
        judge(warm(asked, place, given.repeat), processes(asked, place, given.repeat))


def warm(asked: Order, folder: Path, repeat: int) -> dict[str, Result]:
    """Calls in this process, after one round that does not count."""
    import cairosvg

    path = folder / "ours.pdf"

    def ours() -> object:
        return write_pdf(asked, io.BytesIO())

    def checked() -> object:
        with path.open("w+b") as stream:
            write_pdf(asked, stream)
        return check_pdf(asked, path)

    ways = {
        OURS: lambda: call(ours),
        "poster, read again and checked": lambda: call(checked),
        BARE: lambda: call(lambda: cairosvg.svg2pdf(bytestring=asked.artwork.svg)),
        PRINT: weasyprint(asked),
    }
    for way in ways.values():
        way()
    results = best(ways, repeat)
    table("in one process, warm; ratios to bare CairoSVG", results, BARE, unit="ms")
    return results


def weasyprint(asked: Order):
    """A page of the same size that holds the same artwork."""
    if find_spec("weasyprint") is None:
        return lambda: Result(said="skipped: not installed (pip install weasyprint)")
    import weasyprint as engine

    page = asked.sheet.page.scaled(1 / asked.sheet.scale)
    svg = asked.artwork.svg.decode()
    html = (
        f"<style>@page{{size:{page.width}mm {page.height}mm;margin:0}}body{{margin:0}}"
        f"svg{{display:block;width:{page.width}mm;height:{page.height}mm}}</style>{svg}"
    )
    return lambda: call(lambda: engine.HTML(string=html).write_pdf(pdf_variant="pdf/x-4"))


def processes(asked: Order, folder: Path, repeat: int) -> dict[str, Result]:
    """Processes, one a file; and Inkscape kept running, by the difference of 11 files and 1."""
    source, output = folder / "artwork.svg", folder / "out.pdf"
    source.write_bytes(asked.artwork.svg)
    program = shutil.which("inkscape")
    missing = Result(said="skipped: not installed (sudo apt-get install inkscape)")

    def inkscape() -> Result:
        if program is None:
            return missing
        return child([program, str(source), f"--export-filename={output}"], output)

    def kept_running() -> Result:
        if program is None:
            return missing
        file = f"file-open:{source}; export-filename:{output}; export-do; file-close\n"
        few, many = (
            child([program, "--shell"], output, words=f"{file * count}quit\n") for count in (1, 11)
        )
        return Result((many.wall_s - few.wall_s) / 10, (many.cpu_s - few.cpu_s) / 10, many.peak_mb)

    ours = [sys.executable, str(HERE), "--once", str(output)]
    results = best(
        {
            INKSCAPE: inkscape,
            "Inkscape --shell (RGB), a further file": kept_running,
            "poster, process start and filling included": lambda: child(ours, output),
        },
        repeat,
    )
    table("a process a file; ratios to Inkscape", results, INKSCAPE, unit="ms")
    return results


def judge(called: dict[str, Result], started: dict[str, Result]) -> None:
    """What was promised, and what was found: calls by processor time, processes by wall clock."""
    ours, bare, other, program = called[OURS], called[BARE], called[PRINT], started[INKSCAPE]
    print()
    times = ours.cpu_s / bare.cpu_s
    verdict("ours by bare CairoSVG", times, times <= MOST_TIMES, f"<= {MOST_TIMES:g}")
    if not other.said:
        share = ours.cpu_s / other.cpu_s
        verdict("ours by WeasyPrint", share, share < 1, "< 1")
    if not program.said:
        share = ours.wall_s / program.wall_s
        verdict("ours (a call) by Inkscape (a process)", share, share < 1, "< 1")


if __name__ == "__main__":
    main()
