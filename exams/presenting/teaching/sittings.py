"""A class at an exam: who has started, how far they are, who has handed in, and what they scored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import Enrollment, User
from exams.content import canonical_hash
from exams.models import Assignment, Attempt, Response
from exams.models.attempt import ENDED_STATES, AttemptState
from exams.shapes import ResponseValue
from grading.models import Mark

__all__ = ["SORTS", "STATES", "Board", "ScoreRow", "ScoreTable", "Sitting", "load_board", "load_scores"]

State = Literal["not_started", "under_way", "time_up", "submitted"]
STATES: tuple[State, ...] = ("not_started", "under_way", "time_up", "submitted")
SORTS = ("number", "name", "answered", "saved")


@dataclass(frozen=True, slots=True)
class Sitting:
    """One student at the exam. ``of`` is how many questions there are to answer, ``place`` where the
    student stands on the roster, for pages that hide names."""

    student: User
    number: int | None
    place: int
    state: State
    attempt_id: UUID | None
    attempt_number: int
    answered: int
    of: int
    saved_at: datetime | None
    deadline_at: datetime | None

    @property
    def percent(self) -> int:
        """How much is answered, for a bar."""
        return 100 * self.answered // self.of if self.of else 0


@dataclass(frozen=True, slots=True)
class Board:
    """The whole class, and how many stand how; ``fingerprint`` is another one as soon as anything is."""

    rows: tuple[Sitting, ...]
    counts: dict[str, int]
    fingerprint: str

    @property
    def count(self) -> int:
        """Everyone."""
        return sum(self.counts.values())

    def shown(self, *, state: str, sort: str) -> Board:
        """The rows in one state (any other word: all), in this order."""
        rows = [row for row in self.rows if state not in STATES or row.state == state]
        return replace(self, rows=tuple(sorted(rows, key=lambda row: _order(row, sort))))


def _order(row: Sitting, sort: str) -> tuple[Any, ...]:
    if sort == "name":
        return (row.student.name, row.place)
    if sort == "answered":
        return (row.answered, row.place)
    if sort == "saved":
        return (-(row.saved_at.timestamp() if row.saved_at else 0), row.place)
    return (row.place,)


def load_board(assignment: Assignment, *, now: datetime) -> Board:
    """Everyone in the class and everyone who sat the exam, with their newest attempt. Three queries."""
    newest = {attempt.student_id: attempt for attempt in _attempts(assignment)}
    saved = _saved(attempt.pk for attempt in newest.values() if attempt.state == AttemptState.IN_PROGRESS)
    of = sum(1 for item in assignment.paper.outline["items"] if item["parts"])
    grace = timedelta(seconds=assignment.grace_s)
    rows = tuple(
        _sitting(student, number, place, newest.get(student.pk), saved, of, now - grace)
        for place, (student, number) in enumerate(_people(assignment, newest.values()), start=1)
    )
    counted = Counter(row.state for row in rows)
    counts: dict[str, int] = {state: counted[state] for state in STATES}
    return Board(rows, counts, _fingerprint(rows))


def _attempts(assignment: Assignment) -> QuerySet[Attempt]:
    rows = Attempt.objects.filter(assignment=assignment).exclude(state=AttemptState.VOID)
    return rows.select_related("student").defer("layout").order_by("number")


def _people(assignment: Assignment, attempts: Iterable[Attempt]) -> list[tuple[User, int | None]]:
    """Everyone in the class now and everyone who sat, by number and name; one query."""
    rows = list(Enrollment.objects.filter(classroom=assignment.classroom_id).select_related("user"))
    numbers = {row.user_id: row.number for row in rows}
    people = {row.user_id: row.user for row in rows if row.left_at is None}
    people |= {attempt.student_id: attempt.student for attempt in attempts}
    pairs = [(person, numbers.get(key)) for key, person in people.items()]
    return sorted(pairs, key=lambda pair: (pair[1] is None, pair[1] or 0, pair[0].name, pair[0].login))


def _saved(attempts: Iterable[UUID]) -> dict[UUID, tuple[int, datetime]]:
    """How many questions are answered, and when the last answer was saved."""
    found: dict[UUID, tuple[int, datetime]] = {}
    rows = Response.objects.filter(attempt__in=list(attempts)).values_list("attempt", "value", "saved_at")
    for attempt, value, saved_at in rows:
        answered, last = found.get(attempt, (0, saved_at))
        given = not ResponseValue.model_validate(value).is_empty
        found[attempt] = (answered + given, max(last, saved_at))
    return found


def _sitting(
    student: User,
    number: int | None,
    place: int,
    attempt: Attempt | None,
    saved: dict[UUID, tuple[int, datetime]],
    of: int,
    overdue_before: datetime,
) -> Sitting:
    if attempt is None:
        return Sitting(student, number, place, "not_started", None, 0, 0, of, None, None)
    if attempt.state in ENDED_STATES:
        state: State = "submitted" if attempt.state == AttemptState.SUBMITTED else "time_up"
        answered, saved_at = (attempt.receipt or {}).get("answered", 0), attempt.submitted_at
    else:
        is_overdue = attempt.paused_at is None and attempt.deadline_at < overdue_before
        state = "time_up" if is_overdue else "under_way"
        answered, saved_at = saved.get(attempt.pk, (0, None))
    return Sitting(
        student, number, place, state, attempt.pk, attempt.number, answered, of, saved_at, attempt.deadline_at
    )


def _fingerprint(rows: Sequence[Sitting]) -> str:
    said = [
        [str(row.student.pk), row.place, row.state, row.answered, str(row.saved_at), str(row.deadline_at)]
        for row in rows
    ]
    return canonical_hash(said)[:16]


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
    """Students by questions. ``worth`` is what each question is worth, ``means`` what it earned on average
    by those who are marked; ``waiting`` counts answers that a person has to decide."""

    positions: tuple[int, ...]
    worth: tuple[Decimal, ...]
    rows: tuple[ScoreRow, ...]
    means: tuple[Decimal | None, ...]
    mean: Decimal | None
    finished: int
    unmarked: int
    waiting: int


def load_scores(assignment: Assignment) -> ScoreTable:
    """Of each student the attempt that ended last counts. Three queries."""
    attempts = list(_attempts(assignment))
    last = {attempt.student_id: attempt for attempt in attempts if attempt.state in ENDED_STATES}
    points, waiting = _earned([attempt.pk for attempt in last.values()])
    items = [item for item in assignment.paper.outline["items"] if item["parts"]]
    positions = tuple(item["position"] for item in items)
    rows = tuple(
        _score_row(student, number, place, last.get(student.pk), points, waiting, positions)
        for place, (student, number) in enumerate(_people(assignment, attempts), start=1)
    )
    scores = [row.attempt.score for row in rows if row.attempt is not None]
    marked = [row for row in rows if row.attempt is not None and row.attempt.score is not None]
    columns = zip(*(row.points for row in marked), strict=True) if marked else [()] * len(positions)
    return ScoreTable(
        positions=positions,
        worth=tuple(Decimal(item["points"]) for item in items),
        rows=rows,
        means=tuple(_mean([value for value in column if value is not None]) for column in columns),
        mean=_mean([score for score in scores if score is not None]),
        finished=len(last),
        unmarked=len(last) - len(marked),
        waiting=sum(waiting.values()),
    )


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
