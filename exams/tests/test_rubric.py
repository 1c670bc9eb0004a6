"""An essay marked by a rubric: criterion by criterion, exactly, and as its student reads it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEntry, Classroom, User
from accounts.tests.browsers import client_of
from exams.models import Assignment, KeyRevision
from exams.services.authoring import import_bank
from exams.services.delivery import start_attempt, submit_attempt
from exams.services.marking import mark_attempt
from exams.tests.banks import bank_file
from exams.tests.reading_pages import page, text
from exams.tests.sittings import put_answer
from exams.tests.structured import ESSAY, give
from grading.models import Mark

CRITERIA = {"criterion-start": "1", "criterion-even": "1.5", "criterion-end": "2.25"}


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return give(classroom, ESSAY, by=teacher)


@pytest.fixture
def waiting(assignment: Assignment, student: User) -> Mark:
    attempt = start_attempt(assignment, student=student)
    put_answer(client_of(student), attempt, {"text": "유리수라고 하자."}, position=1)
    mark_attempt(submit_attempt(attempt.pk, student=student))
    return Mark.objects.current().get(attempt=attempt)


def current(waiting: Mark) -> Mark:
    return Mark.objects.current().get(attempt=waiting.attempt_id)


def test_marking_page_asks_for_each_criterion(
    teacher_client: Client, assignment: Assignment, waiting: Mark
) -> None:
    shown = teacher_client.get(page("teacher_marking", assignment.pk))

    html = shown.content.decode()
    assert [f'name="{name}"' in html for name in CRITERIA] == [True] * 3
    assert 'name="points"' not in html
    assert "Assumes the contrary." in text(shown)
    assert "Any proof by contradiction will do." in text(shown)


def test_credit_is_the_share_of_the_rubric_exactly(
    teacher_client: Client, assignment: Assignment, waiting: Mark, teacher: User
) -> None:
    sent = {**CRITERIA, "mark": waiting.pk, "comment": "깔끔하다."}

    reply = teacher_client.post(page("teacher_marking", assignment.pk), sent)

    mark = current(waiting)
    assert reply.status_code == 302
    assert Fraction(mark.credit_num, mark.credit_den) == Fraction(19, 24)
    assert (mark.verdict, mark.points, mark.by) == ("partial", Decimal("3.17"), teacher)
    assert [(row["id"], row["given"], row["of"]) for row in mark.reason["values"]["rubric"]] == [
        ("start", "1", 1),
        ("even", "3/2", 2),
        ("end", "9/4", 3),
    ]
    assert (mark.certificate["method"], mark.certificate["instead_of"]) == ("person", waiting.pk)


def test_decision_by_criteria_stands_in_the_audit_log(
    teacher_client: Client, assignment: Assignment, waiting: Mark
) -> None:
    teacher_client.post(page("teacher_marking", assignment.pk), CRITERIA)

    entry = AuditEntry.objects.get(verb="mark.decided")
    assert entry.data["credit"] == "19/24"
    assert entry.data["rubric"][1] == {"id": "even", "given": "3/2", "of": 2}


BAD = [
    ("", "Say how many points."),
    ("viel", "Write a number, such as 1.5."),
    ("-1", "Points are not negative."),
    ("2.5", "At most 2 points can be given here."),
    ("1.1", "Whole, half or quarter points only."),
    ("1e400", "At most 2 points can be given here."),
    ("1e-400000", "digits"),
    ("NaN", "Write a number, such as 1.5."),
]


@pytest.mark.parametrize(("points", "sentence"), BAD)
def test_points_that_cannot_be_are_told_beside_their_field(
    teacher_client: Client, assignment: Assignment, waiting: Mark, points: str, sentence: str
) -> None:
    reply = teacher_client.post(
        page("teacher_marking", assignment.pk), {**CRITERIA, "criterion-even": points}
    )

    errors = reply.context["form"].errors["criterion-even"]
    assert (reply.status_code, current(waiting).pk) == (409, waiting.pk)
    assert any(sentence in error for error in errors)
    assert f'aria-describedby="criterion-even-{waiting.pk}-of criterion-even-{waiting.pk}-error"' in (
        reply.content.decode()
    )


@pytest.mark.parametrize(
    ("points", "verdict", "score"), [(("1", "2", "3"), "correct", 4), (("0", "0", "0"), "incorrect", 0)]
)
def test_verdict_follows_from_the_criteria(
    teacher_client: Client,
    waiting: Mark,
    points: tuple[str, str, str],
    verdict: str,
    score: int,
) -> None:
    sent = {**dict(zip(CRITERIA, points, strict=True)), "mark": waiting.pk}

    teacher_client.post(page("teacher_attempt", waiting.attempt_id), sent)

    assert (current(waiting).verdict, current(waiting).points) == (verdict, score)


def test_what_was_given_before_stands_in_the_fields(teacher_client: Client, waiting: Mark) -> None:
    address = page("teacher_attempt", waiting.attempt_id)
    teacher_client.post(address, {**CRITERIA, "mark": waiting.pk})

    html = teacher_client.get(address).content.decode()

    assert [f'value="{points}"' in html for points in CRITERIA.values()] == [True] * 3


def test_student_reads_the_criteria_as_they_were_when_marked(
    teacher_client: Client, assignment: Assignment, waiting: Mark, student: User, teacher: User
) -> None:
    teacher_client.post(page("teacher_marking", assignment.pk), CRITERIA)
    revision = waiting.key_revision
    rewritten: dict[str, Any] = {**revision.keys, "a": {**revision.keys["a"], "rubric": []}}
    KeyRevision.objects.create(
        question_version=revision.question_version, number=2, keys=rewritten, reason="", by=teacher
    )

    shown = client_of(student).get(page("result", waiting.attempt_id))

    assert "Assumes the contrary. 1 of 1" in text(shown)
    assert "1.5 of 2" in text(shown)
    assert "2.25 of 3" in text(shown)


def test_criterion_whose_formula_cannot_be_shown_is_refused(classroom: Classroom, teacher: User) -> None:
    rubric = [{"id": "one", "text": {"ko": "$\\nichts$"}}]
    entry = {**ESSAY, "key": {"rubric": rubric}}

    report = import_bank(bank_file(entry), school=classroom.school, owner=teacher)

    assert [one.error.code for one in report.refused] == ["formula"]
