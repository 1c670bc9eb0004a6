"""A paper with every kind of question, sat by a student, for the tests of pages and of the API."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Classroom, User
from exams.models import Assignment, Attempt, Question
from exams.services.authoring import import_bank
from exams.services.publishing import publish_exam
from exams.tests.banks import bank_file, question
from exams.tests.factories import AssignmentFactory, ExamFactory, ExamItemFactory

__all__ = ["give_mixed_exam", "put_answer", "run_out", "save_body"]

HOUR = timedelta(hours=1)
HOSTILE = "<script>alert('content')</script>"
OPTIONS = [{"id": f"o{n}", "text": {"ko": f"보기 ${n}$", "en": f"Option ${n}$"}} for n in (1, 2, 3)]
QUESTIONS = [
    question(
        id="typed",
        text={"ko": f"$x(x-3)$을 전개하시오. {HOSTILE}", "en": f"Expand $x(x-3)$. {HOSTILE}"},
        solution={"ko": "풀이: 분배한다.", "en": "Worked solution: distribute."},
    ),
    question(
        id="choice",
        kind="choice",
        symbols=None,
        text={"ko": "하나를 고르시오.", "en": "Choose one."},
        options=OPTIONS,
        key="o2",
    ),
    question(
        id="several",
        kind="multiple_choice",
        symbols=None,
        text={"ko": "모두 고르시오.", "en": "Choose all."},
        options=OPTIONS,
        key={"correct": ["o1", "o3"], "policy": "per_option"},
    ),
    question(
        id="statement", kind="true_false", symbols=None, text={"ko": "참인가?", "en": "Is it true?"}, key=True
    ),
    question(
        id="whole", kind="integer", symbols=None, text={"ko": "정수는?", "en": "Which integer?"}, key=42
    ),
    question(
        id="decimal",
        kind="number",
        symbols=None,
        text={"ko": "어림값은?", "en": "About how much?"},
        key={"value": "3.14", "absolute": "0.01"},
    ),
]


def give_mixed_exam(classroom: Classroom, *, by: User, **fields: Any) -> Assignment:
    """An exam of six questions, one of each kind, 2 points each, given to ``classroom``."""
    import_bank(bank_file(*QUESTIONS), school=classroom.school, owner=by)
    exam = ExamFactory(school=classroom.school, title={"ko": "모의고사", "en": "Mock exam"})
    for position, entry in enumerate(QUESTIONS, start=1):
        row = Question.objects.get(school=classroom.school, external_id=entry["id"])
        ExamItemFactory(exam=exam, question=row, position=position, points=2)
    return AssignmentFactory(paper=publish_exam(exam, by=by), classroom=classroom, **fields)


def run_out(attempt: Attempt) -> None:
    """Moves the whole sitting into the past: its time and grace ran out a while ago. The rows move and not
    the clock, because the clock that decides may be the database's."""
    now = timezone.now()
    attempt.assignment.opens_at, attempt.assignment.closes_at = now - 3 * HOUR, now - HOUR
    attempt.assignment.save()
    attempt.started_at, attempt.deadline_at = now - 2 * HOUR, now - HOUR
    attempt.save()


def save_body(value: dict[str, Any], *, seq: int = 1, base: int = 0, device: str = "phone") -> dict[str, Any]:
    """The body of a save whose only part is answered by ``value``: ``{"text": …}`` or ``{"choice": […]}``."""
    return {"device": device, "seq": seq, "base_revision": base, "response": {"v": 1, "parts": {"a": value}}}


def put_answer(
    client: Client, attempt: Attempt, value: dict[str, Any], *, position: int = 1, **message: Any
) -> HttpResponse:
    """Saves one answer as the exam page does."""
    address = reverse("save_response", args=[attempt.pk, position])
    return client.put(address, json.dumps(save_body(value, **message)), content_type="application/json")
