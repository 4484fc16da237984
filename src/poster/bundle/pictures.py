"""The proof's pages as pictures for telephones, drawn while the other papers are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from poster.crew import Crew
from poster.errors import RenderError
from poster.files import atomic
from poster.press.document import write_picture
from poster.svg.artwork import Artwork

#: Fine enough to read every mark on a telephone, small enough for Zalo to leave as it is.
PICTURE_PPI: Final = 150
#: Fewer pages are drawn sooner than another process is ready for them.
WORTH_A_PROCESS: Final = 4


@contextmanager
def drawn_meanwhile(
    pages: Mapping[Path, Artwork], jobs: int, told: Callable[[], None]
) -> Iterator[None]:
    """Draw `pages` to their paths, as JPEG, while the block runs; when it ends, all are there.

    At most `jobs` processes work, this one among them. `told` hears of every page.
    Raises RenderError, WriteError.
    """
    if jobs == 1 or len(pages) < WORTH_A_PROCESS:
        yield
        for path, page in pages.items():
            _draw(path, page)
            told()
        return
    with Crew(jobs - 1) as pool:
        try:
            drawing = {path: pool.submit(_draw, path, page) for path, page in pages.items()}
            yield
            _help(pages, drawing, told)
        except BrokenProcessPool as error:
            raise RenderError("proof-worker-died") from error


def _help(
    pages: Mapping[Path, Artwork], drawing: Mapping[Path, Future[None]], told: Callable[[], None]
) -> None:
    """Draw, from the last page on, what nobody has begun; then wait for the others."""
    for path, page in reversed(list(pages.items())):
        if drawing[path].cancel():
            _draw(path, page)
            told()
    for future in drawing.values():
        if not future.cancelled():
            future.result()
            told()


def _draw(path: Path, page: Artwork) -> None:
    with atomic(path) as stream:
        write_picture(stream, page, PICTURE_PPI)
