import re
import string
from pathlib import Path

import poster
from poster import errors
from poster.errors import Finding, PosterError, Severity, WriteError, worst_exit
from poster.messages import catalogue, choose_language

SOURCE = Path(poster.__file__).parent


def _placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_say_the_same_things():
    vi, en = catalogue("vi").texts, catalogue("en").texts
    assert set(vi) == set(en)
    for key in vi:
        assert _placeholders(vi[key]) == _placeholders(en[key]), key


def test_every_message_that_the_program_names_exists_and_every_message_is_named():
    code = "\n".join(path.read_text() for path in SOURCE.rglob("*.py"))
    named = set(re.findall(r'"([a-z]+(?:-[a-z0-9_]+)+|[a-z]+)"', code))
    texts = set(catalogue("vi").texts)
    raised = set(re.findall(r'(?:Error|Finding|tell|text|_fault)\(\s*f?"([a-z][a-z0-9-]+)"', code))
    assert raised - texts == set()
    built = ("column-", "help-", "severity-", "file-", "doctor-", "field-", "cleaned-", "status-")
    unused = {key for key in texts - named if not key.startswith(built)}
    assert unused == set()


def test_messages_are_short_enough_to_read():
    for language in ("vi", "en"):
        for key, text in catalogue(language).texts.items():
            assert text.count("\n") <= 2, key


def test_numbers_are_written_as_the_language_writes_them():
    params = {"given": "x", "least": 0.5, "most_m": 100.0}
    assert "0,5 mm" in catalogue("vi").text("size-range", **params)
    assert "0.5 mm" in catalogue("en").text("size-range", **params)


def test_the_language_is_the_one_asked_for_then_the_environment(monkeypatch):
    monkeypatch.setenv("POSTER_LANG", "en")
    assert choose_language("vi") == "vi"
    assert choose_language(None) == "en"
    monkeypatch.setenv("POSTER_LANG", "")
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    assert choose_language(None) == "vi"


def test_exit_codes_are_one_to_a_branch_and_the_worst_wins():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    codes = [kind.exit_code for kind in kinds if issubclass(kind, PosterError)]
    assert sorted(codes) == sorted(set(codes))
    assert worst_exit([3, 0, 2]) == 2
    assert worst_exit([3, 4]) == 4
    assert worst_exit([0, 0]) == 0


def test_an_error_crosses_processes_whole():
    import pickle

    error = WriteError("cannot-write", findings=(Finding("x", Severity.NOTE),), path="a", why="b")
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), back.code, back.params, back.findings) == (
        WriteError, "cannot-write", {"path": "a", "why": "b"}, error.findings
    )  # fmt: skip
