"""The result: when it is shown, to whom, and what it says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.tests.browsers import client_of
from accounts.tests.programs import api_of
from exams.models import Assignment, Attempt, KeyRevision
from exams.permissions import can_see_solution
from exams.services.delivery import submit_attempt
from exams.tests.factories import AttemptFactory
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


def give_classmate_longer(attempt: Attempt, classmate: User) -> Attempt:
    """The window has closed, everything is shown from then on, and a classmate may still write."""
    now = timezone.now()
    review = {"v": 1, "result": "after_close", "solution": "after_close"}
    Assignment.objects.update(review=review, closes_at=now - timedelta(seconds=1))
    return AttemptFactory(
        assignment=attempt.assignment, student=classmate, deadline_at=now + timedelta(minutes=9)
    )


@pytest.mark.parametrize(
    ("going_on", "is_shown"),
    [
        ({}, False),
        ({"deadline_at": timezone.now() - timedelta(hours=1), "paused_at": timezone.now()}, False),
        ({"deadline_at": timezone.now() - timedelta(seconds=1)}, True),  # nobody has closed it yet
        ({"state": "submitted", "submitted_at": timezone.now()}, True),
        ({"state": "void"}, True),
    ],
    ids=["has time", "is paused", "time is up", "handed in", "void"],
)
def test_what_opens_after_the_end_opens_when_nobody_sits_any_more(
    student: User, classmate: User, marked: Attempt, going_on: dict[str, Any], is_shown: bool
) -> None:
    other = give_classmate_longer(marked, classmate)
    Attempt.objects.filter(pk=other.pk).update(**going_on)

    client, api = client_of(student), api_of(student)
    shown = [text(client.get(page(name, marked.pk))) for name in ("result", "receipt")]
    home = text(client.get(page("home")))

    assert ["Worked solution" in shown[0], "See the result" in shown[1], "3 / 12" in home] == 3 * [is_shown]
    assert ["when everyone has finished" in one for one in (*shown, home)] == 3 * [not is_shown]
    assert len(api.rows("api_results")) == is_shown
    assert [row["score"] for row in api.rows("api_attempts")] == ["3.00" if is_shown else None]
    assert api.call("get", "api_result", marked.pk).status_code == (200 if is_shown else 409)
    loaded = Attempt.objects.select_related("assignment").get(pk=marked.pk)
    assert can_see_solution(student, loaded, now=timezone.now()) == is_shown


def test_teacher_sees_result_and_solution_at_any_time(teacher_client: Client, marked: Attempt) -> None:
    Assignment.objects.update(review={"v": 1, "result": "never", "solution": "never"})

    shown = text(teacher_client.get(page("result", marked.pk)))

    assert ("3 / 12" in shown, "Worked solution" in shown, "Student Kim" in shown) == (True, True, True)


def test_classmate_finds_no_result(classmate_client: Client, marked: Attempt) -> None:
    assert classmate_client.get(page("result", marked.pk)).status_code == 404


def test_result_that_cannot_be_marked_now_asks_to_look_again(
    student_client: Client, attempt: Attempt
) -> None:
    submit_attempt(attempt.pk, student=attempt.student)
    KeyRevision.objects.update(keys={"a": {"v": 1, "kind": "nonsense"}})

    shown = text(student_client.get(page("result", attempt.pk)))

    assert "Your answers are being marked" in shown
