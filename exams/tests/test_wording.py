"""Every code of the exam services, of keys and of parameters is a sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import exams
import grading
from exams.errors import ExamError, Problem
from exams.formats.losses import Loss
from exams.import_wording import IMPORT_SENTENCES, LOSSES, word_loss
from exams.wording import (
    KEY_SENTENCES,
    PARAMETER_SENTENCES,
    SENTENCES,
    SHAPE_DETAILS,
    word_error,
    word_problem,
)
from grading.tests.codes import codes_given_to

pytestmark = pytest.mark.usefixtures("in_english")

EXAMS = Path(exams.__file__).parent
KEYS = Path(grading.__file__).parent
ERRORS = ("ExamError", "Refused", "BankError", "QuestionError", "Problem")
COMPOSED = {
    "not_open_yet": {"opens_at": datetime(2026, 3, 2, tzinfo=UTC)},
    "window_closed": {"closes_at": datetime(2026, 3, 2, tzinfo=UTC)},
    "not_publishable": {"count": 2},
    "key": {"where": "key", "problem": "number_expected", "text": "x"},
    "parameters": {"where": "parameters", "problem": "empty_range", "line": 1},
    "stored_test": {"where": "tests[1]", "expected": "correct", "got": "incorrect", "values": {"a": "1"}},
    "stored_credit": {"where": "tests[1]", "expected": "1/2", "got": "0", "values": {}},
    "figure": {"where": "figures[1]", "problem": "not_a_picture"},
    "same_options": {"where": "options", "text": "1"},
    "bad_shape": {"where": "points", "detail": "a number is needed"},
    "not_a_mapping": {"where": ""},
}
ANY_VALUES: dict[str, Any] = {
    **{name: "?" for name in ("where", "field", "text", "topic", "formula", "problem", "expected", "option")},
    **{name: "?" for name in ("name", "kind", "type", "element", "exam", "address")},
    **{
        name: 1 for name in ("line", "byte", "most", "found", "position", "part", "limit", "number", "column")
    },
    **{name: 1 for name in ("used", "minutes", "least", "points")},
}


def test_codes_of_the_services_are_exactly_those_with_words() -> None:
    raised = codes_given_to(*ERRORS, inside=EXAMS)

    assert raised | {"not_publishable", "missing", "unknown_field"} == set(SENTENCES) | set(COMPOSED) | set(
        IMPORT_SENTENCES
    )


def test_codes_of_parameters_are_exactly_those_with_words() -> None:
    assert codes_given_to("ParameterError", "_error") == set(PARAMETER_SENTENCES)


def test_codes_of_keys_are_exactly_those_with_words() -> None:
    raised = codes_given_to("KeyProblem", inside=KEYS)

    assert raised - {"unreadable_key"} == set(KEY_SENTENCES)


@pytest.mark.parametrize("code", sorted(SENTENCES | IMPORT_SENTENCES))
def test_sentence_of_a_code_is_whole(code: str) -> None:
    sentence = word_error(ExamError(code, **ANY_VALUES))

    assert (sentence != "", "%(" in sentence) == (True, False)


@pytest.mark.parametrize("code", sorted(LOSSES))
def test_sentence_of_a_loss_is_whole(code: str) -> None:
    sentence = word_loss(Loss(code, "?"))

    assert (len(sentence) > 10, "%(" in sentence) == (True, False)


def test_losses_that_importers_tell_are_exactly_those_with_words() -> None:
    told = codes_given_to("lose", "_lose", inside=EXAMS)

    assert told == set(LOSSES)


@pytest.mark.parametrize("code", sorted(COMPOSED))
def test_composed_sentence_is_whole(code: str) -> None:
    sentence = word_error(ExamError(code, **COMPOSED[code]))

    assert (len(sentence) > 10, "%(" in sentence) == (True, False)


@pytest.mark.parametrize("problem", sorted(SHAPE_DETAILS))
def test_detail_of_a_shape_is_whole(problem: str) -> None:
    error = ExamError("bad_shape", where="id", problem=problem, limit=120, expected="integer")

    assert word_error(error).startswith("“id” is not as it should be: ")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"problem": "unknown_name", "line": 2, "name": "b"},
            "parameters, line 2: this name is not defined above (b)",
        ),
        (
            {"problem": "bad_number", "line": 1, "found": "1x"},
            "parameters, line 1: this is not a number (1x)",
        ),
        ({"problem": "too_costly"}, "parameters: a number becomes too large"),
    ],
)
def test_sentence_about_parameters_names_the_line(values: dict[str, Any], sentence: str) -> None:
    assert word_error(ExamError("parameters", where="parameters", **values)) == sentence


@pytest.mark.parametrize(
    ("position", "sentence"),
    [
        (0, "The exam has no questions yet. Add at least one."),
        (3, "Question 3 (vertex): The exam has no questions yet. Add at least one."),
    ],
)
def test_problem_names_its_question_where_there_is_one(position: int, sentence: str) -> None:
    assert word_problem(Problem("no_items", question="vertex", position=position)) == sentence
