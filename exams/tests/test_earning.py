"""What is foreseen, what follows and what a wrong answer costs: from the bank file to pages and programs."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Classroom, User
from accounts.tests.programs import api_of
from exams.models import Assignment, Attempt, Question
from exams.services.authoring import import_bank
from exams.services.delivery import SaveMessage, save_response, start_attempt, submit_attempt
from exams.services.marking import decide_mark, mark_attempt
from exams.services.publishing import publish_exam
from exams.shapes import ResponseValue
from exams.tests.banks import bank_file, question
from exams.tests.factories import AssignmentFactory, ExamFactory, ExamItemFactory
from exams.tests.reading_pages import page, text
from exams.wording import word_error
from grading.models import Mark

MESSAGE = {"ko": "부호를 보세요", "en": "Mind the sign."}
PARTS: list[dict[str, Any]] = [
    {
        "id": "a",
        "kind": "expression",
        "symbols": {"variables": ["x"]},
        "key": {
            "expression": "x^2-3x",
            "penalty": 0.5,
            "alternatives": [
                {
                    "answer": "x^2+3x",
                    "credit": "1/2",
                    "message": {"ko": "부호를 보세요", "en": "Mind the sign."},
                },
                {"answer": "x^2", "message": {"ko": "일차항도 있어요", "en": "There is a linear term."}},
            ],
            "mistakes": [{"sign": 0.25}],
        },
    },
    {
        "id": "b",
        "kind": "expression",
        "symbols": {"variables": ["x"]},
        "key": {"expression": "2x^2-6x", "penalty": 1, "follow": "2*({@a})"},
    },
]


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    """One question of two parts, alike in weight, worth 4 points, in which wrong answers cost something."""
    import_bank(
        bank_file(question(kind=None, symbols=None, key=None, parts=PARTS)),
        school=classroom.school,
        owner=teacher,
    )
    exam = ExamFactory(school=classroom.school)
    ExamItemFactory(exam=exam, question=Question.objects.get(), position=1, points=Decimal(4))
    return AssignmentFactory(paper=publish_exam(exam, by=teacher), classroom=classroom)


def hand_in(assignment: Assignment, student: User, first: str, second: str) -> Attempt:
    attempt = start_attempt(assignment, student=student)
    parts = {"a": {"text": first}, "b": {"text": second}}
    response = ResponseValue.model_validate({"parts": parts})
    sent = SaveMessage(device="phone", seq=1, base_revision=0, response=response)
    save_response(attempt.pk, student=student, position=1, message=sent)
    ended = submit_attempt(attempt.pk, student=student)
    mark_attempt(ended)
    return Attempt.objects.get(pk=ended.pk)


SAT = [
    # the two answers, what each earned, the score
    ("x(x-3)", "2x^2-6x", ("2.00", "2.00"), "4.00"),
    ("x^2+3x", "2x^2+6x", ("1.00", "2.00"), "3.00"),  # foreseen, and what follows from it
    ("3x-x^2", "6x-2x^2", ("0.50", "2.00"), "2.50"),
    ("x(x-3)", "x", ("2.00", "-2.00"), "0.00"),
    ("7", "14", ("-1.00", "2.00"), "1.00"),
    ("7", "x", ("-1.00", "-2.00"), "0.00"),  # never below 0
    ("", "x", ("0.00", "-2.00"), "0.00"),
    ("x+(", "", ("0.00", "0.00"), "0.00"),
]


@pytest.mark.parametrize(("first", "second", "points", "score"), SAT)
def test_score_counts_what_is_foreseen_what_follows_and_what_is_lost(
    assignment: Assignment, student: User, first: str, second: str, points: tuple[str, str], score: str
) -> None:
    attempt = hand_in(assignment, student, first, second)

    marks = Mark.objects.order_by("part")
    assert tuple(str(mark.points) for mark in marks) == points
    assert all(mark.credit_num >= 0 for mark in marks)
    assert str(attempt.score) == score


def test_decision_takes_no_penalty_and_leaves_that_of_other_parts(
    assignment: Assignment, student: User, teacher: User
) -> None:
    attempt = hand_in(assignment, student, "7", "x")

    decide_mark(Mark.objects.get(part="b"), credit=Fraction(3, 4), by=teacher)

    current = Mark.objects.current().order_by("part")
    assert [str(mark.points) for mark in current] == ["-1.00", "1.50"]
    assert Attempt.objects.get(pk=attempt.pk).score == Decimal("0.50")


def test_decision_never_takes_a_score_below_zero(
    assignment: Assignment, student: User, teacher: User
) -> None:
    attempt = hand_in(assignment, student, "7", "x")

    decide_mark(Mark.objects.get(part="b"), credit=Fraction(0), by=teacher)

    assert [str(mark.points) for mark in Mark.objects.current().order_by("part")] == ["-1.00", "0.00"]
    assert Attempt.objects.get(pk=attempt.pk).score == 0


def test_result_page_tells_the_authors_message_and_a_score_below_zero(
    assignment: Assignment, student: User, student_client: Client
) -> None:
    attempt = hand_in(assignment, student, "x^2", "x")

    shown = text(student_client.get(page("result", attempt.pk)))

    assert "There is a linear term." in shown
    assert "\N{MINUS SIGN}3 of 4 points" in shown


def test_result_of_a_program_says_the_same(assignment: Assignment, student: User) -> None:
    attempt = hand_in(assignment, student, "3x-x^2", "x")

    result = api_of(student).call("get", "api_result", attempt.pk).json()

    (item,) = result["items"]
    part = item["parts"][0]
    assert (result["score"], item["score"]) == ("0.00", "-1.50")
    assert (part["code"], part["reason"]) == ("mistake_sign", "Only the sign is different.")


def test_teacher_reads_message_and_points_of_each_part(
    assignment: Assignment, student: User, teacher_client: Client
) -> None:
    attempt = hand_in(assignment, student, "x^2+3x", "x")

    shown = text(teacher_client.get(reverse("teacher_attempt", args=[attempt.pk])))

    assert "Mind the sign." in shown
    assert "\N{MINUS SIGN}2 of 2 points" in shown


REFUSED = [
    # a field of part b's key, and what its author reads
    ({"follow": "2*{@b}"}, "there is no part “b” before this one whose answer is one number or expression"),
    ({"follow": "2x"}, "“2x” names no earlier part; write {@a}"),
    ({"alternatives": ["2x(x-3)"]}, "the foreseen answer 1 (“2x(x-3)”) is right by the key itself"),
    ({"alternatives": ["x", "2x/2"]}, "the foreseen answer 2 (“2x/2”) never decides: number 1 before it"),
    ({"alternatives": ["{@a}"]}, "{@a} stands for a student’s own answer"),
]


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(("changed", "sentence"), REFUSED)
def test_import_refuses_what_cannot_be_foreseen(
    classroom: Classroom, teacher: User, changed: dict[str, Any], sentence: str
) -> None:
    second = {**PARTS[1], "key": {"expression": "2x^2-6x", **changed}}
    file = bank_file(question(kind=None, symbols=None, key=None, parts=[PARTS[0], second]))

    report = import_bank(file, school=classroom.school, owner=teacher)

    assert not Question.objects.exists()
    assert sentence in word_error(report.refused[0].error)


@pytest.mark.usefixtures("in_english")
def test_import_refuses_to_follow_a_part_whose_answer_is_no_single_value(
    classroom: Classroom, teacher: User
) -> None:
    first = {"id": "a", "kind": "set", "key": "{1, 2}"}
    second = {"id": "b", "kind": "number", "key": {"value": "3", "follow": "{@a}+1"}}
    file = bank_file(question(kind=None, symbols=None, key=None, tests=[], parts=[first, second]))

    report = import_bank(file, school=classroom.school, owner=teacher)

    assert "there is no part “a” before this one" in word_error(report.refused[0].error)
