import errno
import os
import signal
import stat
import string
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poster import files
from poster.errors import RequestError, WriteError
from poster.files import (
    PART_PATTERN,
    ascii_name,
    atomic,
    inside,
    read_bytes,
    read_text,
    unique_name,
)

SLOGANS = [
    "Đại hội", "ĐẠI HỘI", "Dai hoi", "Đại  hội", "Đại hội.", "Đại hội!", "Đại hội?",
    "Phát huy ý chí và sức mạnh đại đoàn kết dân tộc kết hợp với sức mạnh thời đại để xây dựng "
    "và bảo vệ vững chắc Tổ quốc Việt Nam xã hội chủ nghĩa giàu đẹp văn minh",
    "CON", "NUL.", "AUX: bản 2", "Cháy - Gọi 114 | Cấp cứu - Gọi 115", 'Khẩu hiệu "30/4 - 1/5"?',
    "Dũng kết thúc bằng chấm...", " .ẩn", "★★★", "☭", "",
]  # fmt: skip


# Writing


def test_a_file_appears_whole(tmp_path):
    path = tmp_path / "a.pdf"
    with atomic(path) as file:
        file.write(b"%PDF")
        assert not path.exists()
    assert path.read_bytes() == b"%PDF"
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


def test_the_file_can_be_read_and_sought_while_it_is_written(tmp_path):
    with atomic(tmp_path / "a") as file:
        file.write(b"abc")
        file.seek(1)
        assert file.read() == b"bc"


def test_a_finished_file_has_the_rights_of_any_new_file(tmp_path):
    (tmp_path / "plain").touch()
    with atomic(tmp_path / "a"):
        pass
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("plain", "a")}
    assert len(modes) == 1


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_nothing_is_left_when_the_block_fails(tmp_path, failure):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with pytest.raises(failure), atomic(path) as file:
        file.write(b"half")
        raise failure
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_check_sees_the_whole_file_before_it_gets_its_name(tmp_path):
    path, seen = tmp_path / "a", []
    with atomic(path, check=lambda part: seen.append((part.read_bytes(), path.exists()))) as file:
        file.write(b"abc")
    assert seen == [(b"abc", False)]


def test_a_check_that_refuses_leaves_nothing(tmp_path):
    def refuse(part):
        raise RequestError("no")

    with pytest.raises(RequestError), atomic(tmp_path / "a", check=refuse) as file:
        file.write(b"abc")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "cannot-write-full"),
        (errno.EDQUOT, "cannot-write-full"),
        (errno.EFBIG, "cannot-write-large"),
        (errno.EIO, "cannot-write"),
    ],
)
def test_a_disk_that_fails_at_the_end(tmp_path, monkeypatch, number, code):
    def fail(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, "fsync", fail)
    with pytest.raises(WriteError) as told, atomic(tmp_path / "a") as file:
        file.write(b"abc")
    assert told.value.code == code
    assert told.value.params["path"] == str(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_in_the_middle(tmp_path):
    with pytest.raises(WriteError) as told, atomic(tmp_path / "a"):
        raise OSError(errno.ENOSPC, "no space")
    assert told.value.code == "cannot-write-full"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_input_is_not_taken_for_a_failed_output(tmp_path):
    with pytest.raises(FileNotFoundError), atomic(tmp_path / "a"):
        (tmp_path / "input").read_bytes()


def test_where_a_file_cannot_be(tmp_path, monkeypatch):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    for path, code in {
        tmp_path / "folder": "cannot-write-folder",
        tmp_path / "missing" / "a": "cannot-write-no-folder",
        tmp_path / "file" / "a": "cannot-write-no-folder",
        tmp_path / ("a" * 300): "cannot-write-name",
    }.items():
        with pytest.raises(WriteError) as told, atomic(path):
            pass
        assert told.value.code == code

    def deny(*_):
        raise PermissionError(errno.EACCES, "denied")

    monkeypatch.setattr(Path, "open", deny)
    with pytest.raises(WriteError) as told, atomic(tmp_path / "a"):
        pass
    assert told.value.code == "cannot-write-denied"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_killed_process_leaves_no_finished_file(tmp_path):
    script = (
        "import os, sys; from pathlib import Path; from poster.files import atomic\n"
        "with atomic(Path(sys.argv[1])) as file:\n"
        "    file.write(b'half'); file.flush(); os.kill(os.getpid(), 9)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    path = tmp_path / "a.pdf"
    code = subprocess.run([sys.executable, "-c", script, path], env=environment).returncode
    assert code == -signal.SIGKILL
    assert not path.exists()
    assert list(tmp_path.iterdir()) == list(tmp_path.glob(PART_PATTERN))


def test_folders_are_made_with_their_parents(tmp_path):
    assert files.make_folder(tmp_path / "a" / "b").is_dir()
    assert files.make_folder(tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").touch()
    with pytest.raises(WriteError) as told:
        files.make_folder(tmp_path / "file" / "b")
    assert told.value.code == "cannot-write-no-folder"


# Paths


def test_what_lies_inside(tmp_path):
    assert inside(tmp_path, "img/Ảnh 1.png") == (tmp_path / "img" / "Ảnh 1.png").resolve()
    assert inside(tmp_path, "./a.svg") == (tmp_path / "a.svg").resolve()


@pytest.mark.parametrize(
    "relative",
    ["", ".", "/etc/passwd", "../a", "a/../../b", "a/..", "C:\\a", "c:a", "\\\\server\\share\\a",
     "..\\a", "\\a", "//server/a"],
)  # fmt: skip
def test_what_leaves_the_folder(tmp_path, relative):
    with pytest.raises(RequestError) as told:
        inside(tmp_path, relative)
    assert told.value.code == "path-outside"


@pytest.mark.parametrize(
    "relative",
    ["con", "CON.svg", "a/nul.txt", "com1", "LPT9.svg", "aux .svg", "a\\b", "a.", "a /b", "ab:c",
     "a?b", "a|b", "a\0b", "a\nb", "a//b", "a/", "http://host/a.svg", "a\ud800b"],
)  # fmt: skip
def test_names_that_some_system_cannot_hold(tmp_path, relative):
    with pytest.raises(RequestError) as told:
        inside(tmp_path, relative)
    assert told.value.code == "path-illegal"


@pytest.mark.skipif(sys.platform == "win32", reason="symlinks need rights on Windows")
def test_symlinks_are_followed_before_the_check(tmp_path):
    (tmp_path / "secret").touch()
    folder = tmp_path / "layout"
    (folder / "real").mkdir(parents=True)
    (folder / "out.svg").symlink_to(tmp_path / "secret")
    (folder / "up").symlink_to(tmp_path)
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "fine").symlink_to(folder / "real")
    for relative in ("out.svg", "up/secret", "loop"):
        with pytest.raises(RequestError) as told:
            inside(folder, relative)
        assert told.value.code == "path-outside"
    assert inside(folder, "fine/a") == folder.resolve() / "real" / "a"
    (tmp_path / "alias").symlink_to(folder)
    assert inside(tmp_path / "alias", "a") == folder.resolve() / "a"


@settings(deadline=None)
@given(st.text(alphabet="./\\:aC ~é\0\n", max_size=12))
def test_no_spelling_leaves_the_folder(relative):
    folder = Path("/nowhere/layout")
    try:
        path = inside(folder, relative)
    except RequestError as error:
        assert error.code in ("path-outside", "path-illegal")
    else:
        assert folder in path.parents


# Names


def test_names_read_like_the_slogan():
    assert ascii_name("Văn hiến - Văn minh - Hiện đại") == "van-hien-van-minh-hien-dai"
    assert ascii_name("ĐẢNG ỦY PHƯỜNG ĐỐNG ĐA") == "dang-uy-phuong-dong-da"
    assert ascii_name(unicodedata.normalize("NFD", "Đại hội")) == "dai-hoi"
    assert ascii_name("Ðống Ɖa 30/4") == "dong-da-30-4"


def test_long_names_end_at_a_word():
    name = ascii_name(SLOGANS[7], 40)
    assert name == "phat-huy-y-chi-va-suc-manh-dai-doan-ket"
    assert ascii_name("a" * 100, 20) == "a" * 20


@pytest.mark.parametrize("name", [ascii_name, unique_name])
@settings(deadline=None, max_examples=50)
@given(text=st.one_of(st.sampled_from(SLOGANS), st.text()), length=st.integers(30, 80))
def test_every_system_takes_every_name(name, text, length):
    made = name(text, length)
    assert made
    assert len(made) <= length
    assert set(made) <= set(string.ascii_lowercase + string.digits + "-")
    assert made[0] != "-" != made[-1]
    assert inside(Path("/nowhere"), made + ".pdf")
    assert made == name(text, length)


def test_different_texts_get_different_unique_names():
    assert len({unique_name(text) for text in SLOGANS}) == len(SLOGANS)
    assert unique_name(unicodedata.normalize("NFD", "Đại hội")) == unique_name("Đại hội")


# Reading


def test_files_are_read_up_to_the_limit(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read_bytes(path, 5) == b"12345"
    with pytest.raises(RequestError) as told:
        read_bytes(path, 4)
    assert told.value.code == "file-too-large"


def test_what_cannot_be_read(tmp_path, monkeypatch):
    for path, code in {
        tmp_path / "missing": "file-missing",
        tmp_path: "file-no-file",
        tmp_path / "a\0b": "file-unreadable",
    }.items():
        with pytest.raises(RequestError) as told:
            read_bytes(path, 10)
        assert told.value.code == code


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of POSIX")
def test_a_pipe_does_not_hold_the_program_up(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RequestError) as told:
        read_bytes(tmp_path / "pipe", 10)
    assert told.value.code == "file-no-file"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_by_its_byte_order_mark(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes("Đại hội\r\nđại\rđoàn\n".encode(encoding))
    assert read_text(path, 100) == "Đại hội\nđại\nđoàn\n"


def test_text_in_an_old_encoding_names_the_line(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("một\nhai ".encode() + b"\xd0\xea\n")
    with pytest.raises(RequestError) as told:
        read_text(path, 100)
    assert (told.value.code, told.value.params["line"]) == ("file-encoding", 2)
