"""Draws every layout at nine shapes with a short and a long slogan: docs/pictures/<layout>-*.jpg.

tools/contact_sheet.py [LAYOUT ...] [--out DIR]
"""

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image

from poster.errors import PosterError
from poster.fill.compose import compose
from poster.geometry import Rect
from poster.intake import Request, read_request
from poster.library import Library
from poster.messages import catalogue
from poster.pipeline import NOTE_FONT, Workshop
from poster.press.lettering import lettering, wrapped
from poster.render.strips import Raster
from poster.sheet import make_sheet
from poster.svg.nodes import Shape, to_artwork
from poster.svg.paths import rectangle
from poster.typeset.fonts import scan

ROOT = Path(__file__).resolve().parents[1]
ROWS = (
    (("10x1m", 1),),
    (("6x0.8m", 1),),
    (("3000x1000mm", 0.56), ("man-hinh-1080p", 0.42)),
    (("4x2.5m", 0.335), ("1000x1000mm", 0.235), ("a2", 0.19), ("phuon-0.8x2m", 0.12), ("600x2400mm", 0.075)),
)  # fmt: skip
WORDS = {
    "ngan": "Văn hiến - Văn minh - Hiện đại - Hạnh phúc",
    "dai": "Nhiệt liệt chào mừng Đại hội đại biểu Mặt trận Tổ quốc Việt Nam phường Đống Đa lần thứ I",
}
UNIT = "UBND phường Đống Đa"
WIDTH, GAP = 1600, 14
GREY = "#777777"
CARD_PX = 14


def picture(library: Library, layout: str, size: str, text: str, width: int) -> Image.Image:
    """One piece, cut to its finished size; where it is refused, the reason on a grey card."""
    slots = library.layout(layout).slots.items()
    samples = {name: slot.sample for name, slot in slots if slot.sample}
    request = Request(
        layout=layout, day=date(2026, 1, 1), text=text, sizes=[size],
        values={"unit": UNIT, **samples},
    )  # fmt: skip
    (job,) = read_request(request, library).jobs
    sheet = make_sheet(job.size, job.shop)
    height = round(width / sheet.trim.ratio)
    try:
        artwork = compose(job, sheet, library).artwork
    except PosterError as error:
        return _card(library, catalogue("vi").error(error), width, height)
    return Raster(artwork, sheet.trim, width, height).image(jobs=2)


def _card(library: Library, words: str, width: int, height: int) -> Image.Image:
    """A grey card with the reason, set in the library's own face: it has all Vietnamese letters."""
    face, page = scan(library.root / "fonts").face(*NOTE_FONT), Rect(0, 0, width, height)
    lines = wrapped(words, face, CARD_PX, width - 16)
    nodes = [
        lettering(line, face, CARD_PX, 8, 8 + CARD_PX * (1 + 1.4 * place))
        for place, line in enumerate(lines)
    ]
    ground = Shape(rectangle(page), "#bbbbbb")
    return Raster(to_artwork((ground, *nodes), page, page), page, width, height).image()


def sheet(library: Library, layout: str, text: str) -> Image.Image:
    rows = []
    for row in ROWS:
        pictures = [
            picture(library, layout, size, text, round((WIDTH - 2 * GAP) * share))
            for size, share in row
        ]
        rows.append(pictures)
    height = sum(max(p.height for p in row) + GAP for row in rows) + GAP
    whole = Image.new("RGB", (WIDTH, height), GREY)
    y = GAP
    for row in rows:
        x = GAP
        for one in row:
            whole.paste(one, (x, y))
            x += one.width + GAP
        y += max(one.height for one in row) + GAP
    return whole


def banner(library: Library, out: Path) -> None:
    """The ward's own slogan, as `poster make` leaves it."""
    shown = picture(library, "co-do", "bang-ron-6x0.8m", WORDS["ngan"], WIDTH)
    shown.save(out / "bang-ron-6x0.8m.jpg", quality=88, optimize=True)
    request = Request(
        layout="co-do", day=date(2026, 5, 1), slogan="van-hien-van-minh",
        sizes=["bang-ron-6x0.8m"], values={"unit": UNIT},
    )  # fmt: skip
    (job,) = read_request(request, library).jobs
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(library, Path(folder), 2, catalogue("vi"), lambda *_: None)
        preview = next(file for file in workshop.make(job).files if file.format == "jpg")
        shutil.copyfile(preview.path, out / "bang-ron-6x0.8m-preview.jpg")


def main(arguments: list[str]) -> int:
    out = ROOT / "docs" / "pictures"
    if "--out" in arguments:
        place = arguments.index("--out")
        out = Path(arguments[place + 1])
        del arguments[place : place + 2]
    out.mkdir(parents=True, exist_ok=True)
    library = Library(ROOT)
    if not arguments:
        banner(library, out)
    for layout in arguments or library.layout_names:
        for name, text in WORDS.items():
            path = out / f"{layout}-{name}.jpg"
            sheet(library, layout, text).save(path, quality=86, optimize=True)
            print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
