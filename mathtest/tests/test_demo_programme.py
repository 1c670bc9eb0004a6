"""The school year of the demo: what a first start makes, and what a second keeps and moves."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import AuditEntry, User
from exams.models import Assignment, Attempt, Exam, Paper
from exams.models.attempt import AttemptState
from exams.services.marking import marks_waiting_for_person
from grading.models import Mark
from mathtest.demo.programme import prepare_programme
from mathtest.demo.school import DemoSchool, prepare_school

pytestmark = pytest.mark.django_db

TITLES = {
    "Practice: writing answers",
    "Ways to answer",
    "Grade 10 diagnostic",
    "Graphs and matrices",
    "CSAT-style mock exam",
    "Written work: algebra and calculus",
    "Calculus with typed answers",
    "A taste of grade 10 mathematics",
    "Unit exam: probability and statistics",
}

SAT = (
    *("Grade 10 diagnostic", "Graphs and matrices", "CSAT-style mock exam"),
    *("Written work: algebra and calculus", "Calculus with typed answers"),
)
RUBRICS = ("Written work: algebra and calculus", "Ways to answer")


def decided_by(teacher: User) -> QuerySet[Mark]:
    """The marks that ``teacher`` gave."""
    return Mark.objects.filter(by=teacher)


def given(title: str) -> list[Assignment]:
    """The assignments of the exam of this title, by class."""
    return list(Assignment.objects.filter(paper__exam__title__en=title).order_by("classroom__name"))


def states(assignment: Assignment) -> Counter[str]:
    """How many attempts are in which state; those that ended one way or the other are ``ended``."""
    found = Attempt.objects.filter(assignment=assignment).values_list("state", flat=True)
    return Counter("in_progress" if state == AttemptState.IN_PROGRESS else "ended" for state in found)


def counts() -> dict[str, int]:
    """How many rows there are of what a second start must not make again."""
    return {model.__name__: model._default_manager.count() for model in (Exam, Paper, Assignment, Attempt)}


def check_first_start(demo: DemoSchool, opened: Assignment, lines: list[str]) -> None:
    now = timezone.now()
    for title in SAT:
        assert [states(one) for one in given(title)] == [Counter(ended=30)] * 2
        assert all(one.closes_at < now for one in given(title))
    assert {exam.title["en"] for exam in Exam.objects.exclude(papers=None)} == TITLES
    assert [exam.items.count() for exam in Exam.objects.filter(papers=None)] == [5]
    assert Attempt.objects.unmarked().count() == 0
    assert [marks_waiting_for_person(one).count() for one in given("Calculus with typed answers")] == [4, 13]
    read = [marks_waiting_for_person(one).count() for title in RUBRICS for one in given(title)]
    assert read == [0] * 4
    assert {len(mark.reason["values"]["rubric"]) for mark in decided_by(demo.teacher)} == {3, 4}
    assert [one.opens_at > now for one in given("Unit exam: probability and statistics")] == [True, True]
    for title in ("Practice: writing answers", "Ways to answer"):
        assert [one.opens_at < now < one.closes_at for one in given(title)] == [True, True]
    assert (opened.opens_at < now < opened.closes_at, opened.classroom) == (True, demo.classroom)
    assert states(opened) == Counter(ended=11, in_progress=5)
    assert not Attempt.objects.of(demo.student).filter(assignment=opened).exists()
    assert Attempt.objects.of(demo.student).count() == len(SAT)
    assert [line for line in lines if "60 students" in line] == lines[: len(SAT)]


def check_a_month_later(demo: DemoSchool, opened: Assignment, before: dict[str, Any]) -> None:
    now = timezone.now()
    assert (opened.opens_at < now < opened.closes_at, states(opened)["in_progress"]) == (True, 10)
    assert [one.opens_at > now for one in given("Unit exam: probability and statistics")] == [True, True]
    assert counts() == {**before, "Attempt": before["Attempt"] + 5}
    assert AuditEntry.objects.filter(verb="demo.prepared").count() == 1


def test_a_first_start_makes_a_year_and_a_second_moves_what_must_not_be_over() -> None:
    """One test, because the year takes a while to make."""
    lines: list[str] = []
    demo = prepare_school(password="demo-mathtest")

    opened = prepare_programme(demo, told=lines.append)

    check_first_start(demo, opened, lines)
    before = counts()
    assert (prepare_programme(demo).pk, counts()) == (opened.pk, before)
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        again = prepare_programme(demo)
        check_a_month_later(demo, again, before)
