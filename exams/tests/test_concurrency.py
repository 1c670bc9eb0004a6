"""Two requests at the same moment, on a database that runs them at the same moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from fractions import Fraction
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection, connections, transaction

from accounts.models import Classroom, User
from exams.errors import Refused
from exams.models import Acknowledgement, Assignment, Attempt, Presence, Response, ResponseEvent
from exams.models.attempt import AttemptState, EventOutcome
from exams.services.clock import with_clock
from exams.services.delivery import (
    Pulse,
    PulseResult,
    SaveMessage,
    SaveResult,
    expire_attempt,
    lock_attempt,
    save_response,
    start_attempt,
    submit_attempt,
    take_pulse,
)
from exams.services.marking import decide_mark, mark_attempt, mark_attempt_at_once, mark_waiting
from exams.services.supervising.timing import give_time
from exams.shapes import Receipt, ResponseValue
from exams.tests.factories import NoticeFactory, make_assignment
from grading.models import Mark

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Result = TypeVar("Result")


def at_once(*acts: Callable[[], Result]) -> list[Result]:
    """Runs ``acts`` in threads that all begin together; what each returned, in their order."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Result]) -> Result:
        try:
            barrier.wait(timeout=10)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [running.result(timeout=30) for running in [pool.submit(run, act) for act in acts]]


def message(text: str, *, seq: int = 1, base: int = 0, device: str = "phone") -> SaveMessage:
    response = ResponseValue.model_validate({"parts": {"a": {"text": text}}})
    return SaveMessage(device=device, seq=seq, base_revision=base, response=response)


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return make_assignment(classroom, by=teacher, questions=2)


@pytest.fixture
def attempt(assignment: Assignment, student: User) -> Attempt:
    return start_attempt(with_clock(Assignment.objects.all()).get(), student=student)


def save(attempt: Attempt, sent: SaveMessage, *, position: int = 1) -> SaveResult:
    return save_response(attempt.pk, student=attempt.student, position=position, message=sent)


def test_two_starts_at_once_give_one_attempt(assignment: Assignment, student: User) -> None:
    def start() -> Attempt:
        row = with_clock(Assignment.objects.select_related("paper", "classroom")).get(pk=assignment.pk)
        return start_attempt(row, student=student)

    started = at_once(*[start] * 4)

    assert {attempt.pk for attempt in started} == {Attempt.objects.get().pk}


def test_start_beside_an_act_for_the_whole_class_has_what_it_gave(
    assignment: Assignment, teacher: User, student: User
) -> None:
    read_before = with_clock(Assignment.objects.select_related("paper", "classroom")).get()

    def start() -> Attempt:
        try:
            return start_attempt(read_before, student=student)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            give_time(assignment, seconds=600, by=teacher)
            starting = pool.submit(start)
            wait_until_somebody_waits()
        attempt = starting.result(timeout=10)

    assert attempt.deadline_at == assignment.closes_at + timedelta(minutes=10)


def wait_until_somebody_waits() -> None:
    """Until a statement of another connection waits for a lock of ours."""
    for _try in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if cursor.fetchone():
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


def test_same_save_twenty_times_at_once_is_one_event_and_one_revision(attempt: Attempt) -> None:
    sent = message("x^2+x")

    results = at_once(*[lambda: save(attempt, sent)] * 20)

    assert {(result.outcome, result.revision) for result in results} == {("accepted", 1)}
    assert ResponseEvent.objects.get().revision == Response.objects.get().revision == 1


def test_saves_of_one_device_in_any_order_end_with_the_newest(attempt: Attempt) -> None:
    sent = [message(f"x+{seq}", seq=seq) for seq in range(1, 9)]

    results = at_once(*[lambda each=each: save(attempt, each) for each in sent])

    assert Response.objects.get().value["parts"]["a"]["text"] == "x+8"
    assert {result.outcome for result in results} <= {"accepted", "superseded"}
    accepted = ResponseEvent.objects.filter(outcome=EventOutcome.ACCEPTED).order_by("revision")
    assert list(accepted.values_list("revision", flat=True)) == list(range(1, accepted.count() + 1))
    assert ResponseEvent.objects.count() == 8


def test_two_devices_at_once_have_one_winner_and_lose_nothing(attempt: Attempt) -> None:
    sent = [message("phone", device="phone"), message("laptop", device="laptop")]

    results = at_once(*[lambda each=each: save(attempt, each) for each in sent])

    assert sorted(result.outcome for result in results) == ["accepted", "conflict"]
    assert {event.value["parts"]["a"]["text"] for event in ResponseEvent.objects.all()} == {"phone", "laptop"}


def test_pulse_does_not_wait_for_whoever_holds_the_attempt(attempt: Attempt, student: User) -> None:
    notice = NoticeFactory(attempt=attempt)
    said = Pulse(device="phone", claim=True, acknowledged=(notice.pk,))

    def pulse() -> PulseResult:
        try:
            return take_pulse(attempt.pk, student=student, pulse=said)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        lock_attempt(Attempt.objects.all(), attempt.pk)
        result = pool.submit(pulse).result(timeout=10)

    assert (result.is_in_charge, result.notice) == (True, notice.pk)
    assert Acknowledgement.objects.get().notice == notice


def test_twenty_pulses_at_once_are_one_presence(attempt: Attempt, student: User) -> None:
    said = Pulse(device="phone", claim=True)

    at_once(*[lambda: take_pulse(attempt.pk, student=student, pulse=said)] * 20)

    assert Presence.objects.get().device == "phone"


def test_two_submits_at_once_give_one_receipt(attempt: Attempt, student: User) -> None:
    ended = at_once(*[lambda: submit_attempt(attempt.pk, student=student)] * 4)

    receipts = [each.receipt for each in ended]
    assert receipts == [Attempt.objects.get().receipt] * 4


@pytest.mark.parametrize("round_", range(5))
def test_answer_that_was_accepted_is_in_the_receipt(attempt: Attempt, student: User, round_: int) -> None:
    """A save and the submit race: either the answer counts, or it is told to be late."""
    acts: list[Callable[[], object]] = [
        lambda: save(attempt, message("x", seq=1)),
        lambda: submit_attempt(attempt.pk, student=student),
        lambda: save(attempt, message("x", seq=2), position=2),
    ]

    first, _ended, second = at_once(*acts)

    accepted = [result.outcome for result in (first, second)].count("accepted")
    assert Receipt.model_validate(Attempt.objects.get().receipt).answered == accepted
    assert Response.objects.count() == accepted
    assert {result.outcome for result in (first, second)} <= {"accepted", "late"}


def test_submit_and_expiry_at_once_end_the_attempt_once(attempt: Attempt, student: User) -> None:
    at_once(lambda: submit_attempt(attempt.pk, student=student), lambda: expire_attempt(attempt.pk))

    ended = Attempt.objects.get()
    assert (ended.state, ended.receipt["answered"]) == (AttemptState.SUBMITTED, 0)


def test_marking_at_once_by_page_and_workers_gives_one_mark_a_part(attempt: Attempt, student: User) -> None:
    save(attempt, message("x^2+x"))
    ended = submit_attempt(attempt.pk, student=student)

    at_once(
        lambda: mark_attempt_at_once(ended), mark_waiting, mark_waiting, lambda: mark_attempt_at_once(ended)
    )

    assert list(Mark.objects.order_by("position").values_list("position", "verdict", "current")) == [
        (1, "correct", True),
        (2, "incorrect", True),
    ]
    assert Attempt.objects.get().score == 2


def test_two_teachers_who_decide_at_once_do_not_overrule_one_another(
    attempt: Attempt, teacher: User, student: User
) -> None:
    mark_attempt(submit_attempt(attempt.pk, student=student))
    mark = Mark.objects.current().get(attempt=attempt, position=1)

    def decide(credit: Fraction) -> str:
        try:
            return decide_mark(mark, credit=credit, by=teacher).verdict
        except Refused as refusal:
            return refusal.code

    outcomes = at_once(lambda: decide(Fraction(1)), lambda: decide(Fraction(1, 2)))

    counts = Mark.objects.current().filter(attempt=attempt)
    attempt.refresh_from_db()
    assert outcomes.count("mark_changed") == 1
    assert counts.get(position=1).verdict in outcomes
    assert attempt.score == sum(one.points for one in counts)
