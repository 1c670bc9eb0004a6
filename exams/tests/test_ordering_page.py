"""Options put in order, and one of five: from the exam page to the result."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import Classroom, User
from accounts.tests.browsers import client_of
from exams.models import Assignment, Attempt, Response
from exams.services.delivery import start_attempt, submit_attempt
from exams.services.marking import mark_attempt
from exams.shapes import Layout
from exams.tests.reading_pages import page, text
from exams.tests.sittings import put_answer
from exams.tests.structured import FIVE, ORDER, give
from exams.tests.teaching import fill_class


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return give(classroom, ORDER, FIVE, by=teacher)


@pytest.fixture
def attempt(assignment: Assignment, student: User) -> Attempt:
    return start_attempt(assignment, student=student)


@pytest.fixture
def sitting(student: User) -> Client:
    return client_of(student)


def in_order(*options: str) -> dict[str, Any]:
    return {"match": {str(place): option for place, option in enumerate(options, start=1) if option}}


def test_places_are_counted_and_options_are_drawn_for_each_student(
    assignment: Assignment, classroom: Classroom
) -> None:
    attempts = [start_attempt(assignment, student=student) for student in fill_class(classroom, count=6)]

    parts = [Layout.model_validate(attempt.layout).items[0].parts[0] for attempt in attempts]
    assert {part.stems for part in parts} == {("1", "2", "3", "4")}
    assert {tuple(sorted(part.options)) for part in parts} == {("o1", "o2", "o3", "o4")}
    assert len({part.options for part in parts}) > 1


def test_five_options_keep_their_order(assignment: Assignment, classroom: Classroom) -> None:
    attempts = [start_attempt(assignment, student=student) for student in fill_class(classroom, count=6)]

    drawn = {Layout.model_validate(attempt.layout).items[1].parts[0].options for attempt in attempts}
    assert drawn == {("o1", "o2", "o3", "o4", "o5")}


def test_page_has_a_list_for_each_place(sitting: Client, attempt: Attempt) -> None:
    shown = sitting.get(page("attempt", attempt.pk))

    html = shown.content.decode()
    assert [f'id="q1-part-a-{place}"' in html for place in (1, 2, 3, 4, 5)] == [True] * 4 + [False]
    assert "Place 4" in text(shown)
    assert html.count('name="q2-part-a"') == 5


def test_order_is_saved_without_javascript_and_stands_there_again(sitting: Client, attempt: Attempt) -> None:
    sent = {"q1-part-a-1": "o2", "q1-part-a-2": "", "q1-part-a-3": "o2"}

    reply = sitting.post(page("attempt", attempt.pk), {"position": 1, "next": 1, **sent})

    html = sitting.get(page("attempt", attempt.pk)).content.decode()
    assert reply.status_code == 302
    assert Response.objects.get(attempt=attempt, position=1).value["parts"]["a"] == {
        "match": {"1": "o2", "3": "o2"}
    }
    assert html.count('<option value="o2" selected>') == 2
    assert ">One option stands at two places.</p>" in html


def test_order_without_repeats_says_nothing_of_them(sitting: Client, attempt: Attempt) -> None:
    put_answer(sitting, attempt, in_order("o1", "o2"), position=1)

    html = sitting.get(page("attempt", attempt.pk)).content.decode()

    assert ">One option stands at two places.</p>" not in html


@pytest.mark.parametrize("given", [{"match": {"5": "o1"}}, {"match": {"0": "o1"}}, {"match": {"1": "o9"}}])
def test_place_or_option_that_is_not_there_is_refused(
    sitting: Client, attempt: Attempt, given: dict[str, Any]
) -> None:
    assert put_answer(sitting, attempt, given, position=1).status_code == 422


def test_result_shows_the_order_that_was_given(sitting: Client, attempt: Attempt) -> None:
    put_answer(sitting, attempt, in_order("o1", "o2", "o4"), position=1, seq=1)
    put_answer(sitting, attempt, {"choice": ["o4"]}, position=2, seq=2)
    mark_attempt(submit_attempt(attempt.pk, student=attempt.student))

    shown = sitting.get(page("result", attempt.pk))

    attempt.refresh_from_db()
    first, second = shown.context["items"]
    given = [stem.given.id if stem.given else "" for stem in first.question.parts[0].stems]
    assert (first.verdict, first.score, second.verdict) == ("partial", Decimal(2), "correct")
    assert (given, attempt.score) == (["o1", "o2", "o4", ""], Decimal(6))
    assert "2 of 4 are in their place." in text(shown)
    assert "Place 4 nothing chosen" in text(shown)
