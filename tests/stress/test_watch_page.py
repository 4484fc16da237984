"""`poster layouts watch`: drawn again on every save, faults in sentences, no other host."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from poster.errors import RequestError
from poster.library import Library
from poster.messages import catalogue
from poster.workshop.new_layout import new_layout
from poster.workshop.watch import Studio
from poster.workshop.watch_page import Server

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture
def own(tmp_path: Path, library: Library) -> Library:
    (tmp_path / "slogans.yaml").write_text("slogans: []\n", encoding="utf-8")
    (tmp_path / "fonts").symlink_to(library.root / "fonts")
    new_layout("thu", Library(tmp_path))
    return Library(tmp_path)


def as_in_a_terminal() -> None:
    """Ctrl-C is heard: what a shell starts in the background inherits that it is not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def watching(own: Library) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command itself, and the address that it says."""
    command = [sys.executable, "-m", "poster", "--library", str(own.root), "--lang", "en"]
    child = subprocess.Popen(
        [*command, "layouts", "watch", "thu", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"}, preexec_fn=as_in_a_terminal,
    )  # fmt: skip
    assert child.stdout is not None
    address = next(word for word in child.stdout.readline().split() if word.startswith("http://"))
    yield child, address
    if child.poll() is None:
        child.send_signal(signal.SIGTERM)
    child.communicate(timeout=30)


def answer(port: int, path: str, host: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path, headers={"Host": host})
    status = connection.getresponse().status
    connection.close()
    return status


def test_only_this_machine_is_answered(own: Library) -> None:
    import threading

    with Server(Studio(own, "thu", catalogue("en")), 0) as server:
        assert server.server_address[0] == "127.0.0.1"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        port = server.server_port
        assert answer(port, "/", f"127.0.0.1:{port}") == 200
        assert answer(port, "/", f"localhost:{port}") == 200
        assert answer(port, "/", "evil.example") == 403
        assert answer(port, "/state", f"evil.example:{port}") == 403
        assert answer(port, "/../slogans.yaml", f"localhost:{port}") == 404
        assert answer(port, "/picture/7", f"localhost:{port}") == 404
        with pytest.raises(RequestError) as caught:
            Server(Studio(own, "thu", catalogue("en")), port)
        assert caught.value.code == "watch-port"
        server.shutdown()
        thread.join()


@pytest.mark.slow
def test_saving_draws_again_and_faults_are_told(own: Library) -> None:
    import threading

    studio = Studio(own, "thu", catalogue("en"))
    thread = threading.Thread(target=studio.run)
    thread.start()
    try:
        views = _settled(studio, 7)
        assert all(view.picture for view in views)
        wide = own.root / "layouts" / "thu" / "wide.svg"
        sound = wide.read_text(encoding="utf-8")
        wide.write_text(sound.replace('fill="#da251d"', 'fill="#005bac"'), encoding="utf-8")
        after = _settled(studio, 10)
        changed = {new.size for new, old in zip(after, views, strict=True) if new != old}
        assert changed == {"10000x1000mm", "6000x800mm", "3000x1000mm"}
        assert max(view.seconds for view in after[:3]) < 3
        wide.write_text(sound.replace("<title>", "<text>x</text><title>"), encoding="utf-8")
        broken = _settled(studio, 13)
        assert broken[0].faults
        assert broken[0].picture == after[0].picture
        (own.root / "layouts" / "thu" / "layout.yaml").write_text("slots: 7", encoding="utf-8")
        assert all(view.faults for view in _settled(studio, 20))
    finally:
        studio.stop()
        thread.join()


def _settled(studio: Studio, version: int) -> list:
    """The views once `version` changes were shown."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found, views = studio.wait(version - 1, 1)
        if found >= version:
            return views
    raise AssertionError(f"still at {studio.version}")


@pytest.mark.slow
def test_ctrl_c_ends_it_cleanly(watching: tuple[subprocess.Popen[str], str]) -> None:
    child, _ = watching
    time.sleep(1)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=30)
    assert child.returncode == 0
    assert "closed" in out
    assert err == ""


@pytest.mark.slow
def test_a_browser_sees_the_change(
    own: Library, watching: tuple[subprocess.Popen[str], str]
) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    if shutil.which(CHROMIUM) is None:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(bypass_csp=True)  # the page itself forbids what waiting needs
        page.goto(watching[1])
        page.wait_for_function("document.querySelectorAll('img[src]').length == 7", timeout=60_000)
        before = page.locator("img").first.get_attribute("src")
        wide = own.root / "layouts" / "thu" / "wide.svg"
        text = wide.read_text(encoding="utf-8")
        wide.write_text(text.replace('fill="#da251d"', 'fill="#005bac"'), encoding="utf-8")
        page.wait_for_function(
            "before => document.querySelector('img').getAttribute('src') != before",
            arg=before, timeout=30_000,
        )  # fmt: skip
        page.wait_for_function("document.querySelector('img').complete")
        pixel = page.evaluate(
            """() => { const c = document.createElement('canvas'), i = document.querySelector('img')
              c.width = i.naturalWidth; c.height = i.naturalHeight
              const d = c.getContext('2d'); d.drawImage(i, 0, 0)
              return [...d.getImageData(2, 2, 1, 1).data] }"""
        )
        assert pixel[2] > pixel[0]
        browser.close()


def test_a_failure_of_drawing_ends_the_page(own: Library) -> None:
    studio = Studio(own, "thu", catalogue("en"))
    with Server(studio, 0) as server:
        studio.failure = MemoryError("worker")
        with pytest.raises(MemoryError):
            server.serve_forever(poll_interval=0.05)
