"""What a request costs the database, at 1 and at 50 questions. Statements of the transaction itself and
the look-up of session and user are not counted."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Classroom, User
from exams.models import Assignment, Attempt
from exams.presenting.messages import parse_message
from exams.services.delivery import save_response, start_attempt, submit_attempt
from exams.services.marking import mark_attempt
from exams.tests.demo_responses import ENTRIES, body_of, tried_at
from exams.tests.factories import make_assignment
from exams.tests.structured import give
from grading.models import Mark

FREE = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
SESSION = ('"django_session"', 'FROM "accounts_user" WHERE "accounts_user"."id"')
MOST = {"save": 4, "page": 6, "start": 6, "submit": 8}
MARKING = 4
BULK_WRITE = 1  # the marks
QUESTIONS = (1, 50)


def statements(act: Callable[[], HttpResponse | None]) -> list[str]:
    """The statements that count."""
    with CaptureQueriesContext(connection) as captured:
        response = act()
    assert response is None or response.status_code in (200, 302)
    queries = [query["sql"] for query in captured.captured_queries]
    return [
        sql for sql in queries if not sql.startswith(FREE) and not any(lookup in sql for lookup in SESSION)
    ]


@pytest.fixture(params=QUESTIONS)
def assignment(request: pytest.FixtureRequest, classroom: Classroom, teacher: User) -> Assignment:
    return make_assignment(classroom, by=teacher, questions=request.param)


@pytest.fixture
def attempt(assignment: Assignment, student: User) -> Attempt:
    return start_attempt(assignment, student=student)


def put(client: Client, attempt: Attempt, *, seq: int) -> HttpResponse:
    body = {
        "device": "phone",
        "seq": seq,
        "base_revision": seq - 1,
        "response": {"v": 1, "parts": {"a": {"text": f"x^2+{seq}x", "notation": "plain", "locale": "ko"}}},
    }
    address = reverse("save_response", args=[attempt.pk, 1])
    return client.put(address, json.dumps(body), content_type="application/json")


@pytest.mark.parametrize("seq", [1, 2])
def test_save_costs_four_statements_at_most(student_client: Client, attempt: Attempt, seq: int) -> None:
    """The first one inserts the response, the second one updates it."""
    for earlier in range(1, seq):
        put(student_client, attempt, seq=earlier)

    counted = statements(lambda: put(student_client, attempt, seq=seq))

    # PostgreSQL takes event and response in one.
    assert len(counted) == (MOST["save"] if connection.vendor == "sqlite" else MOST["save"] - 1)


def test_exam_page_costs_as_much_for_fifty_questions_as_for_one(
    student_client: Client, attempt: Attempt
) -> None:
    counted = statements(lambda: student_client.get(reverse("attempt", args=[attempt.pk])))

    assert len(counted) == 3
    assert len(counted) <= MOST["page"]


def test_start_costs_as_much_for_fifty_questions_as_for_one(
    student_client: Client, assignment: Assignment
) -> None:
    counted = statements(lambda: student_client.post(reverse("start_attempt", args=[assignment.pk])))

    assert len(counted) == 5
    assert len(counted) <= MOST["start"]


def test_limit_costs_a_start_one_more(student_client: Client, assignment: Assignment) -> None:
    """By how much it is stretched for this student."""
    Assignment.objects.update(limit_s=3600)

    counted = statements(lambda: student_client.post(reverse("start_attempt", args=[assignment.pk])))

    assert len(counted) == MOST["start"]


def test_submit_costs_as_much_for_fifty_questions_as_for_one(
    student_client: Client, attempt: Attempt
) -> None:
    put(student_client, attempt, seq=1)

    counted = statements(lambda: student_client.post(reverse("submit_attempt", args=[attempt.pk])))

    assert len(counted) == 4
    assert len(counted) <= MOST["submit"]


# Thirty questions of many kinds, with foreseen answers, mistakes known by rules, and what follows.
MIXED = ENTRIES[-30:]


def test_marking_costs_as_much_whatever_it_looks_at(
    classroom: Classroom, teacher: User, student: User
) -> None:
    assignment = give(classroom, *MIXED, by=teacher)
    attempt = start_attempt(assignment, student=student)
    for one in tried_at(assignment, 2):
        if one.can_be_sent:
            message = parse_message(body_of(one))
            save_response(attempt.pk, student=student, position=one.position, message=message)

    ended = submit_attempt(attempt.pk, student=student)

    counted = statements(lambda: mark_attempt(ended))

    assert len(counted) == MARKING + BULK_WRITE
    codes = set(Mark.objects.filter(attempt=attempt).values_list("reason__code", flat=True))
    assert {"foreseen_answer", "follows_own_value"} <= codes
