"""Which attempt a person may read now, and which of its answers."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.request import Request

from accounts.addresses import client_address
from accounts.models import User
from exams.api.refusals import RefusedHere
from exams.errors import ExamError, Refused
from exams.models import Attempt, Response
from exams.models.attempt import AttemptState
from exams.permissions import can_see_result, is_own
from exams.services.clock import now_at, with_clock
from exams.services.delivery import check_network, expire_attempt, is_overdue

__all__ = ["check_network_here", "end_if_overdue", "readable_responses", "visible_attempt"]


def visible_attempt(user: User, attempt_id: UUID) -> Attempt:
    """One's own, or of a class that one teaches; else 404. With the clock beside it."""
    rows = Attempt.objects.visible_to(user).select_related("assignment__paper__exam")
    return get_object_or_404(with_clock(rows.with_total().with_class_sitting()), pk=attempt_id)


def check_network_here(attempt: Attempt, request: Request) -> None:
    """Raises RefusedHere ``wrong_network`` where the paper may not be opened from where ``request`` comes."""
    try:
        check_network(attempt.assignment, client_address(request))
    except Refused as refusal:
        raise RefusedHere(refusal) from refusal


def end_if_overdue(attempt: Attempt) -> bool:
    """Whether the attempt is over for its student, also when nobody has ended it yet."""
    if is_overdue(attempt, now_at(attempt)):
        ended = expire_attempt(attempt.pk)
        attempt.state = ended.state
    return attempt.state != AttemptState.IN_PROGRESS


def readable_responses(user: User, attempt_id: UUID) -> QuerySet[Response]:
    """What was answered, by position: to its student while the attempt is in progress and again with the
    result, to teachers of the class any time. Raises RefusedHere: ``attempt_ended``."""
    attempt = visible_attempt(user, attempt_id)
    is_over = is_own(user, attempt) and end_if_overdue(attempt)
    if is_over and not can_see_result(user, attempt, now=now_at(attempt)):
        raise RefusedHere(ExamError("attempt_ended"))
    return Response.objects.filter(attempt=attempt).order_by("position")
