"""The table of scores of a class: students by questions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import User
from exams.models import Assignment, Attempt
from exams.models.attempt import ENDED_STATES, AttemptState
from exams.models.withdrawal import WithdrawalPolicy
from exams.presenting.teaching.live.looks import people_of
from exams.services.withdrawals import asked_items, load_policies
from grading.models import Mark

__all__ = ["ScoreRow", "ScoreTable", "load_scores"]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One student's score, and what each question earned, by position; None where nothing is marked."""

    student: User
    number: int | None
    place: int
    attempt: Attempt | None
    points: tuple[Decimal | None, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Students by questions. ``worth`` is what each question is worth (None where that depends on who has its
    replacement), ``policies`` by which it was withdrawn, else empty; ``means`` what it earned on average by
    those who are marked and were asked; ``waiting`` counts answers that a person has to decide."""

    positions: tuple[int, ...]
    worth: tuple[Decimal | None, ...]
    policies: tuple[str, ...]
    rows: tuple[ScoreRow, ...]
    means: tuple[Decimal | None, ...]
    mean: Decimal | None
    finished: int
    unmarked: int
    waiting: int

    @property
    def has_withdrawn(self) -> bool:
        """Whether any question was taken out."""
        return any(self.policies)


def load_scores(assignment: Assignment) -> ScoreTable:
    """Of each student the attempt that ended last counts. Six queries."""
    attempts = list(_attempts(assignment))
    last = {attempt.student_id: attempt for attempt in attempts if attempt.state in ENDED_STATES}
    points, waiting = _earned([attempt.pk for attempt in last.values()])
    items = asked_items(assignment)
    withdrawn = load_policies(assignment)
    positions = tuple(item.position for item in items)
    policies = tuple(withdrawn.get(position, "") for position in positions)
    rows = tuple(
        _score_row(student, number, place, last.get(student.pk), points, waiting, positions)
        for place, (student, number) in enumerate(people_of(assignment, attempts), start=1)
    )
    scores = [row.attempt.score for row in rows if row.attempt is not None]
    marked = [row for row in rows if row.attempt is not None and row.attempt.score is not None]
    columns = zip(*(row.points for row in marked), strict=True) if marked else [()] * len(positions)
    return ScoreTable(
        positions=positions,
        worth=tuple(_worth(item.points, policy) for item, policy in zip(items, policies, strict=True)),
        policies=policies,
        rows=rows,
        means=tuple(_mean([value for value in column if value is not None]) for column in columns),
        mean=_mean([score for score in scores if score is not None]),
        finished=len(last),
        unmarked=len(last) - len(marked),
        waiting=sum(waiting.values()),
    )


def _worth(points: Decimal, policy: str) -> Decimal | None:
    if policy == WithdrawalPolicy.REPLACE:
        return None
    return Decimal(0) if policy == WithdrawalPolicy.DROP else points


def _attempts(assignment: Assignment) -> QuerySet[Attempt]:
    rows = Attempt.objects.filter(assignment=assignment).exclude(state=AttemptState.VOID)
    return rows.select_related("student").defer("layout").order_by("number")


def _earned(attempts: Sequence[UUID]) -> tuple[dict[UUID, dict[int, Decimal]], Counter[UUID]]:
    """Points by attempt and position, and how many answers of each attempt wait for a person."""
    points: dict[UUID, dict[int, Decimal]] = defaultdict(dict)
    waiting: Counter[UUID] = Counter()
    rows = (
        Mark.objects.current()
        .filter(attempt__in=attempts)
        .order_by()
        .values_list("attempt", "position")
        .annotate(earned=Sum("points"), undecided=Count("pk", filter=Q(verdict="undecided")))
    )
    for attempt, position, earned, undecided in rows:
        points[attempt][position] = earned
        waiting[attempt] += undecided
    return points, waiting


def _score_row(
    student: User,
    number: int | None,
    place: int,
    attempt: Attempt | None,
    points: dict[UUID, dict[int, Decimal]],
    waiting: Counter[UUID],
    positions: tuple[int, ...],
) -> ScoreRow:
    earned = points.get(attempt.pk, {}) if attempt else {}
    shown = tuple(earned.get(position) for position in positions)
    return ScoreRow(student, number, place, attempt, shown, waiting[attempt.pk] if attempt else 0)


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    return sum(values, Decimal(0)) / len(values) if values else None
