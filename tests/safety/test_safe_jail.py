import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from poster import jail
from poster.errors import Finding, LegibilityError, RequestError, Severity

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has the time limit only")


def refused(function, payload=None, **limits):
    with pytest.raises(RequestError) as told:
        jail.call(function, payload or {}, what="a.svg", **limits)
    assert told.value.params["what"] == "a.svg"
    return told.value.code


def test_data_goes_in_and_comes_out(prisoners, monkeypatch):
    monkeypatch.setenv("SECRET", "word")
    payload = {"text": "Đống Đa ☭ 😀", "numbers": [1, 2.5, None, True]}
    answer = jail.call(prisoners["echo"], payload)
    assert answer["payload"] == payload
    assert "SECRET" not in answer["environment"]


def test_only_registered_functions_run():
    for function in ("os:system", "poster.files:read_bytes", "prisoners:echo"):
        with pytest.raises(ValueError):
            jail.call(function, {})


def test_the_register_names_functions_that_exist():
    import importlib

    for function in jail.ALLOWED:
        module, _, name = function.partition(":")
        assert module.startswith("poster.")
        assert callable(getattr(importlib.import_module(module), name))


def test_no_open_file_is_inherited(prisoners, tmp_path):
    with (tmp_path / "secret").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        assert jail.call(prisoners["open_files"], {})["open"] == [0, 1, 2]


def test_a_stray_print_does_not_spoil_the_reply(prisoners):
    assert jail.call(prisoners["chatter"], {}) == {"said": True}


def test_modules_may_be_imported_late(prisoners):
    assert jail.call(prisoners["import_late"], {}) == {"third": "1/3"}


def test_errors_cross_whole(prisoners):
    with pytest.raises(LegibilityError) as told:
        jail.call(prisoners["raise_findings"], {})
    error = told.value
    assert (error.code, error.params) == ("text-too-long", {"excess": 7, "place": "a"})
    assert error.findings == (
        Finding("too-small", Severity.WARNING, where="slogan", params={"cap_mm": 3.5}),
    )
    assert error.findings[0].severity is Severity.WARNING


def test_a_bug_is_told_as_a_crash(prisoners):
    with pytest.raises(RequestError) as told:
        jail.call(prisoners["raise_bug"], {}, what="a.svg")
    assert told.value.code == "jail-crash"
    assert told.value.params == {"what": "a.svg", "why": "ZeroDivisionError: a bug"}


@pytest.mark.parametrize("name", ["sleep", "spin"])
def test_what_takes_too_long_is_ended(prisoners, name):
    start = time.monotonic()
    assert refused(prisoners[name], seconds=0.5) == "jail-time"
    assert time.monotonic() - start < 3


def test_a_child_that_never_reads_is_ended(prisoners, monkeypatch):
    monkeypatch.setattr(jail, "_START", "import time; time.sleep(60)")
    assert refused(prisoners["echo"], {"text": "x" * 1_000_000}, seconds=0.5) == "jail-time"


@posix_only
def test_a_child_that_dies_before_it_reads(prisoners, monkeypatch):
    monkeypatch.setattr(jail, "_START", "import os; os.abort()")
    assert refused(prisoners["echo"], {"text": "x" * 1_000_000}) == "jail-crash"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory")
def test_memory_is_bounded(prisoners):
    assert refused(prisoners["hog"]) == "jail-memory"


def test_the_reply_is_bounded(prisoners, monkeypatch):
    monkeypatch.setattr(jail, "MAX_REPLY", 100_000)
    assert len(jail.call(prisoners["flood"], {"length": 90_000})["text"]) == 90_000
    assert refused(prisoners["flood"], {"length": 3_000_000}) == "jail-output"


@posix_only
@pytest.mark.parametrize(("name", "code"), [("die", "jail-crash"), ("vanish", "jail-memory")])
def test_a_dead_child_is_told(prisoners, name, code):
    assert refused(prisoners[name]) == code


def test_there_is_no_network(prisoners):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        assert refused(prisoners["connect"], {"port": port}) == "jail-outside"
        with pytest.raises(TimeoutError):
            server.accept()


@posix_only
@pytest.mark.parametrize("name", ["start_program", "start_shell", "fork", "kill_parent"])
def test_no_other_process_is_started_or_reached(prisoners, name):
    assert refused(prisoners[name]) == "jail-outside"


@posix_only
def test_only_opened_folders_can_be_read(prisoners, tmp_path):
    folder = tmp_path / "layout"
    folder.mkdir()
    (folder / "a.svg").write_text("in")
    (tmp_path / "secret").write_text("out")
    (folder / "link.svg").symlink_to(tmp_path / "secret")
    (tmp_path / "layout-2").mkdir()

    def read(path):
        return jail.call(prisoners["read"], {"path": str(path)}, readable=[folder])

    assert read(folder / "a.svg") == {"text": "in"}
    for path in (tmp_path / "secret", folder / "link.svg", folder / "../secret", "/etc/passwd"):
        with pytest.raises(RequestError) as told:
            read(path)
        assert told.value.code == "jail-outside"
    listing = {"path": str(tmp_path / "layout-2")}
    assert refused(prisoners["list_folder"], listing, readable=[folder]) == "jail-outside"
    assert refused(prisoners["read"], {"path": str(folder / "a.svg")}) == "jail-outside"


def test_nothing_is_written_or_deleted(prisoners, tmp_path):
    path = tmp_path / "a"
    assert refused(prisoners["write"], {"path": str(path)}, readable=[tmp_path]) == "jail-outside"
    assert not path.exists()
    path.touch()
    assert refused(prisoners["delete"], {"path": str(path)}, readable=[tmp_path]) == "jail-outside"
    assert path.exists()


def test_the_package_is_found_without_an_installation(tmp_path):
    """From another folder, with nothing but the import path to say where poster lies."""
    paths = [entry for entry in sys.path if entry and Path(entry).is_absolute()]
    script = (
        "from poster import jail; import sys\n"
        "payload = {'master': 'a', 'sources': {'a': '{{ 1 + 1 }}'}, 'values': {}}\n"
        "assert jail.call('poster.fill.sandbox:render', payload) == {'text': '2'}\n"
        "assert 'jinja2' not in sys.modules"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, check=True)
