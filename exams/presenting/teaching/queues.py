"""The answers of one exam that wait for a person, question by question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from exams.models import Assignment
from exams.models.attempt import ENDED_STATES
from exams.services.withdrawals import asked_items
from grading.models import Mark, MarkQuerySet, MarkSource

__all__ = ["Queue", "QueueGroup", "count_waiting", "load_queue", "waiting_marks"]


@dataclass(frozen=True, slots=True)
class QueueGroup:
    """One part of one question, with how many of its answers wait. ``number`` is what people call the
    question, and ``part_number`` the part; 0 where it is the only one."""

    number: int
    part_number: int
    position: int
    part: str
    waiting: int
    first: int


@dataclass(frozen=True, slots=True)
class Queue:
    """All that waits, in the order in which it is shown; ``decided`` were decided by a person already."""

    marks: tuple[int, ...]
    groups: tuple[QueueGroup, ...]
    decided: int

    @property
    def total(self) -> int:
        """All that waited or waits."""
        return len(self.marks) + self.decided

    def after(self, mark: int) -> int | None:
        """The one that comes after ``mark``, from the first again at the end; None when nothing is left."""
        others = [other for other in self.marks if other != mark]
        if mark not in self.marks or not others:
            return others[0] if others else None
        place = self.marks.index(mark)
        return self.marks[place + 1] if place + 1 < len(self.marks) else others[0]


def waiting_marks(assignment: Assignment, *, unreadable: bool = False) -> MarkQuerySet:
    """The marks that wait; with ``unreadable`` also what could not be read and counts nothing."""
    ended = {"attempt__assignment": assignment, "attempt__state__in": ENDED_STATES}
    verdicts = ["undecided", "unreadable"] if unreadable else ["undecided"]
    return Mark.objects.current().filter(verdict__in=verdicts, **ended)


def load_queue(assignment: Assignment, *, unreadable: bool = False) -> Queue:
    """By question and part, then by the time of handing in. Three queries."""
    rows = list(
        waiting_marks(assignment, unreadable=unreadable)
        .order_by("position", "part", "attempt__submitted_at", "pk")
        .values_list("pk", "position", "part")
    )
    counts = Counter((position, part) for _pk, position, part in rows)
    firsts: dict[tuple[int, str], int] = {}
    for pk, position, part in rows:
        firsts.setdefault((position, part), pk)
    numbers = _numbers(assignment)
    groups = tuple(
        QueueGroup(*numbers[position, part], position, part, counts[position, part], first)
        for (position, part), first in firsts.items()
    )
    decided = Mark.objects.current().filter(attempt__assignment=assignment, source=MarkSource.HUMAN).count()
    return Queue(tuple(pk for pk, _position, _part in rows), groups, decided)


def _numbers(assignment: Assignment) -> dict[tuple[int, str], tuple[int, int]]:
    """What people call each part, by position and id: the number of its question and its own, which is 0
    where the question has no other."""
    return {
        (item.position, part.id): (number, part_number if len(item.parts) > 1 else 0)
        for number, item in enumerate(asked_items(assignment), start=1)
        for part_number, part in enumerate(item.parts, start=1)
    }


def count_waiting(assignments: Sequence[Assignment]) -> dict[object, int]:
    """How many answers wait, by assignment; one query."""
    rows = (
        Mark.objects.current()
        .filter(verdict="undecided", attempt__assignment__in=assignments, attempt__state__in=ENDED_STATES)
        .order_by()
        .values_list("attempt__assignment")
        .annotate(count=Count("pk"))
    )
    return dict(rows)
