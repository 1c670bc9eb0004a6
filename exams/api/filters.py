"""By what the lists of the API can be narrowed and ordered. A name that is not here is refused."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet, UUIDFilter

from accounts.api.lists import FILTER_TEXT, MomentFilter, Ordering
from exams.api.rows import PHASES
from exams.models import Assignment, Exam
from exams.models.attempt import ENDED_STATES, AttemptState

__all__ = [
    "STATUSES",
    "AssignmentFilters",
    "AttemptFilters",
    "ExamFilters",
    "ResponseFilters",
    "ResultFilters",
    "title_contains",
]

STATUSES = ("draft", "published")
ENDED = [(state.value, state.label) for state in ENDED_STATES]


def title_contains(text: str, *, exam: str = "") -> Q:
    """In any language; ``exam`` is the way from the row to its exam, as in look-ups."""
    return Q(**{f"{exam}title__ko__icontains": text}) | Q(**{f"{exam}title__en__icontains": text})


class ExamFilters(FilterSet):
    q = CharFilter(method="find", max_length=FILTER_TEXT, label="Part of the title, in any language.")
    status = ChoiceFilter(
        "status", choices=[(name, name) for name in STATUSES], label="Published or not yet."
    )
    school = UUIDFilter("school", label="Only exams of this school.")
    ordering = Ordering(
        fields=[("pk", "created"), ("points", "points"), ("question_count", "questions")],
        label="Newest first unless said otherwise.",
    )

    def find(self, rows: QuerySet[Exam], name: str, value: str) -> QuerySet[Exam]:
        """By title."""
        return rows.filter(title_contains(value))


class AssignmentFilters(FilterSet):
    q = CharFilter(method="find", max_length=FILTER_TEXT, label="Part of the title, in any language.")
    phase = ChoiceFilter("phase", choices=[(name, name) for name in PHASES], label="Where it stands for me.")
    taught = BooleanFilter("taught", label="Only in classes that I teach, or only in others.")
    classroom = UUIDFilter("classroom", label="Only in this class.")
    exam = UUIDFilter("paper__exam", label="Only of this exam.")
    opens_after = MomentFilter("opens_at", "gte", label="Opens at this time or later.")
    opens_before = MomentFilter("opens_at", "lt", label="Opens before this time.")
    closes_after = MomentFilter("closes_at", "gte", label="Closes at this time or later.")
    closes_before = MomentFilter("closes_at", "lt", label="Closes before this time.")
    ordering = Ordering(
        fields=["opens_at", "closes_at"],
        label="Running and open ones first, then what comes, then what was, unless said otherwise.",
    )

    def find(self, rows: QuerySet[Assignment], name: str, value: str) -> QuerySet[Assignment]:
        """By the title of the exam."""
        return rows.filter(title_contains(value, exam="paper__exam__"))


class AttemptFilters(FilterSet):
    """Not ordered by score: a student's scores may not be shown yet."""

    state = ChoiceFilter("state", choices=AttemptState.choices, label="How far it is.")
    assignment = UUIDFilter("assignment", label="Only of this assignment.")
    classroom = UUIDFilter("assignment__classroom", label="Only of this class.")
    student = UUIDFilter("student", label="Only of this student.")
    started_after = MomentFilter("started_at", "gte", label="Started at this time or later.")
    started_before = MomentFilter("started_at", "lt", label="Started before this time.")
    ordering = Ordering(fields=["started_at", "deadline_at"], label="The newest first unless said otherwise.")


class ResultFilters(FilterSet):
    state = ChoiceFilter("state", choices=ENDED, label="Handed in, or ended when time was up.")
    assignment = UUIDFilter("assignment", label="Only of this assignment.")
    exam = UUIDFilter("assignment__paper__exam", label="Only of this exam.")
    classroom = UUIDFilter("assignment__classroom", label="Only of this class.")
    student = UUIDFilter("student", label="Only of this student.")
    waits = BooleanFilter(
        method="by_waiting", label="Only those with answers that wait for a teacher, or only those without."
    )
    ended_after = MomentFilter("submitted_at", "gte", label="Ended at this time or later.")
    ended_before = MomentFilter("submitted_at", "lt", label="Ended before this time.")
    ordering = Ordering(fields=["submitted_at", "score"], label="The newest first unless said otherwise.")

    def by_waiting(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Whether a person has still to decide on an answer."""
        return rows.filter(waiting__gt=0) if value else rows.filter(waiting=0)


class ResponseFilters(FilterSet):
    saved_after = MomentFilter("saved_at", "gte", label="Saved at this time or later.")
    ordering = Ordering(fields=["position", "saved_at"], label="By position unless said otherwise.")
