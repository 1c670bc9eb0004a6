"""Reports on exams of which a question was withdrawn: the total, and what is left to say of the others."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Classroom, User
from analytics.exports import report_csv
from analytics.reports import Report, build_report
from analytics.tests.sittings import choice, enroll, give, hand_in, integer, text
from exams.models import Assignment
from exams.tests.withdrawals import regrade_all, withdraw

# Right answers to questions 1 (2 points), 2 (2 points) and 3 (1 point).
RIGHT = {1: text("7"), 2: text("8"), 3: {"a": {"choice": ["o1"]}}}
WRONG = {1: text("0"), 2: text("0"), 3: {"a": {"choice": ["o2"]}}}


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    questions = [integer(7), integer(8), choice("o1")]
    return give(classroom, questions, by=teacher)


@pytest.fixture
def sat(assignment: Assignment, classroom: Classroom) -> Assignment:
    """Six students; number n has the first n % 4 answers right."""
    for number in range(1, 7):
        answers = {place: (RIGHT if place <= number % 4 else WRONG)[place] for place in (1, 2, 3)}
        hand_in(assignment, enroll(classroom, number), answers)
    return assignment


def report_on(assignment: Assignment) -> Report:
    return build_report(Assignment.objects.select_related("classroom__school").get(pk=assignment.pk))


@pytest.mark.parametrize(
    ("policy", "total", "mean"), [("full", 5, 23 / 6), ("drop", 3, 11 / 6), ("replace", 5, 23 / 6)]
)
def test_report_leaves_out_what_was_withdrawn(
    sat: Assignment, teacher: User, policy: str, total: int, mean: float
) -> None:
    before = report_on(sat)
    withdraw(sat, 2, policy, by=teacher)
    regrade_all()

    report = report_on(sat)

    assert before.total == 5
    assert (report.total, report.distribution.mean) == (total, pytest.approx(mean))
    first, second, third = report.items[:3]
    assert (second.action, second.facility, second.alpha_without) == ("withdrawn", None, None)
    assert (second.verdicts, second.wrong) == ({"withdrawn": 6}, ())
    # Question 1 is answered rightly by those with the numbers 1, 2, 3, 5 and 6, question 3 by 3 alone.
    assert (first.facility, third.facility) == (pytest.approx(5 / 6), pytest.approx(1 / 6))
    assert sum(item.statistics.intended_weight or 0 for item in (first, third)) <= 1


def test_replacement_has_numbers_when_everyone_was_asked_it(
    assignment: Assignment, classroom: Classroom, teacher: User
) -> None:
    withdraw(assignment, 2, "replace", by=teacher)
    for number, answer in enumerate(["x^2+7x", "x^2+7x", "x", "x^2+7x", "x"], start=1):
        hand_in(assignment, enroll(classroom, number), {**RIGHT, 4: text(answer)})

    report = report_on(assignment)

    assert (report.total, [item.item.position for item in report.items]) == (5, [1, 2, 3, 4])
    assert (report.items[3].facility, report.items[3].item.worth) == (pytest.approx(0.6), 2)
    assert report.distribution.mean == pytest.approx(3 + 2 * 0.6)


def test_replacement_that_some_were_not_asked_has_none(
    sat: Assignment, classroom: Classroom, teacher: User
) -> None:
    withdraw(sat, 2, "replace", by=teacher)
    regrade_all()
    hand_in(sat, enroll(classroom, 9), {**RIGHT, 4: text("x^2+7x")})

    report = report_on(sat)

    assert (report.items[3].action, report.items[3].facility) == ("replacement", None)
    assert report.items[3].verdicts == {"correct": 1}
    assert report.distribution.mean == pytest.approx((23 + 5) / 7)


def test_report_is_made_again_when_a_question_is_withdrawn(
    assignment: Assignment, classroom: Classroom, teacher: User
) -> None:
    """Also before any mark has changed."""
    hand_in(assignment, enroll(classroom, 1), RIGHT)
    assert report_on(assignment).items[1].action != "withdrawn"

    withdraw(assignment, 2, "full", by=teacher)

    assert report_on(assignment).items[1].action == "withdrawn"


def test_report_page_and_tables_say_so(sat: Assignment, teacher: User, teacher_client: Client) -> None:
    withdraw(sat, 2, "drop", by=teacher)
    regrade_all()

    page = teacher_client.get(reverse("report", args=[sat.pk])).content.decode()

    assert "Withdrawn: it says nothing about the students." in page
    assert "Question 2 (of 0)" in report_csv(sat)
    assert report_csv(sat).splitlines()[1].endswith(",2,2,0,0")


def test_report_of_an_exam_that_is_all_withdrawn_is_empty_and_whole(sat: Assignment, teacher: User) -> None:
    for position in (1, 2, 3):
        withdraw(sat, position, "drop", by=teacher)
    regrade_all()

    report = report_on(sat)

    assert (report.total, report.distribution.mean, report.reliability.alpha) == (0, 0, None)
