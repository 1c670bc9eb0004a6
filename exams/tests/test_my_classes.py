"""The classes a student is in."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from accounts.models import Classroom, User
from accounts.tests.factories import ClassroomFactory, EnrollmentFactory
from exams.models import Attempt, Exam
from exams.models.attempt import AttemptState
from exams.tests.factories import make_assignment
from exams.tests.reading_pages import page, text
from exams.tests.sittings import run_out


def test_classes_say_who_teaches_and_what_is_open(student_client: Client, attempt: Attempt) -> None:
    shown = text(student_client.get(page("my_classes")))

    for words in ("1-3", "Hanbit School", "Number 1", "Teachers: Teacher Han", "1 exam open"):
        assert words in shown


def test_class_shows_its_exams_and_no_others(
    student: User,
    student_client: Client,
    classroom: Classroom,
    attempt: Attempt,
    teacher: User,
) -> None:
    elsewhere = ClassroomFactory(school=classroom.school)
    EnrollmentFactory(classroom=elsewhere, user=student)
    make_assignment(elsewhere, by=teacher)

    shelves = student_client.get(page("my_class", classroom.pk)).context["shelves"]

    assert [entry.running for entry in shelves.now] == [attempt]


def test_class_ends_what_has_run_out(student_client: Client, classroom: Classroom, attempt: Attempt) -> None:
    run_out(attempt)

    shelves = student_client.get(page("my_class", classroom.pk)).context["shelves"]

    assert (shelves.now, [entry.last_ended for entry in shelves.done]) == ([], [attempt])
    assert Attempt.objects.get().state == AttemptState.EXPIRED


def test_classes_of_nobody_show_the_way_into_one(stranger_client: Client) -> None:
    shown = stranger_client.get(page("my_classes"))

    assert ("You are in no class yet" in text(shown), page("join") in shown.content.decode()) == (True, True)


def test_class_one_has_left_is_not_there(student: User, student_client: Client, classroom: Classroom) -> None:
    student.enrollment_set.update(left_at=timezone.now())

    assert student_client.get(page("my_class", classroom.pk)).status_code == 404
    assert "You are in no class yet" in text(student_client.get(page("my_classes")))


def test_class_of_last_year_is_not_there(student_client: Client, classroom: Classroom) -> None:
    Classroom.objects.filter(pk=classroom.pk).update(archived_at=timezone.now())

    assert student_client.get(page("my_class", classroom.pk)).status_code == 404


def test_class_names_an_exam_in_the_language_there_is(
    student_client: Client, classroom: Classroom, attempt: Attempt
) -> None:
    Exam.objects.update(title={"ko": "수학 시험"})

    html = student_client.get(page("my_class", classroom.pk)).content.decode()

    assert '<span lang="ko">수학 시험</span>' in html
