"""A campaign is made whole, once, and survives whatever ends it half-way."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile

import pytest
from campaign_files import cheap_yaml, contents

from poster.cli.app import run as command

ARGUMENTS = ("--lang", "vi")


def run(file, out, *more):
    return command(
        [*ARGUMENTS, "campaign", "run", str(file), "--out", str(out), "--jobs", "2", *more]
    )


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A campaign of four pieces and a bundle, made once without disturbance."""
    folder = tmp_path_factory.mktemp("small")
    file = folder / "chien-dich.yaml"
    text = (
        cheap_yaml(3)
        + "  - {slogan: duc-suc-tai, layout: co-do, size: a4, quantity: 2, place: Bảng tin}\n"
    )
    file.write_text(text, encoding="utf-8")
    assert run(file, folder / "out") == 0
    return file, folder / "out"


def test_it_hands_over_proof_bundle_and_slideshow(small):
    _, out = small
    assert (out / "MAKET-TRINH-DUYET.pdf").is_file() and (out / "TRINH-CHIEU.html").is_file()
    (bundle,) = out.glob("*_CHUA-DUYET.zip")
    with zipfile.ZipFile(bundle) as archive:
        names = archive.namelist()
    assert any(name.endswith("_210x297mm_CMYK.pdf") for name in names)
    assert not any(name.endswith(".png") for name in names)  # screens stay here


def test_again_nothing_is_made_and_nothing_changes(small, capsys):
    file, out = small
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.pdf")}
    capsys.readouterr()
    assert run(file, out, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["made"], said["kept"]) == (0, 4)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.pdf")} == before


def test_a_spoilt_file_is_made_again(small, capsys):
    file, out = small
    whole = contents(out)
    (picture,) = out.rglob("*_162x90px_RGB.png")
    picture.write_bytes(b"spoilt")
    capsys.readouterr()
    assert run(file, out, "--json") == 0
    assert json.loads(capsys.readouterr().out)["made"] == 1
    assert contents(out) == whole


def test_a_list_of_screens_that_was_removed_is_written_again(small):
    file, out = small
    whole = contents(out)
    (out / "MAN-HINH_CHUA-DUYET.html").unlink()
    assert run(file, out) == 0
    assert contents(out) == whole


def test_a_fault_of_a_piece_names_its_column(small, tmp_path, capsys):
    file, _ = small
    path = tmp_path / "chien-dich.yaml"
    row = "  - {slogan: duc-suc-tai, layout: co-do, size: a4, slots: {unit: Tổ 🚩}}\n"
    path.write_text(file.read_text(encoding="utf-8").split("  - ")[0] + row, encoding="utf-8")
    capsys.readouterr()
    assert run(path, tmp_path / "out", "--json") == 2
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert (fault["row"], fault["code"]) == (1, "letter-nowhere")
    assert fault["column"] in ("slots.unit", "slogan")


def test_a_bad_row_stops_nothing_else(small, tmp_path, capsys):
    file, _ = small
    path = tmp_path / "chien-dich.yaml"
    path.write_text(
        file.read_text(encoding="utf-8") + "  - {slogan: khong-co, layout: co-do, size: a4}\n",
        encoding="utf-8",
    )
    capsys.readouterr()
    assert run(path, tmp_path / "out", "--part", "4/4", "--json") == 2
    said = json.loads(capsys.readouterr().out)
    assert [(fault["row"], fault["code"]) for fault in said["faults"]] == [(5, "unknown-slogan")]
    assert said["made"] == 1


def test_a_second_run_on_the_folder_is_refused(small, capsys):
    import fcntl

    file, out = small
    with (out / ".poster" / "lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert run(file, out) == 2
    assert "đang có một lần chạy khác" in capsys.readouterr().err


def test_the_approval_goes_into_the_bundle(small, tmp_path, capsys):
    import shutil

    _, out = small
    copy = tmp_path / "out"
    shutil.copytree(out, copy)
    said = command(
        [
            *ARGUMENTS,
            "campaign",
            "approve",
            str(copy),
            "--by",
            "Trần Thị B",
            "--role",
            "Phó Chủ tịch",
            "--date",
            "2026-04-22",
        ]
    )
    assert said == 0 and not list(copy.glob("*CHUA-DUYET*"))
    assert "Trần Thị B" in capsys.readouterr().out


def test_open_addresses_are_refused(small, tmp_path, capsys):
    file, _ = small
    assert run(file, tmp_path / "out", "--cluster", "tcp://192.0.2.7:8786") == 2
    assert "tls://" in capsys.readouterr().err


# ---------------------------------------------------------------- slower


def started(file, out, **more):
    code = "import sys; from poster.cli.app import run; sys.exit(run(sys.argv[1:]))"
    arguments = ("--lang", "vi", "campaign", "run", str(file), "--out", str(out), "--jobs", "2")
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True, **more,
    )  # fmt: skip


@pytest.mark.slow
def test_killed_at_random_moments_the_next_run_ends_as_if_nothing_had_been(small, tmp_path):
    file, undisturbed = small
    out, chance = tmp_path / "out", random.Random(7)
    for _ in range(5):
        process = started(file, out)
        time.sleep(chance.uniform(0.5, 7))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for path in out.rglob("*"):
            if (
                path.is_file()
                and path.suffix in (".pdf", ".zip", ".png")
                and not path.name.startswith(".")
            ):
                name = str(path.relative_to(out))
                assert hashlib.sha256(path.read_bytes()).hexdigest() == contents(undisturbed)[name]
    assert run(file, out) == 0
    assert contents(out) == contents(undisturbed)
    assert not list(out.rglob(".poster-*.part"))


@pytest.mark.slow
def test_a_full_disk_leaves_nothing_half_written(small, tmp_path):
    import resource

    file, undisturbed = small
    out = tmp_path / "out"

    def little():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    assert started(file, out, preexec_fn=little).wait() != 0
    assert not list(out.glob("*.zip"))
    assert run(file, out) == 0
    assert contents(out) == contents(undisturbed)


@pytest.mark.slow
def test_of_500_rows_with_7_faults_493_are_made(tmp_path, capsys):
    wrong = {7: "size: rất to", 70: "layout: khong-co", 140: "slogan: khong-co", 210: "quantity: nhiều",
             280: "sides: 3", 350: "from: 31/2/2026", 420: "slots: {mau: x}"}  # fmt: skip
    lines = ["title: Thử", "date: 2026-04-20", "jobs:"]
    for row in range(1, 501):
        fields = {
            "slogan": "duc-suc-tai",
            "layout": "co-do",
            "size": f"{160 + row % 8}x90px",
            "place": f"Nơi {row}",
        }
        if row in wrong:
            key, value = wrong[row].split(": ", 1)
            fields[key] = value
        lines.append("  - {" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + "}")
    file = tmp_path / "lon.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(file, tmp_path / "out", "--json") == 2
    said = json.loads(capsys.readouterr().out)
    assert said["rows"] == 500 == len(said["pieces"]) + len(said["faults"])
    assert {fault["row"]: fault["column"] for fault in said["faults"]} == {
        row: text.split(":")[0] for row, text in wrong.items()
    } | {420: "slots.mau"}


@pytest.mark.slow
def test_a_cluster_makes_the_same_bytes_and_outlives_a_worker(small, tmp_path):
    pytest.importorskip("distributed")
    file, undisturbed = small
    out, port = tmp_path / "out", 18786
    base = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-dashboard",
    ]
    worker = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        f"tcp://127.0.0.1:{port}",
        "--nworkers",
        "1",
        "--nthreads",
        "1",
        "--no-dashboard",
        "--no-nanny",
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = subprocess.Popen(base, **quiet)
    workers = [subprocess.Popen(worker, cwd=tmp_path, **quiet) for _ in range(2)]
    children = [scheduler, *workers]
    try:
        time.sleep(4)
        code = "import sys; from poster.cli.app import run; sys.exit(run(sys.argv[1:]))"
        process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                code,
                "campaign",
                "run",
                str(file),
                "--out",
                str(out),
                "--cluster",
                f"tcp://127.0.0.1:{port}",
            ],
            **quiet,
        )
        children.append(process)
        time.sleep(5)
        workers[0].kill()
        assert process.wait(300) == 0  # a busy machine takes its time
        assert contents(out) == contents(undisturbed)
    finally:
        for child in children:
            child.kill()
            child.wait()
