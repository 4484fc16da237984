"""Panels hold the very pixels of the whole raster, whichever way a piece is cut."""

import itertools

import numpy as np
import pytest
from PIL import Image

from poster.errors import WriteError
from poster.geometry import Affine, Edges, Rect
from poster.press.panels_raster import Window, parts_of, window_of
from poster.press.plates import Plates
from poster.svg import resvg, xml
from poster.svg.nodes import Gradient, Group, Shape, Stop, Stroke, to_artwork
from poster.svg.nodes import Image as Picture
from poster.svg.paths import ellipse, parse, polygon, rectangle

TRIM = Rect(0, 0, 100, 50)
PRINTED = TRIM.outset(Edges.all(3))
#: Sizes that no band, strip or panel divides evenly.
WIDTH, HEIGHT = 3001, 1583


def quiet(*_):
    pass


def everything():
    """Gradients on slanted edges, group opacity, clips, hairlines."""
    run = Gradient("linear", (0, 0, 100, 50), (Stop(0, "#da251d"), Stop(1, "#ffdd00")))
    glow = Gradient(
        "radial", (50, 25, 40, 50, 25), (Stop(0, "#ffffff", 0.8), Stop(1, "#0b4ea2", 0))
    )
    slanted = polygon(((0, 50), (100, 0), (100, 3), (3, 50)))
    veil = Group(
        (Shape(ellipse(50, 25, 30, 18), glow), Shape(rectangle(Rect(30, 5, 37, 31)), "#12ab56")),
        opacity=0.45, clip=ellipse(49.7, 25.3, 44, 21),
    )  # fmt: skip
    hairline = Shape(polygon(((1, 1), (99, 48.7)), closed=False), stroke=Stroke("#000000", 0.07))
    return (Shape(rectangle(PRINTED), run), veil, Shape(slanted, "#ffffff"), hairline)


@pytest.fixture
def plates_of(separation):
    def plates(nodes, width=WIDTH, height=HEIGHT):
        return Plates(to_artwork(nodes, TRIM, PRINTED), PRINTED, width, height, separation)

    return plates


def array(bands):
    return np.vstack([np.asarray(band) for band in bands])


def cut(plates, regions, folder, jobs=1):
    """Each panel's pixels, and where they belong."""
    windows = [window_of(region, PRINTED, plates.width_px, plates.height_px) for region in regions]
    with parts_of(plates, windows, folder, jobs, quiet) as parts:
        return [(part.window, array(part.bands(lambda band: band, jobs))) for part in parts]


def columns(*joints, overlap=2):
    starts = [PRINTED.x, *joints]
    ends = [*(joint + overlap for joint in joints), PRINTED.right]
    return [
        Rect.from_sides(start, PRINTED.y, end, PRINTED.bottom)
        for start, end in zip(starts, ends, strict=True)
    ]


def rows(*joints, overlap=2):
    starts = [PRINTED.y, *joints]
    ends = [*(joint + overlap for joint in joints), PRINTED.bottom]
    return [
        Rect.from_sides(PRINTED.x, start, PRINTED.right, end)
        for start, end in zip(starts, ends, strict=True)
    ]


def reassembled(panels, shape):
    """The panels laid over one another, once in either order: overlaps must agree."""
    results = []
    for order in (panels, panels[::-1]):
        whole = np.zeros(shape, np.uint8)
        for window, pixels in order:
            whole[window.top : window.bottom, window.left : window.right] = pixels
        results.append(whole)
    assert np.array_equal(*results)
    return results[0]


@pytest.mark.parametrize(
    "regions", [columns(31.37), columns(20, 55.55), rows(17.3), rows(11.1, 29.9)],
    ids=["two columns", "three columns", "two rows", "three rows"],
)  # fmt: skip
def test_panels_together_are_the_whole_raster_exactly(plates_of, tmp_path, regions):
    plates = plates_of(everything())
    whole = array(plates.bands(lambda band: band))
    panels = cut(plates, regions, tmp_path)
    assert len({pixels.shape for _, pixels in panels}) >= 1
    assert np.array_equal(reassembled(panels, whole.shape), whole)


def test_the_number_of_cores_changes_nothing(plates_of, tmp_path):
    plates = plates_of(everything(), 801, 423)
    for regions in (columns(40.1), rows(20.3)):
        one, two = (cut(plates, regions, tmp_path, jobs) for jobs in (1, 2))
        for (_, first), (_, second) in zip(one, two, strict=True):
            assert np.array_equal(first, second)


def test_neighbours_share_their_overlap_and_nothing_more():
    windows = [window_of(r, PRINTED, WIDTH, HEIGHT) for r in columns(31.37, 60)]
    assert (windows[0].left, windows[-1].right) == (0, WIDTH)
    for before, after in itertools.pairwise(windows):
        assert before.right - after.left == pytest.approx(2 / PRINTED.width * WIDTH, abs=1)
    assert windows[0] == Window(0, 0, windows[0].right, HEIGHT)


def test_a_full_disk_is_told_as_such(plates_of, tmp_path, monkeypatch):
    class Full:
        def tell(self):
            return 0

        def write(self, data):
            raise OSError(28, "No space left on device")

        def close(self):
            pass

    monkeypatch.setattr("poster.press.panels_raster.tempfile.TemporaryFile", lambda **_: Full())
    with pytest.raises(WriteError, match="cannot-write-panels"):
        cut(plates_of(everything(), 200, 100), columns(40), tmp_path)


def corpus_case(corpus, number):
    (folder,) = (corpus / "cases").glob(f"{number}-*")
    return (folder / "in.svg").read_bytes()


def test_case_32_no_line_shows_between_tiles(corpus, plates_of, tmp_path):
    """A blur and a pattern reach the press as one picture; over it a slanted edge."""
    drawn = resvg.draw(corpus_case(corpus, 32), 1000, 500)
    edge = Shape(polygon(((0, 50), (100, 0), (100, 3), (3, 50))), "#ffffff")
    ground = Shape(rectangle(PRINTED), "#da251d")
    plates = plates_of((ground, Picture(TRIM, drawn), edge))
    whole = array(plates.bands(lambda band: band))
    for regions in (columns(25.01, 50.02, 75.03, overlap=1), rows(24.99, overlap=1)):
        assert np.array_equal(reassembled(cut(plates, regions, tmp_path), whole.shape), whole)


def test_case_34_no_joint_of_the_drum_shows_more_on_a_panel(corpus, plates_of, tmp_path):
    root = xml.parse(corpus_case(corpus, 34), "in.svg")
    wedges = []
    for element in xml.in_document_order(root):
        if xml.local_name(element) == "path":
            turned = float(element.get("transform").removeprefix("rotate(").rstrip(")"))
            place = Affine.translate(50, 25) @ Affine.rotate(turned)
            wedges.append(Shape(parse(element.get("d")), element.get("fill")).transformed(place))
    assert len(wedges) == 48
    plates = plates_of(wedges, 1501, 792)
    whole = array(plates.bands(lambda band: band))
    panels = cut(plates, columns(49, overlap=1), tmp_path)
    assert np.array_equal(reassembled(panels, whole.shape), whole)
    assert isinstance(plates.image(), Image.Image)
