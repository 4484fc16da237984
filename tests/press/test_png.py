"""PNG files: right for every reader, the same bytes however they were made."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zlib
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from poster.press.png import read_png_size, write_png
from poster.render.strips import Raster, Strip


@dataclass(frozen=True)
class Cut:
    """A picture, cut into strips of any heights."""

    image: Image.Image
    heights: tuple[int, ...]

    @property
    def width_px(self):
        return self.image.width

    @property
    def height_px(self):
        return self.image.height

    def strips(self, finish, jobs=1):
        top = 0
        for height in self.heights:
            yield finish(Strip(top, self.image.crop((0, top, self.image.width, top + height))))
            top += height


def png(strips, **options):
    stream = io.BytesIO()
    write_png(stream, strips, options.pop("pixels_per_metre", 3937), **options)
    return stream.getvalue()


def chunks(data):
    """Every chunk of a PNG as (kind, content), its checksum verified."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    found, at = [], 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        content = data[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack(">I", data[at + 8 + length : at + 12 + length])
        assert checksum == zlib.crc32(kind + content)
        found.append((kind, content))
        at += 12 + length
    return found


@pytest.fixture(scope="module")
def raster(banner):
    return Raster(banner, banner.printed, 1201, 350)


def test_it_shows_what_was_drawn(raster):
    with Image.open(io.BytesIO(png(raster))) as shown:
        assert shown.mode == "RGB"
        assert shown.tobytes() == raster.image().tobytes()


def test_it_is_the_same_file_on_any_number_of_threads(raster):
    assert png(raster) == png(raster, jobs=2) == png(raster, jobs=5)


def test_its_stream_is_what_zlib_reads(raster):
    parts = chunks(png(raster))
    assert [kind for kind, _ in parts] == [b"IHDR", b"sRGB", b"pHYs", *[b"IDAT"] * 5, b"IEND"]
    rows = zlib.decompress(b"".join(content for kind, content in parts if kind == b"IDAT"))
    assert len(rows) == 350 * (1 + 3 * 1201)
    heads = rows[:: 1 + 3 * 1201]
    assert [place for place, head in enumerate(heads) if head != 2] == [0, 128, 256]


@pytest.mark.parametrize(("ppi", "pitch"), [(72, 2835), (100, 3937), (150, 5906), (300, 11811)])
def test_it_states_its_size_in_whole_pixels_a_metre(raster, ppi, pitch, tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(png(raster, pixels_per_metre=pitch))
    assert read_png_size(path) == (1201, 350, pitch)
    with Image.open(path) as shown:
        assert [round(side) for side in shown.info["dpi"]] == [ppi, ppi]


def test_progress_is_told_by_the_strip(raster):
    told = []
    png(raster, jobs=2, progress=lambda done, total: told.append((done, total)))
    assert told == [(128, 350), (256, 350), (350, 350)]


@st.composite
def cut_pictures(draw):
    width, height = draw(st.integers(1, 40)), draw(st.integers(1, 60))
    noise = draw(st.binary(min_size=1, max_size=600))
    pixels = (noise * (3 * width * height // len(noise) + 1))[: 3 * width * height]
    left, heights = height, []
    while left:
        heights.append(draw(st.integers(1, left)))
        left -= heights[-1]
    return Cut(Image.frombytes("RGB", (width, height), pixels), tuple(heights))


@settings(deadline=None)
@given(cut_pictures())
def test_every_picture_comes_back_however_it_is_cut(cut):
    data = png(cut)
    chunks(data)
    with Image.open(io.BytesIO(data)) as shown:
        assert shown.tobytes() == cut.image.tobytes()


@pytest.mark.slow
def test_twelve_metres_fit_in_little_memory(tmp_path):
    """47,244 x 3,937 pixels: 558 MB of colour, written by a process that stays below 300 MB."""
    code = """
import sys
from poster.geometry import Rect
from poster.press.png import write_png
from poster.render.strips import Raster
from poster.svg.artwork import Artwork
page = Rect(0, 0, 12000, 1000)
petals = "".join(
    f'<path d="M{x} 500C{x} 0 {x + 600} 0 {x + 600} 500Z" fill="url(#g)"/>' for x in range(0, 12000, 200)
)
svg = f'''<svg xmlns="http://www.w3.org/2000/svg" width="12000mm" height="1000mm" viewBox="0 0 12000 1000"
 data-trim="0 0 12000 1000"><defs><linearGradient id="g" gradientUnits="userSpaceOnUse" x1="0" y1="0"
 x2="12000" y2="900"><stop offset="0" stop-color="#da251d"/><stop offset="1" stop-color="#ffff00"/>
</linearGradient></defs><g opacity="0.5">{petals}</g></svg>'''
raster = Raster(Artwork(svg.encode(), page, page), page, 47244, 3937)
with open(sys.argv[1], "wb") as stream:
    write_png(stream, raster, 3937, jobs=2)
# Not ru_maxrss: on Linux that starts from the peak of the process that started this one.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""
    path = tmp_path / "long.png"
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code, path],
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    )
    assert read_png_size(path) == (47_244, 3_937, 3_937)
    assert int(done.stdout) < 300
