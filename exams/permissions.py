"""Who may see what of an attempt, and when."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from exams.models import Attempt
from exams.models.attempt import ENDED_STATES, AttemptQuerySet
from exams.shapes import ReviewSettings

__all__ = ["can_see_result", "can_see_solution", "is_own", "results_visible_to"]


def is_own(user: User, attempt: Attempt) -> bool:
    """Whether ``user`` sat this attempt. Whoever else can see it at all teaches the class."""
    return attempt.student_id == user.pk


def can_see_result(user: User, attempt: Attempt, *, now: datetime) -> bool:
    """Teachers always; the student when the attempt has ended and the review settings allow. "When the exam
    has closed" means that nobody sits it any more: some have longer than the window. One more query then,
    unless the attempt was read ``with_class_sitting``."""
    if not is_own(user, attempt):
        return True
    review = ReviewSettings.model_validate(attempt.assignment.review)
    return attempt.state in ENDED_STATES and _allows(review.result, attempt, now)


def results_visible_to(user: User, *, now: datetime) -> AttemptQuerySet:
    """The marked attempts of which ``can_see_result`` is true, chosen by the database."""
    when = "assignment__review__result"
    sitting = Exists(Attempt.objects.still_sitting(now).filter(assignment=OuterRef("assignment")))
    allowed = Q(**{when: "after_submit"})
    allowed |= Q(**{when: "after_close"}, assignment__closes_at__lte=now) & ~Q(sitting)
    allowed |= ~Q(assignment__review__has_key="result")  # what ReviewSettings takes for after_submit
    marked = Attempt.objects.visible_to(user).ended().exclude(score=None)
    return marked.filter(~Q(student=user) | allowed)


def can_see_solution(user: User, attempt: Attempt, *, now: datetime) -> bool:
    """As the result, by the setting for worked solutions."""
    if not is_own(user, attempt):
        return True
    review = ReviewSettings.model_validate(attempt.assignment.review)
    return can_see_result(user, attempt, now=now) and _allows(review.solution, attempt, now)


def _allows(setting: str, attempt: Attempt, now: datetime) -> bool:
    if setting == "after_close":
        return now >= attempt.assignment.closes_at and not _class_sits(attempt, now)
    return setting == "after_submit"


def _class_sits(attempt: Attempt, now: datetime) -> bool:
    known: bool | None = getattr(attempt, "class_sits", None)
    if known is None:
        return Attempt.objects.still_sitting(now).filter(assignment=attempt.assignment_id).exists()
    return known
