"""Every code of the engine is a sentence that a student can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

import grading.marking
from grading.engine import ReadError, read
from grading.engine.judging import TESTS
from grading.keys import FormTest
from grading.services import WITHDRAWN
from grading.tests.codes import codes_given_to
from grading.wording import (
    FORM_NAMES,
    READING,
    REASONS,
    word_method,
    word_options_error,
    word_reading_error,
    word_reason,
    word_witness,
)

pytestmark = pytest.mark.usefixtures("in_english")

KINDS = ("expression", "equation", "inequality", "logic", "interval", "set", "list", "tuple", "matrix")
MARKING = Path(grading.marking.__file__).parent
OF_MARKING = codes_given_to("unreadable", inside=MARKING) | {
    *("division_by_zero", "not_worked_out"),
    *(f"{kind}_expected" for kind in KINDS),
}
REASONS_OF_MARKING = codes_given_to("verdict_of", "Reason", inside=MARKING) | {
    "decided_by_person",
    *WITHDRAWN.values(),
}
# Codes that judges hand on to those who make the verdict, which no call of theirs shows.
HANDED_ON = {
    *("completed_square", "expanded", "factored", "lowest_terms", "partial_fractions", "has_properties"),
    *("rational_denominator", "simplified_radicals", "single_fraction", "subset", "superset"),
    *("different_form", "not_identical", "antiderivative", "not_an_antiderivative", "wrong_derivative"),
    *("not_integrated", "differentiated_instead", "several_constants"),
    *(f"step_{flaw}" for flaw in ("adds_solutions", "loses_solutions", "not_equal", "of_another_kind")),
    *(f"constant_{flaw}" for flaw in ("missing", "not_additive", "not_general", "not_plain")),
}


def test_codes_of_reading_are_exactly_those_with_words() -> None:
    raised = codes_given_to("ReadError", "unreadable") | OF_MARKING

    assert raised | {"too_costly"} == set(READING)


def test_codes_of_reasons_are_exactly_those_with_words() -> None:
    given = codes_given_to("Reason", "correct", "incorrect", "undecided", "breach", "Breach")

    assert given - (set(READING) - set(REASONS)) | REASONS_OF_MARKING | HANDED_ON == set(REASONS)


@pytest.mark.parametrize("code", sorted(READING))
@pytest.mark.parametrize("values", [{}, {"found": "?", "position": 2, "bracket": "(", "names": ["x"]}])
def test_sentence_about_reading_is_whole(code: str, values: dict[str, Any]) -> None:
    sentence = word_reading_error(code, values)

    assert (sentence[-1] in ".)", "%(" in sentence) == (True, False)


@pytest.mark.parametrize("form", get_args(FormTest))
def test_form_that_a_key_may_require_has_a_judge_and_a_name(form: str) -> None:
    assert (form in TESTS, form in FORM_NAMES) == (True, True)


@pytest.mark.parametrize("code", sorted(REASONS))
def test_sentence_about_a_reason_is_whole(code: str) -> None:
    sentence = word_reason("incorrect", {"code": code, "values": {"names": ["x", "y"], "element": "3"}})

    assert (sentence[-1], "%(" in sentence) == (".", False)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("(x", "A bracket has no partner. (Character 1)"),
        ("x+", "Something is missing next to a sign. (Character 3)"),
        ("2 3", "“3” cannot stand here. (Character 3)"),
        ("x_", "Something is missing next to a sign. (Character 3)"),
        ("x \\ 2", "“\\” is not a sign that can be used here. (Character 3)"),
        ("sin(1, 2, 3)", "“sin” has too few or too many values in its brackets. (Character 1)"),
        ("답은 3", "Please write only the answer as a formula, without words."),
        (
            "sin x/2",
            "This can be read in two ways: sin(x)/2, or sin(x/2)."
            " Add brackets or a multiplication sign. (Character 6)",
        ),
    ],
)
def test_sentence_says_what_and_where(text: str, sentence: str) -> None:
    with pytest.raises(ReadError) as error:
        read(text)

    assert (
        word_reading_error(error.value.code, {**error.value.values, "position": error.value.position})
        == sentence
    )


@pytest.mark.parametrize(
    ("verdict", "reason", "sentence"),
    [
        ("correct", {"code": "equal_exactly", "values": {}}, "The answer and the key are exactly equal."),
        ("incorrect", {"code": "unanswered"}, "No answer was given."),
        (
            "incorrect",
            {"code": "unknown_letter", "values": {"names": ["y", "z"]}},
            "The answer uses y, z, which the key does not.",
        ),
        (
            "partial",
            {"code": "some_right_options", "values": {"right": 2, "of": 3, "wrong": 1}},
            "2 of 3 right options, 1 wrong.",
        ),
        (
            "partial",
            {"code": "some_right_options", "values": {"right": 2, "of": 3, "wrong": 0}},
            "2 of 3 right options, and no wrong one.",
        ),
        ("unreadable", {"code": "integer_expected", "values": {}}, "Write a whole number from 0 to 999."),
        ("unreadable", {"code": "a code of another version", "values": {}}, "This cannot be read yet."),
        ("incorrect", {"code": "a code of another version", "values": {}}, ""),
        (
            "unreadable",
            {"code": "expression_expected", "values": {"met": "set", "comma": "0,5"}},
            "Write a decimal with a point: 0.5, not 0,5.",
        ),
        (
            "unreadable",
            {"code": "expression_expected", "values": {"met": "equation"}},
            "Write an expression, without = or an inequality sign.",
        ),
        (
            "unreadable",
            {"code": "number_expected", "values": {"met": "tuple"}},
            "Write one number only, without commas between several.",
        ),
        (
            "incorrect",
            {"code": "not_factored", "values": {"part": "x^2 - 4", "equal": True, "form": "factored"}},
            "The value is right, but the form is not. x^2 - 4 can still be factored.",
        ),
        (
            "incorrect",
            {"code": "not_factored", "values": {"part": "x^2 - 4", "equal": True}},
            "x^2 - 4 can still be factored.",
        ),
        (
            "partial",
            {
                "code": "too_many_places",
                "values": {"places": 3, "asked": 2, "equal": True, "form": "decimal_places"},
            },
            "The value is right, but the form is not. The number has 3 decimal places; only 2 are asked for.",
        ),
        ("incorrect", {"code": "not_factored", "values": {}}, " can still be factored."),
        ("incorrect", {"code": "entry_differs", "values": {"entry": [2]}}, "Entry 2 differs from the key."),
        (
            "incorrect",
            {"code": "entry_differs", "values": {"entry": [2, 1], "reason": "differs_at_point"}},
            "The entry in row 2, column 1 differs from the key.",
        ),
        (
            "incorrect",
            {"code": "extra_element", "values": {"element": "3"}},
            "3 does not belong to the answer.",
        ),
        (
            "incorrect",
            {"code": "unknown_unit", "values": {"unit": "kgs", "suggestions": ["kg", "g"]}},
            "The unit kgs is not known. Did you mean kg, g?",
        ),
        (
            "incorrect",
            {"code": "set_expected", "values": {"met": "equation"}},
            "Write a set, such as {1, 2}.",
        ),
    ],
)
def test_reason_is_one_sentence(verdict: str, reason: dict[str, Any], sentence: str) -> None:
    assert word_reason(verdict, reason) == sentence


@pytest.mark.parametrize(
    ("witness", "sentence"),
    [
        (None, ""),
        ({"at": {"x": "2"}, "student": "10", "key": "-2"}, "At x = 2 your answer is 10, the key is -2."),
        (
            {"at": {"a": "1", "b": "1/2"}, "student": "undefined", "key": "3"},
            "At a = 1, b = 1/2 your answer is undefined, the key is 3.",
        ),
        (
            {"at": {"x": "2"}, "student": "true", "key": "false"},
            "x = 2 makes your answer true, but the key false.",
        ),
        (
            {"at": {"p": "true"}, "student": "false", "key": "true"},
            "p = true makes your answer false, but the key true.",
        ),
        ({"at": {}, "student": "333/1000", "key": "1/3"}, "Your answer is 333/1000, the key is 1/3."),
    ],
)
def test_witness_is_a_point_that_people_can_check(witness: dict[str, Any] | None, sentence: str) -> None:
    assert word_witness({"code": "differs_at_point", "witness": witness}) == sentence


@pytest.mark.parametrize(
    ("verdict", "certificate", "words"),
    [
        ("correct", {"method": "exact", "student": "x", "key": "x"}, "Proved by exact forms"),
        ("correct", {"method": "exact", "picked": ["o1"]}, "Compared as given"),
        ("unreadable", {"method": "exact"}, ""),
        (
            "incorrect",
            {"method": "balls", "points": [{"x": "2"}]},
            "Proved by values with bounds on the rounding",
        ),
        ("correct", {"method": "points", "points": [{"x": "2"}] * 12}, "Agrees at 12 points"),
        ("correct", {"method": "points", "points": [{"x": "2"}]}, "Agrees at 1 point"),
        ("undecided", {"method": "none"}, "Not decided by machine"),
        ("incorrect", {"method": "none"}, "Nothing to compare"),
        ("partial", {"method": "person"}, "Decided by a person"),
        ("correct", {"method": "a method of another version"}, ""),
        ("correct", {}, ""),
    ],
)
def test_method_is_one_line(verdict: str, certificate: dict[str, Any], words: str) -> None:
    assert word_method(verdict, certificate) == words


@pytest.mark.parametrize(
    ("code", "values", "words"),
    [
        ("places_expected", {"options": "two"}, "say how many decimal places are asked for, from 1 to 60"),
        (
            "option_prose",
            {"found": "foo", "position": 0, "option": "foo"},
            "“foo” cannot be read",
        ),
        ("a code of another version", {}, "it cannot be used as it is set"),
    ],
)
def test_author_reads_what_a_form_has_to_be_told(code: str, values: dict[str, Any], words: str) -> None:
    assert word_options_error(code, values) == words
