"""The class at an exam: how far everybody is, and the table of scores."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Classroom, Enrollment, User
from exams.models import Assignment
from exams.models.attempt import AttemptState
from exams.services.delivery import start_attempt
from exams.tests.factories import make_assignment
from exams.tests.sittings import run_out
from exams.tests.teaching import HUGE, count_queries, fill_class, sit


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return make_assignment(classroom, by=teacher, questions=2)


def board(client: Client, assignment: Assignment, query: str = "") -> list[tuple[str, str, int]]:
    response = client.get(reverse("teacher_assignment", args=[assignment.pk]) + query)
    return [(row.student.name, row.state, row.answered) for row in response.context["board"].rows]


def test_board_says_of_everybody_how_far_they_are(
    teacher_client: Client, assignment: Assignment, student: User, classmate: User, classroom: Classroom
) -> None:
    third, _fourth = fill_class(classroom, count=2)
    sit(assignment, student, "x^2+x", hand_in=False)
    sit(assignment, classmate, "x^2+x", "1")
    start_attempt(assignment, student=third)

    assert board(teacher_client, assignment) == [
        ("Student Kim", "under_way", 1),
        ("Classmate Lee", "submitted", 2),
        ("Pupil 01", "under_way", 0),
        ("Pupil 02", "not_started", 0),
    ]


def test_attempt_whose_time_ran_out_is_not_under_way(
    teacher_client: Client, assignment: Assignment, student: User
) -> None:
    run_out(start_attempt(assignment, student=student))

    assert board(teacher_client, assignment) == [("Student Kim", "time_up", 0)]


def test_emptied_answer_does_not_count_as_answered(
    teacher_client: Client, assignment: Assignment, student: User
) -> None:
    sit(assignment, student, "  ", "1", hand_in=False)

    assert board(teacher_client, assignment) == [("Student Kim", "under_way", 1)]


def test_student_who_left_is_there_only_with_an_attempt(
    teacher_client: Client, assignment: Assignment, student: User, classmate: User
) -> None:
    sit(assignment, student)
    Enrollment.objects.update(left_at=assignment.opens_at)

    assert board(teacher_client, assignment) == [("Student Kim", "submitted", 0)]


def test_void_attempt_is_as_if_it_had_not_been(
    teacher_client: Client, assignment: Assignment, student: User
) -> None:
    attempt = start_attempt(assignment, student=student)
    attempt.state = AttemptState.VOID
    attempt.save()

    assert board(teacher_client, assignment) == [("Student Kim", "not_started", 0)]


def test_board_is_filtered_and_sorted(
    teacher_client: Client, assignment: Assignment, student: User, classmate: User
) -> None:
    sit(assignment, student, "1", "1", hand_in=False)

    def names(query: str) -> list[str]:
        return [name for name, _state, _answered in board(teacher_client, assignment, query)]

    assert names("?state=under_way") == ["Student Kim"]
    assert names("?state=submitted") == []
    assert names("?sort=name") == ["Classmate Lee", "Student Kim"]
    assert names("?sort=answered") == ["Classmate Lee", "Student Kim"]
    assert names("?sort=saved") == ["Student Kim", "Classmate Lee"]
    assert names("?state=x&sort=x") == ["Student Kim", "Classmate Lee"]


def test_hidden_names_stand_nowhere_on_the_page(
    teacher_client: Client, assignment: Assignment, student: User, teacher: User
) -> None:
    sit(assignment, student, "1")

    for name in ("teacher_assignment", "teacher_results"):
        html = teacher_client.get(reverse(name, args=[assignment.pk]) + "?names=hidden").content.decode()
        assert student.name not in html


def test_board_is_asked_for_again_and_nothing_is_sent_until_something_changes(
    teacher_client: Client, assignment: Assignment, student: User
) -> None:
    address = reverse("teacher_board", args=[assignment.pk])
    tag = teacher_client.get(address)["ETag"]

    same = teacher_client.get(address, headers={"If-None-Match": tag})
    weak = teacher_client.get(address, headers={"If-None-Match": f"W/{tag}"})
    sit(assignment, student, "1", hand_in=False)
    changed = teacher_client.get(address, headers={"If-None-Match": tag})

    assert [(one.status_code, one.content) for one in (same, weak)] == [(304, b"")] * 2
    assert changed.status_code == 200
    assert changed["ETag"] != tag
    assert "<html" not in changed.content.decode()
    assert "1 of 2" in changed.content.decode()


def test_class_without_students_says_what_to_do(teacher_client: Client, assignment: Assignment) -> None:
    html = teacher_client.get(reverse("teacher_assignment", args=[assignment.pk])).content.decode()

    assert "The class has no students yet" in html


def test_scores_stand_by_student_and_question(
    teacher_client: Client, assignment: Assignment, student: User, classmate: User
) -> None:
    sit(assignment, student, "x^2+x", "x^2+2x")
    sit(assignment, classmate, "x^2+x", "x")

    table = teacher_client.get(reverse("teacher_results", args=[assignment.pk])).context["table"]

    assert [row.points for row in table.rows] == [(2, 2), (2, 0)]
    assert (table.worth, table.means, table.mean) == ((2, 2), (2, 1), Decimal(3))
    assert (table.finished, table.unmarked, table.waiting) == (2, 0, 0)


def test_answers_that_wait_and_papers_that_are_not_marked_are_counted(
    teacher_client: Client, assignment: Assignment, student: User, classmate: User
) -> None:
    sit(assignment, student, HUGE)
    sit(assignment, classmate, "x", marked=False)

    response = teacher_client.get(reverse("teacher_results", args=[assignment.pk]))

    table = response.context["table"]
    assert (table.finished, table.unmarked, table.waiting) == (2, 1, 1)
    assert "1 answer waits for your decision" in response.content.decode()


def test_nobody_finished_leads_to_the_class(teacher_client: Client, assignment: Assignment) -> None:
    html = teacher_client.get(reverse("teacher_results", args=[assignment.pk])).content.decode()

    assert "Nobody has finished yet" in html


@pytest.mark.parametrize("name", ["teacher_assignment", "teacher_results"])
def test_page_costs_as_much_for_thirty_students_as_for_one(
    teacher_client: Client, classroom: Classroom, teacher: User, student: User, name: str
) -> None:
    assignment = make_assignment(classroom, by=teacher, questions=2)
    address = reverse(name, args=[assignment.pk])
    sit(assignment, student, "x^2+x")
    running, *others = fill_class(classroom, count=29)
    sit(assignment, running, "x", hand_in=False)
    few = count_queries(lambda: teacher_client.get(address))
    for number, person in enumerate(others):
        sit(assignment, person, "x^2+x", hand_in=number % 2 == 0)

    assert count_queries(lambda: teacher_client.get(address)) == few
