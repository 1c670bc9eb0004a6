"""From an ended attempt to its marks and its score."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import Classroom, User
from exams.models import Attempt, KeyRevision, ResponseEvent
from exams.services.delivery import SaveMessage, save_response, start_attempt, submit_attempt
from exams.services.jobs import mark_ended_attempt
from exams.services.marking import mark_attempt, mark_attempt_at_once, mark_waiting
from exams.shapes import ResponseValue
from exams.tests.factories import make_assignment
from grading.models import Mark


@pytest.fixture
def ended(classroom: Classroom, teacher: User, student: User) -> Attempt:
    """Three questions of 2 points: right, wrong, and not answered."""
    attempt = start_attempt(make_assignment(classroom, by=teacher, questions=3), student=student)
    for position, text in ((1, "x(x+1)"), (2, "x^2-2x")):
        response = ResponseValue.model_validate({"parts": {"a": {"text": text}}})
        sent = SaveMessage(device="phone", seq=position, base_revision=0, response=response)
        save_response(attempt.pk, student=student, position=position, message=sent)
    return submit_attempt(attempt.pk, student=student)


def test_mark_attempt_gives_every_part_a_mark_and_the_attempt_its_score(ended: Attempt) -> None:
    mark_attempt(ended)

    verdicts = list(Mark.objects.order_by("position").values_list("verdict", "points", "reason__code"))
    assert verdicts[0] == ("correct", Decimal("2.00"), "equal_exactly")
    assert verdicts[1][:2] == ("incorrect", Decimal("0.00"))
    assert verdicts[2] == ("incorrect", Decimal("0.00"), "unanswered")
    assert Attempt.objects.get().score == Decimal("2.00")


def test_mark_of_a_wrong_answer_has_a_witness(ended: Attempt) -> None:
    mark_attempt(ended)

    witness = Mark.objects.get(position=2).reason["witness"]
    assert set(witness["at"]) == {"x"}
    assert witness["student"] != witness["key"]


def test_mark_names_the_event_and_the_key_it_was_made_from(ended: Attempt) -> None:
    mark_attempt(ended)

    mark = Mark.objects.get(position=1)
    assert mark.event == ResponseEvent.objects.get(position=1)
    assert mark.key_revision == KeyRevision.objects.get(keys__a__expression="x^2+1x")
    assert Mark.objects.get(position=3).event is None


def test_mark_attempt_again_changes_nothing(ended: Attempt) -> None:
    mark_attempt(ended)
    before = list(Mark.objects.values_list("pk", flat=True))

    mark_attempt(Attempt.objects.get())

    assert list(Mark.objects.values_list("pk", flat=True)) == before


def test_task_marks_what_waits_and_nothing_twice(ended: Attempt) -> None:
    mark_ended_attempt.call(str(ended.pk))
    mark_ended_attempt.call(str(ended.pk))

    assert Mark.objects.count() == 3


def test_who_comes_second_sees_the_score_of_the_first(ended: Attempt) -> None:
    mark_attempt(Attempt.objects.get(pk=ended.pk))
    assert ended.score is None

    mark_attempt(ended)

    assert (ended.score, Mark.objects.count()) == (2, 3)


def test_worker_lets_those_who_hand_in_together_have_their_receipts_first(ended: Attempt) -> None:
    rest = timedelta(seconds=15)

    at_once = mark_waiting(rest=rest)
    Attempt.objects.update(submitted_at=timezone.now() - rest)

    assert (at_once, mark_waiting(rest=rest)) == (0, 1)


def test_task_of_a_submit_waits_as_well(attempt: Attempt, student: User, settings: Any) -> None:
    settings.MARK_AFTER_S = 15

    submit_attempt(attempt.pk, student=student)

    (task,) = DBTaskResult.objects.all()
    assert task.run_after - timezone.now() > timedelta(seconds=10)


def test_fault_in_marking_never_reaches_the_student(ended: Attempt) -> None:
    """A key that another program broke is logged, and the attempt waits for the sweep."""
    KeyRevision.objects.update(keys={"a": {"v": 1, "kind": "nonsense"}})

    mark_attempt_at_once(ended)

    assert Attempt.objects.get().score is None
    assert Mark.objects.count() == 0


def test_attempt_that_cannot_be_marked_does_not_stop_the_others(
    ended: Attempt, classroom: Classroom, teacher: User, classmate: User
) -> None:
    KeyRevision.objects.update(keys={"a": {"v": 1, "kind": "nonsense"}})
    other = start_attempt(make_assignment(classroom, by=teacher), student=classmate)
    submit_attempt(other.pk, student=classmate)

    marked = mark_waiting()

    assert marked == 1
    assert Attempt.objects.get(pk=ended.pk).marking_tries == 1
