"""The cover of an exam, and starting from it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.tests.factories import AccommodationFactory
from exams.models import Assignment, Attempt
from exams.models.attempt import AttemptState
from exams.tests.reading_pages import page, text

HOUR = timedelta(hours=1)


def test_cover_says_what_to_expect(student_client: Client, assignment: Assignment) -> None:
    Assignment.objects.update(limit_s=50 * 60)

    shown = text(student_client.get(page("assignment", assignment.pk)))

    for words in (
        "Mock exam",
        "Questions 6",
        "Points 12",
        "50 minutes",
        "Attempts left 1 / 1",
        "Try typing first",
        "Start",
    ):
        assert words in shown


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [(HOUR, 2 * HOUR, "This exam opens at "), (-2 * HOUR, -HOUR, "This exam is closed.")],
)
def test_cover_outside_the_window_says_so_and_has_no_start(
    student_client: Client, assignment: Assignment, opens: timedelta, closes: timedelta, words: str
) -> None:
    now = timezone.now()
    Assignment.objects.update(opens_at=now + opens, closes_at=now + closes)

    shown = student_client.get(page("assignment", assignment.pk))

    assert words in text(shown)
    assert page("start_attempt", assignment.pk) not in shown.content.decode()


def test_start_leads_into_the_exam_and_back_into_the_same(
    student_client: Client, assignment: Assignment
) -> None:
    first = student_client.post(page("start_attempt", assignment.pk))

    second = student_client.post(page("start_attempt", assignment.pk))

    assert first.url == second.url == page("attempt", Attempt.objects.get().pk)


def test_start_by_a_link_is_refused(student_client: Client, assignment: Assignment) -> None:
    assert student_client.get(page("start_attempt", assignment.pk)).status_code == 405
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("wrong code", "The access code is not right. Ask your teacher for it."),
        ("", "Enter the access code."),
        ("x" * 41, "Ensure this value has at most 40 characters"),
    ],
)
def test_start_with_a_bad_access_code_keeps_what_was_typed(
    student_client: Client, assignment: Assignment, typed: str, words: str
) -> None:
    Assignment.objects.update(access_code="Noether")

    shown = student_client.post(page("start_attempt", assignment.pk), {"access_code": typed})

    assert shown.status_code == 409
    assert words in text(shown)
    assert shown.context["form"]["access_code"].value() == typed
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize("typed", [" Noether ", "noether", "ＮＯＥＴＨＥＲ"])
def test_access_code_is_the_same_however_a_keyboard_writes_it(
    student_client: Client, assignment: Assignment, typed: str
) -> None:
    Assignment.objects.update(access_code="Noether")

    begun = student_client.post(page("start_attempt", assignment.pk), {"access_code": typed})

    assert begun.url == page("attempt", Attempt.objects.get().pk)


def test_access_code_cannot_be_found_by_trying(
    student_client: Client, classmate_client: Client, assignment: Assignment
) -> None:
    Assignment.objects.update(access_code="Noether")
    address = page("start_attempt", assignment.pk)
    for number in range(10):
        assert student_client.post(address, {"access_code": f"guess {number}"}).status_code == 409

    right = student_client.post(address, {"access_code": "Noether"})
    other = classmate_client.post(address, {"access_code": "Noether"})

    assert (right.status_code, "Too many wrong codes." in text(right)) == (429, True)
    assert 0 < int(right["Retry-After"]) <= 600
    assert other.status_code == 302


def test_access_code_that_is_right_costs_no_try(student_client: Client, assignment: Assignment) -> None:
    Assignment.objects.update(access_code="Noether", max_attempts=30)
    address = page("start_attempt", assignment.pk)

    answers = []
    for _attempt in range(12):
        answers.append(student_client.post(address, {"access_code": "Noether"}).status_code)
        student_client.post(page("submit_attempt", Attempt.objects.in_progress().get().pk))

    assert answers == [302] * 12


def test_cover_counts_the_students_own_time(
    student: User, student_client: Client, classmate_client: Client, assignment: Assignment
) -> None:
    Assignment.objects.update(limit_s=50 * 60)
    AccommodationFactory(user=student, school=assignment.classroom.school, factor=Decimal("1.5"))

    own, others = (
        text(client.get(page("assignment", assignment.pk))) for client in (student_client, classmate_client)
    )

    assert "Time 75 minutes (25 of them are extra time for you)" in own
    assert ("Time 50 minutes" in others, "extra" in others) == (True, False)


@pytest.mark.parametrize(("minutes_open", "said"), [(30, True), (90, False)])
def test_cover_says_when_the_window_cuts_the_time_short(
    student_client: Client, assignment: Assignment, minutes_open: int, said: bool
) -> None:
    Assignment.objects.update(limit_s=50 * 60, closes_at=timezone.now() + timedelta(minutes=minutes_open))

    assert ("The exam closes soon" in text(student_client.get(page("assignment", assignment.pk)))) is said


def test_start_of_a_running_attempt_needs_no_code_again(student_client: Client, attempt: Attempt) -> None:
    Assignment.objects.update(access_code="Noether")

    again = student_client.post(page("start_attempt", attempt.assignment_id))

    assert again.url == page("attempt", attempt.pk)


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [(HOUR, 2 * HOUR, "This exam opens at "), (-2 * HOUR, -HOUR, "This exam closed at ")],
)
def test_start_outside_the_window_says_why(
    student_client: Client, assignment: Assignment, opens: timedelta, closes: timedelta, words: str
) -> None:
    now = timezone.now()
    Assignment.objects.update(opens_at=now + opens, closes_at=now + closes)

    shown = student_client.post(page("start_attempt", assignment.pk))

    assert (shown.status_code, words in text(shown)) == (409, True)


def test_start_after_the_last_attempt_says_so(student_client: Client, marked: Attempt) -> None:
    shown = student_client.post(page("start_attempt", marked.assignment_id))

    assert (shown.status_code, "You have used all your attempts" in text(shown)) == (409, True)


def test_start_after_a_void_attempt_gives_a_new_one(student_client: Client, attempt: Attempt) -> None:
    Attempt.objects.update(state=AttemptState.VOID)

    begun = student_client.post(page("start_attempt", attempt.assignment_id))

    new = Attempt.objects.get(state=AttemptState.IN_PROGRESS)
    assert (begun.url, new.number) == (page("attempt", new.pk), 2)
