"""Makes layouts/anh-nen/ho-tay.jpg: dawn over a wide lake, computed from hills, mist and water.

tools/sample_photo.py [OUT.jpg]      needs numpy; the same picture every time
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

ROOT = Path(__file__).resolve().parents[1]
WIDTH, HEIGHT, HORIZON = 3000, 2000, 900
SUN = (2430, 590)
#: Sky from the zenith to the horizon: place and colour.
SKY = (
    (0.0, (46, 74, 122)), (0.34, (104, 118, 160)), (0.6, (196, 150, 156)), (0.8, (247, 186, 140)),
    (0.93, (255, 219, 168)), (1.0, (255, 233, 196)),
)  # fmt: skip
#: Ridges from far to near: height over the horizon, roughness, colour, seed.
RIDGES = (
    (300, 0.55, (190, 163, 176), 11), (225, 0.6, (150, 135, 162), 23),
    (150, 0.7, (108, 107, 142), 5), (82, 0.8, (66, 76, 114), 42),
)  # fmt: skip


def noise(length: int, waves: tuple[float, ...], seed: int) -> np.ndarray:
    """A smooth random line between -1 and 1: a sum of waves of random phase."""
    random = np.random.default_rng(seed)
    x = np.linspace(0, 1, length)
    line = sum(
        np.sin(2 * np.pi * (wave * x + random.random())) / wave**0.8 * random.uniform(0.7, 1)
        for wave in waves
    )
    return line / np.abs(line).max()


def ramp(stops, place: np.ndarray) -> np.ndarray:
    """Colours along `place` (0 to 1)."""
    where = [stop for stop, _ in stops]
    return np.stack([np.interp(place, where, [c[i] for _, c in stops]) for i in range(3)], axis=-1)


def cloud(seed: int, stretch: float) -> np.ndarray:
    """Streaks of cloud: blurred noise at several sizes, drawn out sideways, from 0 to 1."""
    random = np.random.default_rng(seed)
    total = np.zeros((HEIGHT, WIDTH))
    for size, weight in ((6, 1.0), (12, 0.6), (26, 0.35), (60, 0.2)):
        rough = random.random((int(size * stretch), size)).astype(np.float32)
        grown = Image.fromarray((rough * 255).astype(np.uint8)).resize(
            (WIDTH, HEIGHT), Image.Resampling.BICUBIC
        )
        total += np.asarray(grown, dtype=float) / 255 * weight
    total -= total.min()
    return total / total.max()


def above(picture: np.ndarray) -> np.ndarray:
    """Sky, sun, clouds and ridges, down to the horizon."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    picture[:] = ramp(SKY, np.clip(y / HORIZON, 0, 1))
    far = np.hypot(x - SUN[0], (y - SUN[1]) * 1.15)
    picture += np.exp(-far / 430)[..., None] * np.array((66, 58, 34))
    picture += np.exp(-((far / 150) ** 2))[..., None] * np.array((34, 46, 44))
    streaks = np.clip((cloud(3, 5.0) - 0.52) * 2.6, 0, 1) * np.clip(1.25 - y / HORIZON, 0, 1)
    light = ramp(((0, (126, 128, 164)), (0.55, (232, 176, 168)), (1, (255, 222, 178))),
                 np.clip(y / HORIZON, 0, 1))  # fmt: skip
    picture += (light - picture) * (streaks * 0.62)[..., None]
    disc = np.clip((66 - far) / 3, 0, 1)[..., None]
    picture += (np.array((255, 250, 234)) - picture) * disc
    for height, rough, colour, seed in RIDGES:
        waves = (1.3, 2.1, 3.7, 6.1, 11.0, 19.0) if rough < 0.65 else (1.7, 3.1, 5.3, 9, 17, 31, 53)
        line = HORIZON - height * (0.5 + 0.5 * noise(WIDTH, waves, seed))
        depth = y - line[None, :]
        cover = np.clip(depth / 2.5, 0, 1)
        mist = np.clip(1 - (HORIZON - y) / (height * 1.15), 0, 1) ** 1.5 * 0.78
        haze = np.array((255, 214, 178)) * 0.9 + np.exp(-far / 700)[..., None] * np.array(
            (30, 10, -20)
        )
        own = np.array(colour) + (haze - np.array(colour)) * mist[..., None]
        picture += (own - picture) * cover[..., None]
    return picture


def water(picture: np.ndarray) -> None:
    """The upper part upside down, squeezed by ripples that grow towards us."""
    rows = np.arange(HEIGHT - HORIZON)
    x = np.arange(WIDTH)
    random = np.random.default_rng(8)
    ripple = np.zeros((len(rows), WIDTH))
    near = (rows / len(rows))[:, None]
    for _ in range(26):
        wave, slope = random.uniform(0.6, 1.9), random.uniform(-0.004, 0.004)
        phase = random.uniform(0, 6.3)
        ripple += np.sin(rows[:, None] ** 0.72 * wave * 2.1 + x * slope * 3 + phase)
    ripple /= 9
    source = HORIZON - 2 - rows[:, None] * 1.16 + ripple * (3 + 34 * near)
    source = np.clip(source, 0, HORIZON - 2).astype(int)
    shift = np.clip(x[None, :] + (ripple * (2 + 22 * near)).astype(int), 0, WIDTH - 1)
    mirrored = picture[source, shift]
    deep = ramp(((0, (214, 176, 160)), (0.5, (92, 96, 134)), (1, (30, 44, 80))),
                np.broadcast_to(near, ripple.shape))  # fmt: skip
    share = (0.25 + 0.5 * near)[..., None]
    picture[HORIZON:] = mirrored * (1 - share) + deep * share
    path = np.exp(-(((x[None, :] - SUN[0]) / (46 + 330 * near)) ** 2))
    glitter = np.clip(ripple * 1.3 - 0.25, 0, 1) * path * (1 - near * 0.45)
    picture[HORIZON:] += glitter[..., None] * np.array((150, 108, 58))
    edge = np.exp(-rows / 7)[:, None, None]
    picture[HORIZON:] += (np.array((255, 222, 184)) - picture[HORIZON:]) * edge * 0.55


def boat(picture: np.ndarray, cx: int, base: int, size: float) -> None:
    """A small boat with one who rows, dark against the water, and its image."""
    from PIL import ImageDraw

    drawn = Image.new("L", (WIDTH, HEIGHT), 0)
    pen = ImageDraw.Draw(drawn)

    def spot(points, lift=1.0):
        pen.polygon([(cx + px * size, base + py * size * lift) for px, py in points], fill=255)

    hull = [(-120, -16), (-96, 6), (92, 6), (128, -22), (100, -8), (-90, -8)]
    body = [(-14, -10), (-18, -62), (-6, -74), (8, -60), (12, -10)]
    hat = [(-30, -78), (-4, -102), (22, -76)]
    oar = [(4, -52), (86, 14), (82, 18), (0, -46)]
    for part in (hull, body, hat, oar):
        spot(part)
        spot([(px, 12 - py) for px, py in part], 0.9)
    soft = np.asarray(drawn.filter(ImageFilter.GaussianBlur(2.2)), dtype=float) / 255
    soft[base + 6 :] *= 0.55
    picture += (np.array((34, 38, 66)) - picture) * (soft * 0.9)[..., None]


def main(arguments: list[str]) -> int:
    out = Path(arguments[0]) if arguments else ROOT / "layouts" / "anh-nen" / "ho-tay.jpg"
    picture = np.zeros((HEIGHT, WIDTH, 3))
    np.clip(above(picture), 0, 255, out=picture)
    water(picture)
    boat(picture, 2660, 1010, 0.62)
    boat(picture, 2230, 958, 0.34)
    grain = np.random.default_rng(1).normal(0, 2.2, (HEIGHT, WIDTH, 1))
    y, x = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
    lens = 1 - 0.16 * np.clip(x * x + y * y - 0.5, 0, None)
    pixels = np.clip(picture * lens[..., None] + grain, 0, 255).astype(np.uint8)
    photo = Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(0.8))
    photo.save(out, quality=84, optimize=True, progressive=True)
    print(out, out.stat().st_size)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
