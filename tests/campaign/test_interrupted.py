"""Whatever ends a run half-way leaves whole files or none, and the next run ends as if it had not.

Every write of a run is met by a full disk in turn; a kill comes while a bundle is being zipped.
"""

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from campaign_files import cheap_yaml, contents

from poster.cli.app import run as command

RUN = ("--lang", "vi", "campaign", "run")
#: The program, killed by the system when it has written so much of the file that begins with PK.
KILLED = """
import os, signal, sys
from poster.bundle import deliver
from poster.cli.app import run

seal = deliver.seal

class Dying:
    def __init__(self, stream):
        self.stream, self.left = stream, 20_000

    def write(self, data):
        self.stream.write(data)
        self.stream.flush()
        self.left -= len(data)
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def __getattr__(self, name):
        return getattr(self.stream, name)

deliver.seal = lambda stream, *more: seal(Dying(stream), *more)
run(sys.argv[1:])
"""


def run(file, out):
    return command([*RUN, str(file), "--out", str(out), "--jobs", "1"])


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A screen and a poster for a shop, made once without disturbance."""
    folder = tmp_path_factory.mktemp("small")
    file = folder / "chien-dich.yaml"
    paper = "  - {slogan: duc-suc-tai, layout: co-do, size: a4, place: Bảng tin}\n"
    file.write_text(cheap_yaml(1) + paper, encoding="utf-8")
    assert run(file, folder / "out") == 0
    return file, folder / "out"


@pytest.mark.slow
def test_a_kill_while_a_bundle_is_zipped(small, tmp_path):
    file, undisturbed = small
    out = tmp_path / "out"
    arguments = [*RUN, str(file), "--out", str(out), "--jobs", "1"]
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False)
    assert done.returncode == -signal.SIGKILL
    (part,) = out.glob(".poster-*.part")
    assert part.read_bytes()[:2] == b"PK" and not list(out.glob("*.zip"))
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(part)
    before = contents(undisturbed)
    for name, digest in contents(out).items():
        if not name.startswith(".poster-"):
            assert before[name] == digest, name
    assert run(file, out) == 0
    assert contents(out) == before


class Disk:
    """Writes of finished files; the one with the number `full` finds the disk full half-way."""

    def __init__(self, full=None):
        self.full, self.names, self._open = full, [], Path.open

    def open(self, path, *args, **kwargs):
        stream = self._open(path, *args, **kwargs)
        if not path.name.startswith(".poster-") or args != ("x+b",):
            return stream
        self.names.append(path.parent.name)
        return Failing(stream) if len(self.names) - 1 == self.full else stream


class Failing:
    """A file whose disk is full."""

    def __init__(self, stream):
        self._stream = stream

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._stream.close()

    def write(self, data):
        self._stream.write(bytes(data)[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def __getattr__(self, name):
        return getattr(self._stream, name)


@pytest.fixture
def in_one_process(monkeypatch):
    """Pieces and pictures made where the test can reach."""
    from poster.campaign import workers

    def make(errand, places, jobs):
        workers._bench.cache_clear()
        yield from (workers.make_one(errand, place) for place in places)

    monkeypatch.setattr(workers, "make_here", make)


def met(monkeypatch, disk, file, out):
    """A run on `disk`."""
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", lambda path, *a, **k: disk.open(path, *a, **k))
        return run(file, out)


def is_whole(out):
    """Nothing half-written stands in `out`."""
    return not list(out.rglob(".poster-*.part")) and not [
        path for path in out.rglob("*.zip") if zipfile.ZipFile(path).testzip()
    ]


@pytest.mark.slow
@pytest.mark.parametrize("made_already", [False, True], ids=["pieces", "papers"])
def test_a_disk_that_is_full_at_any_write(
    small, tmp_path, in_one_process, monkeypatch, capsys, made_already
):
    """First at every write of the pieces, then at every write of what is handed over."""
    file, undisturbed = small
    before, start, whole = contents(undisturbed), tmp_path / "start", Disk()
    if made_already:
        for part in ("pieces", ".poster"):
            shutil.copytree(undisturbed / part, start / part)
        (start / ".poster" / "handed-over.json").unlink()
    shutil.copytree(start, tmp_path / "whole") if made_already else None
    assert met(monkeypatch, whole, file, tmp_path / "whole") == 0
    assert contents(tmp_path / "whole") == before
    of_pieces = [at for at, name in enumerate(whole.names) if "_" in name or "generic" in name]
    wanted = range(len(whole.names)) if made_already else of_pieces
    assert len(wanted) >= 5
    for number in wanted:
        out = tmp_path / f"out-{number}"
        if made_already:
            shutil.copytree(start, out)
        capsys.readouterr()
        assert met(monkeypatch, Disk(full=number), file, out) == 8, whole.names[number]
        said = "".join(capsys.readouterr())
        assert "ổ đĩa đã đầy" in said and "Traceback" not in said, said
        assert is_whole(out)
        if number in (wanted[0], wanted[-1]):
            assert run(file, out) == 0
            assert contents(out) == before


#: A shell's background job ignores Ctrl-C, and so would its children.
ATTENTIVE = """
import signal, sys
from poster.cli.app import run

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.slow
def test_ctrl_c_stops_at_once_and_says_so(tmp_path):
    wanted, file, out = 12, tmp_path / "chien-dich.yaml", tmp_path / "out"
    file.write_text(cheap_yaml(wanted), encoding="utf-8")
    (tmp_path / "attentive.py").write_text(ATTENTIVE, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, tmp_path / "attentive.py", *RUN, file, "--out", out, "--jobs", "2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as process:  # fmt: skip
        while not list(out.glob(".poster/*/*.json")):
            assert process.poll() is None
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.strip() == "Đã dừng theo yêu cầu. Không có tệp dở dang nào."
    assert len(list(out.glob(".poster/*/*.json"))) < wanted / 2
    assert not list(out.rglob(".poster-*.part"))
    assert run(file, out) == 0
    assert len(list(out.glob(".poster/*/*.json"))) == wanted
