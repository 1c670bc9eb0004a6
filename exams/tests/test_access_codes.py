"""An access code cannot be found by trying, whichever door is tried."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services.tokens import issue_tokens
from accounts.tests.browsers import client_of
from exams.models import Assignment, Attempt
from exams.tests.reading_pages import page


def test_tries_by_page_and_by_api_are_counted_together(
    student: User, student_client: Client, assignment: Assignment
) -> None:
    Assignment.objects.update(access_code="Noether")
    bearer = {"authorization": f"Bearer {issue_tokens(student).access_token}"}
    for number in range(10):
        student_client.post(page("start_attempt", assignment.pk), {"access_code": f"guess {number}"})

    answer = client_of().post(
        reverse("api_start", args=[assignment.pk]),
        {"access_code": "Noether"},
        content_type="application/json",
        headers=bearer,
    )

    assert (answer.status_code, answer.json()["error"]) == (429, "too_many_codes")
    assert 0 < int(answer["Retry-After"]) <= 600
    assert Attempt.objects.count() == 0
