"""The checks before publishing: what blocks is what publishing refuses, the rest is advice."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import School, User
from exams.errors import PublishError
from exams.models import Exam, Question
from exams.services.authoring import import_bank
from exams.services.checking import Check, check_exam, is_changed
from exams.services.publishing import publish_exam
from exams.tests.banks import bank_file, question
from exams.tests.factories import ExamFactory, ExamItemFactory
from exams.tests.teaching import draft

GOOD = {
    "solution": {"ko": "분배한다.", "en": "Distribute."},
    "topic": "algebra",
    "tests": [{"response": "x^2-3x", "verdict": "correct"}],
}
TOPICS = [{"code": "algebra", "name": {"ko": "대수", "en": "Algebra"}}]
OPTIONS = [{"id": f"o{n}", "text": {"ko": f"{n}", "en": f"{n}"}} for n in (1, 2, 3)]


def exam_of(school: School, by: User, *entries: dict[str, Any]) -> Exam:
    report = import_bank(bank_file(*entries, topics=TOPICS), school=school, owner=by)
    assert report.refused == []
    exam = ExamFactory(school=school)
    for position, entry in enumerate(entries, start=1):
        ExamItemFactory(exam=exam, question=Question.objects.get(external_id=entry["id"]), position=position)
    return exam


def checks_of(exam: Exam) -> dict[str, Check]:
    return {check.code: check for check in check_exam(exam)}


def test_exam_in_order_passes_every_check(school: School, teacher: User) -> None:
    checks = checks_of(exam_of(school, teacher, question(**GOOD)))

    assert {check.state for check in checks.values()} == {"good"}
    assert (checks["items"].values["count"], checks["points"].values["total"]) == (1, 1)
    assert (checks["variants"].values["variants"], checks["stored_tests"].values["tests"]) == (1, 1)


def test_exam_without_questions_blocks(school: School) -> None:
    (check,) = check_exam(ExamFactory(school=school))

    assert (check.code, check.state, check.problems[0].code) == ("items", "blocking", "no_items")


def test_key_that_cannot_be_read_blocks_and_publishing_refuses_the_same(
    school: School, teacher: User
) -> None:
    exam = draft(school, by=teacher, count=2)
    revision = exam.items.get(position=2).question.versions.get().key_revisions.get()
    type(revision).objects.filter(pk=revision.pk).update(
        keys={"a": {"v": 1, "kind": "expression", "expression": "(x"}}
    )

    check = checks_of(exam)["keys"]

    assert (check.state, check.positions) == ("blocking", (2,))
    with pytest.raises(PublishError) as refusal:
        publish_exam(exam, by=teacher)
    assert [problem.code for problem in refusal.value.problems] == [check.problems[0].code]


def test_stored_test_with_another_verdict_blocks(school: School, teacher: User) -> None:
    entry = question(**(GOOD | {"tests": [{"response": "x", "verdict": "correct"}]}))
    exam = exam_of(school, teacher, entry)

    checks = checks_of(exam)

    assert checks["stored_tests"].state == "blocking"
    assert (checks["keys"].state, checks["variants"].state) == ("good", "good")


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("solutions", {"solution": None}),
        ("topics", {"topic": None}),
        ("languages", {"text": {"ko": "$x(x-3)$을 전개하시오."}}),
        ("languages", {"solution": {"ko": "분배한다."}}),
    ],
)
def test_what_is_missing_is_advice_that_names_the_question(
    school: School, teacher: User, code: str, changes: dict[str, Any]
) -> None:
    good = question(**GOOD)
    lacking = {name: value for name, value in question(id="lacking", **(GOOD | changes)).items() if value}
    checks = checks_of(exam_of(school, teacher, good, lacking))

    assert (checks[code].state, checks[code].positions) == ("advice", (2,))
    assert [name for name, check in checks.items() if check.state != "good"] == [code]


def test_question_twice_and_question_worth_nothing_are_advice(school: School, teacher: User) -> None:
    exam = draft(school, by=teacher, count=2)
    first = exam.items.get(position=1)
    ExamItemFactory(exam=exam, question=first.question, position=3, points=0)

    checks = checks_of(exam)

    assert (checks["duplicates"].state, checks["duplicates"].positions) == ("advice", (1, 3))
    assert (checks["points"].state, checks["points"].positions) == ("advice", (3,))


@pytest.mark.parametrize(("keys", "state"), [("o1 o1 o1 o1 o2", "advice"), ("o1 o2 o3 o1 o2", "good")])
def test_right_options_at_one_place_are_advice(school: School, teacher: User, keys: str, state: str) -> None:
    entries = [
        question(
            id=f"c{number}", kind="choice", symbols=None, options=OPTIONS, shuffle=False, key=key,
            solution=GOOD["solution"], topic="algebra",
        )
        for number, key in enumerate(keys.split())
    ]  # fmt: skip

    check = checks_of(exam_of(school, teacher, *entries))["places"]

    assert check.state == state


def test_exam_is_changed_when_publishing_would_make_another_paper(school: School, teacher: User) -> None:
    exam = draft(school, by=teacher)
    paper = publish_exam(exam, by=teacher)
    before = is_changed(exam, paper)
    exam.items.get(position=1).delete()

    assert (before, is_changed(exam, paper)) == (False, True)
