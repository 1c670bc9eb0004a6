"""More time, announcements and pauses while an exam runs: what they change, whom they tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from accounts.models import AuditEntry, Classroom, User
from accounts.tests.factories import ClassroomFactory, EnrollmentFactory, TeachingFactory
from exams.errors import Refused
from exams.models import Assignment, Attempt, Notice, TimeChange
from exams.presenting.notices import notices_for
from exams.services.delivery import expire_attempt, start_attempt, submit_attempt
from exams.services.supervising import (
    announce,
    count_acknowledged,
    give_time,
    give_time_to_every_class,
    pause_attempts,
    resume_attempts,
)
from exams.tests.factories import (
    AcknowledgementFactory,
    AssignmentFactory,
    WithdrawalFactory,
    make_assignment,
)
from exams.tests.sittings import run_out

MINUTE = timedelta(minutes=1)


@pytest.fixture
def limited(classroom: Classroom, teacher: User) -> Assignment:
    return make_assignment(classroom, by=teacher, limit_s=1800)


@pytest.fixture
def unlimited(classroom: Classroom, teacher: User) -> Assignment:
    return make_assignment(classroom, by=teacher)


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def told(attempt: Attempt) -> list[str]:
    attempt = fresh(attempt)
    return [one["text"] for one in notices_for(attempt, Notice.objects.told_to(attempt).order_by("pk"))]


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_time_for_everyone_moves_every_deadline_and_says_so_once(
    limited: Assignment, teacher: User, student: User, classmate: User
) -> None:
    attempts = [start_attempt(limited, student=one) for one in (student, classmate)]

    given = give_time(limited, seconds=600, by=teacher, reason="fire drill", address="192.0.2.1")

    assert {one.pk for one in given.attempts} == {one.pk for one in attempts}
    assert all(fresh(one).deadline_at == one.deadline_at + 10 * MINUTE for one in attempts)
    changes = TimeChange.objects.values_list("seconds", "kind", "reason", "by")
    assert list(changes) == [(600, "extra", "fire drill", teacher.pk)] * 2
    assert list(Notice.objects.values_list("assignment", "attempt", "kind")) == [(limited.pk, None, "time")]
    assert fresh(limited).closes_at == limited.closes_at
    entry = AuditEntry.objects.get(verb="time.given")
    assert (entry.actor, entry.address, entry.data["seconds"]) == (teacher, "192.0.2.1", 600)


def test_time_for_everyone_opens_no_window_that_has_closed(
    unlimited: Assignment, teacher: User, student: User, classmate: User
) -> None:
    attempt = start_attempt(unlimited, student=student)
    closed_at = timezone.now() - MINUTE
    Assignment.objects.filter(pk=unlimited.pk).update(closes_at=closed_at)

    given = give_time(unlimited, seconds=600, by=teacher)

    assert [one.pk for one in given.attempts] == [attempt.pk]
    assert fresh(attempt).deadline_at == attempt.deadline_at + 10 * MINUTE
    assert fresh(unlimited).closes_at == closed_at
    assert refusal(lambda: start_attempt(fresh(unlimited), student=classmate)) == "window_closed"


def test_time_for_one_leaves_the_others_as_they_are(
    limited: Assignment, teacher: User, student: User, classmate: User
) -> None:
    mine, other = (start_attempt(limited, student=one) for one in (student, classmate))

    give_time(limited, seconds=300, by=teacher, attempts=[mine.pk])

    assert fresh(mine).deadline_at == mine.deadline_at + 5 * MINUTE
    assert fresh(other).deadline_at == other.deadline_at
    assert (len(told(mine)), told(other)) == (1, [])


def test_time_for_everyone_without_a_limit_holds_for_those_who_start_later(
    unlimited: Assignment, teacher: User, student: User, classmate: User
) -> None:
    early = start_attempt(unlimited, student=student)

    give_time(unlimited, seconds=600, by=teacher)

    late = start_attempt(fresh(unlimited), student=classmate)
    assert fresh(early).deadline_at == late.deadline_at == unlimited.closes_at + 10 * MINUTE
    assert told(late) == []


@pytest.mark.parametrize("how", ["submitted", "expired", "past grace"])
def test_ended_attempt_is_not_reopened_but_counted(
    limited: Assignment, teacher: User, student: User, classmate: User, how: str
) -> None:
    ended, going_on = (start_attempt(limited, student=one) for one in (student, classmate))
    if how == "submitted":
        submit_attempt(ended.pk, student=student)
    else:
        Attempt.objects.filter(pk=ended.pk).update(deadline_at=timezone.now() - 5 * MINUTE)
    if how == "expired":
        expire_attempt(ended.pk)
    before = fresh(ended).deadline_at

    given = give_time(limited, seconds=600, by=teacher, attempts=[ended.pk, going_on.pk])

    assert ([one.pk for one in given.attempts], given.ended) == ([going_on.pk], 1)
    assert fresh(ended).deadline_at == before
    assert TimeChange.objects.count() == 1


def test_form_sent_twice_gives_once_and_another_form_gives_again(
    limited: Assignment, teacher: User, student: User, classmate: User
) -> None:
    mine, other = (start_attempt(limited, student=one) for one in (student, classmate))

    def give(attempt: Attempt, seconds: int, token: str) -> bool:
        return give_time(limited, seconds=seconds, by=teacher, attempts=[attempt.pk], token=token).again

    again = [give(mine, 300, "t1"), give(mine, 300, "t1"), give(other, 300, "t1"), give(mine, 300, "t2")]

    assert again == [False, True, False, False]
    assert fresh(mine).deadline_at == mine.deadline_at + 10 * MINUTE
    assert fresh(other).deadline_at == other.deadline_at + 5 * MINUTE


@pytest.mark.parametrize(("seconds", "code"), [(59, "bad_extra_time"), (7201, "bad_extra_time"), (60, "")])
def test_time_has_bounds(limited: Assignment, teacher: User, student: User, seconds: int, code: str) -> None:
    start_attempt(limited, student=student)

    if code:
        assert refusal(lambda: give_time(limited, seconds=seconds, by=teacher)) == code
    else:
        give_time(limited, seconds=seconds, by=teacher)
    assert TimeChange.objects.count() == (0 if code else 1)


def test_time_for_nobody_is_refused(limited: Assignment, teacher: User, other_classroom: Classroom) -> None:
    foreign = AssignmentFactory(paper=limited.paper, classroom=other_classroom)
    stranger = start_attempt(foreign, student=teacher)

    assert refusal(lambda: give_time(limited, seconds=60, by=teacher)) == "nobody_sitting"
    assert (
        refusal(lambda: give_time(limited, seconds=60, by=teacher, attempts=[stranger.pk]))
        == "nobody_sitting"
    )
    assert fresh(stranger).deadline_at == stranger.deadline_at


def test_every_class_of_the_teacher_that_sits_the_exam_gets_the_time(
    limited: Assignment, teacher: User, colleague: User, student: User, classmate: User, stranger: User
) -> None:
    school = limited.classroom.school
    mine, theirs, idle = (ClassroomFactory(school=school) for _number in range(3))
    for classroom in (mine, idle):
        TeachingFactory(classroom=classroom, user=teacher)
    TeachingFactory(classroom=theirs, user=colleague)
    second, foreign, _idle = (
        AssignmentFactory(paper=limited.paper, classroom=one, limit_s=600) for one in (mine, theirs, idle)
    )
    sat = [start_attempt(limited, student=student), start_attempt(second, student=classmate)]
    apart = start_attempt(foreign, student=stranger)

    done = give_time_to_every_class(limited, seconds=120, by=teacher)

    assert {row.pk for row, _told in done} == {limited.pk, second.pk}
    assert all(fresh(one).deadline_at == one.deadline_at + 2 * MINUTE for one in sat)
    assert fresh(apart).deadline_at == apart.deadline_at


def test_pause_stops_the_clock_and_resuming_gives_the_time_back(
    limited: Assignment, teacher: User, student: User
) -> None:
    attempt = start_attempt(limited, student=student)
    pause_attempts(limited, by=teacher)
    pause_attempts(limited, by=teacher)
    Attempt.objects.update(paused_at=timezone.now() - 7 * MINUTE)

    resumed = resume_attempts(limited, by=teacher)
    resume_attempts(limited, by=teacher)

    change = TimeChange.objects.get()
    now = fresh(attempt)
    assert change.kind == "pause"
    assert 420 <= change.seconds <= 425
    assert now.deadline_at == attempt.deadline_at + timedelta(seconds=change.seconds)
    assert (now.paused_at, len(resumed.attempts)) == (None, 1)
    assert list(Notice.objects.order_by("pk").values_list("kind", flat=True)) == ["pause", "resume"]
    verbs = (
        AuditEntry.objects.filter(verb__startswith="attempts.").order_by("pk").values_list("verb", flat=True)
    )
    assert list(verbs) == ["attempts.paused", "attempts.resumed"]


def test_pause_of_one_is_told_to_that_one(
    limited: Assignment, teacher: User, student: User, classmate: User
) -> None:
    mine, other = (start_attempt(limited, student=one) for one in (student, classmate))

    pause_attempts(limited, by=teacher, attempts=[mine.pk])

    assert fresh(mine).paused_at is not None
    assert (fresh(other).paused_at, len(told(mine)), told(other)) == (None, 1, [])


def test_who_starts_while_everyone_is_paused_waits_and_goes_on_with_them(
    limited: Assignment, teacher: User, student: User, classmate: User
) -> None:
    first = start_attempt(limited, student=student)
    pause_attempts(limited, by=teacher, attempts=[first.pk])
    pause_attempts(limited, by=teacher)
    assert start_attempt(limited, student=classmate).paused_at is None

    pause_attempts(limited, by=teacher)
    late = start_attempt(limited, student=EnrollmentFactory(classroom=limited.classroom).user)
    assert late.paused_at is not None

    resume_attempts(limited, by=teacher)
    assert not Attempt.objects.exclude(paused_at=None).exists()
    after = start_attempt(limited, student=EnrollmentFactory(classroom=limited.classroom).user)
    assert after.paused_at is None


def test_pause_leaves_those_whose_time_is_up(limited: Assignment, teacher: User, student: User) -> None:
    attempt = start_attempt(limited, student=student)
    Attempt.objects.update(deadline_at=timezone.now() - timedelta(seconds=5))  # in its grace

    paused = pause_attempts(limited, by=teacher)

    assert (paused.attempts, fresh(attempt).paused_at) == ((), None)


def test_announcement_reaches_everyone_also_those_who_start_later(
    limited: Assignment, teacher: User, student: User, classmate: User
) -> None:
    early = start_attempt(limited, student=student)

    announce(limited, text="  Question 3:\r\nthe axis is <b>dashed</b>. ", by=teacher)

    late = start_attempt(limited, student=classmate)
    assert told(early) == told(late) == ["Question 3:\nthe axis is <b>dashed</b>."]
    assert AuditEntry.objects.get(verb="announcement.made").data == {
        "notice": Notice.objects.get().pk,
        "attempt": None,
    }


@pytest.mark.parametrize("text", ["", " \n ", "\0", "x" * 501])
def test_announcement_has_bounds(limited: Assignment, teacher: User, student: User, text: str) -> None:
    start_attempt(limited, student=student)

    assert refusal(lambda: announce(limited, text=text, by=teacher)) == "bad_announcement"


def test_announcement_after_the_end_is_refused(limited: Assignment, teacher: User, student: User) -> None:
    attempt = start_attempt(limited, student=student)
    run_out(attempt)

    assert refusal(lambda: announce(limited, text="late", by=teacher)) == "nobody_sitting"
    assert refusal(lambda: announce(limited, text="late", by=teacher, attempt=attempt)) == "attempt_ended"


def test_acknowledgements_are_counted_over_those_who_could_see_it(
    limited: Assignment, teacher: User, student: User, classmate: User, stranger: User
) -> None:
    gone, mine, _other = (start_attempt(limited, student=one) for one in (stranger, student, classmate))
    submit_attempt(gone.pk, student=stranger)
    to_all = announce(limited, text="for all", by=teacher)
    announce(limited, text="for one", by=teacher, attempt=mine)
    AcknowledgementFactory(notice=to_all, attempt=mine)

    counted = count_acknowledged(limited).values_list("values__text", "acknowledged", "told")

    assert list(counted) == [("for one", 0, 1), ("for all", 1, 2)]


def test_time_is_told_with_the_deadline_that_holds_now(
    limited: Assignment, teacher: User, student: User
) -> None:
    attempt = start_attempt(limited, student=student)
    give_time(limited, seconds=600, by=teacher)
    give_time(limited, seconds=90, by=teacher, attempts=[attempt.pk])

    first, second = told(attempt)

    until = timezone.localtime(fresh(attempt).deadline_at).strftime("%H:%M")
    assert first == "Your teacher has given more time: 10 minutes."
    assert second == f"Your teacher has given more time: 1 minute 30 seconds. You now have until {until}."


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [("full", "full points"), ("drop", "does not count"), ("replace", "question 2 at the end instead")],
)
def test_withdrawn_question_is_named_by_the_number_that_the_student_sees(
    classroom: Classroom, teacher: User, student: User, policy: str, sentence: str
) -> None:
    assignment = make_assignment(classroom, by=teacher, questions=2)
    attempt = start_attempt(assignment, student=student)
    items = {item["position"]: item["item"] for item in attempt.layout["items"]}
    replacement = items[2] if policy == "replace" else None
    withdrawal = WithdrawalFactory(
        paper_item_id=items[1], assignment=assignment, policy=policy, replacement_id=replacement, by=teacher
    )
    row = Notice.objects.create(
        assignment=assignment,
        kind="withdrawal",
        values={"withdrawal": withdrawal.pk},
        by=teacher,
        at=timezone.now(),
    )

    (notice,) = notices_for(attempt, [row])

    assert notice["text"].startswith("Question 1 has been withdrawn.")
    assert sentence in notice["text"]
    assert notice["text"].endswith("The reason: two right options")
    expected = ([1, 2], True) if policy == "replace" else ([1], False)
    assert (notice["positions"], notice["reload"]) == expected
    with translation.override("ko"):
        assert notices_for(attempt, [row])[0]["kind"] == "withdrawal"
