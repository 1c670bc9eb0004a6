"""A student has seen a notice and says so on a page without JavaScript; other pages say it by their pulse."""

from __future__ import annotations

from uuid import UUID

from accounts.models import User
from exams.models import Acknowledgement, Attempt, Notice
from exams.services.clock import now_at, with_clock

__all__ = ["acknowledge_notice"]


def acknowledge_notice(attempt_id: UUID, *, student: User, notice: int) -> None:
    """Notes that the student has seen ``notice``; once, however often it is said. What was told to somebody
    else, or to nobody, is passed over. Raises Attempt.DoesNotExist."""
    attempt = with_clock(Attempt.objects.of(student)).get(pk=attempt_id)
    told = Notice.objects.told_to(attempt).filter(pk=notice)
    Acknowledgement.objects.bulk_create(
        [Acknowledgement(notice=one, attempt=attempt, at=now_at(attempt)) for one in told],
        ignore_conflicts=True,
    )
