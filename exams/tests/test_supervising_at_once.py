"""Acts of teachers and students at the same moment, on a database that runs them at the same moment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Classroom, User
from exams.errors import Refused
from exams.models import Assignment, Attempt, Notice, Response, ResponseEvent, TimeChange
from exams.services.clock import with_clock
from exams.services.delivery import start_attempt, submit_attempt
from exams.services.handed_files import read_handed_file, take_handed_answers
from exams.services.marking import mark_attempt_at_once
from exams.services.supervising import give_time, pause_attempts, resume_attempts
from exams.tests.factories import make_assignment
from exams.tests.teaching import fill_class
from exams.tests.test_concurrency import at_once, message, save
from exams.tests.test_handed_files import file_of
from exams.tests.test_handed_files import message as handed
from grading.models import Mark

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def attempts(classroom: Classroom, teacher: User, student: User, classmate: User) -> list[Attempt]:
    row = make_assignment(classroom, by=teacher, questions=2, limit_s=1800)
    assignment = with_clock(Assignment.objects.all()).get(pk=row.pk)
    return [start_attempt(assignment, student=one) for one in (student, classmate)]


def test_form_sent_ten_times_at_once_gives_once(attempts: list[Attempt], teacher: User) -> None:
    assignment = attempts[0].assignment

    told = at_once(*[lambda: give_time(assignment, seconds=300, by=teacher, token="t")] * 10)

    assert sorted(one.again for one in told) == [False] + [True] * 9
    later = attempts[0].deadline_at + timedelta(minutes=5)
    assert Attempt.objects.get(pk=attempts[0].pk).deadline_at == later
    assert (TimeChange.objects.count(), Notice.objects.count()) == (2, 1)


def test_acts_of_many_with_saves_between_them_wait_in_a_row(attempts: list[Attempt], teacher: User) -> None:
    assignment, one = attempts[0].assignment, attempts[0]
    acts = [
        *[lambda: give_time(assignment, seconds=60, by=teacher)] * 4,
        *[lambda: pause_attempts(assignment, by=teacher, attempts=[one.pk])] * 3,
        *[lambda: resume_attempts(assignment, by=teacher)] * 3,
        *[lambda seq=seq: save(one, message(f"x+{seq}", seq=seq)) for seq in range(1, 7)],
    ]

    at_once(*acts)  # type: ignore[arg-type]  # each returns what it returns

    stands = Attempt.objects.get(pk=one.pk)
    moved = sum(change.seconds for change in TimeChange.objects.filter(attempt=one))
    assert stands.deadline_at == one.deadline_at + timedelta(seconds=moved)
    assert moved >= 240


def test_time_and_handing_in_at_once_leave_the_receipt_true(attempts: list[Attempt], teacher: User) -> None:
    assignment, one = attempts[0].assignment, attempts[0]

    def give() -> None:
        give_time(assignment, seconds=600, by=teacher)

    at_once(give, lambda: submit_attempt(one.pk, student=one.student) and None)

    ended = Attempt.objects.get(pk=one.pk)
    given = TimeChange.objects.filter(attempt=one).count()
    assert ended.state == "submitted"
    assert ended.deadline_at == one.deadline_at + timedelta(minutes=10) * given


def test_who_starts_while_everyone_gets_time_has_it_too(classroom: Classroom, teacher: User) -> None:
    row = make_assignment(classroom, by=teacher)
    students = fill_class(classroom, count=6)

    def start(student: User) -> None:
        fresh = with_clock(Assignment.objects.select_related("paper", "classroom")).get(pk=row.pk)
        start_attempt(fresh, student=student)

    starts = [lambda one=one: start(one) for one in students]
    at_once(*starts, lambda: give_time(row, seconds=600, by=teacher) and None)

    closes_at = row.closes_at + timedelta(minutes=10)
    deadlines = set(Attempt.objects.filter(assignment=row).values_list("deadline_at", flat=True))
    assert (Assignment.objects.get(pk=row.pk).closes_at, deadlines) == (closes_at, {closes_at})


def test_file_taken_in_while_marking_is_marked(attempts: list[Attempt], teacher: User) -> None:
    one = attempts[0]
    file = read_handed_file(file_of(one, handed(one, "x^2+x", seq=5)), attempt=one)
    ended = submit_attempt(one.pk, student=one.student)

    def take() -> None:
        take_handed_answers(one.pk, file=file, positions=[1], by=teacher)

    at_once(take, take, lambda: mark_attempt_at_once(ended))

    assert Response.objects.get(attempt=one, position=1).revision == 1
    assert ResponseEvent.objects.get(attempt=one).outcome == "imported"
    assert Attempt.objects.get(pk=one.pk).score == 2
    counting = Mark.objects.current().get(attempt=one, position=1)
    assert (counting.credit_num, counting.credit_den) == (1, 1)


def test_nobody_is_called_back_by_time_that_comes_with_the_end(
    attempts: list[Attempt], teacher: User
) -> None:
    assignment = attempts[0].assignment
    for one in attempts:
        submit_attempt(one.pk, student=one.student)

    with pytest.raises(Refused):
        give_time(assignment, seconds=60, by=teacher)
