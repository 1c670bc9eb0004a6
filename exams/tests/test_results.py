"""A question of several parts: one score, and a verdict on the whole from those of its parts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.models import Classroom, User
from exams.models import Attempt, Question
from exams.presenting.results import result_items
from exams.services.authoring import import_bank
from exams.services.delivery import SaveMessage, save_response, start_attempt, submit_attempt
from exams.services.marking import mark_attempt
from exams.services.publishing import publish_exam
from exams.shapes import ResponseValue
from exams.tests.banks import bank_file, question
from exams.tests.factories import AssignmentFactory, ExamFactory, ExamItemFactory

PARTS = [
    {"id": "a", "kind": "expression", "symbols": {"variables": ["x"]}, "key": "x^2-3x", "weight": 2},
    {"id": "b", "kind": "integer", "key": 42},
]


@pytest.fixture
def attempt(classroom: Classroom, teacher: User, student: User) -> Attempt:
    """One question of two parts, 2 to 1, worth 4 points."""
    entry = question(kind=None, symbols=None, key=None, parts=PARTS)
    import_bank(bank_file(entry), school=classroom.school, owner=teacher)
    exam = ExamFactory(school=classroom.school)
    ExamItemFactory(exam=exam, question=Question.objects.get(), position=1, points=Decimal(4))
    paper = publish_exam(exam, by=teacher)
    return start_attempt(AssignmentFactory(paper=paper, classroom=classroom), student=student)


RIGHT_A, WRONG_A, HUGE_A = "x(x-3)", "x^2+3x", "10^(10^(10^10)) x"


@pytest.mark.parametrize(
    ("first", "second", "verdict", "scores"),
    [
        (RIGHT_A, "42", "correct", ("2.67", "1.33")),
        (RIGHT_A, "7", "partial", ("2.67", "0.00")),
        (WRONG_A, "42", "partial", ("0.00", "1.33")),
        (WRONG_A, "7", "incorrect", ("0.00", "0.00")),
        (None, None, "unanswered", ("0.00", "0.00")),
        (None, "7", "incorrect", ("0.00", "0.00")),
        (RIGHT_A, None, "partial", ("2.67", "0.00")),
        ("(x", "4²", "unreadable", ("0.00", "0.00")),
        ("(x", "7", "incorrect", ("0.00", "0.00")),
        (HUGE_A, "42", "undecided", ("0.00", "1.33")),
    ],
)
def test_question_has_one_verdict_from_those_of_its_parts(
    attempt: Attempt, first: str | None, second: str | None, verdict: str, scores: tuple[str, str]
) -> None:
    given = {part: {"text": text} for part, text in (("a", first), ("b", second)) if text is not None}
    response = ResponseValue.model_validate({"parts": given})
    sent = SaveMessage(device="phone", seq=1, base_revision=0, response=response)
    save_response(attempt.pk, student=attempt.student, position=1, message=sent)
    ended = submit_attempt(attempt.pk, student=attempt.student)

    mark_attempt(ended)

    (item,) = result_items(ended, solutions=False)
    points = tuple(str(mark.points) for mark in ended.marks.order_by("part"))
    assert (item.verdict, points) == (verdict, scores)
    assert item.score == ended.score == sum(map(Decimal, scores))
