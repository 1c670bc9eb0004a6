"""Marking again: resumable after a kill at any point, and twice is once."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from accounts.models import AuditEntry, Classroom, School, User
from exams.models import Assignment, Attempt, Response, ResponseEvent
from exams.services import regrading
from exams.services.marking import decide_mark
from exams.services.publishing import publish_exam
from exams.services.regrading import remark_attempt, run_regrades
from exams.services.sweep import sweep_all
from exams.services.verifying import verify
from exams.tests.factories import AssignmentFactory
from exams.tests.teaching import draft, fill_class, sit
from exams.tests.withdrawals import regrade_all, score_of, withdraw
from grading.models import Mark, RegradeBatch
from grading.scoring import total_score


@pytest.fixture
def assignment(school: School, classroom: Classroom, teacher: User) -> Assignment:
    paper = publish_exam(draft(school, by=teacher), by=teacher)
    return AssignmentFactory(paper=paper, classroom=classroom)


@pytest.fixture
def attempts(assignment: Assignment, classroom: Classroom) -> list[Attempt]:
    """Four that are marked, with nothing right, and one whose marking is still to come."""
    people = fill_class(classroom, count=5)
    rows = [sit(assignment, person, "x", marked=place < 4) for place, person in enumerate(people)]
    return sorted(rows, key=lambda row: row.pk)


def scores(attempts: list[Attempt]) -> list[str]:
    return [score_of(attempt) for attempt in attempts]


def check_sums() -> None:
    """Every score is the sum of the marks that count, one for each part."""
    for attempt in Attempt.objects.exclude(score=None):
        marks = list(Mark.objects.current().filter(attempt=attempt))
        assert total_score([mark.points for mark in marks]) == attempt.score
        assert len({(mark.position, mark.part) for mark in marks}) == len(marks) == 3


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_batch_goes_through_all_attempts_whatever_a_round_allows(
    assignment: Assignment, attempts: list[Attempt], teacher: User, limit: int
) -> None:
    withdraw(assignment, 1, "full", by=teacher)

    rounds = 0
    while run_regrades(limit=limit):
        rounds += 1

    batch = RegradeBatch.objects.get()
    assert scores(attempts).count("2.00") == 4
    assert (batch.state, batch.lease_until, batch.progress["done"]) == ("done", None, 5)
    assert rounds == -(-5 // limit)
    check_sums()


def test_marking_again_twice_changes_nothing(
    assignment: Assignment, attempts: list[Attempt], teacher: User
) -> None:
    withdraw(assignment, 1, "drop", by=teacher)
    regrade_all()
    before = list(Mark.objects.order_by("pk").values_list("pk", "current"))
    RegradeBatch.objects.update(state="waiting", progress={}, lease_until=None)

    assert regrade_all() == 5

    assert list(Mark.objects.order_by("pk").values_list("pk", "current")) == before


class Killed(BaseException):
    """The worker is gone: nothing of it runs any more."""


@pytest.mark.parametrize("after", [0, 1, 3])
@pytest.mark.parametrize("moment", ["_mark_item_again", "_advance", "sum_score"])
def test_batch_goes_on_after_a_kill(
    assignment: Assignment,
    attempts: list[Attempt],
    teacher: User,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
    after: int,
) -> None:
    withdraw(assignment, 1, "full", by=teacher)
    calls, real = [], getattr(regrading, moment)

    def dying(*arguments: object, **named: object) -> object:
        calls.append(1)
        done = real(*arguments, **named)
        if len(calls) > after:
            raise Killed
        return done

    with monkeypatch.context() as patched:
        patched.setattr(regrading, moment, dying)
        with pytest.raises(Killed):
            run_regrades()
    check_sums()
    assert run_regrades() == 0  # the dead worker's lease is still there
    RegradeBatch.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    sweep_all()

    assert scores(attempts) == ["2.00"] * 5
    assert RegradeBatch.objects.get().state == "done"
    assert Mark.objects.filter(source="regrade").count() == 4
    check_sums()


def test_worker_that_lost_its_lease_changes_nothing_more(
    assignment: Assignment, attempts: list[Attempt], teacher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdraw(assignment, 1, "full", by=teacher)
    real = regrading._mark_item_again

    def overtaken(batch: RegradeBatch, *arguments: object, **named: object) -> None:
        RegradeBatch.objects.filter(pk=batch.pk).update(lease_until=timezone.now() + timedelta(minutes=9))
        real(batch, *arguments, **named)

    monkeypatch.setattr(regrading, "_mark_item_again", overtaken)
    run_regrades()

    assert scores(attempts).count("2.00") == 0
    assert not Mark.objects.filter(source="regrade").exists()


def test_attempt_that_cannot_be_marked_again_stops_no_other(
    assignment: Assignment, attempts: list[Attempt], teacher: User
) -> None:
    broken = attempts[1] if attempts[1].score is not None else attempts[2]
    Attempt.objects.filter(pk=broken.pk).update(layout={"v": 9})

    withdraw(assignment, 1, "full", by=teacher)
    regrade_all()

    batch = RegradeBatch.objects.get()
    assert (batch.state, batch.progress["failed"]) == ("done", [str(broken.pk)])
    assert scores(attempts).count("2.00") == 3


def test_database_that_is_away_for_a_moment_leaves_no_attempt_behind(
    assignment: Assignment, attempts: list[Attempt], teacher: User
) -> None:
    withdraw(assignment, 1, "full", by=teacher)
    written: list[str] = []

    def fails_once(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("INSERT") and "grading_mark" in sql:
            written.append(sql)
            if len(written) == 2:
                raise OperationalError("deadlock detected")
        return execute(sql, *rest)

    with connection.execute_wrapper(fails_once), pytest.raises(OperationalError):
        run_regrades()
    RegradeBatch.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    regrade_all()

    batch = RegradeBatch.objects.get()
    assert (batch.state, batch.progress.get("failed")) == ("done", None)
    assert scores(attempts).count("2.00") == 4


@pytest.mark.parametrize("policy", ["full", "drop", "replace"])
def test_verifier_finds_totals_and_marks_in_order_after_a_withdrawal(
    assignment: Assignment, attempts: list[Attempt], teacher: User, policy: str
) -> None:
    withdraw(assignment, 1, policy, by=teacher)
    sweep_all()

    found = verify(None)

    assert (found["broken"], found["checked"]["I4"]) == ({}, 5)


def test_dry_runs_are_left_alone(assignment: Assignment, attempts: list[Attempt], teacher: User) -> None:
    withdraw(assignment, 1, "full", by=teacher)
    RegradeBatch.objects.update(dry_run=True)

    assert regrade_all() == 0

    assert RegradeBatch.objects.get().state == "waiting"


def put(attempt: Attempt, position: int, text: str) -> None:
    """As a file of unsent answers is taken in."""
    value = {"v": 1, "parts": {"a": {"text": text, "notation": "plain", "locale": "en"}}}
    fields = {"attempt": attempt, "position": position, "value": value}
    row = Response.objects.filter(attempt=attempt, position=position).first()
    revision = row.revision + 1 if row else 1
    ResponseEvent.objects.create(
        **fields,
        device="file",
        seq=position,
        base_revision=0,
        revision=revision,
        body_hash="0" * 64,
        outcome="imported",
        at=timezone.now(),
    )
    Response.objects.update_or_create(
        attempt=attempt,
        position=position,
        defaults={"revision": revision, "value": value, "saved_at": timezone.now()},
    )


def test_answers_that_came_in_later_are_marked(assignment: Assignment, student: User, teacher: User) -> None:
    attempt = sit(assignment, student, "x")
    put(attempt, 1, "x^2-x")
    put(attempt, 2, "x^2-2x")

    score = remark_attempt(attempt, positions=[1, 2], by=teacher, cause="A file was handed in.")

    assert (str(score), score_of(attempt)) == ("4.00", "4.00")
    entry = AuditEntry.objects.get(verb="attempt.marked_again")
    assert (entry.data["was"], entry.data["score"], entry.data["positions"]) == ("0.00", "4.00", [1, 2])
    remark_attempt(attempt, positions=[1, 2, 3], by=teacher, cause="Once more.")
    assert Mark.objects.filter(attempt=attempt).count() == 5
    check_sums()


def test_decision_stays_for_the_answer_that_was_seen(
    assignment: Assignment, student: User, teacher: User
) -> None:
    attempt = sit(assignment, student, "x", "x")
    for mark in Mark.objects.filter(attempt=attempt, position__lte=2):
        decide_mark(mark, credit=Fraction(1), by=teacher)
    put(attempt, 1, "x^2")

    remark_attempt(attempt, positions=[1, 2], by=teacher, cause="A file was handed in.")

    current = Mark.objects.current().filter(attempt=attempt).order_by("position")
    assert [mark.source for mark in current] == ["regrade", "human", "auto"]
    assert score_of(attempt) == "2.00"


def test_attempt_that_is_not_marked_yet_waits_for_its_marking(
    assignment: Assignment, student: User, teacher: User
) -> None:
    attempt = sit(assignment, student, "x", marked=False)

    assert remark_attempt(attempt, positions=[1], by=teacher, cause="A file was handed in.") is None

    assert not Mark.objects.filter(attempt=attempt).exists()
