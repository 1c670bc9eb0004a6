"""The lock under which everything about one attempt is decided, and what its clock says."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol, cast
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from exams.models import Attempt, Notice
from exams.models.attempt import AttemptState
from exams.services.clock import with_clock

__all__ = [
    "is_closed",
    "is_overdue",
    "is_paused",
    "lock_attempt",
    "newest_notice",
    "with_newest_notice",
]


def lock_attempt(attempts: QuerySet[Attempt], attempt_id: UUID) -> Attempt:
    """The attempt with its assignment and the clock beside it, locked until the transaction ends.

    The lock leaves the key of the row alone, so that a row that only points to it (a pulse, a notice that
    was seen) can be written meanwhile.
    """
    locked = with_clock(attempts.select_related("assignment").select_for_update(of=("self",), no_key=True))
    return locked.get(pk=attempt_id)


def with_newest_notice(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """``attempts`` with the id of the newest notice told to each beside it."""
    told = Notice.objects.filter(
        Q(attempt=None) | Q(attempt=OuterRef("pk")), assignment=OuterRef("assignment")
    )
    newest = Subquery(told.order_by("-pk").values("pk")[:1])
    return cast("QuerySet[Attempt]", attempts.annotate(newest_notice=newest))


def newest_notice(attempt: Attempt) -> int:
    """The id of the newest notice told to ``attempt``, loaded through ``with_newest_notice``; 0 for none."""
    return getattr(attempt, "newest_notice", None) or 0


class Sitting(Protocol):
    """What the clock decides about: an attempt, or what a save read of one."""

    @property
    def state(self) -> str: ...
    @property
    def paused_at(self) -> datetime | None: ...
    @property
    def deadline_at(self) -> datetime: ...
    @property
    def grace_s(self) -> int: ...


def is_paused(attempt: Sitting) -> bool:
    """Whether the teacher has stopped its clock."""
    return attempt.state == AttemptState.IN_PROGRESS and attempt.paused_at is not None


def is_closed(attempt: Sitting, now: datetime) -> bool:
    """Whether answers that arrive ``now`` come too late to count. What was on its way when the attempt was
    paused has the grace that there is when time is up."""
    if attempt.state != AttemptState.IN_PROGRESS:
        return True
    end = attempt.deadline_at if attempt.paused_at is None else attempt.paused_at
    return now > end + timedelta(seconds=attempt.grace_s)


def is_overdue(attempt: Sitting, now: datetime) -> bool:
    """Whether it is in progress though deadline and grace have both passed; a paused attempt waits."""
    if attempt.state != AttemptState.IN_PROGRESS or attempt.paused_at is not None:
        return False
    return now > attempt.deadline_at + timedelta(seconds=attempt.grace_s)
