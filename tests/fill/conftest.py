"""A small library of its own: one layout, two fonts of the starter library."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from poster import jail
from poster.fill.compose import compose
from poster.images import decode
from poster.intake import Request, read_request
from poster.library import Library, starter_library
from poster.sheet import make_sheet

GROUND = '<rect id="ground" width="1000" height="500" fill="#ed1c24" data-pin="fill"/>'
SLOGAN = '<rect data-slot="slogan" x="100" y="50" width="800" height="300"/>'
UNIT = '<rect data-slot="unit" data-cap-of="slogan 0.3" x="100" y="380" width="800" height="60"/>'
LAYOUT = """
title: Nhỏ
slots:
  slogan: {type: text, required: true, font: Roboto Condensed, weight: 800, case: upper, fill: vang-sao}
  unit: {type: text, font: Be Vietnam Pro, weight: 700, case: upper, fill: trang}
masters:
  land.svg: {ratio: [0.2, 16], max_lines: 6}
"""


class Small:
    """Writes layouts into a library and composes with them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "slogans.yaml").write_text("slogans: []\n")
        for family in ("Roboto Condensed", "Be Vietnam Pro"):
            source = next(
                folder for folder in (starter_library() / "fonts").iterdir()
                if folder.name.replace(" ", "").replace("-", "").lower()
                == family.replace(" ", "").lower()
            )  # fmt: skip
            shutil.copytree(source, root / "fonts" / source.name)

    def layout(
        self, body: str = GROUND + SLOGAN + UNIT, layout: str = LAYOUT, name: str = "nho"
    ) -> None:
        folder = self.root / "layouts" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "layout.yaml").write_text(layout, encoding="utf-8")
        head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 500">'
        (folder / "land.svg").write_text(f"{head}{body}</svg>", encoding="utf-8")

    def job(self, text="Hà Nội xanh", size="1000x500mm", folder=Path(), **values):
        library = Library(self.root)
        request = Request(
            layout="nho", day=date(2026, 5, 1), text=text, sizes=[size], values=values,
            folder=folder,
        )  # fmt: skip
        intake = read_request(request, library)
        for fault in intake.faults:
            raise fault
        return intake.jobs[0], library

    def compose(self, text="Hà Nội xanh", size="1000x500mm", **values):
        return self.compose_job(*self.job(text, size, **values))

    def compose_job(self, job, library):
        return compose(job, make_sheet(job.size, job.shop), library)


@pytest.fixture(autouse=True)
def quick_pictures(monkeypatch):
    """Pictures are decoded in this process, by what the jail's child runs: a child costs 0.3 s."""
    real = jail.call

    def call(function, payload, *rest, **options):
        module, _, name = function.partition(":")
        if module == "poster.images.decode":
            return getattr(decode, name)(payload)
        return real(function, payload, *rest, **options)

    monkeypatch.setattr(jail, "call", call)


@pytest.fixture
def small(tmp_path):
    library = Small(tmp_path)
    library.layout()
    return library
