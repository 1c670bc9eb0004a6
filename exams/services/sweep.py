"""What the worker looks after by itself: attempts whose time has run out, marking left undone, and what is to
be marked again."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from exams.models import Attempt
from exams.models.attempt import AttemptState
from exams.services.delivery import expire_attempt
from exams.services.marking import mark_waiting
from exams.services.regrading import run_regrades

__all__ = ["expire_overdue", "sweep", "sweep_all"]


def expire_overdue(*, limit: int = 100) -> int:
    """Ends up to ``limit`` attempts whose time has run out; returns how many ended."""
    overdue = Attempt.objects.overdue(timezone.now()).values_list("pk", flat=True)[:limit]
    return sum(expire_attempt(attempt_id).state == AttemptState.EXPIRED for attempt_id in list(overdue))


def sweep(*, rest: timedelta = timedelta(0)) -> int:
    """One round: expire, mark what ended ``rest`` ago and waits, then mark again what a withdrawal asks for.
    Returns how much was done, 0 when all was in order."""
    return expire_overdue() + mark_waiting(rest=rest) + run_regrades()


def sweep_all(*, rest: timedelta = timedelta(0)) -> int:
    """Rounds until one finds nothing more to do; returns how much was done in all."""
    done = 0
    while found := sweep(rest=rest):
        done += found
    return done
