"""Zips with the same bytes, whole or not at all, and a mirror that sees every difference."""

import io
import signal
import subprocess
import sys
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poster.bundle.pack import Entry, Mirror, pack

FILES = st.dictionaries(
    st.text("abcIN/.", min_size=1, max_size=8), st.binary(max_size=60), max_size=4
)


def entries(files):
    return [Entry(n, len(d), lambda d=d: io.BytesIO(d)) for n, d in files.items()]


def packed(files):
    stream = io.BytesIO()
    pack(stream, entries(files))
    return stream.getvalue()


@given(FILES)
def test_what_is_packed_is_read_back_and_packs_to_the_same_bytes(files):
    data = packed(files)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.filename: archive.read(info) for info in archive.infolist()} == files
        assert archive.testzip() is None
    mirror = Mirror(io.BytesIO(data))
    pack(mirror, entries(files))
    assert mirror.is_equal


@given(FILES, st.data())
def test_the_mirror_sees_a_change_of_any_byte(files, draw):
    data = bytearray(packed(files))
    data[draw.draw(st.integers(0, len(data) - 1))] ^= draw.draw(st.integers(1, 255))
    mirror = Mirror(io.BytesIO(bytes(data)))
    pack(mirror, entries(files))
    assert not mirror.is_equal


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_killed_while_zipping_nothing_stands_under_the_final_name(tmp_path):
    code = """
import pathlib, sys, time
from poster.bundle.pack import Entry, pack
from poster.files import atomic
def slow():
    print("open", flush=True)
    time.sleep(60)
with atomic(pathlib.Path(sys.argv[1])) as stream:
    pack(stream, [Entry("a", 1, lambda: __import__("io").BytesIO(b"a")), Entry("b", 1, slow)])
"""
    path = tmp_path / "a.zip"
    child = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
    assert child.stdout.readline() == b"open\n"
    time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert not path.exists()
