"""How a sitting begins."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import Accommodation, User
from exams.errors import Refused
from exams.models import Assignment, Attempt
from exams.models.attempt import AttemptState
from exams.services.clock import now_at
from exams.services.layouts import draw_layout, new_seed
from exams.shapes import Outline

__all__ = ["deadline_of", "start_attempt", "time_factor"]


def deadline_of(assignment: Assignment, *, started_at: datetime, factor: Decimal) -> datetime:
    """When time is up: ``min(start + limit × factor, window end + (factor − 1) × limit)``."""
    limit = timedelta(seconds=assignment.limit_s or 0)
    window_end = assignment.closes_at + limit * float(factor - 1)
    if assignment.limit_s is None:
        return window_end
    return min(started_at + limit * float(factor), window_end)


@transaction.atomic
def start_attempt(assignment: Assignment, *, student: User, access_code: str = "") -> Attempt:
    """The attempt of ``student`` that is in progress, or a new one if the assignment allows it.

    Idempotent: started twice at once, both get the same attempt. Raises Refused: ``not_open_yet``,
    ``window_closed``, ``no_attempts_left``, ``wrong_access_code``.
    """
    now = now_at(assignment)
    earlier = list(Attempt.objects.filter(assignment=assignment, student=student))
    running = next((attempt for attempt in earlier if attempt.state == AttemptState.IN_PROGRESS), None)
    if running:
        return running
    used = sum(attempt.state != AttemptState.VOID for attempt in earlier)
    _check_start(assignment, now=now, used=used, access_code=access_code)
    seed = new_seed()
    attempt = Attempt(
        school_id=assignment.classroom.school_id,
        assignment=assignment,
        student=student,
        number=max((attempt.number for attempt in earlier), default=0) + 1,
        seed=seed,
        layout=draw_layout(Outline.model_validate(assignment.paper.outline), seed).model_dump(mode="json"),
        started_at=now,
        deadline_at=deadline_of(assignment, started_at=now, factor=time_factor(assignment, student, now)),
    )
    try:
        with transaction.atomic():
            attempt.save(force_insert=True)
    except IntegrityError:  # started on another device in the same moment: that one is the attempt
        return Attempt.objects.get(assignment=assignment, student=student, state=AttemptState.IN_PROGRESS)
    return attempt


def _check_start(assignment: Assignment, *, now: datetime, used: int, access_code: str) -> None:
    if now < assignment.opens_at:
        raise Refused("not_open_yet", opens_at=assignment.opens_at)
    if now >= assignment.closes_at:
        raise Refused("window_closed", closes_at=assignment.closes_at)
    if used >= assignment.max_attempts:
        raise Refused("no_attempts_left", allowed=assignment.max_attempts)
    if assignment.access_code and not _is_same_code(access_code, assignment.access_code):
        raise Refused("wrong_access_code")


def _is_same_code(typed: str, code: str) -> bool:
    """Capitals, spaces around it and full-width letters are how a keyboard writes, not another code."""
    return constant_time_compare(
        *(unicodedata.normalize("NFKC", text).strip().casefold() for text in (typed, code))
    )


def time_factor(assignment: Assignment, student: User, now: datetime) -> Decimal:
    """By how much more time ``student`` has than others, at the date of ``now``: 1 for most."""
    today = timezone.localdate(now)
    factors = Accommodation.objects.filter(school_id=assignment.classroom.school_id, user=student).at(today)
    return factors.values_list("factor", flat=True).first() or Decimal(1)
