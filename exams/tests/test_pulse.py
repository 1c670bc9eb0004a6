"""The sign of life of an exam page: who is in charge, what a student is told, and what it costs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Classroom, User
from accounts.tests.programs import api_of
from exams.models import Acknowledgement, Assignment, Attempt, Notice, Presence
from exams.models.attempt import AttemptState
from exams.services.delivery import start_attempt, submit_attempt
from exams.tests.factories import NoticeFactory, make_assignment
from exams.tests.sittings import put_answer, run_out

FREE = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
SESSION = ('"django_session"', 'FROM "accounts_user" WHERE "accounts_user"."id"')
MOST = 4


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return make_assignment(classroom, by=teacher)


@pytest.fixture
def attempt(assignment: Assignment, student: User) -> Attempt:
    return start_attempt(assignment, student=student)


def pulse(client: Client, attempt: Attempt, *, device: str = "phone", **said: Any) -> HttpResponse:
    """Sends a pulse as the exam page does."""
    body = {"device": device, "position": 1, "unsent": 0, "claim": False, "since": 0, "acknowledged": []}
    address = reverse("pulse", args=[attempt.pk])
    return client.post(address, json.dumps({**body, **said}), content_type="application/json")


def announce(attempt: Attempt, text: str, *, only: Attempt | None = None) -> Notice:
    """A notice for the whole class, or for ``only`` one student."""
    return NoticeFactory(values={"text": text}, attempt=only, assignment=attempt.assignment)


def test_pulse_notes_where_the_page_is(student_client: Client, attempt: Attempt) -> None:
    reply = pulse(student_client, attempt, position=1, unsent=3).json()

    row = Presence.objects.get()
    assert (row.attempt, row.device, row.position, row.unsent) == (attempt, "phone", 1, 3)
    assert (reply["state"], reply["paused"], reply["in_charge"]) == ("in_progress", False, True)
    assert (reply["notice"], reply["notices"]) == (0, [])
    assert set(reply) >= {"server_time", "deadline_at"}


def test_device_that_claims_takes_over_from_the_other(student_client: Client, attempt: Attempt) -> None:
    pulse(student_client, attempt, device="phone", claim=True)
    pulse(student_client, attempt, device="laptop", claim=True)

    first = pulse(student_client, attempt, device="phone", position=1, unsent=9).json()
    second = pulse(student_client, attempt, device="laptop").json()

    assert (first["in_charge"], second["in_charge"]) == (False, True)
    assert (Presence.objects.get().device, Presence.objects.get().unsent) == ("laptop", 0)


def test_pulse_tells_what_is_new_for_this_student_oldest_first(
    student_client: Client, attempt: Attempt, classmate: User
) -> None:
    other = start_attempt(attempt.assignment, student=classmate)
    known = announce(attempt, "known")
    everyone = announce(attempt, "for everyone")
    mine = announce(attempt, "for one", only=attempt)
    announce(attempt, "for another", only=other)

    reply = pulse(student_client, attempt, since=known.pk).json()

    assert [notice["id"] for notice in reply["notices"]] == [everyone.pk, mine.pk]
    assert [notice["text"] for notice in reply["notices"]] == ["for everyone", "for one"]
    assert reply["notice"] == mine.pk


def test_save_says_that_something_is_new(student_client: Client, attempt: Attempt) -> None:
    before = put_answer(student_client, attempt, {"text": "x"}).json()
    notice = announce(attempt, "The axis is dashed.")

    after = put_answer(student_client, attempt, {"text": "x+1"}, seq=2).json()

    assert (before["notice"], after["notice"]) == (0, notice.pk)
    assert after["paused"] is False


def test_acknowledging_twice_counts_once_and_only_what_was_told(
    student_client: Client, attempt: Attempt, classmate: User
) -> None:
    mine = announce(attempt, "The axis is dashed.")
    foreign = announce(attempt, "x", only=start_attempt(attempt.assignment, student=classmate))

    for _time in range(2):
        pulse(student_client, attempt, since=mine.pk, acknowledged=[mine.pk, foreign.pk, 2**40])

    (row,) = Acknowledgement.objects.all()
    assert (row.notice, row.attempt) == (mine, attempt)


def test_pulse_ends_an_attempt_whose_time_has_run_out(student_client: Client, attempt: Attempt) -> None:
    run_out(attempt)

    reply = pulse(student_client, attempt).json()

    attempt.refresh_from_db()
    assert (reply["state"], attempt.state) == ("expired", AttemptState.EXPIRED)
    assert attempt.submitted_at == attempt.deadline_at


def test_pulse_after_handing_in_says_so_and_keeps_what_is_unsent(
    student_client: Client, attempt: Attempt
) -> None:
    submit_attempt(attempt.pk, student=attempt.student)

    reply = pulse(student_client, attempt, unsent=2)

    assert (reply.status_code, reply.json()["state"]) == (200, "submitted")
    assert Presence.objects.get().unsent == 2


def test_pulse_of_a_paused_attempt_says_so(student_client: Client, attempt: Attempt) -> None:
    Attempt.objects.update(paused_at=attempt.started_at)

    assert pulse(student_client, attempt).json()["paused"] is True


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"device": ""}',
        b'{"device": "p", "since": -1}',
        b'{"device": "p", "position": 70000}',
        b'{"device": "p", "unsent": "3"}',
        b'{"device": "p", "acknowledged": [null]}',
        b'{"device": "p", "secret": 1}',
    ],
)
def test_pulse_that_cannot_be_read_is_refused_by_a_sentence(
    student_client: Client, attempt: Attempt, body: bytes
) -> None:
    address = reverse("pulse", args=[attempt.pk])

    reply = student_client.post(address, body, content_type="application/json")

    assert (reply.status_code, reply.json()["error"]) == (400, "bad_message")
    assert not Presence.objects.exists()


def test_program_sends_a_pulse_too(student: User, attempt: Attempt) -> None:
    notice = announce(attempt, "The axis is dashed.")

    reply = api_of(student).call("post", "api_pulse", attempt.pk, data={"device": "app", "claim": True})

    body = reply.json()
    assert (reply.status_code, body["in_charge"], body["notice"]) == (200, True, notice.pk)
    assert body["notices"][0]["text"] == "The axis is dashed."


@pytest.mark.parametrize("is_first", [True, False])
def test_pulse_costs_four_statements_at_most(
    student_client: Client, attempt: Attempt, is_first: bool
) -> None:
    notices = [announce(attempt, f"Notice {number}") for number in range(3)]
    if not is_first:
        pulse(student_client, attempt, claim=True)

    with CaptureQueriesContext(connection) as captured:
        pulse(student_client, attempt, since=notices[0].pk, acknowledged=[notices[0].pk])

    queries = [query["sql"] for query in captured.captured_queries]
    counted = [sql for sql in queries if not sql.startswith(FREE) and not any(s in sql for s in SESSION)]
    assert len(counted) <= MOST
