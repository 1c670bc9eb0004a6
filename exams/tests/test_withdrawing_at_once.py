"""A question withdrawn while others start, save and are marked, on a database that does all at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from accounts.models import Classroom, User
from exams.models import Assignment, Attempt
from exams.services.clock import with_clock
from exams.services.delivery import start_attempt
from exams.services.marking import mark_attempt
from exams.services.sweep import sweep_all
from exams.services.withdrawing import publish_replacement
from exams.tests.factories import make_assignment
from exams.tests.teaching import sit
from exams.tests.test_concurrency import at_once, message, save, wait_until_somebody_waits
from exams.tests.withdrawals import item_at, mend, score_of, withdraw
from grading.models import Mark

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return make_assignment(classroom, by=teacher, questions=2, max_attempts=9)


def test_start_beside_a_replacement_has_it(assignment: Assignment, teacher: User, student: User) -> None:
    read_before = with_clock(Assignment.objects.select_related("paper", "classroom")).get()
    item = item_at(assignment, 1)
    mend(item, by=teacher)
    replacement = publish_replacement(item, by=teacher)

    def start() -> Attempt:
        try:
            return start_attempt(read_before, student=student)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            withdraw(assignment, 1, "replace", by=teacher, replacement=replacement)
            starting = pool.submit(start)
            wait_until_somebody_waits()
        attempt = starting.result(timeout=10)

    assert [row["item"] for row in attempt.layout["items"]][-1] == replacement.pk


def test_marking_beside_a_withdrawal_ends_with_it(
    assignment: Assignment, teacher: User, student: User
) -> None:
    attempts = [sit(assignment, student, "x", marked=False) for _time in range(3)]

    at_once(
        *[lambda attempt=attempt: mark_attempt(attempt) for attempt in attempts],
        lambda: withdraw(assignment, 1, "full", by=teacher),
    )
    sweep_all()

    assert {score_of(attempt) for attempt in attempts} == {"2.00"}
    assert Mark.objects.current().filter(position=1, reason__code="withdrawn_full").count() == 3


def test_save_beside_a_replacement_is_kept(assignment: Assignment, teacher: User, student: User) -> None:
    attempt = start_attempt(with_clock(Assignment.objects.all()).get(), student=student)
    item = item_at(assignment, 1)
    mend(item, by=teacher)
    replacement = publish_replacement(item, by=teacher)

    saved, _withdrawal = at_once(
        lambda: save(attempt, message("x^2")),
        lambda: withdraw(assignment, 1, "replace", by=teacher, replacement=replacement),
    )

    later = save(attempt, message("x^2+7x", seq=2), position=3)
    assert (saved.outcome, later.outcome) == ("accepted", "accepted")
