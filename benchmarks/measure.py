"""Measuring whole processes and calls: wall clock, processor time, peak memory, best of several."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

#: How often a child's peak of memory is looked at, seconds. It only grows, so little is missed.
LOOK_S = 0.01


@dataclass(frozen=True)
class Result:
    """What one way took; `said` tells why there is nothing to tell."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_mb: float = 0.0
    said: str = ""


def child(
    command: Sequence[str], output: Path | None = None, *, words: str = "", limit_s: float = 600
) -> Result:
    """Run `command` once, `words` on its standard input.

    What fails, or leaves no `output` behind, is told and not measured.
    """
    if output is not None:
        output.unlink(missing_ok=True)
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as said:
        asked.write(words.encode())
        asked.seek(0)
        start, before = time.monotonic(), os.times()
        running = subprocess.Popen(command, stdin=asked, stdout=said, stderr=said)
        peak_mb = 0.0
        while running.poll() is None:
            peak_mb = max(peak_mb, _peak_mb(running.pid))
            if time.monotonic() - start > limit_s:
                running.kill()
                running.wait()
                return Result(said=f"stopped after {limit_s:.0f} s")
            time.sleep(LOOK_S)
        wall_s, after = time.monotonic() - start, os.times()
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines()
    cpu_s = (after.children_user - before.children_user) + (
        after.children_system - before.children_system
    )
    if running.returncode or (output is not None and not output.exists()):
        return Result(said=f"fails: {lines[-1][:60] if lines else running.returncode}")
    return Result(wall_s, cpu_s, peak_mb)


def _peak_mb(pid: int) -> float:
    """The child's VmHWM. (What `wait4` tells would count the memory of this process, too.)"""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    for line in status.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def call(work: Callable[[], object]) -> Result:
    """Time one call in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Result(time.perf_counter() - wall, time.process_time() - cpu)


def best(ways: Mapping[str, Callable[[], Result]], repeat: int) -> dict[str, Result]:
    """The best of `repeat` rounds for each way. They take turns, so that all meet the same load."""
    found: dict[str, Result] = {}
    for _ in range(repeat):
        for name, way in ways.items():
            known = found.get(name)
            if known is not None and known.said:
                continue
            new = way()
            if known is None or new.said:
                found[name] = new
            else:
                found[name] = Result(
                    min(known.wall_s, new.wall_s), min(known.cpu_s, new.cpu_s),
                    max(known.peak_mb, new.peak_mb),
                )  # fmt: skip
    return found


def table(title: str, results: Mapping[str, Result], base: str, *, unit: str = "s") -> None:
    """Print the results; ratios are to `base`, in wall clock and in processor time."""
    factor, places = (1000, 0) if unit == "ms" else (1, 1)
    against = results[base]
    width = max(map(len, results)) + 2
    print(f"\n{title}")
    heads = f"{'wall ' + unit:>10}{'cpu ' + unit:>10}{'peak MB':>9}{'wall x':>8}{'cpu x':>8}"
    print(f"{'':{width}}{heads}")
    for name, one in results.items():
        if one.said:
            print(f"{name:{width}}  {one.said}")
            continue
        peak = f"{one.peak_mb:.0f}" if one.peak_mb else "-"
        ratios = (
            f"{mine / theirs:.2f}" if theirs else "-"
            for mine, theirs in ((one.wall_s, against.wall_s), (one.cpu_s, against.cpu_s))
        )
        times = (f"{one.wall_s * factor:.{places}f}", f"{one.cpu_s * factor:.{places}f}")
        print(
            f"{name:{width}}{times[0]:>10}{times[1]:>10}{peak:>9}"
            + "".join(f"{r:>8}" for r in ratios)
        )


def load() -> str:
    """How busy the machine is, for the reader of a table."""
    one, five, _ = os.getloadavg()
    return f"{os.cpu_count()} cores, load {one:.1f} (1 min) {five:.1f} (5 min)"


def verdict(what: str, found: float, holds: bool, wanted: str) -> None:
    """Print whether a figure is what it should be."""
    print(f"{'ok  ' if holds else 'NOT '} {what}: {found:.2f} (wanted: {wanted})")
