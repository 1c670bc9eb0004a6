"""Whom an act concerns: the attempts of an assignment that are in progress, locked; and telling them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from exams.models import Assignment, Attempt, Notice
from exams.models.attempt import AttemptQuerySet, AttemptState
from exams.models.supervision import NoticeKind
from exams.services.clock import now_at, with_clock
from exams.services.delivery import is_overdue

__all__ = ["Class", "Told", "load_sitting", "lock_class", "tell", "was_done"]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of an act. ``attempts`` are those that it changed, with their new deadlines; ``ended`` is
    how many of those meant had ended already. ``again`` says that this very form had been sent before, so
    that nothing was done now."""

    attempts: tuple[Attempt, ...] = ()
    ended: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class Class:
    """An assignment under lock, with the attempts meant: those ``sitting``, and how many have ``ended``."""

    assignment: Assignment
    sitting: tuple[Attempt, ...]
    ended: int
    now: datetime


def load_sitting(assignment: Assignment) -> AttemptQuerySet:
    """The attempts in progress, with their students; in no lock."""
    rows = Attempt.objects.filter(assignment=assignment).in_progress()
    return rows.select_related("student").defer("layout", "receipt").order_by("pk")


def lock_class(assignment: Assignment, attempts: Iterable[UUID] | None) -> Class:
    """The assignment, then its attempts by id: those named, or (None) all in progress. Whoever is past
    deadline and grace counts as ended, even where nobody has closed the attempt yet."""
    rows = Assignment.objects.select_related("classroom__school").select_for_update(of=("self",), no_key=True)
    locked = with_clock(rows).get(pk=assignment.pk)
    meant = Attempt.objects.filter(assignment=locked).exclude(state=AttemptState.VOID)
    meant = meant.in_progress() if attempts is None else meant.filter(pk__in=list(attempts))
    found = list(
        meant.select_related("student")
        .select_for_update(of=("self",), no_key=True)
        .defer("layout")
        .order_by("pk")
    )
    now = now_at(locked)
    for attempt in found:
        attempt.assignment = locked  # its grace is looked at below
    sitting = tuple(
        one for one in found if one.state == AttemptState.IN_PROGRESS and not is_overdue(one, now)
    )
    return Class(locked, sitting, ended=len(found) - len(sitting), now=now)


def was_done(
    assignment: Assignment,
    kind: NoticeKind,
    values: Mapping[str, Any],
    *,
    attempts: Sequence[UUID] | None,
    token: str,
) -> bool:
    """Whether this very form was sent before: the same token with the same content, to the same people.
    Anything else is another act, as when the browser goes back to a page and its form is filled anew."""
    if not token:
        return False
    whom = Q(attempt=None) if attempts is None else Q(attempt__in=attempts)
    same = Notice.objects.filter(whom, assignment=assignment, kind=kind, values__token=token)
    return any(row.values == {**values, "token": token} for row in same)


def tell(
    sat: Class,
    kind: NoticeKind,
    *,
    by: User,
    values: Mapping[str, Any],
    attempts: Sequence[Attempt] | None,
    token: str = "",
) -> list[Notice]:
    """One notice to the whole class (``attempts`` None), or one to each of ``attempts``."""
    said = {**values, "token": token} if token else dict(values)
    return [
        Notice.objects.create(
            assignment=sat.assignment, attempt=attempt, kind=kind, values=said, by=by, at=sat.now
        )
        for attempt in (attempts if attempts is not None else [None])
    ]
