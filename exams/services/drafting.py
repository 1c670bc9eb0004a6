"""Drafting an exam: its title, the questions on it, their order and what each is worth.

Every act locks the exam first, so that two teachers who edit at once wait for one another, and leaves
the items numbered from 1 without gaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from accounts.models import School, User
from accounts.services.audit import record
from exams.content import Content
from exams.errors import Refused
from exams.models import Exam, ExamItem, Question, QuestionVersion

__all__ = [
    "MOST_ITEMS",
    "add_questions",
    "create_exam",
    "move_item",
    "remove_item",
    "rename_exam",
    "set_points",
]

MOST_ITEMS = 200


@transaction.atomic
def create_exam(school: School, *, title: Mapping[str, str], by: User) -> Exam:
    """An exam without questions. ``title`` is by language."""
    exam = Exam.objects.create(school=school, title=dict(title))
    record("exam.created", by=by, subject=exam, school=school)
    return exam


@transaction.atomic
def rename_exam(exam_id: UUID, *, title: Mapping[str, str]) -> Exam:
    """The exam under another title. Papers that were published keep showing the exam's title."""
    exam = _lock(exam_id)
    exam.title = dict(title)
    exam.save(update_fields=["title"])
    return exam


@transaction.atomic
def add_questions(exam_id: UUID, questions: Iterable[Question]) -> int:
    """Puts the questions at the end, each with the points that its author gave it; one that is on the exam
    already stays where it is. Returns how many were added. Raises Refused ``another_school``,
    ``too_many_items``."""
    exam = _lock(exam_id)
    items = _items(exam)
    there = {item.question_id for item in items}
    new = [question for question in questions if question.pk not in there]
    if any(question.school_id != exam.school_id for question in new):
        raise Refused("another_school")
    if len(items) + len(new) > MOST_ITEMS:
        raise Refused("too_many_items", most=MOST_ITEMS)
    points = _points_of(new)
    added = [
        ExamItem(exam=exam, question=question, points=points.get(question.pk, Decimal(1))) for question in new
    ]
    _renumber(exam, [*items, *added])
    return len(added)


@transaction.atomic
def remove_item(exam_id: UUID, item_id: int) -> None:
    """Takes an item off the exam; one that is gone already changes nothing."""
    exam = _lock(exam_id)
    _renumber(exam, [item for item in _items(exam) if item.pk != item_id])


@transaction.atomic
def move_item(exam_id: UUID, item_id: int, *, by: int) -> None:
    """Moves an item ``by`` places, down if positive, as far as there is room. One that is gone stays gone."""
    exam = _lock(exam_id)
    items = _items(exam)
    place = next((place for place, item in enumerate(items) if item.pk == item_id), None)
    if place is None:
        return
    item = items.pop(place)
    items.insert(min(max(place + by, 0), len(items)), item)
    _renumber(exam, items)


@transaction.atomic
def set_points(exam_id: UUID, points: Mapping[int, Decimal]) -> int:
    """What items are worth, by their ids; those not named keep their points. Returns how many changed."""
    exam = _lock(exam_id)
    changed = [item for item in _items(exam) if points.get(item.pk, item.points) != item.points]
    for item in changed:
        item.points = points[item.pk]
    ExamItem.objects.bulk_update(changed, ["points"])
    return len(changed)


def _lock(exam_id: UUID) -> Exam:
    return Exam.objects.select_for_update().get(pk=exam_id)


def _items(exam: Exam) -> list[ExamItem]:
    return list(exam.items.order_by("position"))


def _renumber(exam: Exam, items: Sequence[ExamItem]) -> None:
    """Writes ``items`` anew in this order. One position is never taken twice, not even for a moment, which
    the database would refuse; nothing points at an item."""
    exam.items.all().delete()
    for position, item in enumerate(items, start=1):
        item.position = position
    ExamItem.objects.bulk_create(items)


def _points_of(questions: Sequence[Question]) -> dict[UUID, Decimal]:
    newest = QuestionVersion.objects.newest().filter(question__in=questions)
    return {version.question_id: Content.model_validate(version.content).points for version in newest}
