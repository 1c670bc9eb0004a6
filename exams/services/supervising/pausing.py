"""The clock of an exam stopped, and started again with the time given back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.services.audit import record
from exams.errors import Refused
from exams.models import Assignment, Attempt, TimeChange
from exams.models.supervision import NoticeKind
from exams.services.delivery import end_pause
from exams.services.supervising.sitting_now import Class, Told, lock_class, tell

__all__ = ["pause_attempts", "resume_attempts"]


@transaction.atomic
def pause_attempts(
    assignment: Assignment,
    *,
    by: User,
    attempts: Iterable[UUID] | None = None,
    reason: str = "",
    address: str | None = None,
) -> Told:
    """Stops the clock of ``attempts`` (None: of all in progress, and of those who start while it lasts). One
    that is paused already, or whose time is up though its last answers may still arrive, stays as it is.
    Raises Refused ``nobody_sitting``."""
    sat = lock_class(assignment, attempts)
    if not sat.sitting:
        raise Refused("nobody_sitting")
    paused = [one for one in sat.sitting if one.paused_at is None and sat.now < one.deadline_at]
    for attempt in paused:
        attempt.paused_at = sat.now
    Attempt.objects.bulk_update(paused, ["paused_at"])
    if paused:
        _tell(sat, NoticeKind.PAUSE, paused, to_all=attempts is None, by=by)
        record(
            "attempts.paused",
            by=by,
            subject=sat.assignment,
            school=sat.assignment.classroom.school,
            address=address,
            data=_said(paused, reason),
        )
    return Told(tuple(paused), sat.ended)


@transaction.atomic
def resume_attempts(
    assignment: Assignment,
    *,
    by: User,
    attempts: Iterable[UUID] | None = None,
    reason: str = "",
    address: str | None = None,
) -> Told:
    """Starts the clock of those of ``attempts`` (None: of all in progress) that are paused. What the pause
    took, in whole seconds and rounded up, is added to their deadlines. Raises Refused ``nobody_sitting``."""
    sat = lock_class(assignment, attempts)
    if not sat.sitting:
        raise Refused("nobody_sitting")
    resumed = [one for one in sat.sitting if one.paused_at is not None]
    changes = [end_pause(attempt, by=by, now=sat.now, reason=reason) for attempt in resumed]
    Attempt.objects.bulk_update(resumed, ["paused_at", "deadline_at"])
    TimeChange.objects.bulk_create(changes)
    if resumed:
        _tell(sat, NoticeKind.RESUME, resumed, to_all=attempts is None, by=by)
        record(
            "attempts.resumed",
            by=by,
            subject=sat.assignment,
            school=sat.assignment.classroom.school,
            address=address,
            data=_said(resumed, reason),
        )
    return Told(tuple(resumed), sat.ended)


def _tell(sat: Class, kind: NoticeKind, changed: Sequence[Attempt], *, to_all: bool, by: User) -> None:
    """To the whole class only where the whole class is concerned: who was paused alone is told alone."""
    is_everyone = to_all and len(changed) == len(sat.sitting)
    values = {"everyone": True} if to_all else {}
    tell(sat, kind, by=by, values=values, attempts=None if is_everyone else changed)


def _said(attempts: Sequence[Attempt], reason: str) -> dict[str, Any]:
    return {"reason": reason, "attempts": [str(attempt.pk) for attempt in attempts]}
