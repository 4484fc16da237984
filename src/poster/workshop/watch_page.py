"""The local page of `watch`: one address on this machine, no other host, nothing from outside."""

from __future__ import annotations

import html
import json
import signal
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from types import FrameType
from typing import Final
from urllib.parse import parse_qs, urlsplit

from poster.errors import RequestError
from poster.workshop.watch import Studio

ADDRESS: Final = "127.0.0.1"
#: How long an answer may wait for a change, s.
WAIT_S: Final = 10.0
_POLICY: Final = (
    "default-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "frame-ancestors 'none'"
)


class Server(ThreadingHTTPServer):
    """Serves one studio on `port` of this machine (0: any that is free)."""

    daemon_threads = True

    def __init__(self, studio: Studio, port: int) -> None:
        self.studio = studio
        try:
            super().__init__((ADDRESS, port), _Handler)
        except OSError as error:
            raise RequestError("watch-port", port=port) from error

    def service_actions(self) -> None:
        """Between two requests: end where drawing has failed for good."""
        if self.studio.failure is not None:
            raise self.studio.failure

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return f"http://{ADDRESS}:{self.server_port}/"


def serve(studio: Studio, port: int, ready: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or a request to end; `ready` is told the address.

    Raises RequestError `watch-port` where the port is taken, and what stopped the drawing.
    """
    server = Server(studio, port)
    drawing = threading.Thread(target=studio.run, daemon=True)
    before = signal.signal(signal.SIGTERM, _interrupt)
    drawing.start()
    ready(server.address)
    try:
        server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        pass  # the way to end it
    finally:
        studio.stop()
        server.server_close()
        drawing.join()
        signal.signal(signal.SIGTERM, before)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        """The page, what is on it, and the pictures."""
        port = self.server.server_port
        if self.headers.get("Host", "") not in (f"{ADDRESS}:{port}", f"localhost:{port}"):
            self.send_error(HTTPStatus.FORBIDDEN)  # another site's name that leads here
            return
        asked = urlsplit(self.path)
        place = asked.path.removeprefix("/picture/")
        if asked.path == "/":
            self._answer("text/html; charset=utf-8", _page(self.server.studio))
        elif asked.path == "/state":
            after = parse_qs(asked.query).get("after", ["0"])[0]
            self._answer("application/json", self._state(int(after) if after.isdigit() else 0))
        elif place.isdigit() and int(place) < len(self.server.studio.views):
            self._answer("image/png", self.server.studio.views[int(place)].picture)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _state(self, after: int) -> bytes:
        version, views = self.server.studio.wait(after, WAIT_S)
        shown = [
            {"size": view.size, "version": view.version, "drawn": bool(view.picture),
             "faults": view.faults, "ms": round(1000 * view.seconds)}
            for view in views
        ]  # fmt: skip
        return json.dumps({"version": version, "views": shown}).encode()

    def _answer(self, kind: str, body: bytes) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):  # the page was closed meanwhile
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a person watches the page, not a log."""


def _page(studio: Studio) -> bytes:
    words = {
        "LANGUAGE": studio.texts.language,
        "TITLE": studio.texts.text("watch-title", name=studio.name),
        "WAITING": studio.texts.text("watch-waiting"),
        "GONE": studio.texts.text("watch-gone"),
    }
    page = resources.files("poster.workshop").joinpath("watch.html").read_text(encoding="utf-8")
    for key, value in words.items():
        page = page.replace(f"[[{key}]]", html.escape(value))
    return page.encode()
