"""`python benchmarks/raster`: a banner of 6 x 0.8 m as TIFF and PNG, beside others.

Every drawing is a process of its own, start included. Wall clock and processor time are the best
of several rounds in which all take turns; memory is the largest peak of any round.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from measure import Result, best, child, load, table, verdict  # noqa: E402
from piece import LAYOUT, SIZE, SLOGAN, UNIT, order  # noqa: E402

from poster.press.order import raster_size  # noqa: E402

#: What the program promises on two free cores.
MOST_MB, LEAST_SPEEDUP, PROMISED_PPI = 300, 1.6, 150


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeat", type=int, default=3)
    options.add_argument("--ppi", type=float, nargs="*", default=[150, 72])
    given = options.parse_args()
    print(f"{SIZE}, layout {LAYOUT}; best of {given.repeat} rounds; {load()}")
    with tempfile.TemporaryDirectory(prefix="poster-bench-") as folder:
        for ppi in given.ppi:
            compare(Path(folder), ppi, given.repeat)


def compare(folder: Path, ppi: float, repeat: int) -> None:
    """One table, at one resolution."""
    asked = order(ppi)
    width, height, _ = raster_size(asked, asked.sheet.printed)
    source = folder / "artwork.svg"
    source.write_bytes(asked.artwork.svg)

    def draw(engine: str, ending: str, jobs: int = 1) -> Result:
        output = folder / f"out.{ending}"
        command = (engine, source, output, width, height, jobs)
        return child([sys.executable, str(HERE / "draw.py"), *map(str, command)], output)

    def whole(jobs: int) -> Result:
        command = [
            sys.executable, "-m", "poster", "make", "--slogan", SLOGAN, "--layout", LAYOUT,
            "--slot", f"unit={UNIT}", "--size", SIZE, "--format", "tiff", "--ppi", f"{ppi:g}",
            "--date", "2026-04-20", "--jobs", str(jobs), "--out", str(folder / "make"),
        ]  # fmt: skip
        return child(command)

    def librsvg() -> Result:
        program = shutil.which("rsvg-convert")
        if program is None:
            return Result(said="skipped: not installed (sudo apt-get install librsvg2-bin)")
        output = folder / "out.png"
        size = ["-w", str(width), "-h", str(height)]
        return child([program, "--unlimited", *size, "-o", str(output), str(source)], output)

    def resvg() -> Result:
        if find_spec("resvg_py") is None:
            return Result(said="skipped: not installed (pip install resvg_py)")
        return draw("resvg", "png")

    results = best(
        {
            "poster TIFF, CMYK, jobs 1": lambda: draw("tiff", "tif", 1),
            "poster TIFF, CMYK, jobs 2": lambda: draw("tiff", "tif", 2),
            "poster PNG, jobs 1": lambda: draw("png", "png", 1),
            "poster PNG, jobs 2": lambda: draw("png", "png", 2),
            "resvg (resvg_py) PNG": resvg,
            "rsvg-convert PNG": librsvg,
            "CairoSVG PNG": lambda: draw("cairosvg", "png"),
            "poster make, TIFF, jobs 1": lambda: whole(1),
            "poster make, TIFF, jobs 2": lambda: whole(2),
        },
        repeat,
    )
    size = f"{width} x {height} px, {ppi:g} ppi ({width * height / 1e6:.0f} Mpx)"
    table(f"{size}; ratios to PNG, jobs 1", results, "poster PNG, jobs 1")
    judge(results, ppi)


def judge(results: dict[str, Result], ppi: float) -> None:
    """What was promised, and what was found; small rasters are start-up for the greater part."""
    ours = [one for name, one in results.items() if name.startswith("poster")]
    peak_mb = max(one.peak_mb for one in ours)
    verdict("largest process of ours, MB", peak_mb, peak_mb < MOST_MB, f"< {MOST_MB}")
    one, two = (results[f"poster TIFF, CMYK, jobs {jobs}"].wall_s for jobs in (1, 2))
    if one and two and ppi >= PROMISED_PPI:
        speedup = one / two
        verdict("TIFF: jobs 2 faster by", speedup, speedup >= LEAST_SPEEDUP, f">= {LEAST_SPEEDUP}")


if __name__ == "__main__":
    main()
