"""How fast a campaign is made, and what it takes: pieces of mixed sizes, by hand.

    python benchmarks/campaign.py --pieces 200 --jobs 1
    python benchmarks/campaign.py --pieces 200 --jobs 2

Each call makes the campaign in a new folder, then runs it again with nothing changed, and prints
both times, pieces a minute, and the most memory (VmHWM) that any one worker held.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

#: A ward's usual mix: of ten pieces, these sizes in turn. Widths differ, so that no two are alike.
MIX = ("bang-ron", "phuon", "a4", "screen", "screen")
SIZES = {"bang-ron": (6000, 800), "phuon": (800, 2000), "a4": (210, 297), "screen": (1280, 720)}
HEAD = "title: Đo tốc độ\ndate: 2026-04-20\njobs:\n"


def table(pieces: int) -> str:
    """A campaign of `pieces` rows in YAML."""
    rows = []
    for at in range(pieces):
        kind = MIX[at % len(MIX)]
        wide, high = SIZES[kind]
        unit = "px" if kind == "screen" else "mm"
        wide += 2 * (at // len(MIX)) if kind != "a4" else 0
        high += at // len(MIX) if kind == "screen" else 0
        wide += at % len(MIX) if kind == "screen" else 0
        words = ("duc-suc-tai", "van-hien-van-minh")[at % 2]
        rows.append(f"  - {{slogan: {words}, layout: co-do, size: {wide}x{high}{unit}}}\n")
    return HEAD + "".join(rows)


def workers_kb(parent: int, most: dict[int, int]) -> None:
    """Note the high-water mark of every process below `parent`, in kB."""
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        try:
            status = Path(f"/proc/{child}/status").read_text()
            workers_kb(int(child), most)
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended between the two looks
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                most[int(child)] = max(most.get(int(child), 0), int(line.split()[1]))


def run(file: Path, out: Path, jobs: int) -> tuple[float, int]:
    """Seconds of one run, and the most memory of a worker, MB."""
    command = [sys.executable, "-m", "poster", "campaign", "run", str(file), "--out", str(out)]
    started, most = time.monotonic(), dict[int, int]()
    with subprocess.Popen([*command, "--jobs", str(jobs)], stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            try:
                workers_kb(process.pid, most)
            except (FileNotFoundError, ProcessLookupError):
                break
            time.sleep(0.2)
        code = process.wait()
    if code:
        raise SystemExit(code)
    return time.monotonic() - started, max(most.values(), default=0) // 1000


def main() -> None:
    """Measure and say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "campaign.yaml", Path(folder) / "out"
        file.write_text(table(asked.pieces), encoding="utf-8")
        first_s, worker_mb = run(file, out, asked.jobs)
        again_s, _ = run(file, out, asked.jobs)
        size_mb = sum(p.stat().st_size for p in out.rglob("*") if p.is_file()) / 1e6
    print(
        f"{asked.pieces} pieces, {asked.jobs} jobs: {first_s:.1f} s, "
        f"{60 * asked.pieces / first_s:.1f} pieces/min, {worker_mb} MB per worker, "
        f"{size_mb:.0f} MB on disk; again: {again_s:.1f} s, {first_s / again_s:.0f} times faster"
    )


if __name__ == "__main__":
    main()
