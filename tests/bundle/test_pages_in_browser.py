"""The offline pages, in the Chromium of the system: what they say of good and of bad files."""

import re
import shutil
from pathlib import Path

import pytest
from zips import contents

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser):
    """A page that may not go anywhere but to files, and whose errors fail the test."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 720})
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda one: one.url.startswith(("file:", "data:")) or faults.append(one.url))
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def unpacked(bundle, tmp_path):
    folder = tmp_path / "Gói in"
    for name, data in contents(bundle).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def verdicts(page, *files):
    page.set_input_files("#pick", [str(file) for file in files])
    playwright.expect(page.locator("#sum")).not_to_have_text(re.compile("^Đang"))
    return [item.inner_text() for item in page.query_selector_all("#results li")]


def test_a_good_a_spoilt_a_renamed_and_a_strange_file(page, unpacked, tmp_path):
    page.goto((unpacked / "DOC-TRUOC.html").as_uri())
    assert "CHƯA DUYỆT" in page.inner_text(".status")
    good = next((unpacked / "IN").glob("*.pdf"))
    (verdict,) = verdicts(page, good)
    assert verdict.startswith("ĐÚNG")
    assert "Đủ mọi tệp in" in page.inner_text("#sum")
    spoilt = tmp_path / good.name
    spoilt.write_bytes(good.read_bytes()[:-1])
    (verdict,) = verdicts(page, spoilt)
    assert verdict.startswith("SAI") and "Không in" in verdict
    renamed = Path(shutil.copy(good, tmp_path / "ban-cuoi.pdf"))
    strange = tmp_path / "la.pdf"
    strange.write_bytes(b"%PDF")
    said = verdicts(page, renamed, strange)
    assert any(one.startswith("ĐỔI TÊN: ban-cuoi.pdf") and good.name in one for one in said)
    assert any(one.startswith("TỆP LẠ: la.pdf") for one in said)
    assert "3 tệp KHÔNG dùng được" in page.inner_text("#sum")


def test_the_slideshow_fills_the_screen_and_turns_over(page, delivered_once, tmp_path):
    html = delivered_once.slideshow.read_text(encoding="utf-8")
    slide = html[html.index("<img") : html.index(">", html.index("<img")) + 1]
    two = tmp_path / "two.html"
    two.write_text(
        html.replace(slide, slide + slide).replace("12 * 1000", "1000000"), encoding="utf-8"
    )
    page.goto(two.as_uri())
    shown = "[...document.images].map(i => i.classList.contains('shown'))"
    assert page.evaluate(shown) == [True, False]
    box = page.locator("img.shown").bounding_box()
    assert (box["width"], box["height"]) == (1280, 720)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(shown) == [False, True]
    page.keyboard.press("ArrowRight")
    assert page.evaluate(shown) == [True, False]
