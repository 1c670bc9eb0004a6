"""The teacher's first page: what runs, comes, waits, has closed; and what to do on the first day."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Classroom, School, User
from accounts.tests.browsers import client_of
from accounts.tests.factories import EnrollmentFactory, MembershipFactory, UserFactory
from exams.presenting.teaching.homes import load_home
from exams.tests.factories import AssignmentFactory, ExamFactory, make_assignment
from exams.tests.teaching import HUGE, count_queries, draft, sit

HOUR = timedelta(hours=1)


def test_home_sorts_exams_by_where_they_stand(classroom: Classroom, teacher: User, student: User) -> None:
    now = timezone.now()
    running = make_assignment(classroom, by=teacher)
    coming = AssignmentFactory(
        paper=running.paper, classroom=classroom, opens_at=now + HOUR, closes_at=now + 2 * HOUR
    )
    sit(running, student, HUGE)
    closed = AssignmentFactory(
        paper=running.paper, classroom=classroom, opens_at=now - 2 * HOUR, closes_at=now - HOUR
    )
    long_ago = now - timedelta(days=90)
    AssignmentFactory(paper=running.paper, classroom=classroom, opens_at=long_ago - HOUR, closes_at=long_ago)

    home = load_home(teacher)

    found = [
        [one.assignment for one in group] for group in (home.running, home.coming, home.waiting, home.closed)
    ]
    assert found == [[running], [coming], [running], [closed]]
    (one,) = home.running
    assert (one.students, one.started, one.submitted, one.waiting) == (1, 1, 1, 1)


def test_first_day_says_how_to_begin(school: School) -> None:
    newcomer = UserFactory(name="New Teacher")
    MembershipFactory(user=newcomer, school=school, role="teacher")

    html = client_of(newcomer).get(reverse("home")).content.decode()

    assert "How to begin" in html
    assert "You teach no class yet." in html


def test_drafts_are_exams_that_were_never_published(
    classroom: Classroom, teacher: User, school: School
) -> None:
    make_assignment(classroom, by=teacher)
    kept = draft(school, by=teacher, count=1)

    home = load_home(teacher)

    assert [(exam, exam.question_count) for exam in home.drafts] == [(kept, 1)]


def test_exams_of_other_classes_and_schools_are_not_there(
    classroom: Classroom, teacher: User, colleague: User, other_classroom: Classroom, other_teacher: User
) -> None:
    make_assignment(classroom, by=teacher)
    make_assignment(other_classroom, by=other_teacher)

    assert (load_home(colleague).is_new, len(load_home(other_teacher).running)) == (True, 1)


def test_teacher_who_is_also_in_a_class_finds_their_own_exams(
    teacher_client: Client, teacher: User, other_classroom: Classroom, other_teacher: User
) -> None:
    EnrollmentFactory(classroom=other_classroom, user=teacher)
    make_assignment(other_classroom, by=other_teacher)

    html = teacher_client.get(reverse("home")).content.decode()

    assert reverse("my_exams") in html


def test_home_costs_as_much_for_thirty_exams_as_for_one(
    teacher_client: Client, classroom: Classroom, teacher: User, student: User, school: School
) -> None:
    paper = make_assignment(classroom, by=teacher).paper
    ExamFactory(school=school)
    one = count_queries(lambda: teacher_client.get(reverse("home")))
    for _number in range(29):
        AssignmentFactory(paper=paper, classroom=classroom)
        ExamFactory(school=school)

    assert count_queries(lambda: teacher_client.get(reverse("home"))) == one
