"""The draft as a student sees it: framed by our own page only, tried through marking, and never saved."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import School, User
from exams.models import Exam, Question, Response, ResponseEvent
from exams.services.authoring import import_bank
from exams.services.checking import check_exam
from exams.tests.banks import bank_file, question
from exams.tests.factories import ExamFactory, ExamItemFactory
from exams.tests.teaching import count_queries, draft
from grading.models import Mark


@pytest.fixture
def exam(school: School, teacher: User) -> Exam:
    return draft(school, by=teacher)


def inner(exam: Exam, query: str = "") -> str:
    return reverse("teacher_preview_page", args=[exam.pk]) + query


def test_only_the_inner_page_may_be_framed_and_only_by_us(teacher_client: Client, exam: Exam) -> None:
    outer = teacher_client.get(reverse("teacher_preview", args=[exam.pk]))
    page = teacher_client.get(inner(exam))

    assert (outer["X-Frame-Options"], page["X-Frame-Options"]) == ("DENY", "SAMEORIGIN")
    assert "frame-ancestors 'none'" in outer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [("x(x-2)", "correct"), ("x^2+2x", "incorrect"), ("(x", "unreadable"), ("", "unanswered")],
)
def test_tried_answer_gets_the_verdict_a_student_would_get(
    teacher_client: Client, exam: Exam, answer: str, verdict: str
) -> None:
    response = teacher_client.post(inner(exam), {"position": "2", "q2-part-a": answer})

    (tried,) = response.context["tried"]
    html = response.content.decode()
    assert (tried.verdict, response.context["position"]) == (verdict, 2)
    assert f'value="{answer}"' in html
    assert f'data-verdict="{verdict}"' in html


def test_trying_saves_nothing(teacher_client: Client, exam: Exam) -> None:
    teacher_client.post(inner(exam), {"position": "1", "q1-part-a": "x"})

    assert [model.objects.count() for model in (Response, ResponseEvent, Mark)] == [0, 0, 0]


@pytest.mark.parametrize("position", ["", "0", "4", "x", "99999"])
def test_position_that_is_not_there_tries_nothing(teacher_client: Client, exam: Exam, position: str) -> None:
    response = teacher_client.post(inner(exam), {"position": position})

    assert (response.status_code, response.context["tried"]) == (200, [])


def test_language_of_the_paper_is_chosen_apart_from_that_of_the_page(
    teacher_client: Client, exam: Exam
) -> None:
    korean = teacher_client.get(inner(exam, "?lang=ko")).content.decode()
    english = teacher_client.get(inner(exam, "?lang=en")).content.decode()

    assert ('<html lang="ko"' in korean, "전개하시오" in korean) == (True, True)
    assert ('<html lang="en"' in english, "Expand" in english) == (True, True)


def test_question_that_cannot_be_shown_says_why_and_the_others_are_there(
    teacher_client: Client, exam: Exam
) -> None:
    exam.items.get(position=1).question.versions.all().delete()

    html = teacher_client.get(inner(exam)).content.decode()

    assert "has no version" in html
    assert html.count("Try this answer") == 2


def test_exam_without_questions_leads_to_the_bank(teacher_client: Client, school: School) -> None:
    html = teacher_client.get(
        reverse("teacher_preview", args=[ExamFactory(school=school).pk])
    ).content.decode()

    assert ("Choose questions from the bank first." in html, "<iframe" in html) == (True, False)


def test_page_costs_as_much_for_thirty_questions_as_for_one(
    teacher_client: Client, school: School, teacher: User
) -> None:
    one, many = (draft(school, by=teacher, count=count) for count in (1, 30))

    assert count_queries(lambda: teacher_client.get(inner(one))) == count_queries(
        lambda: teacher_client.get(inner(many))
    )


def test_description_is_not_counted_as_a_question_anywhere(
    teacher_client: Client, school: School, teacher: User
) -> None:
    entry = question(id="told", kind=None, symbols=None, key=None, parts=[])
    import_bank(bank_file(entry), school=school, owner=teacher)
    exam = draft(school, by=teacher, count=2)
    told = Question.objects.get(external_id="told")
    exam.items.filter(position=2).update(position=3)
    ExamItemFactory(exam=exam, question=told, position=2, points=5)

    page = teacher_client.get(reverse("teacher_exam", args=[exam.pk])).context
    shown = teacher_client.get(inner(exam)).context["shown"]
    items = check_exam(exam)[0]

    assert [row.number for row, _field in page["rows"]] == [1, None, 2]
    assert (page["questions"], page["total"], items.values["count"]) == (2, 4, 2)
    assert [one.question.number for one in shown] == [1, None, 2]
