"""Processes of our own that share long work out: they end with the one that began them."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from types import TracebackType


class Crew(ProcessPoolExecutor):
    """A pool of fresh interpreters, alike on every system, for functions of this package.

    At the end of a `with` block what nobody has begun is dropped. A block that is interrupted or
    left half-way ends at once, as by `dismiss`.
    """

    def __init__(self, processes: int) -> None:
        super().__init__(processes, get_context(method="spawn"), _enlist)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, KeyboardInterrupt | GeneratorExit):
            self.dismiss()
        self.shutdown(cancel_futures=True)

    def dismiss(self) -> None:
        """End at once. Files that are being written never get their names."""
        self.shutdown(wait=False, cancel_futures=True)
        for child in active_children():
            child.terminate()


def _enlist() -> None:
    """Leave Ctrl-C to the process that began this one, and end with it, also where it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
