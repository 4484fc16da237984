"""`python benchmarks/campaign`: a campaign of mixed sizes by one and by two processes, and again.

Beside it stand loops of Inkscape and of WeasyPrint over the same pieces, already filled: they turn
each into one file in RGB, and no more. What two processes can bring at all on this machine is
measured in the same run, by two campaigns of half the pieces that know nothing of each other.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from measure import load, verdict  # noqa: E402
from pieces import Filled, filled, table  # noqa: E402

LEAST_TIMES, LEAST_AGAIN, MOST_WORKER_MB = 1.7, 20, 400
#: Seconds that another program may take for all its files.
MOST_S = 900


@dataclass(frozen=True)
class Run:
    """Seconds of a run, the most memory of one of its workers, and what it left on disk."""

    wall_s: float
    worker_mb: float
    disk_mb: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pieces", type=int, default=200)
    options.add_argument("--others", type=int, default=50, help="pieces of the other programs")
    given = options.parse_args()
    print(f"{given.pieces} pieces; {load()}")
    with tempfile.TemporaryDirectory(prefix="poster-bench-") as folder:
        place = Path(folder)
        judge(place, given.pieces)
        beside(place, filled(min(given.others, given.pieces)))


def judge(place: Path, count: int) -> None:
    """Our own runs, and what was promised of them."""
    runs = {jobs: campaign(place / f"jobs-{jobs}", table(0, count), jobs) for jobs in (1, 2)}
    again = campaign(place / "jobs-1", table(0, count), 1)
    for jobs, one in runs.items():
        tell(f"poster, jobs {jobs}", count, one.wall_s, one.worker_mb)
    tell("poster, nothing changed", count, again.wall_s)
    halves = table(0, count // 2), table(count // 2, count)
    apart_s = side_by_side(place, halves)
    tell("two campaigns of half the pieces, at once", count, apart_s)
    print(f"{runs[1].disk_mb / count:.1f} MB a piece on disk\n")
    times, most = runs[1].wall_s / runs[2].wall_s, runs[1].wall_s / apart_s
    verdict("jobs 2 by jobs 1", times, times >= LEAST_TIMES, f">= {LEAST_TIMES}")
    verdict("what the machine gives two processes", most, True, "told only")
    share = runs[1].wall_s / again.wall_s
    verdict("nothing changed, times faster", share, share >= LEAST_AGAIN, f">= {LEAST_AGAIN}")
    worker_mb = max(run.worker_mb for run in runs.values())
    verdict("MB of a worker", worker_mb, worker_mb <= MOST_WORKER_MB, f"<= {MOST_WORKER_MB}")


def tell(name: str, count: int, wall_s: float, worker_mb: float = 0) -> None:
    """One line of the table."""
    memory = f"{worker_mb:8.0f} MB a worker" if worker_mb else ""
    print(f"{name:48}{wall_s:9.1f} s{60 * count / wall_s:9.1f} pieces/min{memory}", flush=True)


# ---------------------------------------------------------------- ours


def command(out: Path, rows: str, jobs: int) -> list[str]:
    """The run of a campaign of `rows`, written beside its output."""
    out.parent.mkdir(parents=True, exist_ok=True)
    file = out.with_suffix(".yaml")
    file.write_text(rows, encoding="utf-8")
    program = [sys.executable, "-m", "poster", "campaign", "run", str(file)]
    return [*program, "--out", str(out), "--jobs", str(jobs)]


def campaign(out: Path, rows: str, jobs: int) -> Run:
    """One run, its workers watched."""
    started = time.monotonic()
    with subprocess.Popen(command(out, rows, jobs), stdout=subprocess.DEVNULL) as process:
        most = dict[int, int]()
        while process.poll() is None:
            workers_kb(process.pid, most)
            time.sleep(0.2)
    wall_s = time.monotonic() - started
    if process.returncode:
        raise SystemExit(process.returncode)
    disk = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    return Run(wall_s, max(most.values(), default=0) / 1024, disk / 1e6)


def workers_kb(parent: int, most: dict[int, int]) -> None:
    """Note the high-water mark of every process below `parent`, in kB."""
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return  # it ended between two looks
    for child in map(int, children):
        workers_kb(child, most)
        try:
            status = Path(f"/proc/{child}/status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                most[child] = max(most.get(child, 0), int(line.split()[1]))


def side_by_side(place: Path, halves: tuple[str, str]) -> float:
    """Seconds until two campaigns that were begun at once have both ended."""
    started = time.monotonic()
    commands = [command(place / f"half-{at}", rows, 1) for at, rows in enumerate(halves)]
    running = [subprocess.Popen(one, stdout=subprocess.DEVNULL) for one in commands]
    if any([process.wait() for process in running]):
        raise SystemExit("half a campaign failed")
    return time.monotonic() - started


# ---------------------------------------------------------------- other programs


def beside(place: Path, pieces: list[Filled]) -> None:
    """Loops of other programs over pieces that are filled already."""
    print(f"\n{len(pieces)} of these pieces, filled beforehand, one file each; {load()}")
    sources = [place / f"{at}.svg" for at in range(len(pieces))]
    for source, piece in zip(sources, pieces, strict=True):
        source.write_bytes(piece.svg)
    inkscape(pieces, sources)
    weasyprint(pieces, place)


def inkscape(pieces: list[Filled], sources: list[Path]) -> None:
    """A process a file, then one process for all of them."""
    program = shutil.which("inkscape")
    if program is None:
        print("Inkscape: skipped, not installed (sudo apt-get install inkscape)")
        return
    targets = [
        source.with_suffix(".png" if piece.width_px else ".pdf")
        for piece, source in zip(pieces, sources, strict=True)
    ]
    started = time.monotonic()
    for piece, source, target in zip(pieces, sources, targets, strict=True):
        width = [f"--export-width={piece.width_px}"] if piece.width_px else []
        inkscape_run([program, str(source), *width, f"--export-filename={target}"])
    written("Inkscape, a process a file (RGB)", targets, started)
    started = time.monotonic()
    inkscape_run([program, "--shell"], "".join(actions(pieces, sources, targets)))
    written("Inkscape --shell, one process (RGB)", targets, started)


def inkscape_run(command: list[str], words: str = "") -> None:
    subprocess.run(
        command, input=words.encode(), check=True, timeout=MOST_S, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def written(name: str, targets: list[Path], started: float) -> None:
    """Tell the time of a loop that left every file behind, and take them away."""
    wall_s = time.monotonic() - started
    missing = [target.name for target in targets if not target.exists()]
    if missing:
        raise SystemExit(f"{name}: {len(missing)} of {len(targets)} files missing")
    tell(name, len(targets), wall_s)
    for target in targets:
        target.unlink()


def actions(pieces: list[Filled], sources: list[Path], targets: list[Path]) -> Iterator[str]:
    """What an Inkscape that is kept running is told."""
    for piece, source, target in zip(pieces, sources, targets, strict=True):
        width = f"export-width:{piece.width_px}; " if piece.width_px else ""
        yield f"file-open:{source}; {width}export-filename:{target}; export-do; file-close\n"
    yield "quit\n"


def weasyprint(pieces: list[Filled], place: Path) -> None:
    """PDF/X-4 in RGB, in one process; screens, too, for it writes no pictures."""
    if find_spec("weasyprint") is None:
        print("WeasyPrint: skipped, not installed (pip install weasyprint)")
        return
    import weasyprint as engine

    started = time.monotonic()
    for at, piece in enumerate(pieces):
        html = (
            f"<style>@page{{size:{piece.width_mm}mm {piece.height_mm}mm;margin:0}}body{{margin:0}}"
            f"svg{{display:block;width:{piece.width_mm}mm;height:{piece.height_mm}mm}}</style>"
            f"{piece.svg.decode()}"
        )
        document = engine.HTML(string=html).write_pdf(pdf_variant="pdf/x-4")
        (place / f"{at}-weasyprint.pdf").write_bytes(document)
    tell("WeasyPrint, one process (RGB)", len(pieces), time.monotonic() - started)


if __name__ == "__main__":
    main()
