"""Giving a paper to classes, and changing on which terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Classroom, User
from accounts.services.audit import record
from exams.errors import Refused
from exams.models import Assignment, Attempt, Paper
from exams.models.attempt import AttemptState
from exams.models.exam import default_review
from exams.shapes import ReviewSettings

__all__ = ["Terms", "assign_paper", "assign_to_classes", "change_terms", "move_window"]

GRACE_S = 30


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a class sits a paper. ``limit_s`` is seconds from a student's start, None: until the
    window closes; ``grace_s`` is for answers that are on their way when time is up; ``networks`` are those
    from which the exam may be opened, as ``exams.networks`` spells them, none: from anywhere."""

    opens_at: datetime
    closes_at: datetime
    limit_s: int | None = None
    grace_s: int = GRACE_S
    max_attempts: int = 1
    review: ReviewSettings | None = None
    access_code: str | None = None
    networks: tuple[str, ...] = ()


@transaction.atomic
def assign_paper(
    paper: Paper,
    classroom: Classroom,
    *,
    opens_at: datetime,
    closes_at: datetime,
    by: User,
    limit_s: int | None = None,
    grace_s: int = GRACE_S,
    max_attempts: int = 1,
    review: ReviewSettings | None = None,
    access_code: str | None = None,
    networks: Iterable[str] = (),
    address: str | None = None,
) -> Assignment:
    """Gives ``paper`` to ``classroom`` from ``opens_at`` to ``closes_at``.

    ``limit_s`` is seconds from a student's start, None: until the window closes; ``networks`` as in
    ``Terms``. Raises Refused: ``another_school``, ``window_is_empty``.
    """
    if paper.exam.school_id != classroom.school_id:
        raise Refused("another_school")
    _check_window(opens_at, closes_at)
    assignment = Assignment.objects.create(
        paper=paper,
        classroom=classroom,
        opens_at=opens_at,
        closes_at=closes_at,
        limit_s=limit_s,
        grace_s=grace_s,
        max_attempts=max_attempts,
        review=review.model_dump(mode="json") if review else default_review(),
        access_code=access_code or None,
        networks=list(networks),
    )
    record(
        "assignment.created",
        by=by,
        subject=assignment,
        school=classroom.school,
        address=address,
        data=_window(assignment),
    )
    return assignment


@transaction.atomic
def assign_to_classes(
    paper: Paper, classrooms: Iterable[Classroom], terms: Terms, *, by: User, address: str | None = None
) -> list[Assignment]:
    """Gives ``paper`` to each of the classes on the same terms: to all of them or to none.
    Raises Refused: ``another_school``, ``window_is_empty``."""
    return [
        assign_paper(
            paper,
            classroom,
            opens_at=terms.opens_at,
            closes_at=terms.closes_at,
            by=by,
            limit_s=terms.limit_s,
            grace_s=terms.grace_s,
            max_attempts=terms.max_attempts,
            review=terms.review,
            access_code=terms.access_code,
            networks=terms.networks,
            address=address,
        )
        for classroom in classrooms
    ]


@transaction.atomic
def move_window(assignment: Assignment, *, opens_at: datetime, closes_at: datetime, by: User) -> Assignment:
    """Moves the window for attempts that start from now on; attempts in progress keep their deadline.
    Raises Refused ``window_is_empty``."""
    _check_window(opens_at, closes_at)
    assignment.opens_at, assignment.closes_at = opens_at, closes_at
    assignment.save(update_fields=["opens_at", "closes_at"])
    record(
        "assignment.moved",
        by=by,
        subject=assignment,
        school=assignment.classroom.school,
        data=_window(assignment),
    )
    return assignment


@transaction.atomic
def change_terms(
    assignment_id: UUID, terms: Terms, *, by: User, address: str | None = None
) -> tuple[Assignment, list[str]]:
    """The assignment on other terms, and the names of those that changed; attempts in progress keep their
    deadline. What would be unfair to those who have begun is refused. Raises Refused: ``window_is_empty``,
    ``opening_has_passed`` and ``limit_is_fixed`` once somebody has started, ``attempts_used``."""
    assignment = (
        Assignment.objects.select_related("classroom__school")
        .select_for_update(of=("self",))
        .get(pk=assignment_id)
    )
    wanted = _fields(terms)
    changed = [name for name, value in wanted.items() if getattr(assignment, name) != value]
    _check_change(assignment, terms, changed)
    for name in changed:
        setattr(assignment, name, wanted[name])
    if changed:
        assignment.save(update_fields=changed)
        record(
            "assignment.changed",
            by=by,
            subject=assignment,
            school=assignment.classroom.school,
            address=address,
            data={"changed": changed, **_window(assignment)},
        )
    return assignment, changed


def _check_change(assignment: Assignment, terms: Terms, changed: list[str]) -> None:
    _check_window(terms.opens_at, terms.closes_at)
    attempts = Attempt.objects.filter(assignment=assignment).exclude(state=AttemptState.VOID)
    used = attempts.order_by("-number").values_list("number", flat=True).first()
    if used is None:
        return
    if "opens_at" in changed:
        raise Refused("opening_has_passed")
    if "limit_s" in changed:
        raise Refused("limit_is_fixed")
    if terms.max_attempts < used:
        raise Refused("attempts_used", used=used)


def _fields(terms: Terms) -> dict[str, Any]:
    return {
        "opens_at": terms.opens_at,
        "closes_at": terms.closes_at,
        "limit_s": terms.limit_s,
        "grace_s": terms.grace_s,
        "max_attempts": terms.max_attempts,
        "review": (terms.review or ReviewSettings()).model_dump(mode="json"),
        "access_code": terms.access_code or None,
        "networks": list(terms.networks),
    }


def _check_window(opens_at: datetime, closes_at: datetime) -> None:
    if opens_at >= closes_at:
        raise Refused("window_is_empty")


def _window(assignment: Assignment) -> dict[str, Any]:
    return {"opens_at": assignment.opens_at.isoformat(), "closes_at": assignment.closes_at.isoformat()}
