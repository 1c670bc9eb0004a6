"""What the tests of the teacher's pages share: drafts, a class that sits an exam, and counting queries."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from accounts.models import Classroom, School, User
from accounts.tests.factories import EnrollmentFactory, UserFactory
from exams.models import Assignment, Attempt, Exam, Question
from exams.services.authoring import import_bank
from exams.services.delivery import SaveMessage, save_response, start_attempt, submit_attempt
from exams.services.marking import mark_attempt
from exams.shapes import ResponseValue
from exams.tests.banks import bank_file, question
from exams.tests.factories import ExamFactory, ExamItemFactory

__all__ = ["HUGE", "bank_questions", "count_queries", "draft", "fill_class", "sit"]

FREE = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
HUGE = "10^(10^(10^10)) x"  # readable, and too large to decide


def count_queries(act: Callable[[], HttpResponse]) -> int:
    """How many statements a page costs, without those of the transaction."""
    with CaptureQueriesContext(connection) as captured:
        assert act().status_code == 200
    return sum(not query["sql"].startswith(FREE) for query in captured.captured_queries)


def bank_questions(school: School, *, by: User, count: int = 3) -> list[Question]:
    """Typed questions in the bank: number n asks to expand ``x(x-n)``."""
    entries = [
        question(
            id=f"q{number}",
            text={"ko": f"$x(x-{number})$을 전개하시오.", "en": f"Expand $x(x-{number})$."},
            key=f"x^2-{number}x",
        )
        for number in range(1, count + 1)
    ]
    import_bank(bank_file(*entries), school=school, owner=by)
    names = [entry["id"] for entry in entries]
    found = {row.external_id: row for row in Question.objects.filter(school=school, external_id__in=names)}
    return [found[name] for name in names]


def draft(school: School, *, by: User, count: int = 3) -> Exam:
    """An exam of ``count`` typed questions, 2 points each."""
    exam = ExamFactory(school=school, title={"ko": "중간고사", "en": "Midterm"})
    for position, row in enumerate(bank_questions(school, by=by, count=count), start=1):
        ExamItemFactory(exam=exam, question=row, position=position, points=Decimal(2))
    return exam


def fill_class(classroom: Classroom, *, count: int) -> list[User]:
    """``count`` more students, numbered from 11."""
    people = [UserFactory(name=f"Pupil {number:02}") for number in range(1, count + 1)]
    for number, person in enumerate(people, start=11):
        EnrollmentFactory(classroom=classroom, user=person, number=number)
    return people


def sit(
    assignment: Assignment, student: User, *answers: str, hand_in: bool = True, marked: bool = True
) -> Attempt:
    """An attempt with these typed answers to questions 1, 2, …, handed in and marked unless told not to."""
    attempt = start_attempt(assignment, student=student)
    for position, text in enumerate(answers, start=1):
        response = ResponseValue.model_validate({"parts": {"a": {"text": text}}})
        message = SaveMessage(device="phone", seq=position, base_revision=0, response=response)
        save_response(attempt.pk, student=student, position=position, message=message)
    if not hand_in:
        return Attempt.objects.get(pk=attempt.pk)
    ended = submit_attempt(attempt.pk, student=student)
    if marked:
        mark_attempt(ended)
    return Attempt.objects.get(pk=ended.pk)
