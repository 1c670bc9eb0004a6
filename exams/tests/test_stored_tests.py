"""A stored response that gets something else than it should stands in the way of publishing, with the values
of the variant in which it does."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import School, User
from exams.content import Content
from exams.errors import PublishError
from exams.formats.native import read_question
from exams.models import Question
from exams.services.authoring import import_bank
from exams.services.publishing import publish_exam
from exams.tests.banks import bank_file
from exams.tests.factories import ExamFactory, ExamItemFactory
from exams.wording import word_problem

pytestmark = pytest.mark.usefixtures("in_english")

SQUARE: dict[str, Any] = {
    "id": "square",
    "kind": "expression",
    "symbols": {"variables": ["x"]},
    "text": {"ko": "$x^2-{k}$을 인수분해하시오.", "en": "Factor $x^2-{k}$."},
    "key": {"expression": "(x-{a})(x+{a})", "forms": ["factored"], "form_credit": "1/4"},
    "parameters": "a = one of 5, 6\nk = a^2",
    "variants": 2,
}


def problems(test: dict[str, Any], *, school: School, by: User) -> list[str]:
    """What publishing says of a question with this stored response."""
    import_bank(bank_file(SQUARE | {"tests": [test]}), school=school, owner=by)
    exam = ExamFactory(school=school)
    ExamItemFactory(exam=exam, question=Question.objects.get(), position=1)
    try:
        publish_exam(exam, by=by)
    except PublishError as error:
        return [word_problem(problem) for problem in error.problems]
    return []


@pytest.mark.parametrize(
    "test",
    [
        {"response": "(x+{a})(x-{a})", "verdict": "correct", "credit": 1},
        {"response": "x^2-{k}", "verdict": "partial", "credit": "1/4"},
        {"response": "x^2-{k}", "verdict": {"a": "partial"}, "credit": {"a": 0.25}},
        {"response": "x", "verdict": "incorrect", "credit": 0},
        {"response": "x", "verdict": "incorrect"},
    ],
)
def test_publishing_takes_a_stored_response_that_gets_what_it_should(
    school: School, teacher: User, test: dict[str, Any]
) -> None:
    assert problems(test, school=school, by=teacher) == []


def test_publishing_names_the_values_where_the_verdict_is_another(school: School, teacher: User) -> None:
    test = {"response": "(x-5)(x+5)", "verdict": "incorrect"}

    assert problems(test, school=school, by=teacher) == [
        "Question 1 (square): tests[1]: the response should be incorrect but is correct when a = 5, k = 25."
    ]


def test_publishing_names_the_values_where_the_credit_is_another(school: School, teacher: User) -> None:
    test = {"response": "x^2-36", "verdict": {}, "credit": {"a": 0}}

    assert problems(test, school=school, by=teacher) == [
        "Question 1 (square): tests[1]: the response should earn 0 of the points but earns 1/4"
        " when a = 6, k = 36."
    ]


def test_content_without_credit_and_struck_values_is_stored_as_before() -> None:
    read = read_question(SQUARE | {"tests": [{"response": "x", "verdict": "incorrect"}]})

    data = read.content.to_json()

    assert (set(data["tests"][0]), "struck" in data) == ({"response", "verdict", "note"}, False)


def test_content_with_credit_and_struck_values_comes_back() -> None:
    test = {"response": "x", "verdict": "incorrect", "credit": "0"}
    content = read_question(SQUARE | {"tests": [test], "struck": [{"a": 5}]}).content

    assert Content.model_validate(content.to_json()) == content
    assert (content.tests[0].credit, content.struck) == ({"a": "0"}, ({"a": "5"},))
