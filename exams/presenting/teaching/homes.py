"""What a teacher has to do with now: exams that run, come or have closed, classes, and drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import Classroom, User
from exams.models import Assignment, Attempt, Exam, Paper, Question
from exams.models.attempt import ENDED_STATES, AttemptState
from exams.presenting.teaching.queues import count_waiting
from exams.services.clock import now_at, with_clock

__all__ = ["GivenExam", "TeacherHome", "load_home"]

RECENT = timedelta(days=30)
COUNTED = ("students", "started", "submitted")
MOST_RECENT, MOST_COMING, MOST_DRAFTS = 10, 20, 5


@dataclass(frozen=True, slots=True)
class GivenExam:
    """An exam in one class. ``started`` are all who have begun, ``submitted`` those who have ended;
    ``waiting`` counts answers that a person has to decide."""

    assignment: Assignment
    phase: Literal["open", "upcoming", "done"]
    students: int
    started: int
    submitted: int
    waiting: int


@dataclass(frozen=True, slots=True)
class TeacherHome:
    """The sections of the page; all empty on the first day."""

    running: list[GivenExam]
    coming: list[GivenExam]
    waiting: list[GivenExam]
    closed: list[GivenExam]
    classes: list[Classroom]
    drafts: list[Exam]
    has_questions: bool
    has_exams: bool
    sits_exams: bool

    @property
    def is_new(self) -> bool:
        """Nothing has been given to a class yet."""
        return not (self.running or self.coming or self.waiting or self.closed)


def load_home(user: User) -> TeacherHome:
    """Everything on the page, in as many queries for thirty exams as for one."""
    given = _given(user)
    drafts = (
        Exam.objects.visible_to(user)
        .annotate(question_count=Count("items"))
        .filter(~Exists(Paper.objects.filter(exam=OuterRef("pk"))))
        .order_by("-pk")[:MOST_DRAFTS]
    )
    coming = sorted(
        (one for one in given if one.phase == "upcoming"), key=lambda one: one.assignment.opens_at
    )
    return TeacherHome(
        running=[one for one in given if one.phase == "open"],
        coming=coming[:MOST_COMING],
        waiting=[one for one in given if one.waiting],
        closed=[one for one in given if one.phase == "done"][:MOST_RECENT],
        classes=list(_classes(user)),
        drafts=list(drafts),
        has_questions=Question.objects.visible_to(user).exists(),
        has_exams=Exam.objects.visible_to(user).exists(),
        sits_exams=Attempt.objects.of(user).exists() or Assignment.objects.attended_by(user).exists(),
    )


def _given(user: User) -> list[GivenExam]:
    """The exams that run, come, or closed lately, newest first; older ones only while answers wait."""
    rows = list(with_clock(_assignments(user)))
    waiting = count_waiting(rows)
    given = [_one(row, now_at(row), waiting.get(row.pk, 0)) for row in rows]
    return [one for one in given if one.phase != "done" or one.waiting or _is_recent(one)]


def _is_recent(one: GivenExam) -> bool:
    return one.assignment.closes_at > now_at(one.assignment) - RECENT


def _assignments(user: User) -> QuerySet[Assignment]:
    ended = Q(attempts__state__in=ENDED_STATES)
    return (
        Assignment.objects.taught_by(user)
        .select_related("paper__exam", "classroom")
        .annotate(
            started=Count("attempts__student", filter=~Q(attempts__state=AttemptState.VOID), distinct=True),
            submitted=Count("attempts__student", filter=ended, distinct=True),
            students=Count(
                "classroom__enrollment", filter=Q(classroom__enrollment__left_at=None), distinct=True
            ),
        )
        .order_by("-opens_at")[:100]
    )


def _one(row: Assignment, now: datetime, waiting: int) -> GivenExam:
    phase: Literal["open", "upcoming", "done"] = (
        "upcoming" if now < row.opens_at else "open" if now < row.closes_at else "done"
    )
    students, started, submitted = (getattr(row, name) for name in COUNTED)
    return GivenExam(row, phase, students, started, submitted, waiting)


def _classes(user: User) -> QuerySet[Classroom]:
    present = Count("enrollment", filter=Q(enrollment__left_at=None))
    rows = Classroom.objects.taught_by(user).filter(archived_at=None)
    return rows.annotate(student_count=present).order_by("-year", "name")[:12]
