"""What the reports read: the only module here that knows the other apps' tables.

Of each student the attempt that ended last counts, once it is marked. Students who have left the class
count with what they handed in; an attempt that was declared void is as if it had not been.
Every function makes the same number of queries for any number of students and questions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Sum

from accounts.models import Enrollment
from exams.content import Content, canonical_hash
from exams.models import Assignment, Attempt, KeyRevision, PaperItem, Response, Variant, Withdrawal
from exams.models.attempt import ENDED_STATES, AttemptQuerySet, AttemptState
from exams.models.withdrawal import WithdrawalPolicy, WithdrawalQuerySet
from grading.models import Mark, MarkQuerySet
from grading.services import WITHDRAWN

__all__ = [
    "Answer",
    "Item",
    "Standing",
    "Student",
    "Topic",
    "count_marks",
    "load_answers",
    "load_item_scores",
    "load_items",
    "load_students",
    "load_variants",
]

Standing = Literal["finished", "waiting", "in_progress", "not_started"]


@dataclass(frozen=True, slots=True)
class Student:
    """Where one student stands: finished (ended and marked), waiting for marking, in progress, not started.

    ``attempt_id`` is the attempt that ended last, ``score`` what it earned in points once it is marked.
    """

    name: str
    login: str
    number: int | None
    standing: Standing
    attempt_id: UUID | None
    score: Decimal | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question is about: the code of the achievement standard, and its name by language."""

    code: str
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One position of the paper. ``rendered`` is its first variant, ``exams.shapes.Rendered`` by language;
    ``topic`` its code and localised name, ``right`` the right options of each choice part.

    ``withdrawal`` is the id of what took it out, 0 for none: then it says nothing about the students, and
    unless everyone gets its points it is worth nothing. ``is_replacement``: it stands at the end in place of
    such a question, and perhaps not everyone was asked it."""

    position: int
    worth: Decimal
    content: Content
    rendered: Mapping[str, Any]
    topic: Topic | None = None
    right: Mapping[str, frozenset[str]] = field(default_factory=dict)
    withdrawal: int = 0
    is_replacement: bool = False

    @property
    def is_asked(self) -> bool:
        """It has something to answer; a description has not."""
        return bool(self.content.parts)


@dataclass(frozen=True, slots=True)
class Answer:
    """One part of one counted attempt: its current mark, and what was typed or picked.

    ``verdict`` is an ``Outcome`` value, or one of ``unanswered`` and ``withdrawn``, which stand apart.
    ``choice`` holds the options picked, or ``stem:option`` for each pair of a matching part.
    """

    position: int
    part: str
    points: Decimal
    verdict: str
    text: str
    choice: tuple[str, ...]


def load_students(assignment: Assignment) -> tuple[Student, ...]:
    """Everyone in the class, and everyone who sat the exam, by number and name. Two queries."""
    attempts: dict[UUID, list[Attempt]] = defaultdict(list)
    rows = Attempt.objects.filter(assignment=assignment).exclude(state=AttemptState.VOID)
    for attempt in rows.select_related("student").defer("layout", "receipt").order_by("number"):
        attempts[attempt.student_id].append(attempt)
    enrollments = Enrollment.objects.filter(classroom=assignment.classroom_id).select_related("user")
    numbers = {enrollment.user_id: enrollment.number for enrollment in enrollments}
    people = {enrollment.user_id: enrollment.user for enrollment in enrollments if enrollment.left_at is None}
    people |= {student_id: own[0].student for student_id, own in attempts.items()}
    students = [
        _student(person.name, person.login, numbers.get(student_id), attempts.get(student_id, []))
        for student_id, person in people.items()
    ]
    # Whoever has no number on the roster comes after those who have.
    return tuple(sorted(students, key=lambda one: (one.number is None, one.number or 0, one.name, one.login)))


def _student(name: str, login: str, number: int | None, attempts: list[Attempt]) -> Student:
    """``attempts`` are this student's own that are not void, by number."""
    ended = [attempt for attempt in attempts if attempt.state in ENDED_STATES]
    if not ended:
        standing: Standing = "in_progress" if attempts else "not_started"
        return Student(name, login, number, standing, attempt_id=None, score=None, ended_at=None)
    last = ended[-1]
    standing = "waiting" if last.score is None else "finished"
    return Student(name, login, number, standing, last.pk, last.score, last.submitted_at)


def load_items(assignment: Assignment) -> tuple[Item, ...]:
    """The questions of the paper by position, then the replacements at its end, each with the text of its
    first variant. One query."""
    first = Variant.objects.filter(paper_item=OuterRef("pk")).order_by("number")
    keys = KeyRevision.objects.filter(question_version=OuterRef("question_version")).order_by("-number")
    withdrawn = _withdrawals(assignment)
    rows = PaperItem.objects.filter(_is_asked_of(assignment)).order_by("position")
    found = list(
        rows.values(
            "position",
            "points",
            withdrawal=Subquery(withdrawn.filter(paper_item=OuterRef("pk")).values("pk")[:1]),
            policy=Subquery(withdrawn.filter(paper_item=OuterRef("pk")).values("policy")[:1]),
            stands_for=Subquery(withdrawn.filter(replacement=OuterRef("pk")).values("pk")[:1]),
            content=F("question_version__content"),
            topic_code=F("question_version__question__topic__code"),
            topic_name=F("question_version__question__topic__name"),
            rendered=Subquery(first.values("rendered")[:1]),
            keys=Subquery(keys.values("keys")[:1]),
        )
    )
    on_paper = [row for row in found if row["stands_for"] is None]
    # As marking numbers them: behind the last question, in the order in which they came.
    added = sorted((row for row in found if row["stands_for"] is not None), key=lambda row: row["stands_for"])
    last = max((row["position"] for row in on_paper), default=0)
    replaced = [{**row, "position": position} for position, row in enumerate(added, start=last + 1)]
    return tuple(_item(row) for row in (*on_paper, *replaced))


def _withdrawals(assignment: Assignment) -> WithdrawalQuerySet:
    return Withdrawal.objects.holding_for(assignment.pk).filter(paper_item__paper=assignment.paper_id)


def _is_asked_of(assignment: Assignment) -> Q:
    """The items that somebody may have been asked."""
    replacements = _withdrawals(assignment).exclude(replacement=None).order_by().values("replacement")
    return Q(paper=assignment.paper_id) | Q(pk__in=replacements)


def _item(row: Mapping[str, Any]) -> Item:
    code = row["topic_code"]
    is_counted = row["policy"] in (None, WithdrawalPolicy.FULL)
    return Item(
        position=row["position"],
        worth=row["points"] if is_counted else Decimal(0),
        withdrawal=row["withdrawal"] or 0,
        is_replacement=row["stands_for"] is not None,
        content=Content.model_validate(row["content"]),
        rendered=row["rendered"] or {},
        topic=Topic(code, row["topic_name"] or {}) if code else None,
        right={part: _right_options(key) for part, key in (row["keys"] or {}).items()},
    )


def _right_options(key: Mapping[str, Any]) -> frozenset[str]:
    """The options that a stored key of a choice names; none for a key of another kind."""
    correct = key.get("correct", ())
    if isinstance(correct, bool):
        return frozenset({str(correct).lower()})
    return frozenset({correct} if isinstance(correct, str) else correct)


def load_variants(assignment: Assignment) -> dict[UUID, dict[int, int]]:
    """Which variant every counted attempt was asked at each position, by its number. Two queries."""
    asked = PaperItem.objects.filter(_is_asked_of(assignment)).values("pk")
    numbers = dict(Variant.objects.filter(paper_item__in=asked).values_list("pk", "number"))
    return {
        attempt: {item["position"]: numbers[item["variant"]] for item in layout["items"]}
        for attempt, layout in _counted(assignment).values_list("pk", "layout")
    }


def count_marks(assignment: Assignment, items: Sequence[Item]) -> str:
    """A fingerprint of the marks that count, and of what was withdrawn: another one as soon as any of them is
    another. One query.

    Marks are only ever added, with growing ids, or stop being current; their number, newest id and sum
    of ids tell the sets that can follow one another apart.
    """
    counted = _counted_marks(assignment).aggregate(
        attempts=Count("attempt", distinct=True), marks=Count("pk"), newest=Max("pk"), sum=Sum("pk")
    )
    # PostgreSQL adds whole numbers up to a decimal.
    numbers = {name: int(count or 0) for name, count in counted.items()}  # PostgreSQL sums to decimals
    withdrawn = [item.withdrawal for item in items if item.withdrawal]
    return canonical_hash([str(assignment.paper_id), numbers, *withdrawn])


def load_answers(assignment: Assignment) -> dict[UUID, list[Answer]]:
    """What every counted attempt answered and earned, by attempt. Two queries."""
    values: dict[tuple[UUID, int], dict[str, Any]] = {
        (attempt, position): value["parts"]
        for attempt, position, value in Response.objects.filter(attempt__in=_counted(assignment)).values_list(
            "attempt", "position", "value"
        )
    }
    answers: dict[UUID, list[Answer]] = defaultdict(list)
    marks = _counted_marks(assignment).order_by("attempt", "position", "part")
    for attempt, position, part, points, verdict, reason in marks.values_list(
        "attempt", "position", "part", "points", "verdict", "reason__code"
    ):
        given = values.get((attempt, position), {}).get(part, {})
        answers[attempt].append(
            Answer(
                position=position,
                part=part,
                points=points,
                verdict=_verdict(verdict, reason),
                text=_typed(given),
                choice=_picked(given),
            )
        )
    return dict(answers)


def _verdict(verdict: str, reason: str) -> str:
    if reason in WITHDRAWN.values():
        return "withdrawn"
    return "unanswered" if reason == "unanswered" else verdict


def _typed(given: Mapping[str, Any]) -> str:
    """What was typed; of blanks each with its name."""
    blanks = (f"{blank}: {text}" for blank, text in sorted(given.get("blanks", {}).items()))
    return given.get("text") or ", ".join(blanks)


def _picked(given: Mapping[str, Any]) -> tuple[str, ...]:
    pairs = tuple(f"{stem}:{option}" for stem, option in sorted(given.get("match", {}).items()))
    return pairs or tuple(given.get("choice", ()))


def load_item_scores(assignment: Assignment) -> dict[UUID, dict[int, Decimal]]:
    """The points that every counted attempt earned at each position. One query."""
    scores: dict[UUID, dict[int, Decimal]] = defaultdict(dict)
    rows = (
        _counted_marks(assignment).order_by().values_list("attempt", "position").annotate(score=Sum("points"))
    )
    for attempt, position, score in rows:
        scores[attempt][position] = score
    return dict(scores)


def _counted(assignment: Assignment) -> AttemptQuerySet:
    """Of each student the attempt that ended last, if it is marked."""
    later = Attempt.objects.ended().filter(
        assignment=OuterRef("assignment"), student=OuterRef("student"), number__gt=OuterRef("number")
    )
    return Attempt.objects.ended().filter(~Exists(later), assignment=assignment).exclude(score=None)


def _counted_marks(assignment: Assignment) -> MarkQuerySet:
    return Mark.objects.current().filter(attempt__in=_counted(assignment).values("pk"))
