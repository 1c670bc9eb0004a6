"""Bugs for each invariant, to see that the oracle catches them. Nothing here runs unless it is asked for: by
``SEEDED_BUG=I1`` … ``I8`` (or a longer name of ``BUGS``) in the environment of ``bench.wsgi``, and by tests.

An oracle that has never found anything proves nothing.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta
from types import ModuleType
from typing import Any
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.db import models, transaction

from accounts.models import AuditEntry, User
from exams.management.commands import run_jobs
from exams.models import Assignment, Attempt
from exams.models.attempt import AttemptState
from exams.services import marking
from exams.services.delivery import ending, saving, starting
from exams.views import answering, sitting

__all__ = ["BUGS", "seeded_bug"]

EVERY = 3  # "now and then"
ALWAYS_S = 1_000_000
SLOW_START_S = 5.5
FAST_H = 9


@contextmanager
def _instead(module: ModuleType, name: str, bug: Callable[..., Any]) -> Iterator[None]:
    """``bug(real, …)`` in place of what ``module`` calls ``name``."""
    real = getattr(module, name)
    setattr(module, name, lambda *args, **options: bug(real, *args, **options))
    try:
        yield
    finally:
        setattr(module, name, real)


def _now_and_then() -> Callable[[], bool]:
    turns = itertools.count(1)
    return lambda: next(turns) % EVERY == 0


def replied_before_commit() -> AbstractContextManager[None]:
    """I1. The reply says accepted, and then the transaction is rolled back."""
    is_time = _now_and_then()

    def save(real: Callable[..., Any], attempt_id: UUID, **options: Any) -> Any:
        with transaction.atomic():
            result = real(attempt_id, **options)
            if is_time():
                transaction.set_rollback(True)
        return result

    return _instead(answering, "save_response", save)


def value_of_another() -> AbstractContextManager[None]:
    """I1. What is stored is not what its hash was made of."""

    def write(real: Callable[[Any], None], event: Any) -> None:
        real(replace(event, value={"v": 1, "parts": {}}))

    return _instead(saving, "write_event", write)


def superseded_by_nothing() -> AbstractContextManager[None]:
    """I1. Numbers are compared with one that is too high: the newest answer is put aside as an old one."""

    def read(real: Callable[..., Any], attempt_id: UUID, **options: Any) -> Any:
        return replace(real(attempt_id, **options), newest_seq=ALWAYS_S)

    return _instead(saving, "read_standing", read)


def conflict_with_nobody() -> AbstractContextManager[None]:
    """I1. The device is told that another one was there first."""
    numbers = itertools.count(ALWAYS_S)

    def read(real: Callable[..., Any], attempt_id: UUID, **options: Any) -> Any:
        return replace(real(attempt_id, **options), revision=next(numbers), device="another", value={"v": 1})

    return _instead(saving, "read_standing", read)


def another_is_shown() -> AbstractContextManager[None]:
    """I1. A reply shows an answer that is not the one that stands."""

    def save(real: Callable[..., Any], attempt_id: UUID, **options: Any) -> Any:
        return replace(real(attempt_id, **options), value={"v": 1, "parts": {}})

    return _instead(answering, "save_response", save)


def deadline_ignored() -> AbstractContextManager[None]:
    """I2. Answers count however late they come."""

    def save(real: Callable[..., Any], attempt_id: UUID, **options: Any) -> Any:
        row = Assignment.objects.get(attempts=attempt_id)
        here = Assignment.objects.filter(pk=row.pk)
        with transaction.atomic():
            here.update(grace_s=ALWAYS_S)
            result = real(attempt_id, **options)
            here.update(grace_s=row.grace_s)
        return result

    return _instead(answering, "save_response", save)


@contextmanager
def ended_early() -> Iterator[None]:
    """I2. Something with a clock that is hours fast ends exams whose time has run out."""
    is_time = _now_and_then()

    def save(real: Callable[..., Any], attempt_id: UUID, **options: Any) -> Any:
        if is_time():
            ending.expire_attempt(attempt_id)
        return real(attempt_id, **options)

    fast = _instead(ending, "now_at", lambda real, row: real(row) + timedelta(hours=FAST_H))
    with fast, _instead(answering, "save_response", save):
        yield


def turned_away_early() -> AbstractContextManager[None]:
    """I2. Now and then an answer is late for no reason."""
    is_time = _now_and_then()
    return _instead(saving, "is_closed", lambda real, attempt, now: is_time() or real(attempt, now))


def limit_forgotten() -> AbstractContextManager[None]:
    """I2. Everybody has until the exam closes."""
    return _instead(starting, "deadline_of", lambda real, assignment, **options: assignment.closes_at)


def submitted_twice() -> AbstractContextManager[None]:
    """I3. A second submit does not look whether there was a first."""

    def submit(real: Callable[..., Any], attempt_id: UUID, *, student: User) -> Any:
        ended = Attempt.objects.of(student).filter(pk=attempt_id, state=AttemptState.SUBMITTED)
        ended.update(state=AttemptState.IN_PROGRESS, submitted_at=None, receipt=None)
        return real(attempt_id, student=student)

    return _instead(sitting, "submit_attempt", submit)


def score_off_by_one() -> AbstractContextManager[None]:
    """I4. The score is a point more than its marks."""
    return _instead(marking, "total_score", lambda real, points: real(points) + 1)


def refused_without_a_word() -> AbstractContextManager[None]:
    """I5. Now and then a message is turned away, and the client learns neither that it is kept nor what is
    wrong with it."""
    is_time = _now_and_then()

    def save(real: Callable[..., Any], attempt_id: UUID, *, student: User, **options: Any) -> Any:
        own = Attempt.objects.of(student).filter(pk=attempt_id).exists()
        if own and is_time():
            raise SuspiciousOperation  # a plain page with 400
        return real(attempt_id, student=student, **options)

    return _instead(answering, "save_response", save)


def not_found_now_and_then() -> AbstractContextManager[None]:
    """I5. Now and then somebody's own attempt is not found, and the client throws the message away."""
    is_time = _now_and_then()

    def save(real: Callable[..., Any], attempt_id: UUID, *, student: User, **options: Any) -> Any:
        if Attempt.objects.of(student).filter(pk=attempt_id).exists() and is_time():
            raise Attempt.DoesNotExist
        return real(attempt_id, student=student, **options)

    return _instead(answering, "save_response", save)


def never_sealed() -> AbstractContextManager[None]:
    """I6. The job that seals does nothing."""
    return _instead(run_jobs, "seal_audit", lambda real: 0)


def audit_edited() -> AbstractContextManager[None]:
    """I6. A job tidies up what was recorded."""

    def seal(real: Callable[[], int]) -> int:
        sealed = real()
        entries = AuditEntry.objects.exclude(sealed_no=None)
        models.QuerySet.update(entries, data={"tidy": True})
        return sealed

    return _instead(run_jobs, "seal_audit", seal)


@contextmanager
def slow_to_start() -> Iterator[None]:
    """I7. The process does something long before it answers."""
    time.sleep(SLOW_START_S)
    yield


def anybody_may_save() -> AbstractContextManager[None]:
    """I8. A save does not ask whose attempt it is."""

    def save(real: Callable[..., Any], attempt_id: UUID, *, student: User, **options: Any) -> Any:
        owner = User.objects.filter(attempts=attempt_id).first() or student
        return real(attempt_id, student=owner, **options)

    return _instead(answering, "save_response", save)


def anybody_may_hand_in() -> AbstractContextManager[None]:
    """I8. Handing in does not ask whose attempt it is."""

    def submit(real: Callable[..., Any], attempt_id: UUID, *, student: User) -> Any:
        return real(attempt_id, student=User.objects.filter(attempts=attempt_id).first() or student)

    return _instead(sitting, "submit_attempt", submit)


def anybody_may_watch() -> AbstractContextManager[None]:
    """I8. A pulse does not ask whose attempt it is."""

    def pulse(real: Callable[..., Any], attempt_id: UUID, *, student: User, **options: Any) -> Any:
        owner = User.objects.filter(attempts=attempt_id).first() or student
        return real(attempt_id, student=owner, **options)

    return _instead(answering, "take_pulse", pulse)


BUGS: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "I1": replied_before_commit,
    "I1-value": value_of_another,
    "I1-superseded": superseded_by_nothing,
    "I1-conflict": conflict_with_nobody,
    "I1-shown": another_is_shown,
    "I2": deadline_ignored,
    "I2-clock": ended_early,
    "I2-late": turned_away_early,
    "I2-limit": limit_forgotten,
    "I3": submitted_twice,
    "I4": score_off_by_one,
    "I5": refused_without_a_word,
    "I5-not-found": not_found_now_and_then,
    "I6": audit_edited,
    "I6-never": never_sealed,
    "I7": slow_to_start,
    "I8": anybody_may_save,
    "I8-submit": anybody_may_hand_in,
    "I8-pulse": anybody_may_watch,
}


@contextmanager
def seeded_bug(name: str) -> Iterator[None]:
    """The bug of that name while it lasts, which begins with the invariant that it breaks; an empty name is
    none."""
    if not name:
        yield
        return
    with BUGS[name]():
        yield
