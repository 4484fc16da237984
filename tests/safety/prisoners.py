"""Functions that misbehave, for the tests of the jail. They run in its child only."""

import base64
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from poster.errors import Finding, LegibilityError, Severity
from poster.svg import xml


def echo(payload):
    return {"payload": payload, "path": sys.path, "environment": dict(os.environ)}


def parse(payload):
    root = xml.parse_svg(base64.b64decode(payload["data"]), payload["name"])
    return {"svg": xml.serialise(root).decode()}


def open_files(payload):
    return {"open": [number for number in range(64) if _is_open(number)]}


def _is_open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def raise_findings(payload):
    finding = Finding("too-small", Severity.WARNING, where="slogan", params={"cap_mm": 3.5})
    raise LegibilityError("text-too-long", findings=(finding,), excess=7, place=Path("a"))


def raise_bug(payload):
    raise ZeroDivisionError("a bug")


def sleep(payload):
    time.sleep(60)


def spin(payload):
    while True:
        pass


def hog(payload):
    return {"length": len(b"x" * (4 << 30))}


def flood(payload):
    return {"text": "x" * payload["length"]}


def die(payload):
    os.abort()


def vanish(payload):
    signal.raise_signal(signal.SIGKILL)


def chatter(payload):
    print("this must not reach the reply")
    return {"said": True}


def connect(payload):
    socket.create_connection(("127.0.0.1", payload["port"]))


def start_program(payload):
    subprocess.run(["true"], check=True)


def start_shell(payload):
    os.system("true")


def fork(payload):
    os.fork()


def kill_parent(payload):
    os.kill(os.getppid(), signal.SIGTERM)


def read(payload):
    return {"text": Path(payload["path"]).read_text(encoding="utf-8")}


def list_folder(payload):
    return {"names": sorted(path.name for path in Path(payload["path"]).iterdir())}


def write(payload):
    Path(payload["path"]).write_text("x", encoding="utf-8")


def delete(payload):
    Path(payload["path"]).unlink()


def import_late(payload):
    import fractions

    return {"third": str(fractions.Fraction(1, 3))}
