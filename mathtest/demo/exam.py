"""Exams of the demo: a bank file as a published paper, and the one exam that can always be sat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from exams.content import Content
from exams.formats.native import read_bank
from exams.models import Assignment, Attempt, Exam, ExamItem, Paper, Question, QuestionVersion
from exams.services.assigning import assign_paper, move_window
from exams.services.authoring import import_bank
from exams.services.publishing import publish_exam
from mathtest.demo.school import DemoSchool
from mathtest.demo.sitting import begin_class

__all__ = [
    "BANKS",
    "enliven",
    "open_assignment",
    "prepare_paper",
    "put_on",
    "questions_named",
]

BANKS = settings.BASE_DIR / "exams" / "banks"
TASTE = BANKS / "demo.yaml"
WINDOW = timedelta(days=7)
OPENED_BEFORE = timedelta(hours=1)
LIMIT_S = 50 * 60
AT_IT = 5  # classmates in the middle of the open exam


@transaction.atomic
def prepare_paper(demo: DemoSchool, *, bank: Path = TASTE) -> Paper:
    """The bank imported, put on one exam in its order, and published; what is there already is kept."""
    data = bank.read_bytes()
    import_bank(data, school=demo.school, owner=demo.teacher)
    read = read_bank(data)
    exam = Exam.objects.filter(school=demo.school, title=read.title).first()
    if exam is None:
        exam = Exam.objects.create(school=demo.school, title=read.title)
    put_on(exam, questions_named([name for name, _entry in read.entries], demo=demo))
    return publish_exam(exam, by=demo.teacher)


def questions_named(names: Iterable[str], *, demo: DemoSchool) -> list[Question]:
    """The questions of the school with these external ids, in this order."""
    names = list(names)
    found = Question.objects.filter(school=demo.school, external_id__in=names)
    by_name = {question.external_id: question for question in found}
    return [by_name[name] for name in names if name in by_name]


def put_on(exam: Exam, questions: Sequence[Question]) -> None:
    """Makes ``questions`` the items of ``exam``, each with the points that its author gave it."""
    versions = QuestionVersion.objects.newest().filter(question__in=questions)
    points = {version.question_id: _points(version) for version in versions}
    wanted = [(question, points[question.pk]) for question in questions]
    if [(item.question, item.points) for item in exam.items.select_related("question")] == wanted:
        return
    exam.items.all().delete()
    ExamItem.objects.bulk_create(
        ExamItem(exam=exam, position=position, question=question, points=points)
        for position, (question, points) in enumerate(wanted, start=1)
    )


def _points(version: QuestionVersion) -> Decimal:
    return Content.model_validate(version.content).points


@transaction.atomic
def open_assignment(demo: DemoSchool, paper: Paper) -> Assignment:
    """An assignment of ``paper`` that is open now and that the student can still sit.

    The newest one is kept and its window moved; when the student has used theirs, there is a new one.
    """
    now = timezone.now()
    opens_at, closes_at = now - OPENED_BEFORE, now + WINDOW
    newest = (
        Assignment.objects.filter(paper=paper, classroom=demo.classroom).order_by("-opens_at", "-pk").first()
    )
    if newest is None or not _can_sit(newest, demo):
        return assign_paper(
            paper,
            demo.classroom,
            opens_at=opens_at,
            closes_at=closes_at,
            by=demo.teacher,
            limit_s=LIMIT_S,
        )
    return move_window(newest, opens_at=min(newest.opens_at, opens_at), closes_at=closes_at, by=demo.teacher)


def _can_sit(assignment: Assignment, demo: DemoSchool) -> bool:
    """The student has an attempt left, or is in the middle of one that still has time."""
    attempts = Attempt.objects.of(demo.student).filter(assignment=assignment)
    if attempts.in_progress().filter(deadline_at__gt=timezone.now()).exists():
        return True
    return attempts.count() < assignment.max_attempts


@transaction.atomic
def enliven(assignment: Assignment, demo: DemoSchool) -> int:
    """Puts some classmates who have not begun yet in the middle of ``assignment``, unless somebody is there
    now; returns how many."""
    running = Attempt.objects.filter(assignment=assignment, deadline_at__gt=timezone.now()).in_progress()
    if running.exclude(student=demo.student).exists():
        return 0
    begun = set(Attempt.objects.filter(assignment=assignment).values_list("student", flat=True))
    waiting = [mate for mate in demo.classmates if mate.pk not in begun]
    return begin_class(assignment, waiting[:AT_IT])
