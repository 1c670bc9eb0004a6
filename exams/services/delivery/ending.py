"""How a sitting ends: submitted, or closed when its time has run out."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from exams.errors import Refused
from exams.models import Attempt, TimeChange
from exams.models.attempt import AttemptState, TimeChangeKind
from exams.receipts import issue_receipt
from exams.services.clock import now_at
from exams.services.delivery.locking import is_overdue, lock_attempt
from exams.services.jobs import mark_ended_attempt
from exams.shapes import Layout, ResponseValue

__all__ = ["end_if_overdue", "end_pause", "expire_attempt", "submit_attempt"]

SECOND = timedelta(seconds=1)


@transaction.atomic
def submit_attempt(attempt_id: UUID, *, student: User) -> Attempt:
    """Ends the attempt with a signed receipt and queues its marking. A second submit changes nothing
    and gives the same receipt; one that comes after the time has run out ends it at its deadline. A paused
    attempt may be handed in: its clock goes on for that moment. Raises Attempt.DoesNotExist, or Refused
    ``attempt_void``."""
    attempt = lock_attempt(Attempt.objects.of(student), attempt_id)
    if attempt.state == AttemptState.VOID:
        raise Refused("attempt_void")
    if attempt.state != AttemptState.IN_PROGRESS:
        return attempt
    now = now_at(attempt)
    if attempt.paused_at is not None:
        change = end_pause(attempt, by=student, now=now)
        attempt.save(update_fields=["deadline_at", "paused_at"])
        change.save()
    state = AttemptState.EXPIRED if is_overdue(attempt, now) else AttemptState.SUBMITTED
    return _end(attempt, state=state, at=min(now, attempt.deadline_at))


@transaction.atomic
def expire_attempt(attempt_id: UUID) -> Attempt:
    """Ends an attempt whose time has run out, at its deadline; leaves any other as it is."""
    attempt = lock_attempt(Attempt.objects.all(), attempt_id)
    end_if_overdue(attempt, now=now_at(attempt))
    return attempt


def end_if_overdue(attempt: Attempt, *, now: datetime) -> None:
    """As ``expire_attempt``, for one that is locked already."""
    if is_overdue(attempt, now):
        _end(attempt, state=AttemptState.EXPIRED, at=attempt.deadline_at)


def end_pause(attempt: Attempt, *, by: User, now: datetime, reason: str = "") -> TimeChange:
    """Gives back to a paused attempt, under lock, what the pause took, in whole seconds and rounded up.
    Neither the attempt nor the row that says so is saved yet."""
    taken = max(0, -(((attempt.paused_at or now) - now) // SECOND))
    attempt.deadline_at += taken * SECOND
    attempt.paused_at = None
    kind = TimeChangeKind.PAUSE
    return TimeChange(attempt=attempt, seconds=taken, kind=kind, reason=reason, by=by, at=now)


def _end(attempt: Attempt, *, state: AttemptState, at: datetime) -> Attempt:
    answers = list(attempt.responses.values_list("position", "revision", "value"))
    receipt = issue_receipt(
        attempt.pk,
        submitted_at=at,
        answers=answers,
        answered=sum(
            not ResponseValue.model_validate(value).is_empty for _position, _revision, value in answers
        ),
        questions=Layout.model_validate(attempt.layout).questions,
    ).model_dump(mode="json")
    ended = Attempt.objects.filter(pk=attempt.pk, state=AttemptState.IN_PROGRESS)
    if not ended.update(state=state, submitted_at=at, receipt=receipt):
        raise Refused("attempt_changed")
    attempt.state, attempt.submitted_at, attempt.receipt = state, at, receipt
    later = timezone.now() + timedelta(seconds=settings.MARK_AFTER_S)
    mark_ended_attempt.using(run_after=later).enqueue(str(attempt.pk))
    return attempt
