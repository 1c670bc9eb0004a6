"""Sittings for tests of reports: published papers, answers handed in and marked by the services."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from accounts.models import Classroom, User
from accounts.tests.factories import EnrollmentFactory, UserFactory
from exams.content import Content
from exams.models import Assignment, Attempt, Response
from exams.services.authoring import store_question
from exams.services.delivery import start_attempt, submit_attempt
from exams.services.marking import mark_attempt
from exams.services.publishing import publish_exam
from exams.tests.factories import AssignmentFactory, ExamFactory, ExamItemFactory, QuestionFactory
from grading.keys import load_key

__all__ = ["answer", "choice", "enroll", "give", "hand_in", "integer", "sit", "text"]


def integer(
    key: int, *, points: str = "2", title: str = "Compute $1+1$.", penalty: str = "0"
) -> dict[str, Any]:
    """A question with a whole number for its answer, and perhaps a share that a wrong one costs."""
    return {
        "points": points,
        "content": {"text": {"en": title}, "parts": [{"id": "a", "kind": "integer"}]},
        "keys": {"a": {"v": 1, "kind": "integer", "value": str(key), "penalty": penalty}},
    }


def choice(key: str, *, points: str = "1") -> dict[str, Any]:
    """A question with the options o1 (Seoul), o2 (Busan), o3 (Jeju)."""
    options = [
        {"id": f"o{n}", "text": {"en": name}} for n, name in enumerate(("Seoul", "Busan", "Jeju"), start=1)
    ]
    return {
        "points": points,
        "content": {
            "text": {"en": "Which one?"},
            "parts": [{"id": "a", "kind": "choice", "options": options}],
        },
        "keys": {"a": {"v": 1, "kind": "choice", "correct": key}},
    }


def give(classroom: Classroom, questions: list[dict[str, Any]], *, by: User, **fields: Any) -> Assignment:
    """A published paper of ``questions``, given to the class and open now."""
    exam = ExamFactory(school=classroom.school, title={"en": "Midterm"})
    for position, written in enumerate(questions, start=1):
        question = QuestionFactory(school=classroom.school, owner=by)
        keys = {part: load_key(key) for part, key in written["keys"].items()}
        store_question(question, Content.model_validate(written["content"]), keys, by=by)
        ExamItemFactory(exam=exam, position=position, question=question, points=Decimal(written["points"]))
    return AssignmentFactory(paper=publish_exam(exam, by=by), classroom=classroom, **fields)


def enroll(classroom: Classroom, number: int, *, name: str = "") -> User:
    """A student of the class."""
    user = UserFactory(name=name or f"Student {number:02}")
    EnrollmentFactory(classroom=classroom, user=user, number=number)
    return user


def text(written: str) -> dict[str, Any]:
    """Something typed as the answer to part a."""
    return {"a": {"text": written, "notation": "plain", "locale": "en"}}


def sit(assignment: Assignment, student: User, answers: Mapping[int, dict[str, Any]]) -> Attempt:
    """An attempt in progress that holds ``answers`` by position."""
    attempt = start_attempt(assignment, student=student)
    answer(attempt, answers)
    return attempt


def answer(attempt: Attempt, answers: Mapping[int, dict[str, Any]]) -> None:
    """Puts ``answers`` by position into an attempt in progress."""
    Response.objects.bulk_create(
        Response(
            attempt=attempt,
            position=position,
            revision=1,
            value={"v": 1, "parts": parts},
            saved_at=attempt.started_at,
        )
        for position, parts in answers.items()
    )


def hand_in(assignment: Assignment, student: User, answers: Mapping[int, dict[str, Any]]) -> Attempt:
    """An attempt that has ended and is marked."""
    attempt = submit_attempt(sit(assignment, student, answers).pk, student=student)
    mark_attempt(attempt)
    return attempt
