"""`poster bundle`, as a person types it."""

import json

import pytest
from zips import contents, write

from poster.cli.app import run


@pytest.fixture
def poster(capsys, monkeypatch):
    monkeypatch.setenv("POSTER_LANG", "vi")

    def call(*arguments):
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def test_verify_says_in_a_line_that_all_is_well(poster, bundle):
    code, out, _ = poster("bundle", "verify", bundle)
    assert code == 0
    assert "nguyên vẹn" in out and "CHƯA DUYỆT" in out


def test_verify_names_every_fault_and_ends_with_6(poster, bundle):
    files = contents(bundle)
    name = next(name for name in files if name.startswith("IN/"))
    write(bundle, {**files, name: b"%PDF-1.4", "IN/la.pdf": b"x"})
    code, out, _ = poster("bundle", "verify", bundle)
    assert code == 6
    assert f"{name}: nội dung đã bị thay đổi" in out
    assert "IN/la.pdf: tệp lạ" in out
    code, out, _ = poster("bundle", "verify", bundle, "--json")
    assert code == 6
    assert {one["code"] for one in json.loads(out)["findings"]} >= {
        "bundle-changed",
        "bundle-extra",
    }


def test_what_is_no_zip_is_an_error_in_a_sentence(poster, tmp_path):
    path = tmp_path / "a.zip"
    path.write_text("no zip")
    code, _, err = poster("bundle", "verify", path)
    assert code == 6
    assert "không phải là tệp zip" in err


def test_diff_tells_as_json_and_writes_no_picture_where_nothing_moved(poster, bundle, tmp_path):
    out = tmp_path / "so-sanh.pdf"
    code, text, _ = poster("bundle", "diff", bundle, bundle, "--out", out, "--json")
    assert code == 0
    assert json.loads(text)["same"] is True
    assert not out.exists()
