"""Sitting an exam: what starts, what is kept of every message, and how it ends."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Classroom, User
from accounts.tests.factories import AccommodationFactory
from exams.errors import Refused
from exams.models import Assignment, Attempt, Response, ResponseEvent
from exams.models.attempt import AttemptState, EventOutcome
from exams.receipts import verify_receipt
from exams.services import clock
from exams.services.delivery import (
    SaveMessage,
    SaveResult,
    deadline_of,
    expire_attempt,
    save_response,
    start_attempt,
    submit_attempt,
)
from exams.services.layouts import draw_layout
from exams.services.sweep import sweep
from exams.shapes import Outline, Receipt, ResponseValue
from exams.tests.factories import make_assignment
from grading.models import Mark

PHONE, LAPTOP = "phone", "laptop"


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return make_assignment(classroom, by=teacher, questions=2)


@pytest.fixture
def attempt(assignment: Assignment, student: User) -> Attempt:
    return start_attempt(assignment, student=student)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """``at(moment)`` sets the clock that decides, on both databases."""

    def set_clock(moment: Any) -> None:
        for module in ("starting", "saving", "ending"):
            monkeypatch.setattr(f"exams.services.delivery.{module}.now_at", lambda row: moment)
        monkeypatch.setattr(clock, "now_at", lambda row: moment)

    return set_clock


def message(text: str, *, seq: int, base: int = 0, device: str = PHONE) -> SaveMessage:
    response = ResponseValue.model_validate({"parts": {"a": {"text": text}}})
    return SaveMessage(device=device, seq=seq, base_revision=base, response=response)


def save(attempt: Attempt, sent: SaveMessage, *, position: int = 1) -> SaveResult:
    return save_response(attempt.pk, student=attempt.student, position=position, message=sent)


def text_of(value: dict[str, Any] | None) -> str | None:
    return value and value["parts"]["a"]["text"]


# --- start ---


def test_start_twice_gives_the_same_attempt(assignment: Assignment, student: User) -> None:
    first = start_attempt(assignment, student=student)

    second = start_attempt(assignment, student=student)

    assert second == first
    assert Attempt.objects.count() == 1


def test_start_before_opening_is_refused(assignment: Assignment, student: User, at: Any) -> None:
    at(assignment.opens_at - timedelta(seconds=1))

    with pytest.raises(Refused) as refusal:
        start_attempt(assignment, student=student)

    assert refusal.value.code == "not_open_yet"


def test_start_at_closing_is_refused(assignment: Assignment, student: User, at: Any) -> None:
    at(assignment.closes_at)

    with pytest.raises(Refused) as refusal:
        start_attempt(assignment, student=student)

    assert refusal.value.code == "window_closed"


def test_start_after_the_last_attempt_is_refused(attempt: Attempt) -> None:
    submit_attempt(attempt.pk, student=attempt.student)

    with pytest.raises(Refused) as refusal:
        start_attempt(attempt.assignment, student=attempt.student)

    assert refusal.value.code == "no_attempts_left"


def test_start_again_where_two_attempts_are_allowed_counts_on(
    classroom: Classroom, teacher: User, student: User
) -> None:
    assignment = make_assignment(classroom, by=teacher, max_attempts=2)
    first = start_attempt(assignment, student=student)
    submit_attempt(first.pk, student=student)

    second = start_attempt(assignment, student=student)

    assert (first.number, second.number) == (1, 2)


@pytest.mark.parametrize(
    ("typed", "code"), [("", "wrong_access_code"), ("blue", "wrong_access_code"), (" red ", None)]
)
def test_start_asks_for_the_access_code(
    classroom: Classroom, teacher: User, student: User, typed: str, code: str | None
) -> None:
    assignment = make_assignment(classroom, by=teacher, access_code="red")

    try:
        start_attempt(assignment, student=student, access_code=typed)
        refused = None
    except Refused as refusal:
        refused = refusal.code

    assert refused == code


def test_database_refuses_a_second_attempt_in_progress(attempt: Attempt) -> None:
    second = Attempt.objects.get(pk=attempt.pk)
    second.pk, second.number, second._state.adding = None, 2, True

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save(force_insert=True)


@pytest.mark.parametrize(
    ("limit_s", "factor", "started_min_before_close", "minutes"),
    [
        (None, "1", 60, 60),
        (None, "2", 60, 60),  # without a limit there is nothing to stretch
        (1800, "1", 60, 30),
        (1800, "1.5", 60, 45),
        (1800, "1", 10, 10),  # the window ends first
        (1800, "1.5", 10, 25),  # the window stretches by half the limit
    ],
)
def test_deadline_is_the_earlier_of_limit_and_window(
    assignment: Assignment, limit_s: int | None, factor: str, started_min_before_close: int, minutes: int
) -> None:
    assignment.limit_s = limit_s
    started_at = assignment.closes_at - timedelta(minutes=started_min_before_close)

    deadline = deadline_of(assignment, started_at=started_at, factor=Decimal(factor))

    assert deadline - started_at == timedelta(minutes=minutes)


def test_start_uses_the_accommodation_that_holds_today(
    classroom: Classroom, teacher: User, student: User
) -> None:
    assignment = make_assignment(classroom, by=teacher, limit_s=600)
    AccommodationFactory(school=classroom.school, user=student, factor=Decimal("1.5"), since=None, until=None)

    attempt = start_attempt(assignment, student=student)

    assert attempt.deadline_at - attempt.started_at == timedelta(minutes=15)


def test_layout_is_drawn_again_from_its_seed(attempt: Attempt) -> None:
    outline = Outline.model_validate(attempt.assignment.paper.outline)

    again = draw_layout(outline, attempt.seed)

    assert again.model_dump(mode="json") == attempt.layout


# --- save ---


def test_save_stores_response_and_event(attempt: Attempt) -> None:
    result = save(attempt, message("x+1", seq=1))

    response, event = Response.objects.get(), ResponseEvent.objects.get()
    assert (result.outcome, result.revision) == ("accepted", 1)
    assert (response.position, response.revision, text_of(response.value)) == (1, 1, "x+1")
    assert (event.device, event.seq, event.revision, event.outcome) == (PHONE, 1, 1, EventOutcome.ACCEPTED)


def test_save_sent_twice_gets_the_same_answer_and_changes_nothing(attempt: Attempt) -> None:
    sent = message("x+1", seq=1)
    first = save(attempt, sent)

    second = save(attempt, sent)

    assert (second.outcome, second.revision, second.value) == (first.outcome, first.revision, first.value)
    assert ResponseEvent.objects.count() == 1


def test_save_with_a_used_seq_and_another_body_is_refused(attempt: Attempt) -> None:
    save(attempt, message("x+1", seq=1))

    with pytest.raises(Refused) as refusal:
        save(attempt, message("x+2", seq=1))

    assert (refusal.value.code, refusal.value.values) == ("reused_seq", {"newest_seq": 1})
    assert text_of(Response.objects.get().value) == "x+1"


def test_save_that_arrives_late_in_order_is_superseded(attempt: Attempt) -> None:
    save(attempt, message("newer", seq=5))

    result = save(attempt, message("older", seq=4))

    assert (result.outcome, result.revision, text_of(result.value)) == ("superseded", 1, "newer")
    assert ResponseEvent.objects.get(seq=4).outcome == EventOutcome.SUPERSEDED


def test_save_tells_a_browser_that_lost_count_how_far_it_had_counted(attempt: Attempt) -> None:
    save(attempt, message("newer", seq=5))

    superseded = save(attempt, message("typed after the profile was restored", seq=4))
    again = save(
        attempt, message("typed after the profile was restored", seq=superseded.newest_seq + 1, base=1)
    )

    assert (superseded.newest_seq, again.outcome, again.newest_seq) == (5, "accepted", 6)


def test_save_from_the_same_device_over_an_old_revision_is_taken(attempt: Attempt) -> None:
    """The reply to the first was lost; the device went on typing."""
    save(attempt, message("x", seq=1, base=0))

    result = save(attempt, message("x+1", seq=2, base=0))

    assert (result.outcome, result.revision) == ("accepted", 2)


def test_save_over_another_devices_answer_is_a_conflict_and_both_are_kept(attempt: Attempt) -> None:
    save(attempt, message("from the phone", seq=1))

    result = save(attempt, message("from the laptop", seq=1, device=LAPTOP))

    assert (result.outcome, result.revision, text_of(result.value)) == ("conflict", 1, "from the phone")
    kept = ResponseEvent.objects.get(device=LAPTOP)
    assert (kept.outcome, text_of(kept.value)) == (EventOutcome.CONFLICT, "from the laptop")


def test_save_after_seeing_the_other_devices_answer_is_taken(attempt: Attempt) -> None:
    save(attempt, message("from the phone", seq=1))

    result = save(attempt, message("from the laptop", seq=2, base=1, device=LAPTOP))

    assert (result.outcome, result.revision) == ("accepted", 2)


def test_save_of_the_same_answer_from_another_device_is_no_conflict(attempt: Attempt) -> None:
    save(attempt, message("x+1", seq=1))

    result = save(attempt, message("x+1", seq=1, device=LAPTOP))

    assert result.outcome == "accepted"


def test_save_within_grace_is_taken(attempt: Attempt, at: Any) -> None:
    at(attempt.deadline_at + timedelta(seconds=attempt.assignment.grace_s))

    result = save(attempt, message("x+1", seq=1))

    assert result.outcome == "accepted"


def test_save_after_grace_is_kept_as_evidence_and_does_not_count(attempt: Attempt, at: Any) -> None:
    at(attempt.deadline_at + timedelta(seconds=attempt.assignment.grace_s + 1))

    result = save(attempt, message("x+1", seq=1))

    assert (result.outcome, result.closed) == ("late", True)
    assert Response.objects.count() == 0
    assert text_of(ResponseEvent.objects.get(outcome=EventOutcome.LATE).value) == "x+1"


def test_save_after_submit_is_kept_as_evidence(attempt: Attempt) -> None:
    submit_attempt(attempt.pk, student=attempt.student)

    result = save(attempt, message("x+1", seq=1))

    assert (result.outcome, result.closed) == ("late", True)


@pytest.mark.parametrize(
    ("position", "parts", "code"),
    [
        (3, {"a": {"text": "x"}}, "unknown_position"),
        (0, {"a": {"text": "x"}}, "unknown_position"),
        (1, {"b": {"text": "x"}}, "unknown_part"),
        (1, {"a": {"choice": ["o1"]}}, "unknown_option"),
    ],
)
def test_save_that_does_not_fit_the_paper_is_refused(
    attempt: Attempt, position: int, parts: dict[str, Any], code: str
) -> None:
    sent = SaveMessage(
        device=PHONE, seq=1, base_revision=0, response=ResponseValue.model_validate({"parts": parts})
    )

    with pytest.raises(Refused) as refusal:
        save(attempt, sent, position=position)

    assert refusal.value.code == code
    assert ResponseEvent.objects.count() == 0


def test_save_into_a_foreign_attempt_finds_nothing(attempt: Attempt, classmate: User) -> None:
    with pytest.raises(Attempt.DoesNotExist):
        save_response(attempt.pk, student=classmate, position=1, message=message("x", seq=1))


def test_save_keeps_a_text_that_cannot_be_read(attempt: Attempt) -> None:
    save(attempt, message("(x+1", seq=1))

    assert text_of(Response.objects.get().value) == "(x+1"


# --- submit and expire ---


def test_submit_ends_the_attempt_with_a_genuine_receipt(attempt: Attempt) -> None:
    save(attempt, message("x^2+x", seq=1))

    ended = submit_attempt(attempt.pk, student=attempt.student)

    receipt = Receipt.model_validate(ended.receipt)
    assert ended.state == AttemptState.SUBMITTED
    assert (receipt.answered, receipt.questions) == (1, 2)
    assert verify_receipt(receipt)
    assert not verify_receipt(receipt.model_copy(update={"answered": 2}))


def test_submit_twice_gives_the_same_receipt(attempt: Attempt) -> None:
    first = submit_attempt(attempt.pk, student=attempt.student)

    second = submit_attempt(attempt.pk, student=attempt.student)

    assert second.receipt == first.receipt


def test_submit_after_grace_ends_at_the_deadline(attempt: Attempt, at: Any) -> None:
    at(attempt.deadline_at + timedelta(minutes=5))

    ended = submit_attempt(attempt.pk, student=attempt.student)

    assert (ended.state, ended.submitted_at) == (AttemptState.EXPIRED, attempt.deadline_at)


def test_submit_of_a_void_attempt_is_refused(attempt: Attempt) -> None:
    Attempt.objects.update(state=AttemptState.VOID)

    with pytest.raises(Refused) as refusal:
        submit_attempt(attempt.pk, student=attempt.student)

    assert refusal.value.code == "attempt_void"


def test_expire_leaves_an_attempt_whose_time_has_not_run_out(attempt: Attempt, at: Any) -> None:
    at(attempt.deadline_at + timedelta(seconds=attempt.assignment.grace_s))

    assert expire_attempt(attempt.pk).state == AttemptState.IN_PROGRESS


def test_sweep_ends_what_is_overdue_at_its_deadline_and_marks_it(attempt: Attempt) -> None:
    save(attempt, message("x^2+x", seq=1))
    started = timezone.now() - timedelta(hours=5)
    Attempt.objects.update(started_at=started, deadline_at=started + timedelta(hours=1))

    done = sweep()

    ended = Attempt.objects.get()
    assert done == 2  # ended one, marked one
    assert (ended.state, ended.submitted_at) == (AttemptState.EXPIRED, ended.deadline_at)
    assert ended.score == Decimal("2.00")


def test_sweep_marks_what_a_dead_worker_left(attempt: Attempt) -> None:
    submit_attempt(attempt.pk, student=attempt.student)
    now = timezone.now()
    Attempt.objects.update(marking_lease_until=now + timedelta(seconds=30), marking_tries=1)

    assert sweep() == 0
    with time_machine.travel(now + timedelta(seconds=31), tick=False):
        assert sweep() == 1
    assert Mark.objects.current().count() == 2
