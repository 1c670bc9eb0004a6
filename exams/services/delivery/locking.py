"""The lock under which everything about one attempt is decided, and what its clock says."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from exams.models import Attempt
from exams.models.attempt import AttemptState
from exams.services.clock import with_clock

__all__ = ["is_closed", "is_overdue", "lock_attempt"]


def lock_attempt(attempts: QuerySet[Attempt], attempt_id: UUID) -> Attempt:
    """The attempt with its assignment and the clock beside it, locked until the transaction ends."""
    locked = with_clock(attempts.select_related("assignment").select_for_update(of=("self",)))
    return locked.get(pk=attempt_id)


def is_closed(attempt: Attempt, now: datetime) -> bool:
    """Whether answers that arrive ``now`` come too late to count."""
    if attempt.state != AttemptState.IN_PROGRESS or attempt.paused_at is not None:
        return True
    return now > attempt.deadline_at + timedelta(seconds=attempt.assignment.grace_s)


def is_overdue(attempt: Attempt, now: datetime) -> bool:
    """Whether deadline and grace have both passed; a paused attempt waits."""
    return attempt.paused_at is None and now > attempt.deadline_at + timedelta(
        seconds=attempt.assignment.grace_s
    )
