"""An exam that may be opened in the school's network only: who is let in, and what is never refused."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Classroom, User
from accounts.tests.programs import api_of
from exams.models import Assignment, Attempt, Response
from exams.models.attempt import AttemptState
from exams.services.delivery import start_attempt
from exams.tests.factories import make_assignment
from exams.tests.reading_pages import page, text
from exams.tests.sittings import put_answer

SCHOOL, OUTSIDE = "10.20.3.4", "203.0.113.9"


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return make_assignment(classroom, by=teacher, networks=["10.20.0.0/16"])


@pytest.fixture
def attempt(assignment: Assignment, student: User) -> Attempt:
    return start_attempt(assignment, student=student, address=SCHOOL)


@pytest.mark.parametrize(("address", "status"), [(SCHOOL, 302), (f"::ffff:{SCHOOL}", 302), (OUTSIDE, 409)])
def test_start_asks_from_where(
    student_client: Client, assignment: Assignment, address: str, status: int
) -> None:
    answer = student_client.post(page("start_attempt", assignment.pk), REMOTE_ADDR=address)

    assert answer.status_code == status
    assert Attempt.objects.exists() is (status == 302)
    if status == 409:
        assert OUTSIDE in text(answer)


def test_exam_page_is_not_shown_elsewhere_and_says_where_one_is(
    student_client: Client, attempt: Attempt
) -> None:
    outside = student_client.get(page("attempt", attempt.pk), REMOTE_ADDR=OUTSIDE)
    inside = student_client.get(page("attempt", attempt.pk), REMOTE_ADDR=SCHOOL)

    assert (outside.status_code, inside.status_code) == (409, 200)
    assert OUTSIDE in text(outside)


def test_answers_are_taken_from_anywhere(student_client: Client, attempt: Attempt) -> None:
    student_client.defaults["REMOTE_ADDR"] = OUTSIDE

    saved = put_answer(student_client, attempt, {"text": "x+1"})
    pulse = student_client.post(
        reverse("pulse", args=[attempt.pk]), {"device": "phone"}, content_type="application/json"
    )
    typed = {"position": "1", "q1-revision": "1", "q1-part-a": "x+2", "next": "1"}
    form = student_client.post(page("attempt", attempt.pk), typed)
    ended = student_client.post(page("submit_attempt", attempt.pk))

    assert (saved.status_code, pulse.status_code, form.status_code, ended.status_code) == (200, 200, 302, 302)
    assert Response.objects.get().value["parts"]["a"]["text"] == "x+2"
    assert Attempt.objects.get().state == AttemptState.SUBMITTED


@pytest.mark.parametrize("name", ["api_start", "api_attempt"])
def test_program_opens_the_paper_only_from_there(student: User, attempt: Attempt, name: str) -> None:
    method, identifier = ("post", attempt.assignment_id) if name == "api_start" else ("get", attempt.pk)

    outside = api_of(student).call(method, name, identifier, REMOTE_ADDR=OUTSIDE)
    inside = api_of(student).call(method, name, identifier, REMOTE_ADDR=SCHOOL)

    assert (outside.status_code, outside.json()["error"]) == (409, "wrong_network")
    assert inside.status_code == 200


def test_right_code_from_the_wrong_place_counts_as_no_try(
    student_client: Client, assignment: Assignment
) -> None:
    Assignment.objects.update(access_code="Noether")
    start = page("start_attempt", assignment.pk)
    for _time in range(12):
        student_client.post(start, {"access_code": "Noether"}, REMOTE_ADDR=OUTSIDE)

    answer = student_client.post(start, {"access_code": "Noether"}, REMOTE_ADDR=SCHOOL)

    assert answer.status_code == 302
