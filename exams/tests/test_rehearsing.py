"""What marking looks at on the way to a verdict: each thing alone, and the one that decides."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from exams.content import typed_or_chosen
from exams.formats.native import read_question
from exams.services.rehearsing import rehearse, stored_states
from exams.services.trying import make_values
from grading.engine.variants import Values

NO_VALUES = Values.from_json({})
HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)

FORMULA: dict[str, Any] = {
    "id": "q",
    "text": {"en": "?"},
    "kind": "expression",
    "symbols": {"variables": ["x"]},
    "key": {
        "expression": "x^2-9",
        "forms": [{"test": "factored"}],
        "form_credit": "1/4",
        "alternatives": [{"answer": "x^2+9", "credit": "0"}, {"answer": "(x-3)^2", "credit": "1/2"}],
        "mistakes": [{"rule": "sign", "credit": "1/4"}],
    },
}
FOLLOWING: dict[str, Any] = {
    "id": "q",
    "text": {"en": "?"},
    "parts": [
        {"id": "a", "kind": "number", "key": "3"},
        {"id": "b", "kind": "number", "key": {"value": "9", "follow": {"answer": "{@a}^2", "credit": "1/2"}}},
    ],
}
WORKING: dict[str, Any] = {
    "id": "q",
    "text": {"en": "?"},
    "kind": "working",
    "symbols": {"variables": ["x"]},
    "key": {"lines": ["2x+1=7", "2x=6", "x=3"]},
}


def looked(question: dict[str, Any], **given: Any) -> list[tuple[str, str, str, bool, bool, Fraction]]:
    """What was looked at for the last part."""
    read = read_question(question)
    kinds = {part.id: part.kind for part in read.content.parts}
    responses = {part: typed_or_chosen(kinds[part], raw) for part, raw in given.items()}
    last = rehearse(read.content, read.keys, NO_VALUES, responses)[-1]
    return [
        (look.what, look.name, look.outcome, look.applies, look.decides, look.credit) for look in last.looks
    ]


def test_looks_at_a_right_value_of_another_form_name_the_form() -> None:
    assert looked(FORMULA, a="x^2-9") == [
        ("value", "", "correct", True, False, Fraction(1)),
        ("form", "factored", "incorrect", False, True, QUARTER),
        ("alternative", "1", "correct", False, False, Fraction(1)),
        ("alternative", "2", "correct", False, False, Fraction(1)),
        ("mistake", "sign", "correct", False, False, Fraction(1)),
    ]


def test_looks_at_a_foreseen_answer_name_its_number() -> None:
    assert looked(FORMULA, a="(x-3)(x-3)") == [
        ("value", "", "incorrect", True, False, Fraction(0)),
        ("alternative", "1", "incorrect", False, False, Fraction(0)),
        ("alternative", "2", "partial", True, True, HALF),
        ("mistake", "sign", "incorrect", False, False, Fraction(0)),
    ]


def test_looks_at_a_mistake_name_its_rule() -> None:
    assert [look for look in looked(FORMULA, a="(3-x)(3+x)") if look[0] == "mistake"] == [
        ("mistake", "sign", "partial", True, True, QUARTER)
    ]


def test_looks_at_what_follows_use_the_own_earlier_answer() -> None:
    assert looked(FOLLOWING, a="4", b="16") == [
        ("value", "", "incorrect", True, False, Fraction(0)),
        ("follow", "", "partial", True, True, HALF),
    ]


def test_looks_at_a_working_go_line_by_line() -> None:
    found = [look[:5] for look in looked(WORKING, a=["2x=6", "x=4"])]

    assert found == [("line", "1", "follows", True, False), ("line", "2", "wrong", False, True)]


@pytest.mark.parametrize("question", [FORMULA, WORKING, FOLLOWING])
def test_looks_at_nothing_are_none(question: dict[str, Any]) -> None:
    assert looked(question) == []


def test_stored_state_counts_variants_and_names_the_first_that_differs() -> None:
    question = {
        **FORMULA,
        "text": {"en": "{a}"},
        "parameters": "a = one of 5, 6, 7",
        "tests": [
            {"response": "x^2-9", "verdict": "partial"},
            {"response": "x^2-{a}-2", "verdict": "incorrect"},
            {"response": "x^2-{a}-2", "verdict": "partial"},
        ],
    }
    read = read_question(question)
    drawn = make_values(read.content, seed=1)

    states = stored_states(read.content, read.keys, drawn=drawn)

    assert [(state.number, state.as_stored, state.of) for state in states] == [
        (1, 3, 3),
        (2, 2, 3),
        (3, 1, 3),
    ]
    assert [state.different and state.different.values["values"] for state in states[:2]] == [
        None,
        {"a": "7"},
    ]
