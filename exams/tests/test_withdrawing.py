"""A question taken out of a paper: each policy, at every moment of a sitting."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, Classroom, School, User
from accounts.tests.factories import ClassroomFactory
from exams.errors import Refused
from exams.models import Assignment, Attempt, Notice, Response, Withdrawal
from exams.services.delivery import start_attempt, submit_attempt
from exams.services.marking import decide_mark, mark_attempt
from exams.services.publishing import publish_exam
from exams.services.withdrawing import publish_replacement, withdraw_from_classes, withdraw_item
from exams.shapes import Layout
from exams.tests.factories import AssignmentFactory, ExamItemFactory, PaperItemFactory
from exams.tests.sittings import HOUR, run_out
from exams.tests.teaching import draft, sit
from exams.tests.withdrawals import item_at, mend, regrade_all, score_of, withdraw
from grading.models import Mark, RegradeBatch

RIGHT = ("x^2-x", "x^2-2x", "x^2-3x")
WRONG = ("x", "x", "x")


@pytest.fixture
def assignment(school: School, classroom: Classroom, teacher: User) -> Assignment:
    """Three typed questions, 2 points each: question n asks to expand ``x(x-n)``."""
    paper = publish_exam(draft(school, by=teacher), by=teacher)
    return AssignmentFactory(paper=paper, classroom=classroom, max_attempts=9)


def total_of(attempt: Attempt) -> Decimal:
    return Attempt.objects.with_total().get(pk=attempt.pk).total


def mark_at(attempt: Attempt, position: int) -> Mark:
    return Mark.objects.current().get(attempt=attempt, position=position)


def end(attempt: Attempt) -> Attempt:
    ended = submit_attempt(attempt.pk, student=attempt.student)
    mark_attempt(ended)
    return ended


def items_of(attempt: Attempt) -> list[tuple[int, int]]:
    layout = Layout.model_validate(Attempt.objects.get(pk=attempt.pk).layout)
    return [(item.position, item.item) for item in layout.items]


@pytest.mark.parametrize(
    ("policy", "answers", "score", "total", "code"),
    [
        ("full", RIGHT, "6.00", 6, "withdrawn_full"),
        ("full", WRONG, "2.00", 6, "withdrawn_full"),
        ("full", (), "2.00", 6, "withdrawn_full"),
        ("drop", RIGHT, "4.00", 4, "withdrawn_drop"),
        ("drop", WRONG, "0.00", 4, "withdrawn_drop"),
        ("replace", RIGHT, "6.00", 6, "withdrawn_full"),
        ("replace", WRONG, "2.00", 6, "withdrawn_full"),
    ],
)
def test_withdrawal_of_a_marked_question_marks_it_again(
    assignment: Assignment,
    student: User,
    teacher: User,
    policy: str,
    answers: tuple[str, ...],
    score: str,
    total: int,
    code: str,
) -> None:
    attempt = sit(assignment, student, *answers)

    withdrawal = withdraw(assignment, 2, policy, by=teacher)
    assert regrade_all() == 1

    mark = mark_at(attempt, 2)
    assert (score_of(attempt), total_of(attempt)) == (score, total)
    assert (mark.reason["code"], mark.source, mark.certificate["method"]) == (code, "regrade", "withdrawn")
    assert mark.batch is not None
    assert mark.batch.limits == {"withdrawal": withdrawal.pk}
    assert Mark.objects.filter(attempt=attempt, position=2).count() == 2
    assert {row.source for row in Mark.objects.filter(attempt=attempt).exclude(position=2)} == {"auto"}


@pytest.mark.parametrize(
    ("policy", "score", "total", "code"),
    [
        ("full", "2.00", 6, "withdrawn_full"),
        ("drop", "0.00", 4, "withdrawn_drop"),
        ("replace", "2.00", 6, "withdrawn_drop"),
    ],
)
@pytest.mark.parametrize("moment", ["before anyone starts", "in progress"])
def test_withdrawal_holds_for_who_hands_in_later(
    assignment: Assignment,
    student: User,
    teacher: User,
    moment: str,
    policy: str,
    score: str,
    total: int,
    code: str,
) -> None:
    """Whoever gets the replacement answers it rightly here, and nothing else."""
    attempt = start_attempt(assignment, student=student) if moment == "in progress" else None

    withdraw(assignment, 1, policy, by=teacher)
    attempt = attempt or start_attempt(assignment, student=student)
    if policy == "replace":
        value = {"v": 1, "parts": {"a": {"text": "x^2+7x", "notation": "plain", "locale": "en"}}}
        Response.objects.create(
            attempt=attempt, position=4, revision=1, value=value, saved_at=attempt.started_at
        )
    end(attempt)

    mark = mark_at(attempt, 1)
    assert (score_of(attempt), total_of(attempt)) == (score, total)
    assert (mark.reason["code"], mark.source) == (code, "auto")
    assert regrade_all() <= 1
    assert Mark.objects.filter(attempt=attempt).count() == (4 if policy == "replace" else 3)


def test_replacement_stands_at_the_end_and_moves_nothing(
    assignment: Assignment, student: User, classmate: User, teacher: User
) -> None:
    sitting = sit(assignment, student, *RIGHT, hand_in=False)
    before = items_of(sitting)

    first = withdraw(assignment, 1, "replace", by=teacher)
    second = withdraw(assignment, 3, "replace", by=teacher)
    later = start_attempt(assignment, student=classmate)

    expected = [*before, (4, first.replacement_id), (5, second.replacement_id)]
    assert items_of(sitting) == items_of(later) == expected
    assert Response.objects.filter(attempt=sitting).count() == 3


def test_replacement_is_not_given_to_who_has_run_out_of_time(
    assignment: Assignment, student: User, teacher: User
) -> None:
    attempt = sit(assignment, student, *WRONG, hand_in=False)
    run_out(attempt)

    withdraw(assignment, 1, "replace", by=teacher)
    end(attempt)

    assert len(items_of(attempt)) == 3
    assert (score_of(attempt), mark_at(attempt, 1).reason["code"]) == ("2.00", "withdrawn_full")


def test_policy_wins_over_a_person_and_their_mark_stays_on_record(
    assignment: Assignment, student: User, teacher: User
) -> None:
    attempt = sit(assignment, student, *WRONG)
    for position in (1, 2):
        decide_mark(mark_at(attempt, position), credit=Fraction(1), by=teacher, comment="Seen.")

    withdraw(assignment, 1, "drop", by=teacher)
    regrade_all()

    assert (score_of(attempt), total_of(attempt)) == ("2.00", 4)
    assert mark_at(attempt, 2).source == "human"
    sources = Mark.objects.filter(attempt=attempt, position=1).order_by("pk").values_list("source", flat=True)
    assert list(sources) == ["auto", "human", "regrade"]


def test_nobody_decides_on_a_question_that_was_withdrawn(
    assignment: Assignment, student: User, teacher: User
) -> None:
    attempt = sit(assignment, student, *WRONG)
    withdraw(assignment, 1, "drop", by=teacher)
    regrade_all()

    with pytest.raises(Refused) as refused:
        decide_mark(mark_at(attempt, 1), credit=Fraction(1), by=teacher)

    assert refused.value.code == "question_withdrawn"


def test_withdrawal_tells_who_sits_and_is_on_record(
    assignment: Assignment, classroom: Classroom, student: User, teacher: User
) -> None:
    over = AssignmentFactory(
        paper=assignment.paper,
        classroom=classroom,
        opens_at=timezone.now() - 3 * HOUR,
        closes_at=timezone.now() - 2 * HOUR,
    )

    withdrawal = withdraw(assignment, 1, "full", by=teacher, everywhere=True, address="10.0.0.7")

    told = [(row.assignment_id, row.kind, row.values) for row in Notice.objects.all()]
    assert told == [(assignment.pk, "withdrawal", {"withdrawal": withdrawal.pk})]
    entry = AuditEntry.objects.get(verb="question.withdrawn")
    assert (entry.actor, entry.address, entry.data["policy"]) == (teacher, "10.0.0.7", "full")
    assert RegradeBatch.objects.get().state == "waiting"
    assert Withdrawal.objects.holding_for(over.pk).get() == withdrawal


def test_withdrawal_of_one_class_leaves_the_others(
    assignment: Assignment, school: School, student: User, classmate: User, teacher: User
) -> None:
    other = AssignmentFactory(paper=assignment.paper, classroom=ClassroomFactory(school=school))
    here, there = sit(assignment, student, *WRONG), sit(other, classmate, *WRONG)

    withdraw(assignment, 1, "full", by=teacher)
    regrade_all()

    assert (score_of(here), score_of(there)) == ("2.00", "0.00")


def test_withdrawal_from_my_classes_skips_those_that_have_it(
    assignment: Assignment, school: School, teacher: User
) -> None:
    other = AssignmentFactory(paper=assignment.paper, classroom=ClassroomFactory(school=school))
    withdraw(assignment, 1, "full", by=teacher)
    item = item_at(assignment, 1)
    act = {"assignments": [assignment, other], "policy": "drop", "reason": "A slip.", "by": teacher}

    made = withdraw_from_classes(item, **act)

    assert [row.assignment for row in made] == [other]
    with pytest.raises(Refused, match="already_withdrawn"):
        withdraw_from_classes(item, **act)


@pytest.mark.parametrize("everywhere", [False, True])
def test_question_is_withdrawn_once(assignment: Assignment, teacher: User, everywhere: bool) -> None:
    withdraw(assignment, 1, "full", by=teacher, everywhere=everywhere)

    for again in (False, True):
        with pytest.raises(Refused, match="already_withdrawn"):
            withdraw(assignment, 1, "drop", by=teacher, everywhere=again)

    assert Withdrawal.objects.count() == RegradeBatch.objects.count() == 1


def test_withdrawal_refuses_what_does_not_fit(assignment: Assignment, teacher: User) -> None:
    item, elsewhere = item_at(assignment, 1), PaperItemFactory()
    description = PaperItemFactory(question_version__content={"v": 1, "text": {"en": "Read."}, "parts": []})
    act = {"reason": "A slip.", "by": teacher}

    refusals = []
    for row, fields in (
        (elsewhere, {"assignment": assignment, "policy": "full"}),
        (description, {"assignment": None, "policy": "full"}),
        (item, {"assignment": assignment, "policy": "replace"}),
        (item, {"assignment": assignment, "policy": "full", "replacement": item_at(assignment, 2)}),
        (item, {"assignment": assignment, "policy": "replace", "replacement": item_at(assignment, 2)}),
        (item, {"assignment": assignment, "policy": "replace", "replacement": elsewhere}),
    ):
        with pytest.raises(Refused) as refused:
            withdraw_item(row, **fields, **act)
        refusals.append(refused.value.code)

    assert refusals == [
        *("not_on_paper", "nothing_to_withdraw", "no_replacement"),
        *("replacement_unfit", "replacement_unfit", "replacement_unfit"),
    ]
    assert not Withdrawal.objects.exists()


def test_replacement_is_the_mended_question_of_a_new_edition(assignment: Assignment, teacher: User) -> None:
    item = item_at(assignment, 2)
    with pytest.raises(Refused, match="nothing_mended"):
        publish_replacement(item, by=teacher)
    mend(item, by=teacher)

    replacement = publish_replacement(item, by=teacher)

    assert (replacement.paper.edition, replacement.position) == (2, 2)
    assert replacement.question_version.question == item.question_version.question


def test_question_that_stands_twice_is_replaced_twice(
    assignment: Assignment, teacher: User, student: User
) -> None:
    first = item_at(assignment, 2)
    exam, question = first.paper.exam, first.question_version.question
    ExamItemFactory(exam=exam, question=question, position=4, points=2)
    paper = publish_exam(exam, by=teacher)
    twice = AssignmentFactory(paper=paper, classroom=assignment.classroom)
    attempt = start_attempt(twice, student=student)
    act = {"assignment": twice, "policy": "replace", "by": teacher, "reason": "A slip."}

    withdraw(twice, 2, "replace", by=teacher)
    taken = Withdrawal.objects.get().replacement
    with pytest.raises(Refused, match="replacement_unfit"):
        withdraw_item(item_at(twice, 4), replacement=taken, **act)
    other = publish_replacement(item_at(twice, 4), by=teacher)
    withdraw_item(item_at(twice, 4), replacement=other, **act)

    assert [item for _position, item in items_of(attempt)][4:] == [taken.pk, other.pk]


def test_replacement_must_be_on_the_exam_and_worth_the_same(assignment: Assignment, teacher: User) -> None:
    item = item_at(assignment, 2)
    mend(item, by=teacher)
    row = item.paper.exam.items.get(position=2)

    row.points = Decimal(5)
    row.save()
    with pytest.raises(Refused, match="replacement_other_points"):
        publish_replacement(item, by=teacher)
    row.delete()
    with pytest.raises(Refused, match="replacement_gone"):
        publish_replacement(item, by=teacher)

    assert item.paper.exam.papers.count() == 1
