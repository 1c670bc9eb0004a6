"""What the clock decides about a sitting: deadline and grace, a pause, and the end at the next touch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import Classroom, User
from accounts.tests.factories import AccommodationFactory
from accounts.tests.programs import api_of
from exams.errors import Refused
from exams.models import Assignment, Attempt, Response, ResponseEvent, TimeChange
from exams.models.attempt import AttemptState, EventOutcome, TimeChangeKind
from exams.services.delivery import (
    SaveMessage,
    SaveResult,
    expire_attempt,
    save_response,
    start_attempt,
    submit_attempt,
)
from exams.services.supervising.pausing import pause_attempts, resume_attempts
from exams.shapes import ResponseValue
from exams.tests.factories import make_assignment
from exams.tests.reading_pages import page, text
from exams.tests.sittings import put_answer, run_out

SECOND = timedelta(seconds=1)
GRACE = timedelta(seconds=30)
SetClock = Callable[[datetime], None]


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return make_assignment(classroom, by=teacher, limit_s=1800)


@pytest.fixture
def attempt(assignment: Assignment, student: User) -> Attempt:
    return start_attempt(assignment, student=student)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """``at(moment)`` sets the clock that decides, on both databases."""

    def set_clock(moment: datetime) -> None:
        for module in ("delivery.starting", "delivery.saving", "delivery.ending", "supervising.sitting_now"):
            monkeypatch.setattr(f"exams.services.{module}.now_at", lambda row: moment)

    return set_clock


def save(attempt: Attempt, typed: str = "x", *, seq: int = 1) -> SaveResult:
    response = ResponseValue.model_validate({"parts": {"a": {"text": typed}}})
    sent = SaveMessage(device="phone", seq=seq, base_revision=0, response=response)
    return save_response(attempt.pk, student=attempt.student, position=1, message=sent)


# --- deadline and grace ---


@pytest.mark.parametrize("after", [-SECOND, 0 * SECOND, SECOND, GRACE])
def test_save_until_grace_is_over_is_taken(attempt: Attempt, at: SetClock, after: timedelta) -> None:
    at(attempt.deadline_at + after)

    assert save(attempt).outcome == "accepted"
    assert Attempt.objects.get().state == AttemptState.IN_PROGRESS


@pytest.mark.parametrize("after", [GRACE + timedelta(microseconds=1), timedelta(days=1)])
def test_save_after_grace_is_evidence_and_ends_the_attempt_at_its_deadline(
    attempt: Attempt, at: SetClock, after: timedelta
) -> None:
    save(attempt, "in time")
    at(attempt.deadline_at + after)

    result = save(attempt, "too late", seq=2)

    ended = Attempt.objects.get()
    assert (result.outcome, result.held, result.paused) == ("late", False, False)
    assert result.value == Response.objects.get().value
    assert (ended.state, ended.submitted_at) == (AttemptState.EXPIRED, attempt.deadline_at)
    assert ended.receipt["answered"] == 1
    assert ResponseEvent.objects.get(seq=2).outcome == EventOutcome.LATE


@pytest.mark.parametrize(
    ("after", "state", "ended_after"),
    [
        (-SECOND, AttemptState.SUBMITTED, -SECOND),
        (0 * SECOND, AttemptState.SUBMITTED, 0 * SECOND),
        (GRACE, AttemptState.SUBMITTED, 0 * SECOND),
        (GRACE + SECOND, AttemptState.EXPIRED, 0 * SECOND),
    ],
)
def test_submit_around_the_deadline_never_ends_after_it(
    attempt: Attempt, at: SetClock, after: timedelta, state: AttemptState, ended_after: timedelta
) -> None:
    at(attempt.deadline_at + after)

    ended = submit_attempt(attempt.pk, student=attempt.student)

    assert (ended.state, ended.submitted_at) == (state, attempt.deadline_at + ended_after)


def test_message_sent_again_after_the_end_gets_the_reply_it_got(attempt: Attempt, at: SetClock) -> None:
    first = save(attempt)
    at(attempt.deadline_at + timedelta(hours=1))

    again = save(attempt)

    assert (first.outcome, again.outcome, again.revision, again.closed) == ("accepted", "accepted", 1, False)
    assert ResponseEvent.objects.count() == 1


# --- start ---


def test_running_attempt_is_found_after_the_window_has_closed(attempt: Attempt, at: SetClock) -> None:
    Attempt.objects.update(deadline_at=attempt.assignment.closes_at + timedelta(minutes=10))
    at(attempt.assignment.closes_at + SECOND)

    assert start_attempt(attempt.assignment, student=attempt.student) == attempt


def test_student_with_more_time_starts_within_the_window_and_runs_past_it(
    assignment: Assignment, student: User, at: SetClock
) -> None:
    AccommodationFactory(school=assignment.classroom.school, user=student, factor=Decimal("1.5"))
    at(assignment.closes_at)
    with pytest.raises(Refused, match="window_closed"):
        start_attempt(assignment, student=student)

    at(assignment.closes_at - timedelta(minutes=5))
    attempt = start_attempt(assignment, student=student)
    at(assignment.closes_at + timedelta(minutes=9))

    assert attempt.deadline_at == assignment.closes_at + timedelta(minutes=15)
    assert save(attempt).outcome == "accepted"


@pytest.mark.parametrize(("allowed", "refused"), [(1, "no_attempts_left"), (2, "")])
def test_start_ends_what_ran_out_and_begins_another_if_there_is_one(
    attempt: Attempt, at: SetClock, allowed: int, refused: str
) -> None:
    Assignment.objects.update(max_attempts=allowed)
    at(attempt.deadline_at + GRACE + SECOND)

    try:
        number = start_attempt(Assignment.objects.get(), student=attempt.student).number
    except Refused as refusal:
        number, code = 0, refusal.code
    else:
        code = ""

    attempt.refresh_from_db()
    assert (attempt.state, attempt.submitted_at) == (AttemptState.EXPIRED, attempt.deadline_at)
    assert (code, number) == (refused, 0 if refused else 2)


def test_start_at_the_moment_in_which_a_teacher_moves_the_end_has_the_new_end(
    classroom: Classroom, teacher: User, student: User
) -> None:
    read_before = make_assignment(classroom, by=teacher)
    later = read_before.closes_at + timedelta(minutes=10)
    Assignment.objects.update(closes_at=later)

    attempt = start_attempt(read_before, student=student)

    attempt.refresh_from_db()
    assert attempt.deadline_at == later


# --- a pause ---


def test_answer_on_its_way_when_the_exam_was_paused_counts(
    attempt: Attempt, teacher: User, at: SetClock
) -> None:
    at(attempt.started_at + timedelta(minutes=1))
    pause_attempts(attempt.assignment, by=teacher)
    at(attempt.started_at + timedelta(minutes=1) + GRACE)

    result = save(attempt)

    assert (result.outcome, result.paused, result.held) == ("accepted", True, False)


def test_answer_typed_in_a_pause_is_held_and_counts_when_the_exam_goes_on(
    attempt: Attempt, teacher: User, at: SetClock
) -> None:
    begin = attempt.started_at + timedelta(minutes=1)
    at(begin)
    pause_attempts(attempt.assignment, by=teacher)
    at(begin + GRACE + SECOND)
    held = save(attempt, "typed in the pause")
    at(begin + timedelta(minutes=5))
    resume_attempts(attempt.assignment, by=teacher)

    same, new = save(attempt, "typed in the pause"), save(attempt, "typed in the pause", seq=2)

    assert (held.outcome, held.held, held.paused) == ("late", True, True)
    assert (same.outcome, same.held, same.paused) == ("late", True, False)
    assert (new.outcome, new.revision) == ("accepted", 1)
    assert new.deadline_at == attempt.deadline_at + timedelta(minutes=5)


def test_save_in_a_pause_is_refused_by_its_own_code(
    student_client: Client, attempt: Attempt, student: User
) -> None:
    Attempt.objects.update(paused_at=attempt.started_at - timedelta(hours=1))

    by_page = put_answer(student_client, attempt, {"text": "x"})
    body = {"device": "app", "seq": 1, "base_revision": 0, "response": {"parts": {"a": {"text": "x"}}}}
    by_api = api_of(student).call("put", "api_response", attempt.pk, 1, data=body)

    assert (by_page.status_code, by_page.json()["error"], by_page.json()["paused"]) == (
        409,
        "attempt_paused",
        True,
    )
    assert (by_api.status_code, by_api.json()["error"]) == (409, "attempt_paused")
    assert by_api.json()["details"]["paused"] is True
    assert ResponseEvent.objects.filter(outcome=EventOutcome.LATE).count() == 2


def test_paused_attempt_waits_whatever_the_clock_says(attempt: Attempt, at: SetClock) -> None:
    Attempt.objects.update(paused_at=attempt.started_at)
    at(attempt.deadline_at + timedelta(hours=3))

    assert expire_attempt(attempt.pk).state == AttemptState.IN_PROGRESS


def test_paused_attempt_can_be_handed_in_and_gets_its_time_back(
    attempt: Attempt, teacher: User, at: SetClock
) -> None:
    begin = attempt.started_at + timedelta(minutes=1)
    at(begin)
    pause_attempts(attempt.assignment, by=teacher)
    moment = attempt.deadline_at + timedelta(hours=1)
    at(moment)

    ended = submit_attempt(attempt.pk, student=attempt.student)

    stored = Attempt.objects.get()
    change = TimeChange.objects.get(kind=TimeChangeKind.PAUSE)
    assert (ended.state, stored.submitted_at, stored.paused_at) == (AttemptState.SUBMITTED, moment, None)
    assert stored.deadline_at == attempt.deadline_at + timedelta(seconds=change.seconds)
    assert stored.submitted_at < stored.deadline_at


# --- the next touch ---


def _home(client: Client, attempt: Attempt) -> HttpResponse:
    return client.get(page("home"))


def _cover(client: Client, attempt: Attempt) -> HttpResponse:
    return client.get(page("assignment", attempt.assignment_id))


def _exam_page(client: Client, attempt: Attempt) -> HttpResponse:
    return client.get(page("attempt", attempt.pk))


def _pulse(client: Client, attempt: Attempt) -> HttpResponse:
    return client.post(page("pulse", attempt.pk), {"device": "phone"}, content_type="application/json")


def _save(client: Client, attempt: Attempt) -> HttpResponse:
    return put_answer(client, attempt, {"text": "x"})


def _start(client: Client, attempt: Attempt) -> HttpResponse:
    return client.post(page("start_attempt", attempt.assignment_id))


def _hand_in(client: Client, attempt: Attempt) -> HttpResponse:
    return client.post(page("submit_attempt", attempt.pk))


@pytest.mark.parametrize("touch", [_home, _cover, _exam_page, _pulse, _save, _start, _hand_in])
def test_attempt_past_its_time_ends_at_its_deadline_whatever_touches_it(
    student_client: Client, attempt: Attempt, touch: Callable[[Client, Attempt], Any]
) -> None:
    run_out(attempt)

    touch(student_client, attempt)

    ended = Attempt.objects.get()
    assert (ended.state, ended.submitted_at) == (AttemptState.EXPIRED, attempt.deadline_at)
    assert ended.receipt["attempt"] == str(attempt.pk)


def test_home_shows_what_ran_out_as_ended(student_client: Client, attempt: Attempt) -> None:
    run_out(attempt)

    shown = student_client.get(page("home"))

    assert f'href="{page("attempt", attempt.pk)}"' not in shown.content.decode()
    assert "Handed in" in text(shown)
