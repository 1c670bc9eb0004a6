"""Who may see what of an attempt, and when."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from accounts.models import User
from exams.models import Assignment, Attempt
from exams.models.attempt import ENDED_STATES, AttemptQuerySet
from exams.shapes import ReviewSettings

__all__ = ["can_see_result", "can_see_solution", "is_own", "results_visible_to"]


def is_own(user: User, attempt: Attempt) -> bool:
    """Whether ``user`` sat this attempt. Whoever else can see it at all teaches the class."""
    return attempt.student_id == user.pk


def can_see_result(user: User, attempt: Attempt, *, now: datetime) -> bool:
    """Teachers always; the student when the attempt has ended and the review settings allow."""
    if not is_own(user, attempt):
        return True
    review = ReviewSettings.model_validate(attempt.assignment.review)
    return attempt.state in ENDED_STATES and _allows(review.result, attempt.assignment, now)


def results_visible_to(user: User, *, now: datetime) -> AttemptQuerySet:
    """The marked attempts of which ``can_see_result`` is true, chosen by the database."""
    when = "assignment__review__result"
    allowed = Q(**{when: "after_submit"}) | Q(**{when: "after_close"}, assignment__closes_at__lte=now)
    allowed |= ~Q(assignment__review__has_key="result")  # what ReviewSettings takes for after_submit
    marked = Attempt.objects.visible_to(user).ended().exclude(score=None)
    return marked.filter(~Q(student=user) | allowed)


def can_see_solution(user: User, attempt: Attempt, *, now: datetime) -> bool:
    """As the result, by the setting for worked solutions."""
    if not is_own(user, attempt):
        return True
    review = ReviewSettings.model_validate(attempt.assignment.review)
    return can_see_result(user, attempt, now=now) and _allows(review.solution, attempt.assignment, now)


def _allows(setting: str, assignment: Assignment, now: datetime) -> bool:
    if setting == "after_close":
        return now >= assignment.closes_at
    return setting == "after_submit"
