"""Processes of our own that share long work out: they end with the one that began them."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait


def crew(processes: int) -> ProcessPoolExecutor:
    """A pool of fresh interpreters, alike on every system, for functions of this package."""
    return ProcessPoolExecutor(processes, get_context(method="spawn"), _follow_parent)


def _follow_parent() -> None:
    """End with the process that began this one, also where that one was killed."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
