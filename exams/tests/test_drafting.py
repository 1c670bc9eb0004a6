"""Drafting: questions stay in order, numbered from 1, whoever edits at once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.models import AuditEntry, School, User
from exams.errors import Refused
from exams.models import Exam
from exams.services import drafting
from exams.services.drafting import (
    add_questions,
    create_exam,
    move_item,
    remove_item,
    rename_exam,
    set_points,
)
from exams.tests.teaching import bank_questions, draft


@pytest.fixture
def exam(school: School, teacher: User) -> Exam:
    return draft(school, by=teacher)


def order(exam: Exam) -> list[tuple[int, str | None]]:
    return list(exam.items.order_by("position").values_list("position", "question__external_id"))


def test_create_exam_leaves_a_record(school: School, teacher: User) -> None:
    exam = create_exam(school, title={"ko": "중간고사"}, by=teacher)

    entry = AuditEntry.objects.get(verb="exam.created")
    assert (entry.actor, entry.object) == (teacher, f"exams.exam:{exam.pk}")


def test_rename_exam_keeps_its_questions(exam: Exam) -> None:
    rename_exam(exam.pk, title={"en": "Final"})

    exam.refresh_from_db()
    assert (exam.title, exam.items.count()) == ({"en": "Final"}, 3)


@pytest.mark.parametrize(
    ("item", "by", "expected"),
    [
        (0, 1, ["q2", "q1", "q3"]),
        (2, -1, ["q1", "q3", "q2"]),
        (0, -1, ["q1", "q2", "q3"]),
        (2, 1, ["q1", "q2", "q3"]),
        (0, 2, ["q2", "q3", "q1"]),
        (0, 99, ["q2", "q3", "q1"]),
    ],
)
def test_move_item_goes_as_far_as_there_is_room(exam: Exam, item: int, by: int, expected: list[str]) -> None:
    ids = list(exam.items.order_by("position").values_list("pk", flat=True))

    move_item(exam.pk, ids[item], by=by)

    assert order(exam) == list(enumerate(expected, start=1))


def test_remove_item_closes_the_gap_and_removing_again_changes_nothing(exam: Exam) -> None:
    second = exam.items.get(position=2).pk

    remove_item(exam.pk, second)
    remove_item(exam.pk, second)
    move_item(exam.pk, second, by=1)

    assert order(exam) == [(1, "q1"), (2, "q3")]


def test_items_keep_their_points_when_they_move(exam: Exam) -> None:
    first = exam.items.get(position=1)
    set_points(exam.pk, {first.pk: Decimal("4.5")})

    move_item(exam.pk, first.pk, by=1)

    assert [item.points for item in exam.items.order_by("position")] == [2, Decimal("4.5"), 2]


def test_add_questions_goes_to_the_end_with_the_points_of_the_author(
    exam: Exam, school: School, teacher: User
) -> None:
    questions = bank_questions(school, by=teacher, count=5)

    added = add_questions(exam.pk, questions)

    assert added == 2
    assert order(exam) == list(enumerate(["q1", "q2", "q3", "q4", "q5"], start=1))
    assert exam.items.get(position=5).points == 1


def test_question_of_another_school_is_refused(exam: Exam, other_school: School, other_teacher: User) -> None:
    foreign = bank_questions(other_school, by=other_teacher, count=1)

    with pytest.raises(Refused) as refusal:
        add_questions(exam.pk, foreign)

    assert (refusal.value.code, exam.items.count()) == ("another_school", 3)


def test_more_questions_than_an_exam_holds_are_refused(
    exam: Exam, school: School, teacher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "MOST_ITEMS", 4)

    with pytest.raises(Refused) as refusal:
        add_questions(exam.pk, bank_questions(school, by=teacher, count=5))

    assert (refusal.value.code, refusal.value.values) == ("too_many_items", {"most": 4})


def test_positions_with_gaps_from_elsewhere_are_closed(exam: Exam) -> None:
    exam.items.filter(position=3).update(position=32_000)
    exam.items.filter(position=1).update(position=0)

    move_item(exam.pk, exam.items.get(position=0).pk, by=1)

    assert order(exam) == [(1, "q2"), (2, "q1"), (3, "q3")]
