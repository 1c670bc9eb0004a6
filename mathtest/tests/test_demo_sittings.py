"""Simulated sittings: the rows that services make, times in the past, and answers as people differ."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from analytics.statistics.classical import estimate_reliability
from exams.formats.native import read_bank, read_question
from exams.models import Assignment, Attempt, Response, ResponseEvent
from exams.models.attempt import AttemptState
from exams.receipts import hash_answers, verify_receipt
from exams.services.delivery import SaveMessage, save_response, start_attempt, submit_attempt
from exams.services.marking import mark_attempt
from exams.services.trying import ask_parts, make_values
from exams.shapes import Layout, LayoutItem, LayoutPart, Outline, Receipt, ResponseValue
from grading.marking import mark_parts
from grading.models import Mark
from grading.responses import ChoiceResponse, TextResponse
from mathtest.demo.abilities import Difficulty, ability_in, chance, draw, rank_difficulties
from mathtest.demo.answering import Asked, answer_rightly, answer_wrongly
from mathtest.demo.exam import enliven, open_assignment, prepare_paper
from mathtest.demo.school import DemoSchool, prepare_school
from mathtest.demo.sitting import begin_class, simulate_class
from mathtest.demo.storing import Saved, Sitting, store_sittings

pytestmark = pytest.mark.django_db

TASTE = settings.BASE_DIR / "exams" / "banks" / "demo.yaml"
DIFFER = {"id", "attempt", "attempt_id", "student", "student_id", "event", "event_id", "receipt", "at"}


@pytest.fixture
def demo() -> DemoSchool:
    return prepare_school(password="demo-mathtest")


@pytest.fixture
def assignment(demo: DemoSchool) -> Assignment:
    return open_assignment(demo, prepare_paper(demo, bank=TASTE))


def sit_through_services(assignment: Assignment, student: User) -> Attempt:
    """Answers all but the last question, some of them unreadably, and the first one twice."""
    attempt = start_attempt(assignment, student=student)
    items = Layout.model_validate(attempt.layout).items[:-1]
    for seq, item in enumerate([*items, items[0]], start=1):
        is_second = seq > len(items)
        parts: dict[str, Any] = {
            part.id: ChoiceResponse(choice=part.options[-1 if is_second else 0 :][:1])
            if part.options
            else TextResponse(text="2(x" if seq % 4 == 0 else "12")
            for part in item.parts
        }
        message = SaveMessage("simulated", seq, int(is_second), ResponseValue(parts=parts))
        save_response(attempt.pk, student=student, position=item.position, message=message)
    attempt = submit_attempt(attempt.pk, student=student)
    mark_attempt(attempt)
    return Attempt.objects.get(pk=attempt.pk)


def repeat_in_bulk(attempt: Attempt, student: User) -> Attempt:
    """The same sitting for another student, stored at once."""
    saved = [
        Saved(event.at, event.position, ResponseValue.model_validate(event.value))
        for event in ResponseEvent.objects.filter(attempt=attempt).order_by("pk")
    ]
    sitting = Sitting(student, attempt.seed, attempt.started_at, saved, attempt.submitted_at)
    [made] = store_sittings(attempt.assignment, [sitting])
    return Attempt.objects.get(pk=made.pk)


def rows_of(model: Any, attempt: Attempt) -> list[dict[str, Any]]:
    """The rows of one attempt, without what names the attempt; of a mark also not when it was made."""
    own = model.objects.filter(**{"pk" if model is Attempt else "attempt": attempt.pk})
    hidden = DIFFER - ({"at"} if model is ResponseEvent else set())
    return [
        {name: value for name, value in row.items() if name not in hidden}
        for row in own.order_by("pk").values()
    ]


@pytest.mark.parametrize("model", [Attempt, Response, ResponseEvent, Mark])
def test_a_sitting_stored_at_once_has_the_rows_that_the_services_make(
    model: Any, assignment: Assignment, demo: DemoSchool
) -> None:
    served = sit_through_services(assignment, demo.classmates[0])

    stored = repeat_in_bulk(served, demo.classmates[1])

    assert rows_of(model, stored) == rows_of(model, served)
    assert rows_of(model, stored) != []


def test_the_marks_of_both_name_the_event_that_made_the_answer(
    assignment: Assignment, demo: DemoSchool
) -> None:
    served = sit_through_services(assignment, demo.classmates[0])

    stored = repeat_in_bulk(served, demo.classmates[1])

    seqs = [
        list(
            Mark.objects.filter(attempt=attempt)
            .order_by("position", "part")
            .values_list("event__seq", flat=True)
        )
        for attempt in (served, stored)
    ]
    assert seqs[0] == seqs[1]
    assert seqs[0][0] == 12


def test_the_receipt_of_a_sitting_stored_at_once_verifies(assignment: Assignment, demo: DemoSchool) -> None:
    served = sit_through_services(assignment, demo.classmates[0])

    stored = repeat_in_bulk(served, demo.classmates[1])

    receipt = Receipt.model_validate(stored.receipt)
    answers = list(stored.responses.values_list("position", "revision", "value"))
    assert (verify_receipt(receipt), receipt.hash) == (True, hash_answers(answers))
    assert (receipt.attempt, receipt.answered, receipt.questions) == (str(stored.pk), 11, 12)


def test_a_sitting_handed_in_after_its_deadline_ended_there(assignment: Assignment, demo: DemoSchool) -> None:
    started_at = timezone.now() - timedelta(minutes=55)
    late = Sitting(demo.student, 1, started_at, [], started_at + timedelta(minutes=51))

    [attempt] = store_sittings(assignment, [late])

    assert (attempt.state, attempt.submitted_at) == (AttemptState.EXPIRED, attempt.deadline_at)


def test_simulated_times_lie_in_the_window_and_in_order(assignment: Assignment, demo: DemoSchool) -> None:
    simulate_class(assignment, demo.classmates)

    for attempt in Attempt.objects.filter(assignment=assignment):
        times = list(attempt.events.order_by("pk").values_list("at", flat=True))
        assert attempt.submitted_at is not None
        moments = [assignment.opens_at, attempt.started_at, *times, attempt.submitted_at, timezone.now()]
        assert moments == sorted(moments)


def test_those_in_the_middle_have_answered_some_and_have_time_left(
    assignment: Assignment, demo: DemoSchool
) -> None:
    begin_class(assignment, demo.classmates[:8])

    attempts = Attempt.objects.filter(assignment=assignment)
    assert {attempt.state for attempt in attempts} == {AttemptState.IN_PROGRESS}
    assert all(attempt.deadline_at > timezone.now() for attempt in attempts)
    assert 0 < Response.objects.filter(attempt__in=attempts).count() < 8 * 12


def test_classmates_are_put_to_work_only_when_nobody_is(assignment: Assignment, demo: DemoSchool) -> None:
    first, second = enliven(assignment, demo), enliven(assignment, demo)
    Attempt.objects.filter(assignment=assignment).update(deadline_at=timezone.now() - timedelta(minutes=1))

    assert (first, second, enliven(assignment, demo)) == (5, 0, 5)


def test_wrong_answers_gather_at_the_first_mistake_that_is_stored() -> None:
    _name, entry = read_bank(TASTE.read_bytes()).entries[0]
    question = read_question(entry)
    values = make_values(question.content, seed=1)[0]
    asked = Asked("demo-sum-of-squares", "", question.content, question.keys, values)
    part = LayoutPart(id="a", kind="choice", options=("o1", "o2", "o3", "o4", "o5"))
    item = LayoutItem(position=1, item=1, variant=1, points=Decimal(3), parts=(part,))
    source = draw("a class of four hundred")

    given = [answer_wrongly(item, asked, source) for _student in range(400)]

    picked = Counter(one.parts["a"].choice[0] for one in given if one)  # type: ignore[union-attr]
    (first, often), (_second, less) = picked.most_common(2)
    assert (first, often > 1.5 * less, "o2" in picked, "o9" in picked) == ("o4", True, False, False)


def marked(asked: Asked, given: ResponseValue) -> set[str]:
    """The verdicts that the parts of an answer get."""
    verdicts = mark_parts(ask_parts(asked.content, asked.keys, asked.values, given.parts))
    return {verdict.outcome.value for verdict in verdicts}


@pytest.mark.parametrize("bank", ["graphs", "kinds", "written"])
def test_simulated_students_know_how_every_kind_is_answered(bank: str) -> None:
    right, wrong = set(), set()
    for name, entry in read_bank(TASTE.with_name(f"{bank}.yaml").read_bytes()).entries:
        question = read_question(entry)
        asked = Asked(name, "", question.content, question.keys, make_values(question.content, seed=1)[0])
        if asked.is_essay:
            continue
        parts = tuple(
            LayoutPart(id=part.id, kind=part.kind, options=part.option_ids, stems=part.stem_ids)
            for part in question.content.parts
        )
        item = LayoutItem(position=1, item=1, variant=1, points=Decimal(3), parts=parts)
        for number in range(5):
            right |= marked(asked, answer_rightly(item, asked, draw(name, number)))
            slip = answer_wrongly(item, asked, draw(name, number))
            wrong |= {(name, marked(asked, slip) == {"correct"})} if slip else set()

    assert right == {"correct"}
    assert [name for name, is_right in wrong if is_right] == []


def test_the_simulated_classes_are_told_apart_reliably(assignment: Assignment, demo: DemoSchool) -> None:
    simulate_class(assignment, [*demo.classmates, *demo.classes[1].students])

    earned: dict[Any, dict[int, float]] = {}
    for attempt, position, points in Mark.objects.values_list("attempt", "position", "points"):
        own = earned.setdefault(attempt, dict.fromkeys(range(1, 13), 0.0))
        own[position] += float(points)
    worth = [float(item.points) for item in assignment.paper.items.order_by("position")]
    alpha = estimate_reliability([list(own.values()) for own in earned.values()], worth).alpha
    assert alpha is not None
    assert 0.5 < alpha < 0.95


def test_who_is_able_in_one_topic_is_able_in_another() -> None:
    pairs = [
        (
            ability_in("12확통02-04", login=login, classroom="3학년 수학 A반"),
            ability_in("12미적Ⅰ-02-04", login=login, classroom="3학년 수학 A반"),
        )
        for login in (f"demo{number:02}" for number in range(1, 60))
    ]

    agreeing = sum((one > -0.25) == (other > 0.5) for one, other in pairs)
    assert agreeing >= 40


def test_chance_grows_with_ability_from_what_guessing_gives() -> None:
    middling = Difficulty(level=0, slope=1.5, guessed=0.2)

    chances = [chance(ability, middling) for ability in (-9, 0, 9)]

    assert [round(value, 2) for value in chances] == [0.2, 0.6, 1.0]


def test_what_is_worth_more_is_harder_and_then_what_comes_later(assignment: Assignment) -> None:
    items = Outline.model_validate(assignment.paper.outline).items
    by_worth = sorted(items, key=lambda item: (item.points, item.position))

    found = rank_difficulties(items, [f"question-{item.position}" for item in items])

    levels = [found[item.position].level for item in by_worth]
    assert levels[0] < levels[4] < levels[8] < levels[11]
