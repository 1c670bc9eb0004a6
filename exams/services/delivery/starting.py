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
from exams.models import Assignment, Attempt, Notice
from exams.models.attempt import AttemptState
from exams.models.supervision import NoticeKind
from exams.networks import is_within
from exams.services.clock import now_at
from exams.services.delivery.ending import expire_attempt
from exams.services.delivery.locking import is_overdue
from exams.services.delivery.rows import hold_assignment, what_happened
from exams.services.layouts import draw_layout, new_seed
from exams.services.withdrawals import append_replacements
from exams.shapes import Outline

__all__ = ["check_network", "deadline_of", "start_attempt", "time_factor"]


def deadline_of(assignment: Assignment, *, started_at: datetime, factor: Decimal) -> datetime:
    """When time is up: ``min(start + limit × factor, window end + (factor − 1) × limit)``."""
    limit = timedelta(seconds=assignment.limit_s or 0)
    window_end = assignment.closes_at + limit * float(factor - 1)
    if assignment.limit_s is None:
        return window_end
    return min(started_at + limit * float(factor), window_end)


def start_attempt(
    assignment: Assignment, *, student: User, access_code: str = "", address: str | None = None
) -> Attempt:
    """The attempt of ``student`` that is in progress, or a new one if the assignment allows it. ``address``
    is where the student is, for an exam that may be opened from some networks only.

    Idempotent: started twice at once, both get the same attempt. One whose time has run out is ended first.
    Raises Refused: ``wrong_network``, ``not_open_yet``, ``window_closed``, ``no_attempts_left``,
    ``wrong_access_code``.
    """
    now = now_at(assignment)
    earlier = list(Attempt.objects.filter(assignment=assignment, student=student).defer("layout"))
    running = next((attempt for attempt in earlier if attempt.state == AttemptState.IN_PROGRESS), None)
    if running:
        running.assignment = assignment
    if running and is_overdue(running, now):
        expire_attempt(running.pk)
    elif running:
        check_network(assignment, address)
        return running
    used = sum(attempt.state != AttemptState.VOID for attempt in earlier)
    _check_start(assignment, now=now, used=used, address=address, access_code=access_code)
    attempt = Attempt(
        school_id=assignment.classroom.school_id,
        assignment=assignment,
        student=student,
        number=max((attempt.number for attempt in earlier), default=0) + 1,
        seed=new_seed(),
        started_at=now,
    )
    layout = draw_layout(Outline.model_validate(assignment.paper.outline), attempt.seed)
    factor = _factor(assignment, student, now)
    try:
        with transaction.atomic():
            assignment.closes_at = hold_assignment(assignment.pk)
            attempt.deadline_at = deadline_of(assignment, started_at=now, factor=factor)
            happened = what_happened(assignment)
            if happened.replaced:
                layout = append_replacements(layout, assignment, seed=attempt.seed)
            attempt.layout = layout.model_dump(mode="json")
            if happened.paused and _does_everyone_wait(assignment):
                attempt.paused_at = now
            attempt.save(force_insert=True)
    except IntegrityError as error:  # started on another device in the same moment: that one is the attempt
        other = Attempt.objects.in_progress().filter(assignment=assignment, student=student).first()
        if other is None:  # and handed in there already
            raise Refused("no_attempts_left", allowed=assignment.max_attempts) from error
        return other
    return attempt


def _does_everyone_wait(assignment: Assignment) -> bool:
    """Whether somebody still waits since a pause of everyone, so that whoever starts waits with them."""
    pauses = Notice.objects.filter(assignment=assignment, kind=NoticeKind.PAUSE, values__everyone=True)
    sitting = Attempt.objects.filter(assignment=assignment).in_progress()
    return sitting.filter(paused_at__in=pauses.values("at")).exists()


def _factor(assignment: Assignment, student: User, now: datetime) -> Decimal:
    """Without a limit there is nothing to stretch, and nothing to look up."""
    return Decimal(1) if assignment.limit_s is None else time_factor(assignment, student, now)


def check_network(assignment: Assignment, address: str | None) -> None:
    """Raises Refused ``wrong_network`` where the exam may not be opened from ``address``."""
    if not is_within(assignment.networks, address):
        raise Refused("wrong_network", address=address or "?")


def _check_start(
    assignment: Assignment, *, now: datetime, used: int, address: str | None, access_code: str
) -> None:
    """The code is looked at last, so that whatever else is refused says nothing about it."""
    if now < assignment.opens_at:
        raise Refused("not_open_yet", opens_at=assignment.opens_at)
    if now >= assignment.closes_at:
        raise Refused("window_closed", closes_at=assignment.closes_at)
    if used >= assignment.max_attempts:
        raise Refused("no_attempts_left", allowed=assignment.max_attempts)
    check_network(assignment, address)
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
