"""The plates that we draw, and Ghostscript's plates of our PDF, are the same."""

import numpy as np
import pytest
from PIL import Image, ImageFilter
from pressart import artwork, box, image, linear, photo, saved

from poster.press.plates import BAND_ROWS, Plates

PPI = 100
RUN = linear("run", [(0, "#da251d", 1), (1, "#ffdd00", 1)])
FADE = linear("fade", [(0, "#ffdd00", 1), (0.6, "#0b4ea2", 0.5), (1, "#da251d", 0)])


def plates_of(art, separation, ppi=PPI):
    width, height = (round(side / 25.4 * ppi) for side in (art.printed.width, art.printed.height))
    return Plates(art, art.printed, width, height, separation)


def array(picture):
    return np.asarray(picture).astype(int)


def interior(plates, reach=3, flat=8):
    """Where no plate changes by more than `flat` within `reach` pixels: no edges."""
    calm = np.ones(plates.shape[:2], bool)
    for ink in range(4):
        plate = Image.fromarray(plates[:, :, ink].astype(np.uint8))
        size = 2 * reach + 1
        least, most = (
            array(plate.filter(rank(size)))
            for rank in (ImageFilter.MinFilter, ImageFilter.MaxFilter)
        )
        calm &= most - least <= flat
    calm[:reach] = calm[-reach:] = False
    calm[:, :reach] = calm[:, -reach:] = False
    return calm


def at(plates, x_mm, y_mm, ppi=PPI):
    return tuple(
        int(level)
        for level in plates[round((y_mm + 3) / 25.4 * ppi), round((x_mm + 3) / 25.4 * ppi)]
    )


BODIES = {
    "flat inks": box(10, 10, 30, 30, "#ffdd00") + box(50, 10, 30, 30, "#0b4ea2"),
    "greys": box(10, 10, 30, 30, "#808080") + box(50, 10, 30, 30, "#000000"),
    "another colour": box(10, 10, 30, 30, "#12ab56"),
    "gradient": box(0, 10, 100, 30, "url(#run)"),
    "fading gradient": box(0, 10, 100, 30, "url(#fade)"),
    "thin": box(10, 10, 30, 30, "#ffdd00", fill_opacity=0.3),
    "fading stroke": '<path d="M 0 25 L 100 25" fill="none" stroke="url(#fade)" stroke-width="20"/>',
    "groups": f'<g opacity="0.6">{box(0, 5, 60, 30, "url(#fade)")}<g opacity="0.5">'
    f'{box(20, 15, 60, 30, "#00ff00")}</g>{box(40, 20, 40, 20, "#000000")}</g>',
    "pixels": image(photo(size=(400, 400)), "png", width=60, height=30),
    "pixels with alpha": image(photo("RGBA", (400, 400)), "png", width=60, height=30),
    "grey pixels": image(photo("L", (400, 400)), "png", width=60, height=30),
}  # fmt: skip


@pytest.mark.parametrize("kind", BODIES)
def test_two_readers_see_the_same_inks(recoloured, gs_plates, separation, kind):
    art = artwork(BODIES[kind], RUN + FADE)
    ours = array(plates_of(art, separation).image())
    with recoloured(art) as pdf:
        theirs = gs_plates(saved(pdf), PPI)[: ours.shape[0], : ours.shape[1]]
    calm = interior(ours) & interior(theirs)
    assert calm.mean() > 0.4
    apart = np.abs(ours - theirs).max(axis=2)[calm]
    # Ghostscript does not smooth the edge of a gradient; where one fades into the ground, that edge
    # looks calm: a few pixels along it may differ by more.
    assert (apart > 3).mean() < 0.0005 and apart.max() <= 8


def test_photos_agree_but_for_jpegs_own_noise(recoloured, gs_plates, separation):
    art = artwork(image(photo(size=(400, 400)), "jpeg", width=60, height=30))
    ours = array(plates_of(art, separation).image())
    with recoloured(art) as pdf:
        theirs = gs_plates(saved(pdf), PPI)[: ours.shape[0], : ours.shape[1]]
    inside = (slice(70, 150), slice(70, 270))
    assert np.abs(ours - theirs)[inside].mean() < 1.5


def test_ground_type_and_black_in_numbers(separation, recoloured, gs_plates, library):
    """The ground is C0 M100 Y100 K0, yellow its own numbers, black is black alone."""
    art = artwork(
        box(10, 10, 20, 20, "#ffdd00")
        + box(40, 10, 20, 20, "#000000")
        + box(70, 10, 20, 20, "#8f1018")
    )
    with recoloured(art) as pdf:
        plates = [array(plates_of(art, separation).image()), gs_plates(saved(pdf), PPI)]
    for found in plates:
        assert at(found, 2, 45) == (0, 255, 255, 0)
        assert at(found, 50, 20) == (0, 0, 0, 255)
        assert at(found, 20, 20) == pytest.approx((0, 25.5, 255, 0), abs=1)
        assert at(found, 80, 20) == pytest.approx(
            [part * 2.55 for part in library.inks.by_name["do-tham"].cmyk], abs=1
        )


def test_a_gradient_runs_straight_in_the_inks(separation, recoloured, gs_plates):
    """From magenta 100 to 10 along x, yellow staying at 100: on a straight line at every point."""
    art = artwork(box(0, 10, 100, 30, "url(#run)"), RUN)
    with recoloured(art) as pdf:
        plates = [array(plates_of(art, separation).image()), gs_plates(saved(pdf), PPI)]
    for found in plates:
        for x in range(5, 100, 5):
            expected = (0, 255 * (1 - 0.9 * x / 100), 255, 0)
            assert at(found, x, 25) == pytest.approx(expected, abs=2)


def test_bands_come_in_order_and_do_not_depend_on_jobs(separation):
    plates = plates_of(artwork(box(0, 10, 100, 30, "url(#run)"), RUN), separation, ppi=150)
    one, two = (list(plates.bands(lambda band: band.tobytes(), jobs)) for jobs in (1, 2))
    assert one == two
    heights = [len(band) // (4 * plates.width_px) for band in one]
    assert sum(heights) == plates.height_px
    assert set(heights[:-1]) == {BAND_ROWS} and heights[-1] <= BAND_ROWS


def test_what_is_seen_through_is_of_no_colour(separation):
    """A pixel without opacity may hold any colour: it must not make a grey picture coloured."""
    picture = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (0, 0, 20, 40))
    found = array(plates_of(artwork(image(picture, "png"), ground=""), separation).image())
    assert at(found, 14, 20) == (0, 0, 0, 255)
    assert at(found, 26, 20) == (0, 0, 0, 0)
