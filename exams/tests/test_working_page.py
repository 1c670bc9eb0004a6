"""A working on its way: typed, read line by line, marked, and shown with what became of each line."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from django.test import Client

from accounts.models import Classroom, User
from exams.models import Assignment, Attempt, Response
from exams.services.delivery import start_attempt, submit_attempt
from exams.services.marking import mark_attempt
from exams.tests.banks import question
from exams.tests.reading_pages import page, text
from exams.tests.sittings import put_answer
from exams.tests.structured import give
from exams.tests.teaching import count_queries
from grading.models import Mark

X = json.dumps({"variables": ["x"], "closed": True})
SOLVING = question(
    id="solving",
    kind="working",
    text={"ko": "방정식 $\\sqrt{x+6}=x$를 푸시오.", "en": "Solve $\\sqrt{x+6}=x$."},
    key=["sqrt(x+6)=x", "x+6=x^2", "(x-3)(x+2)=0", "x=3 or x=-2", "x=3"],
    tests=[
        {"response": ["x+6=x^2", "x^2-x-6=0", "x=3 또는 x=-2", "∴ x=3"], "verdict": "correct"},
        {"response": ["x+6=x^2", "x=-2"], "verdict": "partial", "credit": "1/4"},
    ],
)
EXPANDING = question(
    id="expanding",
    kind="working",
    text={"ko": "$(x+{a})^2$을 전개하시오.", "en": "Expand $(x+{a})^2$."},
    parameters="a = 3",
    key={"lines": ["(x+{a})^2", "x^2+2*{a}x+{a}^2", "x^2+6x+9"], "forms": "expanded"},
)


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return give(classroom, SOLVING, EXPANDING, by=teacher)


@pytest.fixture
def attempt(assignment: Assignment, student: User) -> Attempt:
    return start_attempt(assignment, student=student)


def hand_in(client: Client, attempt: Attempt, *lines: str) -> Mark:
    put_answer(client, attempt, {"text": "\n".join(lines)}, position=1)
    mark_attempt(submit_attempt(attempt.pk, student=attempt.student))
    return Mark.objects.current().get(attempt=attempt, position=1)


def read(client: Client, typed: str, *, symbols: str = X) -> tuple[int, str]:
    sent = {"name": "q1-part-a", "q1-part-a": typed, "symbols": symbols}
    answer = client.post(page("grading_read_lines"), sent)
    return answer.status_code, answer.content.decode()


def shown_lines(html: str) -> list[tuple[str, str]]:
    """What is found of each line, and all that stands there."""
    found = re.findall(r'<li class="line" data-found="(\w+)">(.*?)</li>', html, flags=re.DOTALL)
    return [(word, " ".join(re.sub(r"<[^>]+>", " ", inside).split())) for word, inside in found]


def test_every_line_is_read_while_it_is_typed_and_none_is_judged(student_client: Client) -> None:
    status, html = read(student_client, "x+6=x^2\n\n따라서 x=4 (∵ x>0)\n= 4")

    assert (status, html.count("<math"), html.count('<li class="line"')) == (200, 3, 3)
    assert "We read this as" in html
    assert not any(word in html for word in ("data-found", "follow", "wrong", "verdict"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("x=3\r\nso x=(3", "A bracket has no partner. (Character 6)"),
        ("양변을 제곱하면", "Please write only the answer as a formula, without words."),
        ("x=3/0", "Nothing can be divided by 0."),
        ("y=3", "The letter y is not used in this question. Letters to use: x. (Character 1)"),
        ("x=1\n" * 13, "There are too many lines here. Write fewer steps."),
        ("∴", "Nothing is written yet."),
    ],
)
def test_line_that_cannot_be_read_says_why_and_where(
    student_client: Client, typed: str, sentence: str
) -> None:
    status, html = read(student_client, typed)

    assert (status, sentence in html) == (200, True)


def test_place_and_ways_to_read_are_those_of_the_line(student_client: Client) -> None:
    _status, html = read(student_client, "x=1\n∴ x=sin x/2")

    assert '<li class="line" data-row="1" data-typed="x=sin x/2">' in html
    assert html.count("data-write=") == 2


@pytest.mark.parametrize(
    ("typed", "symbols", "status"),
    [("", X, 200), ("x=1", "no json", 422), ("(" * 3_000, X, 200), ("<script>\n" * 300, X, 200)],
)
def test_hostile_lines_get_an_answer(student_client: Client, typed: str, symbols: str, status: int) -> None:
    answered, html = read(student_client, typed, symbols=symbols)

    assert (answered, "<script>" in html) == (status, False)


def test_nobody_reads_lines_without_signing_in(client: Client) -> None:
    assert read(client, "x=1")[0] == 302


def test_exam_page_has_a_field_of_lines_with_its_hint(student_client: Client, attempt: Attempt) -> None:
    put_answer(student_client, attempt, {"text": "x+6=x^2\nx=(3"}, position=1)

    response = student_client.get(page("attempt", attempt.pk))

    html = response.content.decode()
    assert '<textarea class="answer-input answer-lines" id="q1-part-a"' in html
    assert 'aria-describedby="hint-q1-part-a reading-q1-part-a"' in html
    assert "Begin with what follows from the given" in html
    assert ">\nx+6=x^2\nx=(3</textarea>" in html
    assert "A bracket has no partner. (Character 3)" in html


def test_lines_are_saved_without_javascript(student_client: Client, attempt: Attempt) -> None:
    sent = {"position": 1, "next": 1, "q1-part-a": "x+6=x^2\r\nx=3"}

    reply = student_client.post(page("attempt", attempt.pk), sent)

    assert reply.status_code == 302
    assert Response.objects.get(attempt=attempt).value["parts"]["a"]["text"] == "x+6=x^2\nx=3"


@pytest.mark.parametrize(
    ("lines", "verdict", "credit", "points", "code"),
    [
        (["x+6=x^2", "x=3 또는 x=-2", "∴ x=3"], "correct", "1", "4", "every_step_follows"),
        (["x+6=x^2", "(x-3)(x+2)=0", "x=3 or x=-2"], "partial", "3/4", "3", "extra_solution"),
        (["x+6=x", "6=0"], "incorrect", "0", "0", "step_loses_solutions"),
        (["x+6=x^2", "x=(3"], "unreadable", "0", "0", "unbalanced_bracket"),
    ],
)
def test_working_earns_the_lines_before_the_first_wrong_one(
    student_client: Client,
    attempt: Attempt,
    lines: list[str],
    verdict: str,
    credit: str,
    points: str,
    code: str,
) -> None:
    mark = hand_in(student_client, attempt, *lines)

    earned = Fraction(mark.credit_num, mark.credit_den)
    assert (mark.verdict, earned, mark.points) == (verdict, Fraction(credit), Decimal(points))
    assert mark.reason["code"] == code


WRONG = ["x+6=x^2", "(x-3)(x+2)=0", "x=3 or x=2", "x=3"]


def show_solutions(attempt: Attempt) -> None:
    """From handing in, not only when nobody sits the exam any more."""
    review = {"v": 1, "result": "after_submit", "solution": "after_submit"}
    Assignment.objects.filter(pk=attempt.assignment_id).update(review=review)


def test_result_keeps_the_point_that_names_a_solution_until_solutions_are_shown(
    student_client: Client, attempt: Attempt
) -> None:
    hand_in(student_client, attempt, *WRONG)

    said = text(student_client.get(page("result", attempt.pk)))

    assert "Line 3 has lost a solution." in said
    assert "x = -2" not in said


def test_result_shows_the_first_wrong_line_with_its_reason_and_its_point(
    student_client: Client, attempt: Attempt
) -> None:
    hand_in(student_client, attempt, *WRONG)
    show_solutions(attempt)

    response = student_client.get(page("result", attempt.pk))

    lines = shown_lines(response.content.decode())
    assert [found for found, _words in lines] == ["follows", "follows", "wrong", "not_looked_at"]
    assert lines[0][1].endswith("follows")
    assert "does not follow Line 3 has lost a solution." in lines[2][1]
    assert "x = -2 makes what stands before line 3 true, but the line false." in lines[2][1]
    assert text(response).count("Line 3 has lost a solution.") == 1
    assert "2 of 4 steps count." in text(response)


def test_result_shows_lines_that_cannot_be_read_as_they_were_typed(
    student_client: Client, attempt: Attempt
) -> None:
    hand_in(student_client, attempt, "x+6=x^2", "x=(3")

    html = student_client.get(page("result", attempt.pk)).content.decode()

    assert "<code>x=(3</code>" in html
    assert "Line 2: A bracket has no partner. (Character 3)" in html


def test_teacher_sees_what_became_of_each_line(
    student_client: Client, teacher_client: Client, attempt: Attempt
) -> None:
    hand_in(student_client, attempt, *WRONG)

    response = teacher_client.get(page("teacher_attempt", attempt.pk))

    lines = shown_lines(response.content.decode())
    assert [found for found, _words in lines] == ["follows", "follows", "wrong", "not_looked_at"]
    assert text(response).count("Line 3 has lost a solution.") == 1


def test_lines_that_a_machine_cannot_decide_wait_for_a_teacher(
    student_client: Client, teacher_client: Client, attempt: Attempt
) -> None:
    mark = hand_in(student_client, attempt, "x+6=x^2", "x=9^9^9^9^9")

    response = teacher_client.get(page("teacher_marking", attempt.assignment.pk))

    assert mark.verdict == "undecided"
    assert [found for found, _words in shown_lines(response.content.decode())] == ["follows", "undecided"]


def test_lines_cost_no_query_of_their_own(student_client: Client, attempt: Attempt) -> None:
    few = count_queries(lambda: student_client.get(page("attempt", attempt.pk)))
    put_answer(student_client, attempt, {"text": "x+6=x^2\n" * 12}, position=1)

    many = count_queries(lambda: student_client.get(page("attempt", attempt.pk)))

    assert many == few


def test_parameters_stand_in_the_model(student_client: Client, attempt: Attempt) -> None:
    put_answer(student_client, attempt, {"text": "= x^2+2*3x+9\n= x^2+6x+9"}, position=2)
    mark_attempt(submit_attempt(attempt.pk, student=attempt.student))

    mark = Mark.objects.current().get(attempt=attempt, position=2)

    assert (mark.verdict, mark.reason["code"]) == ("correct", "every_step_follows")
