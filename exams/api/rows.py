"""What the lists of the API are made of: rows that a person may see, with what is counted about them.
Every function makes one query for its rows, however many."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from accounts.models import User
from exams.models import Assignment, Attempt, Exam, ExamItem, Paper, QuestionVersion
from exams.models.attempt import AttemptQuerySet, AttemptState
from exams.permissions import results_visible_to
from exams.services.clock import with_clock
from grading.models import Mark

__all__ = ["PHASES", "assignment_rows", "attempt_rows", "exam_items", "exam_rows", "result_rows"]

PHASES = ("running", "open", "upcoming", "done")  # in the order of the list
HEAVY = ("settings", "outline", "exam__settings")


def exam_rows(user: User) -> QuerySet[Exam]:
    """Exams of the schools where ``user`` teaches, with ``question_count``, ``points``, ``editions`` (times
    published) and ``status``."""
    editions = Paper.objects.filter(exam=OuterRef("pk"))
    return (
        Exam.objects.visible_to(user)
        .select_related("school")
        .annotate(
            question_count=Count("items"),
            points=Coalesce(Sum("items__points"), Value(0), output_field=ExamItem._meta.get_field("points")),
            editions=_count(editions, by="exam"),
            status=Case(
                When(Exists(editions), then=Value("published")),
                default=Value("draft"),
                output_field=CharField(),
            ),
        )
        .order_by("-pk")
    )


def exam_items(exam: Exam) -> list[dict[str, Any]]:
    """The items of ``exam`` in their order: what they are worth, and what kinds of answer the newest version
    of each question asks for. Two queries."""
    items = list(exam.items.select_related("question__topic").order_by("position"))
    newest = QuestionVersion.objects.newest().filter(question__in=[item.question_id for item in items])
    parts = dict(newest.values_list("question", "content__parts"))
    numbers = count(1)
    return [
        {
            "item": item,
            "kinds": [part["kind"] for part in parts.get(item.question_id) or []],
            "number": next(numbers) if parts.get(item.question_id) else None,
        }
        for item in items
    ]


def assignment_rows(user: User, *, now: datetime) -> QuerySet[Assignment]:
    """What ``user`` teaches, attends or has sat: ``taught``; of their own attempts ``attempts_left``,
    ``running_attempt``, ``last_attempt``; the ``phase`` for them; of all ``sitting`` and ``finished``.

    The host's clock is near enough for a list; starting asks the one that decides.
    """
    everyone = Attempt.objects.filter(assignment=OuterRef("pk")).order_by()
    own = everyone.of(user)
    used = _count(own.exclude(state=AttemptState.VOID), by="assignment")
    attends = Exists(Assignment.objects.attended_by(user).filter(pk=OuterRef("pk")))
    mine = Q(pk__in=Assignment.objects.visible_to(user).values("pk"))
    mine |= Q(pk__in=Attempt.objects.of(user).values("assignment"))
    left = Case(When(attends, then=Greatest(F("max_attempts") - used, Value(0))), default=Value(0))
    return (
        Assignment.objects.filter(mine)
        .select_related("paper__exam", "classroom")
        .defer("paper__settings", "paper__exam__settings")
        .with_total()
        .annotate(
            attends=attends,
            taught=Exists(Assignment.objects.taught_by(user).filter(pk=OuterRef("pk"))),
            attempts_left=left,
            running_attempt=Subquery(own.in_progress().values("pk")[:1]),
            last_attempt=Subquery(own.ended().order_by("-number").values("pk")[:1]),
            sitting=_count(everyone.in_progress(), by="assignment"),
            finished=_count(everyone.ended(), by="assignment", what="student"),
        )
        .annotate(phase=_phase(now))
        .annotate(place=Case(*(When(phase=name, then=Value(n)) for n, name in enumerate(PHASES))))
        .order_by("place", "-opens_at", "pk")
    )


def _phase(now: datetime) -> Case:
    """An attempt is running, one can be started, it has not opened yet, or nothing can be started any more;
    to whoever teaches the class it goes by the window alone."""
    return Case(
        When(running_attempt__isnull=False, then=Value("running")),
        When(opens_at__gt=now, then=Value("upcoming")),
        When(closes_at__lte=now, then=Value("done")),
        When(Q(attempts_left__gt=0) | Q(taught=True, attends=False), then=Value("open")),
        default=Value("done"),
        output_field=CharField(),
    )


def attempt_rows(user: User) -> QuerySet[Attempt]:
    """One's own attempts, and those of the classes one teaches, newest first."""
    return _with_names(Attempt.objects.visible_to(user).with_class_sitting()).order_by("-started_at", "pk")


def result_rows(user: User, *, now: datetime) -> QuerySet[Attempt]:
    """Marked attempts whose result ``user`` may see, newest first; ``waiting`` counts the answers on which a
    person has still to decide."""
    undecided = Mark.objects.current().waiting_for_person().filter(attempt=OuterRef("pk"))
    rows = results_visible_to(user, now=now).annotate(waiting=_count(undecided, by="attempt"))
    return _with_names(rows).order_by("-submitted_at", "pk")


def _with_names(rows: AttemptQuerySet) -> QuerySet[Attempt]:
    names = rows.with_total().select_related("assignment__paper__exam", "assignment__classroom", "student")
    return with_clock(names.defer("layout", "receipt", *(f"assignment__paper__{name}" for name in HEAVY)))


def _count(rows: QuerySet[Any], *, by: str, what: str = "pk") -> Coalesce:
    """How many ``rows`` belong to the outer row, 0 for none."""
    counted = rows.order_by().values(by).annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
