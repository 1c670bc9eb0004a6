"""The school year of the demo so far: which exams the classes have sat, sit now, and will sit.

Making it takes a while and is done once: a note in the audit log says from which banks. What a later start
still does is to move the windows that must not be over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEntry, Classroom
from accounts.services.audit import record
from exams.models import Assignment, Exam, Paper
from exams.services.assigning import assign_paper, move_window
from exams.services.drafting import create_exam
from exams.services.publishing import publish_exam
from exams.shapes import ReviewSettings
from mathtest.demo.exam import (
    BANKS,
    enliven,
    open_assignment,
    prepare_paper,
    put_on,
    questions_named,
)
from mathtest.demo.marking_essays import mark_essays
from mathtest.demo.school import DemoSchool
from mathtest.demo.sitting import simulate_class

__all__ = ["prepare_programme"]

VERSION = 2  # of what this module makes: another one is made beside what is there


@dataclass(frozen=True, slots=True)
class Past:
    """An exam that both classes sat in a lesson ``days`` ago; the teacher has ``still_to_mark`` essays of
    each class."""

    bank: str
    days: int
    hour: int
    minutes: int
    still_to_mark: tuple[int, int] = (0, 0)

    @property
    def opened_at(self) -> datetime:
        """The beginning of that lesson."""
        return _school_day(-self.days, self.hour)


PAST = (
    Past("diagnostic.yaml", days=46, hour=10, minutes=50),
    Past("graphs.yaml", days=24, hour=10, minutes=60),
    Past("csat.yaml", days=17, hour=13, minutes=100),
    Past("written.yaml", days=10, hour=13, minutes=100),
    Past("calculus.yaml", days=3, hour=10, minutes=70, still_to_mark=(4, 13)),
)
TO_COME_IN, TO_COME_AT = timedelta(minutes=10), 9
PRACTICE, WAYS = "practice.yaml", "kinds.yaml"
TASTE_SAT = 11  # classmates who have finished the exam that is open
UNIT_EXAM = {"ko": "확률과 통계 단원평가", "en": "Unit exam: probability and statistics"}
UNIT_QUESTIONS = (
    *("diag-two-balls", "diag-box-plots", "csat-08", "csat-10", "csat-23"),
    *("csat-24", "csat-25", "csat-26", "csat-27"),
)
UNIT_DAYS, UNIT_MINUTES = 2, 50
DRAFT = {"ko": "2학기 중간고사 (초안)", "en": "Second term mid-term (draft)"}
DRAFT_QUESTIONS = ("demo-garden", "csat-05", "csat-09", "calc-cubic-from-extrema", "calc-substitution")
PRACTICE_WINDOW = timedelta(days=180)


def prepare_programme(demo: DemoSchool, *, told: Callable[[str], None] = lambda line: None) -> Assignment:
    """Everything there is to see, made or kept; returns the exam that ``demo.student`` can sit now."""
    fingerprint = _fingerprint()
    made = _look_up(demo, fingerprint)
    if made is None:
        made = _make(demo, told=told)
        record(
            "demo.prepared",
            by=None,
            subject=demo.school,
            school=demo.school,
            data={"fingerprint": fingerprint, **_papers(made)},
        )
    return _move_on(demo, made)


@dataclass(frozen=True, slots=True)
class Made:
    """The papers of the exams that never end."""

    practice: Paper
    ways: Paper
    open: Paper


def _papers(made: Made) -> dict[str, str]:
    """The ids of the papers by what they are for."""
    return {field.name: str(getattr(made, field.name).pk) for field in fields(made)}


def _make(demo: DemoSchool, *, told: Callable[[str], None]) -> Made:
    for past in PAST:
        _have_sat(demo, past, told=told)
    told("two exams to practise with, one that is open now, and one to come")
    made = Made(
        practice=prepare_paper(demo, bank=BANKS / PRACTICE),
        ways=prepare_paper(demo, bank=BANKS / WAYS),
        open=prepare_paper(demo),
    )
    _practise(demo, made.practice, thirds=(1, 2))
    _practise(demo, made.ways, thirds=(1,))
    _plan(demo)
    return made


def _fingerprint() -> str:
    digest = hashlib.sha256(str(VERSION).encode())
    for path in sorted(BANKS.glob("*.yaml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _look_up(demo: DemoSchool, fingerprint: str) -> Made | None:
    """What was made of the same banks before, if that was the last time."""
    newest = AuditEntry.objects.filter(verb="demo.prepared", school=demo.school).order_by("-pk").first()
    if newest is None or newest.data["fingerprint"] != fingerprint:
        return None
    return Made(*(Paper.objects.get(pk=newest.data[field.name]) for field in fields(Made)))


def _school_day(days: int, hour: int) -> datetime:
    """``hour`` o'clock so many days from today, or on the last or next day of school from there."""
    day = timezone.localdate() + timedelta(days=days)
    while day.weekday() >= 5:
        day += timedelta(days=1 if days > 0 else -1)
    return timezone.make_aware(datetime.combine(day, time(hour)))


@transaction.atomic
def _have_sat(demo: DemoSchool, past: Past, *, told: Callable[[str], None]) -> None:
    """Both classes have sat it, once: whatever the bank says today, what was sat stays."""
    paper = prepare_paper(demo, bank=BANKS / past.bank)
    sat = 0
    for each in demo.classes:
        if Assignment.objects.filter(paper__exam=paper.exam_id, classroom=each.classroom).exists():
            continue
        minutes = timedelta(minutes=past.minutes)
        assignment = assign_paper(
            paper,
            each.classroom,
            opens_at=past.opened_at,
            closes_at=past.opened_at + minutes + TO_COME_IN,
            by=demo.teacher,
            limit_s=int(minutes.total_seconds()),
        )
        sat += simulate_class(assignment, each.students)
    for number, each in enumerate(demo.classes):
        for assignment in Assignment.objects.filter(paper__exam=paper.exam_id, classroom=each.classroom):
            mark_essays(assignment, demo, leave=past.still_to_mark[number])
    told(f"{paper.exam}: {paper.items.count()} questions, {sat} students have sat it")


@transaction.atomic
def _practise(demo: DemoSchool, paper: Paper, *, thirds: tuple[int, ...]) -> None:
    """Some ``thirds`` of the students have tried how answers are written; the first third, with whom
    ``demo.student`` is, may still do so."""
    for each in demo.classes:
        assignment = _given(paper, each.classroom) or assign_paper(
            paper,
            each.classroom,
            opens_at=_school_day(-PAST[0].days - 2, 9),
            closes_at=timezone.now() + PRACTICE_WINDOW,
            by=demo.teacher,
            max_attempts=100,
            review=ReviewSettings(result="after_submit", solution="after_submit"),
        )
        tried = [student for number, student in enumerate(each.students) if number % 3 in thirds]
        simulate_class(assignment, tried)
        mark_essays(assignment, demo, leave=0)


@transaction.atomic
def _plan(demo: DemoSchool) -> None:
    """An exam for one of the next days, made of questions of the bank, and the draft of another."""
    unit = _exam(demo, UNIT_EXAM)
    put_on(unit, questions_named(UNIT_QUESTIONS, demo=demo))
    paper = publish_exam(unit, by=demo.teacher)
    for each in demo.classes:
        if _given(paper, each.classroom) is None:
            opens_at, closes_at = _unit_window()
            assign_paper(
                paper,
                each.classroom,
                opens_at=opens_at,
                closes_at=closes_at,
                by=demo.teacher,
                limit_s=UNIT_MINUTES * 60,
            )
    if not Exam.objects.filter(school=demo.school, title=DRAFT).exists():
        put_on(_exam(demo, DRAFT), questions_named(DRAFT_QUESTIONS, demo=demo))


def _exam(demo: DemoSchool, title: dict[str, str]) -> Exam:
    there = Exam.objects.filter(school=demo.school, title=title).first()
    return there or create_exam(demo.school, title=title, by=demo.teacher)


def _given(paper: Paper, classroom: Classroom) -> Assignment | None:
    """The newest assignment of any edition of this exam to the class."""
    given = Assignment.objects.filter(paper__exam=paper.exam_id, classroom=classroom)
    return given.order_by("-opens_at", "-pk").first()


def _unit_window() -> tuple[datetime, datetime]:
    opens_at = _school_day(UNIT_DAYS, TO_COME_AT)
    return opens_at, opens_at + timedelta(minutes=UNIT_MINUTES) + TO_COME_IN


def _move_on(demo: DemoSchool, made: Made) -> Assignment:
    """Moves the windows that should be open or still to come, and puts some classmates at work."""
    now = timezone.now()
    given = Assignment.objects.filter(classroom__in=[each.classroom for each in demo.classes])
    opens_at, closes_at = _unit_window()
    for assignment in given.filter(paper__exam__title=UNIT_EXAM, attempts=None, opens_at__lte=now):
        move_window(assignment, opens_at=opens_at, closes_at=closes_at, by=demo.teacher)
    for assignment in given.filter(
        paper__in=[made.practice, made.ways], closes_at__lt=now + PRACTICE_WINDOW / 2
    ):
        closes_at = now + PRACTICE_WINDOW
        move_window(assignment, opens_at=assignment.opens_at, closes_at=closes_at, by=demo.teacher)
    assignment = open_assignment(demo, made.open)
    simulate_class(assignment, demo.classmates[:TASTE_SAT])
    enliven(assignment, demo)
    return assignment
