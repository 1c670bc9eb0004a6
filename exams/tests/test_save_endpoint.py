"""The address that takes answers: what it replies to good, late, foreign and hostile messages."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Classroom, User
from accounts.tests.browsers import BACKEND, client_of
from exams.models import Attempt, Response, ResponseEvent
from exams.models.attempt import EventOutcome
from exams.services.delivery import start_attempt, submit_attempt
from exams.tests.sittings import give_mixed_exam, put_answer, run_out, save_body

FIELDS = {"error", "message", "details", "timestamp", "request_id"}


@pytest.fixture
def attempt(classroom: Classroom, teacher: User, student: User) -> Attempt:
    return start_attempt(give_mixed_exam(classroom, by=teacher), student=student)


def put(client: Client, attempt: Attempt, body: Any, *, position: int = 1) -> HttpResponse:
    """Sends ``body`` as it is."""
    address = reverse("save_response", args=[attempt.pk, position])
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.put(address, data, content_type="application/json")


def test_save_replies_with_what_stands_and_with_the_clock(student_client: Client, attempt: Attempt) -> None:
    reply = put_answer(student_client, attempt, {"text": "x(x-3)"})

    body, saved = reply.json(), Response.objects.get()
    times = {
        name: datetime.fromisoformat(body.pop(name)) for name in ("saved_at", "server_time", "deadline_at")
    }
    assert reply.status_code == 200
    assert body == {
        "outcome": "accepted",
        "revision": 1,
        "newest_seq": 1,
        "value": saved.value,
        "paused": False,
        "notice": 0,
    }
    assert times == {
        "saved_at": saved.saved_at,
        "server_time": saved.saved_at,
        "deadline_at": attempt.deadline_at,
    }


def test_save_sent_again_gets_the_same_reply(student_client: Client, attempt: Attempt) -> None:
    first, second = (put_answer(student_client, attempt, {"text": "x"}).json() for _ in range(2))

    assert {**second, "server_time": ""} == {**first, "server_time": ""}
    assert ResponseEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("message", "outcome"),
    [({"seq": 1, "device": "laptop"}, "conflict"), ({"seq": 4}, "superseded")],
)
def test_save_that_lost_is_no_error_and_shows_what_won(
    student_client: Client, attempt: Attempt, message: dict[str, Any], outcome: str
) -> None:
    put_answer(student_client, attempt, {"text": "won"}, seq=5)

    reply = put_answer(student_client, attempt, {"text": "lost"}, **message)

    body = reply.json()
    assert (reply.status_code, body["outcome"], body["revision"]) == (200, outcome, 1)
    assert body["value"]["parts"]["a"]["text"] == "won"


GOOD = save_body({"text": "x"})
BAD: list[tuple[str, Any, int, int, str]] = [
    # name, body, position, status, code
    ("nothing", b"", 1, 400, "bad_message"),
    ("not JSON", b"{", 1, 400, "bad_message"),
    ("not UTF-8", b'{"device": "\xff"}', 1, 400, "bad_message"),
    ("a list", [], 1, 400, "bad_message"),
    ("a form", "device=phone&seq=1", 1, 400, "bad_message"),
    ("nested without end", "[" * 10_000, 1, 400, "bad_message"),
    ("a number without end", '{"seq": ' + "9" * 5_000 + "}", 1, 400, "bad_message"),
    ("without device", {**GOOD, "device": None}, 1, 400, "bad_message"),
    ("a device with spaces", {**GOOD, "device": "my phone"}, 1, 400, "bad_message"),
    ("a long device", {**GOOD, "device": "x" * 65}, 1, 400, "bad_message"),
    ("seq zero", {**GOOD, "seq": 0}, 1, 400, "bad_message"),
    ("seq in quotes", {**GOOD, "seq": "1"}, 1, 400, "bad_message"),
    ("seq too large", {**GOOD, "seq": 2**53}, 1, 400, "bad_message"),
    ("a base below nothing", {**GOOD, "base_revision": -1}, 1, 400, "bad_message"),
    ("a base too large", {**GOOD, "base_revision": 2**31}, 1, 400, "bad_message"),
    ("an unknown field", {**GOOD, "score": 100}, 1, 400, "bad_message"),
    ("another version", {**GOOD, "response": {"v": 2, "parts": {}}}, 1, 400, "bad_message"),
    ("no parts", {**GOOD, "response": {}}, 1, 400, "bad_message"),
    (
        "27 parts",
        {**GOOD, "response": {"parts": {f"p{n}": {"text": ""} for n in range(27)}}},
        1,
        400,
        "bad_message",
    ),
    ("a text of 2001", save_body({"text": "x" * 2001}), 1, 400, "bad_message"),
    ("half a character", '{"device": "\\ud800"}', 1, 400, "bad_message"),
    ("41 options", save_body({"choice": ["o1"] * 41}), 2, 400, "bad_message"),
    ("text and options", save_body({"text": "x", "choice": ["o1"]}), 1, 400, "bad_message"),
    ("another notation", save_body({"text": "x", "notation": "speech"}), 1, 400, "bad_message"),
    ("too large", save_body({"text": "x" * 2_200_000}), 1, 413, "message_too_large"),
    ("beyond what Django reads", b"x" * 3_000_000, 1, 413, "message_too_large"),
    ("an unknown position", GOOD, 7, 422, "unknown_position"),
    ("a huge position", GOOD, 10**30, 422, "unknown_position"),
    ("an unknown part", {**GOOD, "response": {"parts": {"z": {"text": "x"}}}}, 1, 422, "unknown_part"),
    ("an unknown option", save_body({"choice": ["o9"]}), 2, 422, "unknown_option"),
    ("an option of a formula", save_body({"choice": ["o1"]}), 1, 422, "unknown_option"),
]


@pytest.mark.parametrize(
    ("body", "position", "status", "code"), [row[1:] for row in BAD], ids=[row[0] for row in BAD]
)
def test_message_that_cannot_be_taken_is_refused_and_stores_nothing(
    student_client: Client, attempt: Attempt, body: Any, position: int, status: int, code: str
) -> None:
    reply = put(student_client, attempt, body, position=position)

    error = reply.json()
    assert (reply.status_code, error["error"], set(error)) == (status, code, FIELDS)
    assert (error["message"] != code, bool(error["message"])) == (True, True)
    assert (ResponseEvent.objects.count(), Response.objects.count()) == (0, 0)


def test_seq_used_for_another_answer_is_refused(student_client: Client, attempt: Attempt) -> None:
    put_answer(student_client, attempt, {"text": "x"})

    reply = put_answer(student_client, attempt, {"text": "y"})

    assert (reply.status_code, reply.json()["error"]) == (422, "reused_seq")


TEXTS = [
    "x^2",
    "  ",
    "한글",
    "😀" * 100,
    "'; DROP TABLE exams_response; --",
    "%s %(x)s {0}",
    "\u202e\u0301",
    "x" * 2000,
]


@pytest.mark.parametrize("typed", TEXTS)
def test_whatever_was_typed_comes_back_as_it_was(
    student_client: Client, attempt: Attempt, typed: str
) -> None:
    reply = put_answer(student_client, attempt, {"text": typed})

    assert reply.json()["value"]["parts"]["a"]["text"] == typed
    assert Response.objects.get().value["parts"]["a"]["text"] == typed


def test_nul_that_no_database_stores_becomes_an_unknown_character(
    student_client: Client, attempt: Attempt
) -> None:
    reply = put_answer(student_client, attempt, {"text": "a\0b"})

    assert (reply.status_code, reply.json()["value"]["parts"]["a"]["text"]) == (200, "a�b")


def test_save_after_time_is_up_is_kept_and_shows_what_counts(attempt: Attempt, student: User) -> None:
    put_answer(client_of(student), attempt, {"text": "in time"})

    run_out(attempt)

    reply = put_answer(client_of(student), attempt, {"text": "too late"}, seq=2, base=1)

    body = reply.json()
    assert (reply.status_code, body["error"], body["outcome"], body["revision"]) == (
        409,
        "time_is_up",
        "late",
        1,
    )
    assert body["value"]["parts"]["a"]["text"] == "in time"
    assert ResponseEvent.objects.get(seq=2).outcome == EventOutcome.LATE


def test_save_after_submit_is_kept_and_says_so(student_client: Client, attempt: Attempt) -> None:
    submit_attempt(attempt.pk, student=attempt.student)

    reply = put_answer(student_client, attempt, {"text": "too late"})

    assert (reply.status_code, reply.json()["error"]) == (409, "time_is_up")
    assert ResponseEvent.objects.get().outcome == EventOutcome.LATE


def test_save_by_nobody_is_401_and_json(client: Client, attempt: Attempt) -> None:
    reply = put_answer(client, attempt, {"text": "x"})

    assert (reply.status_code, reply.json()["error"], set(reply.json())) == (401, "not_signed_in", FIELDS)


@pytest.mark.parametrize(
    "who", ["classmate", "stranger", "teacher", "colleague", "other_student", "operator"]
)
def test_save_into_a_foreign_attempt_is_404_and_json(
    request: pytest.FixtureRequest, attempt: Attempt, who: str
) -> None:
    reply = put_answer(request.getfixturevalue(f"{who}_client"), attempt, {"text": "x"})

    assert (reply.status_code, reply.json()["error"], set(reply.json())) == (404, "not_found", FIELDS)
    assert ResponseEvent.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
def test_save_takes_nothing_but_put(student_client: Client, attempt: Attempt, method: str) -> None:
    address = reverse("save_response", args=[attempt.pk, 1])

    assert getattr(student_client, method)(address).status_code == 405


def strict_client(user: User) -> Client:
    """A browser that is not let through without the CSRF token."""
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    browser.force_login(user, backend=BACKEND)
    return browser


def test_save_needs_the_csrf_token_of_the_cookie(student: User, attempt: Attempt) -> None:
    browser = strict_client(student)
    browser.get(reverse("attempt", args=[attempt.pk]))
    address = reverse("save_response", args=[attempt.pk, 1])

    without = browser.put(address, json.dumps(GOOD), content_type="application/json")
    token = browser.cookies["csrftoken"].value
    with_token = browser.put(
        address, json.dumps(GOOD), content_type="application/json", headers={"x-csrftoken": token}
    )

    assert (without.status_code, with_token.status_code) == (403, 200)
    assert (without.json()["error"], set(without.json())) == ("csrf_failed", FIELDS)
    assert ResponseEvent.objects.count() == 1


@pytest.mark.parametrize(("name", "arguments"), [("save_response", [1]), ("pulse", [])])
def test_page_that_lost_session_and_csrf_token_is_told_to_sign_in(
    attempt: Attempt, name: str, arguments: list[int]
) -> None:
    """Both cookies go when a browser forgets a site; signing in brings both back."""
    browser = Client(enforce_csrf_checks=True)
    send = browser.put if name == "save_response" else browser.post

    reply = send(
        reverse(name, args=[attempt.pk, *arguments]), json.dumps(GOOD), content_type="application/json"
    )

    assert (reply.status_code, reply.json()["error"]) == (401, "not_signed_in")


@pytest.mark.parametrize("name", ["attempt", "submit_attempt"])
def test_forms_of_a_sitting_need_the_csrf_token(student: User, attempt: Attempt, name: str) -> None:
    answer = strict_client(student).post(reverse(name, args=[attempt.pk]), {"position": "1"})

    assert answer.status_code == 403
    assert Attempt.objects.get().submitted_at is None
