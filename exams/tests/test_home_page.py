"""A student's home: what is open, what comes, what was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Classroom, User
from accounts.tests.factories import EnrollmentFactory
from exams.models import Assignment, Attempt, Exam, Paper
from exams.services.delivery import start_attempt, submit_attempt
from exams.tests.factories import AssignmentFactory, AttemptFactory, make_assignment, make_paper
from exams.tests.reading_pages import page, text
from grading.models import Mark

HOUR = timedelta(hours=1)


@pytest.fixture
def paper(classroom: Classroom, teacher: User) -> Paper:
    return make_paper(classroom.school, by=teacher)


def give(paper: Paper, classroom: Classroom, *, count: int, **fields: Any) -> None:
    """Gives the paper to the class again and again; long ago, unless ``fields`` say otherwise."""
    past = {"opens_at": timezone.now() - 3 * HOUR, "closes_at": timezone.now() - HOUR}
    for _number in range(count):
        AssignmentFactory(paper=paper, classroom=classroom, **(fields or past))


def sit_all(student: User) -> None:
    """An ended attempt on every exam that has opened and has none yet."""
    for row in Assignment.objects.filter(opens_at__lt=timezone.now(), attempts=None):
        AttemptFactory(
            assignment=row, student=student, state="submitted", submitted_at=row.closes_at, score=1
        )


def count_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured.captured_queries)


def test_home_sorts_exams_into_now_coming_and_done(
    student_client: Client, student: User, classroom: Classroom, teacher: User
) -> None:
    now = timezone.now()
    titles = {
        "open": (-HOUR, HOUR),
        "coming": (HOUR, 2 * HOUR),
        "missed": (-2 * HOUR, -HOUR),
        "sat": (-HOUR, HOUR),
    }
    rows = {
        name: make_assignment(classroom, by=teacher, opens_at=now + opens, closes_at=now + closes)
        for name, (opens, closes) in titles.items()
    }
    submit_attempt(start_attempt(rows["sat"], student=student).pk, student=student)

    shelves = student_client.get(page("home")).context["shelves"]

    rows_of = {"now": shelves.now, "upcoming": shelves.upcoming, "done": shelves.done}
    listed = {section: {entry.assignment for entry in entries} for section, entries in rows_of.items()}
    assert listed == {
        "now": {rows["open"]},
        "upcoming": {rows["coming"]},
        "done": {rows["missed"], rows["sat"]},
    }


def test_home_of_a_running_attempt_leads_back_into_it(student_client: Client, attempt: Attempt) -> None:
    shown = student_client.get(page("home"))

    assert page("attempt", attempt.pk) in shown.content.decode()
    assert "Continue" in text(shown)


def test_home_of_who_is_in_no_class_shows_the_way_into_one(stranger_client: Client) -> None:
    shown = stranger_client.get(page("home"))

    assert "You are in no class yet" in text(shown)
    assert page("join") in shown.content.decode()


def test_home_of_a_class_without_exams_says_what_will_stand_there(student_client: Client) -> None:
    shown = text(student_client.get(page("home")))

    for words in (
        "Nothing is open now. When your teacher opens an exam, it appears here.",
        "No exam is planned.",
        "What you have sat stands here, with its result.",
    ):
        assert words in shown


def test_home_says_how_far_an_open_exam_is(
    student_client: Client, student: User, assignment: Assignment
) -> None:
    Assignment.objects.update(limit_s=50 * 60, max_attempts=2)

    before = text(student_client.get(page("home")))
    attempt = start_attempt(Assignment.objects.get(), student=student)
    during = text(student_client.get(page("home")))
    submit_attempt(attempt.pk, student=student)
    after = text(student_client.get(page("home")))

    assert ("Not begun" in before, "Under way, 50 minutes left" in during, "1 more attempt" in after) == (
        True,
        True,
        True,
    )


OUTCOMES = [
    # result is shown, the score so far, what the home page says
    ("after_submit", 3, "3 / 12"),
    ("after_submit", None, "Being marked"),
    ("after_close", 3, "Result from "),
    ("never", 3, "Result not shown"),
]


@pytest.mark.parametrize(("review", "score", "words"), OUTCOMES)
def test_home_says_of_a_past_exam_what_there_is_to_know(
    student_client: Client, marked: Attempt, review: str, score: int | None, words: str
) -> None:
    Assignment.objects.update(review={"v": 1, "result": review, "solution": "never"})
    Attempt.objects.update(score=score)

    assert words in text(student_client.get(page("home")))


def test_home_says_that_an_answer_waits_for_a_teacher(student_client: Client, marked: Attempt) -> None:
    Mark.objects.filter(attempt=marked, position=6).update(verdict="undecided")

    assert "3 / 12 Waiting for a teacher" in text(student_client.get(page("home")))


def test_home_says_that_an_exam_was_missed(student_client: Client, assignment: Assignment) -> None:
    now = timezone.now()
    Assignment.objects.update(opens_at=now - 2 * HOUR, closes_at=now - HOUR)

    assert "Not taken" in text(student_client.get(page("home")))


def test_home_shows_a_long_history_page_by_page(
    student_client: Client, classroom: Classroom, paper: Paper
) -> None:
    give(paper, classroom, count=25)

    pages = [student_client.get(page("home", page=n)).context["shelves"] for n in (1, 2, 9)]

    assert [len(shelves.done) for shelves in pages] == [20, 5, 5]
    assert not {entry.assignment for entry in pages[0].done} & {entry.assignment for entry in pages[1].done}


@pytest.mark.parametrize("name", ["home", "my_classes", "my_class"])
def test_list_costs_as_much_for_thirty_exams_as_for_one(
    student_client: Client, student: User, classroom: Classroom, paper: Paper, name: str
) -> None:
    arguments = [classroom.pk] if name == "my_class" else []
    give(paper, classroom, count=1)
    sit_all(student)
    few = count_queries(student_client, page(name, *arguments))

    give(paper, classroom, count=29)
    give(paper, classroom, count=29, opens_at=timezone.now() + HOUR, closes_at=timezone.now() + 2 * HOUR)
    sit_all(student)
    many = count_queries(student_client, page(name, *arguments))

    assert many == few


def test_title_in_another_language_says_so(student_client: Client, assignment: Assignment) -> None:
    Exam.objects.update(title={"ko": "수학 시험"})

    assert '<span lang="ko">수학 시험</span>' in student_client.get(page("home")).content.decode()


def test_exams_one_sits_oneself_stand_beside_a_teachers_home(
    teacher: User, teacher_client: Client, assignment: Assignment, other_classroom: Classroom
) -> None:
    EnrollmentFactory(classroom=other_classroom, user=teacher)
    AssignmentFactory(classroom=other_classroom, paper__exam__school=other_classroom.school)

    shown = teacher_client.get(page("my_exams"))

    assert [entry.assignment.classroom for entry in shown.context["shelves"].now] == [other_classroom]
    assert page("my_exams") in teacher_client.get(page("home")).content.decode()


def test_exam_that_was_sat_stays_on_the_home_page_after_leaving_the_class(
    student_client: Client, student: User, marked: Attempt
) -> None:
    student.enrollment_set.update(left_at=timezone.now())

    shelves = student_client.get(page("home")).context["shelves"]

    assert [entry.assignment for entry in shelves.done] == [marked.assignment]
