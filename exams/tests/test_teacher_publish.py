"""The page of checks, and publishing from it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import School, User
from exams.models import Exam, Paper
from exams.services.publishing import publish_exam
from exams.tests.factories import ExamFactory
from exams.tests.teaching import count_queries, draft


@pytest.fixture
def exam(school: School, teacher: User) -> Exam:
    return draft(school, by=teacher)


def address(exam: Exam) -> str:
    return reverse("teacher_publish", args=[exam.pk])


def test_page_sorts_the_checks_by_what_they_ask_for(teacher_client: Client, exam: Exam) -> None:
    response = teacher_client.get(address(exam))

    shown = {name: [line.code for line in response.context[name]] for name in ("blocking", "advice", "good")}
    assert shown == {
        "blocking": [],
        "advice": ["solutions", "topics"],
        "good": ["items", "points", "keys", "variants", "stored_tests", "duplicates", "languages", "places"],
    }
    assert "Questions 1, 2, 3" in response.content.decode()


def test_publish_makes_a_paper_and_goes_on_to_giving_it(teacher_client: Client, exam: Exam) -> None:
    response = teacher_client.post(address(exam))

    assert response["Location"] == reverse("teacher_assign", args=[Paper.objects.get().pk])


def test_exam_that_cannot_be_published_has_no_button_and_says_why(
    teacher_client: Client, school: School
) -> None:
    exam = ExamFactory(school=school)

    shown = teacher_client.get(address(exam)).content.decode()
    refused = teacher_client.post(address(exam))

    assert "Must be mended first" in shown
    assert "no questions yet" in shown
    assert (refused.status_code, Paper.objects.count()) == (409, 0)


def test_problem_names_its_question(teacher_client: Client, exam: Exam) -> None:
    exam.items.get(position=2).question.versions.all().delete()

    assert "Question 2 (q2): " in teacher_client.get(address(exam)).content.decode()


def test_published_exam_offers_what_comes_next(teacher_client: Client, exam: Exam, teacher: User) -> None:
    publish_exam(exam, by=teacher)

    html = teacher_client.get(address(exam)).content.decode()

    assert "Already published: give edition 1 to a class" in html


def test_checks_cost_as_much_for_thirty_questions_as_for_one(
    teacher_client: Client, school: School, teacher: User
) -> None:
    costs = []
    for count in (1, 30):
        exam = draft(school, by=teacher, count=count)
        costs.append(count_queries(lambda exam=exam: teacher_client.get(address(exam))))

    assert costs[0] == costs[1]
