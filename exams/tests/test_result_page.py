"""The result: when it is shown, to whom, and what it says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.tests.browsers import client_of
from exams.models import Assignment, Attempt
from exams.services.delivery import submit_attempt
from exams.services.marking import mark_attempt
from exams.tests.reading_pages import page, text
from exams.tests.sittings import put_answer


def test_result_says_of_every_answer_what_it_earned_and_why(student_client: Client, marked: Attempt) -> None:
    shown = student_client.get(page("result", marked.pk))

    items = shown.context["items"]
    assert [(item.verdict, str(item.score)) for item in items] == [
        ("correct", "2.00"),
        ("incorrect", "0.00"),
        ("partial", "1.00"),
        ("unanswered", "0.00"),
        ("unreadable", "0.00"),
        ("incorrect", "0.00"),
    ]
    for words in (
        "3 / 12",
        "Another option is right.",
        "1 of 2 right options, and no wrong one.",
        "No answer was given.",
    ):
        assert words in text(shown)


def test_result_of_a_wrong_formula_has_a_witness(student_client: Client, attempt: Attempt) -> None:
    put_answer(student_client, attempt, {"text": "x^2+3x"})
    student_client.post(page("submit_attempt", attempt.pk))

    shown = text(student_client.get(page("result", attempt.pk)))

    assert "At x = 2 your answer is 10, the key is -2." in shown


REVIEWS = [
    # result, solution, what is seen before the window closes, and after it
    ("after_submit", "after_close", (True, False), (True, True)),
    ("after_submit", "after_submit", (True, True), (True, True)),
    ("after_submit", "never", (True, False), (True, False)),
    ("after_close", "after_close", (False, False), (True, True)),
    ("after_close", "after_submit", (False, False), (True, True)),
    ("never", "after_submit", (False, False), (False, False)),
]


@pytest.mark.parametrize(("result", "solution", "open_", "closed"), REVIEWS)
def test_result_is_shown_as_the_review_settings_say(
    student: User,
    marked: Attempt,
    result: str,
    solution: str,
    open_: tuple[bool, bool],
    closed: tuple[bool, bool],
) -> None:
    Assignment.objects.update(review={"v": 1, "result": result, "solution": solution})

    def seen(*, closes_in: timedelta) -> tuple[bool, bool]:
        Assignment.objects.update(closes_at=timezone.now() + closes_in)
        shown = text(client_of(student).get(page("result", marked.pk)))
        return "3 / 12" in shown, "Worked solution" in shown

    assert seen(closes_in=timedelta(minutes=1)) == open_
    assert seen(closes_in=timedelta(seconds=-1)) == closed


def test_teacher_sees_result_and_solution_at_any_time(teacher_client: Client, marked: Attempt) -> None:
    Assignment.objects.update(review={"v": 1, "result": "never", "solution": "never"})

    shown = text(teacher_client.get(page("result", marked.pk)))

    assert ("3 / 12" in shown, "Worked solution" in shown, "Student Kim" in shown) == (True, True, True)


def test_classmate_finds_no_result(classmate_client: Client, marked: Attempt) -> None:
    assert classmate_client.get(page("result", marked.pk)).status_code == 404


def test_result_before_marking_asks_to_look_again(student_client: Client, attempt: Attempt) -> None:
    submit_attempt(attempt.pk, student=attempt.student)

    before = text(student_client.get(page("result", attempt.pk)))
    mark_attempt(Attempt.objects.get())
    after = text(student_client.get(page("result", attempt.pk)))

    assert ("Your answers are being marked" in before, "0 / 12" in after) == (True, True)
