"""A student's exams in three rows: what can be sat now, what comes, what was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Classroom, User
from exams.models import Assignment, Attempt
from exams.models.attempt import ENDED_STATES, AttemptState
from exams.permissions import can_see_result
from exams.shapes import ReviewSettings
from grading.models import Mark

__all__ = ["Entry", "Shelves", "count_open", "load_shelves"]

DONE_A_PAGE = 20

Outcome = Literal["", "score", "waiting", "marking", "later", "sitting", "hidden", "missed"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One exam in a row. ``outcome`` says what there is to know of an ended one: its ``score``, that some
    answers are ``waiting`` for a teacher, that it is being marked, that the result comes later, waits for
    those who are still ``sitting``, or is not shown, or that the exam was missed."""

    assignment: Assignment
    running: Attempt | None
    last_ended: Attempt | None
    attempts_left: int
    minutes_left: int
    outcome: Outcome

    @property
    def title(self) -> dict[str, str]:
        """By language."""
        return self.assignment.paper.exam.title


@dataclass(frozen=True, slots=True)
class Shelves:
    """``done`` is one page of many."""

    now: list[Entry]
    upcoming: list[Entry]
    done: list[Entry]
    pages: Page
    attends: bool

    @property
    def is_empty(self) -> bool:
        """No exam, past or future."""
        return not (self.now or self.upcoming or self.done)


def load_shelves(user: User, *, classroom: Classroom | None = None, page: str | None = None) -> Shelves:
    """What ``user`` may sit or has sat, of one class or of all, in as many queries whatever there is.

    The host's clock is near enough for a list; opening and starting ask the one that decides.
    """
    now = timezone.now()
    rows = _of_student(user)
    if classroom is not None:
        rows = rows.filter(classroom=classroom)
    is_over = Q(running=False, opens_at__lte=now) & (Q(closes_at__lte=now) | Q(used__gte=F("max_attempts")))
    pages = Paginator(rows.filter(is_over).order_by("-opens_at", "-pk"), DONE_A_PAGE).get_page(page)
    alive = list(rows.exclude(is_over).order_by("opens_at", "pk"))
    over = list(pages)
    attempts = _attempts(user, [*alive, *over])
    entries = {row.pk: _entry(user, row, attempts.get(row.pk, []), now) for row in [*alive, *over]}
    opened = [row for row in alive if row.running or row.opens_at <= now]
    return Shelves(
        now=[entries[row.pk] for row in sorted(opened, key=lambda row: (not row.running, row.closes_at))],
        upcoming=[entries[row.pk] for row in alive if row not in opened],
        done=[entries[row.pk] for row in over],
        pages=pages,
        attends=Classroom.objects.attended_by(user).filter(archived_at=None).exists(),
    )


def _of_student(user: User) -> QuerySet[Any]:
    """With ``used``, the attempts that count, and ``running``, whether one is in progress."""
    own = Attempt.objects.of(user)
    here = own.filter(assignment=OuterRef("pk")).order_by()
    used = here.exclude(state=AttemptState.VOID).values("assignment").annotate(n=Count("pk")).values("n")
    attended = Assignment.objects.attended_by(user).values("pk")
    return (
        Assignment.objects.filter(Q(pk__in=attended) | Q(pk__in=own.values("assignment")))
        .select_related("paper__exam", "classroom")
        .defer("paper__outline", "paper__settings", "paper__exam__settings")
        .with_total()
        .annotate(
            used=Coalesce(Subquery(used, output_field=IntegerField()), 0),
            running=Exists(here.in_progress()),
        )
    )


def _attempts(user: User, rows: Iterable[Assignment]) -> dict[object, list[Any]]:
    """The attempts that count, by assignment and number, with whether a person has to look at one."""
    undecided = Mark.objects.current().waiting_for_person().filter(attempt=OuterRef("pk"))
    found = (
        Attempt.objects.of(user)
        .filter(assignment__in=[row.pk for row in rows])
        .exclude(state=AttemptState.VOID)
        .with_class_sitting()
        .annotate(waits=Exists(undecided))
        .defer("layout", "receipt")
        .order_by("number")
    )
    attempts: dict[object, list[Any]] = {}
    for attempt in found:
        attempts.setdefault(attempt.assignment_id, []).append(attempt)
    return attempts


def _entry(user: User, row: Assignment, attempts: list[Any], now: datetime) -> Entry:
    running = next((attempt for attempt in attempts if attempt.state == AttemptState.IN_PROGRESS), None)
    ended = [attempt for attempt in attempts if attempt.state in ENDED_STATES]
    last = ended[-1] if ended else None
    left = running.deadline_at - now if running else timedelta()
    return Entry(
        assignment=row,
        running=running,
        last_ended=last,
        attempts_left=max(0, row.max_attempts - len(attempts)),
        minutes_left=max(0, int(-(-left.total_seconds() // 60))),
        outcome=_outcome(user, row, last, now),
    )


def _outcome(user: User, row: Assignment, last: Any, now: datetime) -> Outcome:
    if last is None:
        return "missed" if now >= row.closes_at else ""
    last.assignment = row
    if not can_see_result(user, last, now=now):
        if ReviewSettings.model_validate(row.review).result == "never":
            return "hidden"
        return "later" if now < row.closes_at else "sitting"
    if last.score is None:
        return "marking"
    return "waiting" if last.waits else "score"


def count_open(user: User) -> Counter[Any]:
    """How many exams ``user`` can sit now, by the id of the class."""
    now = timezone.now()
    can_start = Q(opens_at__lte=now, closes_at__gt=now, used__lt=F("max_attempts"))
    return Counter(_of_student(user).filter(Q(running=True) | can_start).values_list("classroom", flat=True))
