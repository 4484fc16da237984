"""A sign that a font lacks is the words' matter; a letter that it lacks is the layout's."""

import pytest

from poster.errors import RequestError
from poster.workshop import stress_runs
from poster.workshop.stress_runs import Trial, try_one


@pytest.mark.parametrize(
    ("code", "letter", "has_faults"),
    [
        ("letter-nowhere", "🇻", False),
        ("letter-missing", "≥", False),
        ("letter-missing", "ễ", True),
        ("letter-missing", "₫", True),  # a sign, and not of the slogan: a default of the layout's
    ],
)
def test_whose_fault_a_missing_letter_is(library, monkeypatch, code, letter, has_faults):
    def refuse(*_args):
        raise RequestError(code, letter=letter, font="X", character=letter)

    monkeypatch.setattr(stress_runs, "compose", refuse)
    words = "Phấn đấu ≥ 95 % người dân 🇻 Lễ hội"
    outcome = try_one(Trial(library.root, "co-do", "3000x1000mm", words))
    assert (outcome.state, outcome.has_faults) == ("refused", has_faults)
