"""Giving a paper to a class: what is written, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, Classroom, School, User
from exams.errors import Refused
from exams.models import Assignment, Paper
from exams.services.assigning import assign_paper, move_window
from exams.services.delivery import start_attempt
from exams.shapes import ReviewSettings
from exams.tests.factories import make_paper

NOW = timezone.now()
WINDOW = {"opens_at": NOW - timedelta(hours=1), "closes_at": NOW + timedelta(hours=1)}


@pytest.fixture
def paper(school: School, teacher: User) -> Paper:
    return make_paper(school, by=teacher)


def test_assign_paper_writes_what_was_chosen(paper: Paper, classroom: Classroom, teacher: User) -> None:
    review = ReviewSettings(result="never", solution="never")

    made = assign_paper(
        paper, classroom, **WINDOW, by=teacher, limit_s=600, review=review, access_code="Noether"
    )

    assert (made.limit_s, made.max_attempts, made.access_code) == (600, 1, "Noether")
    assert made.review == {"v": 1, "result": "never", "solution": "never"}
    entry = AuditEntry.objects.get(verb="assignment.created")
    assert (entry.actor, entry.school) == (teacher, classroom.school)


def test_assign_paper_without_choices_shows_results_at_once_and_solutions_later(
    paper: Paper, classroom: Classroom, teacher: User
) -> None:
    made = assign_paper(paper, classroom, **WINDOW, by=teacher, access_code="")

    assert made.review == {"v": 1, "result": "after_submit", "solution": "after_close"}
    assert (made.limit_s, made.access_code) == (None, None)


def test_assign_paper_to_a_class_of_another_school_is_refused(
    paper: Paper, other_classroom: Classroom, teacher: User
) -> None:
    with pytest.raises(Refused) as refusal:
        assign_paper(paper, other_classroom, **WINDOW, by=teacher)

    assert (refusal.value.code, Assignment.objects.count()) == ("another_school", 0)


@pytest.mark.parametrize("length", [timedelta(0), timedelta(seconds=-1)])
def test_window_that_closes_before_it_opens_is_refused(
    paper: Paper, classroom: Classroom, teacher: User, length: timedelta
) -> None:
    made = assign_paper(paper, classroom, **WINDOW, by=teacher)

    with pytest.raises(Refused) as assigning:
        assign_paper(paper, classroom, opens_at=NOW, closes_at=NOW + length, by=teacher)
    with pytest.raises(Refused) as moving:
        move_window(made, opens_at=NOW, closes_at=NOW + length, by=teacher)

    assert (assigning.value.code, moving.value.code) == ("window_is_empty", "window_is_empty")
    assert Assignment.objects.get().closes_at == WINDOW["closes_at"]


def test_window_that_moves_leaves_running_attempts_their_deadline(
    paper: Paper, classroom: Classroom, teacher: User, student: User
) -> None:
    made = assign_paper(paper, classroom, **WINDOW, by=teacher)
    attempt = start_attempt(made, student=student)

    move_window(made, opens_at=NOW, closes_at=NOW + timedelta(minutes=5), by=teacher)

    attempt.refresh_from_db()
    assert attempt.deadline_at == WINDOW["closes_at"]
    assert AuditEntry.objects.get(verb="assignment.moved").actor == teacher
